/**
 * The outline of each cell of one shard as h3 has it, for shards that no constant hexagon fits. Where a cell lies
 * across an edge of the icosahedron, h3 adds corners on that edge: up to 8 in the Netherlands, 10 anywhere.
 */
import type { LevelResolution } from "../../coverage/columns.ts";
import { type CellId, cellToRing } from "../../grid/cell.ts";
import { childAt, childCount } from "../../grid/shard.ts";
import { latToWorld, lngToWorld } from "./mercator.ts";

/** MAX_CELL_BNDRY_VERTS of h3api.h. */
const MAX_CORNERS = 10;
/** Steps along one side of the world: 64 to a tile unit at zoom 14. */
export const OUTLINE_STEPS = 2 ** 32;

export interface CellOutlines {
  /** the first corner of each cell; cell n has those from start[n] to before start[n + 1] */
  start: Uint32Array;
  /** corners in steps of the world, clockwise on the screen */
  x: Uint32Array;
  y: Uint32Array;
}

export function cellOutlines(shard: CellId, resolution: LevelResolution): CellOutlines {
  const count = childCount(resolution);
  const start = new Uint32Array(count + 1);
  const x = new Uint32Array(count * MAX_CORNERS);
  const y = new Uint32Array(count * MAX_CORNERS);
  let at = 0;
  for (let index = 0; index < count; index++) {
    const ring = cellToRing(childAt(shard, resolution, index));
    // h3 walks counter-clockwise and closes the ring; MVT wants outer rings clockwise, and closes them by command
    for (let corner = ring.length - 1; corner > 0; corner--) {
      const [lng, lat] = ring[corner];
      x[at] = Math.round(lngToWorld(lng) * OUTLINE_STEPS);
      y[at] = Math.round(latToWorld(lat) * OUTLINE_STEPS);
      at++;
    }
    start[index + 1] = at;
  }
  return { start, x: x.slice(0, at), y: y.slice(0, at) };
}

/** How far corners lie from the centres (in world units) at most, along either axis. */
export function outlineReach(
  { start, x, y }: CellOutlines,
  centers: { x: Float64Array; y: Float64Array },
): { reachX: number; reachY: number } {
  let reachX = 0;
  let reachY = 0;
  for (let index = 0; index + 1 < start.length; index++) {
    for (let corner = start[index]; corner < start[index + 1]; corner++) {
      reachX = Math.max(reachX, Math.abs(x[corner] / OUTLINE_STEPS - centers.x[index]));
      reachY = Math.max(reachY, Math.abs(y[corner] / OUTLINE_STEPS - centers.y[index]));
    }
  }
  return { reachX, reachY };
}
