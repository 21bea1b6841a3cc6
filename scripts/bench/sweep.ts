/** A sweep of alert rules for one municipality: every radius with every cap, in every period. */
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { groundOf } from "../../src/simulate/ground.ts";
import { createStreams, drawsOf, uniformAt } from "../../src/simulate/streams.ts";
import { createSweeper, sweepPatient } from "../../src/simulate/sweepPatient.ts";
import { radiusRules } from "../../src/simulate/sweepRules.ts";
import { sampleCells } from "../../src/simulate/sweepSample.ts";
import { emptySums, sampleHalfWidth } from "../../src/simulate/sweepSums.ts";
import { type BenchShard, benchCountry } from "./country.ts";
import { type BenchPart, median, timed } from "./row.ts";

/** A large municipality; the sample is what `npm run simulate -- sweep` takes. */
const RESIDENTS = 200_000;
const PATIENTS = 500;
const ALWAYS = "1".repeat(168);

export const sweepPart: BenchPart = {
  group: "simulation",
  name: "sweep",
  async run(add) {
    const { shards } = await benchCountry();
    const total = ({ residents }: BenchShard) => residents.reduce((sum, many) => sum + many, 0);
    const shard = shards.reduce((best, one) =>
      Math.abs(total(one) - RESIDENTS) < Math.abs(total(best) - RESIDENTS) ? one : best,
    );
    const ground = groundOfShard(shard);
    const rules = radiusRules(DEFAULT_SCENARIO);
    const sample = sampleCells(shard.residents, total(shard) / PATIENTS);
    const times: number[] = [];
    let halfWidth = 0;
    for (let run = 0; run < 3; run++) {
      const sums = emptySums(rules);
      const { cpuSeconds } = await timed(() => {
        const sweeper = createSweeper(ground, DEFAULT_SCENARIO, sums);
        for (const { cell, demand } of sample)
          sweepPatient(sweeper, shard.grid.x[cell], shard.grid.y[cell], demand);
      });
      times.push(cpuSeconds);
      halfWidth = sampleHalfWidth(sums);
    }
    add({
      group: "simulation",
      name: "sweep of 10 radii × 4 caps × 4 periods, one municipality",
      value: median(times),
      unit: "s",
      target: "≤ 3",
      note: `${sample.length} patients of ${Math.round(total(shard))} residents: AED ready ± ${(100 * halfWidth).toFixed(1)} percentage points; one shard of the demo, CPU, median of 3`,
    });
  },
};

/** Responders at 1.3 % of the residents, and three posts. */
function groundOfShard({ grid, residents, aeds }: BenchShard) {
  const chance = drawsOf(createStreams(1).place, 0);
  const lived = [...residents.keys()].filter((n) => residents[n] > 0);
  const people = {
    x: Float64Array.from(lived, (n) => grid.x[n]),
    y: Float64Array.from(lived, (n) => grid.y[n]),
    residents: Float64Array.from(lived, (n) => residents[n]),
    responders: [Float64Array.from(lived, (n) => 0.0132 * residents[n])],
  };
  const posts = Array.from({ length: 3 }, (_, n) => {
    const cell = lived[Math.floor(uniformAt(chance, n) * lived.length)];
    return { position: { lng: grid.lng[cell], lat: grid.lat[cell] }, openHours: ALWAYS };
  });
  return groundOf(grid, { people, aeds, posts });
}
