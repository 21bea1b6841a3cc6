/**
 * The invented ambulance posts: spread over the residents by weighted k-means, so that dense areas get more.
 */
import { readAvailability } from "../../src/load/ambulancePosts.ts";
import type { AmbulancePost } from "../../src/load/records.ts";
import { drawByWeight, runningSum, type Stream } from "../../src/load/streams.ts";
import type { HomesOfPlace } from "./homes.ts";
import type { Place } from "./places.ts";
import { type Point, toLngLat } from "./plane.ts";

/** About as many as the 247 posts of 2023 (vzinfo.nl, without VWS points). */
export const DEMO_POSTS = 250;
/** How often each availability occurs among the posts of RIVM 2019. */
const AVAILABILITY_COUNTS: readonly [string, number][] = [
  ["24 uur", 223],
  ["Dag/avond", 29],
  ["24 uur DAM/VWS", 26],
  ["Nacht", 1],
  ["Opkomst", 1],
];

/** Residents are gathered in squares of this side; posts follow their square root, so that the country counts (assumption). */
const SQUARE_METERS = 2_000;
const DEMAND_EXPONENT = 0.5;
const ROUNDS = 12;

interface Square extends Point {
  demand: number;
  residents: number;
  /** the fullest cell in the square: a post stands there */
  home: Point;
  homeResidents: number;
  place: number;
}

export function demoPosts(
  places: readonly Place[],
  homes: readonly HomesOfPlace[],
  stream: Stream,
): AmbulancePost[] {
  const squares = gatherSquares(homes);
  const postsOfPlace = new Map<number, number>();
  return spreadCenters(squares, DEMO_POSTS, stream).map((center, i) => {
    const { place, home } = squares[nearestOf(squares, center)];
    const number = (postsOfPlace.get(place) ?? 0) + 1;
    postsOfPlace.set(place, number);
    const availability = drawAvailability(stream);
    const { lng, lat } = toLngLat(home);
    return {
      ref: `demo-${String(i + 1).padStart(3, "0")}`,
      name: `Post ${places[place].name} ${number} (demo)`,
      position: { lng: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)) },
      availability,
      openHours: readAvailability(availability).openHours,
    };
  });
}

/** Residents by square; the middle of a square is where its residents are on average. */
function gatherSquares(homes: readonly HomesOfPlace[]): Square[] {
  const squares = new Map<string, Square>();
  homes.forEach(({ x, y, residents }, place) => {
    for (let n = 0; n < x.length; n++) {
      const key = `${Math.floor(x[n] / SQUARE_METERS)} ${Math.floor(y[n] / SQUARE_METERS)}`;
      const home = { x: x[n], y: y[n] };
      const square = squares.get(key) ?? {
        x: 0,
        y: 0,
        demand: 0,
        residents: 0,
        home,
        homeResidents: 0,
        place,
      };
      square.x += x[n] * residents[n];
      square.y += y[n] * residents[n];
      square.residents += residents[n];
      if (residents[n] > square.homeResidents)
        Object.assign(square, { home, homeResidents: residents[n], place });
      squares.set(key, square);
    }
  });
  return [...squares.values()].map((square) => ({
    ...square,
    x: square.x / square.residents,
    y: square.y / square.residents,
    demand: square.residents ** DEMAND_EXPONENT,
  }));
}

/** k-means++ (Arthur & Vassilvitskii 2007) and a few rounds of Lloyd, weighted by demand. */
function spreadCenters(squares: readonly Square[], count: number, stream: Stream): Point[] {
  const nearest2 = new Float64Array(squares.length).fill(1);
  let centers: Point[] = [];
  for (let c = 0; c < count; c++) {
    const chanceUpTo = runningSum(nearest2.map((distance2, n) => distance2 * squares[n].demand));
    const { x, y } = squares[drawByWeight(stream, chanceUpTo)];
    squares.forEach((square, n) => {
      const distance2 = (square.x - x) ** 2 + (square.y - y) ** 2;
      nearest2[n] = c === 0 ? distance2 : Math.min(nearest2[n], distance2);
    });
    centers.push({ x, y });
  }
  for (let round = 0; round < ROUNDS; round++) centers = moveToMiddles(squares, centers);
  return centers;
}

function moveToMiddles(squares: readonly Square[], centers: readonly Point[]): Point[] {
  const sums = centers.map(() => ({ x: 0, y: 0, demand: 0 }));
  for (const square of squares) {
    const sum = sums[nearestOf(centers, square)];
    sum.x += square.x * square.demand;
    sum.y += square.y * square.demand;
    sum.demand += square.demand;
  }
  return sums.map(({ x, y, demand }, c) => (demand > 0 ? { x: x / demand, y: y / demand } : centers[c]));
}

function nearestOf(points: readonly Point[], { x, y }: Point): number {
  let nearest = 0;
  let least2 = Number.POSITIVE_INFINITY;
  for (let n = 0; n < points.length; n++) {
    const distance2 = (points[n].x - x) ** 2 + (points[n].y - y) ** 2;
    if (distance2 >= least2) continue;
    least2 = distance2;
    nearest = n;
  }
  return nearest;
}

function drawAvailability(stream: Stream): string {
  const upTo = runningSum(AVAILABILITY_COUNTS.map(([, count]) => count));
  return AVAILABILITY_COUNTS[drawByWeight(stream, upTo)][0];
}
