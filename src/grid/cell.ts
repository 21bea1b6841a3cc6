/**
 * H3 cells at the edge of the inner loops: the one place where `lng, lat` meets h3-js's `lat, lng`.
 * Nothing here is called per cell pair.
 */
import { cellToBoundary, cellToLatLng, cellToParent, getResolution, latLngToCell } from "h3-js";
import type { LngLat } from "../load/records.ts";

/** Analysis cells: 12,560–13,120 m² in the Netherlands. */
export const CELL_RESOLUTION = 10;
/** A shard is a parent of this resolution: 16,807 cells, 211–221 km². */
export const SHARD_RESOLUTION = 5;
/** Children of resolution 10 in one shard: 7⁵. */
export const SHARD_CELL_COUNT = 16_807;
/** How far a shard looks beyond its own cells; nothing reaches further. */
export const HALO_METERS = 2_500;

/** A 15-character H3 id, as on the wire and as a database key. */
export type CellId = string;

export function positionToCell({ lng, lat }: LngLat, resolution = CELL_RESOLUTION): CellId {
  return latLngToCell(lat, lng, resolution);
}

export function cellToPosition(cell: CellId): LngLat {
  const [lat, lng] = cellToLatLng(cell);
  return { lng, lat };
}

/** The closed ring of a cell, lng lat, counter-clockwise as GeoJSON wants outer rings. */
export function cellToRing(cell: CellId): [number, number][] {
  return cellToBoundary(cell, true) as [number, number][];
}

export function cellToShard(cell: CellId): CellId {
  return getResolution(cell) === SHARD_RESOLUTION ? cell : cellToParent(cell, SHARD_RESOLUTION);
}

export function positionToShard(position: LngLat): CellId {
  return positionToCell(position, SHARD_RESOLUTION);
}
