/**
 * Synthetic whereabouts for the attack: homes and workplaces of responders, and what the loader would count of them.
 */
import { PERIODS } from "../../src/grid/periods.ts";
import { PRESENCE_STEPS } from "../../src/privacy/periodAreas.ts";
import { createGenerator, drawNormal, type Generator } from "./random.ts";
import { BLOCKS } from "./release.ts";

/** A place where a person is for a share of each period. */
export interface Place {
  cell: number;
  isHome: boolean;
  weights: readonly number[];
}

/** All assumptions: seven in ten have a workplace elsewhere, one in twelve works nights; shares of uniform spread. */
const WORKER_SHARE = 0.7;
const NIGHT_WORKER_SHARE = 1 / 12;

export function drawPlaces(home: number, drawJob: (random: Generator) => number, random: Generator): Place[] {
  const between = (low: number, high: number) => low + (high - low) * random();
  const isNight = random() < NIGHT_WORKER_SHARE;
  const evening = between(0.5, 1);
  const night = isNight ? between(0.5, 0.7) : between(0.8, 1);
  const weekend = between(0.4, 0.95);
  if (random() >= WORKER_SHARE) {
    return [{ cell: home, isHome: true, weights: [between(0.5, 1), evening, night, weekend] }];
  }
  const atWork = isNight ? between(0, 0.3) : between(0.3, 0.9);
  const atHome = (1 - atWork) * between(0.3, 0.9);
  return [
    { cell: home, isHome: true, weights: [atHome, evening, night, weekend] },
    { cell: drawJob(random), isHome: false, weights: [atWork, 0, isNight ? 1 - night : 0, 0] },
  ];
}

/** Half of the jobs are where people live, half in one block of ten, unevenly. Assumption. */
export function drawJobs(residents: Float64Array, random: Generator): Float64Array {
  const people = residents.reduce((a, b) => a + b, 0);
  const sites = Float64Array.from({ length: residents.length / 7 }, () =>
    random() < 0.1 ? Math.exp(drawNormal(random)) : 0,
  );
  const atSites = sites.reduce((a, b) => a + b, 0) * 7;
  return residents.map((r, i) => r / people + sites[Math.floor(i / 7)] / atSites);
}

/** Thousandths per cell: homes, then those near per period. */
export type PresenceOfCells = Int32Array[];

export function addPlace(presence: PresenceOfCells, { cell, isHome, weights }: Place, sign = 1): void {
  if (isHome) presence[0][cell] += sign * PRESENCE_STEPS;
  for (const [n, weight] of weights.entries())
    presence[n + 1][cell] += sign * Math.round(weight * PRESENCE_STEPS);
}

export function presenceOf(people: readonly (readonly Place[])[], cellCount: number): PresenceOfCells {
  const presence = Array.from({ length: 1 + PERIODS.length }, () => new Int32Array(cellCount));
  for (const places of people) for (const place of places) addPlace(presence, place);
  return presence;
}

export function drawPeople(
  counts: Int32Array,
  drawJob: (random: Generator) => number,
  random: Generator,
): Place[][] {
  const people: Place[][] = [];
  for (const [home, count] of counts.entries()) {
    for (let person = 0; person < count; person++) people.push(drawPlaces(home, drawJob, random));
  }
  return people;
}

export const homesOf = (presence: PresenceOfCells) =>
  presence[0].map((thousandths) => thousandths / PRESENCE_STEPS);

export function blockPresence(presence: PresenceOfCells): Map<string, number[]> {
  const blocks = new Map<string, number[]>();
  for (const [i, block] of BLOCKS.entries()) {
    const sums = presence.map((values) => {
      let sum = 0;
      for (let cell = 7 * i; cell < 7 * i + 7; cell++) sum += values[cell];
      return sum;
    });
    if (sums.some((sum) => sum > 0)) blocks.set(block, sums);
  }
  return blocks;
}

/** What everybody's places are like, as the attacker knows the law: moments of a home's weights, mean of a workplace's. */
export const LAW = (() => {
  const random = createGenerator(1);
  const people = Array.from({ length: 20_000 }, () => drawPlaces(0, () => 1, random));
  const weightsOf = (isHome: boolean, n: number) =>
    people.map((places) => places.find((place) => place.isHome === isHome)?.weights[n] ?? 0);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  return PERIODS.map((_, n) => {
    const home = weightsOf(true, n);
    const homeMean = mean(home);
    return {
      homeMean,
      homeVariance: mean(home.map((weight) => (weight - homeMean) ** 2)),
      workMean: mean(weightsOf(false, n)),
    };
  });
})();
