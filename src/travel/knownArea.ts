/**
 * The boxes within which all streets are known, and how short a way can be that goes outside of them.
 *
 *     ┌───────────────────┐
 *     │    s         c    │     mirrored in the side, the way s → outside → c is a straight line:
 *     └─────╲───────╱─────┘     the square root of (s → c along the side)² + (s → side → c)²
 *             ╲   ╱
 */
import { HALO_METERS } from "../grid/cell.ts";
import type { DegreeBox, LngLat } from "../load/records.ts";
import { DEGREE_STEPS, STREET_CUTOFF_METERS } from "./network.ts";
import { type StepMeters, stepMeters } from "./snapIndex.ts";

/** Ways are told in whole metres a street: many short ones may add up to this much less than they are. Assumption. */
const ROUNDING_SHARE = 0.99;
/** A way of at most 3,500 m to a cell at most 2,500 m away goes no farther from its source than this. */
const OUTSIDE_MAX_METERS = (STREET_CUTOFF_METERS / ROUNDING_SHARE + HALO_METERS) / 2;

export interface KnownArea {
  has(position: LngLat): boolean;
  /** to the nearest place outside, in a straight line; 0 outside; Infinity where there is none */
  metersToOutside(position: LngLat): number;
  /**
   * From a source, to any place up to 2,500 m away: no way that leaves the area is shorter than these whole metres.
   * Null where no way of 3,500 m can leave it.
   */
  leastMetersOutside(source: LngLat): ((lng: number, lat: number) => number) | null;
}

export function knownArea(areas: readonly DegreeBox[]): KnownArea {
  const outside = boxesOutside(areas);
  const metersToOutside = (position: LngLat) => {
    const scale = degreeMeters(position.lat);
    let least = Number.POSITIVE_INFINITY;
    for (const box of outside) least = Math.min(least, metersBy(box, position, position, scale) / 2);
    return least;
  };
  return {
    has: (position) => isWithinAreas(areas, position),
    metersToOutside,
    leastMetersOutside(source) {
      const scale = degreeMeters(source.lat);
      const near = outside.filter((box) => metersBy(box, source, source, scale) / 2 <= OUTSIDE_MAX_METERS);
      if (near.length === 0) return null;
      const place = { lng: 0, lat: 0 };
      return (lng, lat) => {
        place.lng = lng;
        place.lat = lat;
        let least = Number.POSITIVE_INFINITY;
        for (const box of near) least = Math.min(least, metersBy(box, source, place, scale));
        return Math.floor(ROUNDING_SHARE * least);
      };
    },
  };
}

export function isWithinAreas(areas: readonly DegreeBox[], { lng, lat }: LngLat): boolean {
  return areas.some(
    ([west, south, east, north]) => lng >= west && lng <= east && lat >= south && lat <= north,
  );
}

/** What no box covers, cut along the sides of all boxes; the outermost ones have no end. */
function boxesOutside(areas: readonly DegreeBox[]): DegreeBox[] {
  const lngs = sides(areas.flatMap(([west, , east]) => [west, east]));
  const lats = sides(areas.flatMap(([, south, , north]) => [south, north]));
  const outside: DegreeBox[] = [];
  for (let x = 0; x + 1 < lngs.length; x++) {
    for (let y = 0; y + 1 < lats.length; y++) {
      const isCovered = areas.some(
        ([west, south, east, north]) =>
          west <= lngs[x] && east >= lngs[x + 1] && south <= lats[y] && north >= lats[y + 1],
      );
      if (!isCovered) outside.push([lngs[x], lats[y], lngs[x + 1], lats[y + 1]]);
    }
  }
  return outside;
}

function sides(degrees: number[]): number[] {
  const distinct = [...new Set(degrees)].sort((p, q) => p - q);
  return [Number.NEGATIVE_INFINITY, ...distinct, Number.POSITIVE_INFINITY];
}

/** The shortest way from one place to another by a box; for |a| + |b| is never less than |a + b|. */
function metersBy(
  [west, south, east, north]: DegreeBox,
  from: LngLat,
  to: LngLat,
  scale: StepMeters,
): number {
  const x = scale.east * degreesBy(from.lng, to.lng, west, east);
  const y = scale.north * degreesBy(from.lat, to.lat, south, north);
  return Math.sqrt(x * x + y * y);
}

/** Along one axis: from here to there by some place between `low` and `high`. */
function degreesBy(from: number, to: number, low: number, high: number): number {
  const least = Math.min(from, to);
  const most = Math.max(from, to);
  return most - least + 2 * Math.max(0, least - high, low - most);
}

function degreeMeters(lat: number): StepMeters {
  const { east, north } = stepMeters(lat);
  return { east: east * DEGREE_STEPS, north: north * DEGREE_STEPS };
}
