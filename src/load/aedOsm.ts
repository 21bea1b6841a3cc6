/**
 * AEDs from an OpenStreetMap PBF: `emergency=defibrillator` on nodes, and on ways at the centroid of their nodes.
 * Ways come after the nodes they need, so a file with such ways is read a second time.
 */
import { matchColumns, pickFields } from "./aedColumns.ts";
import { type AedRecordMaker, createAedRecordMaker } from "./aedRecord.ts";
import type { OsmNodePositions, OsmTags, OsmWay } from "./osmBlock.ts";
import { type Inflate, readOsmPbf } from "./osmPbf.ts";
import { type ByteSource, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { PositionRules } from "./readPosition.ts";
import type { Aed, LngLat } from "./records.ts";

export interface AedOsmOptions extends PositionRules {
  inflate?: Inflate;
}

/** The only tags read; cabinet codes, telephones and notes stay in the file. */
const AED_TAGS = {
  having: ["emergency"],
  keep: ["name", "operator", "opening_hours", "indoor", "access", "check_date", "survey:date"],
};

/** `bytes` is gone through twice when the file has AEDs on ways: give a source that begins anew each time. */
export async function* readAedOsmPbf(bytes: ByteSource, options: AedOsmOptions = {}): Read<Aed> {
  const { inflate } = options;
  const maker = createAedRecordMaker(options);
  const aedWays: OsmWay[] = [];
  let totalBytes = 0;
  for await (const block of readOsmPbf(bytes, { inflate, nodes: AED_TAGS, ways: AED_TAGS })) {
    const batch: ReadBatch<Aed> = { records: [], findings: block.findings, bytesRead: block.bytesRead };
    for (const node of block.taggedNodes) {
      if (isAed(node.tags)) addAed(maker, node.tags, `node/${node.id}`, node.position, batch);
    }
    aedWays.push(...block.ways.filter(({ tags }) => isAed(tags)));
    totalBytes = block.bytesRead;
    yield batch;
    if (batch.findings.length > 0) return;
  }
  if (aedWays.length === 0) return;
  const positions = await positionsOf(bytes, inflate, aedWays);
  const batch: ReadBatch<Aed> = { records: [], findings: [], bytesRead: totalBytes };
  for (const way of aedWays) addWay(way, positions, maker, batch);
  yield batch;
}

function isAed({ emergency }: OsmTags): boolean {
  return emergency === "defibrillator";
}

function addAed(
  maker: AedRecordMaker,
  tags: OsmTags,
  ref: string,
  { lng, lat }: LngLat,
  batch: ReadBatch<Aed>,
): void {
  const fields = pickFields(matchColumns(Object.keys(tags)), (key) => tags[key]);
  const { aed, findings } = maker.make(fields, ref.replace("/", " "), { lng, lat, ref });
  if (aed) batch.records.push(aed);
  batch.findings.push(...findings);
}

function addWay(
  way: OsmWay,
  positions: Map<number, LngLat>,
  maker: AedRecordMaker,
  batch: ReadBatch<Aed>,
): void {
  const isClosed = way.refs.length > 1 && way.refs[0] === way.refs[way.refs.length - 1];
  const refs = isClosed ? way.refs.subarray(1) : way.refs;
  const corners = [...refs].map((ref) => positions.get(ref)).filter((position) => position !== undefined);
  if (corners.length === 0) {
    const advice =
      "Its nodes are not in the extract, or the source cannot be read twice; give the whole file.";
    batch.findings.push(
      rejected(`way ${way.id}`, "nodes", "no position", "the positions of its nodes", advice),
    );
    return;
  }
  const mean = (of: (corner: LngLat) => number) =>
    corners.reduce((sum, corner) => sum + of(corner), 0) / corners.length;
  // rounded as OpenStreetMap does, so that the record does not hang on the order of a sum
  const center = { lng: round7(mean(({ lng }) => lng)), lat: round7(mean(({ lat }) => lat)) };
  addAed(maker, way.tags, `way/${way.id}`, center, batch);
}

async function positionsOf(
  bytes: ByteSource,
  inflate: Inflate | undefined,
  ways: readonly OsmWay[],
): Promise<Map<number, LngLat>> {
  const needed = new Set(ways.flatMap(({ refs }) => [...refs]));
  const positions = new Map<number, LngLat>();
  for await (const { nodes } of readOsmPbf(bytes, { inflate, allNodes: true })) {
    if (nodes) collect(nodes, needed, positions);
  }
  return positions;
}

function collect(
  { ids, lngE7, latE7 }: OsmNodePositions,
  needed: ReadonlySet<number>,
  into: Map<number, LngLat>,
): void {
  for (let i = 0; i < ids.length; i += 1) {
    if (needed.has(ids[i])) into.set(ids[i], { lng: lngE7[i] / 1e7, lat: latE7[i] / 1e7 });
  }
}

function round7(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
