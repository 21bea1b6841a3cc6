/**
 * Unrounded figures of a shard → the small integers that are stored, per layer and level.
 * Rounding happens here and nowhere else: metres up (so that 500 m shown means within 500 m), shares to half percents.
 */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import { BASIS } from "../travel/travel.ts";
import {
  AT_MOST_ON_STREETS,
  type BaseColumns,
  NO_UINT8,
  NO_UINT16,
  NO_UINT32,
  type PeriodColumns,
  SHARE_STEPS,
} from "./columns.ts";
import { areDwellingsKnown } from "./dwellings.ts";
import { eachLevelMean, type LevelWeights, sumLevels } from "./rollUp.ts";
import { ANSWER, type PeriodStreetZones, type StreetZones } from "./streetZones.ts";
import { DENSITY_RADIUS_METERS, type PeriodZones, type Zones } from "./zones.ts";

/** km² of the circle in which AEDs are counted: π × 1². */
const DENSITY_CIRCLE_SQUARE_KM = Math.PI * (DENSITY_RADIUS_METERS / 1_000) ** 2;
const CELLS_AT_LEVEL = [1, 7, 49, 343, 2_401, 16_807];

export interface ShardFigures {
  dwellings: Float64Array;
  zones: Zones;
  streets: StreetZones;
  /** protected responders per km² of the unit, by home; NaN where no responders are loaded */
  responderDensity: Float64Array;
  /** the same of those near in each period; null = no whereabouts are loaded */
  nearDensity: Record<PeriodOrWeek, Float64Array> | null;
}

/** Per layer, the columns of the six levels (0 = resolution 10). */
export type LayerLevels = { base: BaseColumns[] } & Record<PeriodOrWeek, PeriodColumns[]>;

export function encodeLayers(figures: ShardFigures, weights: LevelWeights): LayerLevels {
  const { nearDensity } = figures;
  const periods = PERIODS_AND_WEEK.map((period) => {
    const levels = encodePeriod(figures.zones[period], figures.streets[period], weights);
    return [period, nearDensity ? withResponders(levels, nearDensity[period], weights) : levels];
  });
  return { base: encodeBase(figures, weights), ...Object.fromEntries(periods) } as LayerLevels;
}

function encodeBase(
  { dwellings, zones, responderDensity }: ShardFigures,
  weights: LevelWeights,
): BaseColumns[] {
  const officialZone = shareLevels(toFlags(zones.week.within500m, isPositive), weights);
  const density = uint16Levels(responderDensity, weights, 10, Math.round);
  const dwellingSums = sumLevels(dwellings);
  const knownResidents = sumLevels(
    weights.residents[0].map((residents, n) => (dwellings[n] > 0 ? residents : 0)),
  );
  return weights.land.map((land, level) => ({
    land: encodeLand(land, CELLS_AT_LEVEL[level]),
    residentTenths: encodeTenths(weights.residents[level]),
    dwellingTenths: encodeDwellings(dwellingSums[level], knownResidents[level], weights.residents[level]),
    officialZone: officialZone[level],
    responderDensityTenths: density[level],
  }));
}

function withResponders(
  levels: PeriodColumns[],
  density: Float64Array,
  weights: LevelWeights,
): PeriodColumns[] {
  const densities = uint16Levels(density, weights, 10, Math.round);
  return levels.map((columns, level) => ({ ...columns, responderDensityTenths: densities[level] }));
}

function encodePeriod(
  zones: PeriodZones,
  streets: PeriodStreetZones,
  weights: LevelWeights,
): PeriodColumns[] {
  const reachable = shareLevels(toFlags(zones.within500m, isPositive), weights);
  const hoursUnknown = shareLevels(toFlags(zones.hoursUnknown, isPositive), weights);
  const openShare = shareLevels(zones.openShare, weights);
  const nearest = uint16Levels(zones.nearestMeters, weights, 1, Math.ceil);
  const beyond = shareLevels(toFlags(zones.nearestMeters, isInfinite), weights);
  const within500m = uint16Levels(toFloats(zones.within500m), weights, 10, Math.round);
  const density = uint16Levels(
    toFloats(zones.within1000m),
    weights,
    100 / DENSITY_CIRCLE_SQUARE_KM,
    Math.round,
  );
  const streetMeters = uint16Levels(streets.nearestMeters, weights, 1, Math.ceil);
  const onStreets = shareLevels(toMeasuredFlags(streets), weights);
  markAtMost(onStreets[0], streets);
  const detour = uint16Levels(streets.detour, weights, 100, Math.round);
  const within500mByStreet = answerLevels(streets.within500m, weights);
  const nearNotReachable = answerLevels(streets.nearNotReachable, weights);
  return weights.land.map((_, level) => ({
    reachable: reachable[level],
    hoursUnknown: hoursUnknown[level],
    openShare: openShare[level],
    nearestMeters: nearest[level],
    beyondReach: beyond[level],
    within500mTenths: within500m[level],
    aedDensityHundredths: density[level],
    streetMeters: streetMeters[level],
    onStreets: onStreets[level],
    detourHundredths: detour[level],
    within500mByStreet: within500mByStreet[level],
    nearNotReachable: nearNotReachable[level],
  }));
}

