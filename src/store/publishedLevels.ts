/**
 * The packed levels of a published run. Unpacked parts are kept per isolate: a result key never changes its meaning.
 * A part that is not there is an error: ground without figures must never look like ground without coverage.
 */
import type { Layer } from "../coverage/columns.ts";
import type { Database } from "./database.ts";
import { keptColumns } from "./keptColumns.ts";
import {
  type Columns,
  type NationalResolution,
  partSize,
  type ShardResolution,
  sliceLastPart,
  storedPart,
} from "./levelParts.ts";
import { fromBase64, unpackByPlatform } from "./packing.ts";
import type { ColumnsOf, LevelPart, PartPlace, PublishedRun } from "./published.ts";
import { asBase64, partAsBase64 } from "./shardResults.ts";

/** One stored part of one layer, and the name it is kept by. */
interface Piece {
  key: string;
  layer: Layer;
  stored: number;
  name: string;
}

export async function readLevelParts<L extends Layer>(
  database: Database,
  run: PublishedRun,
  layers: readonly L[],
  resolution: ShardResolution,
  places: readonly PartPlace[],
): Promise<LevelPart<L>[]> {
  const known = places.filter(({ shard }) => run.resultKeys.has(shard));
  const pieceOf = ({ shard, part }: PartPlace, layer: Layer): Piece => {
    const key = run.resultKeys.get(shard)!;
    const stored = storedPart(resolution, part);
    return { key, layer, stored, name: `${key} ${layer} ${stored}` };
  };
  const pieces = known.flatMap((place) => layers.map((layer) => pieceOf(place, layer)));
  const columnsOf = await readPieces(database, pieces);
  return known.map((place) => {
    const levelOf = (layer: L) => {
      const columns = columnsOf.get(pieceOf(place, layer).name)!;
      return [layer, resolution === 8 ? sliceLastPart(columns, 8) : columns];
    };
    const columns = Object.fromEntries(layers.map(levelOf)) as ColumnsOf<L>;
    return { ...place, first: place.part * partSize(resolution), columns };
  });
}

/** All pieces by name: those of the isolate, the others in one query. */
async function readPieces({ sql }: Database, pieces: readonly Piece[]): Promise<Map<string, Columns>> {
  const found = new Map<string, Columns>();
  const missing = pieces.filter(({ name }) => {
    const kept = keptColumns.get(name);
    if (kept) found.set(name, kept as Columns);
    return !kept;
  });
  if (missing.length === 0) return found;
  // one look-up by key for each: as a join, the planner reads the whole table instead (1.7 ms more in the demo)
  const rows = await sql.query(
    `select n, (select ${partAsBase64("part")} from shard_result
        where shard_result.key = wanted.key and shard_result.layer = wanted.layer) as columns
      from unnest($1::text[], $2::text[], $3::int[]) with ordinality as wanted(key, layer, part, n)`,
    [missing.map(({ key }) => key), missing.map(({ layer }) => layer), missing.map(({ stored }) => stored)],
  );
  await Promise.all(
    rows.map(async (row) => {
      if (row.columns === null) return;
      const { name } = missing[Number(row.n) - 1];
      found.set(name, await unpackPart(row.columns));
      keptColumns.set(name, found.get(name)!);
    }),
  );
  const absent = missing.filter(({ name }) => !found.has(name));
  if (absent.length > 0) throw new Error(notThere(absent.length, `of key ${absent[0].key}`));
  return found;
}

export async function readNationalLevel<L extends Layer>(
  { sql }: Database,
  run: PublishedRun,
  layers: readonly L[],
  resolution: NationalResolution,
): Promise<{ shards: string[]; columns: ColumnsOf<L> }> {
  const nameOf = (layer: Layer) => `${run.id} ${layer} ${resolution}`;
  const found = new Map(layers.map((layer) => [layer as Layer, keptColumns.get(nameOf(layer)) as Columns]));
  const missing = layers.filter((layer) => !found.get(layer));
  if (missing.length > 0) {
    const rows = await sql.query(
      `select layer, ${asBase64("columns")} as columns from national_level
        where run_id = $1 and resolution = $2 and layer = any($3)`,
      [run.id, resolution, missing],
    );
    if (rows.length < missing.length)
      throw new Error(notThere(missing.length - rows.length, `of run ${run.id}`));
    await Promise.all(
      rows.map(async (row) => {
        const columns = await unpackPart(row.columns);
        keptColumns.set(nameOf(row.layer), columns);
        found.set(row.layer, columns);
      }),
    );
  }
  return {
    shards: [...run.resultKeys.keys()],
    columns: Object.fromEntries(found) as unknown as ColumnsOf<L>,
  };
}

async function unpackPart(base64: string): Promise<Columns> {
  return (await unpackByPlatform<Columns>(fromBase64(base64)))!;
}

function notThere(count: number, where: string): string {
  return `got no rows for ${count} parts ${where}, expected all of a run; ask by the run that is published now`;
}
