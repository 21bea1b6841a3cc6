/**
 * The nearest point on a street to any position: the pieces of all edges sorted into squares of a grid.
 * Distances are measured in the scale of the position's own latitude, so that the answer is the same in every shard;
 * over the 500 m that matter the ground is flat (2 cm off).
 *
 *     ┌───┬───┬───┐
 *     │ ╲ │   │   │     a position asks its own square and then ring after ring,
 *     ├──╲┼───┼───┤     until no piece outside can be nearer than the best
 *     │   ╲ • │   │
 *     └───┴╲──┴───┘
 */
import { localPlane } from "../grid/localPlane.ts";
import { type LngLat, MODE_BITS, type TravelMode } from "../load/records.ts";
import { DEGREE_STEPS, SNAP_MAX_METERS, type StreetNetwork } from "./network.ts";

/** Where a position meets the streets. */
export interface Snap {
  edge: number;
  /** metres along the edge from its `from` node, 0 to `edgeMeters`: the share of its course times its whole metres */
  alongMeters: number;
  /** straight line to that point */
  asideMeters: number;
}

export interface SnapIndex {
  /** null beyond 500 m from every edge of the mode. Ties: the western, then the southern point, then the shorter edge */
  snap(position: LngLat): Snap | null;
}

/** About a block; a square then holds a handful of pieces. Tried: 50 to 200 m differ by a fifth. */
const SQUARE_METERS = 100;

/** Pieces of edges that the mode may use, by the square they touch. */
interface Pieces {
  /** points of the edges one after another, ends included, in steps */
  lng: Int32Array;
  lat: Int32Array;
  /** edge e has the points start[e] up to start[e + 1]; none where the mode may not use it */
  start: Int32Array;
  grid: { west: number; south: number; columns: number; rows: number; stepsEast: number; stepsNorth: number };
  /** pieces of square s: first points piece[squareStart[s]] up to squareStart[s + 1] */
  squareStart: Int32Array;
  piece: Int32Array;
}

export function snapIndex(network: StreetNetwork, mode: TravelMode): SnapIndex {
  const pieces = indexPieces(network, mode);
  return { snap: (position) => (pieces ? snapTo(network, pieces, position) : null) };
}

function indexPieces(network: StreetNetwork, mode: TravelMode): Pieces | null {
  const points = gatherPoints(network, mode);
  if (points.lng.length === 0) return null;
  const grid = layGrid(points);
  const squareCount = grid.columns * grid.rows;
  const squareStart = new Int32Array(squareCount + 1);
  eachTouch(points, grid, (square) => squareStart[square + 1]++);
  for (let s = 0; s < squareCount; s++) squareStart[s + 1] += squareStart[s];
  const next = squareStart.slice(0, -1);
  const piece = new Int32Array(squareStart[squareCount]);
  eachTouch(points, grid, (square, point) => {
    piece[next[square]++] = point;
  });
  return { ...points, grid, squareStart, piece };
}

function gatherPoints(network: StreetNetwork, mode: TravelMode) {
  const { nodeLng, nodeLat, edgeFrom, edgeTo, edgeModes, shapeStart, shapeLng, shapeLat } = network;
  const bits = MODE_BITS[mode].forward | MODE_BITS[mode].backward;
  const start = new Int32Array(edgeFrom.length + 1);
  for (let e = 0; e < edgeFrom.length; e++) {
    start[e + 1] = start[e] + (edgeModes[e] & bits ? shapeStart[e + 1] - shapeStart[e] + 2 : 0);
  }
  const lng = new Int32Array(start[edgeFrom.length]);
  const lat = new Int32Array(start[edgeFrom.length]);
  for (let e = 0; e < edgeFrom.length; e++) {
    let at = start[e];
    const last = start[e + 1] - 1;
    if (last < at) continue;
    lng[at] = nodeLng[edgeFrom[e]];
    lat[at++] = nodeLat[edgeFrom[e]];
    for (let p = shapeStart[e]; p < shapeStart[e + 1]; p++, at++) {
      lng[at] = shapeLng[p];
      lat[at] = shapeLat[p];
    }
    lng[last] = nodeLng[edgeTo[e]];
    lat[last] = nodeLat[edgeTo[e]];
  }
  return { lng, lat, start };
}

function layGrid({ lng, lat }: { lng: Int32Array; lat: Int32Array }): Pieces["grid"] {
  let [west, south, east, north] = [lng[0], lat[0], lng[0], lat[0]];
  for (let i = 1; i < lng.length; i++) {
    if (lng[i] < west) west = lng[i];
    if (lng[i] > east) east = lng[i];
    if (lat[i] < south) south = lat[i];
    if (lat[i] > north) north = lat[i];
  }
  const scale = stepMeters((south + north) / 2 / DEGREE_STEPS);
  const stepsEast = Math.ceil(SQUARE_METERS / scale.east);
  const stepsNorth = Math.ceil(SQUARE_METERS / scale.north);
  const columns = Math.floor((east - west) / stepsEast) + 1;
  const rows = Math.floor((north - south) / stepsNorth) + 1;
  return { west, south, columns, rows, stepsEast, stepsNorth };
}

