/**
 * Metres along streets from a place to every node within a bound: Dijkstra 1959 with Dial's buckets (CACM
 * 1969;12:632), one bucket per whole metre. Nothing is allocated per run, and only what a run touched is cleared.
 */
import type { ModeGraph } from "./modeGraph.ts";

/** In `meters`: not reached within the bound. */
export const NOT_REACHED = 65_535;

export interface BoundedSearch {
  /** whole metres from the place to each node, of the last run; `NOT_REACHED` beyond the bound */
  meters: Uint16Array;
  /** the nodes that the last run reached, nearest first; valid up to their number */
  settled: Int32Array;
  /**
   * Starts at two nodes with whole metres to each (the ends of the edge on which the place lies; one end may be
   * −1 or beyond the bound) and returns how many nodes were reached. Metres equal to the bound are within it.
   */
  run(nodeA: number, metersA: number, nodeB: number, metersB: number): number;
}

/** `maxMeters` below 65,535. */
export function boundedSearch({ firstArc, arcs }: ModeGraph, maxMeters: number): BoundedSearch {
  const meters = new Uint16Array(firstArc.length - 1).fill(NOT_REACHED);
  const settled = new Int32Array(firstArc.length - 1);
  // bucket = linked list of entries; an entry whose node was reached shorter since is passed over
  const bucketHead = new Int32Array(maxMeters + 1).fill(-1);
  // a node is entered once per arc that shortens its way, and twice more as a start
  const entryNode = new Int32Array(arcs.length / 2 + 2);
  const entryNext = new Int32Array(arcs.length / 2 + 2);
  let entryCount = 0;

  const clear = () => {
    for (let i = 0; i < entryCount; i++) meters[entryNode[i]] = NOT_REACHED;
    entryCount = 0;
  };
  const start = (node: number, away: number) => {
    if (node < 0 || away > maxMeters || away >= meters[node]) return;
    meters[node] = away;
    entryNode[entryCount] = node;
    entryNext[entryCount] = bucketHead[away];
    bucketHead[away] = entryCount++;
  };
  const run = (nodeA: number, metersA: number, nodeB: number, metersB: number): number => {
    clear();
    start(nodeA, metersA);
    start(nodeB, metersB);
    let reached = 0;
    let entries = entryCount;
    for (let here = 0; here <= maxMeters; here++) {
      let entry = bucketHead[here];
      while (entry >= 0) {
        bucketHead[here] = entryNext[entry];
        const node = entryNode[entry];
        if (meters[node] === here) {
          settled[reached++] = node;
          for (let arc = 2 * firstArc[node], end = 2 * firstArc[node + 1]; arc < end; arc += 2) {
            const to = arcs[arc];
            const away = here + arcs[arc + 1];
            if (away < meters[to] && away <= maxMeters) {
              meters[to] = away;
              entryNode[entries] = to;
              entryNext[entries] = bucketHead[away];
              bucketHead[away] = entries++;
            }
          }
        }
        entry = bucketHead[here];
      }
    }
    entryCount = entries;
    return reached;
  };
  return { meters, settled, run };
}
