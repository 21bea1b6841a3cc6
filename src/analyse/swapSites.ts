/**
 * Swaps: one chosen site against one that is not (or a site more, where the budget has room), the best of all pairs
 * each time, until none adds. All pairs in one pass over the entries (Resende & Werneck 2003): for j in and r out
 *
 *   change = gain(j) − loss(r) + Σ over cells owned by r of (what j makes good of r's loss there)
 */
import type { CoverageInstance } from "./coverageInstance.ts";
import { fits } from "./lazyGreedy.ts";
import { coveredBy, emptyState, type PlanState, resetState } from "./planState.ts";

/** A swap that adds less than this share of what is covered is rounding, not a gain. */
const LEAST_SHARE = 1e-9;
/** Each pass is a swap; in the bench a plan of 50 sites takes about ten. */
const PASSES_MAX = 200;

/** Never covers less than before. */
export function swapSites(instance: CoverageInstance, budget: number, sites: readonly number[]): number[] {
  const chosen = [...sites];
  const state = emptyState(instance);
  const work = { loss: new Float64Array(instance.siteCount), made: new Float64Array(instance.siteCount) };
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    resetState(instance, state, chosen);
    const swap = bestSwap(instance, state, chosen, budget, work);
    if (swap === null || swap.change <= LEAST_SHARE * coveredBy(state)) break;
    if (swap.out < 0) chosen.push(swap.in);
    else chosen[chosen.indexOf(swap.out)] = swap.in;
  }
  return chosen;
}

interface Swap {
  in: number;
  /** −1: nothing goes out */
  out: number;
  change: number;
}

function bestSwap(
  instance: CoverageInstance,
  state: PlanState,
  chosen: readonly number[],
  budget: number,
  { loss, made }: { loss: Float64Array; made: Float64Array },
): Swap | null {
  const { siteCount, start, cell, value, cost } = instance;
  const { best, second, owner } = state;
  for (const r of chosen) loss[r] = 0;
  for (let i = 0; i < owner.length; i++) if (owner[i] >= 0) loss[owner[i]] += best[i] - second[i];
  const isChosen = new Uint8Array(siteCount);
  for (const r of chosen) isChosen[r] = 1;
  let left = budget;
  for (const r of chosen) left -= cost[r];
  let found: Swap | null = null;
  for (let j = 0; j < siteCount; j++) {
    if (isChosen[j]) continue;
    for (const r of chosen) made[r] = 0;
    let gain = 0;
    for (let e = start[j]; e < start[j + 1]; e++) {
      const i = cell[e];
      const v = value[e];
      if (v > best[i]) gain += v - best[i];
      if (v > second[i] && owner[i] >= 0) made[owner[i]] += Math.min(v, best[i]) - second[i];
    }
    if (fits(cost[j], left) && gain > (found?.change ?? 0)) found = { in: j, out: -1, change: gain };
    for (const r of chosen) {
      const change = gain - loss[r] + made[r];
      if (change > (found?.change ?? 0) && fits(cost[j], left + cost[r])) found = { in: j, out: r, change };
    }
  }
  return found;
}
