/** Standard normal values at the middles of equally likely parts: what a draw of so many bits stands for. */
import { normalCdf } from "./normal.ts";

/** 12 bits: out to ±3.7 standard deviations, and the table stays in the processor's nearest memory. */
export const QUANTILE_BITS = 12;
const QUANTILE_COUNT = 1 << QUANTILE_BITS;

let quantiles: Float64Array | undefined;
const factors = new Map<number, Float64Array>();

/** exp(spread × z) per part: a lognormal value is its median times one of these. Made once per spread. */
export function lognormalFactors(spread: number): Float64Array {
  let known = factors.get(spread);
  if (!known) {
    quantiles ??= normalQuantiles();
    known = quantiles.map((z) => Math.exp(spread * z));
    factors.set(spread, known);
  }
  return known;
}

/** Upwards from the middle by Newton's rule, which does not overshoot there; the lower half is its mirror. */
function normalQuantiles(): Float64Array {
  const found = new Float64Array(QUANTILE_COUNT);
  let z = 0;
  for (let n = QUANTILE_COUNT / 2; n < QUANTILE_COUNT; n++) {
    const share = (n + 0.5) / QUANTILE_COUNT;
    for (let step = 0; step < 20; step++) {
      const change = ((share - normalCdf(z)) * Math.sqrt(2 * Math.PI)) / Math.exp((-z * z) / 2);
      z += change;
      if (Math.abs(change) < 1e-13) break;
    }
    found[n] = z;
    found[QUANTILE_COUNT - 1 - n] = -z;
  }
  return found;
}
