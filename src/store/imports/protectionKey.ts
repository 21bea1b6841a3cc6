/**
 * Secrets of 256 bits, each made once, never shown and never replaced: that of the stochastic rounding (a new one would
 * draw every figure again, and many draws of one count can be averaged) and that of the refs of private AEDs (a new
 * one would make every private AED another).
 * Synthetic counts have a key of their own: anyone can make them again from their seed, and would see its offsets.
 */
import type { Database } from "../database.ts";

/** `privateAeds` is 3 in migration 0011 as well. */
const KEY_IDS = { real: 1, synthetic: 2, privateAeds: 3 } as const;
const KEY_BYTES = 32;

/** `random` is asked for a new key only where there is none yet. */
export async function readOrMakeKey(
  { sql }: Database,
  purpose: keyof typeof KEY_IDS,
  random: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<Uint8Array> {
  const id = KEY_IDS[purpose];
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
