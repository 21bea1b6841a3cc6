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

export interface PrivateSubject {
  sourceId: string;
  /** the source's own ref */
  ref: string;
  /** who sent it in, where that is not the operator: a key of the API */
  sender?: string;
}

/**
 * Of an element of OpenStreetMap the same in every source, so that two sources of it are still one AED; any other ref
 * is a source's own, and so is what becomes of it. Migration 0011 says the same in SQL.
 *
 * What a key of the API sends in has refs that no other sender's file can have: else its holder could send guessed
 * elements, and see by a ref of somebody else's that comes out again which of them is private there.
 */
export function privateRef(key: Uint8Array, { sourceId, ref, sender }: PrivateSubject): string {
  const subject = isElement(ref) ? ref : `${sourceId}:${ref}`;
  const text =
    sender === undefined
      ? `zesminuten private aed v1\n${subject}`
      : `zesminuten private aed sent v1\n${JSON.stringify([sender, subject])}`;
  const digest = hmac(sha256, key, utf8ToBytes(text));
  return `private/${bytesToHex(digest.subarray(0, REF_BYTES))}`;
}
