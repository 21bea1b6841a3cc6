/**
 * A polygon made ready for many "is this point inside?" questions: its edges sorted into latitude strips.
 *
 *   strip 2  ───╱╲──────      a point asks only the edges of its own strip
 *   strip 1  ──╱──╲──•──      and counts how many lie east of it: odd = inside
 *   strip 0  ─╱────╲────
 */

/** One GeoJSON polygon: outer ring, then holes; lng lat; closed. */
export type Polygon = [number, number][][];

export interface PolygonIndex {
  west: number;
  south: number;
  east: number;
  north: number;
  /** edges from their southern to their northern end; horizontal ones are left out, no ray crosses them */
  southLng: Float64Array;
  southLat: Float64Array;
  northLng: Float64Array;
  northLat: Float64Array;
  stripsPerDegree: number;
  /** edges of strip s: stripEdges[stripStart[s]] up to stripStart[s + 1] */
  stripStart: Int32Array;
  stripEdges: Int32Array;
}

/** About this many edges start in a strip; fewer cost memory, more cost time. Tried: 1 to 8 differ by a tenth. */
const EDGES_PER_STRIP = 4;
const MAX_STRIPS = 8_192;

export function indexPolygon(polygon: Polygon): PolygonIndex {
  const edges = polygon.flatMap(ringEdges);
  const positions = polygon.flat();
  const bounds = {
    west: positions.reduce((least, [lng]) => Math.min(least, lng), Number.POSITIVE_INFINITY),
    south: positions.reduce((least, [, lat]) => Math.min(least, lat), Number.POSITIVE_INFINITY),
    east: positions.reduce((most, [lng]) => Math.max(most, lng), Number.NEGATIVE_INFINITY),
    north: positions.reduce((most, [, lat]) => Math.max(most, lat), Number.NEGATIVE_INFINITY),
  };
  const stripCount = Math.min(MAX_STRIPS, Math.max(1, Math.ceil(edges.length / EDGES_PER_STRIP)));
  const stripsPerDegree = stripCount / Math.max(bounds.north - bounds.south, 1e-9);
  const strips: number[][] = Array.from({ length: stripCount + 1 }, () => []);
  edges.forEach(([south, north], n) => {
    const last = stripOf(north[1], bounds.south, stripsPerDegree);
    for (let s = stripOf(south[1], bounds.south, stripsPerDegree); s <= last; s++) strips[s].push(n);
  });
  const stripStart = new Int32Array(strips.length + 1);
  strips.forEach((strip, s) => {
    stripStart[s + 1] = stripStart[s] + strip.length;
  });
  return {
    ...bounds,
    southLng: Float64Array.from(edges, ([south]) => south[0]),
    southLat: Float64Array.from(edges, ([south]) => south[1]),
    northLng: Float64Array.from(edges, ([, north]) => north[0]),
    northLat: Float64Array.from(edges, ([, north]) => north[1]),
    stripsPerDegree,
    stripStart,
    stripEdges: Int32Array.from(strips.flat()),
  };
}

/**
 * Even-odd over all rings, so that holes are outside. A point on an edge belongs to the side east of it (on a
 * horizontal edge: north of it): of two polygons that share an edge exactly one holds it, because both compute the
 * crossing from the same southern end.
 */
export function isInPolygon(index: PolygonIndex, lng: number, lat: number): boolean {
  if (lng < index.west || lng > index.east || lat < index.south || lat > index.north) return false;
  const { southLng, southLat, northLng, northLat, stripStart, stripEdges } = index;
  const strip = stripOf(lat, index.south, index.stripsPerDegree);
  let isInside = false;
  for (let n = stripStart[strip]; n < stripStart[strip + 1]; n++) {
    const edge = stripEdges[n];
    const south = southLat[edge];
    if (lat < south || lat >= northLat[edge]) continue;
    const along = (lat - south) / (northLat[edge] - south);
    if (lng < southLng[edge] + along * (northLng[edge] - southLng[edge])) isInside = !isInside;
  }
  return isInside;
}

function stripOf(lat: number, south: number, stripsPerDegree: number): number {
  return Math.floor((lat - south) * stripsPerDegree);
}

function ringEdges(ring: [number, number][]): [south: [number, number], north: [number, number]][] {
  const edges: [[number, number], [number, number]][] = [];
  for (let i = 1; i < ring.length; i++) {
    const [p, q] = [ring[i - 1], ring[i]];
    if (p[1] !== q[1]) edges.push(p[1] < q[1] ? [p, q] : [q, p]);
  }
  return edges;
}
