/** What the model says of the country that is loaded: by the exact law and by the Monte Carlo at a national sample. */
import { ALERT_RULES, type Scenario } from "../../src/scenario.ts";
import type { IncidentPlace } from "../../src/simulate/incidentPlace.ts";
import { ALL_INSTANTS } from "../../src/simulate/instants.ts";
import { type Estimate, shareEstimate } from "../../src/simulate/intervals.ts";
import { lognormalFactors, QUANTILE_BITS } from "../../src/simulate/normalQuantiles.ts";
import { shiftedSurvival } from "../../src/simulate/outcome.ts";
import {
  type DemandPlace,
  type SimulatedFigures,
  simulateArrests,
} from "../../src/simulate/simulateArrests.ts";
import { bitsAt, createStreams, drawsOf, uniformAt } from "../../src/simulate/streams.ts";
import { createSweeper, sweepPatient } from "../../src/simulate/sweepPatient.ts";
import { detourRules, radiusRules, ruleOf } from "../../src/simulate/sweepRules.ts";
import { emptySums, type SweepFigures, sweepFigures } from "../../src/simulate/sweepSums.ts";
import { type FittedPatient, goesShare, meanArrival, shareWithin } from "../calibrate/fit.ts";
import { fittedPatients } from "../calibrate/patients.ts";
import type { Measured } from "./checks.ts";
import { comparatorGroup } from "./comparator.ts";
import { type SampledShard, toPlaces } from "./nationalSample.ts";

const ARRESTS = 200_000;
const SEED = 112;
/**
 * The north of Holland and Twente in 2010–17, where the times were measured: arrival → shock of an ambulance, in which the
 * slower ambulance of then is; police and fire service before and after; CPR by bystanders of VF at home. The first two
 * fitted, the last published (`docs/validation.md`).
 */
const STUDY = {
  ambulanceAttachSeconds: 213,
  policeFireShare: 0.71,
  policeFireShareBefore: 0.34,
  bystanderShare: 0.72,
};

export function dataMeasures(
  sample: readonly SampledShard[],
  scenario: Scenario,
): Record<string, Measured | string> {
  const patients = fittedPatients(sample, scenario);
  const then: Scenario = {
    ...scenario,
    alert: ALERT_RULES.sms2010,
    ambulance: { ...scenario.ambulance, attachSeconds: STUDY.ambulanceAttachSeconds },
    policeFire: { ...scenario.policeFire, share: STUDY.policeFireShare },
  };
  const play = (places: readonly DemandPlace[], by: Scenario) =>
    simulateArrests(places, by, { seed: SEED, arrestsMax: ARRESTS });
  const places = toPlaces(sample, scenario);
  const placesThen = toPlaces(sample, then);
  const [today, then2010] = [play(places, scenario), play(placesThen, then)];
  return {
    ...ambulanceMeasures(patients, scenario),
    ...todayMeasures(today, patients, scenario),
    ...thenMeasures(then2010, placesThen, then),
    ...onOffMeasures(placesThen, then),
    ...ruleMeasures(sample, scenario),
    "16": densityResponse(placesThen, sample, then),
    "18": share(sample, nearAed, "straight line, hours unknown or not: any AED loaded"),
    "19": aedsWithResponders(sample),
    "20": effectiveSpeed(places, scenario),
    "20a": { value: scenario.nightTurnoutFactor },
    "26f": comparatorGroup(places, scenario, SEED),
  };
}

const percent = ({ value, low, high }: Estimate): Measured => ({
  value: 100 * value,
  low: 100 * low,
  high: 100 * high,
});

function ambulanceMeasures(patients: readonly FittedPatient[], { ambulance }: Scenario) {
  let p95 = 300;
  while (p95 < 3_600 && shareWithin(patients, ambulance, p95) < 0.95) p95++;
  const reachable = patients.filter(({ postMeters: [near] }) => {
    const mean = ambulance.fixedSeconds + ambulance.secondsPerRootKm * Math.sqrt(near / 1_000);
    return mean <= 900;
  });
  return {
    "6": { value: meanArrival(patients, ambulance) },
    "6a": { value: p95 },
    "6b": { value: 100 * shareWithin(patients, ambulance, 900) },
    "7": "A1 rides are not modelled: arrests are A0",
    "8": percent(shareEstimate(reachable.length, patients.length)),
  };
}

