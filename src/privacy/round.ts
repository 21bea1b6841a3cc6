/**
 * Stochastic rounding of a unit's exact count to a multiple of 10, by a secret key. Pure; runs in workerd.
 *
 * What the noise is keyed on, and why:
 * - On the unit only, never on time, edition, run or request: asking again gives the same answer, so the noise
 *   cannot be averaged away, neither over queries nor over editions.
 * - Not on the count: the secret is an offset in [0, 10) per unit, added before cutting down to a multiple of 10. One
 *   more responder then changes the figure with probability 1/10, the least that any unbiased rounding to 10 can do.
 *   With fresh noise per (unit, count) it would change far more often, and a count that wanders n, n+1, n over
 *   editions would show one independent draw per value: an average in disguise.
 * - Never the count itself in a message: the digest of a guessable input is not a secret if the key ever leaks.
 * Over keys the offset is uniform, so E[result] = n exactly: n + offset passes the next multiple with the probability
 * that n's remainder says.
 * How often the figure of a unit may be drawn again is `editions.ts`.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { CellId } from "../grid/cell.ts";

/** Multiples of 10. Assumption, chosen by measurement (docs/privacy.md, "What was tried"); 5 hides too little. */
export const ROUNDING_BASE = 10;
/** RFC 2104 §3 wants a key of at least the digest's length. */
export const MIN_KEY_BYTES = 32;

/**
 * A multiple of `base`, less than `base` away from `count`, never below the multiple under it; monotone in `count` for
 * one unit and key; unbiased over keys. Same key, unit and count: same result.
 */
export function roundCount(unit: CellId, count: number, key: Uint8Array, base = ROUNDING_BASE): number {
  return base * Math.floor(count / base + secretOffset(unit, key));
}

/** Uniform in [0, 1), in steps of 2⁻³². */
function secretOffset(unit: CellId, key: Uint8Array): number {
  if (key.length < MIN_KEY_BYTES) {
    throw new RangeError(
      `got a key of ${key.length} bytes, expected at least ${MIN_KEY_BYTES}; make a new key`,
    );
  }
  // v1 was an offset 0…4 for multiples of 5; a figure drawn with it stands until it is drawn again
  const digest = hmac(sha256, key, utf8ToBytes(`zesminuten responder unit offset v2\n${unit}`));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32;
}
