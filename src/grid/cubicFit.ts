/**
 * A cubic in the lattice coordinates, fitted by least squares to values at 49 cells of a shard: centres in degrees or
 * metres come out microns off.
 */
import { SHARD_CELL_COUNT } from "./cell.ts";
import { LATTICE_A, LATTICE_B } from "./lattice.ts";

/** Every 350th child, so that the samples spread over the whole shard: 49 of them. */
const SAMPLE_STRIDE = 350;
export const SAMPLES: readonly number[] = Array.from({ length: 49 }, (_, n) => n * SAMPLE_STRIDE);
const TERMS = 10;
/** Lattice coordinates reach about ±150; scaled so that the normal equations are well conditioned. */
const SCALE = 1 / 100;
const SOLVER = leastSquaresOperator();

/** Ten coefficients; `values` at the samples. */
export function fitCubic(values: Float64Array): number[] {
  return SOLVER.map((row) => row.reduce((sum, weight, n) => sum + weight * values[n], 0));
}

/** The worst error at the samples. */
export function maxError(coefficients: number[], values: Float64Array): number {
  return SAMPLES.reduce((worst, index, n) => {
    const value = monomials(index).reduce((sum, term, t) => sum + term * coefficients[t], 0);
    return Math.max(worst, Math.abs(value - values[n]));
  }, 0);
}

/** The cubic at children of resolution 10: at all, or at `count` of them, every `stride`-th from `first` on. */
export function evaluateCubic(
  c: readonly number[],
  {
    first = 0,
    stride = 1,
    count = SHARD_CELL_COUNT,
  }: { first?: number; stride?: number; count?: number } = {},
): Float64Array {
  const out = new Float64Array(count);
  const [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9] = c;
  for (let n = 0, index = first; n < count; n++, index += stride) {
    const u = LATTICE_A[index] * SCALE;
    const v = LATTICE_B[index] * SCALE;
    out[n] = c0 + u * (c1 + u * (c3 + u * c6)) + v * (c2 + u * (c4 + u * c7) + v * (c5 + u * c8 + v * c9));
  }
  return out;
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
