/**
 * What a shard adds to each region: unrounded sums, so that a region is right without reading cells again.
 */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import { AGE_GROUPS } from "../load/ageGroups.ts";
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
