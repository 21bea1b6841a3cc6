/**
 * Where the ring of a boundary crosses itself. Its edges are laid into a grid of about as many squares as edges, and
 * only those that share a square are compared: n for boundaries of the earth, and bounded for any other.
 */
import type { RingPosition } from "./ringFaults.ts";

/** Boundaries of municipalities take 3 to 5 of each; beyond this a ring is a tangle, or a comb. Assumption. */
const MAX_STEPS_PER_EDGE = 200;
/** So that small rings are always compared in full: 2,000 edges each with each. */
const FREE_STEPS = 2_000_000;
const MAX_SQUARES_PER_SIDE = 2_048;

export type Crossing = { lng: number; lat: number } | "not looked for" | null;

/** A position near which a closed ring crosses itself. Edges that only touch (a shared corner) do not cross. */
export function selfCrossing(ring: readonly RingPosition[]): Crossing {
  const grid = layEdges(ring);
  if (!grid) return "not looked for";
  let steps = FREE_STEPS + MAX_STEPS_PER_EDGE * ring.length;
  const { start, edges } = grid;
  for (let square = 0; square + 1 < start.length; square++) {
    for (let n = start[square]; n < start[square + 1]; n++) {
      steps -= n - start[square];
      if (steps < 0) return "not looked for";
      for (let m = start[square]; m < n; m++) {
        const [p, q] = [edges[m], edges[n]];
        if (isCrossing(ring[p], ring[p + 1], ring[q], ring[q + 1]))
          return { lng: ring[q][0], lat: ring[q][1] };
      }
    }
  }
  return null;
}

/** The edges in each square: those of square s are edges[start[s]] up to start[s + 1]. Edge n begins at corner n. */
interface EdgeGrid {
  start: Int32Array;
  edges: Int32Array;
}

/** null when the edges are so long that they lie in too many squares. */
function layEdges(ring: readonly RingPosition[]): EdgeGrid | null {
  const side = Math.min(MAX_SQUARES_PER_SIDE, Math.ceil(Math.sqrt(ring.length)));
  const across = scaleOf(ring, 0, side);
  const up = scaleOf(ring, 1, side);
  const start = new Int32Array(side * side + 1);
  let left = FREE_STEPS + MAX_STEPS_PER_EDGE * ring.length;
  for (let n = 0; n + 1 < ring.length && left >= 0; n++) {
    visitSquares(ring[n], ring[n + 1], across, up, side, (square) => {
      start[square + 1]++;
      left--;
    });
  }
  if (left < 0) return null;
  for (let square = 1; square < start.length; square++) start[square] += start[square - 1];
  const next = start.slice();
  const edges = new Int32Array(start[side * side]);
  for (let n = 0; n + 1 < ring.length; n++)
    visitSquares(ring[n], ring[n + 1], across, up, side, (square) => (edges[next[square]++] = n));
  return { start, edges };
}

type Scale = (degrees: number) => number;

/** Degrees to squares, monotone, so that a square holds all of an edge that lies in it. */
function scaleOf(ring: readonly RingPosition[], axis: 0 | 1, side: number): Scale {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const position of ring) {
    least = Math.min(least, position[axis]);
    most = Math.max(most, position[axis]);
  }
  const perDegree = most > least ? side / (most - least) : 0;
  return (degrees) => (degrees - least) * perDegree;
}

/** Column by column, the rows that the edge passes there; a little more than that on both sides. */
function visitSquares(
  a: RingPosition,
  b: RingPosition,
  across: Scale,
  up: Scale,
  side: number,
  visit: (square: number) => void,
): void {
  const [west, east] = a[0] <= b[0] ? [a, b] : [b, a];
  const [x, y, toX, toY] = [across(west[0]), up(west[1]), across(east[0]), up(east[1])];
  const slope = toX > x ? (toY - y) / (toX - x) : 0;
  const [first, last] = [indexOf(x, side), indexOf(toX, side)];
  for (let column = first; column <= last; column++) {
    const from = column === first ? y : y + slope * (column - x);
    const to = column === last ? toY : y + slope * (column + 1 - x);
    const [low, high] = from <= to ? [from, to] : [to, from];
    const top = indexOf(high + ROUNDING, side);
    for (let row = indexOf(low - ROUNDING, side); row <= top; row++) visit(row * side + column);
  }
}

/** Of a square: more than the arithmetic above is off. */
const ROUNDING = 1e-6;

function indexOf(value: number, side: number): number {
  return Math.min(side - 1, Math.max(0, Math.floor(value)));
}

/** True when each edge has the ends of the other strictly on both sides. */
function isCrossing(a: RingPosition, b: RingPosition, c: RingPosition, d: RingPosition): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: RingPosition, b: RingPosition, c: RingPosition): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}
