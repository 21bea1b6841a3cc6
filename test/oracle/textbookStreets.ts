/**
 * Shortest ways as a textbook has them: a Map of neighbours, a binary heap of objects, Dijkstra 1959; positions are put
 * into the graph as nodes of their own on the edge that every-piece-of-every-edge search finds nearest. Slow and plain.
 */
import { type LngLat, MODE_BITS, type TravelMode } from "../../src/load/records.ts";
import { DEGREE_STEPS, type StreetNetwork } from "../../src/travel/network.ts";
import { geodesicMeters } from "./geodesicMeters.ts";

export type Graph = Map<number, { to: number; meters: number }[]>;

/** What is put in beside the nodes of the network. */
const SOURCE = -1;
const TARGET = -2;

export function textbookGraph(network: StreetNetwork, mode: TravelMode): Graph {
  const graph: Graph = new Map();
  const { forward, backward } = MODE_BITS[mode];
  for (let n = 0; n < network.nodeLng.length; n++) graph.set(n, []);
  for (let e = 0; e < network.edgeFrom.length; e++) {
    const [from, to] = [network.edgeFrom[e], network.edgeTo[e]];
    const meters = network.edgeMeters[e];
    if (network.edgeModes[e] & forward) graph.get(from)!.push({ to, meters });
    if (network.edgeModes[e] & backward) graph.get(to)!.push({ to: from, meters });
  }
  return graph;
}

/** Metres to every node within the bound. */
export function textbookDijkstra(
  graph: Graph,
  starts: { node: number; meters: number }[],
  maxMeters: number,
): Map<number, number> {
  const best = new Map<number, number>();
  const heap: { node: number; meters: number }[] = [];
  for (const start of starts) if (start.meters <= maxMeters) push(heap, start);
  while (heap.length > 0) {
    const { node, meters } = pop(heap);
    if (best.has(node)) continue;
    best.set(node, meters);
    for (const arc of graph.get(node) ?? []) {
      const away = meters + arc.meters;
      if (away <= maxMeters && !best.has(arc.to)) push(heap, { node: arc.to, meters: away });
    }
  }
  return best;
}

function push(heap: { node: number; meters: number }[], item: { node: number; meters: number }): void {
  heap.push(item);
  for (let child = heap.length - 1; child > 0; ) {
    const parent = (child - 1) >> 1;
    if (heap[parent].meters <= heap[child].meters) break;
    [heap[parent], heap[child]] = [heap[child], heap[parent]];
    child = parent;
  }
}

function pop(heap: { node: number; meters: number }[]): { node: number; meters: number } {
  const top = heap[0];
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let parent = 0; ; ) {
    const [left, right] = [2 * parent + 1, 2 * parent + 2];
    let least = parent;
    if (left < heap.length && heap[left].meters < heap[least].meters) least = left;
    if (right < heap.length && heap[right].meters < heap[least].meters) least = right;
    if (least === parent) return top;
    [heap[parent], heap[least]] = [heap[least], heap[parent]];
    parent = least;
  }
}

export interface TextbookSnap {
  edge: number;
  alongMeters: number;
  asideMeters: number;
}

/** The nearest point of every edge by ternary search along geodesics; no grid, no plane. */
export function textbookSnap(
  network: StreetNetwork,
  mode: TravelMode,
  position: LngLat,
): TextbookSnap | null {
  const bits = MODE_BITS[mode].forward | MODE_BITS[mode].backward;
  let best: (TextbookSnap & { before: number; whole: number }) | null = null;
  for (let edge = 0; edge < network.edgeFrom.length; edge++) {
    if ((network.edgeModes[edge] & bits) === 0) continue;
    const course = courseOf(network, edge);
    const lengths = course.slice(1).map((point, i) => geodesicMeters(course[i], point));
    const whole = lengths.reduce((sum, length) => sum + length, 0);
    let before = 0;
    for (let i = 0; i + 1 < course.length; i++) {
      // triangle inequality: no point of the piece is nearer than its start less its length
      if (best && geodesicMeters(course[i], position) - lengths[i] > best.asideMeters) {
        before += lengths[i];
        continue;
      }
      const { share, meters } = nearestOnPiece(course[i], course[i + 1], position);
      if (!best || meters < best.asideMeters) {
        const at = before + share * lengths[i];
        best = { edge, alongMeters: 0, asideMeters: meters, before: at, whole };
      }
      before += lengths[i];
    }
  }
  if (!best || best.asideMeters > 500) return null;
  const share = best.whole > 0 ? best.before / best.whole : 0;
  return {
    edge: best.edge,
    asideMeters: best.asideMeters,
    alongMeters: share * network.edgeMeters[best.edge],
  };
}

