/**
 * The streets of one shard and its halo in memory: nodes where ways meet, edges between them, their course, and who
 * may go which way. Each edge stands once; `modeGraph.ts` makes of it what a search walks on.
 *
 *     node ──·───·── node      · = a point of the edge's course: positions snap to edges, not to nodes
 */
import type { DegreeBox } from "../load/records.ts";

/** Coordinates are whole steps of 1e-5 degrees: 1.1 m to the north, 0.7 m to the east. */
export const DEGREE_STEPS = 100_000;

/** How far along streets a search goes: 2,500 m straight at the default detour of 1.4. */
export const STREET_CUTOFF_METERS = 3_500;
/** A position farther than this from every edge has no streets. Assumption. */
export const SNAP_MAX_METERS = 500;
/** A source's own detour is measured on the nodes within this, so that it is the same in every shard. Assumption. */
export const OWN_DETOUR_METERS = 1_000;
/**
 * A network holds every edge of which any part lies within this of a cell of its shard. A source is at most 2,500 m
 * from a cell, so any point of a path of 3,500 m between them lies within (3,500 + 2,500) / 2 = 3,000 m of the cell;
 * what a source snaps to and measures its own detour on within 2,500 + 1,000 m. More edges change nothing.
 */
export const STREET_HALO_METERS = 3_500;

export interface StreetNetwork {
  /** boxes in degrees within which all ways are known; a position outside all of them has no streets */
  areas: readonly DegreeBox[];
  /** nodes, numbered along a Z-curve so that neighbours lie near in memory */
  nodeLng: Int32Array;
  nodeLat: Int32Array;
  /** edges; parallel ones and loops are allowed (a position may lie on either) */
  edgeFrom: Int32Array;
  edgeTo: Int32Array;
  /** whole metres along the edge's course, 0 or more */
  edgeMeters: Int32Array;
  /** `MODE_BITS`; forward is from `edgeFrom` to `edgeTo` */
  edgeModes: Uint8Array;
  /** course of edge e between its nodes, from → to: points shapeStart[e] up to shapeStart[e + 1] */
  shapeStart: Int32Array;
  shapeLng: Int32Array;
  shapeLat: Int32Array;
}

/** Throws at the first broken promise: what is stored was checked by this. */
export function checkNetwork(network: StreetNetwork): void {
  const nodes = network.nodeLng.length;
  const edges = network.edgeFrom.length;
  const points = network.shapeLng.length;
  expectLength("nodeLat", network.nodeLat, nodes);
  expectLength("edgeTo", network.edgeTo, edges);
  expectLength("edgeMeters", network.edgeMeters, edges);
  expectLength("edgeModes", network.edgeModes, edges);
  expectLength("shapeStart", network.shapeStart, edges + 1);
  expectLength("shapeLat", network.shapeLat, points);
  expectBetween("edgeFrom", network.edgeFrom, 0, nodes - 1, `0 to ${nodes - 1}`);
  expectBetween("edgeTo", network.edgeTo, 0, nodes - 1, `0 to ${nodes - 1}`);
  expectBetween("edgeMeters", network.edgeMeters, 0, 0x7fffffff, "0 or more");
  expectBetween("edgeModes", network.edgeModes, 1, 15, "some of the four bits");
  expectRising("shapeStart", network.shapeStart);
  if (network.shapeStart[edges] !== points) {
    throw new Error(`got shapeStart ending at ${network.shapeStart[edges]}, expected ${points} points`);
  }
}

function expectLength(name: string, array: { length: number }, length: number): void {
  if (array.length !== length) {
    throw new Error(`got ${name} of ${array.length} values, expected ${length}; the network is broken`);
  }
}

function expectBetween(
  name: string,
  values: Int32Array | Uint8Array,
  least: number,
  most: number,
  expected: string,
): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least || values[i] > most) refuse(name, values, i, expected);
  }
}

function expectRising(name: string, starts: Int32Array): void {
  for (let i = 0; i < starts.length; i++) {
    const isFine = i === 0 ? starts[0] === 0 : starts[i] >= starts[i - 1];
    if (!isFine) refuse(name, starts, i, "0 first and never falling");
  }
}

function refuse(name: string, values: ArrayLike<number>, i: number, expected: string): never {
  throw new Error(`got ${name}[${i}] = ${values[i]}, expected ${expected}; the network is broken`);
}
