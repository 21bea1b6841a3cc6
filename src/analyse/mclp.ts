/**
 * Where to put AEDs so that they cover most: the maximal covering location problem (Church & ReVelle 1974), in the form
 * that holds gradual coverage too (facility location; Cornuéjols, Fisher & Nemhauser 1977).
 *
 *   maximise   Σ_i  demand_i · max_{j chosen} quality_ij
 *   subject to Σ_j  cost_j · chosen_j ≤ budget,   chosen_j ∈ {0, 1}
 *
 *   i            a cell; demand_i = residents that nobody covers yet
 *   j            a site or action: an AED to add, or one there is to open day and night
 *   quality_ij   share of the demand of i that j covers: 1 within the zone (MCLP), or falling with metres (gradual)
 *
 * The objective is monotone and submodular, so with equal costs greedy covers at least 1 − 1/e of the best plan
 * (Nemhauser, Wolsey & Fisher 1978). How far a plan really is from the best one is told by the bound beside it.
 */
import type { CoverageInstance } from "./coverageInstance.ts";
import { lagrangianBound } from "./lagrangianBound.ts";
import { type GreedyPlan, lazyGreedy } from "./lazyGreedy.ts";
import { coveredBy, emptyState, resetState } from "./planState.ts";
import { type ReducedInstance, reduceInstance } from "./reduceInstance.ts";
import { swapSites } from "./swapSites.ts";

export interface MclpOptions {
  budget: number;
  /**
   * nested: greedy as it comes, so that the plan of a smaller budget is the beginning of a larger one's (equal costs);
   * best: swaps on top, never worse than nested
   */
  mode?: "nested" | "best";
  /** the bound is sharpened until the plan is proven this near to the best, as a share */
  targetGap?: number;
  maxIterations?: number;
}

export interface MclpPlan {
  /** in the order in which each adds most */
  sites: number[];
  /** what each adds to those before it */
  gains: number[];
  /** sum of gains */
  covered: number;
  cost: number;
  /** no plan within the budget covers more */
  bound: number;
  /** (bound − covered) / bound; 0 where nothing can be covered */
  gap: number;
}

/** 0.5 %: finer than any population figure that goes in. */
const TARGET_GAP = 0.005;
/** The bound seldom falls after 300 (bench). */
const MAX_ITERATIONS = 500;

export function solveMclp(instance: CoverageInstance, options: MclpOptions): MclpPlan {
  const { mode = "best", targetGap = TARGET_GAP, maxIterations = MAX_ITERATIONS } = options;
  if (!(options.budget > 0))
    throw new RangeError(`budget: got ${options.budget}, expected more than 0; give one`);
  const reduced = reduceInstance(instance);
  const budget = wholeBudget(instance, options.budget);
  const greedy = betterGreedy(reduced, budget);
  const sites = mode === "best" ? swapSites(reduced, budget, greedy.sites) : greedy.sites;
  const plan = mode === "best" ? lazyGreedy(reduced, Number.POSITIVE_INFINITY, "gain", sites) : greedy;
  const state = emptyState(reduced);
  resetState(reduced, state, plan.sites);
  const covered = coveredBy(state);
  const { bound } = lagrangianBound(reduced, budget, { covered, state }, { targetGap, maxIterations });
  return {
    sites: plan.sites.map((j) => reduced.siteOf[j]),
    gains: plan.gains,
    covered,
    cost: plan.sites.reduce((sum, j) => sum + reduced.cost[j], 0),
    bound,
    gap: bound > 0 ? (bound - covered) / bound : 0,
  };
}

/** With equal costs, what is left of the budget after a whole number of sites buys nothing: the bound is sharper. */
function wholeBudget({ cost }: CoverageInstance, budget: number): number {
  if (cost.length === 0 || cost.some((each) => each !== cost[0])) return budget;
  return Math.floor(budget / cost[0] + 1e-9) * cost[0];
}

/** Most gain, or most gain per cost: with unequal costs neither alone is safe (Khuller, Moss & Naor 1999). */
function betterGreedy(reduced: ReducedInstance, budget: number): GreedyPlan {
  const byGain = lazyGreedy(reduced, budget, "gain");
  if (reduced.cost.every((each) => each === reduced.cost[0])) return byGain;
  const byRatio = lazyGreedy(reduced, budget, "gainPerCost");
  return total(byRatio) > total(byGain) ? byRatio : byGain;
}

function total({ gains }: GreedyPlan): number {
  return gains.reduce((sum, gain) => sum + gain, 0);
}