/** Every square that a piece's bounding box touches: a superset, a long slanting piece is listed too often. */
function eachTouch(
  { lng, lat, start }: { lng: Int32Array; lat: Int32Array; start: Int32Array },
  { west, south, columns, stepsEast, stepsNorth }: Pieces["grid"],
  visit: (square: number, point: number) => void,
): void {
  for (let e = 0; e + 1 < start.length; e++) {
    for (let point = start[e]; point < start[e + 1] - 1; point++) {
      const fromColumn = Math.floor((Math.min(lng[point], lng[point + 1]) - west) / stepsEast);
      const toColumn = Math.floor((Math.max(lng[point], lng[point + 1]) - west) / stepsEast);
      const fromRow = Math.floor((Math.min(lat[point], lat[point + 1]) - south) / stepsNorth);
      const toRow = Math.floor((Math.max(lat[point], lat[point + 1]) - south) / stepsNorth);
      for (let row = fromRow; row <= toRow; row++) {
        for (let column = fromColumn; column <= toColumn; column++) visit(row * columns + column, point);
      }
    }
  }
}

interface Nearest {
  meters2: number;
  /** first point of the piece, and how far along it, 0 to 1 */
  point: number;
  share: number;
  /** the place itself, in metres from the position */
  x: number;
  y: number;
}

function snapTo(network: StreetNetwork, pieces: Pieces, position: LngLat): Snap | null {
  const { west, south, columns, rows, stepsEast, stepsNorth } = pieces.grid;
  const scale = stepMeters(position.lat);
  const east = position.lng * DEGREE_STEPS;
  const north = position.lat * DEGREE_STEPS;
  const column = Math.floor((east - west) / stepsEast);
  const row = Math.floor((north - south) / stepsNorth);
  const squareMeters = Math.min(stepsEast * scale.east, stepsNorth * scale.north);
  const nearest: Nearest = { meters2: SNAP_MAX_METERS ** 2, point: -1, share: 0, x: 0, y: 0 };
  const visit = (c: number, r: number) => {
    if (c < 0 || c >= columns || r < 0 || r >= rows) return;
    const square = r * columns + c;
    for (let i = pieces.squareStart[square]; i < pieces.squareStart[square + 1]; i++) {
      tryPiece(network, pieces, pieces.piece[i], east, north, scale, nearest);
    }
  };
  // after ring k everything within k squares has been seen
  for (let ring = 0; (ring - 1) * squareMeters <= Math.sqrt(nearest.meters2); ring++) {
    for (let c = column - ring; c <= column + ring; c++) {
      visit(c, row - ring);
      if (ring > 0) visit(c, row + ring);
    }
    for (let r = row - ring + 1; r < row + ring; r++) {
      visit(column - ring, r);
      visit(column + ring, r);
    }
  }
  return nearest.point < 0 ? null : toSnap(network, pieces, nearest, scale);
}

function tryPiece(
  network: StreetNetwork,
  pieces: Pieces,
  point: number,
  east: number,
  north: number,
  scale: StepMeters,
  nearest: Nearest,
): void {
  const x0 = (pieces.lng[point] - east) * scale.east;
  const y0 = (pieces.lat[point] - north) * scale.north;
  const x1 = (pieces.lng[point + 1] - east) * scale.east;
  const y1 = (pieces.lat[point + 1] - north) * scale.north;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / length2));
  // an end is taken as it is: two pieces that meet there must tell the same distance to the last bit
  const x = share === 1 ? x1 : x0 + share * dx;
  const y = share === 1 ? y1 : y0 + share * dy;
  const meters2 = x * x + y * y;
  if (meters2 > nearest.meters2) return;
  if (meters2 === nearest.meters2 && nearest.point >= 0) {
    const lengthOf = (p: number) => network.edgeMeters[edgeOfPoint(pieces.start, p)];
    const order = x - nearest.x || y - nearest.y || lengthOf(point) - lengthOf(nearest.point);
    if (order >= 0) return;
  }
  nearest.meters2 = meters2;
  nearest.point = point;
  nearest.share = share;
  nearest.x = x;
  nearest.y = y;
}

function toSnap(network: StreetNetwork, pieces: Pieces, nearest: Nearest, scale: StepMeters): Snap {
  const { lng, lat, start } = pieces;
  const edge = edgeOfPoint(start, nearest.point);
  let before = 0;
  let whole = 0;
  for (let point = start[edge]; point < start[edge + 1] - 1; point++) {
    const length = Math.hypot(
      (lng[point + 1] - lng[point]) * scale.east,
      (lat[point + 1] - lat[point]) * scale.north,
    );
    if (point < nearest.point) before += length;
    else if (point === nearest.point) before += nearest.share * length;
    whole += length;
  }
  const share = whole > 0 ? Math.min(1, before / whole) : 0;
  return {
    edge,
    alongMeters: share * network.edgeMeters[edge],
    asideMeters: Math.sqrt(nearest.meters2),
  };
}

/** The last edge that starts at or before the point. */
function edgeOfPoint(start: Int32Array, point: number): number {
  let [low, high] = [0, start.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (start[middle] <= point) low = middle;
    else high = middle;
  }
  return low;
}

export interface StepMeters {
  east: number;
  north: number;
}

/** Metres of one step at a latitude, by the plane that all distances are measured in. */
export function stepMeters(lat: number): StepMeters {
  const plane = localPlane({ lng: 0, lat });
  const degrees = 0.001;
  return {
    east: plane.toLocal({ lng: degrees, lat }).x / degrees / DEGREE_STEPS,
    north: plane.toLocal({ lng: 0, lat: lat + degrees }).y / degrees / DEGREE_STEPS,
  };
}
