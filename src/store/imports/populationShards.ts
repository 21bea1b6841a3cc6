/**
 * People per cell, with their ages where known, as rows of `population_shard`.
 */
import type { CellId } from "../../grid/cell.ts";
import type { Database } from "../database.ts";
import { type PopulationCells, packAges, packPopulation } from "../inputPacking.ts";
import { sha256, toBase64 } from "../packing.ts";
import type { BulkColumn } from "./bulkInsert.ts";

/** `ages` as `populationToCells` gives them; absent for people that were made without. */
export type PopulationShards = ReadonlyMap<CellId, PopulationCells & { ages?: Float64Array[] | null }>;

export async function populationColumns(shards: PopulationShards): Promise<Record<string, BulkColumn>> {
  const packed: string[] = [];
  for (const cells of shards.values()) packed.push(toBase64(await packPopulation(cells)));
  return {
    shard: { type: "text", values: [...shards.keys()] },
    cells: { type: "bytea", values: packed },
    ages: {
      type: "bytea",
      values: Array.from(shards.values(), ({ ages }) => ages && toBase64(packAges(ages))),
    },
    content_hash: { type: "text", values: [...(await hashShards(shards)).values()] },
    residents: { type: "float8", values: Array.from(shards.values(), ({ residents }) => sumOf(residents)) },
  };
}

/**
 * Of the numbers, not of the packed bytes: another compressor makes the same hash. Where no age is known it is the
 * hash of the people alone, as it was before ages were read.
 */
export async function hashShards(shards: PopulationShards): Promise<Map<CellId, string>> {
  const hashes = new Map<CellId, string>();
  for (const [shard, { residents, dwellings, ages }] of shards) {
    const columns = [residents, dwellings, ...(ages ?? [])];
    const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const column of columns) {
      all.set(column, at);
      at += column.length;
    }
    hashes.set(shard, await sha256(new Uint8Array(all.buffer)));
  }
  return hashes;
}

export async function isPopulationInForce(
  { sql }: Database,
  shards: PopulationShards,
  edition: number,
): Promise<boolean> {
  const rows = await sql`select shard, content_hash from population_shard where edition = ${edition}`;
  if (rows.length !== shards.size) return false;
  const hashes = await hashShards(shards);
  return rows.every(({ shard, content_hash }) => hashes.get(shard) === content_hash);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
