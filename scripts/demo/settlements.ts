/**
 * Where the people of a place live: its built-up area, a few hamlets, and the roads to its neighbours.
 * Densities are expectations; `population.ts` makes whole people of them.
 */
import { Delaunay } from "d3-delaunay";
import type { LngLat } from "../../src/load/records.ts";
import type { Stream } from "../../src/load/streams.ts";
import { builtRadiusMeters, nearestPlace, placesNear } from "./catchments.ts";
import type { Place } from "./places.ts";
import { type Point, toLngLat } from "./plane.ts";

/** A disc whose density falls from the middle: e^(−falloff · r/radius), nothing beyond the radius. */
export interface Settlement {
  place: number;
  x: number;
  y: number;
  radiusMeters: number;
  /** people per km² in the middle */
  corePerKm2: number;
  falloff: number;
}

export interface Road {
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
}

/** Residents outside the built-up area and per hamlet, hamlet density, and the longest road: assumptions. */
const RURAL_SHARE_OF_VILLAGE = 0.4;
const LEAST_RURAL_SHARE = 0.04;
const HAMLET_SHARE_OF_RURAL = 0.6;
const HAMLET_RESIDENTS = 140;
const HAMLET_PER_KM2 = 1_300;
const HAMLET_REACH_METERS = 4_500;
const HAMLET_TRIES = 8;
const LONGEST_ROAD_METERS = 14_000;

/** A village of 1,000 has 40 % of its people outside, a city of 100,000 some 8 %: halves with every 10 × (assumption). */
function ruralShare(residents: number): number {
  return Math.max(LEAST_RURAL_SHARE, RURAL_SHARE_OF_VILLAGE * (residents / 1_000) ** -0.35);
}

/** The built-up area of each place, in the order of the places, then the hamlets. */
export function demoSettlements(
  places: readonly Place[],
  centers: readonly Point[],
  weights: Float64Array,
  isDryLand: (position: LngLat) => boolean,
  stream: Stream,
): Settlement[] {
  const towns = places.map(({ residents }, i) => townOf(residents, centers[i], i));
  const everyPlace = places.map((_, i) => i);
  const hamlets = places.flatMap((place, i) => {
    const count = stream.poisson(
      (place.residents * ruralShare(place.residents) * HAMLET_SHARE_OF_RURAL) / HAMLET_RESIDENTS,
    );
    const near = placesNear(
      places,
      weights,
      everyPlace,
      towns[i],
      HAMLET_REACH_METERS + towns[i].radiusMeters,
    );
    const belongs = (x: number, y: number) =>
      nearestPlace(places, weights, near, x, y) === i && isDryLand(toLngLat({ x, y }));
    return Array.from({ length: count }, () => hamletOf(towns[i], belongs, stream)).filter(
      (hamlet) => hamlet !== null,
    );
  });
  return [...towns, ...hamlets];
}

function townOf(residents: number, { x, y }: Point, place: number): Settlement {
  const built = residents * (1 - ruralShare(residents));
  const radiusMeters = builtRadiusMeters(residents) * Math.sqrt(1 - ruralShare(residents));
  // larger places fall off more steeply from their centre (assumption): 0.9 in a village, 1.7 in a city of 900,000
  const falloff = 0.9 + 0.27 * Math.log10(residents / 1_000);
  return { place, x, y, radiusMeters, corePerKm2: coreDensity(built, radiusMeters, falloff), falloff };
}

/** A hamlet beyond the built-up area, in the same catchment, on dry land; null when none was found in a few tries. */
function hamletOf(
  town: Settlement,
  belongs: (x: number, y: number) => boolean,
  stream: Stream,
): Settlement | null {
  for (let tries = 0; tries < HAMLET_TRIES; tries++) {
    const angle = 2 * Math.PI * stream.uniform();
    const distance = town.radiusMeters * 1.15 + 400 + HAMLET_REACH_METERS * stream.uniform();
    const x = town.x + distance * Math.cos(angle);
    const y = town.y + distance * Math.sin(angle);
    if (!belongs(x, y)) continue;
    const residents = HAMLET_RESIDENTS * stream.gamma(2);
    const radiusMeters = Math.max(90, 1_000 * Math.sqrt(residents / HAMLET_PER_KM2 / Math.PI));
    return { place: town.place, x, y, radiusMeters, corePerKm2: HAMLET_PER_KM2 * 1.3, falloff: 0.6 };
  }
  return null;
}

/** ∫₀ᴿ c·e^(−f r/R) 2πr dr = residents, solved for c: 2πR²·c·(1 − (1 + f)e^(−f))/f². */
function coreDensity(residents: number, radiusMeters: number, falloff: number): number {
  const areaKm2 = 2 * Math.PI * (radiusMeters / 1_000) ** 2;
  return residents / ((areaKm2 * (1 - (1 + falloff) * Math.exp(-falloff))) / falloff ** 2);
}

/** Straight roads between places that are neighbours (Delaunay), the long ones left out. */
export function demoRoads(places: readonly Place[]): Road[] {
  const { halfedges, triangles } = Delaunay.from(
    places,
    ({ x }) => x,
    ({ y }) => y,
  );
  const roads: Road[] = [];
  halfedges.forEach((opposite, edge) => {
    if (opposite > edge) return;
    const from = places[triangles[edge]];
    const to = places[triangles[edge % 3 === 2 ? edge - 2 : edge + 1]];
    if (Math.hypot(to.x - from.x, to.y - from.y) > LONGEST_ROAD_METERS) return;
    roads.push({ fromX: from.x, fromY: from.y, toX: to.x, toY: to.y });
  });
  return roads;
}
