/**
 * What is served about responders in an area, by the protection and by the naive alternative that it replaces.
 */
import { cellToChildren } from "h3-js";
import { type DrawnUnit, drawUnits } from "../../src/privacy/editions.ts";
import { partitionResponders } from "../../src/privacy/partition.ts";
import { roundCount } from "../../src/privacy/round.ts";
import { assignUnits } from "../../src/privacy/spread.ts";

/** Any shard will do: the attack's worlds are index ranges. This one holds Utrecht. */
export const SHARD = "85196953fffffff";
const BLOCKS = cellToChildren(SHARD, 9);

/** Exact counts per resolution-9 block, as the partition takes them. */
export function countBlocks(counts: Int32Array): Map<string, number> {
  const blocks = new Map<string, number>();
  for (const [i, block] of BLOCKS.entries()) {
    let count = 0;
    for (let cell = 7 * i; cell < 7 * i + 7; cell++) count += counts[cell];
    if (count > 0) blocks.set(block, count);
  }
  return blocks;
}

/** One edition made afresh: units of at least `formedAt`, rounded. */
export function releaseAnew(counts: Int32Array, key: Uint8Array, formedAt: number): DrawnUnit[] {
  return partitionResponders(countBlocks(counts), { k: formedAt }).map((unit) => ({
    ...unit,
    protectedCount: roundOnce(unit.unit, unit.count, key),
  }));
}

const rounded = new WeakMap<Uint8Array, Map<string, number>>();
/** Worlds that differ by one person share nearly all their units: round each only once. */
function roundOnce(unit: string, count: number, key: Uint8Array): number {
  const known = rounded.get(key) ?? new Map<string, number>();
  rounded.set(key, known);
  const figure = known.get(`${unit} ${count}`) ?? roundCount(unit, count, key);
  known.set(`${unit} ${count}`, figure);
  return figure;
}

/** The project's own rule, with its memory of the edition before. */
export function releaseNext(
  previous: readonly DrawnUnit[],
  counts: Int32Array,
  key: Uint8Array,
): DrawnUnit[] {
  return drawUnits(previous, countBlocks(counts), key);
}

/** Everything an attacker gets from the protected field, in the strongest form: units, grounds and figures. */
export interface ServedUnits {
  units: readonly DrawnUnit[];
  unitOfCell: Int32Array;
  /** sum of a weight over each unit's ground */
  sumPerUnit(weights: ArrayLike<number>): Float64Array;
}

export function serveUnits(units: readonly DrawnUnit[]): ServedUnits {
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
