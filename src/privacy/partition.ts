/**
 * Exact responder counts → one disjoint partition of the country into units that each hold at least k.
 * A unit is an H3 cell; its ground is that cell less all finer units within it. Nothing here is published.
 */
import { cellToParent } from "h3-js";
import type { CellId } from "../grid/cell.ts";
import { addTo, ONE_COUNT, sumOf, type Tally } from "./tally.ts";

export interface Unit<T = number> {
  unit: CellId;
  resolution: number;
  /** exact number of responders on the unit's ground: secret until rounded */
  count: T;
}

/** design.md: no unit rests on fewer than ten persons. */
export const K_RESPONDERS = 10;
/** The finest unit, about 0.09 km² in the Netherlands: seven analysis cells wide enough to hide a house. */
export const FINEST_UNIT_RESOLUTION = 9;
/**
 * The H3 root. What is left over is carried to the very top, because every level at which carrying stops early
 * would leave one rest below k per cell of that level; at the root that is two for the Netherlands (H3 base cells
 * 12 and 15), and those are settled by `settleRest`. A unit that coarse holds the few responders nobody else could.
 */
export const COARSEST_UNIT_RESOLUTION = 0;

/**
 * Bottom-up: a cell that holds ≥ k becomes a unit, what is left of its parent is carried upward until it holds ≥ k.
 * Sum of counts = sum of input; every unit holds ≥ k; independent of input order. Input cells: resolution 9 or finer.
 * Empty when the whole input holds fewer than k: the caller then has no responder field and must say so.
 */
export function partitionResponders(
  exactCounts: ReadonlyMap<CellId, number>,
  { k = K_RESPONDERS, finestResolution = FINEST_UNIT_RESOLUTION } = {},
): Unit[] {
  if (!(Number.isInteger(k) && k >= 1))
    throw new RangeError(`got k = ${k}, expected a whole number from 1; give k`);
  const formation = { formationCount: k, finestResolution };
  const finest = countAtFinest(exactCounts);
  const { units, left } = carryUpward(finest, formation, COARSEST_UNIT_RESOLUTION, ONE_COUNT);
  return sortUnits(settleRest(units, left, k, ONE_COUNT));
}

/** Counts per resolution-9 cell. Zero counts vanish; anything but whole numbers from 0 is our own broken promise. */
export function countAtFinest(exactCounts: ReadonlyMap<CellId, number>): Map<CellId, number> {
  const finest = new Map<CellId, number>();
  for (const [cell, count] of exactCounts) {
    if (!(Number.isInteger(count) && count >= 0)) {
      throw new RangeError(
        `got ${count} responders in a cell, expected a whole number from 0; count before partitioning`,
      );
    }
    if (count > 0) addTo(finest, toResolution(cell, FINEST_UNIT_RESOLUTION), count, ONE_COUNT);
  }
  return finest;
}

/**
 * The pass from resolution 9 to `coarsest`; units only from `finestResolution` on. `left`: per cell of the coarsest
 * resolution what no unit took, each below `formationCount`. The input must lie on ground that no other unit claims.
 */
export function carryUpward<T>(
  finest: ReadonlyMap<CellId, T>,
  { formationCount, finestResolution }: { formationCount: number; finestResolution: number },
  coarsest: number,
  tally: Tally<T>,
): { units: Unit<T>[]; left: Map<CellId, T> } {
  const units: Unit<T>[] = [];
  let carried = finest;
  for (let resolution = FINEST_UNIT_RESOLUTION; ; resolution--) {
    const left = new Map<CellId, T>();
    for (const [cell, count] of carried) {
      const isEnough = tally.least(count) >= formationCount && resolution <= finestResolution;
      if (isEnough) units.push({ unit: cell, resolution, count });
      else left.set(cell, count);
    }
    if (resolution === coarsest) return { units, left };
    carried = sumByParent(left, resolution - 1, tally);
  }
}

/** The finest unit whose cell contains this one: the unit on whose ground it lies. */
export function finestUnitOf(cell: CellId, units: { has(unit: CellId): boolean }): CellId | null {
  for (let resolution = resolutionOf(cell); resolution >= COARSEST_UNIT_RESOLUTION; resolution--) {
    const ancestor = toResolution(cell, resolution);
    if (units.has(ancestor)) return ancestor;
  }
  return null;
}

