/**
 * Help that depends on no responder: police and fire service, bystanders, an AED on the spot. Each as what has not
 * happened yet by every time of the grid; the last two are stated apart and are no part of the system.
 */
import type { Scenario } from "../scenario.ts";
import { TIME_COUNT, TIME_STEP_SECONDS } from "./arrivalTable.ts";
import { lognormalReached, logOf } from "./lognormal.ts";

/** Per time of the grid: P(not yet). Falls with time; never below 1 − share. */
export interface HelpCurves {
  noCpr: Float64Array;
  noAedReady: Float64Array;
}

export function policeFireCurves({ policeFire }: Pick<Scenario, "policeFire">): HelpCurves {
  const { share, medianSeconds, spread, attachSeconds } = policeFire;
  return {
    noCpr: curve(share, medianSeconds, spread, 0),
    noAedReady: curve(share, medianSeconds, spread, attachSeconds),
  };
}

/** Brings no AED. */
export function bystanderCurves({ bystander }: Pick<Scenario, "bystander">): HelpCurves {
  const { share, medianSeconds, spread } = bystander;
  return { noCpr: curve(share, medianSeconds, spread, 0), noAedReady: new Float64Array(TIME_COUNT).fill(1) };
}

/** `probability`: that such an AED is there (`localAedProbability`). CPR begins a while before it is ready. */
export function localAedCurves({ localAed }: Pick<Scenario, "localAed">, probability: number): HelpCurves {
  const { medianSeconds, spread, cprLeadSeconds } = localAed;
  return {
    noCpr: curve(probability, medianSeconds, spread, -cprLeadSeconds),
    noAedReady: curve(probability, medianSeconds, spread, 0),
  };
}

/**
 * That somebody present fetches an AED near by: falls in proportion to the distance of the nearest open AED, 0 from
 * `maxMeters` on, scaled so that its mean over the residents of the country is `share`. Assumption; `meanNearness`,
 * the national mean of (1 − d / maxMeters)₊, is a figure of the AEDs loaded, not of nature.
 */
export function localAedProbability(meters: number, { localAed }: Pick<Scenario, "localAed">): number {
  const { share, maxMeters, meanNearness } = localAed;
  return Math.min(1, (share * Math.max(0, 1 - meters / maxMeters)) / meanNearness);
}

function curve(share: number, medianSeconds: number, spread: number, laterSeconds: number): Float64Array {
  return Float64Array.from({ length: TIME_COUNT }, (_, time) => {
    const log = logOf(time * TIME_STEP_SECONDS - laterSeconds);
    return 1 - share * lognormalReached(log, Math.log(medianSeconds), spread);
  });
}
