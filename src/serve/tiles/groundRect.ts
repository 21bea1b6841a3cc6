/** Rectangles of the web map that hold all cells of a shard, or of one of its parts: what a tile has to read. */
import { type CellId, cellToPosition, cellToRing, SHARD_RESOLUTION } from "../../grid/cell.ts";
import { childAt } from "../../grid/shard.ts";
import { partCount, type ShardResolution } from "../../store/levelParts.ts";
import type { PartPlace } from "../../store/published.ts";
import { latToWorld, lngToWorld, type WorldRect } from "./mercator.ts";

/**
 * How far the cells of a shard or part stick out of its own hexagon, as a share of its size: H3's children do not tile
 * their parent exactly. Measured over Dutch shards: at most 0.132, of their parts 0.097 (tested).
 */
const STICK_OUT_SHARE = { shard: 0.15, part: 0.11 };
const rects = new Map<CellId, WorldRect>();

/** A rectangle that holds every cell of the shard at every resolution. */
export function shardToWorldRect(shard: CellId): WorldRect {
  return descendantsToWorldRect(shard, STICK_OUT_SHARE.shard);
}

/** A rectangle that holds every cell of a part of a level. */
export function partToWorldRect({ shard, part }: PartPlace, resolution: ShardResolution): WorldRect {
  if (partCount(resolution) === 1) return shardToWorldRect(shard);
  return descendantsToWorldRect(childAt(shard, SHARD_RESOLUTION + 1, part), STICK_OUT_SHARE.part);
}

function descendantsToWorldRect(cell: CellId, stickOutShare: number): WorldRect {
  const found = rects.get(cell);
  if (found) return found;
  const { lng, lat } = cellToPosition(cell);
  const [x, y] = [lngToWorld(lng), latToWorld(lat)];
  const ring = cellToRing(cell);
  const reach = (offsets: number[]) => Math.max(...offsets.map(Math.abs)) * (1 + stickOutShare);
  const reachX = reach(ring.map(([cornerLng]) => lngToWorld(cornerLng) - x));
  const reachY = reach(ring.map(([, cornerLat]) => latToWorld(cornerLat) - y));
  const rect = { west: x - reachX, north: y - reachY, east: x + reachX, south: y + reachY };
  rects.set(cell, rect);
  return rect;
}
