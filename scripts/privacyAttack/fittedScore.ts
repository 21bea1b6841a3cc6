/**
 * The attacker who learns: a logistic regression of "with or without the person" on all his scores and their squares,
 * fitted on every second world and tried on the others, and the other way round.
 */

/** Ridge of the fit, per pair: keeps collinear scores apart. */
const RIDGE = 2e-4;
const NEWTON_STEPS = 4;

/** One row of scores per world and home; returns the fitted score of each, learned without its own world. */
export function fitScores(
  withPerson: readonly number[][][],
  withoutPerson: readonly number[][][],
): { with: number[][]; without: number[][] } {
  const fitted = { with: [] as number[][], without: [] as number[][] };
  const halves = [0, 1].map((half) => {
    const isOther = (_: unknown, world: number) => world % 2 !== half;
    return fitLogistic(withPerson.filter(isOther).flat(), withoutPerson.filter(isOther).flat());
  });
  withPerson.forEach((homes, world) => {
    const score = halves[world % 2];
    fitted.with.push(homes.map(score));
    fitted.without.push(withoutPerson[world].map(score));
  });
  return fitted;
}

/** Newton's method on the penalised likelihood. */
function fitLogistic(higher: readonly number[][], lower: readonly number[][]): (scores: number[]) => number {
  const standardise = standardiser([...higher, ...lower]);
  const rows = [...higher, ...lower].map(standardise);
  const size = rows[0].length;
  let weights = new Array<number>(size).fill(0);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const slope = weights.map((weight) => -RIDGE * rows.length * weight);
    const curve = weights.map((_, i) => weights.map((_, j) => (i === j ? RIDGE * rows.length : 0)));
    for (const [n, row] of rows.entries()) {
      const chance = 1 / (1 + Math.exp(-dot(weights, row)));
      const miss = (n < higher.length ? 1 : 0) - chance;
      for (let i = 0; i < size; i++) {
        slope[i] += miss * row[i];
        for (let j = 0; j < size; j++) curve[i][j] += chance * (1 - chance) * row[i] * row[j];
      }
    }
    const change = solveLinear(curve, slope);
    weights = weights.map((weight, i) => weight + change[i]);
  }
  return (scores) => dot(weights, standardise(scores));
}

/** Scores and their squares, each with mean 0 and standard deviation 1 over the rows. */
function standardiser(rows: readonly number[][]): (scores: number[]) => number[] {
  const widened = (scores: number[]) => [...scores, ...scores.map((score) => score ** 2)];
  const wide = rows.map(widened);
  const means = wide[0].map((_, j) => wide.reduce((sum, row) => sum + row[j], 0) / wide.length);
  const deviations = means.map((mean, j) =>
    Math.sqrt(wide.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / wide.length),
  );
  return (scores) =>
    widened(scores).map((v, j) => (deviations[j] > 1e-9 ? (v - means[j]) / deviations[j] : 0));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Gaussian elimination; the matrix is symmetric and positive definite, so it needs no pivots. */
function solveLinear(matrix: number[][], values: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, values[i]]);
  const size = values.length;
  for (let i = 0; i < size; i++) {
    for (let below = i + 1; below < size; below++) {
      const factor = rows[below][i] / rows[i][i];
      for (let j = i; j <= size; j++) rows[below][j] -= factor * rows[i][j];
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const known = solution.reduce((sum, value, j) => sum + (j > i ? rows[i][j] * value : 0), 0);
    solution[i] = (rows[i][size] - known) / rows[i][i];
  }
  return solution;
}
