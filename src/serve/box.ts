/**
 * A `bbox` as asked for, in any of our systems: what to ask the store for, and who is really inside.
 * A box across the antimeridian is two rectangles; one in RD is a rectangle that is askew in degrees.
 */
import type { LngLat } from "../load/records.ts";
import type { Bbox } from "../store/published.ts";
import { type CrsUri, crsToPosition, ETRS89, positionToCrs, RD_NEW } from "./crs.ts";

export interface Box {
  /** one rectangle that holds the whole box, lng lat: for the store */
  envelope: Bbox;
  /** the box in lng lat: one rectangle, or two across the antimeridian; for RD their envelope */
  parts: Bbox[];
  /** the box in RD metres where it was asked for in RD */
  rd: Bbox | null;
  /** the envelope holds more than the box: what the store gives has to be looked at again */
  isWiderThanBox: boolean;
}

export type BoxResult = { ok: true; box: Box } | { ok: false; detail: string };

/** Points along each side that are carried over from RD, so that the envelope holds its curved sides too. */
const STEPS_PER_SIDE = 16;

/** `numbers`: four or six as in `bbox=`, axes in the order of `crs`. */
export function parseBox(numbers: readonly number[], crs: CrsUri): BoxResult {
  const [minFirst, minSecond, maxFirst, maxSecond] =
    numbers.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
  if (crs === RD_NEW) return rdBox([minFirst, minSecond, maxFirst, maxSecond]);
  const [west, south] = crs === ETRS89 ? [minSecond, minFirst] : [minFirst, minSecond];
  const [east, north] = crs === ETRS89 ? [maxSecond, maxFirst] : [maxFirst, maxSecond];
  if (south > north) {
    return {
      ok: false,
      detail: `got south ${south} above north ${north}, expected south ≤ north; swap them.`,
    };
  }
  const box: Bbox = [west, south, east, north];
  if (west <= east)
    return { ok: true, box: { envelope: box, parts: [box], rd: null, isWiderThanBox: false } };
  const parts: Bbox[] = [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
  return { ok: true, box: { envelope: [-180, south, 180, north], parts, rd: null, isWiderThanBox: true } };
}

function rdBox([west, south, east, north]: Bbox): BoxResult {
  if (west > east || south > north) {
    const got = [west, south, east, north].join(",");
    return { ok: false, detail: `got ${got}, expected min x, min y, max x, max y in metres; order them.` };
  }
  const sides = Array.from({ length: STEPS_PER_SIDE + 1 }, (_, n) => n / STEPS_PER_SIDE).flatMap((share) => {
    const x = west + share * (east - west);
    const y = south + share * (north - south);
    return [
      [x, south],
      [x, north],
      [west, y],
      [east, y],
    ];
  });
  const positions = sides
    .map(([x, y]) => crsToPosition(x, y, RD_NEW))
    .filter(([lng]) => Number.isFinite(lng));
  const envelope: Bbox = [
    Math.min(...positions.map(([lng]) => lng)),
    Math.min(...positions.map(([, lat]) => lat)),
    Math.max(...positions.map(([lng]) => lng)),
    Math.max(...positions.map(([, lat]) => lat)),
  ];
  const rd: Bbox = [west, south, east, north];
  return { ok: true, box: { envelope, parts: [envelope], rd, isWiderThanBox: true } };
}

/** The edge belongs to the box. */
export function isPositionInBox({ lng, lat }: LngLat, box: Box): boolean {
  if (!box.parts.some((part) => isInside(lng, lat, part))) return false;
  if (!box.rd) return true;
  const [x, y] = positionToCrs([lng, lat], RD_NEW);
  return isInside(x, y, box.rd);
}

/** Whether a feature with this envelope may touch the box. */
export function envelopeTouchesBox(envelope: Bbox, box: Box): boolean {
  if (!box.parts.some((part) => bboxesTouch(envelope, part))) return false;
  return !box.rd || bboxesTouch(envelopeToCrs(envelope, RD_NEW), box.rd);
}

/** A convex ring (lng lat, closed or not) touches the box: exact, by separating axes. */
export function ringTouchesBox(ring: readonly (readonly number[])[], box: Box): boolean {
  if (box.rd)
    return convexTouchesBbox(
      ring.map((position) => positionToCrs(position, RD_NEW)),
      box.rd,
    );
  return box.parts.some((part) => convexTouchesBbox(ring, part));
}

export function isInside(x: number, y: number, [west, south, east, north]: Bbox): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

export function bboxesTouch(one: Bbox, other: Bbox): boolean {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];
}

/** The rectangle in another system that holds the corners of this one. */
export function envelopeToCrs([west, south, east, north]: Bbox, crs: CrsUri): Bbox {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ].map((corner) => positionToCrs(corner, crs));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function convexTouchesBbox(ring: readonly (readonly number[])[], bbox: Bbox): boolean {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  if (!bboxesTouch([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], bbox)) return false;
  const corners = [
    [bbox[0], bbox[1]],
    [bbox[2], bbox[1]],
    [bbox[2], bbox[3]],
    [bbox[0], bbox[3]],
  ];
  return ring.every((from, n) => {
    const to = ring[(n + 1) % ring.length];
    const along = ([x, y]: readonly number[]) =>
      (x - from[0]) * (from[1] - to[1]) + (y - from[1]) * (to[0] - from[0]);
    const ofRing = ring.map(along);
    const ofBox = corners.map(along);
    return Math.min(...ofRing) <= Math.max(...ofBox) && Math.min(...ofBox) <= Math.max(...ofRing);
  });
}
