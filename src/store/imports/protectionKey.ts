/**
 * The secret of the stochastic rounding: 256 bits, made once per nature, never shown and never replaced
 * (a new key would draw every figure again, and many draws of one count can be averaged).
 * Synthetic counts have a key of their own: anyone can make them again from their seed, and would see its offsets.
 */
import type { Database } from "../database.ts";

const KEY_IDS = { real: 1, synthetic: 2 } as const;
const KEY_BYTES = 32;

/** `random` is asked for a new key only where there is none yet. */
export async function readOrMakeKey(
  { sql }: Database,
  nature: "real" | "synthetic",
  random: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<Uint8Array> {
  const id = KEY_IDS[nature];
  const held = await sql`select secret from exact.protection_key where id = ${id}`;
  if (held.length > 0) return fromHex(held[0].secret);
  const fresh = new Uint8Array(KEY_BYTES);
  random(fresh);
  await sql`insert into exact.protection_key (id, secret) values (${id}, ${toHex(fresh)})
    on conflict (id) do nothing`;
  const [{ secret }] = await sql`select secret from exact.protection_key where id = ${id}`;
  return fromHex(secret);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
