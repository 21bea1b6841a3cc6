/**
 * What a shard adds to each region: unrounded sums, so that a region is right without reading cells again.
 */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import { AGE_GROUPS } from "../load/ageGroups.ts";
import { FIGURE_COUNT, LAYER_COUNT, type ShardResponse } from "./shardResponse.ts";
import { ANSWER, type PeriodStreetZones, type StreetZones } from "./streetZones.ts";
import type { Zones } from "./zones.ts";

export interface PeriodSums {
  reachableResidents: number;
  reachableDwellings: number;
  hoursUnknownResidents: number;
  /** within 500 m along streets; and those of whom it is known whether they are */
  street500mResidents: number;
  street500mKnownResidents: number;
  street500mDwellings: number;
  street500mKnownDwellings: number;
  /** near in a straight line but not along streets; and those of whom it is known whether they are */
  nearNotReachableResidents: number;
  nearNotReachableKnownResidents: number;
}

export interface RegionSums {
  cells: number;
  residents: number;
  dwellings: number;
  /** residents of cells that have dwellings: where a source gives none, or withholds them, they are not known */
  dwellingsKnownResidents: number;
  /** residents known to be of each age group, in the order of `AGE_GROUPS` */
  ages: number[];
  officialZoneResidents: number;
  officialZoneDwellings: number;
  aeds: number;
  aedsAlwaysOpen: number;
  aedsHoursUnknown: number;
  periods: Record<PeriodOrWeek, PeriodSums>;
  /** of the simulated response; absent from sums of before it was computed */
  response?: ResponseSums;
}

export interface ResponseSums {
  /** Σ residents × figure over the cells that have it: [layer × FIGURE_COUNT + figure], as in `ShardResponse` */
  sums: number[];
  /** the residents of these cells, per figure: 0 where what it needs is not loaded */
  residents: number[];
}

/** The whole domain goes by this code. */
export const COUNTRY_CODE = "NL";

export interface RegionPartition {
  codes: string[];
  /** 0 = none, else 1 + index into `codes` */
  cell: ArrayLike<number>;
}

export interface RegionSumInput {
  domain: Float64Array;
  residents: ArrayLike<number>;
  dwellings: ArrayLike<number>;
  /** per age group, NaN where nothing is known of it; null = no age is known */
  ages: readonly ArrayLike<number>[] | null;
  zones: Zones;
  streets: StreetZones;
  /** null = not simulated */
  response: ShardResponse | null;
  partitions: readonly RegionPartition[];
  /** AEDs on this shard's own cells, by cell index */
  aeds: readonly { index: number; isAlwaysOpen: boolean; isHoursUnknown: boolean }[];
}

export function sumRegions(input: RegionSumInput): Record<string, RegionSums> {
  const country: RegionPartition = { codes: [COUNTRY_CODE], cell: input.domain };
  const sums: Record<string, RegionSums> = {};
  for (const partition of [country, ...input.partitions]) {
    const perCode = partition.codes.map(emptyRegionSums);
    for (let n = 0; n < input.domain.length; n++) {
      if (partition.cell[n] > 0) addCell(perCode[partition.cell[n] - 1], input, n);
    }
    if (input.response) {
      sumResponse(partition, input.residents, input.response).forEach((response, code) => {
        perCode[code].response = response;
      });
    }
    for (const aed of input.aeds) {
      if (partition.cell[aed.index] > 0) addAed(perCode[partition.cell[aed.index] - 1], aed);
    }
    partition.codes.forEach((code, c) => {
      if (perCode[c].cells > 0) sums[code] = perCode[c];
    });
  }
  return sums;
}

export function emptyRegionSums(): RegionSums {
  const none = () => Object.fromEntries(COUNTED_IN_PERIOD.map((key) => [key, 0])) as unknown as PeriodSums;
  return {
    cells: 0,
    residents: 0,
    dwellings: 0,
    dwellingsKnownResidents: 0,
    ages: AGE_GROUPS.map(() => 0),
    officialZoneResidents: 0,
    officialZoneDwellings: 0,
    aeds: 0,
    aedsAlwaysOpen: 0,
    aedsHoursUnknown: 0,
    periods: Object.fromEntries(PERIODS_AND_WEEK.map((period) => [period, none()])) as Record<
      PeriodOrWeek,
      PeriodSums
    >,
  };
}

