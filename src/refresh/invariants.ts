/**
 * What must hold of a run before anybody reads it. Pure; each answer is a sentence for the person who must look.
 */
import type { RegionFigures } from "../coverage/regionFigures.ts";
import { COUNTRY_CODE, type RegionSums } from "../coverage/regionSums.ts";
import { RESPONSE_COLUMNS } from "../coverage/responseColumns.ts";
import { FIGURE_COUNT, RESPONSE_FIGURES } from "../coverage/shardResponse.ts";

/** Sums of the same parts in another order differ by rounding, by no more than this. */
const ROUNDING = 1e-9;

/** A region may move by so much where none of its inputs changed: a new code version may do that. Assumption. */
export const MOVE_SHARE_MAX = 0.1;

/** What is divided by its whole somewhere: every such name is a share of 0 to 1. */
const SHARE_NAME = /Share$|Probability$|WithinSixMinutes(Low|High)?$|Within15Minutes$/;

export interface RunSums {
  sums: ReadonlyMap<string, RegionSums>;
  /** kind of each region that is not the sum of others: those of one kind lie beside each other */
  kinds: ReadonlyMap<string, string>;
  /** residents of the population in force, summed without the run */
  populationResidents: number;
}

/** Masses are conserved, and no part is negative or more than its whole. */
export function brokenSums({ sums, kinds, populationResidents }: RunSums): string[] {
  const country = sums.get(COUNTRY_CODE)?.residents ?? 0;
  const broken: string[] = [];
  if (isApart(country, populationResidents)) {
    broken.push(
      `got ${country} residents over all shards, expected ${populationResidents} of the population in force`,
    );
  }
  const perKind = new Map<string, number>();
  for (const [code, kind] of kinds) {
    perKind.set(kind, (perKind.get(kind) ?? 0) + (sums.get(code)?.residents ?? 0));
  }
  for (const [kind, residents] of perKind) {
    if (isMore(residents, country)) {
      broken.push(`got ${residents} residents in all of kind ${kind}, expected at most ${country}`);
    }
  }
  for (const [code, own] of sums) broken.push(...brokenParts(code, own));
  return broken;
}

function brokenParts(code: string, sums: RegionSums): string[] {
  const {
    ages,
    periods,
    response: _,
    aeds,
    aedsAlwaysOpen,
    aedsHoursUnknown,
    residents,
    dwellings,
    ...rest
  } = sums;
  const told: (readonly [name: string, value: number, whole?: number])[] = [
    ...Object.entries({ residents, dwellings, aeds, ...rest }),
    ...Object.entries(periods).flatMap(([period, inPeriod]) =>
      Object.entries(inPeriod).map(([name, value]) => [`${period}.${name}`, value] as const),
    ),
    ["ages", ages.reduce((sum, count) => sum + count, 0)] as const,
    ["aeds of known kind", aedsAlwaysOpen + aedsHoursUnknown] as const,
    ...responseParts(sums),
  ];
  return told.flatMap(([name, value, whole = wholeOf(name, sums)]) => {
    if (value >= 0 && !isMore(value, whole)) return [];
    return [`got ${value} for ${name} of region ${code}, expected 0 to ${whole}`];
  });
}

/** Of each figure the residents who have it, and its sum over them: for a probability no more than they. */
function responseParts({ residents, response }: RegionSums): (readonly [string, number, number])[] {
  if (!response) return [];
  return response.sums.flatMap((sum, n) => {
    const figure = RESPONSE_FIGURES[n % FIGURE_COUNT];
    const known = response.residents[n % FIGURE_COUNT];
    const isCounted = /Median$|^secondsGained$|^alerted$/.test(figure);
    return [
      [`residents who have ${figure}`, known, residents] as const,
      [`response ${figure}`, sum, isCounted ? Number.MAX_VALUE : known] as const,
    ];
  });
}

function wholeOf(name: string, { residents, dwellings, aeds }: RegionSums): number {
  if (/Residents$/.test(name) || name === "ages") return residents;
  if (/Dwellings$/.test(name)) return dwellings;
  return name === "aeds of known kind" ? aeds : Number.MAX_VALUE;
}

/** Every share lies between 0 and 1. */
export function brokenShares(figures: ReadonlyMap<string, RegionFigures>): string[] {
  return [...figures].flatMap(([code, own]) =>
    sharesOf(own)
      .filter(([, value]) => !(value >= 0 && value <= 1))
      .map(([name, value]) => `got ${value} for ${name} of region ${code}, expected 0 to 1`),
  );
}

/** Shares that moved by more than `MOVE_SHARE_MAX` in regions that are not among `changed`; the furthest first. */
export function movedRegions(
  before: ReadonlyMap<string, RegionFigures>,
  after: ReadonlyMap<string, RegionFigures>,
  changed: ReadonlySet<string>,
): string[] {
  const moved: { by: number; told: string }[] = [];
  for (const [code, figures] of after) {
    const old = before.get(code);
    if (!old || changed.has(code)) continue;
    const oldShares = new Map(sharesOf(old));
    for (const [name, value] of sharesOf(figures)) {
      const by = Math.abs(value - (oldShares.get(name) ?? value));
      if (by > MOVE_SHARE_MAX) {
        moved.push({ by, told: `${name} of region ${code} from ${oldShares.get(name)} to ${value}` });
      }
    }
  }
  return moved.sort((a, b) => b.by - a.by).map(({ told }) => told);
}

const RESPONSE_SHARES = RESPONSE_COLUMNS.filter(({ kind }) => kind === "share");

/** All shares that are known, those of periods as `week.name`. */
function sharesOf({ periods, response, ...whole }: RegionFigures): [name: string, value: number][] {
  const inResponse = Object.entries(response ?? {}).flatMap(([period, figures]) =>
    RESPONSE_SHARES.map(({ name, wire }) => [`${period}.${wire}`, figures[name]] as [string, unknown]),
  );
  const inPeriods = Object.entries(periods).flatMap(([period, figures]) =>
    Object.entries(figures).map(([name, value]) => [`${period}.${name}`, value] as [string, unknown]),
  );
  return [...Object.entries(whole), ...inPeriods, ...inResponse].filter(
    (pair): pair is [string, number] => SHARE_NAME.test(pair[0]) && typeof pair[1] === "number",
  );
}

function isApart(a: number, b: number): boolean {
  return !(Math.abs(a - b) <= ROUNDING * Math.max(1, b));
}

function isMore(part: number, whole: number): boolean {
  return !(part <= whole + ROUNDING * Math.max(1, whole));
}
