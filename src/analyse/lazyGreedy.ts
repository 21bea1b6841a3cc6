/**
 * The greedy plan: always the site that adds most (or most per cost) of those that still fit. What a site adds never
 * grows (submodular), so a gain worked out before is a ceiling: only sites at the top of a heap are asked again.
 * Ties: the lower index. With equal costs every prefix is the greedy plan of its own size (nested advice).
 */
import type { CoverageInstance } from "./coverageInstance.ts";
import { choose, emptyState, gainOf } from "./planState.ts";

export type GreedyRule = "gain" | "gainPerCost";

export interface GreedyPlan {
  /** in the order chosen */
  sites: number[];
  gains: number[];
}

/** Ends when nothing fits or nothing adds. */
export function lazyGreedy(
  instance: CoverageInstance,
  budget: number,
  rule: GreedyRule = "gain",
  among?: readonly number[],
): GreedyPlan {
  const state = emptyState(instance);
  const { cost } = instance;
  const scoreOf = (j: number, gain: number) => (rule === "gain" ? gain : gain / cost[j]);
  const heap = ceilingHeap(instance, (j) => scoreOf(j, gainOf(instance, state, j)), among);
  const plan: GreedyPlan = { sites: [], gains: [] };
  let left = budget;
  while (heap.size() > 0) {
    const j = heap.top();
    if (!fits(cost[j], left)) {
      heap.drop();
      continue;
    }
    const gain = gainOf(instance, state, j);
    const score = scoreOf(j, gain);
    if (score < heap.topScore()) {
      heap.lowerTop(score);
      continue;
    }
    if (gain <= 0) break;
    heap.drop();
    choose(instance, state, j);
    plan.sites.push(j);
    plan.gains.push(gain);
    left -= cost[j];
  }
  return plan;
}

/** Sums of costs may be off by rounding. */
const COST_TOLERANCE = 1e-9;

export function fits(cost: number, left: number): boolean {
  return cost <= left + COST_TOLERANCE;
}

function ceilingHeap(
  { siteCount }: CoverageInstance,
  scoreOf: (j: number) => number,
  among: readonly number[] | undefined,
) {
  const site = among ? Int32Array.from(among) : Int32Array.from({ length: siteCount }, (_, j) => j);
  const score = new Float64Array(siteCount);
  for (const j of site) score[j] = scoreOf(j);
  let size = site.length;
  const isBefore = (a: number, b: number) => score[a] > score[b] || (score[a] === score[b] && a < b);
  const sink = (from: number) => {
    const moving = site[from];
    let n = from;
    for (let child = 2 * n + 1; child < size; child = 2 * n + 1) {
      if (child + 1 < size && isBefore(site[child + 1], site[child])) child++;
      if (!isBefore(site[child], moving)) break;
      site[n] = site[child];
      n = child;
    }
    site[n] = moving;
  };
  for (let n = (size >> 1) - 1; n >= 0; n--) sink(n);
  return {
    size: () => size,
    top: () => site[0],
    topScore: () => score[site[0]],
    lowerTop(to: number) {
      score[site[0]] = to;
      sink(0);
    },
    drop() {
      site[0] = site[--size];
      if (size > 0) sink(0);
    },
  };
}
