/**
 * Streets that hang together with no others, and are too few to matter: a mapped garden path, a street whose junction
 * is drawn wrongly. Who snapped to one would seem cut off from the town. Each mode by itself, directions apart.
 */

import { MODE_BITS, TRAVEL_MODES, type TravelMode } from "../load/records.ts";
import type { StreetSegments } from "../load/streetSegments.ts";
import type { StreetChains } from "./streetChains.ts";

/** An island with fewer metres of street is dropped. Assumption: a block and its surroundings are more. */
export const ISLAND_MIN_METERS = 2_000;

export interface IslandReport {
  islandCount: number;
  /** of streets that are now closed to the mode */
  droppedMeters: number;
}

/**
 * Takes the mode's bits from the chains of small islands; a chain left without any has modes 0. An island that
 * reaches out of the known area stays: nobody knows what it hangs together with out there.
 */
export function dropIslands(
  chains: StreetChains,
  segments: StreetSegments,
  minMeters = ISLAND_MIN_METERS,
): Record<TravelMode, IslandReport> {
  const isOutside = outsideAreas(segments);
  const reports = TRAVEL_MODES.map((mode) => {
    const { forward, backward } = MODE_BITS[mode];
    return [mode, dropIslandsOf(chains, isOutside, forward | backward, minMeters)] as const;
  });
  return Object.fromEntries(reports) as Record<TravelMode, IslandReport>;
}

function outsideAreas({ nodeLngE7, nodeLatE7, areas }: StreetSegments): Uint8Array {
  const boxes = areas.map((box) => box.map((degrees) => degrees * 1e7));
  return Uint8Array.from(nodeLngE7, (lng, node) => {
    const lat = nodeLatE7[node];
    const isInside = boxes.some(([w, s, e, n]) => lng >= w && lng <= e && lat >= s && lat <= n);
    return isInside ? 0 : 1;
  });
}

function dropIslandsOf(
  chains: StreetChains,
  isOutside: Uint8Array,
  bits: number,
  minMeters: number,
): IslandReport {
  const { from, to, meters, modes, innerStart, inner } = chains;
  const rootOf = connect(chains, isOutside.length, bits);
  const metersOf = new Float64Array(isOutside.length);
  for (let c = 0; c < from.length; c++) {
    if (!(modes[c] & bits)) continue;
    const root = rootOf(from[c]);
    let reachesOut = isOutside[from[c]] + isOutside[to[c]];
    for (let i = innerStart[c]; i < innerStart[c + 1]; i++) reachesOut += isOutside[inner[i]];
    metersOf[root] += reachesOut > 0 ? Number.POSITIVE_INFINITY : meters[c];
  }
  const islands = new Set<number>();
  let droppedMeters = 0;
  for (let c = 0; c < from.length; c++) {
    const root = rootOf(from[c]);
    if (!(modes[c] & bits) || metersOf[root] >= minMeters) continue;
    islands.add(root);
    droppedMeters += meters[c];
    modes[c] &= ~bits;
  }
  return { islandCount: islands.size, droppedMeters };
}

/** Disjoint sets over the chains that are open to the mode in some direction (Tarjan 1975, path halving). */
function connect({ from, to, modes }: StreetChains, nodeCount: number, bits: number) {
  const parent = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) parent[node] = node;
  const rootOf = (start: number): number => {
    let node = start;
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  };
  for (let c = 0; c < from.length; c++) if (modes[c] & bits) parent[rootOf(from[c])] = rootOf(to[c]);
  return rootOf;
}
