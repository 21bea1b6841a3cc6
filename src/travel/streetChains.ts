/**
 * Segments → chains between the nodes where something is decided: where other than two streets meet, or where it
 * changes who may go on. Distances between such nodes are those of the segments.
 *
 *     ┼──·──·──┼  →  ┼────────┼       · = two streets meet and the same people may go on
 */
import type { StreetSegments } from "../load/streetSegments.ts";
import { modesAway, otherEnd, type StreetHalves, streetHalves } from "./streetHalves.ts";

export interface StreetChains {
  /** indexes of nodes, as in the segments */
  from: Int32Array;
  to: Int32Array;
  meters: Int32Array;
  /** `MODE_BITS`; 0 once a chain is dropped */
  modes: Uint8Array;
  /** nodes between the ends of chain c: inner[innerStart[c]] up to inner[innerStart[c + 1]] */
  innerStart: Int32Array;
  inner: Int32Array;
}

export function streetChains(segments: StreetSegments): StreetChains {
  const halves = streetHalves(segments);
  const isEnd = chainEnds(segments, halves);
  const chains = emptyChains(segments.from.length);
  const isWalked = new Uint8Array(segments.from.length);
  for (let node = 0; node < isEnd.length; node++) {
    if (!isEnd[node]) continue;
    for (let i = halves.first[node]; i < halves.end[node]; i++) {
      walk(segments, halves, isEnd, isWalked, halves.half[i], chains);
    }
  }
  // what is left are rings that nothing else touches: each begins at its lowest node
  for (let node = 0; node < isEnd.length; node++) {
    const half = halves.half[halves.first[node]];
    if (isEnd[node] || halves.end[node] === halves.first[node] || isWalked[half >> 1]) continue;
    isEnd[node] = 1;
    walk(segments, halves, isEnd, isWalked, half, chains);
  }
  return fitChains(chains);
}

function chainEnds({ from, to }: StreetSegments, halves: StreetHalves): Uint8Array {
  const { first, end, half } = halves;
  const isEnd = new Uint8Array(end.length);
  for (let node = 0; node < end.length; node++) {
    const degree = end[node] - first[node];
    if (degree === 0) continue;
    const [p, q] = [half[first[node]], half[first[node] + 1]];
    // in along p and out along q must be open to the same people as the other way round
    const goesOn = degree === 2 && modesAway(halves, p ^ 1) === modesAway(halves, q);
    isEnd[node] = goesOn && otherEnd({ from, to }, p) !== node ? 0 : 1;
  }
  return isEnd;
}

interface GrowingChains extends StreetChains {
  count: number;
}

/** There are at most as many chains and inner nodes as segments. */
function emptyChains(segmentCount: number): GrowingChains {
  return {
    count: 0,
    from: new Int32Array(segmentCount),
    to: new Int32Array(segmentCount),
    meters: new Int32Array(segmentCount),
    modes: new Uint8Array(segmentCount),
    innerStart: new Int32Array(segmentCount + 1),
    inner: new Int32Array(segmentCount),
  };
}

function walk(
  segments: StreetSegments,
  halves: StreetHalves,
  isEnd: Uint8Array,
  isWalked: Uint8Array,
  start: number,
  chains: GrowingChains,
): void {
  if (isWalked[start >> 1]) return;
  const chain = chains.count++;
  let innerEnd = chains.innerStart[chain];
  let half = start;
  for (;;) {
    isWalked[half >> 1] = 1;
    chains.meters[chain] += halves.meters[half >> 1];
    const node = otherEnd(segments, half);
    if (isEnd[node]) {
      chains.to[chain] = node;
      break;
    }
    chains.inner[innerEnd++] = node;
    const [p, q] = [halves.half[halves.first[node]], halves.half[halves.first[node] + 1]];
    half = p >> 1 === half >> 1 ? q : p;
  }
  chains.from[chain] = start & 1 ? segments.to[start >> 1] : segments.from[start >> 1];
  chains.modes[chain] = modesAway(halves, start);
  chains.innerStart[chain + 1] = innerEnd;
}

function fitChains({ count, from, to, meters, modes, innerStart, inner }: GrowingChains): StreetChains {
  return {
    from: from.slice(0, count),
    to: to.slice(0, count),
    meters: meters.slice(0, count),
    modes: modes.slice(0, count),
    innerStart: innerStart.slice(0, count + 1),
    inner: inner.slice(0, innerStart[count]),
  };
}
