/**
 * Loose nodes and edges → a network: nodes numbered along a Z-curve, edges in the order of their ends, unused nodes
 * left out. The same set of nodes and edges in any order gives the same network, byte for byte.
 */
import type { DegreeBox } from "../load/records.ts";
import { checkNetwork, type StreetNetwork } from "./network.ts";

export interface LooseEdge {
  /** index into the nodes given */
  from: number;
  to: number;
  meters: number;
  modes: number;
  /** points between the ends, lng and lat in turn, in steps of 1e-5 degrees */
  course: readonly number[];
}

/** Positions in steps of 1e-5 degrees. Throws where an edge names no node or promises are broken. */
export function buildNetwork(
  areas: readonly DegreeBox[],
  nodes: { lng: ArrayLike<number>; lat: ArrayLike<number> },
  edges: readonly LooseEdge[],
): StreetNetwork {
  const isUsed = new Uint8Array(nodes.lng.length);
  for (const { from, to } of edges) isUsed[from] = isUsed[to] = 1;
  const order = zOrder(nodes, isUsed);
  const numberOf = new Int32Array(nodes.lng.length).fill(-1);
  order.forEach((node, n) => {
    numberOf[node] = n;
  });
  const numbered = edges
    .map((edge) => ({ ...edge, from: numberOf[edge.from] ?? -1, to: numberOf[edge.to] ?? -1 }))
    .sort(compareEdges);
  const network: StreetNetwork = {
    areas,
    nodeLng: Int32Array.from(order, (node) => nodes.lng[node]),
    nodeLat: Int32Array.from(order, (node) => nodes.lat[node]),
    edgeFrom: Int32Array.from(numbered, ({ from }) => from),
    edgeTo: Int32Array.from(numbered, ({ to }) => to),
    edgeMeters: Int32Array.from(numbered, ({ meters }) => meters),
    edgeModes: Uint8Array.from(numbered, ({ modes }) => modes),
    ...packCourses(numbered),
  };
  checkNetwork(network);
  return network;
}

/** By both ends, then by all that tells two parallel edges apart. */
function compareEdges(p: LooseEdge, q: LooseEdge): number {
  return (
    p.from - q.from ||
    p.to - q.to ||
    p.meters - q.meters ||
    p.modes - q.modes ||
    p.course.length - q.course.length ||
    compareCourses(p.course, q.course)
  );
}

function compareCourses(p: readonly number[], q: readonly number[]): number {
  const differing = p.findIndex((value, i) => value !== q[i]);
  return differing < 0 ? 0 : p[differing] - q[differing];
}

function packCourses(edges: readonly LooseEdge[]) {
  const points = edges.reduce((sum, { course }) => sum + course.length / 2, 0);
  const shapeStart = new Int32Array(edges.length + 1);
  const shapeLng = new Int32Array(points);
  const shapeLat = new Int32Array(points);
  let at = 0;
  edges.forEach(({ course }, e) => {
    for (let i = 0; i < course.length; i += 2, at++) {
      shapeLng[at] = course[i];
      shapeLat[at] = course[i + 1];
    }
    shapeStart[e + 1] = at;
  });
  return { shapeStart, shapeLng, shapeLat };
}

/** Indexes of the used nodes along a Z-curve (Morton 1966); equal places in the order given. */
export function zOrder(
  { lng, lat }: { lng: ArrayLike<number>; lat: ArrayLike<number> },
  isUsed: Uint8Array,
): Int32Array {
  const used = Int32Array.from({ length: lng.length }, (_, n) => n).filter((n) => isUsed[n] === 1);
  let [west, south] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const n of used) {
    west = Math.min(west, lng[n]);
    south = Math.min(south, lat[n]);
  }
  const keys = Float64Array.from(used, (n) => interleave(lng[n] - west, lat[n] - south));
  const order = Int32Array.from({ length: used.length }, (_, n) => n);
  order.sort((p, q) => keys[p] - keys[q] || p - q);
  return order.map((n) => used[n]);
}

/** Two offsets below 2²⁶ (600 degrees) → one number below 2⁵², bits in turn. */
function interleave(x: number, y: number): number {
  return spread13(x >>> 13) * 2 ** 26 + spread13(x) + 2 * (spread13(y >>> 13) * 2 ** 26 + spread13(y));
}

/** 13 bits → every other bit of 26. */
function spread13(value: number): number {
  let v = value & 0x1fff;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  return (v | (v << 1)) & 0x55555555;
}
