/** The fits of `npm run calibrate`: each turns one or two assumptions until a published figure is met. */
import type { Scenario } from "../../src/scenario.ts";
import { ambulanceLogMedian, ambulanceNotYet } from "../../src/simulate/ambulanceLaw.ts";
import { goProbability } from "../../src/simulate/goProbability.ts";

/** A patient: his share of the demand is that of any other. */
export interface FittedPatient {
  /** metres in a straight line to the nearest open post, and to the next */
  postMeters: readonly [number, number];
  residentsNear: number;
  alerted: number;
}

export interface Residual {
  figure: string;
  target: number;
  reached: number;
  unit: string;
}

/** Ambulancezorg Nederland 2024: 8:35 on average, 95 % within 14:00. */
export const AMBULANCE_TARGETS = { meanSeconds: 515, p95Seconds: 840 };
/** HartslagNu 2024: somebody goes in 87.5 % of incidents; 2022: 64, 71 and 71 % in the three largest cities. */
export const GOES_TARGETS = { nation: 0.875, cities: 0.687 };

/**
 * `low` and `high` hold the answer; `of` rises or falls between them, it does not matter which. Throws where the target is
 * not reached in between.
 */
export function bisect(of: (x: number) => number, target: number, low: number, high: number): number {
  const [atLow, atHigh] = [of(low), of(high)];
  if ((atLow - target) * (atHigh - target) > 0) {
    throw new RangeError(
      `got ${atLow.toPrecision(4)} to ${atHigh.toPrecision(4)} from ${low} to ${high}, expected ${target} between; the data loaded cannot meet it`,
    );
  }
  const rises = atHigh > atLow;
  let [from, to] = [low, high];
  for (let step = 0; step < 50; step++) {
    const middle = (from + to) / 2;
    if (of(middle) > target === rises) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}

/** Seconds per root of the kilometres by the mean, then the spread by the 95th percentile: the mean does not feel it. */
export function fitAmbulance(patients: readonly FittedPatient[], ambulance: Scenario["ambulance"]) {
  const secondsPerRootKm = bisect(
    (c1) => meanArrival(patients, { ...ambulance, secondsPerRootKm: c1 }),
    AMBULANCE_TARGETS.meanSeconds,
    10,
    800,
  );
  const moved = { ...ambulance, secondsPerRootKm };
  const spread = bisect(
    (sigma) => shareWithin(patients, { ...moved, spread: sigma }, AMBULANCE_TARGETS.p95Seconds),
    0.95,
    0.01,
    0.8,
  );
  return { ...moved, spread };
}

export function meanArrival(
  patients: readonly FittedPatient[],
  { fixedSeconds, secondsPerRootKm, busyShare }: Scenario["ambulance"],
): number {
  const mean = (meters: number) => fixedSeconds + secondsPerRootKm * Math.sqrt(meters / 1_000);
  return average(
    patients,
    ({ postMeters: [near, next] }) => (1 - busyShare) * mean(near) + busyShare * mean(next),
  );
}

export function shareWithin(
  patients: readonly FittedPatient[],
  ambulance: Scenario["ambulance"],
  seconds: number,
): number {
  return average(patients, ({ postMeters: [near, next] }) => {
    const [nearLog, nextLog] = [ambulanceLogMedian(near, ambulance), ambulanceLogMedian(next, ambulance)];
    return 1 - ambulanceNotYet(Math.log(seconds), nearLog, nextLog, ambulance);
  });
}

/** P(somebody goes): over all, and over the `cities` alone. */
export function goesShare(patients: readonly FittedPatient[], willingness: Scenario["willingness"]): number {
  return average(
    patients,
    ({ residentsNear, alerted }) => 1 - (1 - goProbability(residentsNear, willingness)) ** alerted,
  );
}

/** The level by the nation for every exponent, the exponent by the cities. */
export function fitWillingness(
  patients: readonly FittedPatient[],
  cities: readonly FittedPatient[],
  willingness: Scenario["willingness"],
) {
  const levelled = (densityExponent: number) => {
    const atReference = bisect(
      (level) => goesShare(patients, { ...willingness, densityExponent, atReference: level }),
      GOES_TARGETS.nation,
      0.001,
      0.2,
    );
    return { ...willingness, densityExponent, atReference };
  };
  const densityExponent = bisect(
    (exponent) => goesShare(cities, levelled(exponent)),
    GOES_TARGETS.cities,
    0,
    1.5,
  );
  return levelled(densityExponent);
}

function average(patients: readonly FittedPatient[], of: (patient: FittedPatient) => number): number {
  return patients.reduce((sum, patient) => sum + of(patient), 0) / patients.length;
}
