/**
 * Which ground belongs to which place: a power diagram, that is Voronoi with weights, so that a city gets more room than
 * the village beside it. Place i has the points where |p − cᵢ|² − wᵢ is least; its catchment is convex.
 */
import type { Place } from "./places.ts";
import type { Point } from "./plane.ts";

/**
 * Mean density of a built-up area of 1,000 people, growing with their number to the power 0.17 (assumption):
 * 1,500 per km² in a village, 3,300 in a town of 100,000.
 */
const VILLAGE_DENSITY_PER_KM2 = 1_500;
const DENSITY_GROWTH = 0.17;
/** A border lies at least this share of the way from either place: nobody's centre is in another's catchment. */
const LEAST_BORDER_SHARE = 0.2;

export function builtRadiusMeters(residents: number): number {
  const densityPerKm2 = VILLAGE_DENSITY_PER_KM2 * (residents / 1_000) ** DENSITY_GROWTH;
  return 1_000 * Math.sqrt(residents / densityPerKm2 / Math.PI);
}

/**
 * Weights in square metres: the square of the built-up radius, cut down until wᵢ − wⱼ ≤ (1 − 2s)·d² for every pair,
 * which puts the border at least s·d from both.
 */
export function catchmentWeights(places: readonly Place[]): Float64Array {
  const weights = Float64Array.from(places, ({ residents }) => builtRadiusMeters(residents) ** 2);
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (let i = 0; i < places.length; i++) {
      for (let j = 0; j < places.length; j++) {
        const distance2 = (places[i].x - places[j].x) ** 2 + (places[i].y - places[j].y) ** 2;
        const most = weights[j] + (1 - 2 * LEAST_BORDER_SHARE) * distance2;
        if (weights[i] <= most || i === j) continue;
        weights[i] = most;
        hasChanged = true;
      }
    }
  }
  return weights;
}

/** Convex polygons, one per place, not closed, counter-clockwise, cut to the frame. */
export function catchmentPolygons(
  places: readonly Place[],
  weights: Float64Array,
  frame: { west: number; south: number; east: number; north: number },
): Point[][] {
  const corners = [
    { x: frame.west, y: frame.south },
    { x: frame.east, y: frame.south },
    { x: frame.east, y: frame.north },
    { x: frame.west, y: frame.north },
  ];
  return places.map((place, i) =>
    places.reduce((polygon, other, j) => {
      if (i === j) return polygon;
      // 2 (cⱼ − cᵢ)·p ≤ |cⱼ|² − wⱼ − |cᵢ|² + wᵢ, written from cᵢ so that no digits are lost
      const dx = other.x - place.x;
      const dy = other.y - place.y;
      const limit = (dx * dx + dy * dy - weights[j] + weights[i]) / 2;
      return cutToHalfPlane(polygon, (p) => (p.x - place.x) * dx + (p.y - place.y) * dy - limit);
    }, corners),
  );
}

/** Sutherland & Hodgman 1974 for one edge: what lies where `beyond` ≤ 0. */
export function cutToHalfPlane(polygon: Point[], beyond: (point: Point) => number): Point[] {
  const sides = polygon.map(beyond);
  if (sides.every((side) => side <= 0)) return polygon;
  return polygon.flatMap((from, n) => {
    const next = (n + 1) % polygon.length;
    const kept = sides[n] <= 0 ? [from] : [];
    if (sides[n] <= 0 === sides[next] <= 0) return kept;
    const share = sides[n] / (sides[n] - sides[next]);
    const to = polygon[next];
    return [...kept, { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }];
  });
}

/** Those of the places `among` that may be the nearest (by power) to some point within `radius` of the centre. */
export function placesNear(
  places: readonly Place[],
  weights: Float64Array,
  among: readonly number[],
  center: Point,
  radius: number,
): number[] {
  const distances = among.map((i) => Math.hypot(places[i].x - center.x, places[i].y - center.y));
  const leastMost = distances.reduce(
    (least, distance, n) => Math.min(least, (distance + radius) ** 2 - weights[among[n]]),
    Number.POSITIVE_INFINITY,
  );
  return among.filter((i, n) => Math.max(0, distances[n] - radius) ** 2 - weights[i] <= leastMost);
}

export function nearestPlace(
  places: readonly Place[],
  weights: Float64Array,
  among: readonly number[],
  x: number,
  y: number,
): number {
  let nearest = among[0];
  let leastPower = Number.POSITIVE_INFINITY;
  for (const i of among) {
    const power = (places[i].x - x) ** 2 + (places[i].y - y) ** 2 - weights[i];
    if (power >= leastPower) continue;
    leastPower = power;
    nearest = i;
  }
  return nearest;
}
