/**
 * How a figure may change over time. Fresh rounding every quarter would show who came and went: with everything else
 * equal, one more responder changes one figure in ten. So a unit keeps its figure, and its ground, until its exact
 * count has moved by ≥ 15 since the figure was drawn: every change that anyone sees rests on at least 15 persons.
 */
import type { CellId } from "../grid/cell.ts";
import {
  COARSEST_UNIT_RESOLUTION,
  carryUpward,
  countAtFinest,
  finestUnitOf,
  settleRest,
  sortUnits,
  type Unit,
} from "./partition.ts";
import { roundCount } from "./round.ts";
import { type ProtectionRule, RESPONDER_RULE } from "./rule.ts";
import { addTo, ONE_COUNT, sumOf, type Tally } from "./tally.ts";

/** A unit with its published figure. `count` is the exact count the figure was drawn from: secret. */
export interface DrawnUnit<T = number> extends Unit<T> {
  protectedCount: T;
}

/** A quarter: 91 days (assumption, design.md "a quarter old"). */
export const EDITION_SECONDS = 91 * 24 * 3600;

export interface Edition<T = number> {
  units: readonly DrawnUnit<T>[];
  createdAt: Date;
}

export type EditionDecision =
  | { decision: "keep"; reason: "notDue" }
  | { decision: "replace"; reason: "first" | "quarterOld" | "unitChanged" };

/**
 * A new edition only when there is none, the last is a quarter old (exactly 91 days counts), or some unit's count
 * has moved by ≥ `redrawChange`, came or went. A clock that runs backwards keeps.
 */
export function decideEdition(
  previous: Edition | null,
  next: readonly Unit[],
  now: Date,
  { redrawChange }: ProtectionRule = RESPONDER_RULE,
): EditionDecision {
  return decideTallied(previous, next, now, redrawChange, ONE_COUNT);
}

/** `decideEdition` for figures of any kind. */
export function decideTallied<T>(
  previous: Edition<T> | null,
  next: readonly Unit<T>[],
  now: Date,
  redrawChange: number,
  tally: Tally<T>,
): EditionDecision {
  if (previous === null) return { decision: "replace", reason: "first" };
  if (hasChangedUnit(previous.units, next, redrawChange, tally))
    return { decision: "replace", reason: "unitChanged" };
  const ageSeconds = (now.getTime() - previous.createdAt.getTime()) / 1000;
  if (ageSeconds >= EDITION_SECONDS) return { decision: "replace", reason: "quarterOld" };
  return { decision: "keep", reason: "notDue" };
}

function hasChangedUnit<T>(
  previous: readonly Unit<T>[],
  next: readonly Unit<T>[],
  redrawChange: number,
  { zero, change }: Tally<T>,
): boolean {
  const counts = new Map(previous.map(({ unit, count }) => [unit, count]));
  for (const { unit, count } of next) {
    if (change(counts.get(unit) ?? zero, count) >= redrawChange) return true;
    counts.delete(unit);
  }
  return [...counts.values()].some((count) => change(count, zero) >= redrawChange);
}

/**
 * The next edition's units. A unit that moved by < `redrawChange` stands: same ground, same figure, same `count`, also
 * when an older rule drew it. One that moved is partitioned anew on its own ground; what is left of it goes to the next
 * coarser unit. `previous` empty: all anew. Every unit holds ≥ `formationCount` when drawn and more than that less
 * `redrawChange` while it stands. Independent of input order. Empty when the whole country holds fewer than
 * `formationCount`: the caller then has no responder field and must say so.
 */
export function drawUnits(
  previous: readonly DrawnUnit[],
  exactCounts: ReadonlyMap<CellId, number>,
  key: Uint8Array,
  rule: ProtectionRule = RESPONDER_RULE,
): DrawnUnit[] {
  return drawTallied(previous, countAtFinest(exactCounts), key, rule, ONE_COUNT);
}

