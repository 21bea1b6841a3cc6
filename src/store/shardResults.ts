/**
 * A shard's results: one row per layer, its levels in packed parts one after another, and where each part ends.
 * Keyed by what determines them.
 */
import type { Layer } from "../coverage/columns.ts";
import type { ShardResult } from "../pipeline.ts";
import type { Database } from "./database.ts";
import { type Columns, levelsToParts } from "./levelParts.ts";
import { packColumns, toBase64 } from "./packing.ts";

export async function hasShardResult(
  { sql }: Database,
  key: string,
  layers: readonly Layer[],
): Promise<boolean> {
  const rows = await sql`select count(*)::int as layers from shard_result where key = ${key}`;
  return rows[0].layers === layers.length;
}

/** All layers in one transaction; a second writer of the same key changes nothing. */
export async function writeShardResult(
  database: Database,
  key: string,
  shard: string,
  result: ShardResult,
): Promise<void> {
  const { sql } = database;
  await sql.transaction(
    Object.entries(result.layers).map(([layer, levels]) => {
      const { parts, ends } = packLevels(levels as object[] as Columns[]);
      const sums = layer === "base" ? JSON.stringify(result.regionSums) : null;
      return sql`insert into shard_result (key, layer, shard, parts, ends, region_sums)
        values (${key}, ${layer}, ${shard}, decode(${parts}, 'base64'), ${ends}::int[], ${sums}::jsonb)
        on conflict (key, layer) do nothing`;
    }),
  );
}

function packLevels(levels: Columns[]): { parts: string; ends: number[] } {
  const packed = levelsToParts(levels).map(packColumns);
  const bytes = new Uint8Array(packed.reduce((sum, { length }) => sum + length, 0));
  const ends: number[] = [];
  let at = 0;
  for (const part of packed) {
    bytes.set(part, at);
    at += part.length;
    ends.push(at);
  }
  return { parts: toBase64(bytes), ends };
}

/** SQL for the base64 of one stored part (counted from 0) of a row `shard_result`. */
export function partAsBase64(part: string): string {
  const start = `coalesce(ends[${part}], 0)`;
  return asBase64(`substring(parts from ${start} + 1 for ends[${part} + 1] - ${start})`);
}

/**
 * SQL for the base64 of bytes. Postgres breaks it into lines, which JSON would escape one by one on both sides;
 * `translate` would look at every character, and takes three times as long.
 */
export function asBase64(bytes: string): string {
  return `replace(encode(${bytes}, 'base64'), E'\\n', '')`;
}
