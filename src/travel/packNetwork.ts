/**
 * A network as bytes and back: small numbers, each kind in a row of its own, so that deflate finds what is alike. What
 * can be foretold is foretold and only the difference is written: a node lies near the last one, a point of a course on
 * the line to its end, the metres of an edge are those of its course. Where things lie is hardly alike: those rows stand
 * last, and are better not deflated (a sixth more bytes, half the time).
 */
import { joinBytes } from "../load/joinBytes.ts";
import type { DegreeBox } from "../load/records.ts";
import type { StreetNetwork } from "./network.ts";
import { type NumberReader, type NumberWriter, numberReader, numberWriter, unsign } from "./packedNumbers.ts";

/** Raise it with every change of the bytes. */
export const PACKED_NETWORK_VERSION = 2;

/** Rows of numbers, in the order of the bytes; `edges` counts those of each lower node, `points` those of a course. */
const ALIKE_ROWS = ["edges", "to", "modes", "meters", "points"] as const;
const ROWS = [...ALIKE_ROWS, "lng", "lat", "shapeLng", "shapeLat"] as const;
type RowName = (typeof ROWS)[number];
type Rows<R> = Record<RowName, R>;
/** What databases hold from before is read as it was written. */
const ROWS_OF_VERSION = new Map<number, readonly RowName[]>([
  [1, ["lng", "lat", "edges", "to", "modes", "meters", "points", "shapeLng", "shapeLat"]],
  [PACKED_NETWORK_VERSION, ROWS],
]);

/** A degree of latitude is nowhere shorter on WGS84; one of longitude is that times the cosine. Only a guess hangs on it. */
const STEP_METERS = 1.1057;

export interface PackedNetwork {
  bytes: Uint8Array;
  /** so many bytes at the front are worth deflating */
  alikeLength: number;
}

/** Edges must run from their lower node to their higher one and stand in the order of both; else it throws. Not deflated. */
export function packNetwork(network: StreetNetwork): PackedNetwork {
  checkOrder(network);
  const { areas, nodeLng, nodeLat, edgeFrom, shapeLng } = network;
  const rows = Object.fromEntries(ROWS.map((name) => [name, numberWriter()])) as Rows<NumberWriter>;
  const stepLng = STEP_METERS * Math.cos(((nodeLat[0] ?? 0) / 1e5) * (Math.PI / 180));
  writeNodes(network, rows);
  writeEdges(network, rows, stepLng);
  const head = numberWriter();
  head.unsigned(PACKED_NETWORK_VERSION);
  for (const count of [areas.length, nodeLng.length, edgeFrom.length, shapeLng.length]) head.unsigned(count);
  for (const degrees of areas.flat()) head.float(degrees);
  head.float(stepLng);
  const parts = ROWS.map((name) => rows[name].bytes());
  for (const part of parts) head.unsigned(part.length);
  const bytes = joinBytes([head.bytes(), ...parts]);
  const rough = parts.slice(ALIKE_ROWS.length).reduce((sum, { length }) => sum + length, 0);
  return { bytes, alikeLength: bytes.length - rough };
}

/** Throws where the bytes are not what `packNetwork` of this version or the one before wrote. */
export function unpackNetwork(bytes: Uint8Array): StreetNetwork {
  const head = numberReader(bytes, 0);
  const version = head.unsigned();
  const order = ROWS_OF_VERSION.get(version);
  if (!order) {
    throw new Error(
      `got streets packed as version ${version}, expected ${PACKED_NETWORK_VERSION}; load the streets again`,
    );
  }
  const [areaCount, nodeCount, edgeCount, pointCount] = [1, 2, 3, 4].map(() => head.unsigned());
  // every one of them takes bytes: what cannot be is not even begun
  if (32 * areaCount + 2 * nodeCount + edgeCount + pointCount > 2 * bytes.length) throw new Error(BROKEN);
  const areas = Array.from(
    { length: areaCount },
    () => [1, 2, 3, 4].map(() => head.float()) as unknown as DegreeBox,
  );
  const stepLng = head.float();
  const network = emptyNetwork(areas, nodeCount, edgeCount, pointCount);
  const edgesOf = new Int32Array(nodeCount);
  readRows(bytes, head, order, network, edgesOf);
  sumNodes(network);
  sumEdges(network, edgesOf, stepLng);
  return network;
}

