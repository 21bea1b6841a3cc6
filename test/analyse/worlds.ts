/** Small worlds to place in: random towns on a square, and power-of-two residents that name who is covered. */
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import type { Site } from "../../src/analyse/coverageInstance.ts";

export interface PlacementWorld {
  demand: number[];
  sites: Site[];
  budget: number;
}

export type WorldKind = "covering" | "gradual" | "costs";

/** Up to 40 cells and 15 sites on a square kilometre; some cells empty, some sites twins, some covering nothing. */
export function randomWorld(seed: number, kind: WorldKind): PlacementWorld {
  const random = createGenerator(seed);
  const point = () => ({ x: 1_000 * random(), y: 1_000 * random() });
  const cells = Array.from({ length: 5 + Math.floor(35 * random()) }, point);
  const demand = cells.map(() => (random() < 0.15 ? 0 : Math.ceil(100 * random() ** 3)));
  const radius = 120 + 250 * random();
  const places = Array.from({ length: 1 + Math.floor(15 * random()) }, point);
  if (places.length > 2) places[1] = places[0];
  const sites = places.map(({ x, y }) => {
    const near = cells.map((cell, i) => ({ i, meters: Math.hypot(cell.x - x, cell.y - y) }));
    const within = near.filter(({ meters }) => meters <= radius);
    return {
      cells: within.map(({ i }) => i),
      ...(kind === "gradual" ? { quality: within.map(({ meters }) => 1 - meters / (2 * radius)) } : {}),
      ...(kind === "costs" ? { cost: 0.5 + Math.floor(6 * random()) / 2 } : {}),
    };
  });
  return { demand, sites, budget: 1 + Math.floor(5 * random()) };
}
