/**
 * One arrest, event by event: call, alert, who accepts, turn-out, travel, AED, door, CPR, attach, police and fire,
 * ambulance, and who is called off. Every source of randomness has a stream of its own (`streams.ts`).
 * Nothing is allocated per arrest: the events go into a record that is used again.
 */
import type { ResponseScenario, Scenario } from "../scenario.ts";
import type { IncidentPlace } from "./incidentPlace.ts";
import { lognormalFactors, QUANTILE_BITS } from "./normalQuantiles.ts";
import { bitsAt, createStreams, drawsOf, type Streams, uniformAt } from "./streams.ts";

/** Who brought it; in this order where two are there at the same instant. */
export const SOURCES = ["responder", "policeFire", "ambulance", "localAed", "bystander"] as const;
export type Source = (typeof SOURCES)[number];

/** Places in a record. Seconds from the call; Infinity: never. */
export const EVENT = {
  /** 1: the network was alerted */
  isAlerted: 0,
  /** of the alerted: who set out, who came before the ambulance, who was called off because it was there */
  wentCount: 1,
  beforeAmbulanceCount: 2,
  calledOffCount: 3,
  responderSeconds: 4,
  responderReadySeconds: 5,
  policeFireSeconds: 6,
  ambulanceSeconds: 7,
  bystanderSeconds: 8,
  localAedReadySeconds: 9,
  /** responders, police and fire, ambulance: what is answered for */
  systemCprSeconds: 10,
  systemReadySeconds: 11,
  /** with bystanders and an AED that was there already */
  cprSeconds: 12,
  readySeconds: 13,
  /** indexes into SOURCES */
  cprBy: 14,
  readyBy: 15,
} as const;
export const EVENT_COUNT = 16;

export type ReplicationScenario = ResponseScenario &
  Pick<Scenario, "ambulance" | "policeFire" | "bystander" | "localAed">;

export interface Replicator {
  place: IncidentPlace;
  scenario: ReplicationScenario;
  streams: Streams;
  activatedShare: number;
  /** whether who is still on the way when the ambulance arrives turns back; the exact law knows no such thing */
  isCalledOff: boolean;
  turnoutMedianSeconds: number;
  turnout: Float64Array;
  speed: Float64Array;
  ambulance: Float64Array;
  /** medians of the lognormal with the place's means */
  ambulanceMedianSeconds: readonly [number, number];
  policeFire: Float64Array;
  bystander: Float64Array;
  localAed: Float64Array;
  /** ln(1 − p): lengths of the gaps between those who go */
  logStays: number;
  peopleCount: number;
}

export interface ReplicatorOptions {
  seed: number;
  /** of the arrests played, those for which the network is alerted: all, unless given */
  activatedShare?: number;
  isCalledOff?: boolean;
}

export function createReplicator(
  place: IncidentPlace,
  scenario: ReplicationScenario,
  { seed, activatedShare = 1, isCalledOff = false }: ReplicatorOptions,
): Replicator {
  const { ambulance, policeFire, bystander, localAed } = scenario;
  const toMedian = Math.exp(-(ambulance.spread ** 2) / 2);
  const [nearest, second] = place.ambulanceMeanSeconds;
  return {
    place,
    scenario,
    streams: createStreams(seed),
    activatedShare,
    isCalledOff,
    turnoutMedianSeconds: scenario.turnoutSeconds * (place.turnoutFactor ?? 1),
    turnout: lognormalFactors(scenario.turnoutSpread),
    speed: lognormalFactors(scenario.speedSpread),
    ambulance: lognormalFactors(ambulance.spread),
    ambulanceMedianSeconds: [nearest * toMedian, second * toMedian],
    policeFire: lognormalFactors(policeFire.spread),
    bystander: lognormalFactors(bystander.spread),
    localAed: lognormalFactors(localAed.spread),
    logStays: Math.log1p(-place.goProbability),
    peopleCount: place.cumulative.at(-1) ?? 0,
  };
}

/** Plays arrest number `arrest` into `record`: same seed and number, same events. */
export function replicate(replicator: Replicator, arrest: number, record: Float64Array): void {
  playOthers(replicator, arrest, record);
  playResponders(replicator, arrest, record);
  findFirsts(replicator, record);
}

function playOthers(replicator: Replicator, arrest: number, record: Float64Array): void {
  const { place, scenario, streams } = replicator;
  const ambulance = drawsOf(streams.ambulance, arrest);
  const post = uniformAt(ambulance, 0) < scenario.ambulance.busyShare ? 1 : 0;
  record[EVENT.ambulanceSeconds] =
    replicator.ambulanceMedianSeconds[post] * factorAt(replicator.ambulance, ambulance, 1);

  const policeFire = drawsOf(streams.policeFire, arrest);
  record[EVENT.policeFireSeconds] =
    uniformAt(policeFire, 0) < place.policeFireShare
      ? place.policeFireMedianSeconds * factorAt(replicator.policeFire, policeFire, 1)
      : Number.POSITIVE_INFINITY;

  const bystander = drawsOf(streams.bystander, arrest);
  record[EVENT.bystanderSeconds] =
    uniformAt(bystander, 0) < place.bystanderShare
      ? scenario.bystander.medianSeconds * factorAt(replicator.bystander, bystander, 1)
      : Number.POSITIVE_INFINITY;

  const localAed = drawsOf(streams.localAed, arrest);
  record[EVENT.localAedReadySeconds] =
    uniformAt(localAed, 0) < place.localAedProbability
      ? scenario.localAed.medianSeconds * factorAt(replicator.localAed, localAed, 1)
      : Number.POSITIVE_INFINITY;
}

