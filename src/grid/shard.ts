/**
 * One shard: the 16,807 resolution-10 cells of a resolution-5 parent, in h3's child order, with their centres.
 * The centres come from a cubic in the lattice coordinates, fitted to h3 at 49 cells (microns off, 60 × faster).
 */
import { cellToCenterChild, cellToLatLng } from "h3-js";
import type { LngLat } from "../load/records.ts";
import { CELL_RESOLUTION, type CellId, SHARD_CELL_COUNT, SHARD_RESOLUTION } from "./cell.ts";
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

/** Axial lattice coordinates of the children, the same for every shard (no pentagon lies in Europe). */
const LATTICE = latticeOfChildren();
export const LATTICE_A = LATTICE.a;
export const LATTICE_B = LATTICE.b;

/** Every 350th child, so that the samples spread over the whole shard: 49 of them. */
const SAMPLE_STRIDE = 350;
const SAMPLES = Array.from({ length: 49 }, (_, n) => n * SAMPLE_STRIDE);
const TERMS = 10;
/** Lattice coordinates reach about ±150; scaled so that the normal equations are well conditioned. */
const SCALE = 1 / 100;
const SOLVER = leastSquaresOperator();
/** Where the fit is worse than this at a sample, the shard lies on an icosahedron edge and h3 is asked for each cell. */
const MAX_FIT_ERROR_DEGREES = 1e-8;

export function shardGrid(shard: CellId): ShardGrid {
  const [centerLat, centerLng] = cellToLatLng(cellToCenterChild(shard, CELL_RESOLUTION));
  const plane = localPlane({ lng: centerLng, lat: centerLat });
  const sample = samplePositions(shard);
  const fitLng = fitCubic(sample.lng);
  const fitLat = fitCubic(sample.lat);
  const isExact =
    maxError(fitLng, sample.lng) < MAX_FIT_ERROR_DEGREES &&
    maxError(fitLat, sample.lat) < MAX_FIT_ERROR_DEGREES;
  const { lng, lat } = isExact ? { lng: evaluate(fitLng), lat: evaluate(fitLat) } : askEveryCell(shard);
  const { x, y } = isExact ? fitPlane(plane, sample) : projectEveryCell(plane, lng, lat);
  return { shard, lng, lat, x, y, plane, toLocal: plane.toLocal };
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

/**
 * Digits to axial coordinates by h3's own steps down (faceijk.c, coordijk.c): odd resolutions are class III.
 * i, j, k axes at 120°; axial a = i − k, b = j − k.
 */
function latticeOfChildren(): { a: Int16Array; b: Int16Array } {
  const a = new Int16Array(SHARD_CELL_COUNT);
  const b = new Int16Array(SHARD_CELL_COUNT);
  for (let index = 0; index < SHARD_CELL_COUNT; index++) {
    let [i, j, k] = [0, 0, 0];
    for (let level = 0; level < 5; level++) {
      const digit = Math.floor(index / 7 ** (4 - level)) % 7;
      const isClassThree = (SHARD_RESOLUTION + 1 + level) % 2 === 1;
      [i, j, k] = isClassThree ? [3 * i + j, 3 * j + k, i + 3 * k] : [3 * i + k, i + 3 * j, j + 3 * k];
      i += (digit >> 2) & 1;
      j += (digit >> 1) & 1;
      k += digit & 1;
    }
    a[index] = i - k;
    b[index] = j - k;
  }
  return { a, b };
}

function samplePositions(shard: CellId): { lng: Float64Array; lat: Float64Array } {
  const lng = new Float64Array(SAMPLES.length);
  const lat = new Float64Array(SAMPLES.length);
  SAMPLES.forEach((index, n) => {
    [lat[n], lng[n]] = cellToLatLng(shardIndexToCell(shard, index));
  });
  return { lng, lat };
}

function monomials(index: number): number[] {
  const u = LATTICE_A[index] * SCALE;
  const v = LATTICE_B[index] * SCALE;
  return [1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v];
}

/** (MᵀM)⁻¹Mᵀ for the fixed samples, by Gauss–Jordan: row per term, column per sample. */
function leastSquaresOperator(): Float64Array[] {
  const rows = SAMPLES.map(monomials);
  const system = Array.from({ length: TERMS }, (_, p) => [
    ...Array.from({ length: TERMS }, (_, q) => rows.reduce((sum, row) => sum + row[p] * row[q], 0)),
    ...rows.map((row) => row[p]),
  ]);
  for (let p = 0; p < TERMS; p++) {
    const pivot = system
      .slice(p)
      .reduce((best, row, n) => (Math.abs(row[p]) > Math.abs(system[best][p]) ? p + n : best), p);
    [system[p], system[pivot]] = [system[pivot], system[p]];
    const scale = 1 / system[p][p];
    system[p] = system[p].map((value) => value * scale);
    for (let q = 0; q < TERMS; q++) {
      if (q === p) continue;
      const factor = system[q][p];
      system[q] = system[q].map((value, n) => value - factor * system[p][n]);
    }
  }
  return system.map((row) => Float64Array.from(row.slice(TERMS)));
}

function fitCubic(values: Float64Array): number[] {
  return SOLVER.map((row) => row.reduce((sum, weight, n) => sum + weight * values[n], 0));
}

function maxError(coefficients: number[], values: Float64Array): number {
  return SAMPLES.reduce((worst, index, n) => {
    const value = monomials(index).reduce((sum, term, t) => sum + term * coefficients[t], 0);
    return Math.max(worst, Math.abs(value - values[n]));
  }, 0);
}

function evaluate(c: number[]): Float64Array {
  const out = new Float64Array(SHARD_CELL_COUNT);
  const [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9] = c;
  for (let index = 0; index < SHARD_CELL_COUNT; index++) {
    const u = LATTICE_A[index] * SCALE;
    const v = LATTICE_B[index] * SCALE;
    out[index] =
      c0 + u * (c1 + u * (c3 + u * c6)) + v * (c2 + u * (c4 + u * c7) + v * (c5 + u * c8 + v * c9));
  }
  return out;
}

function fitPlane(plane: LocalPlane, sample: { lng: Float64Array; lat: Float64Array }) {
  const x = new Float64Array(SAMPLES.length);
  const y = new Float64Array(SAMPLES.length);
  for (let n = 0; n < SAMPLES.length; n++) {
    const local = plane.toLocal({ lng: sample.lng[n], lat: sample.lat[n] });
    x[n] = local.x;
    y[n] = local.y;
  }
  return { x: evaluate(fitCubic(x)), y: evaluate(fitCubic(y)) };
}

function askEveryCell(shard: CellId): { lng: Float64Array; lat: Float64Array } {
  const lng = new Float64Array(SHARD_CELL_COUNT);
  const lat = new Float64Array(SHARD_CELL_COUNT);
  for (let index = 0; index < SHARD_CELL_COUNT; index++) {
    [lat[index], lng[index]] = cellToLatLng(shardIndexToCell(shard, index));
  }
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
