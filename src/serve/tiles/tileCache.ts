/**
 * Finished tiles near the reader, in the platform's Cache where there is one. The key says everything that the bytes
 * were made of, so nothing kept here can be stale; only bytes are kept, headers are made anew for every answer.
 */
import { strongEtag } from "../respond.ts";

/** The Cache wants an address; this one is never asked over the network. */
const KEY_ORIGIN = "https://tiles.invalid/";

export async function keptTile(cache: Cache | undefined, key: string): Promise<Uint8Array | null> {
  const found = await cache?.match(await cacheRequest(key));
  return found ? new Uint8Array(await found.arrayBuffer()) : null;
}

/** Without tiles that hold nothing: an empty body is quicker made than kept. */
export async function keepTile(cache: Cache, key: string, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return;
  const headers = { "Content-Type": "application/octet-stream", "Cache-Control": "public, max-age=31536000" };
  await cache.put(await cacheRequest(key), new Response(bytes as BodyInit, { headers }));
}

async function cacheRequest(key: string): Promise<Request> {
  return new Request(KEY_ORIGIN + (await strongEtag(key)).replaceAll('"', ""));
}
