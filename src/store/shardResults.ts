/**
 * A shard's results as rows of packed columns: one per layer; resolution 10 in one blob, the coarser ones one after
 * another in a second (36 small blobs cost three times the time of these 12). Keyed by what determines them.
 */
import { LAYERS } from "../coverage/columns.ts";
import type { ShardResult } from "../pipeline.ts";
import type { Database } from "./database.ts";
import { type NumberArray, packColumns, toBase64 } from "./packing.ts";

export type Columns = Record<string, NumberArray>;

/** Where each resolution begins in the coarse blob; 2,401 + 343 + 49 + 7 + 1 rows. */
const COARSE_START = { 9: 0, 8: 2_401, 7: 2_744, 6: 2_793, 5: 2_800 } as const;
export type CoarseResolution = keyof typeof COARSE_START;

/** One resolution's part of the coarse columns, without copying. */
export function sliceCoarse(coarse: Columns, resolution: CoarseResolution): Columns {
  const from = COARSE_START[resolution];
  const to = from + 7 ** (resolution - 5);
  return Object.fromEntries(
    Object.entries(coarse).map(([name, values]) => [name, values.subarray(from, to)]),
  );
}

/** Columns of the same names and types, one after another. */
export function concatenate(parts: Columns[]): Columns {
  const columns: Columns = {};
  for (const [name, first] of Object.entries(parts[0])) {
    const length = parts.reduce((sum, part) => sum + part[name].length, 0);
    const joined = new (first.constructor as new (length: number) => NumberArray)(length);
    let at = 0;
    for (const part of parts) {
      joined.set(part[name], at);
      at += part[name].length;
    }
    columns[name] = joined;
  }
  return columns;
}

export async function hasShardResult({ sql }: Database, key: string): Promise<boolean> {
  const rows = await sql`select count(*)::int as layers from shard_result where key = ${key}`;
  return rows[0].layers === LAYERS.length;
}

/** All layers in one transaction; a second writer of the same key changes nothing. */
export async function writeShardResult(
  database: Database,
  key: string,
  shard: string,
  result: ShardResult,
): Promise<void> {
  const { sql } = database;
  const rows = await Promise.all(
    LAYERS.map((layer) => packLevels(result.layers[layer] as object[] as Columns[])),
  );
  await sql.transaction(
    LAYERS.map((layer, n) => {
      const sums = layer === "base" ? JSON.stringify(result.regionSums) : null;
      return sql`insert into shard_result (key, layer, shard, level10, coarse, region_sums)
        values (${key}, ${layer}, ${shard}, decode(${rows[n].level10}, 'base64'),
          decode(${rows[n].coarse}, 'base64'), ${sums}::jsonb)
        on conflict (key, layer) do nothing`;
    }),
  );
}

function packLevels([level10, ...coarser]: Columns[]): { level10: string; coarse: string } {
  return { level10: toBase64(packColumns(level10)), coarse: toBase64(packColumns(concatenate(coarser))) };
}
