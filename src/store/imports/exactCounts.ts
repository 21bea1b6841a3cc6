/**
 * Exact responder counts in the `exact` schema: personal data, packed per shard, one edition per source.
 * Only the loader calls this; what leaves it for others are protected units.
 */
import { type CellId, cellToShard } from "../../grid/cell.ts";
import { cellToShardIndex, shardIndexToCell } from "../../grid/shard.ts";
import type { Database } from "../database.ts";
import { packResponders, unpackResponders } from "../inputPacking.ts";
import { fromBase64, toBase64 } from "../packing.ts";
import { bulkInsert, type Statement } from "./bulkInsert.ts";

export type CellCounts = Map<CellId, number>;

export async function readExactCounts({ sql }: Database, sourceIds: readonly string[]): Promise<CellCounts> {
  const rows = await sql`select shard, encode(cells, 'base64') as cells from exact.responder_shard
    where source_id = any(${sourceIds}::text[])`;
  const counts: CellCounts = new Map();
  for (const { shard, cells } of rows) {
    for (const [index, count] of await unpackResponders(fromBase64(cells))) {
      addCount(counts, shardIndexToCell(shard, index), count);
    }
  }
  return counts;
}

/** The counts of `sourceId` become these and no other; the counts of the sources in `retires` are erased. */
export async function exactStatements(
  database: Database,
  sourceId: string,
  edition: number,
  counts: CellCounts,
  retires: readonly string[],
): Promise<Statement[]> {
  const byShard = new Map<CellId, Map<number, number>>();
  for (const [cell, count] of counts) {
    const shard = cellToShard(cell);
    const inShard = byShard.get(shard) ?? new Map<number, number>();
    byShard.set(shard, inShard.set(cellToShardIndex(cell), count));
  }
  const packed: string[] = [];
  for (const inShard of byShard.values()) packed.push(toBase64(await packResponders(inShard)));
  const constants = {
    source_id: { type: "text", value: sourceId },
    edition: { type: "integer", value: edition },
  } as const;
  return [
    eraseStatement(database, [sourceId, ...retires]),
    ...bulkInsert(database, "exact.responder_shard", constants, {
      shard: { type: "text", values: [...byShard.keys()] },
      cells: { type: "bytea", values: packed },
    }),
  ];
}

export function eraseStatement({ sql }: Database, sourceIds: readonly string[]): Statement {
  return sql`delete from exact.responder_shard where source_id = any(${sourceIds}::text[])`;
}

export function sumCounts(parts: readonly CellCounts[]): CellCounts {
  const total: CellCounts = new Map();
  for (const part of parts) for (const [cell, count] of part) addCount(total, cell, count);
  return total;
}

export function isSameCounts(one: CellCounts, other: CellCounts): boolean {
  if (one.size !== other.size) return false;
  for (const [cell, count] of one) if (other.get(cell) !== count) return false;
  return true;
}

function addCount(counts: CellCounts, cell: CellId, count: number): void {
  counts.set(cell, (counts.get(cell) ?? 0) + count);
}
