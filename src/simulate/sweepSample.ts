/** Which inhabited cells stand for a region in a sweep: each for an equal number of residents, evenly along the ground. */

export interface SampledCell {
  /** child index in its shard */
  cell: number;
  /** residents it stands for */
  demand: number;
}

/**
 * `residents`: of the region, per cell in child order (neighbours on the ground are neighbours in it); 0 elsewhere. One
 * cell for every `stepResidents`, those in the middle of each step; a cell of many residents stands for many steps.
 * `stepResidents` 0: every inhabited cell, for its own residents. Nothing is drawn: the same every time.
 */
export function sampleCells(residents: Float64Array, stepResidents: number): SampledCell[] {
  const sample: SampledCell[] = [];
  let sum = 0;
  let next = stepResidents / 2;
  for (let cell = 0; cell < residents.length; cell++) {
    if (!(residents[cell] > 0)) continue;
    if (stepResidents === 0) sample.push({ cell, demand: residents[cell] });
    else {
      sum += residents[cell];
      let steps = 0;
      while (next < sum) {
        steps++;
        next += stepResidents;
      }
      if (steps > 0) sample.push({ cell, demand: steps * stepResidents });
    }
  }
  return sample;
}
