/**
 * The reference of a private AED: the source's own one (`node/123`) leads to the exact place, so what is stored and
 * served says nothing to anybody without the key, and stays the same from load to load.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Half the digest: two of a million AEDs share one with a chance of 10⁻²⁷. */
const REF_BYTES = 16;

/** What an element of OpenStreetMap is called in every source, `node/123`. */
export function isElement(ref: string): boolean {
  return /^(?:node|way|relation)\/\d+$/.test(ref);
}

/** `private/` and 32 hexadecimal digits: what `privateRef` gives. */
export function isPrivateRef(ref: string): boolean {
  return /^private\/[0-9a-f]{32}$/.test(ref);
}

/**
 * Of an element of OpenStreetMap the same in every source, so that two sources of it are still one AED; any other ref
 * is a source's own, and so is what becomes of it. Migration 0011 says the same in SQL.
 */
export function privateRef(key: Uint8Array, sourceId: string, ref: string): string {
  const subject = isElement(ref) ? ref : `${sourceId}:${ref}`;
  const digest = hmac(sha256, key, utf8ToBytes(`zesminuten private aed v1\n${subject}`));
  return `private/${bytesToHex(digest.subarray(0, REF_BYTES))}`;
}
