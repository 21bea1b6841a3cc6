/**
 * The streets of OpenStreetMap files: ways that somebody may go along, as lists of nodes with positions. Files of one
 * source are one network: a way or node in two of them is taken once. Memory hangs on the ways kept, not on the files.
 */
import { ADDRESS_KEY, addressBox } from "./osmAddressBox.ts";
import type { OsmBlock } from "./osmBlock.ts";
import { createNodeTable, fillNodeTable, findNode, type OsmNodeTable } from "./osmNodeTable.ts";
import { type Inflate, readOsmPbf } from "./osmPbf.ts";
import { BARRIER_KEYS, barrierModes, STREET_KEYS, streetModes } from "./osmStreetRules.ts";
import { type ByteSource, type Finding, rejected } from "./reader.ts";
import type { DegreeBox } from "./records.ts";

export interface OsmStreets {
  /** ascending, each once */
  wayIds: Float64Array;
  /** `MODE_BITS` per way */
  modes: Uint8Array;
  /** way w: nodes[firstNode[w]] up to nodes[firstNode[w + 1]], as places in `table` */
  firstNode: Int32Array;
  nodes: Int32Array;
  table: OsmNodeTable;
  /** per node of `table`: bits of `MODE_BITS` that do not pass it */
  closed: Uint8Array;
  /** within these all ways are known */
  areas: DegreeBox[];
  /** ways with a highway tag that nobody may go along, or that are not there */
  closedWayCount: number;
}

export interface StreetReadOptions {
  inflate?: Inflate;
  /** where the files do not say which area they cover, or say it wrongly */
  area?: DegreeBox;
  onBytes?: (bytesRead: number) => void;
}

/** `files` are gone through two or three times. Null: the findings tell why nothing can be taken. */
export async function readOsmStreets(
  files: readonly ByteSource[],
  { inflate, area, onBytes }: StreetReadOptions = {},
): Promise<{ streets: OsmStreets | null; findings: Finding[] }> {
  const kept = startKept();
  let bytesBefore = 0;
  for (const bytes of files) {
    const outcome = await readWays(bytes, kept, { inflate, area }, (bytesRead) =>
      onBytes?.(bytesBefore + bytesRead / 2),
    );
    if ("findings" in outcome) return { streets: null, findings: outcome.findings };
    if (outcome.box === null) return { streets: null, findings: [noArea()] };
    kept.areas.push(outcome.box);
    bytesBefore += outcome.bytesRead / 2;
  }
  await readOutlines(files, kept, inflate);
  const ways = sortedWays(kept);
  const table = createNodeTable(ways.refs.slice());
  for (const bytes of files) {
    const before = bytesBefore;
    const onTableBytes = (bytesRead: number) => onBytes?.(before + bytesRead / 2);
    const findings = await fillNodeTable(table, bytes, { inflate, onBytes: onTableBytes });
    if (findings.length > 0) return { streets: null, findings };
    bytesBefore = before;
  }
  return { streets: toStreets(kept, ways, table), findings: [] };
}

interface Kept {
  wayIds: number[];
  modes: number[];
  /** node ids of all ways, one after another; way n begins at firstRef[n] */
  refs: Float64Array;
  firstRef: number[];
  refCount: number;
  /** ways that outline an area of a multipolygon → its modes */
  outlines: Map<number, number>;
  /** nodes with a barrier that stops somebody → bits */
  barriers: Map<number, number>;
  areas: DegreeBox[];
  closedWayCount: number;
}

function startKept(): Kept {
  const lists = { wayIds: [], modes: [], firstRef: [], areas: [] };
  const refs = new Float64Array(1_024);
  return { ...lists, refs, refCount: 0, outlines: new Map(), barriers: new Map(), closedWayCount: 0 };
}

const WANTED = {
  nodes: { having: ["barrier"], keep: BARRIER_KEYS },
  ways: { having: ["highway"], keep: STREET_KEYS },
  relations: { having: ["highway"], keep: STREET_KEYS },
};

const WANTED_WITH_ADDRESSES = {
  ...WANTED,
  nodes: { having: [...WANTED.nodes.having, ADDRESS_KEY], keep: BARRIER_KEYS },
};

