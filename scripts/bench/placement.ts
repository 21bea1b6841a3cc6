/** Placement at the size of a municipality: time of one core, and how near to the best the plan is proven to be. */
import { solveMclp } from "../../src/analyse/mclp.ts";
import { type PlacementKind, placementWorld } from "./placementWorld.ts";
import { type BenchPart, median, timed } from "./row.ts";

const SEEDS = [1, 2, 3];
const RUNS = 5;
const WHAT: Record<PlacementKind, string> = {
  leftover: "people that the AEDs there are leave uncovered",
  bare: "towns without any AED",
};

export const placementPart: BenchPart = {
  group: "advice",
  name: "placement",
  async run(add) {
    for (const kind of ["leftover", "bare"] as const) {
      const worlds = SEEDS.map((seed) => placementWorld(kind, seed));
      for (const budget of [20, 50]) {
        const gaps: number[] = [];
        const milliseconds: number[] = [];
        for (const world of worlds) {
          for (let run = 0; run < RUNS; run++) {
            const { result, cpuSeconds } = await timed(() => solveMclp(world, { budget }));
            // the first run of a world warms up
            if (run > 0) milliseconds.push(cpuSeconds * 1_000);
            else gaps.push(result.gap * 100);
          }
        }
        const size = `5,700 cells × 4,000 sites, ${budget} AEDs, ${WHAT[kind]}`;
        const each = gaps.map((gap) => gap.toFixed(2)).join(", ");
        add({
          group: "advice",
          name: `proven gap: ${size}`,
          value: median(gaps),
          unit: "%",
          target: "≤ 0.5",
          note: `median of ${SEEDS.length} instances (${each} %); no plan is better by more`,
        });
        add({
          group: "advice",
          name: `plan and bound: ${size}`,
          value: median(milliseconds),
          unit: "ms",
          target: "≤ 150",
          note: "CPU of one core, median, warm",
        });
      }
    }
  },
};
