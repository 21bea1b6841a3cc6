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
import { normalByTable } from "./lognormal.ts";

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

/** P(arrived by `seconds`) by the formula above: what the table holds, at any time and for any path. */
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
  const left = seconds - scenario.alert.alertSeconds - fixedSeconds;
  return arrivedOver(pathMeters, scenario, turnoutSlices(left, turnoutFactor, scenario));
}

function tabulate(scenario: ResponseScenario, turnoutFactor: number, fixedSeconds: number): ArrivalTable {
  const arrived = new Float64Array(TIME_COUNT * NODE_COUNT);
  for (let time = 0; time < TIME_COUNT; time++) {
    const left = time * TIME_STEP_SECONDS - scenario.alert.alertSeconds - fixedSeconds;
    const slices = turnoutSlices(left, turnoutFactor, scenario);
    for (let node = 0; node < NODE_COUNT; node++) {
      arrived[time * NODE_COUNT + node] = arrivedOver(nodeMeters(node), scenario, slices);
    }
  }
  return { arrived };
}

/** The turn-outs that leave any time: what each slice counts for, and the logarithm of the seconds it leaves to walk. */
interface TurnoutSlices {
  count: number;
  weight: Float64Array;
  logSeconds: Float64Array;
}

function turnoutSlices(
  left: number,
  turnoutFactor: number,
  { turnoutSeconds, turnoutSpread }: ResponseScenario,
): TurnoutSlices {
  const slices = {
    count: 0,
    weight: new Float64Array(TURNOUT_SLICES),
    logSeconds: new Float64Array(TURNOUT_SLICES),
  };
  if (left <= 0) return slices;
  const median = turnoutSeconds * turnoutFactor;
  const from = -TURNOUT_REACH;
  const to = Math.min(TURNOUT_REACH, Math.log(left / median) / turnoutSpread);
  if (to <= from) return slices;
  // z = to − (to − from) s²: closer together where the last second is used up, and F falls most
  const slice = (2 * (to - from)) / (3 * TURNOUT_SLICES) / Math.sqrt(2 * Math.PI);
  for (let n = 1; n <= TURNOUT_SLICES; n++) {
    const s = n / TURNOUT_SLICES;
    const z = to - (to - from) * s * s;
    const rest = left - median * Math.exp(turnoutSpread * z);
    if (rest <= 0) continue;
    const simpson = n === TURNOUT_SLICES ? 1 : n % 2 === 1 ? 4 : 2;
    slices.weight[slices.count] = simpson * slice * s * Math.exp((-z * z) / 2);
    slices.logSeconds[slices.count++] = Math.log(rest);
  }
  return slices;
}

function arrivedOver(
  pathMeters: number,
  { speedMetersPerSecond, speedSpread }: ResponseScenario,
  { count, weight, logSeconds }: TurnoutSlices,
): number {
  const medianLog = Math.log(Math.max(pathMeters, 1) / speedMetersPerSecond);
  let sum = 0;
  for (let n = 0; n < count; n++) {
    sum += weight[n] * normalByTable((logSeconds[n] - medianLog) / speedSpread);
  }
  return sum;
}
