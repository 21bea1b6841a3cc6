/**
 * A shard's results as rows of packed columns: one per layer, levels apart. Keyed by what determines them.
 */
import { LAYERS, type LEVEL_RESOLUTIONS } from "../coverage/columns.ts";
import type { ShardResult } from "../pipeline.ts";
import type { Database } from "./database.ts";
import { type NumberArray, packColumns, toBase64 } from "./packing.ts";

/** The column that holds each resolution's blob. */
export const LEVEL_COLUMN: Record<(typeof LEVEL_RESOLUTIONS)[number], string> = {
  10: "level10",
  9: "level9",
  8: "level8",
  7: "level7",
  6: "level6",
  5: "level5",
};

export async function hasShardResult({ sql }: Database, key: string, layerCount: number): Promise<boolean> {
  const rows = await sql`select count(*)::int as layers from shard_result where key = ${key}`;
  return rows[0].layers === layerCount;
}

/** All layers in one transaction; a second writer of the same key changes nothing. */
export async function writeShardResult(
  database: Database,
  key: string,
  shard: string,
  result: ShardResult,
): Promise<void> {
  const { sql } = database;
  const rows = await Promise.all(LAYERS.map((layer) => packLevels(result.layers[layer] as object[])));
  await sql.transaction(
    LAYERS.map((layer, n) => {
      const [l10, l9, l8, l7, l6, l5] = rows[n];
      const sums = layer === "base" ? JSON.stringify(result.regionSums) : null;
      return sql`insert into shard_result (key, layer, shard, level10, level9, level8, level7, level6, level5, region_sums)
        values (${key}, ${layer}, ${shard}, decode(${l10}, 'base64'), decode(${l9}, 'base64'), decode(${l8}, 'base64'),
          decode(${l7}, 'base64'), decode(${l6}, 'base64'), decode(${l5}, 'base64'), ${sums}::jsonb)
        on conflict (key, layer) do nothing`;
    }),
  );
}

async function packLevels(levels: object[]): Promise<string[]> {
  const packed = await Promise.all(
    levels.map((columns) => packColumns(columns as Record<string, NumberArray>)),
  );
  return packed.map(toBase64);
}
