/**
 * The network as one way of travelling sees it: compressed sparse rows, arcs of a node side by side as (to, metres).
 */
import { MODE_BITS, type TravelMode } from "../load/records.ts";
import type { StreetNetwork } from "./network.ts";

export interface ModeGraph {
  /** arcs of node n: pairs firstArc[n] up to firstArc[n + 1] */
  firstArc: Int32Array;
  /** target and whole metres in turn */
  arcs: Int32Array;
}

/** Loops are left out: they shorten nothing. Arcs of a node stand in the order of the network's edges. */
export function modeGraph(network: StreetNetwork, mode: TravelMode): ModeGraph {
  const { nodeLng, edgeFrom, edgeTo, edgeMeters, edgeModes } = network;
  const { forward, backward } = MODE_BITS[mode];
  const firstArc = new Int32Array(nodeLng.length + 1);
  for (let e = 0; e < edgeFrom.length; e++) {
    if (edgeFrom[e] === edgeTo[e]) continue;
    if (edgeModes[e] & forward) firstArc[edgeFrom[e] + 1]++;
    if (edgeModes[e] & backward) firstArc[edgeTo[e] + 1]++;
  }
  for (let n = 0; n < nodeLng.length; n++) firstArc[n + 1] += firstArc[n];
  const next = firstArc.slice(0, -1);
  const arcs = new Int32Array(2 * firstArc[nodeLng.length]);
  const put = (from: number, to: number, meters: number) => {
    const at = 2 * next[from]++;
    arcs[at] = to;
    arcs[at + 1] = meters;
  };
  for (let e = 0; e < edgeFrom.length; e++) {
    if (edgeFrom[e] === edgeTo[e]) continue;
    if (edgeModes[e] & forward) put(edgeFrom[e], edgeTo[e], edgeMeters[e]);
    if (edgeModes[e] & backward) put(edgeTo[e], edgeFrom[e], edgeMeters[e]);
  }
  return { firstArc, arcs };
}