/** Where the answer is not known for more of the residents than this, a share says nothing. Assumption. */
const UNKNOWN_SHARE_MAX = 0.05;

/** Shares who say yes; who is not known counts as no, up to 5 %: never better than it is. */
function answerLevels(answers: Uint8Array, weights: LevelWeights): Uint8Array[] {
  const yes = shareLevels(toFlags(answers, isYes), weights);
  const unknown = shareLevels(toFlags(answers, isUnknown), weights);
  yes.forEach((shares, level) => {
    for (let n = 0; n < shares.length; n++) {
      if (unknown[level][n] > UNKNOWN_SHARE_MAX * SHARE_STEPS) shares[n] = NO_UINT8;
    }
  });
  return yes;
}

/** 1 measured where no shorter way can be missed, 0 at most so many or estimated, NaN where there is no AED. */
function toMeasuredFlags({ nearestMeters, basis }: PeriodStreetZones): Float64Array {
  for (let n = 0; n < VALUES.length; n++) {
    VALUES[n] = isInfinite(nearestMeters[n]) ? Number.NaN : basis[n] === BASIS.streets ? 1 : 0;
  }
  return VALUES;
}

function markAtMost(onStreets: Uint8Array, { nearestMeters, basis }: PeriodStreetZones): void {
  for (let n = 0; n < onStreets.length; n++) {
    if (basis[n] === BASIS.atMost && !isInfinite(nearestMeters[n]) && onStreets[n] !== NO_UINT8)
      onStreets[n] = AT_MOST_ON_STREETS;
  }
}

function shareLevels(values: Float64Array, weights: LevelWeights): Uint8Array[] {
  const levels: Uint8Array[] = [];
  eachLevelMean(values, weights, (_, means) => levels.push(encodeShares(means)));
  return levels;
}

function uint16Levels(
  values: Float64Array,
  weights: LevelWeights,
  factor: number,
  round: (value: number) => number,
): Uint16Array[] {
  const levels: Uint16Array[] = [];
  eachLevelMean(values, weights, (_, means) => levels.push(encodeUint16(means, factor, round)));
  return levels;
}

/** One figure's values on their way into the levels: taken up at once, so that one buffer serves all. */
const VALUES = new Float64Array(SHARD_CELL_COUNT);

const isPositive = (value: number) => value > 0;
const isYes = (value: number) => value === ANSWER.yes;
const isUnknown = (value: number) => value === ANSWER.unknown;
const isInfinite = (value: number) => value === Number.POSITIVE_INFINITY;

function toFlags(values: ArrayLike<number>, isSet: (value: number) => boolean): Float64Array {
  for (let n = 0; n < VALUES.length; n++) VALUES[n] = isSet(values[n]) ? 1 : 0;
  return VALUES;
}

function toFloats(values: Uint16Array): Float64Array {
  VALUES.set(values);
  return VALUES;
}

function encodeLand(land: Float64Array, cells: number): Uint8Array {
  const out = new Uint8Array(land.length);
  for (let n = 0; n < out.length; n++) {
    out[n] = land[n] === 0 ? NO_UINT8 : Math.max(1, Math.round((land[n] / cells) * SHARE_STEPS));
  }
  return out;
}

function encodeTenths(sums: Float64Array): Uint32Array {
  const out = new Uint32Array(sums.length);
  for (let n = 0; n < out.length; n++) out[n] = Math.round(sums[n] * 10);
  return out;
}

function encodeDwellings(
  sums: Float64Array,
  knownResidents: Float64Array,
  residents: Float64Array,
): Uint32Array {
  const out = encodeTenths(sums);
  for (let n = 0; n < out.length; n++)
    if (!areDwellingsKnown(knownResidents[n], residents[n])) out[n] = NO_UINT32;
  return out;
}

/** A share that is not exactly 0 or 1 is never shown as such. */
function encodeShares(shares: Float64Array): Uint8Array {
  const out = new Uint8Array(shares.length);
  for (let n = 0; n < out.length; n++) {
    const share = shares[n];
    if (Number.isNaN(share)) out[n] = NO_UINT8;
    else if (share <= 0) out[n] = 0;
    else if (share >= 1) out[n] = SHARE_STEPS;
    else out[n] = Math.min(SHARE_STEPS - 1, Math.max(1, Math.round(share * SHARE_STEPS)));
  }
  return out;
}

function encodeUint16(values: Float64Array, factor: number, round: (value: number) => number): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let n = 0; n < out.length; n++) {
    const value = values[n];
    out[n] = Number.isNaN(value) ? NO_UINT16 : Math.min(NO_UINT16 - 1, round(value * factor));
  }
  return out;
}
