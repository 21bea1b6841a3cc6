/**
 * Monte Carlo: arrests played one after another (`replicate.ts`) at one place or at many, drawn by their demand, until the
 * precision asked for is reached. The same seed gives the same figures to the bit; the order of the places does not
 * matter, because each has a name by which it is sorted.
 */
import type { Scenario } from "../scenario.ts";
import type { IncidentPlace } from "./incidentPlace.ts";
import { type Estimate, meanEstimate, quantileEstimate, shareEstimate } from "./intervals.ts";
import { attemptsFactor, witnessedSurvival } from "./outcome.ts";
import {
  createReplicator,
  EVENT,
  EVENT_COUNT,
  type Replicator,
  replicate,
  SOURCES,
  type Source,
} from "./replicate.ts";
import { CUTOFF_SECONDS } from "./responseTables.ts";
import { createStreams, drawsOf, uniformAt } from "./streams.ts";
import { addToTally, type Curve, countBy, emptyTally, shareBySource, sumTo, type Tally } from "./tally.ts";

/** Between two looks at the precision. */
const BATCH = 5_000;
const QUARTILES = [0.25, 0.5, 0.75] as const;

export interface DemandPlace {
  /** a cell, or another name: sorts the places, and nothing else */
  name: string;
  place: IncidentPlace;
  /** how often an arrest is here, relative to the other places */
  demand: number;
}

export interface SimulationOptions {
  seed: number;
  /** half the width of the interval of P(CPR) and P(AED ready) within six minutes at which it stops early */
  precision?: number;
  arrestsMax?: number;
  activatedShare?: number;
  isCalledOff?: boolean;
}

export interface SimulatedFigures {
  arrestCount: number;
  /** false: `arrestsMax` came first */
  isPrecise: boolean;
  cprWithinSixMinutes: Estimate;
  aedReadyWithinSixMinutes: Estimate;
  responderCprWithinSixMinutes: Estimate;
  responderAedReadyWithinSixMinutes: Estimate;
  somebodyGoes: Estimate;
  responderBeforeAmbulance: Estimate;
  leadOverAmbulanceSeconds: Estimate;
  wentCount: Estimate;
  calledOffCount: Estimate;
  noCprWithin15Minutes: Estimate;
  /** of attempts, all help counted; only differences of it mean something */
  survival: Estimate;
  /** of the first AED ready, by anybody; after 1,800 s counts as then */
  readyMeanSeconds: Estimate;
  /** quartiles of each time */
  seconds: Record<Curve, readonly Estimate[]>;
  cprBy: Record<Source, number>;
  readyBy: Record<Source, number>;
  /** quartiles of the first AED ready where that source was first with one; NaN where it never was */
  readyOf: Record<Source, readonly Estimate[]>;
  /** of those, within six minutes */
  readyOfWithinSixMinutes: Record<Source, Estimate>;
  /** CPR by anybody before the ambulance's own */
  cprBeforeAmbulance: Estimate;
  aedReadyBeforeAmbulance: Estimate;
}

export function simulateArrests(
  places: readonly DemandPlace[],
  scenario: Scenario,
  options: SimulationOptions,
): SimulatedFigures {
  const { seed, precision = 0, arrestsMax = 100_000 } = options;
  const sorted = [...places].sort((one, other) => (one.name < other.name ? -1 : 1));
  const replicators = sorted.map(({ place }) => createReplicator(place, scenario, options));
  const placeOf = demandChooser(sorted, seed);
  const tally = emptyTally();
  let isPrecise = false;
  while (tally.arrestCount < arrestsMax && !isPrecise) {
    const to = Math.min(arrestsMax, tally.arrestCount + BATCH);
    playArrests(replicators, placeOf, { from: tally.arrestCount, to }, scenario, tally);
    isPrecise = precision > 0 && halfWidth(tally) <= precision;
  }
  return figuresOf(tally, scenario, isPrecise || precision === 0);
}

