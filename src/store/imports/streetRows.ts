/** The streets of each shard as rows of `street_shard`: packed, hashed before they are deflated, compared. */
import type { CellId } from "../../grid/cell.ts";
import type { StreetNetwork } from "../../travel/network.ts";
import { packNetwork } from "../../travel/packNetwork.ts";
import { shardStreets } from "../../travel/shardStreets.ts";
import type { Database } from "../database.ts";
import { networkToBytes } from "../networkBytes.ts";
import { sha256, toBase64 } from "../packing.ts";
import type { BulkColumn } from "./bulkInsert.ts";

export interface PackedShard {
  packed: Uint8Array;
  contentHash: string;
  edgeCount: number;
}

export async function packShards(whole: StreetNetwork): Promise<Map<CellId, PackedShard>> {
  const shards = new Map<CellId, PackedShard>();
  for (const { shard, network: own } of shardStreets(whole)) {
    const network = packNetwork(own);
    const contentHash = await sha256(network.bytes);
    shards.set(shard, { packed: networkToBytes(network), contentHash, edgeCount: own.edgeFrom.length });
  }
  return shards;
}

export function streetColumns(shards: ReadonlyMap<CellId, PackedShard>): Record<string, BulkColumn> {
  const rows = [...shards.values()];
  return {
    shard: { type: "text", values: [...shards.keys()] },
    network: { type: "bytea", values: rows.map(({ packed }) => toBase64(packed)) },
    content_hash: { type: "text", values: rows.map(({ contentHash }) => contentHash) },
    edge_count: { type: "integer", values: rows.map(({ edgeCount }) => edgeCount) },
  };
}

/** How many shards are new, other than before, as before, and gone. */
export async function compareShards(
  { sql }: Database,
  edition: number,
  shards: ReadonlyMap<CellId, PackedShard>,
) {
  const rows = await sql`select shard, content_hash from street_shard where edition = ${edition}`;
  const held = new Map(rows.map((row) => [row.shard as CellId, row.content_hash as string]));
  const counts = { added: 0, changed: 0, unchanged: 0, retired: 0 };
  for (const [shard, { contentHash }] of shards) {
    if (!held.has(shard)) counts.added++;
    else if (held.get(shard) === contentHash) counts.unchanged++;
    else counts.changed++;
  }
  for (const shard of held.keys()) if (!shards.has(shard)) counts.retired++;
  return counts;
}
