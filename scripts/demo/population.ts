/**
 * Residents and dwellings per cell: dense cores, suburbs, hamlets, ribbons along roads, scattered farms, much empty land.
 * Two passes: expectations per cell, then whole people, each place getting its own number exactly.
 */
import { type CellId, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import type { LngLat } from "../../src/load/records.ts";
import type { Stream } from "../../src/load/streams.ts";
import { BLOCK_CELLS, BLOCK_RADIUS_METERS, type Ground, SHARD_RADIUS_METERS } from "./ground.ts";
import type { Place } from "./places.ts";
import type { Road, Settlement } from "./settlements.ts";

/** CBS 2024: 2.1 people per household (one household per dwelling: assumption). */
const PEOPLE_PER_DWELLING = 2.1;
const CELL_AREA_KM2 = 0.0128;

/** Texture of built-up ground, all assumptions: spread (σ of the logarithm) per quarter, street and cell … */
const QUARTER_SPREAD = 0.3;
const STREET_SPREAD = 0.3;
const CELL_SPREAD = 0.4;
/** … share of quarters that are works or park, of streets and cells without homes, of cells with a tower block. */
const WORKS_SHARE = 0.07;
const WORKS_FACTOR = 0.04;
const EMPTY_STREET_SHARE = 0.1;
const EMPTY_CELL_SHARE = 0.12;
const TOWER_SHARE = 0.015;
const TOWER_FACTOR = 2.5;
const MOST_TEXTURE = 3;
/** A farm or a house along a road: chance per cell, people per inhabited cell (assumptions). */
const FARM_CHANCE = 0.05;
const RIBBON_CHANCE = 0.4;
const RIBBON_METERS = 90;
const FARM_RESIDENTS = 3.2;

export interface PopulationOfShard {
  residents: Float64Array;
  dwellings: Float64Array;
}

/** The cells of one shard where people are expected, in child order. */
export interface HomesOfShard {
  shard: CellId;
  cell: Uint16Array;
  /** whose catchment: index into the places */
  place: Int16Array;
  x: Float64Array;
  y: Float64Array;
  /** expected residents, before each place is scaled to its number */
  expected: Float64Array;
}

/** First pass, one shard at a time, so that the positions of empty cells need not be kept. */
export function homesOfShard(
  ground: Ground,
  settlements: readonly Settlement[],
  roads: readonly Road[],
  isWater: (position: LngLat) => boolean,
  stream: Stream,
): HomesOfShard {
  const expected = new Float64Array(SHARD_CELL_COUNT);
  const texture = builtTexture(stream);
  const nearShard = nearCell(ground, 0, SHARD_RADIUS_METERS, { settlements, roads });
  for (let block = 0; block < SHARD_CELL_COUNT; block += BLOCK_CELLS) {
    const near = nearCell(ground, block, BLOCK_RADIUS_METERS, nearShard);
    for (let i = block; i < block + BLOCK_CELLS; i++) {
      const chance = stream.uniform();
      const household = stream.uniform();
      if (ground.place[i] < 0) continue;
      const built = builtDensity(ground, i, near.settlements) * CELL_AREA_KM2 * texture[i];
      const isByRoad = near.roads.some((road) => isWithin(road, ground.x[i], ground.y[i], RIBBON_METERS));
      const isFarm = chance < (isByRoad ? RIBBON_CHANCE : FARM_CHANCE);
      expected[i] = built + (isFarm ? FARM_RESIDENTS * (0.5 + household) : 0);
    }
  }
  const { lng, lat } = ground.grid;
  const held = Uint16Array.from(
    [...expected.keys()].filter((i) => expected[i] > 0 && !isWater({ lng: lng[i], lat: lat[i] })),
  );
  return {
    shard: ground.grid.shard,
    cell: held,
    place: Int16Array.from(held, (i) => ground.place[i]),
    x: Float64Array.from(held, (i) => ground.x[i]),
    y: Float64Array.from(held, (i) => ground.y[i]),
    expected: Float64Array.from(held, (i) => expected[i]),
  };
}

/** A factor per cell, about 1 on average over built-up ground: quarters (49 cells), streets (7), cells. */
function builtTexture(stream: Stream): Float32Array {
  const texture = new Float32Array(SHARD_CELL_COUNT);
  let quarter = 1;
  let street = 1;
  for (let i = 0; i < SHARD_CELL_COUNT; i++) {
    if (i % 49 === 0) {
      quarter = Math.exp(QUARTER_SPREAD * stream.normal());
      if (stream.uniform() < WORKS_SHARE) quarter *= WORKS_FACTOR;
    }
    if (i % 7 === 0) {
      street = Math.exp(STREET_SPREAD * stream.normal());
      if (stream.uniform() < EMPTY_STREET_SHARE) street = 0;
    }
    const kind = stream.uniform();
    const cell = Math.exp(CELL_SPREAD * stream.normal());
    const factor = kind < EMPTY_CELL_SHARE ? 0 : kind > 1 - TOWER_SHARE ? TOWER_FACTOR : 1;
    texture[i] = Math.min(MOST_TEXTURE, quarter * street * cell * factor);
  }
  return texture;
}

/** What may matter within `radius` metres of the cell. */
function nearCell(
  { x, y }: Ground,
  cell: number,
  radius: number,
  { settlements, roads }: { settlements: readonly Settlement[]; roads: readonly Road[] },
) {
  return {
    settlements: settlements.filter(
      (town) =>
        Math.abs(town.x - x[cell]) < town.radiusMeters + radius &&
        Math.abs(town.y - y[cell]) < town.radiusMeters + radius,
    ),
    roads: roads.filter((road) => isWithin(road, x[cell], y[cell], radius + RIBBON_METERS)),
  };
}

/** People per km², of the settlements of the cell's own catchment only: a city does not spill over its border. */
function builtDensity({ place, x, y }: Ground, i: number, near: readonly Settlement[]): number {
  let density = 0;
  for (const town of near) {
    if (town.place !== place[i]) continue;
    const share = Math.hypot(town.x - x[i], town.y - y[i]) / town.radiusMeters;
    if (share < 1) density = Math.max(density, town.corePerKm2 * Math.exp(-town.falloff * share));
  }
  return density;
}

function isWithin({ fromX, fromY, toX, toY }: Road, x: number, y: number, meters: number): boolean {
  const dx = toX - fromX;
  const dy = toY - fromY;
  const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy);
  const share = Math.min(1, Math.max(0, along));
  return (x - fromX - share * dx) ** 2 + (y - fromY - share * dy) ** 2 < meters * meters;
}

