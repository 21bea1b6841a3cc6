/** What the law asks of a scenario, worked out once: tables of arrival, curves of other help, places on the grid of time. */
import type { Scenario } from "../scenario.ts";
import {
  type ArrivalTables,
  arrivalTables,
  TIME_COUNT,
  TIME_STEP_SECONDS,
  timeIndex,
} from "./arrivalTable.ts";
import { logOf } from "./lognormal.ts";
import { type HelpCurves, policeFireCurves } from "./otherHelp.ts";

/** Six minutes after the call was answered, those six included: the Dutch goal for CPR and AED (Hartstichting). */
export const CUTOFF_SECONDS = 360;

export interface ResponseTables {
  scenario: Scenario;
  /** by day and in the evening; at night everybody turns out later */
  day: ArrivalTables;
  night: ArrivalTables;
  policeFire: HelpCurves;
  /** per time: ln of the seconds, of those that an ambulance had to arrive and begin CPR by then, or be ready to shock */
  logSeconds: Float64Array;
  logCprSeconds: Float64Array;
  logReadySeconds: Float64Array;
  /** six minutes; the same read earlier and later by the delay of the band */
  cutoff: number;
  earlier: number;
  later: number;
  /** the last time of the grid that is within the no-flow limit, counted from the arrest of a witnessed one */
  noFlow: number;
}

let last: { name: string; tables: ResponseTables } | undefined;

/** Kept for the scenario asked for last: six tables take 40 ms. */
export function responseTables(scenario: Scenario): ResponseTables {
  const name = JSON.stringify(scenario);
  if (last?.name !== name) last = { name, tables: makeTables(scenario) };
  return last.tables;
}

function makeTables(scenario: Scenario): ResponseTables {
  const { ambulance, band, outcome, nightTurnoutFactor } = scenario;
  const logsLater = (laterSeconds: number) =>
    Float64Array.from({ length: TIME_COUNT }, (_, time) => logOf(time * TIME_STEP_SECONDS - laterSeconds));
  return {
    scenario,
    day: arrivalTables(scenario),
    night: arrivalTables(scenario, nightTurnoutFactor),
    policeFire: policeFireCurves(scenario),
    logSeconds: logsLater(0),
    logCprSeconds: logsLater(ambulance.cprSeconds),
    logReadySeconds: logsLater(ambulance.attachSeconds),
    cutoff: timeIndex(CUTOFF_SECONDS),
    earlier: timeIndex(CUTOFF_SECONDS - band.delaySeconds),
    later: timeIndex(CUTOFF_SECONDS + band.delaySeconds),
    noFlow: Math.floor((outcome.noFlowLimitSeconds - outcome.collapseBeforeCallSeconds) / TIME_STEP_SECONDS),
  };
}
