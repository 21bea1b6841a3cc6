/** Ways and relations of one block: their tags, and the ids of what they are made of. */
import type { OsmRelation, OsmWanted, OsmWay } from "./osmBlock.ts";
import {
  type BlockFrame,
  RELATION_HAVING,
  RELATION_KEEP,
  readDeltas,
  readElement,
  readTags,
  stringAt,
  WAY_HAVING,
  WAY_KEEP,
} from "./osmBlockFrame.ts";

/** Member types of the format. */
const MEMBER_WAY = 1;

/** Field 8: its nodes. */
export function readWay(block: BlockFrame, { wayIds }: OsmWanted, ways: OsmWay[]): void {
  const { pbf, fields } = block;
  const end = readElement(block);
  const { id } = fields;
  const tags = readTags(block, WAY_HAVING, WAY_KEEP) ?? (wayIds?.has(id) ? {} : null);
  // an absent list is an empty range
  if (tags) ways.push({ id, tags, refs: readDeltas(pbf, fields.end[8] && fields.start[8], fields.end[8]) });
  pbf.pos = end;
}

export function readRelation(block: BlockFrame, relations: OsmRelation[]): void {
  const end = readElement(block);
  const { id } = block.fields;
  const tags = readTags(block, RELATION_HAVING, RELATION_KEEP);
  if (tags) relations.push({ id, tags, wayIds: readMemberWays(block) });
  block.pbf.pos = end;
}

/** One role (a string, field 8), id (a delta, 9) and type (10) per member. */
function readMemberWays(block: BlockFrame): Float64Array {
  const { start, end } = block.fields;
  if (end[8] === 0 || end[9] === 0 || end[10] === 0) return new Float64Array(0);
  const roles = readVarints(block, start[8], end[8]);
  const ids = readDeltas(block.pbf, start[9], end[9]);
  const types = readVarints(block, start[10], end[10]);
  if (roles.length !== ids.length || types.length !== ids.length) {
    throw new Error("members, roles and types that do not match");
  }
  return ids.filter((_, n) => types[n] === MEMBER_WAY && stringAt(block, roles[n]) !== "inner");
}

function readVarints({ pbf }: BlockFrame, start: number, end: number): number[] {
  const values: number[] = [];
  pbf.pos = start;
  while (pbf.pos < end) values.push(pbf.readVarint());
  return values;
}
