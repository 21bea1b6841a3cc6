/**
 * One shard: the 16,807 resolution-10 cells of a resolution-5 parent, in h3's child order, with their centres.
 * The centres come from a cubic in the lattice coordinates, fitted to h3 at 49 cells (microns off, 60 × faster).
 */
import { cellToCenterChild, cellToLatLng } from "h3-js";
import type { LngLat } from "../load/records.ts";
import { CELL_RESOLUTION, type CellId, SHARD_CELL_COUNT, SHARD_RESOLUTION } from "./cell.ts";
import { evaluateCubic, fitCubic, maxError, SAMPLES } from "./cubicFit.ts";
import { type LocalPlane, localPlane } from "./localPlane.ts";

export interface ShardGrid {
  shard: CellId;
  /** centres in degrees, in child order */
  lng: Float64Array;
  lat: Float64Array;
  /** centres in metres, in the plane around the shard's own centre */
  x: Float64Array;
  y: Float64Array;
  plane: LocalPlane;
  toLocal(position: LngLat): { x: number; y: number };
}

/** Where the fit is worse than this at a sample, the shard lies on an icosahedron edge and h3 is asked for each cell. */
const MAX_FIT_ERROR_DEGREES = 1e-8;

export function shardGrid(shard: CellId): ShardGrid {
  const [centerLat, centerLng] = cellToLatLng(cellToCenterChild(shard, CELL_RESOLUTION));
  const plane = localPlane({ lng: centerLng, lat: centerLat });
  const sample = samplePositions(shard);
  const fit = fitSample(sample);
  const { lng, lat } = cellCenters(shard, fit, { resolution: CELL_RESOLUTION });
  const { x, y } = fit ? fitPlane(plane, sample) : projectEveryCell(plane, lng, lat);
  return { shard, lng, lat, x, y, plane, toLocal: plane.toLocal };
}

/** Ten coefficients each, in degrees. */
export interface CenterFit {
  lng: number[];
  lat: number[];
}

/** Null where no cubic fits: the shard lies on an edge of the icosahedron. */
export function fitCenters(shard: CellId): CenterFit | null {
  return fitSample(samplePositions(shard));
}

/**
 * Centres of `count` cells of a shard from child `first` on, all without them. A cell and its middle child have one
 * centre (h3geo.org, "Indexing"), so the fit of resolution 10 serves the coarser ones too.
 */
export function cellCenters(
  shard: CellId,
  fit: CenterFit | null,
  {
    resolution,
    first = 0,
    count = childCount(resolution),
  }: { resolution: number; first?: number; count?: number },
): { lng: Float64Array; lat: Float64Array } {
  if (!fit) return askEveryCell(shard, resolution, first, count);
  const stride = 7 ** (CELL_RESOLUTION - resolution);
  return {
    lng: evaluateCubic(fit.lng, { first: first * stride, stride, count }),
    lat: evaluateCubic(fit.lat, { first: first * stride, stride, count }),
  };
}

/** The place of a resolution-10 cell among the children of its shard, 0…16,806: its last five digits in base 7. */
export function cellToShardIndex(cell: CellId): number {
  const low = Number.parseInt(cell.slice(-8), 16);
  let index = 0;
  for (let resolution = SHARD_RESOLUTION + 1; resolution <= CELL_RESOLUTION; resolution++) {
    index = index * 7 + ((low >>> ((15 - resolution) * 3)) & 7);
  }
  return index;
}

export function shardIndexToCell(shard: CellId, index: number): CellId {
  return childAt(shard, CELL_RESOLUTION, index);
}

/** The index-th child (h3 order) of the shard at a resolution from 5 to 10. */
export function childAt(shard: CellId, resolution: number, index: number): CellId {
  let digits = 0;
  let rest = index;
  for (let level = resolution; level > SHARD_RESOLUTION; level--) {
    digits |= (rest % 7) << ((10 - level) * 3);
    rest = Math.floor(rest / 7);
  }
  // digits 6…10 occupy bits 15…29; below them and in unused levels all bits are 1
  const unused = (1 << ((10 - resolution) * 3)) - 1;
  const low15 = digits | unused;
  const head = shard.slice(0, 1) + resolution.toString(16) + shard.slice(2, 7);
  const top2 = Number.parseInt(shard.slice(7), 16) >>> 30;
  const low = ((top2 << 30) | (low15 << 15) | 0x7fff) >>> 0;
  return head + low.toString(16).padStart(8, "0");
}

/** Children of a shard at a resolution: 7 to the power of the difference. */
export function childCount(resolution: number): number {
  return 7 ** (resolution - SHARD_RESOLUTION);
}

function samplePositions(shard: CellId): { lng: Float64Array; lat: Float64Array } {
  const lng = new Float64Array(SAMPLES.length);
  const lat = new Float64Array(SAMPLES.length);
  SAMPLES.forEach((index, n) => {
    [lat[n], lng[n]] = cellToLatLng(shardIndexToCell(shard, index));
  });
  return { lng, lat };
}

function fitSample(sample: { lng: Float64Array; lat: Float64Array }): CenterFit | null {
  const fit = { lng: fitCubic(sample.lng), lat: fitCubic(sample.lat) };
  const isExact =
    maxError(fit.lng, sample.lng) < MAX_FIT_ERROR_DEGREES &&
    maxError(fit.lat, sample.lat) < MAX_FIT_ERROR_DEGREES;
  return isExact ? fit : null;
}

function fitPlane(plane: LocalPlane, sample: { lng: Float64Array; lat: Float64Array }) {
  const x = new Float64Array(SAMPLES.length);
  const y = new Float64Array(SAMPLES.length);
  for (let n = 0; n < SAMPLES.length; n++) {
    const local = plane.toLocal({ lng: sample.lng[n], lat: sample.lat[n] });
    x[n] = local.x;
    y[n] = local.y;
  }
  return { x: evaluateCubic(fitCubic(x)), y: evaluateCubic(fitCubic(y)) };
}

function askEveryCell(shard: CellId, resolution: number, first: number, count: number) {
  const lng = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let n = 0; n < count; n++) [lat[n], lng[n]] = cellToLatLng(childAt(shard, resolution, first + n));
  return { lng, lat };
}

function projectEveryCell(plane: LocalPlane, lng: Float64Array, lat: Float64Array) {
  const x = new Float64Array(SHARD_CELL_COUNT);
  const y = new Float64Array(SHARD_CELL_COUNT);
  for (let index = 0; index < SHARD_CELL_COUNT; index++) {
    const local = plane.toLocal({ lng: lng[index], lat: lat[index] });
    x[index] = local.x;
    y[index] = local.y;
  }
  return { x, y };
}
