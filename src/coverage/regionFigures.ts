/** From a region's sums to its figures: the only place where they are divided. */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import type { ObservedValue } from "../load/records.ts";
import type { Scenario } from "../scenario.ts";
import { areDwellingsKnown } from "./dwellings.ts";
import type { RegionSums, ResponseSums } from "./regionSums.ts";
import { RESPONSE_COLUMNS, type ResponseFigures } from "./responseColumns.ts";
import {
  COLUMN_FIGURES,
  combine,
  FIGURE_COUNT,
  RESPONSE_FIGURES,
  type ResponseFigure,
} from "./shardResponse.ts";

export interface PeriodFigures {
  reachableWithin500mShare: number | null;
  reachableWithin500mDwellingsShare: number | null;
  hoursUnknownShare: number | null;
  /** within 500 m along streets; null where streets are not known for nearly all */
  street500mShare: number | null;
  street500mDwellingsShare: number | null;
  /** within 500 m in a straight line, but not within 750 m along streets */
  nearButNotReachableShare: number | null;
}

export interface RegionFigures {
  residents: number;
  /** null where dwellings are not known for nearly all residents (postcode points have none) */
  dwellings: number | null;
  /** per age group, in the order of `AGE_GROUPS`; null where the age of nearly all residents is not known */
  residentsByAge: number[] | null;
  cellCount: number;
  aedCount: number;
  aedAlwaysOpenCount: number;
  aedHoursUnknownCount: number;
  /** AEDs to be expected: as observed, else as registered nationally per inhabitant; null where nobody lives */
  aedsExpected: number | null;
  /** AEDs loaded / AEDs expected */
  aedCompleteness: number | null;
  /** observed values in use here, also those of a region around it */
  observed: Partial<Record<ObservedValue["measure"], ObservedValue>>;
  officialZoneShare: number | null;
  officialZoneDwellingsShare: number | null;
  /** per period and week, shares of residents (and dwellings) */
  periods: Record<PeriodOrWeek, PeriodFigures>;
  /** of the simulated response, means over residents; absent where the run knew none */
  response?: Record<PeriodOrWeek, ResponseFigures>;
}

/** As registered nationally, per inhabitant. */
export function expectedAeds({ residents }: RegionSums, scenario: Scenario): number {
  return (residents * scenario.aedsRegistered) / scenario.residentsAtRegistration;
}

/** What the model takes over its own values. */
export interface Overrides {
  /** observed in the region or around it */
  observed?: RegionFigures["observed"];
  aedsExpected?: number;
}

export function regionFigures(
  sums: RegionSums,
  scenario: Scenario,
  { observed = {}, aedsExpected = expectedAeds(sums, scenario) }: Overrides = {},
): RegionFigures {
  const hasDwellings = sums.dwellings > 0 && areDwellingsKnown(sums.dwellingsKnownResidents, sums.residents);
  return {
    residents: sums.residents,
    dwellings: hasDwellings ? sums.dwellings : null,
    residentsByAge: areAgesKnown(sums) ? sums.ages : null,
    cellCount: sums.cells,
    aedCount: sums.aeds,
    aedAlwaysOpenCount: sums.aedsAlwaysOpen,
    aedHoursUnknownCount: sums.aedsHoursUnknown,
    aedsExpected: aedsExpected > 0 ? aedsExpected : null,
    aedCompleteness: ratio(sums.aeds, aedsExpected),
    observed,
    officialZoneShare: share(sums.officialZoneResidents, sums.residents),
    officialZoneDwellingsShare: hasDwellings ? share(sums.officialZoneDwellings, sums.dwellings) : null,
    periods: Object.fromEntries(
      PERIODS_AND_WEEK.map((period) => [period, periodFigures(sums, period, hasDwellings)]),
    ) as Record<PeriodOrWeek, PeriodFigures>,
    ...(sums.response ? { response: responseFigures(sums.response) } : {}),
  };
}

/** The band is that of the region: of the means of each member of the ensemble, not the mean of the cells' bands. */
function responseFigures({ sums, residents }: ResponseSums): Record<PeriodOrWeek, ResponseFigures> {
  const layers = PERIODS_AND_WEEK.map((period, layer) => {
    const mean = (name: ResponseFigure): number => {
      const figure = RESPONSE_FIGURES.indexOf(name);
      return residents[figure] > 0 ? sums[layer * FIGURE_COUNT + figure] / residents[figure] : Number.NaN;
    };
    const columns = RESPONSE_COLUMNS.map(({ name }) => {
      const [first, second] = COLUMN_FIGURES[name];
      const value = second ? combine(name, mean(first), mean(second)) : mean(first);
      return [name, Number.isFinite(value) ? value : null] as const;
    });
    return [period, Object.fromEntries(columns) as ResponseFigures] as const;
  });
  return Object.fromEntries(layers) as Record<PeriodOrWeek, ResponseFigures>;
}

/**
 * Share of the residents of known age from which the groups are told. What is withheld lies in the smallest squares
 * and groups. Assumption: in the Rijnmond squares CBS withholds the age of 4 % of the residents.
 */
const AGES_KNOWN_SHARE_MIN = 0.9;

/** A count of those of known age looks like a count of all. */
function areAgesKnown({ ages, residents }: RegionSums): boolean {
  const known = ages.reduce((sum, count) => sum + count, 0);
  return known > 0 && known >= AGES_KNOWN_SHARE_MIN * residents;
}

function periodFigures(sums: RegionSums, period: PeriodOrWeek, hasDwellings: boolean): PeriodFigures {
  const inPeriod = sums.periods[period];
  const { residents, dwellings } = sums;
  const { reachableResidents, reachableDwellings, hoursUnknownResidents } = inPeriod;
  return {
    reachableWithin500mShare: share(reachableResidents, residents),
    reachableWithin500mDwellingsShare: hasDwellings ? share(reachableDwellings, dwellings) : null,
    hoursUnknownShare: share(hoursUnknownResidents, residents),
    street500mShare: knownShare(inPeriod.street500mResidents, inPeriod.street500mKnownResidents, residents),
    street500mDwellingsShare: hasDwellings
      ? knownShare(inPeriod.street500mDwellings, inPeriod.street500mKnownDwellings, dwellings)
      : null,
    nearButNotReachableShare: knownShare(
      inPeriod.nearNotReachableResidents,
      inPeriod.nearNotReachableKnownResidents,
      residents,
    ),
  };
}

/** Where the answer is known for less than this, the share of the rest says nothing. Assumption. */
const KNOWN_SHARE_MIN = 0.95;

/** Who is not known counts as no: the share is never better than it is. */
function knownShare(yes: number, known: number, whole: number): number | null {
  return known >= KNOWN_SHARE_MIN * whole ? share(yes, whole) : null;
}

/** A share in [0, 1]; a sum of the same parts in another order may pass the whole by rounding, by no more than that. */
function share(part: number, whole: number): number | null {
  const value = ratio(part, whole);
  if (value === null) return null;
  if (value < 0 || value > 1 + 1e-9)
    throw new Error(`got a share of ${value}, expected 0 to 1; the sums of this region are broken`);
  return Math.min(1, value);
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