function todayMeasures(today: SimulatedFigures, patients: readonly FittedPatient[], scenario: Scenario) {
  const mean = patients.reduce((sum, { alerted }) => sum + alerted, 0) / patients.length;
  const shifted = (survival: number) => 100 * shiftedSurvival(survival, scenario.outcome.logitShift);
  const { value, low, high } = today.survival;
  const regions = "the sample is of the whole country: no figure per region is computed yet";
  return {
    "9": { value: mean },
    "10": { value: 100 * goesShare(patients, scenario.willingness) },
    "10b": regions,
    "10c": regions,
    "11": today.leadOverAmbulanceSeconds,
    "21": "no streets in the sample: `npm run bench -- --group streets` has what streets say",
    "23": "advice on AEDs is another part of the program",
    "26": percent(today.cprBeforeAmbulance),
    "26b": percent(today.aedReadyBeforeAmbulance),
    "26g": { value: shifted(value), low: shifted(low), high: shifted(high) },
  };
}

function thenMeasures(played: SimulatedFigures, places: readonly DemandPlace[], { arrests }: Scenario) {
  const [first, median, third] = played.readyOf.responder;
  const [emsFirst, emsMedian, emsThird] = played.readyOf.ambulance;
  const perActivation = 100 * played.readyBy.responder;
  const nobody = places.filter(({ place }) => (place.cumulative.at(-1) ?? 0) < 0.5).length;
  return {
    "12": median,
    "12a": first,
    "12b": third,
    "12c": { ...percent(shareEstimate(nobody, places.length)), note: "less than half a protected responder" },
    "13": { ...emsMedian, note: "AED ready 213 s after arrival, as fitted to 2010–13" },
    "13a": emsFirst,
    "13b": emsThird,
    "14": percent(played.readyOfWithinSixMinutes.responder),
    "15": { value: perActivation },
    "15b": {
      value: arrests.activatedShare * perActivation,
      note: "that of each activation × the activated share",
    },
    "15c": { value: played.readyBy.policeFire / played.readyBy.ambulance },
  };
}

/** VF at home with and without the network: common chance, so that the difference is surer than either. */
function onOffMeasures(places: readonly DemandPlace[], then: Scenario) {
  const play = (changes: Partial<IncidentPlace>) =>
    simulateArrests(
      places.map((one) => ({
        ...one,
        place: { ...one.place, bystanderShare: STUDY.bystanderShare, ...changes },
      })),
      then,
      { seed: SEED, arrestsMax: ARRESTS },
    );
  const on = play({});
  const off = play({ goProbability: 0, policeFireShare: STUDY.policeFireShareBefore });
  return {
    "17": on.seconds.ready[1],
    "17a": off.seconds.ready[1],
    "17b": {
      value: on.readyMeanSeconds.value - off.readyMeanSeconds.value,
      note: "AED ready within 30 minutes, capped there",
    },
    "17c": percent(complement(on.cprBeforeAmbulance)),
    "17d": { value: on.survival.value / off.survival.value },
  };
}

const complement = ({ value, low, high }: Estimate): Estimate => ({
  value: 1 - value,
  low: 1 - high,
  high: 1 - low,
});

/** Opening hours ignored, and the best rule of a sweep. */
function ruleMeasures(sample: readonly SampledShard[], scenario: Scenario) {
  const swept = (rules: ReturnType<typeof radiusRules>, isAlwaysOpen: boolean, by = scenario) => {
    const sums = emptySums(rules);
    for (const { ground, patients } of sample) {
      const aedInstants = isAlwaysOpen ? ground.aedInstants.map(() => ALL_INSTANTS) : ground.aedInstants;
      const sweeper = createSweeper({ ...ground, aedInstants }, by, sums);
      for (const { x, y } of patients) sweepPatient(sweeper, x, y, 1);
    }
    return sweepFigures(sums, { residents: 1e5, responders: 1 }, by);
  };
  const ready = (figures: SweepFigures[], period: string) =>
    100 * figures.find((one) => one.period === period)!.aedReadyWithinSixMinutes;
  const own = [ruleOf(scenario)];
  const [asLoaded, always] = [swept(own, false), swept(own, true)];
  const lost = (period: string) => ready(always, period) - ready(asLoaded, period);
  const rules = [...radiusRules(scenario), ...detourRules(scenario)];
  const attempts = scenario.arrests.attemptsPerYear * scenario.arrests.activatedShare;
  const week = swept(rules, false).filter(({ period }) => period === "week");
  const best = week.reduce((most, one) =>
    one.survivorsMorePerYear > most.survivorsMorePerYear ? one : most,
  );
  return {
    "22": {
      value: lost("night") - lost("weekday"),
      note: `lost: weekday ${lost("weekday").toFixed(2)}, night ${lost("night").toFixed(2)} pp`,
    },
    "24": {
      value: (100 * best.survivorsMorePerYear) / attempts,
      note: `best of ${rules.length} rules: ${best.alertRadiusMeters} m, at most ${best.alertedMax ?? "all"}, ${Math.round(100 * best.viaAedShare)} % by an AED, detour ${best.maxExtraPathMeters ?? "any"}`,
    },
  };
}

