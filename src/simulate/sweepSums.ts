/** What a sweep adds up over patients, per layer of the week and rule, and the figures that come of it. */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import type { Scenario } from "../scenario.ts";
import type { SweepRule } from "./sweepRules.ts";

export const SWEEP_STEP_SECONDS = 60;
/** 0 to 1,800 s */
export const SWEEP_TIMES = 31;
const CUTOFF = 360 / SWEEP_STEP_SECONDS;

/** Places in the sums of a layer and rule; then three curves of P(not yet) per time. */
export const SWEEP = { alerted: 0, goes: 1, before: 2, gainedSeconds: 3, survival: 4, curves: 5 } as const;
export const SWEEP_CURVES = { cpr: 0, ready: 1, responder: 2 } as const;
export const SWEEP_WIDTH = SWEEP.curves + 3 * SWEEP_TIMES;

export interface SweepSums {
  rules: readonly SweepRule[];
  /** residents stood for */
  demand: number;
  /** [(layer × rules + rule) × SWEEP_WIDTH + place], each × the patient's demand */
  values: Float64Array;
  /** P(AED ready ≤ 360 s) in the week by the first rule, patient after patient: for the error of a sample */
  perPatient: number[];
}

export function emptySums(rules: readonly SweepRule[]): SweepSums {
  const values = new Float64Array(PERIODS_AND_WEEK.length * rules.length * SWEEP_WIDTH);
  return { rules, demand: 0, values, perPatient: [] };
}

export interface SweepFigures extends SweepRule {
  period: PeriodOrWeek;
  alertsPerIncident: number;
  /** of the incidents for which the network is alerted */
  somebodyGoes: number;
  cprWithinSixMinutes: number;
  aedReadyWithinSixMinutes: number;
  /** seconds by which half, and nine of ten, have it; null: later than 1,800 s */
  cprMedianSeconds: number | null;
  cprP90Seconds: number | null;
  aedReadyMedianSeconds: number | null;
  aedReadyP90Seconds: number | null;
  responderMedianSeconds: number | null;
  responderBeforeAmbulance: number;
  leadOverAmbulanceSeconds: number | null;
  /** survivors a year more than by the first rule, which is the one in force; negative: fewer */
  survivorsMorePerYear: number;
  /** how often one responder of the region is alerted in a year */
  alertsPerResponderPerYear: number | null;
}

export interface SweptRegion {
  residents: number;
  /** protected responders of the region */
  responders: number;
}

/** Layer by layer, rule by rule, the rule in force first. */
export function sweepFigures(
  sums: SweepSums,
  { residents, responders }: SweptRegion,
  { arrests }: Pick<Scenario, "arrests">,
): SweepFigures[] {
  const attempts = (arrests.attemptsPerYear / 100_000) * residents * arrests.activatedShare;
  const alerts = (arrests.alertsPerYear / 100_000) * residents;
  return PERIODS_AND_WEEK.flatMap((period, layer) => {
    const mean = (rule: number, place: number) =>
      sums.values[(layer * sums.rules.length + rule) * SWEEP_WIDTH + place] / sums.demand;
    return sums.rules.map((tried, rule): SweepFigures => {
      const at = (place: number) => mean(rule, place);
      const notYet = (curve: keyof typeof SWEEP_CURVES) => (time: number) =>
        at(SWEEP.curves + SWEEP_CURVES[curve] * SWEEP_TIMES + time);
      const before = at(SWEEP.before);
      return {
        ...tried,
        period,
        alertsPerIncident: at(SWEEP.alerted),
        somebodyGoes: at(SWEEP.goes),
        cprWithinSixMinutes: 1 - notYet("cpr")(CUTOFF),
        aedReadyWithinSixMinutes: 1 - notYet("ready")(CUTOFF),
        cprMedianSeconds: quantile(notYet("cpr"), 0.5),
        cprP90Seconds: quantile(notYet("cpr"), 0.9),
        aedReadyMedianSeconds: quantile(notYet("ready"), 0.5),
        aedReadyP90Seconds: quantile(notYet("ready"), 0.9),
        responderMedianSeconds: quantile(notYet("responder"), 0.5),
        responderBeforeAmbulance: before,
        leadOverAmbulanceSeconds: before > 0 ? at(SWEEP.gainedSeconds) / before : null,
        survivorsMorePerYear: attempts * (at(SWEEP.survival) - mean(0, SWEEP.survival)),
        alertsPerResponderPerYear: responders > 0 ? (alerts * at(SWEEP.alerted)) / responders : null,
      };
    });
  });
}

/** Between two times of the grid in proportion; null where it is later than the grid. */
function quantile(notYet: (time: number) => number, share: number): number | null {
  for (let time = 1; time < SWEEP_TIMES; time++) {
    if (notYet(time) > 1 - share) continue;
    const [early, late] = [notYet(time - 1), notYet(time)];
    const part = early > late ? (early - (1 - share)) / (early - late) : 1;
    return Math.round((time - 1 + part) * SWEEP_STEP_SECONDS);
  }
  return null;
}

/** 95 % of a normal distribution lies within so many standard deviations. */
const Z = 1.96;

/**
 * Half the width of the 95 % interval of P(AED ready ≤ 360 s) that sampling leaves, by successive differences: patients of
 * equal demand, in the order of the ground. 0 where every inhabited cell was taken.
 */
export function sampleHalfWidth({ perPatient }: SweepSums): number {
  const n = perPatient.length;
  if (n < 2) return Number.POSITIVE_INFINITY;
  let squares = 0;
  for (let i = 1; i < n; i++) squares += (perPatient[i] - perPatient[i - 1]) ** 2;
  return Z * Math.sqrt(squares / (2 * (n - 1) * n));
}
