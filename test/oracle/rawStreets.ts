/**
 * Ways as they were drawn: every node a node, every piece its length along the geodesic, nothing rounded, drawn
 * together, simplified or numbered. A place goes to the nearest of all pieces. Slow and plain.
 */
import { NO_POSITION } from "../../src/load/osmNodeTable.ts";
import type { OsmStreets } from "../../src/load/osmStreets.ts";
import { type LngLat, MODE_BITS } from "../../src/load/records.ts";
import { geodesicMeters } from "./geodesicMeters.ts";
import { type Graph, textbookDijkstra } from "./textbookStreets.ts";

interface Piece {
  a: number;
  b: number;
  from: LngLat;
  to: LngLat;
  meters: number;
}

export interface RawWays {
  straight: number[];
  along: number[];
  /** no way is shorter, whatever streets there are outside the area */
  least: number[];
}

export interface RawStreets {
  isWithin(place: LngLat): boolean;
  /**
   * On foot from each source, and straight; Infinity beyond 3,500 m of street, more than 500 m from any, or where
   * another street outside the area may be nearer.
   */
  waysTo(sources: readonly LngLat[], place: LngLat): RawWays;
}

const MAX_METERS = 3_500;
const FOOT = MODE_BITS.foot.forward | MODE_BITS.foot.backward;

/** On foot both ways everywhere, as in all of the files this is for: throws where a way is not. */
export function rawStreets(streets: OsmStreets): RawStreets {
  const isWithin = ({ lng, lat }: LngLat) =>
    streets.areas.some(([w, s, e, n]) => lng >= w && lng <= e && lat >= s && lat <= n);
  /** Metres to the nearest side, for places within the only box. */
  const toOutside = (place: LngLat) => {
    const [[west, south, east, north], ...others] = streets.areas;
    if (others.length > 0) throw new Error(`got ${others.length + 1} boxes, expected one`);
    const sides = [west, east].map((lng) => ({ lng, lat: place.lat }));
    const ends = [south, north].map((lat) => ({ lng: place.lng, lat }));
    return Math.min(...[...sides, ...ends].map((at) => geodesicMeters(place, at)));
  };
  /** From one place to the other by the nearest side: straight to where it is seen in the mirror. */
  const byOutside = (from: LngLat, { lng, lat }: LngLat) => {
    const [[west, south, east, north]] = streets.areas;
    const across = [west, east].map((side) => ({ lng: 2 * side - lng, lat }));
    const mirrored = [...across, ...[south, north].map((side) => ({ lng, lat: 2 * side - lat }))];
    return Math.min(...mirrored.map((at) => geodesicMeters(from, at)));
  };
  const pieces = withoutIslands(piecesOf(streets), isWithin);
  const graph: Graph = new Map();
  for (const { a, b, meters } of pieces) {
    graph.set(a, [...(graph.get(a) ?? []), { to: b, meters }]);
    graph.set(b, [...(graph.get(b) ?? []), { to: a, meters }]);
  }
  const searched = new Map<LngLat, { snap: ReturnType<typeof nearest>; meters: Map<number, number> }>();
  const search = (source: LngLat) => {
    const snap = nearest(pieces, source);
    const starts = [
      { node: snap.piece.a, meters: snap.aside + snap.along },
      { node: snap.piece.b, meters: snap.aside + snap.piece.meters - snap.along },
    ];
    return { snap, meters: textbookDijkstra(graph, starts, MAX_METERS) };
  };
  return {
    isWithin,
    waysTo(sources, place) {
      const target = nearest(pieces, place);
      const isKnown = (at: LngLat, aside: number) => aside <= Math.min(500, toOutside(at));
      const along = sources.map((source) => {
        if (!searched.has(source)) searched.set(source, search(source));
        const { snap, meters } = searched.get(source)!;
        const viaA = (meters.get(target.piece.a) ?? Number.POSITIVE_INFINITY) + target.along;
        const viaB =
          (meters.get(target.piece.b) ?? Number.POSITIVE_INFINITY) + target.piece.meters - target.along;
        const onOne =
          snap.piece === target.piece ? snap.aside + Math.abs(snap.along - target.along) : Infinity;
        const all = Math.max(target.aside + Math.min(viaA, viaB, onOne), geodesicMeters(source, place));
        const isFound = isKnown(place, target.aside) && isKnown(source, snap.aside);
        return all <= MAX_METERS && isFound ? all : Number.POSITIVE_INFINITY;
      });
      const straight = sources.map((source) => geodesicMeters(source, place));
      const least = sources.map((source, n) => {
        // a hundredth off for lengths rounded to whole metres
        const outside = Math.max(0.99 * byOutside(source, place), straight[n]);
        if (along[n] <= MAX_METERS) return Math.min(along[n], outside);
        return outside > MAX_METERS ? MAX_METERS : straight[n];
      });
      return { straight, along, least };
    },
  };
}

