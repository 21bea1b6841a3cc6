/**
 * One block of OpenStreetMap data (a PBF PrimitiveBlock), inflated → nodes, ways and relations with wanted keys.
 * Throws for bytes that are not such a block; `osmPbf.ts` makes a finding of it.
 */
import {
  type BlockFrame,
  NODE_HAVING,
  NODE_KEEP,
  RELATION_HAVING,
  readBlockFrame,
  readDeltas,
  readElement,
  readTags,
  skipRange,
  stringAt,
  WAY_HAVING,
} from "./osmBlockFrame.ts";
import { readRelation, readWay } from "./osmWays.ts";
import type { LngLat } from "./records.ts";

/** Elements that carry one of `having` are handed on, with those of their tags that are in `having` or `keep`. */
export interface KeyFilter {
  having: readonly string[];
  keep?: readonly string[];
}

export interface OsmWanted {
  nodes?: KeyFilter;
  ways?: KeyFilter;
  relations?: KeyFilter;
  /** ways handed on whatever their tags: members of relations */
  wayIds?: ReadonlySet<number>;
  /** positions of all nodes, tagged or not: streets need them */
  allNodes?: boolean;
}

export type OsmTags = Record<string, string>;

export interface OsmNode {
  id: number;
  position: LngLat;
  tags: OsmTags;
}

export interface OsmWay {
  id: number;
  /** node ids */
  refs: Float64Array;
  tags: OsmTags;
}

export interface OsmRelation {
  id: number;
  /** ids of its member ways, the holes (`inner`) left out */
  wayIds: Float64Array;
  tags: OsmTags;
}

/** Positions in 1e-7 degrees, the precision of OpenStreetMap. */
export interface OsmNodePositions {
  ids: Float64Array;
  lngE7: Int32Array;
  latE7: Int32Array;
}

export interface OsmBlock {
  /** null unless `allNodes` */
  nodes: OsmNodePositions | null;
  taggedNodes: OsmNode[];
  ways: OsmWay[];
  relations: OsmRelation[];
}

export function decodeOsmBlock(bytes: Uint8Array, wanted: OsmWanted): OsmBlock {
  const block = readBlockFrame(bytes, wanted);
  const out: OsmBlock = { nodes: null, taggedNodes: [], ways: [], relations: [] };
  const hasWays = (block.roles & WAY_HAVING) !== 0 || wanted.wayIds !== undefined;
  const positions: OsmNodePositions[] = [];
  for (const [start, end] of block.groups) {
    block.pbf.pos = start;
    let field = block.pbf.nextField(end);
    for (; field !== 0; field = block.pbf.nextField(end)) {
      if (field === 1) readNode(block, wanted, out, positions);
      else if (field === 2) readDenseNodes(block, wanted, out, positions);
      else if (field === 3 && hasWays) readWay(block, wanted, out.ways);
      else if (field === 4 && block.roles & RELATION_HAVING) readRelation(block, out.relations);
    }
  }
  if (wanted.allNodes) out.nodes = joinPositions(positions);
  return out;
}

/** DenseNodes: ids, latitudes and longitudes as deltas; keys and values as one list, 0 after each node. */
function readDenseNodes(
  block: BlockFrame,
  wanted: OsmWanted,
  out: OsmBlock,
  positions: OsmNodePositions[],
): void {
  const { pbf, fields } = block;
  const last = readElement(block, { isIdList: true });
  const { start, end } = fields;
  const hasTags = (block.roles & NODE_HAVING) !== 0 && end[10] !== 0;
  if ((hasTags || wanted.allNodes) && end[1] !== 0) {
    if (end[8] === 0 || end[9] === 0) throw new Error("nodes without positions");
    const nodes: OsmNodePositions = {
      ids: readDeltas(pbf, start[1], end[1]),
      latE7: toE7(readDeltas(pbf, start[8], end[8]), block.latOffset, block.granularity),
      lngE7: toE7(readDeltas(pbf, start[9], end[9]), block.lngOffset, block.granularity),
    };
    if (nodes.latE7.length !== nodes.ids.length || nodes.lngE7.length !== nodes.ids.length) {
      throw new Error("nodes and positions that do not match");
    }
    if (wanted.allNodes) positions.push(nodes);
    if (hasTags) readDenseTags(block, nodes, out);
  }
  pbf.pos = last;
}

