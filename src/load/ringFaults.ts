/**
 * What can be wrong with a ring of a boundary: too short, not closed, out of range, flat, turning the wrong way.
 * Whether it crosses itself: `selfCrossing.ts`.
 */
import { RD_ADVICE } from "./givenCrs.ts";
import { listText } from "./reader.ts";

/** lng, lat; a GeoJSON position may carry more numbers, which are ignored */
export type RingPosition = readonly number[];

export interface RingFault {
  got: string;
  expected: string;
  advice: string;
}

/** What makes a ring unusable, or null. Expects nothing of the value: it comes from a file. */
export function ringFault(ring: unknown): RingFault | null {
  if (!Array.isArray(ring) || ring.length < 4) {
    const got = Array.isArray(ring) ? `a ring of ${ring.length} positions` : "no ring";
    return { got, expected: "a ring of at least 4 positions", advice: "draw the ring again" };
  }
  for (const position of ring) {
    const fault = positionFault(position);
    if (fault) return fault;
  }
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (first[0] !== last[0] || first[1] !== last[1]) {
    return {
      got: `a ring from ${first[0]}, ${first[1]} that ends at ${last[0]}, ${last[1]}`,
      expected: "a closed ring: the last position is the first",
      advice: "close the ring; the file may have been cut short",
    };
  }
  if (isFlat(ring)) {
    return {
      got: "a ring whose positions lie on one line",
      expected: "a ring around ground",
      advice: "draw it again",
    };
  }
  return null;
}

/**
 * Turns rings so that outer ones (the first of each polygon) run counter-clockwise and holes clockwise, in place.
 * Returns how many were turned. Which ground they enclose does not change.
 */
export function turnRings(polygons: readonly RingPosition[][][]): number {
  let turned = 0;
  for (const rings of polygons) {
    for (const [r, ring] of rings.entries()) {
      const area = signedArea(ring);
      if (r === 0 ? area >= 0 : area <= 0) continue;
      ring.reverse();
      turned++;
    }
  }
  return turned;
}

/** Twice the area in square degrees, positive where the ring runs counter-clockwise. */
function signedArea(ring: readonly RingPosition[]): number {
  return ring.slice(1).reduce((sum, end, n) => sum + cross(ring[0], ring[n], end), 0);
}

/** No three positions span a triangle; a ring that crosses itself may enclose as much on either side. */
function isFlat(ring: readonly RingPosition[]): boolean {
  return ring.slice(1).every((end, n) => Math.abs(cross(ring[0], ring[n], end)) < FLAT_SQUARE_DEGREES);
}

/** Some square centimetres in the Netherlands: less than coordinates are written to. */
const FLAT_SQUARE_DEGREES = 1e-13;

function cross(a: RingPosition, b: RingPosition, c: RingPosition): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function positionFault(position: unknown): RingFault | null {
  const [lng, lat] = Array.isArray(position) ? position : [];
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) {
    return {
      got: listText(position),
      expected: "two numbers",
      advice: "correct the position",
    };
  }
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 90) return null;
  const isRd = lng >= 0 && lng <= 300_000 && lat >= 289_000 && lat <= 629_000;
  return {
    got: `${lng}, ${lat}`,
    expected: "degrees (WGS84), lng before lat",
    advice: isRd ? RD_ADVICE : "correct the position",
  };
}