/** Adds `part` to `sums` in place. */
export function addRegionSums(sums: RegionSums, part: RegionSums): void {
  for (const key of COUNTED) sums[key] += part[key];
  for (let g = 0; g < sums.ages.length; g++) sums.ages[g] += part.ages[g];
  for (const period of PERIODS_AND_WEEK) {
    for (const key of COUNTED_IN_PERIOD) sums.periods[period][key] += part.periods[period][key];
  }
  if (part.response) sums.response = addResponseSums(sums.response, part.response);
}

function addResponseSums(held: ResponseSums | undefined, { sums, residents }: ResponseSums): ResponseSums {
  if (!held) return { sums: [...sums], residents: [...residents] };
  sums.forEach((sum, n) => {
    held.sums[n] += sum;
  });
  residents.forEach((count, figure) => {
    held.residents[figure] += count;
  });
  return held;
}

const COUNTED = [
  "cells",
  "residents",
  "dwellings",
  "dwellingsKnownResidents",
  "officialZoneResidents",
  "officialZoneDwellings",
  "aeds",
  "aedsAlwaysOpen",
  "aedsHoursUnknown",
] as const;

const COUNTED_IN_PERIOD = [
  "reachableResidents",
  "reachableDwellings",
  "hoursUnknownResidents",
  "street500mResidents",
  "street500mKnownResidents",
  "street500mDwellings",
  "street500mKnownDwellings",
  "nearNotReachableResidents",
  "nearNotReachableKnownResidents",
] as const satisfies (keyof PeriodSums)[];

function addCell(sums: RegionSums, input: RegionSumInput, n: number): void {
  const residents = input.residents[n];
  const dwellings = input.dwellings[n];
  sums.cells++;
  sums.residents += residents;
  sums.dwellings += dwellings;
  if (dwellings > 0) sums.dwellingsKnownResidents += residents;
  input.ages?.forEach((group, g) => {
    if (group[n] > 0) sums.ages[g] += group[n];
  });
  if (input.zones.week.within500m[n] > 0) {
    sums.officialZoneResidents += residents;
    sums.officialZoneDwellings += dwellings;
  }
  for (const period of PERIODS_AND_WEEK) {
    const zones = input.zones[period];
    if (zones.within500m[n] > 0) {
      sums.periods[period].reachableResidents += residents;
      sums.periods[period].reachableDwellings += dwellings;
    }
    if (zones.hoursUnknown[n] > 0) sums.periods[period].hoursUnknownResidents += residents;
    addStreets(sums.periods[period], input.streets[period], n, residents, dwellings);
  }
}

/** Per code of the partition; figure after figure, whose values lie side by side. */
function sumResponse(
  { codes, cell }: RegionPartition,
  residents: ArrayLike<number>,
  { cells, values }: ShardResponse,
): ResponseSums[] {
  const lengths = LAYER_COUNT * FIGURE_COUNT;
  const sums = new Float64Array(codes.length * lengths);
  const known = new Float64Array(codes.length * FIGURE_COUNT);
  for (let f = 0; f < lengths; f++) {
    for (let n = 0; n < cells.length; n++) {
      const code = cell[cells[n]] - 1;
      const value = values[f * cells.length + n];
      if (code < 0 || Number.isNaN(value)) continue;
      sums[code * lengths + f] += residents[cells[n]] * value;
      // the same in every layer
      if (f < FIGURE_COUNT) known[code * FIGURE_COUNT + f] += residents[cells[n]];
    }
  }
  return codes.map((_, code) => ({
    sums: [...sums.subarray(code * lengths, (code + 1) * lengths)],
    residents: [...known.subarray(code * FIGURE_COUNT, (code + 1) * FIGURE_COUNT)],
  }));
}

function addStreets(
  sums: PeriodSums,
  { within500m, nearNotReachable }: PeriodStreetZones,
  n: number,
  residents: number,
  dwellings: number,
): void {
  if (within500m[n] !== ANSWER.unknown) {
    sums.street500mKnownResidents += residents;
    sums.street500mKnownDwellings += dwellings;
  }
  if (within500m[n] === ANSWER.yes) {
    sums.street500mResidents += residents;
    sums.street500mDwellings += dwellings;
  }
  if (nearNotReachable[n] !== ANSWER.unknown) sums.nearNotReachableKnownResidents += residents;
  if (nearNotReachable[n] === ANSWER.yes) sums.nearNotReachableResidents += residents;
}

function addAed(sums: RegionSums, aed: { isAlwaysOpen: boolean; isHoursUnknown: boolean }): void {
  sums.aeds++;
  if (aed.isAlwaysOpen) sums.aedsAlwaysOpen++;
  if (aed.isHoursUnknown) sums.aedsHoursUnknown++;
}