/**
 * Every root is a unit in the end, so all ground has one: where the rest of a root stays below k (also when it is 0),
 * the coarsest unit in that root (then the smallest count, then the lowest id) is dissolved into the root together
 * with the rest, and the next one, until the root holds k. Were it left out when the rest is 0, one responder more
 * would show. A root that never holds k gives all it has to the unit that is coarsest, smallest and lowest in the
 * whole country; its own ground belongs to nobody. `isStanding`: a unit whose figure stands needs no k.
 */
export function settleRest<T>(
  units: readonly Unit<T>[],
  rests: ReadonlyMap<CellId, T>,
  k: number,
  tally: Tally<T>,
  isStanding: (unit: CellId) => boolean = () => false,
): Unit<T>[] {
  const settled = [...units];
  const homeless = new Map<CellId, T>();
  const roots = [...new Set([...units.map(({ unit }) => toRoot(unit)), ...rests.keys()])].sort();
  for (const root of roots) {
    const isEnough = (held: T) => tally.least(held) >= k || isStanding(root);
    const count = dissolveInto(settled, root, rests.get(root) ?? tally.zero, isEnough, tally);
    if (isEnough(count)) settled.push({ unit: root, resolution: COARSEST_UNIT_RESOLUTION, count });
    else homeless.set(root, count);
  }
  if (settled.length === 0) return unitOfHomeless(homeless, k, tally);
  const host = firstToDissolve(settled, tally);
  const count = tally.add(host.count, sumOf(homeless.values(), tally));
  settled[settled.indexOf(host)] = { ...host, count };
  return settled;
}

const toRoot = (unit: CellId) => toResolution(unit, COARSEST_UNIT_RESOLUTION);

/** Takes units of the root out of `settled`, at least one where there is one, until they and the rest are enough. */
function dissolveInto<T>(
  settled: Unit<T>[],
  root: CellId,
  rest: T,
  isEnough: (count: T) => boolean,
  tally: Tally<T>,
): T {
  let count = rest;
  do {
    const inRoot = settled.filter(({ unit }) => toRoot(unit) === root);
    if (inRoot.length === 0) break;
    const host = firstToDissolve(inRoot, tally);
    settled.splice(settled.indexOf(host), 1);
    count = tally.add(count, host.count);
  } while (!isEnough(count));
  return count;
}

/** No unit anywhere: those left over are one unit at the fullest root when they reach k together, otherwise nothing. */
function unitOfHomeless<T>(homeless: ReadonlyMap<CellId, T>, k: number, tally: Tally<T>): Unit<T>[] {
  const count = sumOf(homeless.values(), tally);
  if (homeless.size === 0 || tally.least(count) < k) return [];
  const [unit] = [...homeless].sort(
    ([a, m], [b, n]) => tally.least(n) - tally.least(m) || (a < b ? -1 : 1),
  )[0];
  return [{ unit, resolution: COARSEST_UNIT_RESOLUTION, count }];
}

function firstToDissolve<T>(units: readonly Unit<T>[], tally: Tally<T>): Unit<T> {
  const isBefore = (a: Unit<T>, b: Unit<T>) =>
    (a.resolution - b.resolution ||
      tally.least(a.count) - tally.least(b.count) ||
      (a.unit < b.unit ? -1 : 1)) < 0;
  return units.reduce((first, unit) => (isBefore(unit, first) ? unit : first));
}

/** Sums per ancestor of that resolution. */
export function sumByParent<T>(
  counts: ReadonlyMap<CellId, T>,
  resolution: number,
  tally: Tally<T>,
): Map<CellId, T> {
  const parents = new Map<CellId, T>();
  for (const [cell, count] of counts) addTo(parents, toResolution(cell, resolution), count, tally);
  return parents;
}

/** Finest first, then by id: one order whatever the input's. */
export function sortUnits<U extends { unit: CellId; resolution: number }>(units: readonly U[]): U[] {
  return [...units].sort((a, b) => b.resolution - a.resolution || (a.unit < b.unit ? -1 : 1));
}

/**
 * `cellToParent` in arithmetic, a third of the time of h3's: digits 6…15 are the low 30 bits, and a parent has all
 * bits set below its own digit.
 */
export function toResolution(cell: CellId, resolution: number): CellId {
  if (resolutionOf(cell) === resolution) return cell;
  if (resolution < 5) return cellToParent(cell, resolution);
  const low = (Number.parseInt(cell.slice(7), 16) | (2 ** (3 * (15 - resolution)) - 1)) >>> 0;
  return cell.charAt(0) + resolution + cell.slice(2, 7) + low.toString(16).padStart(8, "0");
}

/** The second hexadecimal digit of an id. */
function resolutionOf(cell: CellId): number {
  return Number.parseInt(cell.charAt(1), 16);
}
