/**
 * The frame of one inflated block of OpenStreetMap data: where its groups lie, its table of strings, and which of
 * the strings are keys somebody wants. Strings are decoded only on demand; a length that points outside throws.
 * A file is read once, by code that is not compiled yet: so no object per field, and few calls per number.
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
  /** of the element that is read at the moment */
  fields: ElementFields;
  strings: { ranges: Range[]; texts: (string | undefined)[] };
  /** per string: which wanted keys it is */
  roleOf: Uint8Array;
  /** all roles of the block or-ed: nothing to look for when a role is absent */
  roles: number;
  granularity: number;
  lngOffset: number;
  latOffset: number;
}

/** Where the fields of an element lie, by number; `end` is 0 where one is absent. */
export interface ElementFields {
  id: number;
  start: Int32Array;
  end: Int32Array;
}

/** Elements have fields 1 to 10, of which 2, 3, 8, 9 and 10 matter here. */
const FIELD_COUNT = 11;

export function readBlockFrame(bytes: Uint8Array, wanted: OsmWanted): BlockFrame {
  const pbf = new PbfReader(bytes);
  const needsStrings = Boolean(wanted.nodes ?? wanted.ways ?? wanted.relations);
  const block: BlockFrame = {
    pbf,
    groups: [],
    fields: { id: 0, start: new Int32Array(FIELD_COUNT), end: new Int32Array(FIELD_COUNT) },
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
  return [skipBytes(pbf), pbf.pos];
}

/** Where a length-delimited field begins; the reader is at its end then. */
function skipBytes(pbf: PbfReader): number {
  if (pbf.type !== 2) throw new Error("a field of the wrong type");
  const length = pbf.readVarint();
  const start = pbf.pos;
  const end = start + length;
  if (!(end <= pbf.length)) throw new Error("a length that points outside the block");
  pbf.pos = end;
  return start;
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

/**
 * Reads where the fields of an element lie, and its id where that is no list as in DenseNodes; the reader is at the
 * element's end then, which is given back. Of a field that comes twice the last counts.
 */
export function readElement({ pbf, fields }: BlockFrame, { isIdList = false } = {}): number {
  const { start, end } = fields;
  const first = skipBytes(pbf);
  const last = pbf.pos;
  fields.id = 0;
  end.fill(0);
  pbf.pos = first;
  for (let field = pbf.nextField(last); field !== 0; field = pbf.nextField(last)) {
    if (field === 1 && !isIdList) fields.id = pbf.readVarint(true);
    else if (field === 1 || field === 2 || field === 3 || field === 8 || field === 9 || field === 10) {
      start[field] = skipBytes(pbf);
      end[field] = pbf.pos;
    }
  }
  pbf.pos = last;
  return last;
}

/** Null when none of the element's keys (field 2; their values: 3) is one that it must have. */
export function readTags(block: BlockFrame, having: number, keep: number): OsmTags | null {
  const { pbf, roleOf, fields } = block;
  const [keyStart, keyEnd] = [fields.start[2], fields.end[2]];
  const [valueStart, valueEnd] = [fields.start[3], fields.end[3]];
  if (keyEnd === 0 || valueEnd === 0) return null;
  let roles = 0;
  for (pbf.pos = keyStart; pbf.pos < keyEnd; ) roles |= roleOf[pbf.readVarint()];
  if (!(roles & having)) return null;
  const tags: OsmTags = {};
  for (let [atKey, atValue] = [keyStart, valueStart]; atKey < keyEnd; ) {
    if (atValue >= valueEnd) throw new Error("keys without values");
    pbf.pos = atKey;
    const key = pbf.readVarint();
    atKey = pbf.pos;
    pbf.pos = atValue;
    const value = pbf.readVarint();
    atValue = pbf.pos;
    if (roleOf[key] & keep) tags[stringAt(block, key)] = stringAt(block, value);
  }
  return tags;
}

/** Bytes of a varint of 64 bits, the longest there is. */
const MAX_VARINT_BYTES = 10;

/** Packed zigzag deltas → running sums. A varint ends at the byte without the high bit, so they can be counted first. */
export function readDeltas({ buf }: PbfReader, start: number, end: number): Float64Array {
  let count = 0;
  for (let i = start; i < end; i += 1) if (buf[i] < 0x80) count += 1;
  if (count > MAX_ELEMENTS) throw new Error(`${count} elements in one block`);
  const sums = new Float64Array(count);
  let sum = 0;
  let at = start;
  for (let i = 0; i < count; i += 1) {
    const first = at;
    let byte = buf[at++];
    let value = byte & 0x7f;
    for (let factor = 0x80; byte >= 0x80; factor *= 0x80) {
      byte = buf[at++];
      value += (byte & 0x7f) * factor;
    }
    if (at - first > MAX_VARINT_BYTES) throw new Error("a number of more than 64 bits");
    sum += value % 2 === 1 ? (value + 1) / -2 : value / 2;
    sums[i] = sum;
  }
  return sums;
}
