/** The cells that a source may reach at all: centres within some metres of it in a straight line, in row order. */
import { HALO_METERS, SHARD_CELL_COUNT } from "../grid/cell.ts";
import type { ShardGrid } from "../grid/shard.ts";
import { RUN_COUNT, rangesWithin, shardRows } from "../grid/shardRows.ts";
import type { LngLat } from "../load/records.ts";
import type { Reach } from "./travel.ts";

/**
 * Fills `row`, `straightMeters` and `count` of one reach that is used again; the rest is the caller's. `reachMeters`:
 * at most the halo of a shard.
 */
export function cellsAround(grid: ShardGrid, reachMeters = HALO_METERS): (source: LngLat) => Reach {
  const rows = shardRows(grid);
  const ranges = new Int32Array(2 * RUN_COUNT);
  const reach: Reach = {
    count: 0,
    row: new Uint16Array(SHARD_CELL_COUNT),
    straightMeters: new Float64Array(SHARD_CELL_COUNT),
    meters: new Uint16Array(SHARD_CELL_COUNT),
    leastMeters: new Uint16Array(SHARD_CELL_COUNT),
    basis: new Uint8Array(SHARD_CELL_COUNT),
  };
  return (source) => {
    const { x: px, y: py } = grid.toLocal(source);
    const { row, straightMeters } = reach;
    const rangeCount = rangesWithin(rows, px, py, reachMeters, ranges);
    let count = 0;
    for (let r = 0; r < rangeCount; r += 2) {
      for (let n = ranges[r], to = ranges[r + 1]; n < to; n++) {
        const dx = rows.x[n] - px;
        const dy = rows.y[n] - py;
        const distance2 = dx * dx + dy * dy;
        if (distance2 > reachMeters * reachMeters) continue;
        row[count] = n;
        straightMeters[count++] = Math.sqrt(distance2);
      }
    }
    reach.count = count;
    return reach;
  };
}
