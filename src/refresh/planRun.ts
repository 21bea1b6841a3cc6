/**
 * Plans a run: the editions in force, the scenario, and one ledger row per shard with land. Writes nothing else.
 */
import { DEFAULT_SCENARIO, type Scenario } from "../scenario.ts";
import type { Database } from "../store/database.ts";
import { readInputsInForce } from "../store/editions.ts";
import type { RunEditions } from "../store/schema.ts";
import { MODEL_VERSION } from "./version.ts";

export interface PlannedRun {
  runId: string;
  shards: string[];
}

export type PlanOutcome =
  | ({ outcome: "planned" | "resumed" } & PlannedRun)
  | { outcome: "current" | "waiting" | "withdrawn"; runId: string }
  | { outcome: "refused"; reason: string };

/**
 * A run for the inputs in force. `resumed`: one with the same inputs was planned before and is not finished;
 * `current`: the published run has the same inputs, scenario and code, so there is nothing to do; `waiting`: one like it
 * waits for a person; `withdrawn`: one like it was published and rolled back, and stays so until something changes.
 */
export async function planRun(
  database: Database,
  {
    trigger,
    scenario = DEFAULT_SCENARIO,
    zonesOnly = false,
  }: { trigger: string; scenario?: Scenario; zonesOnly?: boolean },
): Promise<PlanOutcome> {
  const { editions, inputs, dataDate } = await readInputsInForce(database);
  const [editionsText, scenarioText] = [JSON.stringify(editions), JSON.stringify(scenario)];
  const like = await findRunLike(database, {
    editions: editionsText,
    scenario: scenarioText,
    dataDate,
    zonesOnly,
  });
  if (like?.status === "planned")
    return { outcome: "resumed", runId: like.id, shards: await openShards(database, like.id) };
  if (like) return { outcome: like.status, runId: like.id };

  const { sql } = database;
  const shards = await landShards(database, editions);
  if (shards.length === 0) return { outcome: "refused", reason: NO_LAND };

  const runId = crypto.randomUUID();
  await sql.transaction([
    sql`insert into run (id, status, trigger, editions, inputs, scenario, code_version, zones_only, shard_count, data_date)
      values (${runId}, 'planned', ${trigger}, ${editionsText}, ${JSON.stringify(inputs)},
        ${scenarioText}, ${MODEL_VERSION}, ${zonesOnly}, ${shards.length}, ${dataDate})`,
    sql`insert into run_shard (run_id, shard, status)
      select ${runId}, shard, 'planned' from unnest(${shards}::text[]) as shard`,
    sql`update run set status = 'superseded' where status in ('planned', 'waiting') and id <> ${runId}`,
  ]);
  // an import that came in between planned a newer run, which this one has just superseded
  const now = await readInputsInForce(database);
  const isCurrent = JSON.stringify([now.editions, now.dataDate]) === JSON.stringify([editions, dataDate]);
  return isCurrent
    ? { outcome: "planned", runId, shards }
    : planRun(database, { trigger, scenario, zonesOnly });
}

/** The shards with land: where people live or a region lies. */
export async function landShards({ sql }: Database, editions: RunEditions): Promise<string[]> {
  const rows = await sql`select shard from population_shard where edition = ${editions.population}
    union select shard from region_shard where edition = ${editions.regions} order by shard`;
  return rows.map((row) => row.shard as string);
}

const NO_LAND =
  "got no population and no regions, expected at least one of them: they say which cells are land; load regions or population first";

interface RunLike {
  id: string;
  status: "current" | "planned" | "waiting" | "withdrawn";
}

/** The published run, or an unfinished or withdrawn one, with these inputs, day, scenario, code and layers. */
async function findRunLike(
  { sql }: Database,
  {
    editions,
    scenario,
    dataDate,
    zonesOnly,
  }: { editions: string; scenario: string; dataDate: string | null; zonesOnly: boolean },
) {
  const rows =
    await sql`select run.id, case when published.run_id is not null then 'current' else run.status end as status
    from run left join published on published.run_id = run.id
    where editions = ${editions}::jsonb and scenario = ${scenario}::jsonb and code_version = ${MODEL_VERSION}
      and zones_only = ${zonesOnly}
      and data_date is not distinct from ${dataDate}::date
      and (published.run_id is not null or run.status in ('planned', 'waiting', 'withdrawn'))
    order by published.run_id nulls last, run.planned_at desc limit 1`;
  return rows[0] as RunLike | undefined;
}

/** The shards of a run that are not done: what a restart puts on the queue again. */
export async function openShards({ sql }: Database, runId: string): Promise<string[]> {
  const rows =
    await sql`select shard from run_shard where run_id = ${runId} and status <> 'done' order by shard`;
  return rows.map((row) => row.shard as string);
}
