/** What a plan under way covers: per cell the best chosen site, and the best of the others. */
import type { CoverageInstance } from "./coverageInstance.ts";

export interface PlanState {
  /** per cell, the worth of its best chosen site and of the second best; 0 = none */
  best: Float64Array;
  second: Float64Array;
  /** per cell, the best chosen site; −1 = none */
  owner: Int32Array;
}

export function emptyState({ cellCount }: CoverageInstance): PlanState {
  return {
    best: new Float64Array(cellCount),
    second: new Float64Array(cellCount),
    owner: new Int32Array(cellCount).fill(-1),
  };
}

export function choose(
  { start, cell, value }: CoverageInstance,
  { best, second, owner }: PlanState,
  j: number,
): void {
  for (let e = start[j]; e < start[j + 1]; e++) {
    const i = cell[e];
    if (value[e] > best[i]) {
      second[i] = best[i];
      best[i] = value[e];
      owner[i] = j;
    } else if (value[e] > second[i]) second[i] = value[e];
  }
}

/** The state of exactly these sites. */
export function resetState(instance: CoverageInstance, state: PlanState, sites: readonly number[]): void {
  state.best.fill(0);
  state.second.fill(0);
  state.owner.fill(-1);
  for (const j of sites) choose(instance, state, j);
}

/** What site j would add. */
export function gainOf({ start, cell, value }: CoverageInstance, { best }: PlanState, j: number): number {
  let gain = 0;
  for (let e = start[j]; e < start[j + 1]; e++) {
    const more = value[e] - best[cell[e]];
    if (more > 0) gain += more;
  }
  return gain;
}

export function coveredBy({ best }: PlanState): number {
  let covered = 0;
  for (let i = 0; i < best.length; i++) covered += best[i];
  return covered;
}
