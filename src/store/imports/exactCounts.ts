/**
 * Exact responder counts in the `exact` schema: personal data, packed per shard, one edition per source.
 * Only the loader calls this; what leaves it for others are protected units.
 */
import { type CellId, cellToShard } from "../../grid/cell.ts";
import { PERIODS } from "../../grid/periods.ts";
import { cellToShardIndex, shardIndexToCell } from "../../grid/shard.ts";
import { nearHomes } from "../../load/countResponders.ts";
import { addTo, manyCounts, ONE_COUNT } from "../../privacy/tally.ts";
import type { Database } from "../database.ts";
import { packResponders, type ShardResponders, unpackResponders } from "../inputPacking.ts";
import { fromBase64, toBase64 } from "../packing.ts";
import { bulkInsert, type Statement } from "./bulkInsert.ts";

export type CellCounts = Map<CellId, number>;

export interface ExactCounts {
  homes: CellCounts;
  /** thousandths of responders near, in the order of `PERIODS`; null = no source tells it */
  near: Map<CellId, readonly number[]> | null;
}

const NEAR = manyCounts(PERIODS.length);

/** Of several sources together: who tells no whereabouts is near home in every period, once another source tells them. */
export async function readExactCounts({ sql }: Database, sourceIds: readonly string[]): Promise<ExactCounts> {
  const rows = await sql`select shard, encode(cells, 'base64') as cells from exact.responder_shard
    where source_id = any(${sourceIds}::text[]) order by source_id, shard`;
  return sumCounts(rows.map(({ shard, cells }) => toCells(shard, unpackResponders(fromBase64(cells)))));
}

function toCells(shard: CellId, { homes, near }: ShardResponders): ExactCounts {
  const named = <T>(counts: ReadonlyMap<number, T>) =>
    new Map([...counts].map(([index, count]) => [shardIndexToCell(shard, index), count]));
  return { homes: named(homes), near: near && named(near) };
}

/** The counts of `sourceId` become these and no other; the counts of the sources in `retires` are erased. */
export function exactStatements(
  database: Database,
  sourceId: string,
  edition: number,
  counts: ExactCounts,
  retires: readonly string[],
): Statement[] {
  const shards = toShards(counts);
  const packed = [...shards.values()].map((responders) => toBase64(packResponders(responders)));
  const constants = {
    source_id: { type: "text", value: sourceId },
    edition: { type: "integer", value: edition },
  } as const;
  return [
    eraseStatement(database, [sourceId, ...retires]),
    ...bulkInsert(database, "exact.responder_shard", constants, {
      shard: { type: "text", values: [...shards.keys()] },
      cells: { type: "bytea", values: packed },
    }),
  ];
}

function toShards({ homes, near }: ExactCounts): Map<CellId, ShardResponders> {
  const shards = new Map<
    CellId,
    { homes: Map<number, number>; near: Map<number, readonly number[]> | null }
  >();
  const shardOf = (cell: CellId) => {
    const shard = cellToShard(cell);
    if (!shards.has(shard)) shards.set(shard, { homes: new Map(), near: near && new Map() });
    return shards.get(shard)!;
  };
  for (const [cell, count] of homes) shardOf(cell).homes.set(cellToShardIndex(cell), count);
  for (const [cell, count] of near ?? []) shardOf(cell).near!.set(cellToShardIndex(cell), count);
  return shards;
}

export function eraseStatement({ sql }: Database, sourceIds: readonly string[]): Statement {
  return sql`delete from exact.responder_shard where source_id = any(${sourceIds}::text[])`;
}

export function sumCounts(given: readonly ExactCounts[]): ExactCounts {
  const parts = given.filter(({ homes, near }) => homes.size > 0 || (near && near.size > 0));
  if (parts.length === 1) return parts[0];
  const homes: CellCounts = new Map();
  for (const part of parts) for (const [cell, count] of part.homes) addTo(homes, cell, count, ONE_COUNT);
  if (parts.every((part) => part.near === null)) return { homes, near: null };
  const near: NonNullable<ExactCounts["near"]> = new Map();
  for (const part of parts) {
    for (const [cell, count] of part.near ?? nearHomes(part.homes)) addTo(near, cell, count, NEAR);
  }
  return { homes, near };
}

export function isSameCounts(one: ExactCounts, other: ExactCounts): boolean {
  const isSame = <T>(a: ReadonlyMap<CellId, T>, b: ReadonlyMap<CellId, T>) =>
    a.size === b.size && [...a].every(([cell, count]) => String(b.get(cell)) === String(count));
  if ((one.near === null) !== (other.near === null)) return false;
  return isSame(one.homes, other.homes) && isSame(one.near ?? new Map(), other.near ?? new Map());
}
