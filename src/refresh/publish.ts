/**
 * Publishing: when every shard of a run is in, its national levels and region figures are written and the pointer
 * moves, all in one transaction. Readers see the old run until then and the new one after; never half of either.
 */
import { type Layer, layersOf } from "../coverage/columns.ts";
import type { RegionFigures } from "../coverage/regionFigures.ts";
import { addRegionSums, emptyRegionSums, type RegionSums } from "../coverage/regionSums.ts";
import { type Scenario, scenarioSchema } from "../scenario.ts";
import type { Database } from "../store/database.ts";
import { type Columns, concatenate, LAST_STORED_PART, sliceLastPart } from "../store/levelParts.ts";
import { readObserved, readRegionsAround } from "../store/observedValues.ts";
import { fromBase64, packColumns, toBase64, unpackColumns } from "../store/packing.ts";
import { recordPublication } from "../store/regionHistory.ts";
import type { RunEditions } from "../store/schema.ts";
import { partAsBase64 } from "../store/shardResults.ts";
import { holdBack, readPast, refuseBroken } from "./holdBack.ts";
import { brokenShares, brokenSums, movedRegions } from "./invariants.ts";
import { regionResults } from "./regionResults.ts";
import { sweepOldRuns } from "./sweep.ts";

const NATIONAL_RESOLUTIONS = [7, 6, 5] as const;

interface RunToPublish {
  id: string;
  editions: RunEditions;
  scenario: Scenario;
  isAccepted: boolean;
  zonesOnly: boolean;
}

/**
 * published: this call moved the pointer · waiting: for a person, see the run's problem · incomplete: a shard is not in ·
 * settled: published, failed or superseded before this · reopened: shards whose results are gone, to be done again
 */
export type PublishOutcome = "published" | "waiting" | "incomplete" | "settled" | { reopened: string[] };

/** Twice is harmless; a run older than the published one never wins. */
export async function publishIfComplete(database: Database, runId: string): Promise<PublishOutcome> {
  const { run, outcome } = await readIfComplete(database, runId);
  if (!run) return outcome;
  const past = await readPast(database, run.id);
  const { sums, kinds, changed } = await sumRun(database, run, past.changedShards);
  const { sql } = database;
  const people =
    await sql`select sum(residents) as residents from population_shard where edition = ${run.editions.population}`;
  const populationResidents = Number(people[0].residents ?? 0);
  await refuseBroken(database, run, brokenSums({ sums, kinds, populationResidents }));
  const figures = await figuresOf(database, run, sums);
  await refuseBroken(database, run, brokenShares(figures));
  if (past.figures && !run.isAccepted) {
    const moved = movedRegions(past.figures, figures, changed);
    if (moved.length > 0) return holdBack(database, run, moved);
  }
  return write(database, run, figures);
}

async function write(
  database: Database,
  run: RunToPublish,
  figures: Map<string, RegionFigures>,
): Promise<PublishOutcome> {
  const { sql } = database;
  // one layer after another: six at once would not fit beside each other in an isolate
  const levels = [];
  for (const layer of layersOf(run)) levels.push(...(await nationalLevels(database, run.id, layer)));
  const results = await sql.transaction([
    ...levels.map(
      ({ resolution, layer, columns, shards }) =>
        sql`insert into national_level (run_id, resolution, layer, columns, shards)
          values (${run.id}, ${resolution}, ${layer}, decode(${columns}, 'base64'), ${JSON.stringify(shards)}::jsonb)
          on conflict do nothing`,
    ),
    insertRegionResults(database, run, figures),
    settle(database, run.id),
    movePointer(database, run.id),
    ...recordPublication(database, run.id),
  ]);
  await sweepOldRuns(database);
  return results[levels.length + 2].length > 0 ? "published" : "settled";
}

type Complete = { run: RunToPublish; outcome?: undefined } | { run?: undefined; outcome: PublishOutcome };

async function readIfComplete({ sql }: Database, runId: string): Promise<Complete> {
  const [[head], reopened, [{ done }]] = await sql.transaction([
    sql`select status, editions, scenario, shard_count, accepted_at is not null as is_accepted, zones_only
      from run where id = ${runId}`,
    // what was carried over may have been swept before this run said that it needs it
    sql`update run_shard set status = 'planned', result_key = null where run_id = ${runId} and status = 'done'
      and (select count(*) from run_shard where run_id = ${runId} and status = 'done') =
        (select shard_count from run where id = ${runId} and status = 'planned')
      and (select count(*) from shard_result where key = result_key) <>
        (select case when zones_only then ${layersOf({ zonesOnly: true }).length}::int
          else ${layersOf({ zonesOnly: false }).length}::int end from run where id = ${runId}) returning shard`,
    sql`select count(*)::int as done from run_shard where run_id = ${runId} and status = 'done'`,
  ]);
  if (head?.status !== "planned") return { outcome: "settled" };
  if (reopened.length > 0) return { outcome: { reopened: reopened.map(({ shard }) => shard) } };
  if (done !== head.shard_count) return { outcome: "incomplete" };
  const scenario = scenarioSchema.parse(head.scenario);
  const { editions, is_accepted: isAccepted, zones_only: zonesOnly } = head;
  return { run: { id: runId, editions, scenario, isAccepted, zonesOnly } };
}

