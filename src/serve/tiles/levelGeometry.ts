/**
 * Where the cells of one shard lie on the web map: a centre per cell and one hexagon for all of them. Within a shard
 * a cell's corners differ from "centre + constant" by at most 0.31 m at resolution 10, less than a tile unit; only
 * where an edge of the icosahedron runs through the shard has each cell an outline of its own.
 */

import type { LevelResolution } from "../../coverage/columns.ts";
import { type CellId, cellToPosition, cellToRing, SHARD_RESOLUTION } from "../../grid/cell.ts";
import { isOnFaceEdge } from "../../grid/faceEdge.ts";
import { childAt, childCount, shardGrid } from "../../grid/shard.ts";
import { type CellOutlines, cellOutlines, outlineReach } from "./cellOutlines.ts";
import { latToWorld, lngToWorld, type WorldRect } from "./mercator.ts";

export interface LevelGeometry {
  /** centres in world units, in child order */
  x: Float64Array;
  y: Float64Array;
  shape: Hexagon | CellOutlines;
  /** half the width and height of the envelope of any cell */
  reachX: number;
  reachY: number;
}

/** One for all cells: six corners around the centre in world units, clockwise on the screen. */
export interface Hexagon {
  cornerX: Float64Array;
  cornerY: Float64Array;
}

/** Kept per isolate: 35 shards of resolution 10 of 270 kB, or 8 on an edge of the icosahedron of 1.1 MB. */
const MAX_KEPT_BYTES = 10_000_000;
const kept = new Map<string, LevelGeometry>();
let keptBytes = 0;

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
  keptBytes += byteCount(geometry);
  for (const [oldest, other] of kept) {
    if (keptBytes <= MAX_KEPT_BYTES) break;
    kept.delete(oldest);
    keptBytes -= byteCount(other);
  }
}

function byteCount({ x, y, shape }: LevelGeometry): number {
  return [x, y, ...Object.values(shape)].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Levels of at most 49 cells: their outlines cost less than to ask whether a hexagon would do. */
const FEW_CELLS = 49;

function makeGeometry(shard: CellId, resolution: LevelResolution): LevelGeometry {
  const { lng, lat } = centers(shard, resolution);
  const x = lng.map(lngToWorld);
  const y = lat.map(latToWorld);
  if (childCount(resolution) <= FEW_CELLS || isOnFaceEdge(shard)) {
    const shape = cellOutlines(shard, resolution);
    return { x, y, shape, ...outlineReach(shape, { x, y }) };
  }
  const shape = middleHexagon(shard, resolution);
  const reach = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { x, y, shape, reachX: reach(shape.cornerX), reachY: reach(shape.cornerY) };
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
function middleHexagon(shard: CellId, resolution: LevelResolution): Hexagon {
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
