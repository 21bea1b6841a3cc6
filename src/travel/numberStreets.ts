/**
 * Chains → the network of all that was loaded: nodes numbered along a Z-curve, each edge written down from its lower to
 * its higher node, edges in the order of their ends, courses with few points.
 */
import type { StreetSegments } from "../load/streetSegments.ts";
import { zOrder } from "./buildNetwork.ts";
import { DEGREE_STEPS, type StreetNetwork } from "./network.ts";
import { simplifyCourse } from "./simplifyCourse.ts";
import type { StreetChains } from "./streetChains.ts";
import { turnedModes } from "./turnedModes.ts";

const E7_PER_STEP = 1e7 / DEGREE_STEPS;
/** On a sphere of 6,371 km, near enough to say whether a point lies 2 m aside. */
const METERS_PER_E7 = ((Math.PI / 180) * 6_371_000) / 1e7;

export function numberStreets(segments: StreetSegments, chains: StreetChains): StreetNetwork {
  const { nodeLngE7, nodeLatE7 } = segments;
  const isUsed = new Uint8Array(nodeLngE7.length);
  for (let c = 0; c < chains.from.length; c++) {
    if (chains.modes[c] !== 0) isUsed[chains.from[c]] = isUsed[chains.to[c]] = 1;
  }
  const steps = { lng: nodeLngE7.map(toStep), lat: nodeLatE7.map(toStep) };
  const order = zOrder(steps, isUsed);
  const numberOf = new Int32Array(nodeLngE7.length);
  for (let n = 0; n < order.length; n++) numberOf[order[n]] = n;
  const edges = orderedEdges(chains, numberOf);
  return {
    areas: segments.areas,
    nodeLng: order.map((node) => steps.lng[node]),
    nodeLat: order.map((node) => steps.lat[node]),
    edgeFrom: edges.map((c) => Math.min(numberOf[chains.from[c]], numberOf[chains.to[c]])),
    edgeTo: edges.map((c) => Math.max(numberOf[chains.from[c]], numberOf[chains.to[c]])),
    edgeMeters: edges.map((c) => chains.meters[c]),
    edgeModes: Uint8Array.from(edges, (c) =>
      isTurned(chains, numberOf, c) ? turnedModes(chains.modes[c]) : chains.modes[c],
    ),
    ...courses(segments, chains, numberOf, edges, steps),
  };
}

function toStep(e7: number): number {
  return Math.round(e7 / E7_PER_STEP);
}

function isTurned({ from, to }: StreetChains, numberOf: Int32Array, chain: number): boolean {
  return numberOf[from[chain]] > numberOf[to[chain]];
}

/** Chains that somebody may use, by lower node, then higher node, then length. */
function orderedEdges({ from, to, meters, modes }: StreetChains, numberOf: Int32Array): Int32Array {
  const low = from.map((node, c) => Math.min(numberOf[node], numberOf[to[c]]));
  const high = from.map((node, c) => Math.max(numberOf[node], numberOf[to[c]]));
  const used = Int32Array.from(modes.keys()).filter((c) => modes[c] !== 0);
  return used.sort((p, q) => low[p] - low[q] || high[p] - high[q] || meters[p] - meters[q] || p - q);
}

function courses(
  segments: StreetSegments,
  chains: StreetChains,
  numberOf: Int32Array,
  edges: Int32Array,
  steps: { lng: Int32Array; lat: Int32Array },
): Pick<StreetNetwork, "shapeStart" | "shapeLng" | "shapeLat"> {
  const { innerStart, inner } = chains;
  const shapeStart = new Int32Array(edges.length + 1);
  const points = new Int32Array(inner.length);
  const longest = edges.reduce((most, c) => Math.max(most, innerStart[c + 1] - innerStart[c]), 0);
  const course = startCourse(longest + 2);
  let at = 0;
  for (let e = 0; e < edges.length; e++) {
    const c = edges[e];
    const count = takeCourse(course, segments, chains, c);
    simplifyCourse(course.x, course.y, count, course.isKept);
    for (let i = 1; i < count - 1; i++) {
      // a turned edge is followed from its end
      const n = isTurned(chains, numberOf, c) ? count - 1 - i : i;
      if (course.isKept[n]) points[at++] = inner[innerStart[c] + n - 1];
    }
    shapeStart[e + 1] = at;
  }
  const kept = points.subarray(0, at);
  return {
    shapeStart,
    shapeLng: kept.map((node) => steps.lng[node]),
    shapeLat: kept.map((node) => steps.lat[node]),
  };
}

function startCourse(count: number) {
  return { x: new Float64Array(count), y: new Float64Array(count), isKept: new Uint8Array(count) };
}

/** The points of a chain in metres from its beginning, both ends included; returns how many. */
function takeCourse(
  { x, y }: ReturnType<typeof startCourse>,
  { nodeLngE7, nodeLatE7 }: StreetSegments,
  { from, to, innerStart, inner }: StreetChains,
  chain: number,
): number {
  const first = from[chain];
  const perLng = METERS_PER_E7 * Math.cos((nodeLatE7[first] / 1e7) * (Math.PI / 180));
  const count = innerStart[chain + 1] - innerStart[chain] + 2;
  for (let i = 0; i < count; i++) {
    const node = i === 0 ? first : i === count - 1 ? to[chain] : inner[innerStart[chain] + i - 1];
    x[i] = (nodeLngE7[node] - nodeLngE7[first]) * perLng;
    y[i] = (nodeLatE7[node] - nodeLatE7[first]) * METERS_PER_E7;
  }
  return count;
}
