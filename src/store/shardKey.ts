/** The key of a shard's results: a hash of all that determines them, made of one hash per kind of input. */
import { sha256 } from "./packing.ts";

/** One hash per kind of input, of what lies on the shard and its halo: says which of them changed since another run. */
export type InputHashes = Record<string, string>;

/** `parts`: whatever of the inputs determines the results, by kind; what is not loaded is left out or null. */
export async function shardKey(
  keyBase: string,
  shard: string,
  parts: Record<string, unknown>,
): Promise<{ key: string; inputHashes: InputHashes }> {
  const told = Object.entries(parts).filter(([, part]) => part !== undefined);
  const hashes = await Promise.all(told.map(([, part]) => sha256(JSON.stringify(part))));
  const inputHashes = Object.fromEntries(told.map(([kind], i) => [kind, hashes[i]]));
  return { key: await sha256(JSON.stringify([keyBase, shard, inputHashes])), inputHashes };
}

/** The kinds of which one has another content than the other, in alphabetical order. */
export function changedKinds(before: InputHashes, after: InputHashes): string[] {
  const kinds = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...kinds].filter((kind) => before[kind] !== after[kind]).sort();
}
