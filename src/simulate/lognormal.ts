/** The normal distribution by table, for inner loops; and lognormal times of arrival. */
import { normalCdf } from "./normal.ts";

/** Linear between entries: 1e-6 off at most (the slope's slope is 0.24, the step 1/256). */
const STEPS_PER_UNIT = 256;
const REACH = 8;
const TABLE = Float64Array.from({ length: 2 * REACH * STEPS_PER_UNIT + 2 }, (_, n) =>
  normalCdf(n / STEPS_PER_UNIT - REACH),
);

/** P(Z ≤ z) to 1e-6; −Infinity gives 0. */
export function normalByTable(z: number): number {
  if (!(z > -REACH)) return 0;
  if (z >= REACH) return 1;
  const at = (z + REACH) * STEPS_PER_UNIT;
  const n = Math.floor(at);
  return TABLE[n] + (at - n) * (TABLE[n + 1] - TABLE[n]);
}

/** P(T ≤ t) of a lognormal T, from ln t: −Infinity for a time that is not after 0. */
export function lognormalReached(logSeconds: number, logMedian: number, spread: number): number {
  return normalByTable((logSeconds - logMedian) / spread);
}

/** ln t, −Infinity for t ≤ 0. */
export function logOf(seconds: number): number {
  return seconds > 0 ? Math.log(seconds) : Number.NEGATIVE_INFINITY;
}
