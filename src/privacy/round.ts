/**
 * Stochastic rounding of a unit's exact count to a multiple of 5, by a secret key. Pure; runs in workerd.
 *
 * What the noise is keyed on, and why:
 * - On the unit only, never on time, edition, run or request: asking again gives the same answer, so the noise
 *   cannot be averaged away, neither over queries nor over editions.
 * - Not on the count: the secret is an offset 0…4 per unit, added before cutting down to a multiple of 5. One more
 *   responder then changes the figure for one offset in five (1/5, the least that any unbiased rounding to 5 can do).
 *   With fresh noise per (unit, count) it would change in 36 % of cases on average, and a count that wanders n, n+1,
 *   n over editions would show one independent draw per value: an average in disguise.
 * - Never the count itself in a message: the digest of a guessable input is not a secret if the key ever leaks.
 * Over keys the offset is uniform, so E[result] = n exactly (Hermite: Σ_{s=0..4} ⌊(n+s)/5⌋ = n).
 * How often the figure of a unit may be drawn again is `editions.ts`.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { CellId } from "../grid/cell.ts";

/** design.md: protected counts are multiples of 5. */
export const ROUNDING_BASE = 5;
/** RFC 2104 §3 wants a key of at least the digest's length. */
export const MIN_KEY_BYTES = 32;

/**
 * A multiple of 5, less than 5 away from `count`, never below the multiple under it; monotone in `count` for one unit
 * and key; unbiased over keys. Same key, unit and count: same result.
 */
export function roundCount(unit: CellId, count: number, key: Uint8Array): number {
  const offset = secretOffset(unit, key);
  return ROUNDING_BASE * Math.floor((count + offset) / ROUNDING_BASE);
}

function secretOffset(unit: CellId, key: Uint8Array): number {
  if (key.length < MIN_KEY_BYTES) {
    throw new RangeError(
      `got a key of ${key.length} bytes, expected at least ${MIN_KEY_BYTES}; make a new key`,
    );
  }
  const digest = hmac(sha256, key, utf8ToBytes(`zesminuten responder unit offset v1\n${unit}`));
  // 2³² is not a multiple of 5: the bias is one in 4 thousand million
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) % ROUNDING_BASE;
}
