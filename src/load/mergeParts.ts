/**
 * AEDs of several sources in parts that may be merged one after the other: no row of a part can be the same AED as one
 * of another, by the rules of `mergeAeds.ts`. So merging needs the texts of one part at a time.
 */
import { elementOf } from "./aedSameness.ts";
import { squareOf, squaresAround } from "./mergeAeds.ts";
import type { LngLat } from "./records.ts";

/** As much of a row as tells with whom it may be merged. */
export interface AedPlace {
  sourceId: string;
  ref: string;
  position: LngLat;
  coarsened: boolean;
}

/**
 * Every place in one part; parts of `size` places, the last one but what is left, and larger only where more hang
 * together. Merging the parts one by one gives what merging all at once gives: rows that share a square (and so are a
 * crowd or not), that lie in squares looked at together, or that name one element, are in one part.
 */
export function mergeParts<P extends AedPlace>(places: readonly P[], size: number): P[][] {
  const groups = joinedGroups(places);
  const members = new Map<number, P[]>();
  places.forEach((place, n) => {
    const group = groups[n];
    const held = members.get(group);
    if (held) held.push(place);
    else members.set(group, [place]);
  });
  const parts: P[][] = [];
  for (const group of members.values()) {
    const last = parts.at(-1);
    if (last && last.length + group.length <= size) for (const place of group) last.push(place);
    else parts.push(group);
  }
  return parts;
}

/** Per place the first of the places that it hangs together with, directly or by others. */
function joinedGroups(places: readonly AedPlace[]): Int32Array {
  const parent = Int32Array.from(places.keys());
  if (places.every(({ sourceId }) => sourceId === places[0].sourceId)) return parent;
  const squares = new Map<number, number>();
  const elements = new Map<string, number>();
  places.forEach((place, n) => {
    const element = elementOf(place);
    if (element !== null) join(parent, n, firstIn(elements, element, n));
    if (!place.coarsened) join(parent, n, firstIn(squares, squareOf(place.position), n));
  });
  places.forEach(({ position, coarsened }, n) => {
    if (coarsened) return;
    for (const square of squaresAround(position)) join(parent, n, squares.get(square) ?? n);
  });
  return parent.map((_, n) => rootOf(parent, n));
}

function firstIn<K>(first: Map<K, number>, key: K, n: number): number {
  const held = first.get(key);
  if (held === undefined) first.set(key, n);
  return held ?? n;
}

/** Union–find, the smaller index above, paths halved on the way. */
function rootOf(parent: Int32Array, n: number): number {
  let at = n;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

function join(parent: Int32Array, n: number, m: number): void {
  const [one, other] = [rootOf(parent, n), rootOf(parent, m)];
  parent[Math.max(one, other)] = Math.min(one, other);
}
