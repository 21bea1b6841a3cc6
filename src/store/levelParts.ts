/**
 * How the levels of a shard lie in its stored rows: in parts that are read one by one. Resolution 10 in seven, one per
 * resolution-6 child, so that a tile or a cell reads the ground it shows; 9 in one; 8 to 5 one after another in the last.
 */
import type { LevelResolution } from "../coverage/columns.ts";
import { childCount } from "../grid/shard.ts";
import type { NumberArray } from "./packing.ts";

export type Columns = Record<string, NumberArray>;

/** Levels that are read per shard. */
export type ShardResolution = Extract<LevelResolution, 10 | 9 | 8>;
/** Levels that are read for the whole country. */
export type NationalResolution = Extract<LevelResolution, 7 | 6 | 5>;

export function isNational(resolution: LevelResolution): resolution is NationalResolution {
  return resolution <= 7;
}

export const STORED_PART_COUNT = 9;
const STORED_PART_OF_9 = 7;
/** Counted from 0, as all of them. */
export const LAST_STORED_PART = 8;

/** Where each resolution begins in the last part; 343 + 49 + 7 + 1 rows. */
const START_IN_LAST = { 8: 0, 7: 343, 6: 392, 5: 399 } as const;

/** Parts of one level, in child order. */
export function partCount(resolution: ShardResolution): number {
  return resolution === 10 ? 7 : 1;
}

/** Cells of each part: the first of part p is child p × this. */
export function partSize(resolution: ShardResolution): number {
  return childCount(resolution) / partCount(resolution);
}

/** Which of the stored parts holds part `part` of a level. */
export function storedPart(resolution: ShardResolution, part: number): number {
  if (resolution === 10) return part;
  return resolution === 9 ? STORED_PART_OF_9 : LAST_STORED_PART;
}

/** The six levels of a layer, finest first, as the nine parts that are stored. */
export function levelsToParts([level10, level9, ...coarser]: Columns[]): Columns[] {
  const size = partSize(10);
  const parts = Array.from({ length: partCount(10) }, (_, p) => cut(level10, p * size, (p + 1) * size));
  return [...parts, level9, concatenate(coarser)];
}

/** One resolution's rows of the last part, without copying. */
export function sliceLastPart(columns: Columns, resolution: keyof typeof START_IN_LAST): Columns {
  const from = START_IN_LAST[resolution];
  return cut(columns, from, from + childCount(resolution));
}

function cut(columns: Columns, from: number, to: number): Columns {
  const entries = Object.entries(columns).map(([name, values]) => [name, values.subarray(from, to)]);
  return Object.fromEntries(entries);
}

/** Columns of the same names and types, one after another. */
export function concatenate(parts: Columns[]): Columns {
  const columns: Columns = {};
  for (const [name, first] of Object.entries(parts[0])) {
    const length = parts.reduce((sum, part) => sum + part[name].length, 0);
    const joined = new (first.constructor as new (length: number) => NumberArray)(length);
    let at = 0;
    for (const part of parts) {
      joined.set(part[name], at);
      at += part[name].length;
    }
    columns[name] = joined;
  }
  return columns;
}
