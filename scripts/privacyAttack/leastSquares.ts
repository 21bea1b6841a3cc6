/**
 * Non-negative least squares with a prior, for the attacker:
 *     minimise  Σ_r w_r (Σ_j∈r x_j − b_r)²  +  λ Σ_j (x_j − p_j)² / p_j      over x ≥ 0
 * r: a served sum over a set of cells; w = 1 / variance of its rounding; p: guess from population (p_j > 0).
 * Accelerated projected gradient (FISTA, Beck and Teboulle 2009) in the scaled unknowns z = x / √p.
 */

export interface ServedSums {
  /** row r holds the unknowns index[start[r]] … index[start[r + 1] − 1] */
  start: Int32Array;
  index: Int32Array;
  value: Float64Array;
  weight: Float64Array;
}

export function solveNonNegative(
  { start, index, value, weight }: ServedSums,
  prior: Float64Array,
  { lambda = 1e-3, iterations = 400 }: { lambda?: number; iterations?: number } = {},
): Float64Array {
  const scale = prior.map(Math.sqrt);
  const anchor = scale; // p / √p
  const gradient = (z: Float64Array, withValue: boolean) => {
    const result = new Float64Array(z.length);
    for (let r = 0; r < value.length; r++) {
      let sum = withValue ? -value[r] : 0;
      for (let at = start[r]; at < start[r + 1]; at++) sum += scale[index[at]] * z[index[at]];
      const pull = weight[r] * sum;
      for (let at = start[r]; at < start[r + 1]; at++) result[index[at]] += scale[index[at]] * pull;
    }
    for (let j = 0; j < z.length; j++) result[j] += lambda * (withValue ? z[j] - anchor[j] : z[j]);
    return result;
  };
  const step = 1 / largestEigenvalue((z) => gradient(z, false), prior.length);
  let z = anchor.slice();
  let ahead = z.slice();
  let momentum = 1;
  for (let n = 0; n < iterations; n++) {
    const slope = gradient(ahead, true);
    const next = ahead.map((v, j) => Math.max(0, v - step * slope[j]));
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    const carry = (momentum - 1) / nextMomentum;
    ahead = next.map((v, j) => v + carry * (v - z[j]));
    z = next;
    momentum = nextMomentum;
  }
  return z.map((v, j) => v * scale[j]);
}

/** Power method, 30 rounds, with 5 % in hand. */
function largestEigenvalue(apply: (z: Float64Array) => Float64Array, size: number): number {
  let vector = new Float64Array(size).fill(1);
  let norm = 1;
  for (let n = 0; n < 30; n++) {
    const image = apply(vector);
    norm = Math.hypot(...blockNorms(image));
    vector = image.map((v) => v / norm);
  }
  return norm * 1.05;
}

function blockNorms(values: Float64Array): number[] {
  let sum = 0;
  for (const value of values) sum += value * value;
  return [Math.sqrt(sum)];
}
