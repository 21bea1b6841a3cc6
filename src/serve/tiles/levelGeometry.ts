/**
 * Where the cells of one shard lie on the web map: a centre per cell and one hexagon for all of them. Within a shard
 * a cell's corners differ from "centre + constant" by at most 0.31 m at resolution 10, less than a tile unit; only
 * where an edge of the icosahedron runs through the shard has each cell an outline of its own.
 */

import type { LevelResolution } from "../../coverage/columns.ts";
import { type CellId, cellToPosition, cellToRing } from "../../grid/cell.ts";
import { isOnFaceEdge } from "../../grid/faceEdge.ts";
import { type CenterFit, cellCenters, childAt, childCount, fitCenters } from "../../grid/shard.ts";
import { type CellOutlines, cellOutlines } from "./cellOutlines.ts";
import { latToWorld, lngToWorld } from "./mercator.ts";

/** Neighbours in h3's order: `count` children of a shard, from child `first` on. */
export interface CellRange {
  shard: CellId;
  resolution: LevelResolution;
  first: number;
  count: number;
}

export interface LevelGeometry {
  /** centres in world units, in child order */
  x: Float64Array;
  y: Float64Array;
  shape: Hexagon | CellOutlines;
  /** no cell reaches further from its centre, along either axis */
  reachX: number;
  reachY: number;
}

/** One for all cells: six corners around the centre in world units, clockwise on the screen. */
export interface Hexagon {
  cornerX: Float64Array;
  cornerY: Float64Array;
}

/** Kept per isolate: 260 parts of resolution 10 of 38 kB, or 43 on an edge of the icosahedron of 230 kB. */
const MAX_KEPT_BYTES = 10_000_000;
const kept = new Map<string, LevelGeometry>();
let keptBytes = 0;

export function levelGeometry(range: CellRange): LevelGeometry {
  const key = `${range.shard}/${range.resolution}/${range.first}+${range.count}`;
  const found = kept.get(key);
  if (found) {
    kept.delete(key);
    kept.set(key, found);
    return found;
  }
  const made = makeGeometry(range);
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
  const corners = "corners" in shape ? [shape.x, shape.y] : [shape.cornerX, shape.cornerY];
  return [x, y, ...corners].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Levels of at most 49 cells: their outlines cost less than to ask whether a hexagon would do. */
const FEW_CELLS = 49;

function makeGeometry(range: CellRange): LevelGeometry {
  const { shard, resolution } = range;
  const { fit, isKinked } = factsOf(shard);
  const { lng, lat } = cellCenters(shard, fit, range);
  const [x, y] = [lng.map(lngToWorld), lat.map(latToWorld)];
  const middle = middleHexagon(shard, resolution);
  if (isKinked || childCount(resolution) <= FEW_CELLS) {
    const reach = circumradius(middle) * OUTLINE_MARGIN;
    return { x, y, shape: cellOutlines(range), reachX: reach, reachY: reach };
  }
  return { x, y, shape: middle, reachX: farthest(middle.cornerX), reachY: farthest(middle.cornerY) };
}

/** What is asked of h3 once per shard and isolate: 20 numbers and a yes or no. */
const shardFacts = new Map<CellId, { fit: CenterFit | null; isKinked: boolean }>();

function factsOf(shard: CellId) {
  const known = shardFacts.get(shard) ?? { fit: fitCenters(shard), isKinked: isOnFaceEdge(shard) };
  shardFacts.set(shard, known);
  return known;
}

/** Child 0 is the middle of the shard, so the error of a constant hexagon is smallest at its edges. */
function middleHexagon(shard: CellId, resolution: LevelResolution): Hexagon {
  const middle = childAt(shard, resolution, 0);
  const { lng, lat } = cellToPosition(middle);
  // h3 walks counter-clockwise; MVT wants outer rings clockwise on the screen
  const ring = cellToRing(middle).slice(0, -1).reverse();
  return {
    cornerX: Float64Array.from(ring, ([cornerLng]) => lngToWorld(cornerLng) - lngToWorld(lng)),
    cornerY: Float64Array.from(ring, ([, cornerLat]) => latToWorld(cornerLat) - latToWorld(lat)),
  };
}

/** No cell of a Dutch shard reaches further along an axis than the corners of the middle one from it: 0.997 (tested). */
const OUTLINE_MARGIN = 1.01;

function circumradius({ cornerX, cornerY }: Hexagon): number {
  return cornerX.reduce((most, value, corner) => Math.max(most, Math.hypot(value, cornerY[corner])), 0);
}

function farthest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
