/**
 * What the times of help mean for survival: per attempt, from the survival function of the scenario. Never for less than
 * a wijk, and only as a difference; the shift to the published level is for national figures alone.
 */
import type { Scenario } from "../scenario.ts";
import { TIME_COUNT, TIME_STEP_SECONDS } from "./arrivalTable.ts";
import { isBegun } from "./startRules.ts";
import { type HelpMinutes, SURVIVAL_MODELS, survivalWithoutShock } from "./survivalFunctions.ts";

export type OutcomeScenario = Pick<Scenario, "outcome" | "arrests" | "ambulance">;

/** Seconds from the call; Infinity: nobody came. `ready` is not before `cpr`. */
export interface HelpSeconds {
  cpr: number;
  ready: number;
  /** the ambulance has arrived */
  ambulance: number;
}

/** Of the attempts after a witnessed arrest, with the rule of 15 minutes. 0…1, falling with every time. */
export function witnessedSurvival(help: HelpSeconds, scenario: OutcomeScenario): number {
  const minutes = minutesFromArrest(help, scenario);
  return begunShare(minutes, scenario) * survivalOfBegun(minutes, scenario);
}

/**
 * The Utstein comparator group: witnessed, the first rhythm shockable. NaN where the function is of all rhythms and does
 * not tell them apart.
 */
export function comparatorSurvival(help: HelpSeconds, scenario: OutcomeScenario): number {
  const { rhythms, survival } = SURVIVAL_MODELS[scenario.outcome.survivalFunction];
  if (rhythms === "all") return Number.NaN;
  const minutes = minutesFromArrest(help, scenario);
  return begunShare(minutes, scenario) * survival(minutes);
}

/** Of all attempts: what a witnessed one has, times this. */
export function attemptsFactor({ outcome, arrests }: OutcomeScenario): number {
  const { unwitnessedFactor, nonResuscitationShare } = outcome;
  const { witnessedShare } = arrests;
  return (1 - nonResuscitationShare) * (witnessedShare + (1 - witnessedShare) * unwitnessedFactor);
}

/** The survival of all attempts at a national level: the same, with its logit moved. */
export function shiftedSurvival(survival: number, logitShift: number): number {
  if (survival <= 0 || survival >= 1) return survival;
  return 1 / (1 + ((1 - survival) / survival) * Math.exp(-logitShift));
}

/**
 * Survival of all attempts at every pair of times of the grid, for `expectedOver`. `ambulanceSeconds`: when the ambulance
 * arrives, where the function asks (Larsen; no shock): its mean, for the pair does not say. `stepSeconds`: of the grid,
 * which always ends at 1,800 s.
 */
export function survivalOnGrid(
  scenario: OutcomeScenario,
  ambulanceSeconds: number,
  stepSeconds = TIME_STEP_SECONDS,
): Float64Array {
  const n = ((TIME_COUNT - 1) * TIME_STEP_SECONDS) / stepSeconds + 1;
  const survival = new Float64Array(n * n);
  const factor = attemptsFactor(scenario);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const cpr = i * stepSeconds;
      const ready = Math.max(i, j) * stepSeconds;
      survival[i * n + j] = factor * witnessedSurvival({ cpr, ready, ambulance: ambulanceSeconds }, scenario);
    }
  }
  return survival;
}

function minutesFromArrest(
  { cpr, ready, ambulance }: HelpSeconds,
  { outcome: { collapseBeforeCallSeconds }, ambulance: { attachSeconds } }: OutcomeScenario,
): HelpMinutes {
  const minutes = (seconds: number) => (seconds + collapseBeforeCallSeconds) / 60;
  return {
    cpr: minutes(cpr),
    shock: minutes(ready),
    ambulance: minutes(ambulance),
    beforeCall: collapseBeforeCallSeconds / 60,
    ambulanceAttach: attachSeconds / 60,
  };
}

/** All of them, or after the limit of no flow those who drowned. */
function begunShare({ cpr }: HelpMinutes, { outcome }: OutcomeScenario): number {
  // in seconds and rounded: 14 minutes after the call are 900 s of no flow, and not a hair more
  return isBegun(Math.round(cpr * 60_000) / 1_000, outcome) ? 1 : outcome.drowningShare;
}

function survivalOfBegun(minutes: HelpMinutes, { outcome, arrests }: OutcomeScenario): number {
  const model = SURVIVAL_MODELS[outcome.survivalFunction];
  if (model.rhythms === "all") return model.survival(minutes);
  const { shockableShare } = arrests;
  const withShock = shockableShare * model.survival(minutes);
  return withShock + (1 - shockableShare) * survivalWithoutShock(model, minutes);
}
