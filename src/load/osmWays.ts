/** Ways and relations of one block: their tags, and the ids of what they are made of. */
import type { OsmRelation, OsmWanted, OsmWay } from "./osmBlock.ts";
import {
  type BlockFrame,
  type Range,
  RELATION_HAVING,
  RELATION_KEEP,
  readDeltas,
  readTags,
  skipRange,
  stringAt,
  WAY_HAVING,
  WAY_KEEP,
} from "./osmBlockFrame.ts";

/** Member types of the format. */
const MEMBER_WAY = 1;

export function readWay(block: BlockFrame, { wayIds }: OsmWanted, ways: OsmWay[]): void {
  const { id, keys, values, field8: refs, end } = readFields(block);
  const tags = readTags(block, keys, values, WAY_HAVING, WAY_KEEP) ?? (wayIds?.has(id) ? {} : null);
  if (tags) ways.push({ id, tags, refs: refs ? readDeltas(block.pbf, refs) : new Float64Array(0) });
  block.pbf.pos = end;
}

export function readRelation(block: BlockFrame, relations: OsmRelation[]): void {
  const { id, keys, values, field8, field9, field10, end } = readFields(block);
  const tags = readTags(block, keys, values, RELATION_HAVING, RELATION_KEEP);
  if (tags) relations.push({ id, tags, wayIds: readMemberWays(block, field8, field9, field10) });
  block.pbf.pos = end;
}

/** One role (a string), id (a delta) and type per member. */
function readMemberWays(
  block: BlockFrame,
  roleRange: Range | null,
  idRange: Range | null,
  typeRange: Range | null,
): Float64Array {
  if (!roleRange || !idRange || !typeRange) return new Float64Array(0);
  const roles = readVarints(block, roleRange);
  const ids = readDeltas(block.pbf, idRange);
  const types = readVarints(block, typeRange);
  if (roles.length !== ids.length || types.length !== ids.length) {
    throw new Error("members, roles and types that do not match");
  }
  return ids.filter((_, n) => types[n] === MEMBER_WAY && stringAt(block, roles[n]) !== "inner");
}

function readVarints({ pbf }: BlockFrame, [start, end]: Range): number[] {
  const values: number[] = [];
  pbf.pos = start;
  while (pbf.pos < end) values.push(pbf.readVarint());
  return values;
}

/** Id, keys and values, as every element has them; 8 holds a way's nodes, 8 to 10 a relation's members. */
function readFields({ pbf }: BlockFrame) {
  const [start, end] = skipRange(pbf);
  let id = 0;
  let keys: Range | null = null;
  let values: Range | null = null;
  let field8: Range | null = null;
  let field9: Range | null = null;
  let field10: Range | null = null;
  pbf.pos = start;
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) id = pbf.readVarint(true);
    else if (field === 2) keys = skipRange(pbf);
    else if (field === 3) values = skipRange(pbf);
    else if (field === 8) field8 = skipRange(pbf);
    else if (field === 9) field9 = skipRange(pbf);
    else if (field === 10) field10 = skipRange(pbf);
  }
  return { id, keys, values, field8, field9, field10, end };
}