function checkOrder({ edgeFrom, edgeTo }: StreetNetwork): void {
  for (let e = 0; e < edgeFrom.length; e++) {
    const isAfter =
      e === 0 ||
      edgeFrom[e] > edgeFrom[e - 1] ||
      (edgeFrom[e] === edgeFrom[e - 1] && edgeTo[e] >= edgeTo[e - 1]);
    if (edgeFrom[e] <= edgeTo[e] && isAfter) continue;
    const expected = "edges from their lower to their higher node, in the order of both";
    throw new Error(
      `got edge ${e} from node ${edgeFrom[e]} to ${edgeTo[e]}, expected ${expected}; number them first`,
    );
  }
}

/** All bits of both modes. */
const MODES_MAX = 15;

const BROKEN =
  "got packed streets that are cut off or damaged, expected what was stored; load the streets again";

function writeNodes({ nodeLng, nodeLat }: StreetNetwork, { lng, lat }: Rows<NumberWriter>): void {
  for (let n = 0; n < nodeLng.length; n++) {
    lng.signed(nodeLng[n] - (n === 0 ? 0 : nodeLng[n - 1]));
    lat.signed(nodeLat[n] - (n === 0 ? 0 : nodeLat[n - 1]));
  }
}

/** The rows stand where their sums belong. */
function sumNodes({ nodeLng, nodeLat }: StreetNetwork): void {
  let east = 0;
  let north = 0;
  for (let n = 0; n < nodeLng.length; n++) {
    nodeLng[n] = east += unsign(nodeLng[n]);
    nodeLat[n] = north += unsign(nodeLat[n]);
  }
}

function writeEdges(network: StreetNetwork, rows: Rows<NumberWriter>, stepLng: number): void {
  const { nodeLng, nodeLat, edgeFrom, edgeTo, edgeMeters, edgeModes, shapeStart, shapeLng, shapeLat } =
    network;
  for (let edge = 0, from = 0; from < nodeLng.length; from++) {
    let before = from;
    const first = edge;
    for (; edge < edgeFrom.length && edgeFrom[edge] === from; edge++) {
      rows.to.unsigned(edgeTo[edge] - before);
      before = edgeTo[edge];
      rows.modes.unsigned(edgeModes[edge]);
      const count = shapeStart[edge + 1] - shapeStart[edge];
      rows.points.unsigned(count);
      let [lng, lat, meters] = [nodeLng[from], nodeLat[from], 0];
      for (let i = 0; i < count; i++) {
        const [nextLng, nextLat] = [shapeLng[shapeStart[edge] + i], shapeLat[shapeStart[edge] + i]];
        rows.shapeLng.signed(nextLng - foretell(lng, nodeLng[before], count - i));
        rows.shapeLat.signed(nextLat - foretell(lat, nodeLat[before], count - i));
        meters += pieceMeters(nextLng - lng, nextLat - lat, stepLng);
        [lng, lat] = [nextLng, nextLat];
      }
      meters += pieceMeters(nodeLng[before] - lng, nodeLat[before] - lat, stepLng);
      rows.meters.signed(edgeMeters[edge] - Math.round(meters));
    }
    rows.edges.unsigned(edge - first);
  }
}