/** How many shards' rows are in memory at once: all of them would not fit an isolate beside their JSON. */
const SHARDS_AT_A_TIME = 40;

async function* shardsOf({ sql }: Database, runId: string): AsyncGenerator<string[]> {
  const rows = await sql`select shard from run_shard where run_id = ${runId} order by shard`;
  for (let at = 0; at < rows.length; at += SHARDS_AT_A_TIME) {
    yield rows.slice(at, at + SHARDS_AT_A_TIME).map((row) => row.shard as string);
  }
}

/** Partial sums of all shards, added per region; roll-ups get the sums of their parts. */
async function sumRun(database: Database, run: RunToPublish, changedShards: ReadonlySet<string>) {
  const { sql } = database;
  const [members, regions] = await sql.transaction([
    sql`select parent_code, child_code from region_member where edition = ${run.editions.regions}`,
    sql`select code, kind from region where edition = ${run.editions.regions}`,
  ]);
  // a region too small to hold a cell centre has sums too: of nothing
  const sums = new Map(regions.map((row) => [row.code as string, emptyRegionSums()]));
  const changed = new Set<string>();
  const add = (code: string, part: RegionSums, isChanged: boolean) => {
    if (isChanged) changed.add(code);
    if (!sums.has(code)) sums.set(code, emptyRegionSums());
    addRegionSums(sums.get(code)!, part);
  };
  for await (const shards of shardsOf(database, run.id)) {
    const rows =
      await sql`select run_shard.shard, region_sums from run_shard join shard_result on key = result_key and layer = 'base'
      where run_id = ${run.id} and run_shard.shard = any(${shards}) order by run_shard.shard`;
    for (const row of rows) {
      for (const [code, part] of Object.entries(row.region_sums as Record<string, RegionSums>))
        add(code, part, changedShards.has(row.shard));
    }
  }
  for (const { parent_code, child_code } of members) {
    const part = sums.get(child_code as string);
    if (part) add(parent_code as string, part, changed.has(child_code));
  }
  const parents = new Set(members.map((row) => row.parent_code as string));
  const own = regions.filter((row) => !parents.has(row.code));
  const kinds = new Map(own.map((row) => [row.code as string, row.kind as string]));
  return { sums, kinds, changed };
}

async function nationalLevels(database: Database, runId: string, layer: Layer) {
  const shards: string[] = [];
  const parts = new Map(NATIONAL_RESOLUTIONS.map((resolution) => [resolution, [] as Columns[]]));
  for await (const some of shardsOf(database, runId)) {
    const rows = await database.sql.query(
      `select ${partAsBase64(`${LAST_STORED_PART}`)} as last_part
      from run_shard join shard_result on key = result_key and layer = $1
      where run_id = $2 and run_shard.shard = any($3) order by run_shard.shard`,
      [layer, runId, some],
    );
    for (const row of rows) {
      const last = unpackColumns<Columns>(fromBase64(row.last_part))!;
      for (const [resolution, list] of parts) list.push(sliceLastPart(last, resolution));
    }
    shards.push(...some);
  }
  return NATIONAL_RESOLUTIONS.map((resolution) => {
    const columns = toBase64(packColumns(concatenate(parts.get(resolution)!)));
    return { resolution, layer, shards, columns };
  });
}

async function figuresOf(
  database: Database,
  { editions, scenario }: RunToPublish,
  sums: ReadonlyMap<string, RegionSums>,
): Promise<Map<string, RegionFigures>> {
  const rows =
    await database.sql`select parent_code, child_code from region_member where edition = ${editions.regions}`;
  const members = new Map<string, string[]>();
  for (const { parent_code, child_code } of rows) {
    members.set(parent_code, [...(members.get(parent_code) ?? []), child_code]);
  }
  return regionResults({
    sums,
    scenario,
    members,
    observed: await readObserved(database, editions.observedValues),
    around: await readRegionsAround(database, editions.regions),
  });
}

function insertRegionResults({ sql }: Database, run: RunToPublish, results: Map<string, RegionFigures>) {
  const codes = [...results.keys()];
  const figures = codes.map((code) => JSON.stringify(results.get(code)));
  return sql`insert into region_result (run_id, code, figures)
    select ${run.id}, code, figures::jsonb from unnest(${codes}::text[], ${figures}::text[]) as r(code, figures)
    on conflict do nothing`;
}

/** Only a run planned later than the published one takes its place, and none that was superseded meanwhile. */
function settle({ sql }: Database, runId: string) {
  return sql`with old as (select max(planned_at) as planned_at from run where id = (select run_id from published))
    update run set problem = null,
      status = case when run.planned_at > coalesce(old.planned_at, '-infinity') then 'published' else 'superseded' end,
      published_at = case when run.planned_at > coalesce(old.planned_at, '-infinity') then now() end
    from old where id = ${runId} and status = 'planned'`;
}

/** Compare and set, after `settle`. */
function movePointer({ sql }: Database, runId: string) {
  return sql`insert into published (id, run_id, sequence) select 1, id, 1 from run
    where id = ${runId} and status = 'published'
    on conflict (id) do update set run_id = excluded.run_id, previous_run_id = published.run_id,
      sequence = published.sequence + 1, moved_at = now()
    where published.run_id <> excluded.run_id and (select planned_at from run where id = excluded.run_id)
      > coalesce((select planned_at from run where id = published.run_id), '-infinity')
    returning run_id`;
}