function playArrests(
  replicators: readonly Replicator[],
  placeOf: (arrest: number) => number,
  { from, to }: { from: number; to: number },
  scenario: Scenario,
  tally: Tally,
): void {
  const record = new Float64Array(EVENT_COUNT);
  const help = { cpr: 0, ready: 0, ambulance: 0 };
  const factor = attemptsFactor(scenario);
  for (let arrest = from; arrest < to; arrest++) {
    replicate(replicators[placeOf(arrest)], arrest, record);
    help.cpr = record[EVENT.cprSeconds];
    help.ready = record[EVENT.readySeconds];
    help.ambulance = record[EVENT.ambulanceSeconds];
    addToTally(tally, record, factor * witnessedSurvival(help, scenario));
  }
}

/** Arrest → place, by demand. */
export function demandChooser(places: readonly DemandPlace[], seed: number): (arrest: number) => number {
  if (places.length === 1) return () => 0;
  const stream = createStreams(seed).place;
  const upTo = new Float64Array(places.length);
  let sum = 0;
  for (const [n, { demand }] of places.entries()) upTo[n] = sum += demand;
  return (arrest) => {
    const at = uniformAt(drawsOf(stream, arrest), 0) * sum;
    let [low, high] = [0, places.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function halfWidth(tally: Tally): number {
  const half = ({ low, high }: Estimate) => (high - low) / 2;
  return Math.max(half(within(tally, "systemCpr")), half(within(tally, "systemReady")));
}

function within(tally: Tally, curve: Curve): Estimate {
  return shareEstimate(countBy(tally, curve, CUTOFF_SECONDS), tally.arrestCount);
}

function figuresOf(tally: Tally, scenario: Scenario, isPrecise: boolean): SimulatedFigures {
  const { arrestCount } = tally;
  const { noFlowLimitSeconds, collapseBeforeCallSeconds } = scenario.outcome;
  const inTime = countBy(tally, "systemCpr", noFlowLimitSeconds - collapseBeforeCallSeconds);
  const quartiles = Object.entries(tally.histograms).map(([curve, histogram]) => [
    curve,
    QUARTILES.map((share) => quantileEstimate(histogram, share)),
  ]);
  return {
    arrestCount,
    isPrecise,
    cprWithinSixMinutes: within(tally, "systemCpr"),
    aedReadyWithinSixMinutes: within(tally, "systemReady"),
    responderCprWithinSixMinutes: within(tally, "responderCpr"),
    responderAedReadyWithinSixMinutes: within(tally, "responderReady"),
    somebodyGoes: shareEstimate(tally.somebodyGoesCount, arrestCount),
    responderBeforeAmbulance: shareEstimate(tally.beforeAmbulanceCount, arrestCount),
    leadOverAmbulanceSeconds: meanEstimate(tally.lead),
    wentCount: meanEstimate(tally.went),
    calledOffCount: meanEstimate(tally.calledOff),
    noCprWithin15Minutes: shareEstimate(arrestCount - inTime, arrestCount),
    survival: meanEstimate(tally.survival),
    readyMeanSeconds: meanEstimate(tally.ready),
    seconds: Object.fromEntries(quartiles) as SimulatedFigures["seconds"],
    cprBy: shareBySource(tally.cprBy, arrestCount),
    readyBy: shareBySource(tally.readyBy, arrestCount),
    readyOf: bySource((n) => QUARTILES.map((share) => quantileEstimate(tally.readyOf[n], share))),
    readyOfWithinSixMinutes: bySource((n) =>
      shareEstimate(sumTo(tally.readyOf[n], CUTOFF_SECONDS), tally.readyBy[n]),
    ),
    cprBeforeAmbulance: shareEstimate(arrestCount - tally.cprBy[AMBULANCE], arrestCount),
    aedReadyBeforeAmbulance: shareEstimate(arrestCount - tally.readyBy[AMBULANCE], arrestCount),
  };
}

const AMBULANCE = SOURCES.indexOf("ambulance");

function bySource<T>(of: (source: number) => T): Record<Source, T> {
  return Object.fromEntries(SOURCES.map((source, n) => [source, of(n)])) as Record<Source, T>;
}
