/** The best plan by trying every set of sites that the budget allows. For up to about 15 sites. */
import type { Site } from "../../src/analyse/coverageInstance.ts";

export function bruteMclp(demand: readonly number[], sites: readonly Site[], budget: number) {
  let best = { sites: [] as number[], covered: 0 };
  for (let set = 0; set < 2 ** sites.length; set++) {
    const chosen = sites.map((_, j) => j).filter((j) => (set >> j) & 1);
    const cost = chosen.reduce((sum, j) => sum + (sites[j].cost ?? 1), 0);
    if (cost > budget + 1e-9) continue;
    const covered = coveredDemand(demand, sites, chosen);
    if (covered > best.covered) best = { sites: chosen, covered };
  }
  return best;
}

/** Straight from the objective: per cell, the best share that any chosen site gives it. */
export function coveredDemand(
  demand: readonly number[],
  sites: readonly Site[],
  chosen: readonly number[],
): number {
  return demand.reduce((sum, people, i) => {
    const shares = chosen.map((j) => {
      const n = Array.from(sites[j].cells).indexOf(i);
      if (n < 0) return 0;
      return sites[j].quality ? sites[j].quality[n] : 1;
    });
    return sum + people * Math.max(0, ...shares);
  }, 0);
}