function courseOf(network: StreetNetwork, edge: number): LngLat[] {
  const at = (lng: number, lat: number) => ({ lng: lng / DEGREE_STEPS, lat: lat / DEGREE_STEPS });
  const { nodeLng, nodeLat, edgeFrom, edgeTo, shapeStart, shapeLng, shapeLat } = network;
  const course = [at(nodeLng[edgeFrom[edge]], nodeLat[edgeFrom[edge]])];
  for (let p = shapeStart[edge]; p < shapeStart[edge + 1]; p++) course.push(at(shapeLng[p], shapeLat[p]));
  return [...course, at(nodeLng[edgeTo[edge]], nodeLat[edgeTo[edge]])];
}

function nearestOnPiece(from: LngLat, to: LngLat, position: LngLat): { share: number; meters: number } {
  const metersAt = (share: number) =>
    geodesicMeters(position, {
      lng: from.lng + share * (to.lng - from.lng),
      lat: from.lat + share * (to.lat - from.lat),
    });
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (metersAt(left) <= metersAt(right)) high = right;
    else low = left;
  }
  const share = (low + high) / 2;
  return { share, meters: metersAt(share) };
}

/** Metres from one position to another along streets, each put into the graph as a node of its own; Infinity = no way. */
export function textbookMeters(
  network: StreetNetwork,
  mode: TravelMode,
  source: LngLat,
  target: LngLat,
  maxMeters: number,
): number | null {
  const start = textbookSnap(network, mode, source);
  const end = textbookSnap(network, mode, target);
  if (!start || !end) return null;
  const graph = textbookGraph(network, mode);
  insert(graph, network, mode, SOURCE, start);
  insert(graph, network, mode, TARGET, end);
  if (start.edge === end.edge) {
    const ahead = end.alongMeters - start.alongMeters;
    const bit = ahead >= 0 ? MODE_BITS[mode].forward : MODE_BITS[mode].backward;
    if (network.edgeModes[start.edge] & bit || ahead === 0) {
      graph.get(SOURCE)!.push({ to: TARGET, meters: Math.abs(ahead) });
    }
  }
  const starts = [{ node: SOURCE, meters: start.asideMeters }];
  const meters = textbookDijkstra(graph, starts, maxMeters).get(TARGET);
  return meters === undefined ? Infinity : meters + end.asideMeters;
}

function insert(
  graph: Graph,
  network: StreetNetwork,
  mode: TravelMode,
  name: number,
  snap: TextbookSnap,
): void {
  const { edge, alongMeters } = snap;
  const rest = network.edgeMeters[edge] - alongMeters;
  const [from, to] = [network.edgeFrom[edge], network.edgeTo[edge]];
  const { forward, backward } = MODE_BITS[mode];
  graph.set(name, []);
  if (network.edgeModes[edge] & forward) {
    graph.get(name)!.push({ to, meters: rest });
    graph.get(from)!.push({ to: name, meters: alongMeters });
  }
  if (network.edgeModes[edge] & backward) {
    graph.get(name)!.push({ to: from, meters: alongMeters });
    graph.get(to)!.push({ to: name, meters: rest });
  }
}
