/** `PublishedStore` over Postgres. */
import { RESPONSE_LAYERS } from "../coverage/responseColumns.ts";
import type { Database } from "./database.ts";
import type { PublishedRun, PublishedStore } from "./published.ts";
import { readLevelParts, readNationalLevel } from "./publishedLevels.ts";
import {
  readAed,
  readAeds,
  readPoliceFirePost,
  readPoliceFirePosts,
  readPost,
  readPosts,
} from "./publishedPlaces.ts";
import { readRegion, readRegionShards, readRegions } from "./publishedRegions.ts";
import { readRegionHistory } from "./regionHistory.ts";

export function publishedStore(database: Database): PublishedStore {
  return {
    readPublishedRun: () => readPublishedRun(database),
    readRun: (runId) => readRunById(database, runId),
    readLevelParts: (run, layers, resolution, places) =>
      readLevelParts(database, run, layers, resolution, places),
    readNationalLevel: (run, layers, resolution) => readNationalLevel(database, run, layers, resolution),
    readRegions: (run, query) => readRegions(database, run, query),
    readRegion: (run, code) => readRegion(database, run, code),
    readRegionShards: (run, shards) => readRegionShards(database, run, shards),
    readRegionHistory: (code, query) => readRegionHistory(database, code, query),
    readAeds: (run, query) => readAeds(database, run, query),
    readAed: (run, id) => readAed(database, run, id),
    readPosts: (run, query) => readPosts(database, run, query),
    readPost: (run, id) => readPost(database, run, id),
    readPoliceFirePosts: (run, query) => readPoliceFirePosts(database, run, query),
    readPoliceFirePost: (run, id) => readPoliceFirePost(database, run, id),
    readSources: () => readSources(database),
    ping: () => ping(database),
  };
}

/** The runs seen last by this isolate: a published run never changes. */
const runsSeen = new Map<string, PublishedRun>();
const RUNS_SEEN_MAX = 4;

async function readPublishedRun(database: Database): Promise<PublishedRun | null> {
  const rows = await database.sql`select run_id from published where id = 1`;
  return rows.length ? readRunById(database, rows[0].run_id as string) : null;
}

async function readRunById({ sql }: Database, runId: string): Promise<PublishedRun | null> {
  const seen = runsSeen.get(runId);
  if (seen) return seen;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(runId)) return null;
  const [rows, shards] = await sql.transaction([
    sql`select id, editions, inputs, scenario, code_version, data_date::text as data_date, planned_at, published_at,
        exists (select from national_level where run_id = run.id and layer = ${RESPONSE_LAYERS[0]}) as has_response
      from run where id = ${runId} and published_at is not null`,
    sql`select shard, result_key from run_shard where run_id = ${runId} order by shard`,
  ]);
  if (rows.length === 0) return null;
  const run: PublishedRun = {
    id: rows[0].id,
    editions: rows[0].editions,
    inputs: rows[0].inputs,
    codeVersion: rows[0].code_version,
    scenario: rows[0].scenario,
    hasResponse: rows[0].has_response,
    dataDate: rows[0].data_date,
    plannedAt: new Date(rows[0].planned_at).toISOString(),
    publishedAt: new Date(rows[0].published_at).toISOString(),
    resultKeys: new Map(shards.map((row) => [row.shard as string, row.result_key as string])),
  };
  if (runsSeen.size >= RUNS_SEEN_MAX) runsSeen.delete(runsSeen.keys().next().value!);
  runsSeen.set(runId, run);
  return run;
}

async function readSources({ sql }: Database) {
  const rows =
    await sql`select source.kind, source.id, title, is_synthetic, attribution, data_date::text as data_date,
      (select max(imported_at) from import_log where source_id = source.id
        and import_log.kind = source.kind and undoes is null
        and id not in (select undoes from import_log where undoes is not null)) as imported_at
    from source where retired_at is null order by source.kind, source.id`;
  return rows.map((row) => ({
    kind: row.kind as string,
    sourceId: row.id as string,
    title: row.title as string,
    isSynthetic: row.is_synthetic as boolean,
    attribution: row.attribution as string | null,
    dataDate: row.data_date as string | null,
    importedAt: row.imported_at ? new Date(row.imported_at).toISOString() : null,
  }));
}

async function ping({ sql }: Database): Promise<boolean> {
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  }
}