/** As `sumNodes`; `shapeStart[e + 1]` holds how many points edge e has. Throws where the sums are no network. */
function sumEdges(network: StreetNetwork, edgesOf: Int32Array, stepLng: number): void {
  const { nodeLng, nodeLat, edgeFrom, edgeTo, edgeMeters, edgeModes, shapeStart, shapeLng, shapeLat } =
    network;
  let edge = 0;
  let point = 0;
  for (let from = 0; from < nodeLng.length; from++) {
    let to = from;
    for (let left = edgesOf[from]; left > 0 && edge < edgeFrom.length; left--, edge++) {
      to += edgeTo[edge];
      const modes = edgeModes[edge];
      if (to >= nodeLng.length || modes === 0 || modes > MODES_MAX) throw new Error(BROKEN);
      edgeFrom[edge] = from;
      edgeTo[edge] = to;
      let lng = nodeLng[from];
      let lat = nodeLat[from];
      let meters = 0;
      for (let count = shapeStart[edge + 1]; count > 0 && point < shapeLng.length; count--, point++) {
        const nextLng = foretell(lng, nodeLng[to], count) + unsign(shapeLng[point]);
        const nextLat = foretell(lat, nodeLat[to], count) + unsign(shapeLat[point]);
        meters += pieceMeters(nextLng - lng, nextLat - lat, stepLng);
        shapeLng[point] = lng = nextLng;
        shapeLat[point] = lat = nextLat;
      }
      meters += pieceMeters(nodeLng[to] - lng, nodeLat[to] - lat, stepLng);
      edgeMeters[edge] = Math.round(meters) + unsign(edgeMeters[edge]);
      if (edgeMeters[edge] < 0) throw new Error(BROKEN);
      shapeStart[edge + 1] = point;
    }
  }
  if (edge !== edgeFrom.length || point !== shapeLng.length) throw new Error(BROKEN);
}

/** The next of `left` points that lie evenly on the way from here to the end. Most courses have one. */
function foretell(here: number, end: number, left: number): number {
  if (left === 1) return here + ((end - here + 1) >> 1);
  return here + Math.round((end - here) / (left + 1));
}

/** Products, a sum and a square root: the same on every machine, so that the difference is. */
function pieceMeters(lngSteps: number, latSteps: number, stepLng: number): number {
  const [x, y] = [lngSteps * stepLng, latSteps * STEP_METERS];
  return Math.sqrt(x * x + y * y);
}

/** Each row into the array of its sums: row by row is four times as fast as number by number across them. */
function readRows(
  bytes: Uint8Array,
  head: NumberReader,
  order: readonly RowName[],
  network: StreetNetwork,
  edgesOf: Int32Array,
): void {
  const { nodeLng, nodeLat, edgeFrom, edgeTo, edgeModes, edgeMeters, shapeStart, shapeLng, shapeLat } =
    network;
  const into: Rows<Int32Array> = {
    ...{ lng: nodeLng, lat: nodeLat, edges: edgesOf },
    // `edgeFrom` lends its place: it is summed last
    ...{ to: edgeTo, modes: edgeFrom, meters: edgeMeters, points: shapeStart.subarray(1) },
    ...{ shapeLng, shapeLat },
  };
  const lengths = order.map(() => head.unsigned());
  let at = head.at();
  order.forEach((name, n) => {
    const row = numberReader(bytes, at);
    row.fill(into[name]);
    at += lengths[n];
    if (row.at() !== at) throw new Error(BROKEN);
  });
  if (at !== bytes.length) throw new Error(BROKEN);
  for (let e = 0; e < edgeModes.length; e++) edgeModes[e] = Math.min(edgeFrom[e], 255);
}

function emptyNetwork(areas: DegreeBox[], nodes: number, edges: number, points: number): StreetNetwork {
  return {
    areas,
    nodeLng: new Int32Array(nodes),
    nodeLat: new Int32Array(nodes),
    edgeFrom: new Int32Array(edges),
    edgeTo: new Int32Array(edges),
    edgeMeters: new Int32Array(edges),
    edgeModes: new Uint8Array(edges),
    shapeStart: new Int32Array(edges + 1),
    shapeLng: new Int32Array(points),
    shapeLat: new Int32Array(points),
  };
}
