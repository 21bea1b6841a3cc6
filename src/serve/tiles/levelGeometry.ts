/**
 * Where the cells of one shard lie on the web map: a centre per cell and one hexagon for all of them. Within a shard
 * a cell's corners differ from "centre + constant" by at most 0.31 m at resolution 10, less than a tile unit.
 */

import type { LevelResolution } from "../../coverage/columns.ts";
import { type CellId, cellToPosition, cellToRing, SHARD_RESOLUTION } from "../../grid/cell.ts";
import { childAt, childCount, shardGrid } from "../../grid/shard.ts";
import { latToWorld, lngToWorld, type WorldRect } from "./mercator.ts";

export interface LevelGeometry {
  /** centres in world units, in child order */
  x: Float64Array;
  y: Float64Array;
  /** the hexagon's six corners around its centre in world units, clockwise on the screen */
  cornerX: Float64Array;
  cornerY: Float64Array;
  /** half the width and height of the hexagon's envelope */
  reachX: number;
  reachY: number;
}

/** Centres kept per isolate: 16 bytes each, so about 10 MB (35 shards of resolution 10, or every coarse level). */
const MAX_KEPT_CELLS = 600_000;
const kept = new Map<string, LevelGeometry>();
let keptCells = 0;

export function levelGeometry(shard: CellId, resolution: LevelResolution): LevelGeometry {
  const key = `${shard}/${resolution}`;
  const found = kept.get(key);
  if (found) {
    kept.delete(key);
    kept.set(key, found);
    return found;
  }
  const made = makeGeometry(shard, resolution);
  keep(key, made);
  return made;
}

function keep(key: string, geometry: LevelGeometry): void {
  kept.set(key, geometry);
  keptCells += geometry.x.length;
  for (const [oldest, { x }] of kept) {
    if (keptCells <= MAX_KEPT_CELLS) break;
    kept.delete(oldest);
    keptCells -= x.length;
  }
}

function makeGeometry(shard: CellId, resolution: LevelResolution): LevelGeometry {
  const { lng, lat } = centers(shard, resolution);
  const x = lng.map(lngToWorld);
  const y = lat.map(latToWorld);
  const corners = hexagonCorners(shard, resolution);
  const reach = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { x, y, ...corners, reachX: reach(corners.cornerX), reachY: reach(corners.cornerY) };
}

function centers(shard: CellId, resolution: LevelResolution): { lng: Float64Array; lat: Float64Array } {
  if (resolution === 10) return shardGrid(shard);
  const count = childCount(resolution);
  const lng = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const position = cellToPosition(childAt(shard, resolution, index));
    lng[index] = position.lng;
    lat[index] = position.lat;
  }
  return { lng, lat };
}

/** Child 0 is the middle of the shard, so the error of a constant hexagon is smallest at its edges. */
function hexagonCorners(shard: CellId, resolution: LevelResolution) {
  const middle = childAt(shard, resolution, 0);
  const { lng, lat } = cellToPosition(middle);
  // h3 walks counter-clockwise; MVT wants outer rings clockwise on the screen
  const ring = cellToRing(middle).slice(0, 6).reverse();
  return {
    cornerX: Float64Array.from(ring, ([cornerLng]) => lngToWorld(cornerLng) - lngToWorld(lng)),
    cornerY: Float64Array.from(ring, ([, cornerLat]) => latToWorld(cornerLat) - latToWorld(lat)),
  };
}

/**
 * How far the cells of a shard stick out of the shard's own hexagon, as a share of its size: H3's children do not
 * tile their parent exactly. Measured over Dutch shards: at most 0.131 (tested).
 */
const STICK_OUT_SHARE = 0.15;
const shardRects = new Map<CellId, WorldRect>();

/** A rectangle that holds every cell of the shard at every resolution. */
export function shardToWorldRect(shard: CellId): WorldRect {
  const found = shardRects.get(shard);
  if (found) return found;
  const { x, y, reachX, reachY } = makeGeometry(shard, SHARD_RESOLUTION);
  const factor = 1 + STICK_OUT_SHARE;
  const rect = {
    west: x[0] - reachX * factor,
    north: y[0] - reachY * factor,
    east: x[0] + reachX * factor,
    south: y[0] + reachY * factor,
  };
  shardRects.set(shard, rect);
  return rect;
}