function readDenseTags(block: BlockFrame, nodes: OsmNodePositions, out: OsmBlock): void {
  const { pbf, roleOf } = block;
  const end = block.fields.end[10];
  pbf.pos = block.fields.start[10];
  for (let i = 0; i < nodes.ids.length && pbf.pos < end; i += 1) {
    // most nodes have no tags
    if (pbf.buf[pbf.pos] === 0) {
      pbf.pos += 1;
      continue;
    }
    const first = pbf.pos;
    let roles = 0;
    for (let key = pbf.readVarint(); key !== 0 && pbf.pos < end; key = pbf.readVarint()) {
      roles |= roleOf[key];
      pbf.readVarint();
    }
    if (!(roles & NODE_HAVING)) continue;
    const next = pbf.pos;
    const tags: OsmTags = {};
    pbf.pos = first;
    for (let key = pbf.readVarint(); key !== 0 && pbf.pos < end; key = pbf.readVarint()) {
      const value = pbf.readVarint();
      if (roleOf[key] & NODE_KEEP) tags[stringAt(block, key)] = stringAt(block, value);
    }
    pbf.pos = next;
    out.taggedNodes.push({ id: nodes.ids[i], position: toPosition(nodes.lngE7[i], nodes.latE7[i]), tags });
  }
}

/** A node outside DenseNodes, as some small tools write them. */
function readNode(block: BlockFrame, wanted: OsmWanted, out: OsmBlock, positions: OsmNodePositions[]): void {
  const { pbf, fields } = block;
  const [start, end] = skipRange(pbf);
  let [id, lat, lng] = [0, 0, 0];
  fields.end.fill(0);
  pbf.pos = start;
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) id = pbf.readSVarint();
    else if (field === 2 || field === 3) [fields.start[field], fields.end[field]] = skipRange(pbf);
    else if (field === 8) lat = pbf.readSVarint();
    else if (field === 9) lng = pbf.readSVarint();
  }
  const latE7 = toE7(Float64Array.of(lat), block.latOffset, block.granularity);
  const lngE7 = toE7(Float64Array.of(lng), block.lngOffset, block.granularity);
  if (wanted.allNodes) positions.push({ ids: Float64Array.of(id), lngE7, latE7 });
  const tags = readTags(block, NODE_HAVING, NODE_KEEP);
  if (tags) out.taggedNodes.push({ id, position: toPosition(lngE7[0], latE7[0]), tags });
  pbf.pos = end;
}

/** 214.7 degrees: every check of positions refuses it. */
const OFF_EARTH = 0x7fffffff;

/** Units of `granularity` nanodegrees from an offset → 1e-7 degrees. */
function toE7(units: Float64Array, offset: number, granularity: number): Int32Array {
  const e7 = new Int32Array(units.length);
  for (let i = 0; i < units.length; i += 1) {
    const exact = Math.round((offset + granularity * units[i]) / 100);
    // what does not fit must not come round as another place: the end of the range is no place on earth
    e7[i] = Math.abs(exact) <= OFF_EARTH ? exact : OFF_EARTH;
  }
  return e7;
}

function toPosition(lngE7: number, latE7: number): LngLat {
  return { lng: lngE7 / 1e7, lat: latE7 / 1e7 };
}

function joinPositions(parts: readonly OsmNodePositions[]): OsmNodePositions {
  if (parts.length === 1) return parts[0];
  const count = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const whole = { ids: new Float64Array(count), lngE7: new Int32Array(count), latE7: new Int32Array(count) };
  let at = 0;
  for (const { ids, lngE7, latE7 } of parts) {
    whole.ids.set(ids, at);
    whole.lngE7.set(lngE7, at);
    whole.latE7.set(latE7, at);
    at += ids.length;
  }
  return whole;
}
