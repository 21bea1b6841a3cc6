/**
 * The cells of the demo: which resolution-10 cells are land, and in whose catchment each lies.
 * Worked through in blocks of 343 (a resolution-7 parent lies together in child order), so that only what is near is asked.
 */
import { gridDisk } from "h3-js";
import { type CellId, positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { type ShardGrid, shardGrid } from "../../src/grid/shard.ts";
import type { LngLat } from "../../src/load/records.ts";
import { nearestPlace, placesNear } from "./catchments.ts";
import type { Place } from "./places.ts";
import { toLngLat, toPoint } from "./plane.ts";

type Ring = [number, number][];

export const BLOCK_CELLS = 343;
/** Children of a resolution-7 cell lie within about 1,600 m of its centre in the Netherlands; with room. */
export const BLOCK_RADIUS_METERS = 2_000;
/** Children of a shard lie within about 11,000 m of its centre; with room. */
export const SHARD_RADIUS_METERS = 13_000;
/** Steps to find shards: well below a shard's 8 km between opposite sides' middle and centre. */
const SCAN_METERS = 3_000;

export interface Ground {
  grid: ShardGrid;
  /** plane of `plane.ts`, metres */
  x: Float64Array;
  y: Float64Array;
  /** index of the place whose catchment the cell lies in, −1 = not land */
  place: Int16Array;
  landCellCount: number;
}

/** Shards that may hold land, sorted: those under a lattice over the land, under its shore, and their neighbours. */
export function landShards(land: Ring[][], isOnLand: (position: LngLat) => boolean): CellId[] {
  const shards = new Set<CellId>();
  for (const ring of land.flat()) {
    const points = ring.map(([lng, lat]) => toPoint({ lng, lat }));
    const west = points.reduce((least, { x }) => Math.min(least, x), Infinity);
    const east = points.reduce((most, { x }) => Math.max(most, x), -Infinity);
    const south = points.reduce((least, { y }) => Math.min(least, y), Infinity);
    const north = points.reduce((most, { y }) => Math.max(most, y), -Infinity);
    for (let x = west; x < east; x += SCAN_METERS)
      for (let y = south; y < north; y += SCAN_METERS) {
        const position = toLngLat({ x, y });
        if (isOnLand(position)) shards.add(positionToShard(position));
      }
    for (const [lng, lat] of ring) shards.add(positionToShard({ lng, lat }));
  }
  return [...new Set([...shards].flatMap((shard) => gridDisk(shard, 1)))].sort();
}

export function groundOfShard(
  shard: CellId,
  places: readonly Place[],
  weights: Float64Array,
  isOnLand: (position: LngLat) => boolean,
): Ground {
  const grid = shardGrid(shard);
  const x = grid.lng.map((lng) => toPoint({ lng, lat: 0 }).x);
  const y = grid.lat.map((lat) => toPoint({ lng: 0, lat }).y);
  const place = new Int16Array(SHARD_CELL_COUNT).fill(-1);
  const everyPlace = places.map((_, i) => i);
  // the first child of any cell is its middle one
  const nearShard = placesNear(places, weights, everyPlace, { x: x[0], y: y[0] }, SHARD_RADIUS_METERS);
  const position = { lng: 0, lat: 0 };
  let landCellCount = 0;
  for (let block = 0; block < SHARD_CELL_COUNT; block += BLOCK_CELLS) {
    const near = placesNear(places, weights, nearShard, { x: x[block], y: y[block] }, BLOCK_RADIUS_METERS);
    for (let i = block; i < block + BLOCK_CELLS; i++) {
      position.lng = grid.lng[i];
      position.lat = grid.lat[i];
      if (!isOnLand(position)) continue;
      place[i] = nearestPlace(places, weights, near, x[i], y[i]);
      landCellCount++;
    }
  }
  return { grid, x, y, place, landCellCount };
}
