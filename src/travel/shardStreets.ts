/**
 * The network of all that was loaded → the network of each shard: every edge that comes within the halo of one of the
 * shard's cells, whole. All shards see the same edges with the same metres, so their borders do not show.
 */
import { gridDisk } from "h3-js";
import { type CellId, positionToShard } from "../grid/cell.ts";
import type { LocalPlane } from "../grid/localPlane.ts";
import { type ShardGrid, shardGrid } from "../grid/shard.ts";
import { type Hull, hullOf, isWithin } from "./hull.ts";
import { DEGREE_STEPS, STREET_HALO_METERS, type StreetNetwork } from "./network.ts";

/** Longer pieces between two points are looked at this often. */
const SAMPLE_METERS = 500;
/** More edges change nothing: half a sample, and 100 m for hexagons and the plane. */
const REACH_METERS = STREET_HALO_METERS + SAMPLE_METERS / 2 + 100;
/** A step of latitude in metres: enough to see that an edge is long. */
const STEP_METERS = 1.12;

export interface ShardStreets {
  shard: CellId;
  network: StreetNetwork;
}

/** Shards with at least one cell in a known area and at least one street in reach, in the order of their ids. */
export function* shardStreets(network: StreetNetwork): Generator<ShardStreets> {
  const edgesOf = edgesByShard(network);
  const shards = new Set([...edgesOf.keys()].flatMap((shard) => gridDisk(shard, 1)));
  const stamps = new Int32Array(network.nodeLng.length);
  let stamp = 0;
  for (const shard of [...shards].sort()) {
    const grid = shardGrid(shard);
    if (!reachesArea(grid, network)) continue;
    const hull = hullOf(grid.x, grid.y);
    const near = new Set(gridDisk(shard, 1).flatMap((cell) => edgesOf.get(cell) ?? []));
    const candidates = Int32Array.from(near).sort();
    const edges = candidates.filter((edge) => isNear(network, edge, hull, grid.plane));
    if (edges.length > 0) yield { shard, network: subNetwork(network, edges, stamps, ++stamp) };
  }
}

/** The shards in which an edge has a point, all points of its course and between them. */
function edgesByShard(network: StreetNetwork): Map<CellId, number[]> {
  const { nodeLng, nodeLat, edgeFrom, edgeTo } = network;
  const shardOfNode = Array.from(nodeLng, (lng, node) => shardAt(lng, nodeLat[node]));
  const edgesOf = new Map<CellId, number[]>();
  const add = (shard: CellId, edge: number) => {
    const edges = edgesOf.get(shard);
    if (!edges) edgesOf.set(shard, [edge]);
    else if (edges[edges.length - 1] !== edge) edges.push(edge);
  };
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    add(shardOfNode[edgeFrom[edge]], edge);
    add(shardOfNode[edgeTo[edge]], edge);
    if (isLong(network, edge))
      walkCourse(network, edge, (lng, lat) => add(shardAt(lng, lat), edge) as undefined);
  }
  return edgesOf;
}

function shardAt(lng: number, lat: number): CellId {
  return positionToShard({ lng: lng / DEGREE_STEPS, lat: lat / DEGREE_STEPS });
}

/** Short ones do not leave the shards of their ends by more than a sample. */
function isLong({ edgeMeters }: StreetNetwork, edge: number): boolean {
  return edgeMeters[edge] > SAMPLE_METERS;
}

function reachesArea({ lng, lat }: ShardGrid, { areas }: StreetNetwork): boolean {
  return areas.some(([west, south, east, north]) =>
    lng.some((degrees, n) => degrees >= west && degrees <= east && lat[n] >= south && lat[n] <= north),
  );
}

function isNear(network: StreetNetwork, edge: number, hull: Hull, plane: LocalPlane): boolean {
  let isFound = false;
  walkCourse(network, edge, (lng, lat) => {
    const { x, y } = plane.toLocal({ lng: lng / DEGREE_STEPS, lat: lat / DEGREE_STEPS });
    isFound = isWithin(hull, x, y, REACH_METERS);
    return isFound;
  });
  return isFound;
}

/** Calls for each point of the course, both ends included, and between far ones, until it answers true. */
function walkCourse(
  network: StreetNetwork,
  edge: number,
  visit: (lng: number, lat: number) => boolean | undefined,
): void {
  const { nodeLng, nodeLat, edgeFrom, edgeTo, shapeStart, shapeLng, shapeLat } = network;
  let [lng, lat] = [nodeLng[edgeFrom[edge]], nodeLat[edgeFrom[edge]]];
  if (visit(lng, lat)) return;
  for (let i = shapeStart[edge]; i <= shapeStart[edge + 1]; i++) {
    const isEnd = i === shapeStart[edge + 1];
    const nextLng = isEnd ? nodeLng[edgeTo[edge]] : shapeLng[i];
    const nextLat = isEnd ? nodeLat[edgeTo[edge]] : shapeLat[i];
    const pieces = Math.ceil((Math.hypot(nextLng - lng, nextLat - lat) * STEP_METERS) / SAMPLE_METERS);
    for (let piece = 1; piece < pieces; piece++) {
      const share = piece / pieces;
      if (visit(lng + share * (nextLng - lng), lat + share * (nextLat - lat))) return;
    }
    if (visit(nextLng, nextLat)) return;
    [lng, lat] = [nextLng, nextLat];
  }
}

/** These edges and the nodes they need, in the order they had; `stamps` marks the nodes without clearing. */
function subNetwork(
  network: StreetNetwork,
  edges: Int32Array,
  stamps: Int32Array,
  stamp: number,
): StreetNetwork {
  const { edgeFrom, edgeTo, shapeStart } = network;
  for (const edge of edges) stamps[edgeFrom[edge]] = stamps[edgeTo[edge]] = stamp;
  const numberOf = new Int32Array(stamps.length);
  const nodes: number[] = [];
  for (let node = 0; node < stamps.length; node++) {
    if (stamps[node] === stamp) numberOf[node] = nodes.push(node) - 1;
  }
  const ownStart = new Int32Array(edges.length + 1);
  edges.forEach((edge, e) => {
    ownStart[e + 1] = ownStart[e] + shapeStart[edge + 1] - shapeStart[edge];
  });
  const shape = (points: Int32Array) => {
    const own = new Int32Array(ownStart[edges.length]);
    edges.forEach((edge, e) => {
      own.set(points.subarray(shapeStart[edge], shapeStart[edge + 1]), ownStart[e]);
    });
    return own;
  };
  return {
    areas: network.areas,
    nodeLng: Int32Array.from(nodes, (node) => network.nodeLng[node]),
    nodeLat: Int32Array.from(nodes, (node) => network.nodeLat[node]),
    edgeFrom: edges.map((edge) => numberOf[edgeFrom[edge]]),
    edgeTo: edges.map((edge) => numberOf[edgeTo[edge]]),
    edgeMeters: edges.map((edge) => network.edgeMeters[edge]),
    edgeModes: Uint8Array.from(edges, (edge) => network.edgeModes[edge]),
    shapeStart: ownStart,
    shapeLng: shape(network.shapeLng),
    shapeLat: shape(network.shapeLat),
  };
}