async function readWays(
  bytes: ByteSource,
  kept: Kept,
  { inflate, area }: StreetReadOptions,
  onBytes: (bytesRead: number) => void,
): Promise<{ findings: Finding[] } | { box: DegreeBox | null; bytesRead: number }> {
  const addresses = addressBox();
  let told: { box: DegreeBox | null; bytesRead: number } = { box: null, bytesRead: 0 };
  const whereNoBox = area ? undefined : WANTED_WITH_ADDRESSES;
  for await (const batch of readOsmPbf(bytes, { inflate, ...WANTED, whereNoBox })) {
    const { box, bytesRead, findings, ...block } = batch;
    if (findings.length > 0) return { findings };
    keepStreets(block, kept);
    addresses.add(block.taggedNodes);
    told = { box, bytesRead };
    onBytes(bytesRead);
  }
  return { ...told, box: area ?? told.box ?? addresses.box() };
}

function keepStreets({ taggedNodes, ways, relations }: OsmBlock, kept: Kept): void {
  for (const { id, tags } of taggedNodes) {
    const bits = barrierModes(tags);
    if (bits !== 0) kept.barriers.set(id, bits);
  }
  for (const { id, tags, refs } of ways) {
    const bits = streetModes(tags);
    if (bits !== 0) keepWay(kept, id, bits, refs);
    else kept.closedWayCount++;
  }
  for (const { tags, wayIds } of relations) {
    const bits = streetModes(tags);
    for (const id of bits === 0 ? [] : wayIds) kept.outlines.set(id, (kept.outlines.get(id) ?? 0) | bits);
  }
}

function keepWay(kept: Kept, id: number, bits: number, nodes: Float64Array): void {
  const end = kept.refCount + nodes.length;
  if (end > kept.refs.length) {
    const wider = new Float64Array(2 * end);
    wider.set(kept.refs.subarray(0, kept.refCount));
    kept.refs = wider;
  }
  kept.refs.set(nodes, kept.refCount);
  kept.wayIds.push(id);
  kept.modes.push(bits);
  kept.firstRef.push(kept.refCount);
  kept.refCount = end;
}

/** An area is crossed by its outline; that of a multipolygon has no tags of its own. */
async function readOutlines(
  files: readonly ByteSource[],
  kept: Kept,
  inflate: Inflate | undefined,
): Promise<void> {
  if (kept.outlines.size === 0) return;
  for (const bytes of files) {
    for await (const { ways } of readOsmPbf(bytes, { inflate, wayIds: new Set(kept.outlines.keys()) })) {
      for (const { id, refs } of ways) keepWay(kept, id, kept.outlines.get(id)!, refs);
    }
  }
}

interface SortedWays {
  wayIds: Float64Array;
  modes: Uint8Array;
  firstNode: Int32Array;
  refs: Float64Array;
}

/** By id, so that the order of the files says nothing; what is written twice is open to whom either opens it. */
function sortedWays({ wayIds, modes, refs, firstRef, refCount }: Kept): SortedWays {
  const order = Int32Array.from(wayIds, (_, n) => n).sort((p, q) => wayIds[p] - wayIds[q] || p - q);
  const first = order.filter((way, n) => n === 0 || wayIds[way] !== wayIds[order[n - 1]]);
  const bits = new Uint8Array(first.length);
  let at = -1;
  for (const way of order) {
    if (at < 0 || wayIds[first[at]] !== wayIds[way]) at++;
    bits[at] |= modes[way];
  }
  const firstNode = new Int32Array(first.length + 1);
  const sorted = new Float64Array(refCount);
  first.forEach((way, n) => {
    const own = refs.subarray(firstRef[way], firstRef[way + 1] ?? refCount);
    sorted.set(own, firstNode[n]);
    firstNode[n + 1] = firstNode[n] + own.length;
  });
  const wayIdsOnce = Float64Array.from(first, (way) => wayIds[way]);
  return { wayIds: wayIdsOnce, modes: bits, firstNode, refs: sorted.subarray(0, firstNode[first.length]) };
}

function toStreets(kept: Kept, { refs, ...ways }: SortedWays, table: OsmNodeTable): OsmStreets {
  const closed = new Uint8Array(table.ids.length);
  for (const [id, bits] of kept.barriers) {
    const at = findNode(table, id);
    if (at >= 0) closed[at] = bits;
  }
  const nodes = new Int32Array(refs.length);
  for (let i = 0; i < refs.length; i++) nodes[i] = findNode(table, refs[i]);
  return { ...ways, nodes, table, closed, areas: kept.areas, closedWayCount: kept.closedWayCount };
}

function noArea(): Finding {
  const advice =
    "Tell it with --area west,south,east,north, in degrees: outside it nothing is known of streets.";
  return rejected(
    "file",
    "area",
    "no box in its header and hardly an address",
    "the area that it covers",
    advice,
  );
}
