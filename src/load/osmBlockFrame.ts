/**
 * The frame of one inflated block of OpenStreetMap data: where its groups lie, its table of strings, and which of
 * the strings are keys somebody wants. Strings are decoded only on demand; a length that points outside throws.
 */
import { PbfReader } from "pbf";
import type { OsmTags, OsmWanted } from "./osmBlock.ts";

/** What a string of the table is wanted for, as bits. */
export const [NODE_HAVING, NODE_KEEP, WAY_HAVING, WAY_KEEP, RELATION_HAVING, RELATION_KEEP] = [
  1, 2, 4, 8, 16, 32,
];
/** Writers put about 8,000 elements in a block; far more is an attack on the memory. Assumption. */
const MAX_ELEMENTS = 4_000_000;

export type Range = [start: number, end: number];

export interface BlockFrame {
  pbf: PbfReader;
  groups: Range[];
  strings: { ranges: Range[]; texts: (string | undefined)[] };
  /** per string: which wanted keys it is */
  roleOf: Uint8Array;
  /** all roles of the block or-ed: nothing to look for when a role is absent */
  roles: number;
  granularity: number;
  lngOffset: number;
  latOffset: number;
}

export function readBlockFrame(bytes: Uint8Array, wanted: OsmWanted): BlockFrame {
  const pbf = new PbfReader(bytes);
  const needsStrings = Boolean(wanted.nodes ?? wanted.ways ?? wanted.relations);
  const block: BlockFrame = {
    pbf,
    groups: [],
    strings: { ranges: [], texts: [] },
    roleOf: new Uint8Array(0),
    roles: 0,
    granularity: 100,
    lngOffset: 0,
    latOffset: 0,
  };
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) needsStrings ? readStrings(block) : skipRange(pbf);
    else if (field === 2) block.groups.push(skipRange(pbf));
    else if (field === 17) block.granularity = pbf.readVarint();
    else if (field === 19) block.latOffset = pbf.readVarint(true);
    else if (field === 20) block.lngOffset = pbf.readVarint(true);
  }
  assignRoles(block, wanted);
  return block;
}

/** The range of a length-delimited field, which is then behind the reader. */
export function skipRange(pbf: PbfReader): Range {
  if (pbf.type !== 2) throw new Error("a field of the wrong type");
  const length = pbf.readVarint();
  const start = pbf.pos;
  const end = start + length;
  if (!(end <= pbf.length)) throw new Error("a length that points outside the block");
  pbf.pos = end;
  return [start, end];
}

function readStrings({ pbf, strings }: BlockFrame): void {
  const [start, end] = skipRange(pbf);
  pbf.pos = start;
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) strings.ranges.push(skipRange(pbf));
  }
  pbf.pos = end;
}

function assignRoles(block: BlockFrame, { nodes, ways, relations }: OsmWanted): void {
  const roleOfKey = new Map<string, number>();
  const add = (keys: readonly string[] = [], role: number) => {
    for (const key of keys) roleOfKey.set(key, (roleOfKey.get(key) ?? 0) | role);
  };
  add(nodes?.having, NODE_HAVING | NODE_KEEP);
  add(nodes?.keep, NODE_KEEP);
  add(ways?.having, WAY_HAVING | WAY_KEEP);
  add(ways?.keep, WAY_KEEP);
  add(relations?.having, RELATION_HAVING | RELATION_KEEP);
  add(relations?.keep, RELATION_KEEP);
  const lengths = new Set([...roleOfKey.keys()].map((key) => new TextEncoder().encode(key).length));
  const { ranges } = block.strings;
  block.roleOf = new Uint8Array(ranges.length);
  for (let i = 0; i < ranges.length; i += 1) {
    if (!lengths.has(ranges[i][1] - ranges[i][0])) continue;
    block.roleOf[i] = roleOfKey.get(stringAt(block, i)) ?? 0;
    block.roles |= block.roleOf[i];
  }
}

const decoder = new TextDecoder();

export function stringAt({ pbf, strings }: BlockFrame, index: number): string {
  const known = strings.texts[index];
  if (known !== undefined) return known;
  if (!(index < strings.ranges.length)) throw new Error("a string that is not in the block's table");
  const text = decoder.decode(pbf.buf.subarray(...strings.ranges[index]));
  strings.texts[index] = text;
  return text;
}

/** Null when none of the keys is one that the element must have. */
export function readTags(
  block: BlockFrame,
  keys: Range | null,
  values: Range | null,
  having: number,
  keep: number,
): OsmTags | null {
  if (!keys || !values) return null;
  const { pbf, roleOf } = block;
  const indexes: number[] = [];
  let roles = 0;
  pbf.pos = keys[0];
  while (pbf.pos < keys[1]) {
    const key = pbf.readVarint();
    roles |= roleOf[key];
    indexes.push(key);
  }
  if (!(roles & having)) return null;
  const tags: OsmTags = {};
  pbf.pos = values[0];
  for (const key of indexes) {
    if (pbf.pos >= values[1]) throw new Error("keys without values");
    const value = pbf.readVarint();
    if (roleOf[key] & keep) tags[stringAt(block, key)] = stringAt(block, value);
  }
  return tags;
}

/** Packed zigzag deltas → running sums. A varint ends at the byte without the high bit, so they can be counted first. */
export function readDeltas(pbf: PbfReader, [start, end]: Range): Float64Array {
  const { buf } = pbf;
  let count = 0;
  for (let i = start; i < end; i += 1) if (buf[i] < 0x80) count += 1;
  if (count > MAX_ELEMENTS) throw new Error(`${count} elements in one block`);
  const sums = new Float64Array(count);
  let sum = 0;
  pbf.pos = start;
  for (let i = 0; i < count; i += 1) {
    sum += pbf.readSVarint();
    sums[i] = sum;
  }
  return sums;
}
