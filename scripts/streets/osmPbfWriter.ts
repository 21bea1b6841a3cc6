/**
 * Writes OpenStreetMap PBF files for tests and bench, by the format's own text: dense or plain nodes, ways, relations, zlib or raw.
 */
import { deflateSync } from "node:zlib";
import { PbfWriter } from "pbf";
import type { DegreeBox } from "../../src/load/records.ts";

export interface PbfNode {
  id: number;
  lngE7: number;
  latE7: number;
  tags: Record<string, string>;
}

export interface PbfWay {
  id: number;
  refs: number[];
  tags: Record<string, string>;
}

export interface PbfRelation {
  id: number;
  members: { type: "node" | "way" | "relation"; id: number; role: string }[];
  tags: Record<string, string>;
}

export interface PbfBlock {
  nodes?: PbfNode[];
  ways?: PbfWay[];
  relations?: PbfRelation[];
  isDense?: boolean;
  isRaw?: boolean;
  /** nanodegrees; positions must be multiples of it */
  granularity?: number;
  latOffset?: number;
  lngOffset?: number;
}

export function writeOsmPbf(
  blocks: PbfBlock[],
  { features = ["OsmSchema-V0.6", "DenseNodes"], box }: { features?: string[]; box?: DegreeBox } = {},
): Uint8Array {
  const header = new PbfWriter();
  if (box) header.writeBytesField(1, headerBox(box));
  for (const feature of features) header.writeStringField(4, feature);
  const frames = [frame("OSMHeader", header.finish(), false)];
  for (const block of blocks) frames.push(frame("OSMData", primitiveBlock(block), block.isRaw ?? false));
  return Buffer.concat(frames);
}

function headerBox([west, south, east, north]: DegreeBox): Uint8Array {
  const sides = new PbfWriter();
  for (const [n, degrees] of [west, east, north, south].entries()) {
    sides.writeSVarintField(n + 1, Math.round(degrees * 1e9));
  }
  return sides.finish();
}

export function frame(type: string, content: Uint8Array, isRaw: boolean): Uint8Array {
  const blob = new PbfWriter();
  if (isRaw) blob.writeBytesField(1, content);
  else {
    blob.writeVarintField(2, content.length);
    blob.writeBytesField(3, deflateSync(content));
  }
  const body = blob.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, body.length);
  const head = header.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, body]);
}

function primitiveBlock(block: PbfBlock): Uint8Array {
  const { nodes = [], ways = [], relations = [], isDense = true } = block;
  const { granularity = 100, latOffset = 0, lngOffset = 0 } = block;
  const strings = new Map([["", 0]]);
  const indexOf = (text: string) => {
    if (!strings.has(text)) strings.set(text, strings.size);
    return strings.get(text)!;
  };
  const lat = ({ latE7 }: PbfNode) => Math.round((latE7 * 100 - latOffset) / granularity);
  const lng = ({ lngE7 }: PbfNode) => Math.round((lngE7 * 100 - lngOffset) / granularity);
  const group = new PbfWriter();
  if (isDense && nodes.length > 0) {
    const dense = new PbfWriter();
    dense.writePackedSVarint(1, deltas(nodes.map(({ id }) => id)));
    dense.writePackedSVarint(8, deltas(nodes.map(lat)));
    dense.writePackedSVarint(9, deltas(nodes.map(lng)));
    const hasTags = nodes.some(({ tags }) => Object.keys(tags).length > 0);
    const list = nodes.flatMap(({ tags }) => [...Object.entries(tags).flat().map(indexOf), 0]);
    if (hasTags) dense.writePackedVarint(10, list);
    group.writeBytesField(2, dense.finish());
  }
  for (const node of isDense ? [] : nodes) {
    const plain = new PbfWriter();
    plain.writeSVarintField(1, node.id);
    plain.writePackedVarint(2, Object.keys(node.tags).map(indexOf));
    plain.writePackedVarint(3, Object.values(node.tags).map(indexOf));
    plain.writeSVarintField(8, lat(node));
    plain.writeSVarintField(9, lng(node));
    group.writeBytesField(1, plain.finish());
  }
  for (const { id, refs, tags } of ways) {
    const way = new PbfWriter();
    way.writeVarintField(1, id);
    way.writePackedVarint(2, Object.keys(tags).map(indexOf));
    way.writePackedVarint(3, Object.values(tags).map(indexOf));
    way.writePackedSVarint(8, deltas(refs));
    group.writeBytesField(3, way.finish());
  }
  for (const { id, members, tags } of relations) {
    const relation = new PbfWriter();
    relation.writeVarintField(1, id);
    relation.writePackedVarint(2, Object.keys(tags).map(indexOf));
    relation.writePackedVarint(3, Object.values(tags).map(indexOf));
    relation.writePackedVarint(
      8,
      members.map(({ role }) => indexOf(role)),
    );
    relation.writePackedSVarint(9, deltas(members.map((member) => member.id)));
    relation.writePackedVarint(
      10,
      members.map(({ type }) => ["node", "way", "relation"].indexOf(type)),
    );
    group.writeBytesField(4, relation.finish());
  }
  const table = new PbfWriter();
  for (const text of strings.keys()) table.writeStringField(1, text);
  const whole = new PbfWriter();
  whole.writeBytesField(1, table.finish());
  whole.writeBytesField(2, group.finish());
  if (granularity !== 100) whole.writeVarintField(17, granularity);
  if (latOffset !== 0) whole.writeVarintField(19, latOffset);
  if (lngOffset !== 0) whole.writeVarintField(20, lngOffset);
  return whole.finish();
}

function deltas(values: number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}
