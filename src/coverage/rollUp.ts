/**
 * Cells to levels: sums and weighted means along the H3 tree, unrounded until the last step.
 * A mean is weighted by residents; where nobody lives in the coarse cell, by cells of the domain.
 */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";

/** Level 0 is resolution 10, level 5 is resolution 5. */
export const LEVEL_COUNT = 6;

/** Sums per level: level 0 has 16,807 values (the same array), level 5 has one. */
export function sumLevels(values: Float64Array): Float64Array[] {
  const levels: Float64Array[] = [values];
  for (let level = 1; level < LEVEL_COUNT; level++) {
    const sums = new Float64Array(values.length / 7 ** level);
    sumChildren(levels[level - 1], sums);
    levels.push(sums);
  }
  return levels;
}

/** The weights and their sums, made once per shard. */
export interface LevelWeights {
  residents: Float64Array[];
  /** cells of the domain; at level 0: 1 or 0 */
  land: Float64Array[];
}

/** `domain`: 1 = the cell's centre is on land, 0 = not. */
export function sumWeights({
  residents,
  domain,
}: {
  residents: Float64Array;
  domain: Float64Array;
}): LevelWeights {
  return { residents: sumLevels(residents), land: sumLevels(domain) };
}

/**
 * Gives `use` the means of each level, over the cells of the domain whose value is finite; NaN where there are none.
 * A coarse cell with residents, none of whom has a finite value, is NaN too: it never falls back on empty land.
 * The array is good until `use` returns: one set of buffers serves every figure of every shard, because a fresh
 * megabyte per figure fills a Worker's 128 MB before anything collects it.
 */
export function eachLevelMean(
  values: Float64Array,
  weights: LevelWeights,
  use: (level: number, means: Float64Array) => void,
): void {
  keepDomain(values, weights.land[0], MEANS[0]);
  use(0, MEANS[0]);
  sumParents(MEANS[0], weights.residents[0], PARTS[1]);
  for (let level = 1; level < LEVEL_COUNT; level++) {
    if (level > 1)
      for (let part = 0; part < 4; part++) sumChildren(PARTS[level - 1][part], PARTS[level][part]);
    divide(PARTS[level], weights.residents[level], MEANS[level]);
    use(level, MEANS[level]);
  }
}

const MEANS = Array.from(
  { length: LEVEL_COUNT },
  (_, level) => new Float64Array(SHARD_CELL_COUNT / 7 ** level),
);
/** Per level from 1: Σ residents·v, Σ residents, Σ cells·v, Σ cells over the cells with a value. */
const PARTS = MEANS.map(({ length }) => [0, 1, 2, 3].map(() => new Float64Array(length)));

function keepDomain(values: Float64Array, land: Float64Array, own: Float64Array): void {
  for (let n = 0; n < values.length; n++) {
    own[n] = land[n] > 0 && Number.isFinite(values[n]) ? values[n] : Number.NaN;
  }
}

function sumChildren(below: Float64Array, sums: Float64Array): void {
  for (let parent = 0, child = 0; parent < sums.length; parent++) {
    let sum = 0;
    for (let n = 0; n < 7; n++) sum += below[child++];
    sums[parent] = sum;
  }
}

/** One pass over the cells. */
function sumParents(
  own: Float64Array,
  residents: Float64Array,
  [residentTop, residentBottom, landTop, landBottom]: Float64Array[],
): void {
  for (let parent = 0, child = 0; parent < residentTop.length; parent++) {
    let peopleTop = 0;
    let people = 0;
    let top = 0;
    let cells = 0;
    for (let n = 0; n < 7; n++, child++) {
      const value = own[child];
      if (Number.isNaN(value)) continue;
      peopleTop += residents[child] * value;
      people += residents[child];
      top += value;
      cells += 1;
    }
    residentTop[parent] = peopleTop;
    residentBottom[parent] = people;
    landTop[parent] = top;
    landBottom[parent] = cells;
  }
}

function divide(
  [residentTop, residentBottom, landTop, landBottom]: Float64Array[],
  residents: Float64Array,
  means: Float64Array,
): void {
  for (let n = 0; n < means.length; n++) {
    const top = residents[n] > 0 ? residentTop[n] : landTop[n];
    const bottom = residents[n] > 0 ? residentBottom[n] : landBottom[n];
    means[n] = bottom > 0 ? top / bottom : Number.NaN;
  }
}
