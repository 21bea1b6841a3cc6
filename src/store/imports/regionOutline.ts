/**
 * The outline that is served: simplified to what a map can show, never crossing itself, never dropped.
 */
import { kinks, multiPolygon, simplify } from "@turf/turf";
import type { Region } from "../../load/records.ts";

/** Degrees: 33 m north–south, 20 m east–west at 52° N. Assumption: a pixel at zoom 12 is 24 m. */
const TOLERANCE_DEGREES = 0.0003;
/** Halved until the outline is as valid as it was; below this it is served as it came. */
const SMALLEST_TOLERANCE_DEGREES = 0.00003;
/** Six decimals: 0.1 m. */
const DECIMALS = 1e6;

export function simplifyOutline(polygons: Region["polygons"]): Region["polygons"] {
  const exact = roundPositions(polygons);
  for (let tolerance = TOLERANCE_DEGREES; tolerance >= SMALLEST_TOLERANCE_DEGREES; tolerance /= 2) {
    const { geometry } = simplify(multiPolygon(exact), { tolerance, highQuality: true });
    if (kinks(geometry).features.length === 0) return geometry.coordinates as Region["polygons"];
  }
  return exact;
}

/** [west, south, east, north] of the exact polygons; they are never empty. */
export function boundsOf(polygons: Region["polygons"]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of polygons) {
    for (const [lng, lat] of outer) {
      west = Math.min(west, lng);
      south = Math.min(south, lat);
      east = Math.max(east, lng);
      north = Math.max(north, lat);
    }
  }
  return [west, south, east, north];
}

function roundPositions(polygons: Region["polygons"]): Region["polygons"] {
  const round = (degrees: number) => Math.round(degrees * DECIMALS) / DECIMALS;
  return polygons.map((rings) =>
    rings.map((ring) => ring.map(([lng, lat]): [number, number] => [round(lng), round(lat)])),
  );
}
