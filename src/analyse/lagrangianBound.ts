/**
 * No plan within the budget covers more than this. The rule "a cell counts once" is given a price u_i ≥ 0 per cell:
 *
 *   L(u) = Σ_i u_i + max { Σ_j x_j · Σ_i (v_ij − u_i)⁺ :  Σ_j cost_j · x_j ≤ budget, 0 ≤ x_j ≤ 1 }
 *
 * Whatever the prices, L(u) is at least the best plan (a plan S gets Σ_i max_{j∈S} v_ij ≤ Σ_i (u_i + Σ_{j∈S} (v_ij − u_i)⁺)),
 * so rounding or an early end costs sharpness, never truth. The least L(u) is the bound of the linear relaxation.
 * Prices go down a subgradient that remembers the ones before (Camerini, Fratta & Maffioli 1975), by Polyak's step
 * (Held, Wolfe & Crowder 1974). A site that, were it forced into the plan, would bring L(u) down to a plan we have
 * already is in no better plan, and is left out from then on.
 */
import type { CoverageInstance } from "./coverageInstance.ts";
import type { PlanState } from "./planState.ts";

export interface BoundOptions {
  /** ends once (bound − covered) / bound is at most this */
  targetGap: number;
  maxIterations: number;
}

export interface Bound {
  bound: number;
  iterations: number;
  /** sites that may be in a plan better than the one given */
  openSites: Int32Array;
}

/**
 * First step as a share of Polyak's, the factor it is cut by after so many steps without a better bound, and how much of
 * a direction is remembered. Chosen on instances like the bench's, out of 48 settings; they touch sharpness only.
 */
const FIRST_PACE = 0.2;
const PACE_FACTOR = 0.7;
const PATIENCE = 8;
const MEMORY = 0.85;
/** Ends when so many steps brought the bound down by less than this share. */
const STALL_STEPS = 50;
const STALL_SHARE = 2e-4;

/** `state`: a plan that covers `covered`; the better it is, the sharper and faster. */
export function lagrangianBound(
  instance: CoverageInstance,
  budget: number,
  { covered, state }: { covered: number; state: PlanState },
  { targetGap, maxIterations }: BoundOptions,
): Bound {
  const { siteCount, cellCount, start, cell, value } = instance;
  const u = state.best.map((best) => best / 2);
  const count = new Float64Array(cellCount);
  const direction = new Float64Array(cellCount);
  const worth = new Float64Array(siteCount);
  const knapsack = fractionalKnapsack(instance, budget);
  let open: Int32Array = Int32Array.from({ length: siteCount }, (_, j) => j);
  let bound = Number.POSITIVE_INFINITY;
  let [pace, idle, iterations, before] = [FIRST_PACE, 0, 0, Number.POSITIVE_INFINITY];
  for (; iterations < maxIterations; iterations++) {
    priceSites(instance, u, open, worth);
    const { total, chosen, share, criticalRatio } = knapsack(open, worth);
    let sum = total;
    for (let i = 0; i < cellCount; i++) sum += u[i];
    if (sum < bound * (1 - 1e-5)) idle = 0;
    else if (++idle === PATIENCE) [pace, idle] = [pace * PACE_FACTOR, 0];
    if (sum < bound) {
      bound = sum;
      open = withoutHopeless(instance, { open, worth, bound, covered, criticalRatio });
    }
    if (bound - covered <= targetGap * bound) break;
    if (iterations % STALL_STEPS === 0) {
      if (before - bound < STALL_SHARE * bound) break;
      before = bound;
    }
    count.fill(0);
    for (let n = 0; n < chosen.length; n++) {
      const j = chosen[n];
      for (let e = start[j]; e < start[j + 1]; e++) if (value[e] > u[cell[e]]) count[cell[e]] += share[j];
    }
    if (!stepPrices(u, count, direction, pace * (sum - covered))) break;
  }
  return { bound: Math.max(bound, covered), iterations, openSites: open };
}

function priceSites(
  { start, cell, value }: CoverageInstance,
  u: Float64Array,
  open: Int32Array,
  worth: Float64Array,
): void {
  for (let n = 0; n < open.length; n++) {
    const j = open[n];
    let sum = 0;
    for (let e = start[j], to = start[j + 1]; e < to; e++) {
      const more = value[e] - u[cell[e]];
      if (more > 0) sum += more;
    }
    worth[j] = sum;
  }
}