/** `drawUnits` for figures of any kind, from counts per resolution-9 cell. */
export function drawTallied<T>(
  previous: readonly DrawnUnit<T>[],
  finest: ReadonlyMap<CellId, T>,
  key: Uint8Array,
  rule: ProtectionRule,
  tally: Tally<T>,
): DrawnUnit<T>[] {
  const standing = new Map<CellId, DrawnUnit<T>>();
  const known = new Map(previous.map((unit) => [unit.unit, unit]));
  const grounds = groundCounts(known, finest, tally);
  const current: Unit<T>[] = [];
  const stands = standingTest(grounds, rule, tally);
  for (const unit of sortUnits(previous)) {
    const ground = grounds.get(unit.unit) ?? new Map<CellId, T>();
    const count = sumOf(ground.values(), tally);
    if (stands(unit, count)) {
      standing.set(unit.unit, unit);
      current.push({ unit: unit.unit, resolution: unit.resolution, count });
      continue;
    }
    known.delete(unit.unit);
    const { units } = carryUpward(ground, rule, unit.resolution, tally);
    current.push(...units);
    const formed = new Set(units.map((formedUnit) => formedUnit.unit));
    for (const [cell, left] of ground) {
      if (finestUnitOf(cell, formed) === null)
        addToGround(grounds, coarserUnitOf(unit, cell, known), cell, left, tally);
    }
  }
  const outside = grounds.get(OUTSIDE) ?? new Map<CellId, T>();
  const { units, left } = carryUpward(outside, rule, COARSEST_UNIT_RESOLUTION, tally);
  const isStanding = (unit: CellId) => standing.has(unit);
  const settled = settleRest([...current, ...units], left, rule.formationCount, tally, isStanding);
  return sortUnits(settled.map((unit) => standing.get(unit.unit) ?? drawFigure(unit, key, rule, tally)));
}

/**
 * Whether a unit's count moved by less than `redrawChange`. Those whose root is too empty for a unit were counted with
 * one at another root (`settleRest`), once: without them that one would seem to have moved, and be drawn every time.
 */
function standingTest<T>(grounds: Grounds<T>, rule: ProtectionRule, tally: Tally<T>) {
  const outside = grounds.get(OUTSIDE) ?? new Map<CellId, T>();
  const { left } = carryUpward(outside, rule, COARSEST_UNIT_RESOLUTION, tally);
  let homeless: T | null = left.size > 0 ? sumOf(left.values(), tally) : null;
  return ({ resolution, count }: DrawnUnit<T>, now: T): boolean => {
    const isNear = (other: T) => tally.change(count, other) < rule.redrawChange;
    if (isNear(now)) return true;
    if (homeless === null || resolution > COARSEST_UNIT_RESOLUTION || !isNear(tally.add(now, homeless)))
      return false;
    homeless = null;
    return true;
  };
}

function drawFigure<T>(
  { unit, resolution, count }: Unit<T>,
  key: Uint8Array,
  { keyLabel, roundingBase }: ProtectionRule,
  tally: Tally<T>,
): DrawnUnit<T> {
  const round = (number: number) => roundCount(keyLabel + unit, number, key, roundingBase);
  return { unit, resolution, count, protectedCount: tally.map(count, round) };
}

/** The ground that no unit claims: everything in the first edition. */
const OUTSIDE = "";
type Grounds<T> = Map<CellId, Map<CellId, T>>;

/** unit (or OUTSIDE) → resolution-9 cell → responders there now */
function groundCounts<T>(
  units: ReadonlyMap<CellId, DrawnUnit<T>>,
  finest: ReadonlyMap<CellId, T>,
  tally: Tally<T>,
): Grounds<T> {
  if (units.size === 0) return new Map([[OUTSIDE, new Map(finest)]]);
  const grounds: Grounds<T> = new Map();
  for (const [cell, count] of finest)
    addToGround(grounds, finestUnitOf(cell, units) ?? OUTSIDE, cell, count, tally);
  return grounds;
}

/** Finer units have all been handled, so what is left in `known` and contains the cell is coarser than `unit`. */
function coarserUnitOf<T>(unit: Unit<T>, cell: CellId, known: ReadonlyMap<CellId, DrawnUnit<T>>): CellId {
  const coarser = {
    has: (candidate: CellId) =>
      (known.get(candidate)?.resolution ?? Number.POSITIVE_INFINITY) < unit.resolution,
  };
  return finestUnitOf(cell, coarser) ?? OUTSIDE;
}

function addToGround<T>(grounds: Grounds<T>, unit: CellId, cell: CellId, count: T, tally: Tally<T>): void {
  const ground = grounds.get(unit) ?? new Map<CellId, T>();
  addTo(ground, cell, count, tally);
  grounds.set(unit, ground);
}