/**
 * Second pass: whole residents. A running sum per place is rounded down cell by cell, so that every place gets its
 * number exactly and no cell is off by more than one. Dwellings: residents / 2.1, at least one where somebody lives.
 */
export function wholeResidents(
  homes: readonly HomesOfShard[],
  places: readonly Place[],
): Map<CellId, PopulationOfShard> {
  const expectedOfPlace = new Float64Array(places.length);
  for (const { place, expected } of homes)
    place.forEach((p, n) => {
      expectedOfPlace[p] += expected[n];
    });
  const running = new Float64Array(places.length);
  const given = new Float64Array(places.length);
  const population = new Map<CellId, PopulationOfShard>();
  for (const { shard, cell, place, expected } of homes) {
    const residents = new Float64Array(SHARD_CELL_COUNT);
    place.forEach((p, n) => {
      // at the last cell of a place both sums are equal to the bit: the same terms in the same order
      running[p] += expected[n];
      const upTo = Math.floor((running[p] / expectedOfPlace[p]) * places[p].residents);
      residents[cell[n]] = upTo - given[p];
      given[p] = upTo;
    });
    population.set(shard, { residents, dwellings: residents.map(toDwellings) });
  }
  const missing = places.findIndex(({ residents }, p) => given[p] !== residents);
  if (missing >= 0)
    throw new Error(
      `got ${given[missing]} residents in ${places[missing].name}, expected ${places[missing].residents}; correct partsOfPlaces.ts or the outline`,
    );
  return population;
}

function toDwellings(residents: number): number {
  return residents === 0 ? 0 : Math.max(1, Math.round(residents / PEOPLE_PER_DWELLING));
}
