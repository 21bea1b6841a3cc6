/**
 * Arrests per region and period as one disjoint partition in which every cell is large enough. What is not is joined
 * with others, never left beside a total that would give it back:
 *
 *     gemeenten of a veiligheidsregio     A 40 │ B 12 │ C 3 │ D 2      (enough = 10)
 *     cells                               A 40 │ rest of the region: B + C + D 17
 *
 * C and D alone are 5: too few, so the smallest cell beside them, B, goes too. Were B told, the region's total less A
 * and B would give 5. The same is done with veiligheidsregio's in the country, and with the periods within each cell.
 * Every sum or difference of cells is then a union of whole cells. A table built by `coarsen` from another's cells
 * keeps this between the two.
 */
import { PERIODS, type Period } from "../grid/periods.ts";

/** Of arrests whose time is not known. */
export type ArrestPeriod = Period | "unknown";
export const ARREST_PERIODS: readonly ArrestPeriod[] = [...PERIODS, "unknown"];

export interface PeriodCell<R> {
  /** the periods joined in it */
  periods: readonly ArrestPeriod[];
  rows: readonly R[];
}

/** Ground of one code, less that of all finer cells of the same table within it. */
export interface RegionCell<R> {
  /** gemeente, veiligheidsregio, or `NL` */
  code: string;
  /** of a gemeente, the veiligheidsregio it lies in; null for the others and where it is not known */
  within: string | null;
  parts: PeriodCell<R>[];
}

export type IsEnough<R> = (rows: readonly R[]) => boolean;

const COUNTRY = "NL";

/** The coarser table of the same rows in which every cell is enough; empty where all of them together are not. */
export function coarsen<R>(cells: readonly RegionCell<R>[], isEnough: IsEnough<R>): RegionCell<R>[] {
  const byRegion = new Map<string, RegionCell<R>[]>();
  for (const cell of cells) {
    const region = cell.within ?? (cell.code.startsWith("GM") ? COUNTRY : cell.code);
    byRegion.set(region, [...(byRegion.get(region) ?? []), cell]);
  }
  const loose = byRegion.get(COUNTRY) ?? [];
  byRegion.delete(COUNTRY);
  const regions = [...byRegion].map(([code, within]) => joinRegion(code, within, isEnough));
  const whole = regions.filter(({ isWhole }) => isWhole).map(({ kept }) => kept);
  const rest = [...loose, ...regions.filter(({ isWhole }) => !isWhole).flatMap(({ kept }) => kept)];
  // too few left over: the region with fewest arrests goes with them, as a whole
  whole.sort((p, q) => rowsOf(p).length - rowsOf(q).length || (p[0].code < q[0].code ? -1 : 1));
  while (rest.length > 0 && !isEnough(rowsOf(rest)) && whole.length > 0) rest.push(...whole.shift()!);
  if (rest.length > 0 && isEnough(rowsOf(rest))) whole.push([join(COUNTRY, rest)]);
  return whole
    .flat()
    .map((cell) => ({ ...cell, parts: joinPeriods(cell.parts, isEnough) }))
    .sort((p, q) => (p.code < q.code ? -1 : 1));
}

/** Gemeenten that are enough stay; the others, and the region's own rest, become its rest or take it down whole. */
function joinRegion<R>(code: string, cells: readonly RegionCell<R>[], isEnough: IsEnough<R>) {
  const isOwn = (cell: RegionCell<R>) => cell.code !== code && isEnough(rowsOf([cell]));
  const own = cells.filter(isOwn).sort(bySize);
  const rest = cells.filter((cell) => !isOwn(cell));
  while (rest.length > 0 && !isEnough(rowsOf(rest)) && own.length > 0) rest.push(own.shift()!);
  if (rest.length > 0 && !isEnough(rowsOf(rest))) return { kept: [...cells], isWhole: false };
  return { kept: rest.length > 0 ? [...own, join(code, rest)] : own, isWhole: true };
}

function join<R>(code: string, cells: readonly RegionCell<R>[]): RegionCell<R> {
  return { code, within: null, parts: cells.flatMap(({ parts }) => parts) };
}

/** Parts that share a period are one; then the smallest are joined until all are enough. */
function joinPeriods<R>(parts: readonly PeriodCell<R>[], isEnough: IsEnough<R>): PeriodCell<R>[] {
  const groups = connected(parts).sort((p, q) => p.rows.length - q.rows.length || orderOf(p) - orderOf(q));
  const own = groups.filter(({ rows }) => isEnough(rows));
  const rest = groups.filter(({ rows }) => !isEnough(rows));
  while (rest.length > 0 && !isEnough(rest.flatMap(({ rows }) => rows)) && own.length > 0)
    rest.push(own.shift()!);
  const joined = rest.length > 0 ? [...own, joinParts(rest)] : own;
  return joined.sort((p, q) => orderOf(p) - orderOf(q));
}

function connected<R>(parts: readonly PeriodCell<R>[]): PeriodCell<R>[] {
  let groups: PeriodCell<R>[] = [];
  for (const part of parts) {
    const touching = groups.filter(({ periods }) => periods.some((period) => part.periods.includes(period)));
    groups = [...groups.filter((group) => !touching.includes(group)), joinParts([...touching, part])];
  }
  return groups;
}

function joinParts<R>(parts: readonly PeriodCell<R>[]): PeriodCell<R> {
  const held = new Set(parts.flatMap(({ periods }) => periods));
  return {
    periods: ARREST_PERIODS.filter((period) => held.has(period)),
    rows: parts.flatMap(({ rows }) => rows),
  };
}

function rowsOf<R>(cells: readonly RegionCell<R>[]): R[] {
  return cells.flatMap(({ parts }) => parts.flatMap(({ rows }) => rows));
}

function bySize<R>(p: RegionCell<R>, q: RegionCell<R>): number {
  return rowsOf([p]).length - rowsOf([q]).length || (p.code < q.code ? -1 : 1);
}

function orderOf({ periods }: PeriodCell<unknown>): number {
  return ARREST_PERIODS.indexOf(periods[0]);
}
