/**
 * Positions of the nodes that somebody needs, and of no others: ids first, positions on a second way through the file
 * (nodes stand before the ways that name them). Memory hangs on the ids asked for, not on the file.
 */
import { type Inflate, readOsmPbf } from "./osmPbf.ts";
import type { ByteSource, Finding } from "./reader.ts";

export interface OsmNodeTable {
  /** ascending, each once */
  ids: Float64Array;
  /** 1e-7 degrees; `NO_POSITION` where the file does not hold the node */
  lngE7: Int32Array;
  latE7: Int32Array;
  /** how many have no position */
  missingCount: number;
}

/** No longitude or latitude: both end at ±1.8e9. */
export const NO_POSITION = -0x80000000;

/** `ids` in any order, also more than once; taken over and sorted. No positions yet. */
export function createNodeTable(ids: Float64Array): OsmNodeTable {
  const sorted = sortedOnce(ids);
  return {
    ids: sorted,
    lngE7: new Int32Array(sorted.length).fill(NO_POSITION),
    latE7: new Int32Array(sorted.length).fill(NO_POSITION),
    missingCount: sorted.length,
  };
}

export interface FillOptions {
  inflate?: Inflate;
  onBytes?: (bytesRead: number) => void;
}

/** Takes the positions that the file holds, and stops reading at the last one. Findings: it cannot be read on. */
export async function fillNodeTable(
  table: OsmNodeTable,
  bytes: ByteSource,
  { inflate, onBytes }: FillOptions,
): Promise<Finding[]> {
  if (table.missingCount === 0) return [];
  for await (const { nodes, findings, bytesRead } of readOsmPbf(bytes, { inflate, allNodes: true })) {
    if (findings.length > 0) return findings;
    if (nodes) takePositions(table, nodes.ids, nodes.lngE7, nodes.latE7);
    onBytes?.(bytesRead);
    if (table.missingCount === 0) break;
  }
  return [];
}

/** The place of an id in the table, −1 where it was not asked for. */
export function findNode({ ids }: OsmNodeTable, id: number): number {
  const at = lowerBound(ids, id, 0);
  return ids[at] === id ? at : -1;
}

function takePositions(table: OsmNodeTable, ids: Float64Array, lngE7: Int32Array, latE7: Int32Array): void {
  let at = 0;
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    // files are sorted, so the next id is near; one that steps back starts anew
    if (id < before || i === 0) at = lowerBound(table.ids, id, 0);
    else while (at < table.ids.length && table.ids[at] < id) at++;
    before = id;
    if (table.ids[at] !== id) continue;
    if (table.lngE7[at] === NO_POSITION) table.missingCount--;
    table.lngE7[at] = lngE7[i];
    table.latE7[at] = latE7[i];
  }
}

function sortedOnce(ids: Float64Array): Float64Array {
  ids.sort();
  let count = 0;
  for (let i = 0; i < ids.length; i++) {
    if (i === 0 || ids[i] !== ids[i - 1]) ids[count++] = ids[i];
  }
  return ids.slice(0, count);
}

function lowerBound(sorted: Float64Array, value: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
