/**
 * How a figure may change over time. Fresh rounding every quarter would show who came and went: with everything else
 * equal, one more responder changes one figure in five. So a unit keeps its figure, and its ground, until its exact
 * count has moved by ≥ k since the figure was drawn: every change that anyone sees rests on at least k persons.
 */
import type { CellId } from "../grid/cell.ts";
import {
  COARSEST_UNIT_RESOLUTION,
  carryUpward,
  countAtFinest,
  finestUnitOf,
  K_RESPONDERS,
  settleRest,
  sortUnits,
  sumOf,
  type Unit,
} from "./partition.ts";
import { roundCount } from "./round.ts";

/** A unit with its published figure. `count` is the exact count the figure was drawn from: secret. */
export interface DrawnUnit extends Unit {
  protectedCount: number;
}

/**
 * A unit is formed at 3k. Assumption, chosen by measurement (docs/privacy.md): at k one edition gives membership away
 * with AUC 0.53, at 2k still with 0.526 in sparse areas, at 3k with 0.516. It also leaves room for a unit that
 * stands (moved by < k): it holds more than 2k all the time.
 */
export const FORMATION_FACTOR = 3;
/** A quarter: 91 days (assumption, design.md "a quarter old"). */
export const EDITION_SECONDS = 91 * 24 * 3600;

export interface Edition {
  units: readonly DrawnUnit[];
  createdAt: Date;
}

export type EditionDecision =
  | { decision: "keep"; reason: "notDue" }
  | { decision: "replace"; reason: "first" | "quarterOld" | "unitChanged" };

/**
 * A new edition only when there is none, the last is a quarter old (exactly 91 days counts), or some unit's count
 * has moved by ≥ k, came or went. A clock that runs backwards keeps.
 */
export function decideEdition(
  previous: Edition | null,
  next: readonly Unit[],
  now: Date,
  { k = K_RESPONDERS }: { k?: number } = {},
): EditionDecision {
  if (previous === null) return { decision: "replace", reason: "first" };
  if (hasChangedUnit(previous.units, next, k)) return { decision: "replace", reason: "unitChanged" };
  const ageSeconds = (now.getTime() - previous.createdAt.getTime()) / 1000;
  if (ageSeconds >= EDITION_SECONDS) return { decision: "replace", reason: "quarterOld" };
  return { decision: "keep", reason: "notDue" };
}

function hasChangedUnit(previous: readonly Unit[], next: readonly Unit[], k: number): boolean {
  const counts = new Map(previous.map(({ unit, count }) => [unit, count]));
  for (const { unit, count } of next) {
    if (Math.abs(count - (counts.get(unit) ?? 0)) >= k) return true;
    counts.delete(unit);
  }
  return [...counts.values()].some((count) => count >= k);
}

/**
 * The next edition's units. A unit that moved by < k stands: same ground, same figure, same `count`. One that moved
 * is partitioned anew on its own ground; what is left of it goes to the next coarser unit. `previous` empty: all anew.
 * Every unit holds ≥ 3k when drawn and > 2k while it stands. Independent of input order. Empty when the whole country
 * holds fewer than 3k: the caller then has no responder field and must say so.
 */
export function drawUnits(
  previous: readonly DrawnUnit[],
  exactCounts: ReadonlyMap<CellId, number>,
  key: Uint8Array,
  { k = K_RESPONDERS }: { k?: number } = {},
): DrawnUnit[] {
  const formationCount = FORMATION_FACTOR * k;
  const standing = new Map<CellId, DrawnUnit>();
  const known = new Map(previous.map((unit) => [unit.unit, unit]));
  const grounds = groundCounts(known, countAtFinest(exactCounts));
  const current: Unit[] = [];
  for (const unit of sortUnits(previous)) {
    const ground = grounds.get(unit.unit) ?? new Map<CellId, number>();
    const count = sumOf(ground.values());
    if (Math.abs(count - unit.count) < k) {
      standing.set(unit.unit, unit);
      current.push({ unit: unit.unit, resolution: unit.resolution, count });
      continue;
    }
    known.delete(unit.unit);
    const { units } = carryUpward(ground, formationCount, unit.resolution);
    current.push(...units);
    const formed = new Set(units.map((formedUnit) => formedUnit.unit));
    for (const [cell, left] of ground) {
      if (finestUnitOf(cell, formed) === null) addTo(grounds, coarserUnitOf(unit, cell, known), cell, left);
    }
  }
  const { units, left } = carryUpward(
    grounds.get(OUTSIDE) ?? new Map(),
    formationCount,
    COARSEST_UNIT_RESOLUTION,
  );
  const settled = settleRest([...current, ...units], left, formationCount, (unit) => standing.has(unit));
  return sortUnits(settled.map((unit) => standing.get(unit.unit) ?? drawFigure(unit, key)));
}

function drawFigure({ unit, resolution, count }: Unit, key: Uint8Array): DrawnUnit {
  return { unit, resolution, count, protectedCount: roundCount(unit, count, key) };
}

/** The ground that no unit claims: everything in the first edition. */
const OUTSIDE = "";
type Grounds = Map<CellId, Map<CellId, number>>;

/** unit (or OUTSIDE) → resolution-9 cell → responders there now */
function groundCounts(units: ReadonlyMap<CellId, DrawnUnit>, finest: ReadonlyMap<CellId, number>): Grounds {
  if (units.size === 0) return new Map([[OUTSIDE, new Map(finest)]]);
  const grounds: Grounds = new Map();
  for (const [cell, count] of finest) addTo(grounds, finestUnitOf(cell, units) ?? OUTSIDE, cell, count);
  return grounds;
}

/** Finer units have all been handled, so what is left in `known` and contains the cell is coarser than `unit`. */
function coarserUnitOf(unit: Unit, cell: CellId, known: ReadonlyMap<CellId, DrawnUnit>): CellId {
  const coarser = {
    has: (candidate: CellId) =>
      (known.get(candidate)?.resolution ?? Number.POSITIVE_INFINITY) < unit.resolution,
  };
  return finestUnitOf(cell, coarser) ?? OUTSIDE;
}

function addTo(grounds: Grounds, unit: CellId, cell: CellId, count: number): void {
  const ground = grounds.get(unit) ?? new Map<CellId, number>();
  ground.set(cell, (ground.get(cell) ?? 0) + count);
  grounds.set(unit, ground);
}
