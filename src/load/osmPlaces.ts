/**
 * Things of OpenStreetMap that stand at one place: nodes, and ways and multipolygons at the centroid of their corners.
 * AEDs and posts are read so. Nodes come on the first way through the file; only where outlines were found it is gone
 * through again for their corners.
 */
import type { KeyFilter, OsmRelation, OsmTags, OsmWay } from "./osmBlock.ts";
import { createNodeTable, fillNodeTable, findNode, NO_POSITION, type OsmNodeTable } from "./osmNodeTable.ts";
import { type Inflate, readOsmPbf } from "./osmPbf.ts";
import { type ByteSource, type Extent, type Finding, rejected, warning } from "./reader.ts";
import type { LngLat } from "./records.ts";

export interface OsmPlace {
  /** `node/5`, `way/9` or `relation/3` */
  ref: string;
  tags: OsmTags;
  position: LngLat;
}

export interface OsmPlaceBatch {
  places: OsmPlace[];
  findings: Finding[];
  bytesRead: number;
  /** the box that the file says it covers, where it says so */
  extent?: Extent;
}

export interface OsmPlaceOptions {
  inflate?: Inflate;
  /** a place has one of `having`; its other tags stay in the file unless they are in `keep` */
  keys: KeyFilter;
  isWanted: (tags: OsmTags) => boolean;
}

/** An outline: the id and tags of a way or relation, and the nodes at its corners. */
interface Outline {
  ref: string;
  tags: OsmTags;
  /** node ids, the closing one left out */
  corners: Float64Array;
}

/** `bytes` is gone through more than once when the file has outlines: give a source that begins anew each time. */
export async function* readOsmPlaces(
  bytes: ByteSource,
  { inflate, keys, isWanted }: OsmPlaceOptions,
): AsyncGenerator<OsmPlaceBatch, void, void> {
  const ways: OsmWay[] = [];
  const relations: OsmRelation[] = [];
  let bytesRead = 0;
  for await (const block of readOsmPbf(bytes, { inflate, nodes: keys, ways: keys, relations: keys })) {
    const nodes = block.taggedNodes.filter(({ tags }) => isWanted(tags));
    const places = nodes.map(({ id, tags, position }) => ({ ref: `node/${id}`, tags, position }));
    ways.push(...block.ways.filter(({ tags }) => isWanted(tags)));
    relations.push(...block.relations.filter(({ tags }) => isWanted(tags)));
    bytesRead = block.bytesRead;
    yield { places, findings: block.findings, bytesRead, extent: block.box ?? undefined };
    if (block.findings.length > 0) return;
  }
  const members = await readMemberWays(bytes, inflate, relations);
  const outlines = [
    ...ways.map(wayOutline),
    ...relations.map((relation) => relationOutline(relation, members)),
  ];
  const ids = Float64Array.from(outlines.flatMap(({ corners }) => [...corners]));
  const table = createNodeTable(ids);
  const batch: OsmPlaceBatch = {
    places: [],
    findings: await fillNodeTable(table, bytes, { inflate }),
    bytesRead,
  };
  for (const outline of outlines) addOutline(outline, table, batch);
  if (outlines.length > 0) yield batch;
}

async function readMemberWays(
  bytes: ByteSource,
  inflate: Inflate | undefined,
  relations: readonly OsmRelation[],
): Promise<ReadonlyMap<number, OsmWay>> {
  const wayIds = new Set(relations.flatMap((relation) => [...relation.wayIds]));
  const members = new Map<number, OsmWay>();
  if (wayIds.size === 0) return members;
  for await (const { ways } of readOsmPbf(bytes, { inflate, wayIds })) {
    for (const way of ways) members.set(way.id, way);
  }
  return members;
}

function wayOutline({ id, tags, refs }: OsmWay): Outline {
  const isClosed = refs.length > 1 && refs[0] === refs[refs.length - 1];
  return { ref: `way/${id}`, tags, corners: isClosed ? refs.subarray(1) : refs };
}

function relationOutline({ id, tags, wayIds }: OsmRelation, members: ReadonlyMap<number, OsmWay>): Outline {
  // ways of one ring share their ends: each corner counts once
  const corners = new Set([...wayIds].flatMap((wayId) => [...(members.get(wayId)?.refs ?? [])]));
  return { ref: `relation/${id}`, tags, corners: Float64Array.from(corners) };
}

function addOutline({ ref, tags, corners }: Outline, table: OsmNodeTable, batch: OsmPlaceBatch): void {
  const known = [...corners].map((id) => findNode(table, id)).filter((at) => table.lngE7[at] !== NO_POSITION);
  const place = ref.replace("/", " ");
  const got = `${known.length} of ${corners.length} positions`;
  if (known.length === 0) {
    const advice =
      "Its nodes are not in the extract, or the source cannot be read twice; give the whole file.";
    batch.findings.push(rejected(place, "nodes", got, "the positions of its nodes", advice));
    return;
  }
  if (known.length < corners.length) {
    const advice = "It stands at the middle of those; take an extract with whole outlines.";
    batch.findings.push(warning(place, "nodes", got, "the positions of its nodes", advice));
  }
  batch.places.push({
    ref,
    tags,
    position: { lng: mean(table.lngE7, known), lat: mean(table.latE7, known) },
  });
}

/** Rounded as OpenStreetMap does, so that the record does not hang on the order of a sum. */
function mean(e7: Int32Array, at: readonly number[]): number {
  return Math.round(at.reduce((sum, n) => sum + e7[n], 0) / at.length) / 1e7;
}
