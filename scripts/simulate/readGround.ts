/** The ground of a shard as the published run had it: protected responders, AEDs, posts, people. */
import { type ShardGrid, shardGrid } from "../../src/grid/shard.ts";
import { domainOf } from "../../src/pipeline.ts";
import { type RunHead, readRunHead } from "../../src/refresh/shardTask.ts";
import { type Ground, groundOf } from "../../src/simulate/ground.ts";
import { peopleAround } from "../../src/simulate/people.ts";
import type { Database } from "../../src/store/database.ts";
import { type KeyedShardInput, readShardInput } from "../../src/store/shardInputs.ts";

export interface ReadGround {
  grid: ShardGrid;
  ground: Ground;
  input: KeyedShardInput;
  /** per cell in child order */
  residents: Float64Array;
}

export async function readRun(database: Database): Promise<RunHead> {
  const [published] = await database.sql`select run_id from published where id = 1`;
  const run = published && (await readRunHead(database, published.run_id));
  if (!run) throw new Error("got no published run, expected one; load data first: npm run load -- --help");
  const lacking = (["population", "responders", "posts"] as const).filter(
    (kind) => run.inputs[kind] === "absent",
  );
  if (lacking.length === 0) return run;
  throw new Error(
    `got no ${lacking.join(" and no ")}, expected all to be loaded; see npm run load -- --help`,
  );
}

export async function readGround(database: Database, run: RunHead, shard: string): Promise<ReadGround> {
  const grid = shardGrid(shard);
  const input = await readShardInput(database, grid, run);
  const residents = input.population?.residents ?? new Float64Array(grid.x.length);
  const own = { shard, residents, domain: domainOf(residents, input.regions) };
  const people = peopleAround(grid, [own, ...input.neighbours], input.units, input.hasWhereabouts);
  return { grid, ground: groundOf(grid, { people, aeds: input.aeds, posts: input.posts }), input, residents };
}

/** The kinds of input that are invented, for the head of everything made from them. */
export function syntheticKinds({ inputs }: RunHead): string[] {
  return Object.entries(inputs)
    .filter(([, nature]) => nature === "synthetic")
    .map(([kind]) => kind);
}
