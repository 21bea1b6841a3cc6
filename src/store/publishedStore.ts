/**
 * `PublishedStore` over Postgres. Unpacked columns are kept per isolate: a result key never changes its meaning.
 */
import type { Layer } from "../coverage/columns.ts";
import type { Database } from "./database.ts";
import { keptColumns } from "./keptColumns.ts";
import { fromBase64, unpackColumns } from "./packing.ts";
import type { LayerColumns, PublishedRun, PublishedStore } from "./published.ts";
import {
  readAed,
  readAeds,
  readPoliceFirePost,
  readPoliceFirePosts,
  readPost,
  readPosts,
} from "./publishedPlaces.ts";
import { readRegion, readRegions } from "./publishedRegions.ts";
import { type Columns, sliceCoarse } from "./shardResults.ts";

export function publishedStore(database: Database): PublishedStore {
  return {
    readPublishedRun: () => readPublishedRun(database),
    readRun: (runId) => readRunById(database, runId),
    readLevels: (run, shards, layer, resolution) => readLevels(database, run, shards, layer, resolution),
    readNationalLevel: (run, layer, resolution) => readNationalLevel(database, run, layer, resolution),
    readRegions: (run, query) => readRegions(database, run, query),
    readRegion: (run, code) => readRegion(database, run, code),
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
    sql`select id, editions, inputs, code_version, data_date::text as data_date, planned_at, published_at
      from run where id = ${runId} and published_at is not null`,
    sql`select shard, result_key from run_shard where run_id = ${runId} order by shard`,
  ]);
  if (rows.length === 0) return null;
  const run: PublishedRun = {
    id: rows[0].id,
    editions: rows[0].editions,
    inputs: rows[0].inputs,
    codeVersion: rows[0].code_version,
    dataDate: rows[0].data_date,
    plannedAt: new Date(rows[0].planned_at).toISOString(),
    publishedAt: new Date(rows[0].published_at).toISOString(),
    resultKeys: new Map(shards.map((row) => [row.shard as string, row.result_key as string])),
  };
  if (runsSeen.size >= RUNS_SEEN_MAX) runsSeen.delete(runsSeen.keys().next().value!);
  runsSeen.set(runId, run);
  return run;
}

async function readLevels<L extends Layer>(
  { sql }: Database,
  run: PublishedRun,
  shards: string[],
  layer: L,
  resolution: 10 | 9 | 8,
): Promise<Map<string, LayerColumns<L>>> {
  const blob = resolution === 10 ? "level10" : "coarse";
  const levels = new Map<string, LayerColumns<L>>();
  const keep = (shard: string, columns: object) =>
    levels.set(
      shard,
      (resolution === 10 ? columns : sliceCoarse(columns as Columns, resolution)) as LayerColumns<L>,
    );
  const missing: string[] = [];
  for (const shard of shards) {
    const key = run.resultKeys.get(shard);
    if (!key) continue;
    const kept = keptColumns.get(`${key} ${layer} ${blob}`);
    if (kept) keep(shard, kept);
    else missing.push(key);
  }
  if (missing.length === 0) return levels;
  const rows = await sql.query(
    `select shard, key, encode(${blob}, 'base64') as columns from shard_result where layer = $1 and key = any($2)`,
    [layer, missing],
  );
  for (const row of rows) {
    const columns = unpackColumns<Columns>(fromBase64(row.columns));
    keptColumns.set(`${row.key} ${layer} ${blob}`, columns!);
    keep(row.shard, columns!);
  }
  return levels;
}

async function readNationalLevel<L extends Layer>(
  { sql }: Database,
  run: PublishedRun,
  layer: L,
  resolution: 7 | 6 | 5,
): Promise<{ shards: string[]; columns: LayerColumns<L> } | null> {
  const shards = [...run.resultKeys.keys()];
  const name = `${run.id} ${layer} ${resolution}`;
  const kept = keptColumns.get(name);
  if (kept) return { shards, columns: kept as LayerColumns<L> };
  const rows = await sql`select encode(columns, 'base64') as columns from national_level
    where run_id = ${run.id} and layer = ${layer} and resolution = ${resolution}`;
  if (rows.length === 0) return null;
  const columns = unpackColumns<LayerColumns<L>>(fromBase64(rows[0].columns));
  keptColumns.set(name, columns!);
  return { shards, columns: columns! };
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
