/**
 * Publishing: when every shard of a run is in, its national levels and region figures are written and the pointer
 * moves, all in one transaction. Readers see the old run until then and the new one after; never half of either.
 */
import { LAYERS, type Layer } from "../coverage/columns.ts";
import type { RegionFigures } from "../coverage/regionFigures.ts";
import { addRegionSums, COUNTRY_CODE, emptyRegionSums, type RegionSums } from "../coverage/regionSums.ts";
import { type Scenario, scenarioSchema } from "../scenario.ts";
import type { Database } from "../store/database.ts";
import { type Columns, concatenate, LAST_STORED_PART, sliceLastPart } from "../store/levelParts.ts";
import { readObserved, readRegionsAround } from "../store/observedValues.ts";
import { fromBase64, packColumns, toBase64, unpackColumns } from "../store/packing.ts";
import type { RunEditions } from "../store/schema.ts";
import { partAsBase64 } from "../store/shardResults.ts";
import { regionResults } from "./regionResults.ts";
import { sweepOldRuns } from "./sweep.ts";

const NATIONAL_RESOLUTIONS = [7, 6, 5] as const;

interface RunToPublish {
  id: string;
  editions: RunEditions;
  scenario: Scenario;
}

/** True when this call moved the pointer. Twice is harmless; a run older than the published one never wins. */
export async function publishIfComplete(database: Database, runId: string): Promise<boolean> {
  const run = await readIfComplete(database, runId);
  if (!run) return false;
  const sums = await sumRun(database, run);
  const figures = await figuresOf(database, run, sums);
  await checkMasses(database, run, sums);
  // one layer after another: six at once would not fit beside each other in an isolate
  const levels = [];
  for (const layer of LAYERS) levels.push(...(await nationalLevels(database, runId, layer)));
  const { sql } = database;
  const results = await sql.transaction([
    ...levels.map(
      ({ resolution, layer, columns, shards }) =>
        sql`insert into national_level (run_id, resolution, layer, columns, shards)
          values (${runId}, ${resolution}, ${layer}, decode(${columns}, 'base64'), ${JSON.stringify(shards)}::jsonb)
          on conflict do nothing`,
    ),
    insertRegionResults(database, run, figures),
    sql`update run set status = 'published', published_at = now() where id = ${runId} and status = 'planned'`,
    movePointer(database, runId),
  ]);
  await sweepOldRuns(database);
  return results[results.length - 1].length > 0;
}

async function readIfComplete({ sql }: Database, runId: string): Promise<RunToPublish | null> {
  const rows =
    await sql`select editions, scenario from run where id = ${runId} and status = 'planned' and shard_count =
    (select count(*) from run_shard where run_id = ${runId} and status = 'done')`;
  if (rows.length === 0) return null;
  const scenario = scenarioSchema.parse(rows[0].scenario);
  return { id: runId, editions: rows[0].editions as RunEditions, scenario };
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
async function sumRun(database: Database, run: RunToPublish): Promise<Map<string, RegionSums>> {
  const { sql } = database;
  const [members, regions] = await sql.transaction([
    sql`select parent_code, child_code from region_member where edition = ${run.editions.regions}`,
    sql`select code from region where edition = ${run.editions.regions}`,
  ]);
  // a region too small to hold a cell centre has sums too: of nothing
  const sums = new Map(regions.map((row) => [row.code as string, emptyRegionSums()]));
  const add = (code: string, part: RegionSums) => {
    if (!sums.has(code)) sums.set(code, emptyRegionSums());
    addRegionSums(sums.get(code)!, part);
  };
  for await (const shards of shardsOf(database, run.id)) {
    const rows =
      await sql`select region_sums from run_shard join shard_result on key = result_key and layer = 'base'
      where run_id = ${run.id} and run_shard.shard = any(${shards}) order by run_shard.shard`;
    for (const row of rows) {
      for (const [code, part] of Object.entries(row.region_sums as Record<string, RegionSums>))
        add(code, part);
    }
  }
  for (const { parent_code, child_code } of members) {
    const part = sums.get(child_code as string);
    if (part) add(parent_code as string, part);
  }
  return sums;
}

/** Masses conserved: the residents that the run counted are those of its population edition, to 1e-9. */
async function checkMasses(
  { sql }: Database,
  run: RunToPublish,
  sums: Map<string, RegionSums>,
): Promise<void> {
  const rows =
    await sql`select sum(residents) as residents from population_shard where edition = ${run.editions.population}`;
  const expected = Number(rows[0].residents ?? 0);
  const got = sums.get(COUNTRY_CODE)?.residents ?? 0;
  if (Math.abs(got - expected) > 1e-9 * Math.max(1, expected)) {
    const problem = `got ${got} residents over all shards, expected ${expected} of the population in force; the run is not published`;
    await sql`update run set status = 'failed', problem = ${problem} where id = ${run.id}`;
    throw new Error(problem);
  }
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

/** Compare and set: only a run planned later than the published one takes its place. */
function movePointer({ sql }: Database, runId: string) {
  return sql`insert into published (id, run_id, sequence) values (1, ${runId}, 1)
    on conflict (id) do update set run_id = excluded.run_id, previous_run_id = published.run_id,
      sequence = published.sequence + 1, moved_at = now()
    where published.run_id <> excluded.run_id and (select planned_at from run where id = excluded.run_id)
      > coalesce((select planned_at from run where id = published.run_id), '-infinity')
    returning run_id`;
}
