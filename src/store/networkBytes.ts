/**
 * A packed network as a row of the database holds it: deflated as far as that is worth its time, the rest as it is.
 *
 *     254 · length of what is deflated, 4 bytes · deflated · the rest
 */
import { joinBytes } from "../load/joinBytes.ts";
import type { StreetNetwork } from "../travel/network.ts";
import { type PackedNetwork, unpackNetwork } from "../travel/packNetwork.ts";
import { deflate, inflate } from "./packing.ts";

/** No deflated bytes begin so (RFC 1951: block type 3 is an error). What begins otherwise is deflated as a whole. */
const MARK = 254;
const HEAD_LENGTH = 5;

export function networkToBytes({ bytes, alikeLength }: PackedNetwork): Uint8Array {
  const deflated = deflate(bytes.subarray(0, alikeLength));
  const head = new Uint8Array(HEAD_LENGTH);
  head[0] = MARK;
  new DataView(head.buffer).setUint32(1, deflated.length);
  return joinBytes([head, deflated, bytes.subarray(alikeLength)]);
}

/** Throws where the bytes are not what was stored. */
export function bytesToNetwork(stored: Uint8Array): StreetNetwork {
  if (stored[0] !== MARK) return unpackNetwork(inflate(stored));
  const length = new DataView(stored.buffer, stored.byteOffset).getUint32(1);
  const deflated = stored.subarray(HEAD_LENGTH, HEAD_LENGTH + length);
  return unpackNetwork(joinBytes([inflate(deflated), stored.subarray(HEAD_LENGTH + length)]));
}
