/**
 * Where the invented AEDs of one place hang: cabinets spread over the houses, shops and care in the middle,
 * schools among people, clubs and works at the edge.
 */
import { drawByWeight, runningSum, type Stream } from "../../src/load/streams.ts";
import type { AedKind } from "./aedKinds.ts";
import type { HomesOfPlace } from "./homes.ts";
import type { Point } from "./plane.ts";
import type { Settlement } from "./settlements.ts";

/** Cabinets follow people less than in proportion, so that hamlets get one; best of two (assumptions). */
const CABINET_EXPONENT = 0.5;
const CABINET_CANDIDATES = 2;
/** Neighbours who buy one together: a factor of mean 1 and variance 1 / shape for every square (assumptions). */
const NEIGHBOURHOOD_METERS = 1_000;
const NEIGHBOURHOOD_SHAPE = 0.5;
const CENTRAL_TRIES = 6;
const CENTRAL_FALLOFF = 2;
const EDGE_TRIES = 6;
/** Clubs and works lie in this ring, in radii of the built-up area (assumption). */
const EDGE_FROM = 0.8;
const EDGE_TO = 1.25;
/** Cells are at least 60 m from centre to side: within this an AED stays in the cell it was drawn for. */
const MOST_OFFSET_METERS = 45;

/** One site per kind asked for, in that order. `isGround`: dry land of this place. */
export function aedSites(
  kinds: readonly AedKind[],
  homes: HomesOfPlace,
  town: Settlement,
  isGround: (point: Point) => boolean,
  stream: Stream,
): Point[] {
  const residentsUpTo = runningSum(homes.residents);
  const cabinetsUpTo = runningSum(cabinetWeights(homes, stream));
  const sites: Point[] = [];
  const draw = (upTo: Float64Array) => besideHome(homes, drawByWeight(stream, upTo), stream);
  for (const { kind } of kinds) {
    if (kind === "cabinet") {
      const candidates = Array.from({ length: CABINET_CANDIDATES }, () => draw(cabinetsUpTo));
      sites.push(farthestFrom(sites, candidates));
    } else if (kind === "school") sites.push(draw(residentsUpTo));
    else if (kind === "shop" || kind === "care")
      sites.push(centralSite(() => draw(residentsUpTo), town, stream));
    else sites.push(edgeSite(town, isGround, stream) ?? draw(residentsUpTo));
  }
  return sites;
}

function cabinetWeights({ x, y, residents }: HomesOfPlace, stream: Stream): Float64Array {
  const eagerness = new Map<string, number>();
  return residents.map((people, home) => {
    const square = `${Math.floor(x[home] / NEIGHBOURHOOD_METERS)} ${Math.floor(y[home] / NEIGHBOURHOOD_METERS)}`;
    const factor = eagerness.get(square) ?? stream.gamma(NEIGHBOURHOOD_SHAPE);
    eagerness.set(square, factor);
    return people ** CABINET_EXPONENT * factor;
  });
}

function besideHome({ x, y }: HomesOfPlace, home: number, stream: Stream): Point {
  const angle = 2 * Math.PI * stream.uniform();
  const offset = MOST_OFFSET_METERS * Math.sqrt(stream.uniform());
  return { x: x[home] + offset * Math.cos(angle), y: y[home] + offset * Math.sin(angle) };
}

function farthestFrom(sites: readonly Point[], candidates: readonly Point[]): Point {
  let best = candidates[0];
  let bestNearest2 = -1;
  for (const candidate of candidates) {
    let nearest2 = Number.POSITIVE_INFINITY;
    for (const { x, y } of sites)
      nearest2 = Math.min(nearest2, (x - candidate.x) ** 2 + (y - candidate.y) ** 2);
    if (nearest2 <= bestNearest2) continue;
    best = candidate;
    bestNearest2 = nearest2;
  }
  return best;
}

function centralSite(draw: () => Point, town: Settlement, stream: Stream): Point {
  for (let tries = 1; ; tries++) {
    const point = draw();
    const share = Math.hypot(point.x - town.x, point.y - town.y) / town.radiusMeters;
    if (tries === CENTRAL_TRIES || stream.uniform() < Math.exp(-CENTRAL_FALLOFF * share)) return point;
  }
}

function edgeSite(town: Settlement, isGround: (point: Point) => boolean, stream: Stream): Point | null {
  for (let tries = 0; tries < EDGE_TRIES; tries++) {
    const angle = 2 * Math.PI * stream.uniform();
    const distance = town.radiusMeters * (EDGE_FROM + (EDGE_TO - EDGE_FROM) * stream.uniform());
    const point = { x: town.x + distance * Math.cos(angle), y: town.y + distance * Math.sin(angle) };
    if (isGround(point)) return point;
  }
  return null;
}