/** The third of the places with the most AEDs within 1,000 m against the third with the fewest. */
function densityResponse(
  places: readonly DemandPlace[],
  sample: readonly SampledShard[],
  then: Scenario,
): Measured {
  const counts = sample.flatMap(({ ground: { aeds }, patients }) =>
    patients.map(({ x, y }) => {
      let count = 0;
      for (let n = 0; n < aeds.x.length; n++) if (Math.hypot(aeds.x[n] - x, aeds.y[n] - y) <= 1_000) count++;
      return count;
    }),
  );
  const order = [...places.keys()].sort((p, q) => counts[p] - counts[q] || p - q);
  const third = Math.floor(order.length / 3);
  const median = (of: number[]) =>
    simulateArrests(
      of.map((n) => places[n]),
      then,
      { seed: SEED, arrestsMax: ARRESTS / 2 },
    ).seconds.ready[1].value;
  return {
    value: median(order.slice(-third)) - median(order.slice(0, third)),
    note: "thirds of the residents; the published classes are not known",
  };
}

function nearAed({ ground: { aeds } }: SampledShard, x: number, y: number): boolean {
  for (let n = 0; n < aeds.x.length; n++) if (Math.hypot(aeds.x[n] - x, aeds.y[n] - y) <= 500) return true;
  return false;
}

function share(
  sample: readonly SampledShard[],
  is: (shard: SampledShard, x: number, y: number) => boolean,
  note: string,
): Measured {
  const all = sample.flatMap((shard) => shard.patients.map(({ x, y }) => is(shard, x, y)));
  return { ...percent(shareEstimate(all.filter(Boolean).length, all.length)), note };
}

/** A shard is in the sample by its residents: an AED of it counts by one over them. */
function aedsWithResponders(sample: readonly SampledShard[]): Measured {
  let [enough, all] = [0, 0];
  for (const { ground, input, residents, grid } of sample) {
    const weight = 1 / residents.reduce((sum, many) => sum + many, 0);
    const { people, responders } = ground;
    for (const aed of input.aeds) {
      if (aed.shard !== input.shard) continue;
      const { x, y } = grid.toLocal(aed.position);
      let near = 0;
      for (let n = 0; n < people.x.length; n++) {
        if ((people.x[n] - x) ** 2 + (people.y[n] - y) ** 2 <= 2_000 ** 2) near += responders![0][n];
      }
      all += weight;
      if (near >= 60) enough += weight;
    }
  }
  return { value: (100 * enough) / all };
}

/** Metres along the way ÷ seconds from alert until arrival, of anybody who is alerted and goes. */
function effectiveSpeed(places: readonly DemandPlace[], scenario: Scenario): Measured {
  const { place: placeStream, whereabouts, turnout, speed } = createStreams(SEED);
  const [outFactors, speedFactors] = [
    lognormalFactors(scenario.turnoutSpread),
    lognormalFactors(scenario.speedSpread),
  ];
  const factor = (factors: Float64Array, bits: number) => factors[bits >>> (32 - QUANTILE_BITS)];
  const speeds: number[] = [];
  for (let n = 0; n < 50_000; n++) {
    const { place } = places[Math.floor(uniformAt(drawsOf(placeStream, n), 0) * places.length)];
    const entry = entryAt(place, uniformAt(drawsOf(whereabouts, n), 0));
    if (entry < 0) continue;
    const out = scenario.turnoutSeconds * factor(outFactors, bitsAt(drawsOf(turnout, n), 0));
    const walk = scenario.speedMetersPerSecond * factor(speedFactors, bitsAt(drawsOf(speed, n), 0));
    const meters = place.pathMeters[entry];
    speeds.push(meters / (out + meters / walk));
  }
  speeds.sort((p, q) => p - q);
  const at = (part: number) => speeds[Math.floor(part * speeds.length)];
  return { value: at(0.5), note: `quartiles ${at(0.25).toFixed(1)} and ${at(0.75).toFixed(1)} m/s` };
}

function entryAt({ cumulative }: IncidentPlace, share: number): number {
  const at = share * (cumulative.at(-1) ?? 0);
  return cumulative.findIndex((upTo) => upTo > at);
}
