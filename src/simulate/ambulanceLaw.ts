/**
 * When the ambulance is at a patient, from the straight kilometres d₁, d₂ to the two nearest posts that are open:
 *
 *   m_k = c₀ + c₁ √d_k;   E ~ (1 − q) · LN(mean m₁, σ) + q · LN(mean m₂, σ);   log-median = ln m − σ²/2
 *
 * q: the nearest has none free. Fitted to the published mean (8:35) and 95th percentile (14:00); with a way that grows
 * in proportion to d both are met only by a start of 270 s or more (`docs/model.md`).
 */
import type { Scenario } from "../scenario.ts";
import { lognormalReached } from "./lognormal.ts";

type Ambulance = Scenario["ambulance"];

/** ln of the median arrival (s) from a post that far; Infinity where there is none. Rises with the way. */
export function ambulanceLogMedian(straightMeters: number, ambulance: Ambulance): number {
  const { fixedSeconds, secondsPerRootKm, spread } = ambulance;
  return (
    Math.log(fixedSeconds + secondsPerRootKm * Math.sqrt(straightMeters / 1_000)) - (spread * spread) / 2
  );
}

/** P(not there by t), from ln t and the log-medians of both posts; 1 where there is none. Falls with time. */
export function ambulanceNotYet(
  logSeconds: number,
  near: number,
  far: number,
  { busyShare, spread }: Ambulance,
): number {
  if (near === Number.POSITIVE_INFINITY) return 1;
  return (
    1 -
    (1 - busyShare) * lognormalReached(logSeconds, near, spread) -
    busyShare * lognormalReached(logSeconds, far, spread)
  );
}

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Density of the arrival at `seconds` > 0, per second. */
export function ambulanceDensity(seconds: number, near: number, far: number, ambulance: Ambulance): number {
  if (near === Number.POSITIVE_INFINITY) return 0;
  const { busyShare, spread } = ambulance;
  const log = Math.log(seconds);
  const bell = (median: number) => {
    const z = (log - median) / spread;
    return Math.exp((-z * z) / 2);
  };
  return ((1 - busyShare) * bell(near) + busyShare * bell(far)) / (SQRT_2PI * spread * seconds);
}