/** u ← (u − t · d)⁺ along the remembered direction d, t = aim / |d|². False: nothing is left to step along. */
function stepPrices(u: Float64Array, count: Float64Array, direction: Float64Array, aim: number): boolean {
  let norm = 0;
  for (let i = 0; i < u.length; i++) {
    // a price of 0 cannot fall
    const g = u[i] === 0 && count[i] < 1 ? 0 : 1 - count[i];
    const d = (1 - MEMORY) * g + MEMORY * direction[i];
    direction[i] = u[i] === 0 && d > 0 ? 0 : d;
    norm += direction[i] * direction[i];
  }
  if (norm < 1e-30) return false;
  const step = aim / norm;
  for (let i = 0; i < u.length; i++) u[i] = Math.max(0, u[i] - step * direction[i]);
  return true;
}

/** Forced in, a site costs at least (critical ratio × cost − worth) of the bound. */
function withoutHopeless(
  { cost }: CoverageInstance,
  {
    open,
    worth,
    bound,
    covered,
    criticalRatio,
  }: { open: Int32Array; worth: Float64Array; bound: number; covered: number; criticalRatio: number },
): Int32Array {
  // a hair above the plan, so that rounding drops no site of an equally good one
  const least = covered * (1 - 1e-12);
  return open.filter((j) => bound + Math.min(0, worth[j] - criticalRatio * cost[j]) > least);
}

/** Takes the best ratios first, the last one in part; by quickselect, so in time proportional to the sites. */
function fractionalKnapsack({ siteCount, cost }: CoverageInstance, budget: number) {
  const order = new Int32Array(siteCount);
  const ratio = new Float64Array(siteCount);
  const share = new Float64Array(siteCount);
  return (open: Int32Array, worth: Float64Array) => {
    order.set(open);
    for (let n = 0; n < open.length; n++) ratio[open[n]] = worth[open[n]] / cost[open[n]];
    const full = takeBest(order, open.length, ratio, cost, budget);
    let [total, left] = [0, budget];
    let criticalRatio = Number.POSITIVE_INFINITY;
    for (let n = 0; n < full; n++) {
      const j = order[n];
      share[j] = 1;
      total += worth[j];
      left -= cost[j];
      criticalRatio = Math.min(criticalRatio, ratio[j]);
    }
    if (full === open.length) return { total, chosen: order.subarray(0, full), share, criticalRatio: 0 };
    let next = full;
    for (let n = full + 1; n < open.length; n++) if (ratio[order[n]] > ratio[order[next]]) next = n;
    [order[full], order[next]] = [order[next], order[full]];
    const part = Math.max(0, left) / cost[order[full]];
    // less than a billionth of a site is the rounding of costs
    if (part <= 1e-9)
      return {
        total: total + part * worth[order[full]],
        chosen: order.subarray(0, full),
        share,
        criticalRatio,
      };
    share[order[full]] = part;
    total += part * worth[order[full]];
    return { total, chosen: order.subarray(0, full + 1), share, criticalRatio: ratio[order[full]] };
  };
}

/** Moves to the front of `order` the sites of best ratio that fit whole, one after another; how many they are. */
function takeBest(
  order: Int32Array,
  count: number,
  ratio: Float64Array,
  cost: Float64Array,
  budget: number,
): number {
  let [low, high, left] = [0, count, budget + 1e-9];
  while (low < high) {
    const pivot = medianOfThree(ratio[order[low]], ratio[order[(low + high) >> 1]], ratio[order[high - 1]]);
    // three ways: above the pivot | equal | below
    let [above, below, weight] = [low, high, 0];
    for (let n = low; n < below; ) {
      const j = order[n];
      if (ratio[j] > pivot) {
        order[n++] = order[above];
        order[above++] = j;
        weight += cost[j];
      } else if (ratio[j] < pivot) {
        order[n] = order[--below];
        order[below] = j;
      } else n++;
    }
    if (weight > left) {
      high = above;
      continue;
    }
    left -= weight;
    for (low = above; low < below; low++) {
      if (cost[order[low]] > left) return low;
      left -= cost[order[low]];
    }
  }
  return low;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
