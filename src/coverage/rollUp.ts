/**
 * Cells to levels: sums and weighted means along the H3 tree, unrounded until the last step.
 * A mean is weighted by residents; where nobody lives in the coarse cell, by cells of the domain.
 */

/** Level 0 is resolution 10, level 5 is resolution 5. */
export const LEVEL_COUNT = 6;

/** Sums per level: level 0 has 16,807 values, level 5 has one. */
export function sumLevels(values: Float64Array): Float64Array[] {
  const levels: Float64Array[] = [values];
  for (let level = 1; level < LEVEL_COUNT; level++) levels.push(sumChildren(levels[level - 1]));
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
 * Means per level over the cells of the domain whose value is finite; NaN where there are none.
 * A coarse cell with residents, none of whom has a finite value, is NaN too: it never falls back on empty land.
 */
export function meanLevels(values: Float64Array, weights: LevelWeights): Float64Array[] {
  const land = weights.land[0];
  const own = new Float64Array(values.length).fill(Number.NaN);
  for (let n = 0; n < values.length; n++) if (land[n] > 0 && Number.isFinite(values[n])) own[n] = values[n];
  const levels: Float64Array[] = [own];
  let parts: Float64Array[] = partsOfParents(own, weights);
  for (let level = 1; level < LEVEL_COUNT; level++) {
    levels.push(divide(parts, weights.residents[level]));
    if (level < LEVEL_COUNT - 1) parts = parts.map((sums) => sumChildren(sums));
  }
  return levels;
}

function sumChildren(below: Float64Array): Float64Array {
  const sums = new Float64Array(below.length / 7);
  for (let parent = 0, child = 0; parent < sums.length; parent++) {
    let sum = 0;
    for (let n = 0; n < 7; n++) sum += below[child++];
    sums[parent] = sum;
  }
  return sums;
}

/** Σ residents·v, Σ residents, Σ cells·v, Σ cells over the children with a value: one pass over the cells. */
function partsOfParents(own: Float64Array, weights: LevelWeights): Float64Array[] {
  const residents = weights.residents[0];
  const parents = own.length / 7;
  const parts = [0, 1, 2, 3].map(() => new Float64Array(parents));
  const [residentTop, residentBottom, landTop, landBottom] = parts;
  for (let parent = 0, child = 0; parent < parents; parent++) {
    for (let n = 0; n < 7; n++, child++) {
      const value = own[child];
      if (Number.isNaN(value)) continue;
      residentTop[parent] += residents[child] * value;
      residentBottom[parent] += residents[child];
      landTop[parent] += value;
      landBottom[parent] += 1;
    }
  }
  return parts;
}

function divide(
  [residentTop, residentBottom, landTop, landBottom]: Float64Array[],
  residents: Float64Array,
): Float64Array {
  const means = new Float64Array(residents.length).fill(Number.NaN);
  for (let n = 0; n < means.length; n++) {
    const top = residents[n] > 0 ? residentTop[n] : landTop[n];
    const bottom = residents[n] > 0 ? residentBottom[n] : landBottom[n];
    if (bottom > 0) means[n] = top / bottom;
  }
  return means;
}
