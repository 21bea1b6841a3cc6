/**
 * Numbers to bytes and back: columns as an Arrow IPC stream (flechette), deflated by fflate,
 * and base64 for the Neon protocol. Types are inferred from the arrays: naming them costs 25 × the time.
 */
import { columnFromArray, tableFromColumns, tableFromIPC, tableToIPC } from "@uwdata/flechette";
import { deflateSync, inflateSync } from "fflate";

export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** Named columns of one length → compressed bytes; no rows → no bytes (an empty column has no type to infer). */
export function packColumns(columns: Record<string, NumberArray>): Uint8Array {
  if (Object.values(columns)[0].length === 0) return new Uint8Array(0);
  const named = Object.entries(columns).map(([name, values]) => [name, columnFromArray(values)] as const);
  const bytes = tableToIPC(tableFromColumns(named as never), {}) as Uint8Array;
  return deflate(bytes);
}

/** The inverse; null where there were no rows. Throws where the bytes are not what `packColumns` wrote. */
export function unpackColumns<T>(bytes: Uint8Array): T | null {
  return bytes.length === 0 ? null : readTable<T>(inflate(bytes));
}

/**
 * The same by the platform's own inflater, for what serves: in workerd a third of the time where fflate is warm, and
 * a tenth where an isolate has just begun.
 */
export async function unpackByPlatform<T>(bytes: Uint8Array): Promise<T | null> {
  if (bytes.length === 0) return null;
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return readTable<T>(new Uint8Array(await new Response(stream).arrayBuffer()));
}

function readTable<T>(bytes: Uint8Array): T {
  const table = tableFromIPC(bytes, { useBigInt: false });
  const columns: Record<string, unknown> = {};
  for (const name of table.names) columns[name] = table.getChild(name)!.toArray();
  return columns as T;
}

/** Level 1: 7 % larger than level 6 in less than half the time; a quarter of what the platform's streams take in Node. */
const DEFLATE_LEVEL = 1;
/** Hash tables of 2 × 64 kB instead of 0.6 MB a pack: a third faster for packs of 150 kB, no larger. */
const DEFLATE_MEMORY = 3;

export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: DEFLATE_LEVEL, mem: DEFLATE_MEMORY });
}

export function inflate(bytes: Uint8Array): Uint8Array {
  return inflateSync(bytes);
}

const BASE64 = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const PADDING = 61;

/** By table into ASCII bytes: eight times as fast as `btoa`, which wants a string of the bytes first. */
export function toBase64(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PADDING);
  let at = 0;
  for (let n = 0; n < bytes.length; n += 3) {
    const triple = (bytes[n] << 16) | ((bytes[n + 1] ?? 0) << 8) | (bytes[n + 2] ?? 0);
    out[at++] = BASE64[triple >>> 18];
    out[at++] = BASE64[(triple >>> 12) & 63];
    if (n + 1 < bytes.length) out[at++] = BASE64[(triple >>> 6) & 63];
    if (n + 2 < bytes.length) out[at++] = BASE64[triple & 63];
  }
  return new TextDecoder().decode(out);
}

/** ES 2026, which workerd has and Node 24 has not. */
const { fromBase64: nativeFromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array };

/** White space is allowed: Postgres breaks its base64 into lines. */
export function fromBase64(text: string): Uint8Array {
  if (nativeFromBase64) return nativeFromBase64.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Lower-case hex of sha-256. */
export async function sha256(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as never));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
