/**
 * Residents and dwellings per cell as rows of `population_shard`.
 */
import type { CellId } from "../../grid/cell.ts";
import type { Database } from "../database.ts";
import { type PopulationCells, packPopulation } from "../inputPacking.ts";
import { sha256, toBase64 } from "../packing.ts";
import type { BulkColumn } from "./bulkInsert.ts";

export type PopulationShards = ReadonlyMap<CellId, PopulationCells>;

export async function populationColumns(shards: PopulationShards): Promise<Record<string, BulkColumn>> {
  const packed: string[] = [];
  for (const cells of shards.values()) packed.push(toBase64(await packPopulation(cells)));
  return {
    shard: { type: "text", values: [...shards.keys()] },
    cells: { type: "bytea", values: packed },
    content_hash: { type: "text", values: [...(await hashShards(shards)).values()] },
    residents: { type: "float8", values: Array.from(shards.values(), ({ residents }) => sumOf(residents)) },
  };
}

/** Of the numbers, not of the packed bytes: another compressor makes the same hash. */
export async function hashShards(shards: PopulationShards): Promise<Map<CellId, string>> {
  const hashes = new Map<CellId, string>();
  for (const [shard, { residents, dwellings }] of shards) {
    const both = new Float64Array(residents.length + dwellings.length);
    both.set(residents);
    both.set(dwellings, residents.length);
    hashes.set(shard, await sha256(new Uint8Array(both.buffer)));
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
