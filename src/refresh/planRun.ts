/**
 * Plans a run: the editions in force, the scenario, and one ledger row per shard with land. Writes nothing else.
 */
import { DEFAULT_SCENARIO, type Scenario } from "../scenario.ts";
import type { Database } from "../store/database.ts";
import { readInputsInForce } from "../store/editions.ts";
import { MODEL_VERSION } from "./version.ts";

export interface PlannedRun {
  runId: string;
  shards: string[];
}

export type PlanOutcome =
  | ({ outcome: "planned" | "resumed" } & PlannedRun)
  | { outcome: "current"; runId: string }
  | { outcome: "refused"; reason: string };

/**
 * A run for the inputs in force. `resumed`: one with the same inputs was planned before and is not finished;
 * `current`: the published run has the same inputs, scenario and code, so there is nothing to do.
 */
export async function planRun(
  database: Database,
  { trigger, scenario = DEFAULT_SCENARIO }: { trigger: string; scenario?: Scenario },
): Promise<PlanOutcome> {
  const { editions, inputs, dataDate } = await readInputsInForce(database);
  const like = await findRunLike(database, JSON.stringify(editions), JSON.stringify(scenario), dataDate);
  if (like?.status === "published") return { outcome: "current", runId: like.id };
  if (like) return { outcome: "resumed", runId: like.id, shards: await openShards(database, like.id) };

  const { sql } = database;
  const shardRows = await sql`select shard from population_shard where edition = ${editions.population}
    union select shard from region_shard where edition = ${editions.regions} order by shard`;
  const shards = shardRows.map((row) => row.shard as string);
  if (shards.length === 0) return { outcome: "refused", reason: NO_LAND };

  const runId = crypto.randomUUID();
  await sql.transaction([
    sql`insert into run (id, status, trigger, editions, inputs, scenario, code_version, shard_count, data_date)
      values (${runId}, 'planned', ${trigger}, ${JSON.stringify(editions)}, ${JSON.stringify(inputs)},
        ${JSON.stringify(scenario)}, ${MODEL_VERSION}, ${shards.length}, ${dataDate})`,
    sql`insert into run_shard (run_id, shard, status)
      select ${runId}, shard, 'planned' from unnest(${shards}::text[]) as shard`,
    sql`update run set status = 'superseded' where status = 'planned' and id <> ${runId}`,
  ]);
  return { outcome: "planned", runId, shards };
}

const NO_LAND =
  "got no population and no regions, expected at least one of them: they say which cells are land; load regions or population first";

/** The published run, or an unfinished one, with these inputs, day, scenario and code. */
async function findRunLike({ sql }: Database, editions: string, scenario: string, dataDate: string | null) {
  const rows = await sql`select run.id, run.status from run left join published on published.run_id = run.id
    where editions = ${editions}::jsonb and scenario = ${scenario}::jsonb and code_version = ${MODEL_VERSION}
      and data_date is not distinct from ${dataDate}::date
      and (published.run_id is not null or run.status = 'planned')
    order by published.run_id nulls last limit 1`;
  return rows[0] as { id: string; status: string } | undefined;
}

/** The shards of a run that are not done: what a restart puts on the queue again. */
export async function openShards({ sql }: Database, runId: string): Promise<string[]> {
  const rows =
    await sql`select shard from run_shard where run_id = ${runId} and status <> 'done' order by shard`;
  return rows.map((row) => row.shard as string);
}
