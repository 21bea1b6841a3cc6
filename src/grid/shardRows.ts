/**
 * The cells of a shard as rows of its lattice: runs of neighbours on a nearly straight line, so that "the cells
 * within r metres of a point" is a handful of index ranges instead of a search. The order is the same for all shards.
 *
 *     b ↑   ⬡⬡⬡⬡⬡⬡⬡        one run = cells with equal b and consecutive a;
 *       │  ⬡⬡⬡⬡ ⬡⬡⬡⬡        the ragged border of a shard splits some rows in two
 */
import { SHARD_CELL_COUNT } from "./cell.ts";
import { LATTICE_A, LATTICE_B } from "./lattice.ts";
import type { ShardGrid } from "./shard.ts";

/** Row order → child index. */
export const ROW_TO_CHILD = rowOrder();
const RUN_START = runStarts();
export const RUN_COUNT = RUN_START.length - 1;

export interface ShardRows {
  /** centres in metres, in row order */
  x: Float64Array;
  y: Float64Array;
  /** first cell of each run; run r is [start[r], start[r + 1]) */
  start: Int32Array;
  /** unit vector and step length of each run's chord */
  directionX: Float64Array;
  directionY: Float64Array;
  stepMeters: Float64Array;
  /**
   * how far the run's cells lie from their places on the chord, at most: up to 8 m where a row bends with the globe,
   * up to 570 m where it kinks at an edge of the icosahedron (one runs along the coast of Zeeland and Holland)
   */
  bendMeters: Float64Array;
}

export function shardRows(grid: ShardGrid): ShardRows {
  const x = new Float64Array(SHARD_CELL_COUNT);
  const y = new Float64Array(SHARD_CELL_COUNT);
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    x[n] = grid.x[ROW_TO_CHILD[n]];
    y[n] = grid.y[ROW_TO_CHILD[n]];
  }
  const directionX = new Float64Array(RUN_COUNT);
  const directionY = new Float64Array(RUN_COUNT);
  const stepMeters = new Float64Array(RUN_COUNT);
  for (let run = 0; run < RUN_COUNT; run++) {
    const first = RUN_START[run];
    const last = RUN_START[run + 1] - 1;
    const length = Math.hypot(x[last] - x[first], y[last] - y[first]);
    directionX[run] = last > first ? (x[last] - x[first]) / length : 1;
    directionY[run] = last > first ? (y[last] - y[first]) / length : 0;
    stepMeters[run] = last > first ? length / (last - first) : 1;
  }
  const rows = {
    x,
    y,
    start: RUN_START,
    directionX,
    directionY,
    stepMeters,
    bendMeters: new Float64Array(RUN_COUNT),
  };
  for (let run = 0; run < RUN_COUNT; run++) rows.bendMeters[run] = measureBend(rows, run);
  return rows;
}

function measureBend({ x, y, start, directionX, directionY, stepMeters }: ShardRows, run: number): number {
  const first = start[run];
  let bend2 = 0;
  for (let n = first; n < start[run + 1]; n++) {
    const along = (n - first) * stepMeters[run];
    const dx = x[n] - x[first] - along * directionX[run];
    const dy = y[n] - y[first] - along * directionY[run];
    bend2 = Math.max(bend2, dx * dx + dy * dy);
  }
  return Math.sqrt(bend2);
}

/**
 * Writes into `ranges` the [from, to) pairs of row-ordered cells that may lie within `radiusMeters` of (px, py);
 * returns how many numbers were written. A superset, by a cell or two at each end where rows are straight: test the
 * distance. A cell within the radius has its place on the chord within the radius and the bend, so none is missed.
 */
export function rangesWithin(
  rows: ShardRows,
  px: number,
  py: number,
  radiusMeters: number,
  ranges: Int32Array,
): number {
  const { x, y, start, directionX, directionY, stepMeters, bendMeters } = rows;
  let written = 0;
  for (let run = 0; run < RUN_COUNT; run++) {
    const first = start[run];
    const dx = px - x[first];
    const dy = py - y[first];
    const across = dx * directionY[run] - dy * directionX[run];
    const reach = radiusMeters + bendMeters[run];
    const half2 = reach * reach - across * across;
    if (half2 < 0) continue;
    const along = dx * directionX[run] + dy * directionY[run];
    const half = Math.sqrt(half2);
    const step = stepMeters[run];
    const from = Math.max(first, first + Math.floor((along - half) / step));
    const to = Math.min(start[run + 1], first + Math.ceil((along + half) / step) + 1);
    if (from >= to) continue;
    ranges[written] = from;
    ranges[written + 1] = to;
    written += 2;
  }
  return written;
}

function rowOrder(): Uint16Array {
  const order = Array.from({ length: SHARD_CELL_COUNT }, (_, n) => n);
  order.sort((p, q) => LATTICE_B[p] - LATTICE_B[q] || LATTICE_A[p] - LATTICE_A[q]);
  return Uint16Array.from(order);
}

function runStarts(): Int32Array {
  const starts = [0];
  for (let n = 1; n < SHARD_CELL_COUNT; n++) {
    const [before, here] = [ROW_TO_CHILD[n - 1], ROW_TO_CHILD[n]];
    const isNeighbour = LATTICE_B[here] === LATTICE_B[before] && LATTICE_A[here] === LATTICE_A[before] + 1;
    if (!isNeighbour) starts.push(n);
  }
  return Int32Array.from([...starts, SHARD_CELL_COUNT]);
}
