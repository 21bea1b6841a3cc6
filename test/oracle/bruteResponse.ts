/**
 * The simulated response of one patient by its definition: hour by hour, responder by responder, one product of
 * probabilities per time. Knows no buckets, sets, histograms, moments or tables of time; metres by the geodesic.
 */
import { ARREST_SHARE_PERCENT, PERIODS, type PeriodOrWeek } from "../../src/grid/periods.ts";
import type { LngLat } from "../../src/load/records.ts";
import type { Scenario } from "../../src/scenario.ts";
import { arrivalProbability } from "../../src/simulate/arrivalTable.ts";
import { INSTANT_HOURS } from "../../src/simulate/instants.ts";
import { normalCdf } from "../../src/simulate/normal.ts";
import { geodesicMeters } from "./geodesicMeters.ts";

export interface BrutePeople {
  position: LngLat;
  residents: number;
  responders: number;
}
export interface BruteOpened {
  position: LngLat;
  openHours: string;
}
export interface BruteWorld {
  people: BrutePeople[];
  aeds: BruteOpened[];
  posts: BruteOpened[];
  /** metres from one place to another; the straight line × the detour where left out */
  path?: (from: LngLat, to: LngLat) => number;
}

export interface BruteResponse {
  cpr: number;
  aedReady: number;
  responderCpr: number;
  responderAedReady: number;
  ambulanceCpr: number;
  cprLow: number;
  cprHigh: number;
  aedReadyLow: number;
  aedReadyHigh: number;
  noCprIn15: number;
  beforeAmbulance: number;
  secondsGained: number;
  alerted: number;
  localAed: number;
}

interface Goer {
  weight: number;
  path: number;
  isVia: boolean;
}
const OWN = 58;

/** The mean over the four instants of a period, or over all by when arrests happen. */
export function bruteResponse(
  world: BruteWorld,
  patient: LngLat,
  scenario: Scenario,
  layer: PeriodOrWeek,
): BruteResponse {
  const periods = layer === "week" ? PERIODS : [layer];
  const members: { weight: number; response: BruteMember }[] = [];
  for (const period of periods) {
    const share = layer === "week" ? ARREST_SHARE_PERCENT[period] / 100 : 1;
    const from = 4 * PERIODS.indexOf(period);
    for (const hour of INSTANT_HOURS.slice(from, from + 4)) {
      members.push({
        weight: share / 4,
        response: atHour(world, patient, scenario, hour, period === "night"),
      });
    }
  }
  const mean = (of: (response: BruteMember) => number) =>
    members.reduce((sum, { weight, response }) => sum + weight * of(response), 0);
  const ensemble = (kind: "cprBand" | "readyBand") =>
    members[0].response[kind].map((_, n) => mean((response) => response[kind][n]));
  return {
    cpr: mean(({ cpr }) => cpr),
    aedReady: mean(({ aedReady }) => aedReady),
    responderCpr: mean(({ responderCpr }) => responderCpr),
    responderAedReady: mean(({ responderAedReady }) => responderAedReady),
    ambulanceCpr: mean(({ ambulanceCpr }) => ambulanceCpr),
    cprLow: Math.min(...ensemble("cprBand")),
    cprHigh: Math.max(...ensemble("cprBand")),
    aedReadyLow: Math.min(...ensemble("readyBand")),
    aedReadyHigh: Math.max(...ensemble("readyBand")),
    noCprIn15: mean(({ noCprIn15 }) => noCprIn15),
    beforeAmbulance: mean(({ beforeAmbulance }) => beforeAmbulance),
    secondsGained: mean(({ secondsGained }) => secondsGained),
    alerted: mean(({ alerted }) => alerted),
    localAed: mean(({ localAed }) => localAed),
  };
}

type BruteMember = Omit<BruteResponse, "cprLow" | "cprHigh" | "aedReadyLow" | "aedReadyHigh"> & {
  cprBand: number[];
  readyBand: number[];
};

