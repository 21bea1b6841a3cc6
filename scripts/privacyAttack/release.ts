/**
 * What is served about responders in an area under one scheme of protection: the project's own, or one that was tried.
 */
import { cellToChildren } from "h3-js";
import { type DrawnUnit, drawUnits } from "../../src/privacy/editions.ts";
import { partitionResponders } from "../../src/privacy/partition.ts";
import { roundCount } from "../../src/privacy/round.ts";
import { type ProtectionRule, RESPONDER_RULE } from "../../src/privacy/rule.ts";
import { assignUnits } from "../../src/privacy/spread.ts";

/** Any shard will do: the attack's worlds are index ranges. This one holds Utrecht. */
export const SHARD = "85196953fffffff";
/** In the order of the worlds: block i holds the cells 7i … 7i + 6. */
export const BLOCKS = cellToChildren(SHARD, 9);

export type Release = readonly DrawnUnit[];

/** How figures come into being and how they go on. */
export interface Scheme {
  name: string;
  rule: ProtectionRule;
  first(counts: Int32Array, key: Uint8Array): Release;
  next(previous: Release, counts: Int32Array, key: Uint8Array): Release;
}

/** The project's code under a rule: figures stand until they moved. `figureOf`: another figure than the rounded one. */
export function standing(
  rule: Partial<ProtectionRule> = {},
  name = nameOf({ ...RESPONDER_RULE, ...rule }),
  figureOf?: (unit: DrawnUnit, key: Uint8Array) => number,
): Scheme {
  const whole = { ...RESPONDER_RULE, ...rule };
  const withFigures = (units: Release, previous: ReadonlySet<DrawnUnit>, key: Uint8Array) =>
    figureOf
      ? units.map((unit) => (previous.has(unit) ? unit : { ...unit, protectedCount: figureOf(unit, key) }))
      : units;
  return {
    name,
    rule: whole,
    first: (counts, key) => withFigures(releaseAnew(counts, key, whole), new Set(), key),
    next: (previous, counts, key) =>
      withFigures(drawUnits(previous, countBlocks(counts), key, whole), new Set(previous), key),
  };
}

/** Without memory of the edition before: what happens when figures do not stand. */
export function drawnAnew(rule: Partial<ProtectionRule>): Scheme {
  const scheme = standing(rule);
  return { ...scheme, next: (_, counts, key) => scheme.first(counts, key) };
}

function nameOf({ formationCount, roundingBase, redrawChange }: ProtectionRule): string {
  return `${formationCount}, ${roundingBase}, ${redrawChange}`;
}

/** Exact counts per resolution-9 block, as the partition takes them. */
function countBlocks(counts: Int32Array): Map<string, number> {
  const blocks = new Map<string, number>();
  for (const [i, block] of BLOCKS.entries()) {
    let count = 0;
    for (let cell = 7 * i; cell < 7 * i + 7; cell++) count += counts[cell];
    if (count > 0) blocks.set(block, count);
  }
  return blocks;
}

/** `drawUnits` of a first edition; worlds that differ by one person share nearly all figures: each is drawn once. */
function releaseAnew(counts: Int32Array, key: Uint8Array, rule: ProtectionRule): DrawnUnit[] {
  const { formationCount: k, finestResolution, roundingBase } = rule;
  return partitionResponders(countBlocks(counts), { k, finestResolution }).map((unit) => ({
    ...unit,
    protectedCount: roundOnce(unit.unit, unit.count, key, roundingBase),
  }));
}

const rounded = new WeakMap<Uint8Array, Map<string, number>>();
function roundOnce(unit: string, count: number, key: Uint8Array, base: number): number {
  const known = rounded.get(key) ?? new Map<string, number>();
  rounded.set(key, known);
  const asked = `${unit} ${count} ${base}`;
  const figure = known.get(asked) ?? roundCount(unit, count, key, base);
  known.set(asked, figure);
  return figure;
}

/** Everything an attacker gets from the protected field, in the strongest form: units, grounds and figures. */
export interface ServedUnits {
  units: Release;
  unitOfCell: Int32Array;
  /** sum of a weight over each unit's ground */
  sumPerUnit(weights: ArrayLike<number>): Float64Array;
}

export function serveUnits(units: Release): ServedUnits {
  const unitOfCell = assignUnits(SHARD, units);
  return {
    units,
    unitOfCell,
    sumPerUnit(weights) {
      const sums = new Float64Array(units.length);
      for (let cell = 0; cell < unitOfCell.length; cell++) {
        if (unitOfCell[cell] >= 0) sums[unitOfCell[cell]] += weights[cell];
      }
      return sums;
    },
  };
}
