/** The streets of one shard as an edition holds them; unpacked only when somebody asks. */
import type { StreetNetwork } from "../travel/network.ts";
import type { Database } from "./database.ts";
import { bytesToNetwork } from "./networkBytes.ts";
import { fromBase64 } from "./packing.ts";

export interface StoredStreets {
  contentHash: string;
  readNetwork(): Promise<StreetNetwork>;
}

/** Null where no streets are loaded: not the same as ground without streets. */
export async function readStoredStreets(
  { sql }: Database,
  shard: string,
  edition: number,
): Promise<StoredStreets | null> {
  const rows =
    await sql`select content_hash from street_shard where edition = ${edition} and shard = ${shard}`;
  if (rows.length === 0) return null;
  const readNetwork = async () => {
    const [{ network }] = await sql`select encode(network, 'base64') as network from street_shard
      where edition = ${edition} and shard = ${shard}`;
    return bytesToNetwork(fromBase64(network));
  };
  return { contentHash: rows[0].content_hash as string, readNetwork };
}
