/**
 * How likely one responder who goes has arrived by each time, by the length of his path: tabulated once per scenario.
 *
 *   A = t_alert + U + L / V + fixed;   U ~ lognormal(turn-out, σ_U), V ~ lognormal(speed, σ_V), independent
 *   F(t; L) = E_U[ Φ( (ln(t − t_alert − fixed − U) − ln(max(L, 1) / v)) / σ_V ) ], 0 where no time is left
 *
 * E_U by Simpson's rule over the turn-outs that leave any time, where the integrand is smooth: 0.01 percentage points
 * off (tested), where 48 mid-quantiles of all turn-outs are up to 0.8 off. `fixed` is the door for those who go straight,
 * and the door and the taking of the AED for those who go by one.
 */

import type { ResponseScenario } from "../scenario.ts";
import { normalCdf } from "./normal.ts";

/** Times are read off the grid, never between: 315, 360 and 405 s lie on it. */
export const TIME_STEP_SECONDS = 15;
export const TIME_COUNT = 121;
/** Paths lie between nodes, their weight split linearly: every 25 m to 1 km, where F bends most, every 50 m to 8.5 km. */
const FINE_METERS = 25;
const COARSE_METERS = 50;
const FINE_COUNT = 40;
const FINE_END_METERS = FINE_COUNT * FINE_METERS;
export const NODE_COUNT = FINE_COUNT + 151;

/** Standard deviations of ln U on either side: 6 · 10⁻⁷ of all turn-outs lie outside. */
const TURNOUT_REACH = 5;
/** Even. */
const TURNOUT_SLICES = 64;

export interface ArrivalTable {
  /** arrived[time × NODE_COUNT + node]: probability, rising with time, falling with the path */
  arrived: Float64Array;
  /** its square and its cube, for the second and the third moment */
  arrived2: Float64Array;
  arrived3: Float64Array;
}

export interface ArrivalTables {
  /** straight to the patient: door */
  direct: ArrivalTable;
  /** by an AED: taking it, and the door */
  viaAed: ArrivalTable;
  /** by an AED until it is attached and ready: `viaAed` read `attachSeconds` earlier, tabulated of its own */
  ready: ArrivalTable;
}

/** `turnoutFactor`: 1.35 at night (assumption; `model.md` §4), else 1. A delay of 45 s is three steps of time. */
export function arrivalTables(scenario: ResponseScenario, turnoutFactor = 1): ArrivalTables {
  const { doorSeconds, grabSeconds, attachSeconds } = scenario;
  const table = (fixedSeconds: number) => tabulate(scenario, turnoutFactor, fixedSeconds);
  return {
    direct: table(doorSeconds),
    viaAed: table(doorSeconds + grabSeconds),
    ready: table(doorSeconds + grabSeconds + attachSeconds),
  };
}

/** Where a path lies among the nodes, 0 to NODE_COUNT − 1, not whole: at 2.25 a quarter of it counts for node 3. */
export function nodePlace(pathMeters: number): number {
  if (pathMeters <= FINE_END_METERS) return pathMeters / FINE_METERS;
  return Math.min(FINE_COUNT + (pathMeters - FINE_END_METERS) / COARSE_METERS, NODE_COUNT - 1);
}

function nodeMeters(node: number): number {
  return node <= FINE_COUNT ? node * FINE_METERS : FINE_END_METERS + (node - FINE_COUNT) * COARSE_METERS;
}

/** The place of a time on the grid; a time between two steps is an error of the program. */
export function timeIndex(seconds: number): number {
  const index = seconds / TIME_STEP_SECONDS;
  if (Number.isInteger(index) && index >= 0 && index < TIME_COUNT) return index;
  throw new RangeError(
    `got ${seconds} s, expected a multiple of ${TIME_STEP_SECONDS} s from 0 to ${(TIME_COUNT - 1) * TIME_STEP_SECONDS}`,
  );
}

/** P(arrived by `seconds`), exactly by the formula above: for the table and for tests. */
export function arrivalProbability(
  scenario: ResponseScenario,
  {
    seconds,
    pathMeters,
    fixedSeconds,
    turnoutFactor = 1,
  }: {
    seconds: number;
    pathMeters: number;
    fixedSeconds: number;
    turnoutFactor?: number;
  },
): number {
  const { alert, turnoutSeconds, turnoutSpread, speedMetersPerSecond, speedSpread } = scenario;
  const left = seconds - alert.alertSeconds - fixedSeconds;
  if (left <= 0) return 0;
  const median = turnoutSeconds * turnoutFactor;
  const medianLog = Math.log(Math.max(pathMeters, 1) / speedMetersPerSecond);
  const from = -TURNOUT_REACH;
  const to = Math.min(TURNOUT_REACH, Math.log(left / median) / turnoutSpread);
  if (to <= from) return 0;
  // z = to − (to − from) s²: closer together where the last second is used up, and F falls most
  let sum = 0;
  for (let n = 1; n <= TURNOUT_SLICES; n++) {
    const s = n / TURNOUT_SLICES;
    const z = to - (to - from) * s * s;
    const rest = left - median * Math.exp(turnoutSpread * z);
    if (rest <= 0) continue;
    const weight = n === TURNOUT_SLICES ? 1 : n % 2 === 1 ? 4 : 2;
    sum += weight * s * Math.exp((-z * z) / 2) * normalCdf((Math.log(rest) - medianLog) / speedSpread);
  }
  return (2 * (to - from) * sum) / (3 * TURNOUT_SLICES) / Math.sqrt(2 * Math.PI);
}

function tabulate(scenario: ResponseScenario, turnoutFactor: number, fixedSeconds: number): ArrivalTable {
  const arrived = new Float64Array(TIME_COUNT * NODE_COUNT);
  for (let time = 0; time < TIME_COUNT; time++) {
    for (let node = 0; node < NODE_COUNT; node++) {
      const [seconds, pathMeters] = [time * TIME_STEP_SECONDS, nodeMeters(node)];
      arrived[time * NODE_COUNT + node] = arrivalProbability(scenario, {
        seconds,
        pathMeters,
        fixedSeconds,
        turnoutFactor,
      });
    }
  }
  return { arrived, arrived2: arrived.map((f) => f * f), arrived3: arrived.map((f) => f * f * f) };
}