function atHour(
  world: BruteWorld,
  patient: LngLat,
  scenario: Scenario,
  hour: number,
  isNight: boolean,
): BruteMember {
  const { goers, alerted, nearestAed } = goersAt(world, patient, scenario, hour);
  const { ambulance, policeFire, willingness, band, localAed, outcome } = scenario;
  const near = world.people
    .filter(({ position }) => geodesicMeters(position, patient) <= 1_000)
    .reduce((sum, { residents }) => sum + residents, 0);
  const byDensity = Math.min(
    willingness.max,
    Math.max(
      willingness.min,
      willingness.atReference *
        (Math.max(willingness.floorPerSquareKm, near / Math.PI) / willingness.referencePerSquareKm) **
          -willingness.densityExponent,
    ),
  );
  const log = (seconds: number, median: number, spread: number) =>
    seconds <= 0 ? 0 : normalCdf(Math.log(seconds / median) / spread);
  const kilometers = world.posts
    .filter(({ openHours }) => openHours[hour] === "1")
    .map(({ position }) => geodesicMeters(position, patient) / 1_000)
    .sort((p, q) => p - q);
  const crew = (seconds: number) => {
    if (kilometers.length === 0) return 0;
    const from = (km: number) => {
      const mean = ambulance.fixedSeconds + ambulance.secondsPerRootKm * Math.sqrt(km);
      return log(seconds, mean * Math.exp(-(ambulance.spread ** 2) / 2), ambulance.spread);
    };
    return (
      (1 - ambulance.busyShare) * from(kilometers[0]) +
      ambulance.busyShare * from(kilometers[1] ?? kilometers[0])
    );
  };
  const police = (seconds: number) =>
    policeFire.share * log(seconds, policeFire.medianSeconds, policeFire.spread);
  const nobody = (seconds: number, p: number, isReady: boolean) =>
    goers.reduce((product, { weight, path, isVia }) => {
      if (isReady && !isVia) return product;
      const fixedSeconds =
        scenario.doorSeconds + (isVia ? scenario.grabSeconds : 0) + (isReady ? scenario.attachSeconds : 0);
      const turnoutFactor = isNight ? scenario.nightTurnoutFactor : 1;
      const arrived = arrivalProbability(scenario, {
        seconds,
        pathMeters: path,
        fixedSeconds,
        turnoutFactor,
      });
      return product * (1 - p * arrived) ** weight;
    }, 1);
  const cpr = (seconds: number, p: number, delay = 0) =>
    1 -
    nobody(seconds - delay, p, false) * (1 - police(seconds)) * (1 - crew(seconds - ambulance.cprSeconds));
  const ready = (seconds: number, p: number, delay = 0) =>
    1 -
    nobody(seconds - delay, p, true) *
      (1 - police(seconds - policeFire.attachSeconds)) *
      (1 - crew(seconds - ambulance.attachSeconds));
  const ensemble = [-band.delaySeconds, 0, band.delaySeconds].flatMap((delay) =>
    [1 - band.responseFactor, 1, 1 + band.responseFactor].flatMap((factor) =>
      [byDensity, willingness.constant].map((p) => ({ delay, p: factor * p })),
    ),
  );
  const step = 15;
  let [beforeAmbulance, secondsGained] = [0, 0];
  for (let seconds = step / 2; seconds < 2_400 && kilometers.length > 0; seconds += step) {
    const come = 1 - nobody(seconds, byDensity, false);
    beforeAmbulance += come * (crew(seconds + step / 2) - crew(seconds - step / 2));
    secondsGained += come * step * (1 - crew(seconds));
  }
  return {
    cpr: cpr(360, byDensity),
    aedReady: ready(360, byDensity),
    responderCpr: 1 - nobody(360, byDensity, false),
    responderAedReady: 1 - nobody(360, byDensity, true),
    ambulanceCpr: crew(360 - ambulance.cprSeconds),
    cprBand: ensemble.map(({ delay, p }) => cpr(360, p, delay)),
    readyBand: ensemble.map(({ delay, p }) => ready(360, p, delay)),
    noCprIn15: 1 - cpr(outcome.noFlowLimitSeconds - outcome.collapseBeforeCallSeconds, byDensity),
    beforeAmbulance,
    secondsGained,
    alerted,
    localAed: Math.min(
      1,
      (localAed.share * Math.max(0, 1 - nearestAed / localAed.maxMeters)) / localAed.meanNearness,
    ),
  };
}

/** The alert, the AEDs and the roles by the rules as they are written. */
function goersAt(
  world: BruteWorld,
  patient: LngLat,
  { alert, viaAedShare, detourFactor }: Scenario,
  hour: number,
) {
  const away = (position: LngLat) => geodesicMeters(position, patient);
  const path = (from: LngLat, to: LngLat) =>
    Math.max(detourFactor * OWN, world.path?.(from, to) ?? detourFactor * geodesicMeters(from, to));
  const inReach = world.people
    .filter(({ responders, position }) => responders > 0 && away(position) <= alert.alertRadiusMeters)
    .sort((p, q) => away(p.position) - away(q.position));
  let left = alert.alertedMax ?? Number.POSITIVE_INFINITY;
  const alerted: { position: LngLat; weight: number }[] = [];
  for (const { position, responders } of inReach) {
    if (left <= 0) break;
    alerted.push({ position, weight: Math.min(responders, left) });
    left -= responders;
  }
  const aeds = world.aeds
    .filter(({ openHours, position }) => openHours[hour] === "1" && away(position) <= alert.aedRadiusMeters)
    .sort((p, q) => away(p.position) - away(q.position))
    .slice(0, alert.aedsMax ?? undefined);
  const ways = alerted.map(({ position, weight }) => {
    const direct = path(position, patient);
    const fetched = aeds.filter(
      (aed) => geodesicMeters(aed.position, position) <= (alert.fetchRadiusMeters ?? Infinity),
    );
    const via = Math.min(...fetched.map((aed) => path(position, aed.position) + path(aed.position, patient)));
    return { weight, direct, via };
  });
  const total = ways.reduce((sum, { weight }) => sum + weight, 0);
  let quota = viaAedShare * total;
  const goers: Goer[] = [];
  const byExtra = [...ways].sort((p, q) => p.via - p.direct - (q.via - q.direct) || q.direct - p.direct);
  for (const { weight, direct, via } of byExtra) {
    const isAble = Number.isFinite(via) && via - direct <= (alert.maxExtraPathMeters ?? Infinity);
    const sent = isAble ? Math.min(weight, Math.max(0, quota)) : 0;
    quota -= sent;
    if (sent > 0) goers.push({ weight: sent, path: via, isVia: true });
    if (weight > sent) goers.push({ weight: weight - sent, path: direct, isVia: false });
  }
  return {
    goers,
    alerted: total,
    nearestAed: aeds.length ? away(aeds[0].position) : Number.POSITIVE_INFINITY,
  };
}
