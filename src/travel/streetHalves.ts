/**
 * Which segments meet at each node, as compressed rows of halves: half = 2 · segment + side, side 0 where the node is
 * the segment's `from`. Of two segments between the same two nodes (a footway drawn along the edge of a square, a way in
 * two files) one goes where the other is no longer and open to the same people.
 */
import type { StreetSegments } from "../load/streetSegments.ts";
import { turnedModes } from "./turnedModes.ts";

export interface StreetHalves {
  /** halves of node n: half[first[n]] up to half[end[n]]; what lies behind that is left over */
  first: Int32Array;
  end: Int32Array;
  half: Int32Array;
  /** per segment; 0 = gone into another */
  modes: Uint8Array;
  meters: Int32Array;
}

export function streetHalves({ nodeLngE7, from, to, modes, meters }: StreetSegments): StreetHalves {
  const nodeCount = nodeLngE7.length;
  const first = new Int32Array(nodeCount + 1);
  for (let s = 0; s < from.length; s++) {
    first[from[s] + 1]++;
    first[to[s] + 1]++;
  }
  for (let n = 0; n < nodeCount; n++) first[n + 1] += first[n];
  const end = first.slice(0, nodeCount);
  const half = new Int32Array(2 * from.length);
  for (let s = 0; s < from.length; s++) {
    half[end[from[s]]++] = 2 * s;
    half[end[to[s]]++] = 2 * s + 1;
  }
  const halves = { first, end, half, modes: modes.slice(), meters };
  for (let n = 0; n < nodeCount; n++) mergeParallel(halves, from, to, n);
  for (let n = 0; n < nodeCount; n++) dropGone(halves, n);
  return halves;
}

/** The node at the other end of a half. */
export function otherEnd({ from, to }: Pick<StreetSegments, "from" | "to">, half: number): number {
  return half & 1 ? from[half >> 1] : to[half >> 1];
}

/** Modes of the half's segment going away from the half's node. */
export function modesAway({ modes }: Pick<StreetHalves, "modes">, half: number): number {
  return half & 1 ? turnedModes(modes[half >> 1]) : modes[half >> 1];
}

/** Each pair of neighbours is looked at from its lower node. */
function mergeParallel(halves: StreetHalves, from: Int32Array, to: Int32Array, node: number): void {
  const { first, end, half, modes } = halves;
  for (let i = first[node] + 1; i < end[node]; i++) {
    const other = otherEnd({ from, to }, half[i]);
    if (other < node) continue;
    for (let j = first[node]; j < i && modes[half[i] >> 1] !== 0; j++) {
      if (modes[half[j] >> 1] !== 0 && otherEnd({ from, to }, half[j]) === other) {
        mergePair(halves, half[j], half[i]);
      }
    }
  }
}

/** Equally long ones become one, open to whom either is; a longer one goes when the shorter is open to all its people. */
function mergePair(halves: StreetHalves, p: number, q: number): void {
  const { modes, meters } = halves;
  const [segmentP, segmentQ] = [p >> 1, q >> 1];
  const [modesP, modesQ] = [modesAway(halves, p), modesAway(halves, q)];
  if (meters[segmentP] === meters[segmentQ]) {
    modes[segmentP] |= (p & 1) === (q & 1) ? modes[segmentQ] : turnedModes(modes[segmentQ]);
    modes[segmentQ] = 0;
  } else if (meters[segmentP] < meters[segmentQ]) {
    if ((modesQ & ~modesP) === 0) modes[segmentQ] = 0;
  } else if ((modesP & ~modesQ) === 0) modes[segmentP] = 0;
}

function dropGone({ first, end, half, modes }: StreetHalves, node: number): void {
  let at = first[node];
  for (let i = first[node]; i < end[node]; i++) if (modes[half[i] >> 1] !== 0) half[at++] = half[i];
  end[node] = at;
}
