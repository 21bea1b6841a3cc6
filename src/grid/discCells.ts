/**
 * The cells whose centre lies in a disc of up to some kilometres, shard by shard.
 */
import { gridDisk } from "h3-js";
import type { LngLat } from "../load/records.ts";
import {
  CELL_RESOLUTION,
  type CellId,
  cellToPosition,
  cellToShard,
  positionToCell,
  positionToShard,
} from "./cell.ts";
import { localPlane } from "./localPlane.ts";
import { cellToShardIndex, type ShardGrid } from "./shard.ts";
import { ROW_TO_CHILD, RUN_COUNT, rangesWithin, type ShardRows } from "./shardRows.ts";

/** A shard's cells reach 8 km beyond any neighbour they border on (side 8.9 km less the ragged edge). */
const ONE_RING_METERS = 8_000;
/** Centres of neighbouring shards lie 15 km apart. */
const RING_STEP_METERS = 15_000;
/** How far out a piece of land is looked for when a disc holds none: 20 cells, some 2 km. Assumption. */
const NEAREST_LAND_DISK = 20;

/** The shards that may hold a cell of the disc: a superset. */
export function shardsNearDisc(center: LngLat, radiusMeters: number): CellId[] {
  const rings = 1 + Math.ceil(Math.max(0, radiusMeters - ONE_RING_METERS) / RING_STEP_METERS);
  return gridDisk(positionToShard(center), rings);
}

/** Indexes of the shard's cells with their centre at most `radiusMeters` from the disc's, in row order. */
export function discToShardCells(
  grid: ShardGrid,
  rows: ShardRows,
  center: LngLat,
  radiusMeters: number,
): Uint16Array {
  const { x, y } = grid.toLocal(center);
  const ranges = new Int32Array(RUN_COUNT * 2);
  const written = rangesWithin(rows, x, y, radiusMeters, ranges);
  const cells: number[] = [];
  for (let r = 0; r < written; r += 2) {
    for (let n = ranges[r]; n < ranges[r + 1]; n++) {
      const dx = rows.x[n] - x;
      const dy = rows.y[n] - y;
      if (dx * dx + dy * dy <= radiusMeters * radiusMeters) cells.push(ROW_TO_CHILD[n]);
    }
  }
  return Uint16Array.from(cells);
}

/** The land cell whose centre is nearest to the position (ties: the lower id), null when none is within 2 km. */
export function nearestLandCell(
  position: LngLat,
  isLand: (shard: CellId, index: number) => boolean,
): { shard: CellId; index: number } | null {
  const plane = localPlane(position);
  let nearest: { cell: CellId; meters: number } | null = null;
  for (const cell of gridDisk(positionToCell(position, CELL_RESOLUTION), NEAREST_LAND_DISK).sort()) {
    if (!isLand(cellToShard(cell), cellToShardIndex(cell))) continue;
    const { x, y } = plane.toLocal(cellToPosition(cell));
    const meters = Math.hypot(x, y);
    if (!nearest || meters < nearest.meters) nearest = { cell, meters };
  }
  return nearest && { shard: cellToShard(nearest.cell), index: cellToShardIndex(nearest.cell) };
}
