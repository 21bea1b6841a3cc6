/**
 * Which positions can belong to Dutch data: within about 25 km of the country. Catches swapped, zero and foreign ones.
 */
import type { LngLat } from "./records.ts";

/**
 * A coarse ring around the Netherlands, lng lat: the land outline buffered by 28 km and simplified, so that its
 * corners and sides lie 25.2–30.7 km from the land (measured against the 342 municipalities of 2024).
 */
// biome-ignore format: a table of positions
const RING_25_KM: readonly (readonly [number, number])[] = [
  [2.95, 51.31], [3.02, 51.15], [3.18, 51.04], [3.85, 50.95], [4.15, 50.99], [4.68, 51.17], [4.83, 51.15],
  [5.05, 51.04], [5.31, 51.01], [5.25, 50.91], [5.26, 50.76], [5.35, 50.62], [5.5, 50.53], [6.01, 50.5],
  [6.26, 50.55], [6.39, 50.66], [6.49, 50.85], [6.49, 50.97], [6.63, 51.35], [6.59, 51.6], [7.1, 51.76],
  [7.22, 51.89], [7.24, 52], [7.45, 52.15], [7.49, 52.37], [7.42, 52.52], [7.49, 52.76], [7.64, 52.98],
  [7.65, 53.17], [7.59, 53.41], [7.47, 53.52], [6.61, 53.8], [5.37, 53.69], [4.96, 53.6], [4.46, 53.31],
  [4.26, 53.04], [4.2, 52.61], [4.12, 52.44], [4, 52.3], [3.66, 52.14], [3.53, 51.96], [3.08, 51.67], [2.95, 51.31],
];
/** Inside the ring for certain: spares nine positions in ten the walk around it. */
const CORE = { west: 4.3, south: 51.5, east: 6.5, north: 53.2 };

export type PositionFault = "not a number" | "zero" | "swapped" | "out of range" | "far";

/** What is wrong with a position in Dutch data, or null. A fault names no number: responders' positions are personal. */
export function dutchPositionFault({ lng, lat }: LngLat): PositionFault | null {
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) return "not a number";
  if (lng === 0 && lat === 0) return "zero";
  if (isNearNetherlands({ lng, lat })) return null;
  if (isNearNetherlands({ lng: lat, lat: lng })) return "swapped";
  return Math.abs(lng) > 180 || Math.abs(lat) > 90 ? "out of range" : "far";
}

export function isNearNetherlands({ lng, lat }: LngLat): boolean {
  if (lng > CORE.west && lng < CORE.east && lat > CORE.south && lat < CORE.north) return true;
  return isInRing(RING_25_KM, { lng, lat });
}

/** `ring`: closed, lng lat. */
export function isInRing(ring: readonly (readonly [number, number])[], { lng, lat }: LngLat): boolean {
  let isInside = false;
  for (let i = 1; i < ring.length; i++) {
    const [west, south] = ring[i - 1];
    const [east, north] = ring[i];
    if (south > lat !== north > lat && lng < west + ((lat - south) * (east - west)) / (north - south)) {
      isInside = !isInside;
    }
  }
  return isInside;
}
