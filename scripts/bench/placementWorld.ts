/**
 * Instances for placement, made from a seed: a municipality on H3's spacing, 5,700 cells with demand and 4,000 sites.
 * `leftover`: people that the AEDs there are leave uncovered, as advice meets them. `bare`: towns without any AED,
 * smooth and dense, the hardest case for a bound: discs cannot tile a town, but their linear relaxation can.
 */
import { type CoverageInstance, coverageInstance } from "../../src/analyse/coverageInstance.ts";
import { ZONE_RADIUS_METERS } from "../../src/coverage/zones.ts";
import { createGenerator, drawNormal, type Generator } from "../privacyAttack/random.ts";

export type PlacementKind = "leftover" | "bare";

/** Mean distance of neighbouring centres of resolution 10 in the Netherlands. */
const SPACING_METERS = 122;
const COLUMNS = 110;
const ROWS = 110;
const CELL_COUNT = 5_700;
const SITE_COUNT = 4_000;
/** AEDs open day and night per resident: 1.5 per 1,000, of which 70 %. */
const AEDS_PER_RESIDENT = 0.0015 * 0.7;

interface Place {
  x: number;
  y: number;
  people: number;
}

export function placementWorld(kind: PlacementKind, seed: number): CoverageInstance {
  const random = createGenerator(seed);
  const all = settle(kind, random);
  const isNear = (p: Place, q: Place) => (p.x - q.x) ** 2 + (p.y - q.y) ** 2 <= ZONE_RADIUS_METERS ** 2;
  const aeds = kind === "bare" ? [] : placeAeds(all, random);
  const uncovered = all.filter((place) => place.people > 0 && !aeds.some((aed) => isNear(aed, place)));
  const cells = uncovered.sort((p, q) => q.people - p.people).slice(0, CELL_COUNT);
  if (cells.length < CELL_COUNT)
    throw new Error(`got ${cells.length} cells, expected ${CELL_COUNT}; enlarge the lattice`);
  const sites = cells.slice(0, SITE_COUNT).map((site) => {
    const reached: number[] = [];
    cells.forEach((cell, i) => {
      if (isNear(site, cell)) reached.push(i);
    });
    return { cells: reached };
  });
  return coverageInstance(
    cells.map(({ people }) => people),
    sites,
  );
}

/** Twelve towns in open country; a cell's people scatter around its town's density: evenly, or with a heavy tail. */
function settle(kind: PlacementKind, random: Generator): Place[] {
  const [width, height] = [COLUMNS * SPACING_METERS, ROWS * SPACING_METERS * Math.sqrt(0.75)];
  const towns = Array.from({ length: 12 }, () => ({
    x: width * random(),
    y: height * random(),
    spreadMeters: 300 + 900 * random(),
    people: 20 + 100 * random(),
  }));
  return Array.from({ length: COLUMNS * ROWS }, (_, n) => {
    const row = Math.floor(n / COLUMNS);
    const x = ((n % COLUMNS) + (row % 2) / 2) * SPACING_METERS;
    const y = row * SPACING_METERS * Math.sqrt(0.75);
    const density = towns.reduce((sum, town) => {
      const distance2 = (x - town.x) ** 2 + (y - town.y) ** 2;
      return sum + town.people * Math.exp(-distance2 / (2 * town.spreadMeters ** 2));
    }, 0.3);
    const scatter = kind === "bare" ? 0.2 + 1.6 * random() : Math.exp(1.2 * drawNormal(random) - 0.72);
    return { x, y, people: density * scatter };
  });
}

/** Where people are, one after another. */
function placeAeds(places: readonly Place[], random: Generator): Place[] {
  const people = places.reduce((sum, place) => sum + place.people, 0);
  return Array.from({ length: Math.round(people * AEDS_PER_RESIDENT) }, () => {
    let [n, left] = [0, random() * people];
    while (n < places.length - 1 && left > places[n].people) left -= places[n++].people;
    return places[n];
  });
}