/** From one who goes to the next, over those who stay: a geometric step, so that who stays costs nothing. */
function playResponders(replicator: Replicator, arrest: number, record: Float64Array): void {
  const { place, scenario, streams, logStays, peopleCount } = replicator;
  const { cumulative, pathMeters, isViaAed, entryOfPerson } = place;
  const ambulanceSeconds = record[EVENT.ambulanceSeconds];
  const { activatedShare } = replicator;
  const isAlerted =
    activatedShare === 1 || uniformAt(drawsOf(streams.recognition, arrest), 0) < activatedShare;
  const acceptance = drawsOf(streams.acceptance, arrest);
  const whereabouts = drawsOf(streams.whereabouts, arrest);
  const turnout = drawsOf(streams.turnout, arrest);
  const speed = drawsOf(streams.speed, arrest);

  let went = 0;
  let before = 0;
  let first = Number.POSITIVE_INFINITY;
  let ready = Number.POSITIVE_INFINITY;
  let person = isAlerted ? -1 : peopleCount;
  for (let n = 0; ; n++) {
    person += 1 + Math.floor(Math.log(uniformAt(acceptance, n)) / logStays);
    if (!(person < peopleCount)) break;
    const at = person + uniformAt(whereabouts, n);
    if (at >= peopleCount) break;
    let entry = entryOfPerson[person];
    while (cumulative[entry] <= at) entry++;
    const fixed = scenario.alert.alertSeconds + scenario.doorSeconds;
    const outSeconds = replicator.turnoutMedianSeconds * factorAt(replicator.turnout, turnout, n);
    const metersPerSecond = scenario.speedMetersPerSecond * factorAt(replicator.speed, speed, n);
    let seconds = fixed + outSeconds + pathMeters[entry] / metersPerSecond;
    if (isViaAed[entry]) seconds += scenario.grabSeconds;
    went++;
    if (seconds < ambulanceSeconds) before++;
    else if (replicator.isCalledOff) continue;
    if (seconds < first) first = seconds;
    if (isViaAed[entry] && seconds + scenario.attachSeconds < ready) ready = seconds + scenario.attachSeconds;
  }
  record[EVENT.isAlerted] = isAlerted ? 1 : 0;
  record[EVENT.wentCount] = went;
  record[EVENT.beforeAmbulanceCount] = before;
  record[EVENT.calledOffCount] = replicator.isCalledOff ? went - before : 0;
  record[EVENT.responderSeconds] = first;
  record[EVENT.responderReadySeconds] = ready;
}

function findFirsts({ scenario }: Replicator, record: Float64Array): void {
  const { policeFire, ambulance, localAed } = scenario;
  record[EVENT.cprSeconds] = record[EVENT.responderSeconds];
  record[EVENT.readySeconds] = record[EVENT.responderReadySeconds];
  record[EVENT.cprBy] = 0;
  record[EVENT.readyBy] = 0;
  const policeFireSeconds = record[EVENT.policeFireSeconds];
  offer(record, 1, policeFireSeconds, policeFireSeconds + policeFire.attachSeconds);
  const ambulanceSeconds = record[EVENT.ambulanceSeconds];
  offer(record, 2, ambulanceSeconds + ambulance.cprSeconds, ambulanceSeconds + ambulance.attachSeconds);
  record[EVENT.systemCprSeconds] = record[EVENT.cprSeconds];
  record[EVENT.systemReadySeconds] = record[EVENT.readySeconds];
  const localReadySeconds = record[EVENT.localAedReadySeconds];
  offer(record, 3, localReadySeconds - localAed.cprLeadSeconds, localReadySeconds);
  offer(record, 4, record[EVENT.bystanderSeconds], Number.POSITIVE_INFINITY);
}

function offer(record: Float64Array, source: number, cprSeconds: number, readySeconds: number): void {
  if (cprSeconds < record[EVENT.cprSeconds]) {
    record[EVENT.cprSeconds] = cprSeconds;
    record[EVENT.cprBy] = source;
  }
  if (readySeconds < record[EVENT.readySeconds]) {
    record[EVENT.readySeconds] = readySeconds;
    record[EVENT.readyBy] = source;
  }
}

function factorAt(factors: Float64Array, draws: number, n: number): number {
  return factors[bitsAt(draws, n) >>> (32 - QUANTILE_BITS)];
}
