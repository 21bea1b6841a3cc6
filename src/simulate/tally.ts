/** What many played arrests come to: counts per second, from which every share and quantile is read. */
import { EVENT, SOURCES, type Source } from "./replicate.ts";

/** Times counted to the second, up to this; later and never are one. */
export const TALLY_SECONDS = 1_800;
const LATER = TALLY_SECONDS + 1;

/** The times of which there is a curve. */
export const CURVES = {
  systemCpr: EVENT.systemCprSeconds,
  systemReady: EVENT.systemReadySeconds,
  cpr: EVENT.cprSeconds,
  ready: EVENT.readySeconds,
  responderCpr: EVENT.responderSeconds,
  responderReady: EVENT.responderReadySeconds,
  ambulance: EVENT.ambulanceSeconds,
} as const;
export type Curve = keyof typeof CURVES;

/** Sum and sum of squares, for a mean and its interval. */
export interface Moments {
  count: number;
  sum: number;
  sum2: number;
}

export interface Tally {
  arrestCount: number;
  /** arrests whose time is within (n − 1, n] seconds; last: later or never */
  histograms: Record<Curve, Uint32Array>;
  somebodyGoesCount: number;
  beforeAmbulanceCount: number;
  went: Moments;
  calledOff: Moments;
  /** seconds before the ambulance, where a responder is */
  lead: Moments;
  survival: Moments;
  /** the first AED ready; what is later than the tally counts as at its end */
  ready: Moments;
  cprBy: Uint32Array;
  readyBy: Uint32Array;
  /** times of the first AED ready, by who brought it */
  readyOf: Uint32Array[];
}

export function emptyTally(): Tally {
  const histogram = () => new Uint32Array(LATER + 1);
  const moments = (): Moments => ({ count: 0, sum: 0, sum2: 0 });
  return {
    arrestCount: 0,
    histograms: {
      systemCpr: histogram(),
      systemReady: histogram(),
      cpr: histogram(),
      ready: histogram(),
      responderCpr: histogram(),
      responderReady: histogram(),
      ambulance: histogram(),
    },
    somebodyGoesCount: 0,
    beforeAmbulanceCount: 0,
    went: moments(),
    calledOff: moments(),
    lead: moments(),
    survival: moments(),
    ready: moments(),
    cprBy: new Uint32Array(SOURCES.length),
    readyBy: new Uint32Array(SOURCES.length),
    readyOf: SOURCES.map(histogram),
  };
}

/** `survival`: of the attempt, by its times. */
export function addToTally(tally: Tally, record: Float64Array, survival: number): void {
  const { histograms } = tally;
  tally.arrestCount++;
  count(histograms.systemCpr, record[EVENT.systemCprSeconds]);
  count(histograms.systemReady, record[EVENT.systemReadySeconds]);
  count(histograms.cpr, record[EVENT.cprSeconds]);
  count(histograms.ready, record[EVENT.readySeconds]);
  count(histograms.responderCpr, record[EVENT.responderSeconds]);
  count(histograms.responderReady, record[EVENT.responderReadySeconds]);
  count(histograms.ambulance, record[EVENT.ambulanceSeconds]);
  if (record[EVENT.wentCount] > 0) tally.somebodyGoesCount++;
  const lead = record[EVENT.ambulanceSeconds] - record[EVENT.responderSeconds];
  if (lead > 0) {
    tally.beforeAmbulanceCount++;
    add(tally.lead, lead);
  }
  add(tally.went, record[EVENT.wentCount]);
  add(tally.calledOff, record[EVENT.calledOffCount]);
  add(tally.survival, survival);
  add(tally.ready, Math.min(record[EVENT.readySeconds], TALLY_SECONDS));
  tally.cprBy[record[EVENT.cprBy]]++;
  tally.readyBy[record[EVENT.readyBy]]++;
  count(tally.readyOf[record[EVENT.readyBy]], record[EVENT.readySeconds]);
}

/** How many came by then: exactly at it counts. */
export function countBy({ histograms }: Tally, curve: Curve, seconds: number): number {
  return sumTo(histograms[curve], seconds);
}

/** How many of a histogram came by then. */
export function sumTo(histogram: Uint32Array, seconds: number): number {
  const last = Math.min(Math.floor(seconds), TALLY_SECONDS);
  let sum = 0;
  for (let n = 0; n <= last; n++) sum += histogram[n];
  return sum;
}

export function shareBySource(counts: Uint32Array, arrestCount: number): Record<Source, number> {
  return Object.fromEntries(SOURCES.map((source, n) => [source, counts[n] / arrestCount])) as Record<
    Source,
    number
  >;
}

function count(histogram: Uint32Array, seconds: number): void {
  // CPR beside an AED that is there already may begin before the call: that counts as at it
  const place = seconds > TALLY_SECONDS ? LATER : seconds > 0 ? Math.ceil(seconds) : 0;
  histogram[place]++;
}

function add(moments: Moments, value: number): void {
  moments.count++;
  moments.sum += value;
  moments.sum2 += value * value;
}
