/**
 * Splits a small convex ring (a population square) over the H3 cells it lies on, by area.
 * Clips in a plane of scaled degrees around the ring: areas of pieces relative to the whole are the same in any
 * affine picture, and over some hundred metres the ground is one (the scale changes by 2e-5 per 100 m).
 */
import { gridDiskDistances } from "h3-js";
import type { LngLat } from "../load/records.ts";
import { type CellId, cellToRing, cellToShard, positionToCell } from "./cell.ts";
import { cellToShardIndex } from "./shard.ts";

/** Where one piece lies: the `share` of the ring's area on this cell. */
export type VisitShare = (shard: CellId, index: number, share: number) => void;

interface CellGround {
  shard: CellId;
  index: number;
  /** lng, lat pairs, open, counter-clockwise */
  ring: Float64Array;
}

/** Cells tile the plane, so the pieces make up the ring to rounding once all its cells have been visited. */
const COMPLETE_SHARE = 1 - 1e-7;
/** A sliver smaller than this is rounding, not ground. */
const SLIVER_SHARE = 1e-9;
/** Cells out: a ring of 2 km across; larger ground is no square of a population grid. */
const MAX_DISK = 20;
/** Ground kept between rings: about 20 MB. Neighbouring rings share cells; forgetting costs only time. */
const MAX_CACHED_CELLS = 50_000;
/** A ring of 4 corners cut by 6 half-planes has at most 10; room for larger rings. */
const MAX_CORNERS = 64;

/** A splitter with its own cache of cell outlines. Shares of one ring add up to 1 to within rounding. */
export function areaShares(): (ring: readonly LngLat[], visit: VisitShare) => void {
  const grounds = new Map<CellId, CellGround>();
  const clipper = convexClipper();
  const pieces: { ground: CellGround; area: number }[] = [];

  return (ring, visit) => {
    const center = ringCenter(ring);
    const ringArea = clipper.setSubject(ring, center);
    const centerCell = positionToCell(center);
    pieces.length = 0;
    let found = 0;
    for (let distance = 0; distance <= MAX_DISK && found < ringArea * COMPLETE_SHARE; distance++) {
      for (const cell of gridDiskDistances(centerCell, distance)[distance]) {
        const ground = groundOf(grounds, cell);
        const area = clipper.clippedArea(ground.ring, center);
        found += area;
        if (area > ringArea * SLIVER_SHARE) pieces.push({ ground, area });
      }
    }
    if (found < ringArea * COMPLETE_SHARE || found > ringArea / COMPLETE_SHARE) {
      throw new Error(
        `got pieces of ${found / ringArea} of a ring, expected 1; give a convex ring below 2 km`,
      );
    }
    const kept = pieces.reduce((sum, { area }) => sum + area, 0);
    for (const { ground, area } of pieces) visit(ground.shard, ground.index, area / kept);
  };
}

function groundOf(grounds: Map<CellId, CellGround>, cell: CellId): CellGround {
  const known = grounds.get(cell);
  if (known) return known;
  if (grounds.size >= MAX_CACHED_CELLS) grounds.clear();
  const ring = Float64Array.from(cellToRing(cell).slice(0, -1).flat());
  const ground = { shard: cellToShard(cell), index: cellToShardIndex(cell), ring };
  grounds.set(cell, ground);
  return ground;
}

function ringCenter(ring: readonly LngLat[]): LngLat {
  const corners = ring.slice(0, -1);
  const lng = corners.reduce((sum, corner) => sum + corner.lng, 0) / corners.length;
  const lat = corners.reduce((sum, corner) => sum + corner.lat, 0) / corners.length;
  return { lng, lat };
}

/**
 * Sutherland & Hodgman 1974 (CACM 17:32-42): the subject is cut by one edge of the clip ring after another.
 * Works on two pairs of buffers, so that nothing is allocated per cell.
 */
function convexClipper() {
  const subjectX = new Float64Array(MAX_CORNERS);
  const subjectY = new Float64Array(MAX_CORNERS);
  let subjectLength = 0;
  let eastScale = 1;
  const buffers = [0, 1].map(() => ({ x: new Float64Array(MAX_CORNERS), y: new Float64Array(MAX_CORNERS) }));

  return {
    /** The ring to cut, closed; returns its area in the scaled plane. */
    setSubject(ring: readonly LngLat[], center: LngLat): number {
      if (ring.length < 4 || ring.length > MAX_CORNERS / 2) {
        throw new Error(`got a ring of ${ring.length} positions, expected 4 to ${MAX_CORNERS / 2}`);
      }
      eastScale = Math.cos((center.lat * Math.PI) / 180);
      subjectLength = ring.length - 1;
      for (let i = 0; i < subjectLength; i++) {
        subjectX[i] = (ring[i].lng - center.lng) * eastScale;
        subjectY[i] = ring[i].lat - center.lat;
      }
      return Math.abs(shoelace(subjectX, subjectY, subjectLength));
    },
    /** Area of the subject inside a convex ring given counter-clockwise. */
    clippedArea(clip: Float64Array, center: LngLat): number {
      buffers[0].x.set(subjectX);
      buffers[0].y.set(subjectY);
      let length = subjectLength;
      let from = 0;
      for (let i = 0; i < clip.length && length > 0; i += 2) {
        const j = i + 2 < clip.length ? i + 2 : 0;
        const edge = {
          x: (clip[i] - center.lng) * eastScale,
          y: clip[i + 1] - center.lat,
          dx: (clip[j] - clip[i]) * eastScale,
          dy: clip[j + 1] - clip[i + 1],
        };
        length = cutByEdge(buffers[from], length, edge, buffers[1 - from]);
        from = 1 - from;
      }
      return Math.abs(shoelace(buffers[from].x, buffers[from].y, length));
    },
  };
}

interface Corners {
  x: Float64Array;
  y: Float64Array;
}

/** Keeps what lies to the left of the edge; returns the number of corners written. */
function cutByEdge(
  source: Corners,
  length: number,
  { x, y, dx, dy }: { x: number; y: number; dx: number; dy: number },
  target: Corners,
): number {
  let written = 0;
  let beforeX = source.x[length - 1];
  let beforeY = source.y[length - 1];
  let before = dx * (beforeY - y) - dy * (beforeX - x);
  for (let i = 0; i < length; i++) {
    const hereX = source.x[i];
    const hereY = source.y[i];
    const here = dx * (hereY - y) - dy * (hereX - x);
    if (before >= 0 !== here >= 0) {
      const t = before / (before - here);
      target.x[written] = beforeX + t * (hereX - beforeX);
      target.y[written++] = beforeY + t * (hereY - beforeY);
    }
    if (here >= 0) {
      target.x[written] = hereX;
      target.y[written++] = hereY;
    }
    [beforeX, beforeY, before] = [hereX, hereY, here];
  }
  return written;
}

function shoelace(x: Float64Array, y: Float64Array, length: number): number {
  let twice = 0;
  for (let i = 0, j = length - 1; i < length; j = i++) twice += x[j] * y[i] - x[i] * y[j];
  return twice / 2;
}
