/** The exact law of all inhabited cells of the demo on one core, straight-line metres, and its slowest shard. */
import type { LngLat } from "../../src/load/records.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { groundOf } from "../../src/simulate/ground.ts";
import { nearPosts } from "../../src/simulate/nearPosts.ts";
import { peopleAround } from "../../src/simulate/people.ts";
import { solveShard } from "../../src/simulate/shardLaw.ts";
import { type BenchShard, benchCountry } from "./country.ts";
import { type BenchPart, timed } from "./row.ts";

/** 236,715 of 17.9 million (HartslagNu 2024): spread as protected counts are, over all who live there. */
const RESPONDERS_PER_RESIDENT = 0.0132;
/** Shards whose middles are nearer than this may be neighbours: middles of neighbours are 15 km apart. */
const NEIGHBOUR_DEGREES = 0.3;

export const responseLawPart: BenchPart = {
  group: "simulation",
  name: "response law",
  async run(add) {
    const { shards, posts } = await benchCountry();
    const inhabited = shards.filter(({ residents }) => residents.some((count) => count > 0));
    let cells = 0;
    const times: number[] = [];
    const solve = (shard: BenchShard) => {
      const ground = groundAround(shard, shards, posts);
      const response = solveShard(shard.grid, shard.residents, ground, DEFAULT_SCENARIO);
      cells += response.cells.length;
    };
    for (const shard of inhabited.slice(0, 5)) solve(shard);
    cells = 0;
    for (const shard of inhabited) times.push((await timed(() => solve(shard))).cpuSeconds);
    const total = times.reduce((sum, seconds) => sum + seconds, 0);
    add({
      group: "simulation",
      name: "the exact law, national, four periods",
      value: total,
      unit: "s",
      target: "≤ 60",
      note: `${cells.toLocaleString("en")} inhabited cells of the demo, ${inhabited.length} shards, CPU of one core, once: roles, bands, medians and lead of CPR and AED ready; straight-line metres, responders ${RESPONDERS_PER_RESIDENT} per resident`,
    });
    add({
      group: "simulation",
      name: "the exact law, the slowest shard",
      value: Math.max(...times) * 1_000,
      unit: "ms",
      target: null,
      note: `mean of a shard ${((total / inhabited.length) * 1_000).toFixed(0)} ms`,
    });
  },
};

function groundAround(
  shard: BenchShard,
  shards: readonly BenchShard[],
  posts: readonly { position: LngLat; openHours: string }[],
) {
  const { origin } = shard.grid.plane;
  const around = shards.filter(
    ({ grid: { plane } }) =>
      plane.origin !== origin &&
      Math.abs(plane.origin.lng - origin.lng) < NEIGHBOUR_DEGREES &&
      Math.abs(plane.origin.lat - origin.lat) < NEIGHBOUR_DEGREES,
  );
  const cells = [shard, ...around].map(({ grid, residents, domain }) => ({
    shard: grid.shard,
    residents,
    domain,
  }));
  const people = peopleAround(shard.grid, cells, [], false);
  const responders = people.residents.map((count) => RESPONDERS_PER_RESIDENT * count);
  return groundOf(shard.grid, {
    people: { ...people, responders: [responders] },
    aeds: shard.aeds,
    posts: nearPosts(shard.grid, posts),
  });
}