function piecesOf({ wayIds, firstNode, nodes, table, modes, closed }: OsmStreets): Piece[] {
  const pieces: Piece[] = [];
  const positionOf = (n: number) => ({ lng: table.lngE7[n] / 1e7, lat: table.latE7[n] / 1e7 });
  for (let way = 0; way < wayIds.length; way++) {
    for (let i = firstNode[way] + 1; i < firstNode[way + 1]; i++) {
      const [a, b] = [nodes[i - 1], nodes[i]];
      const bits = modes[way] & ~closed[a] & ~closed[b] & FOOT;
      if (table.lngE7[a] === NO_POSITION || table.lngE7[b] === NO_POSITION || bits === 0 || a === b) continue;
      if (bits !== FOOT) throw new Error(`got way ${wayIds[way]}, one way on foot, expected none`);
      const [from, to] = [positionOf(a), positionOf(b)];
      pieces.push({ a, b, from, to, meters: geodesicMeters(from, to) });
    }
  }
  return pieces;
}

/** Each component is flooded from its first node; one of less than 2,000 m that stays within the area goes. */
function withoutIslands(pieces: Piece[], isWithin: (place: LngLat) => boolean): Piece[] {
  const at = new Map<number, Piece[]>();
  for (const piece of pieces) {
    for (const node of [piece.a, piece.b]) at.set(node, [...(at.get(node) ?? []), piece]);
  }
  const kept: Piece[] = [];
  const seen = new Set<Piece>();
  for (const first of pieces) {
    if (seen.has(first)) continue;
    const island = [first];
    seen.add(first);
    for (const piece of island) {
      for (const next of [...at.get(piece.a)!, ...at.get(piece.b)!]) {
        if (!seen.has(next)) island.push(next);
        seen.add(next);
      }
    }
    const meters = island.reduce((sum, piece) => sum + piece.meters, 0);
    if (meters >= 2_000 || island.some(({ from, to }) => !isWithin(from) || !isWithin(to)))
      kept.push(...island);
  }
  return kept;
}

/** In degrees scaled to metres at the place: over 500 m the ground is flat. */
function nearest(pieces: readonly Piece[], place: LngLat) {
  const north = geodesicMeters(place, { lng: place.lng, lat: place.lat + 0.001 }) * 1_000;
  const east = geodesicMeters(place, { lng: place.lng + 0.001, lat: place.lat }) * 1_000;
  let best = { piece: pieces[0], along: 0, aside: Number.POSITIVE_INFINITY };
  for (const piece of pieces) {
    const [x0, y0] = [(piece.from.lng - place.lng) * east, (piece.from.lat - place.lat) * north];
    const [dx, dy] = [(piece.to.lng - piece.from.lng) * east, (piece.to.lat - piece.from.lat) * north];
    const length2 = dx * dx + dy * dy;
    const part = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / length2));
    const aside = Math.hypot(x0 + part * dx, y0 + part * dy);
    if (aside < best.aside) best = { piece, along: part * piece.meters, aside };
  }
  return best;
}
