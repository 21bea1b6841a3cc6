/**
 * Synthetic responders: counts per resolution-10 cell, made from where people live. Never a real person.
 * People register together, by household, street, association and town, so counts vary far more than Poisson's.
 */
import { type CellId, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { shardIndexToCell } from "../grid/shard.ts";
import { createStreams, drawByWeight, type Stream } from "./streams.ts";

/**
 * Gamma shapes of willingness per street (resolution 10), neighbourhood (8) and town (7): assumptions.
 * Together a squared coefficient of variation of (1 + 1/1.2)(1 + 1/2.5)(1 + 1/6) − 1 = 2.0 around the density rule.
 */
const STREET_SHAPE = 1.2;
const NEIGHBOURHOOD_SHAPE = 2.5;
const TOWN_SHAPE = 6;
/** Cells of one resolution-8 and one resolution-7 parent: they lie together in h3's child order. */
const NEIGHBOURHOOD_CELLS = 49;
const TOWN_CELLS = 343;
const CELL_AREA_KM2 = 0.0128;
/** Fewer register per inhabitant in dense places: share ∝ (1 + density / 3000 per km²)^−0.4; assumption. */
const DENSITY_SCALE_PER_KM2 = 3_000;
const DENSITY_EXPONENT = -0.4;
/** Who registers takes somebody of the same household along: assumption. */
const HOUSEHOLD_SHARE = 0.2;
/** At most half of a cell's residents, so a cell never holds more responders than people; assumption. */
const MOST_PER_RESIDENT = 0.5;
/** Above this the cap would bind everywhere; registered in 2023: 0.013 per resident. */
const MOST_TOTAL_PER_RESIDENT = 0.2;
/** Draws by willingness before falling back on residents alone, when a chosen cell is full. */
const TRIES_BY_WILLINGNESS = 4;

export interface ResidentsOfShard {
  /** per cell, in the shard's child order */
  residents: Float64Array;
}

/**
 * Cells with at least one responder → count. The counts sum to `total` exactly; an empty cell gets none;
 * the same population, total and seed give the same counts in whatever order the shards come.
 */
export function syntheticResponders({
  population,
  total,
  seed,
}: {
  population: ReadonlyMap<CellId, ResidentsOfShard>;
  total: number;
  seed: number;
}): Map<CellId, number> {
  const streams = createStreams(seed);
  const homes = inhabitedCells(population);
  requireEnoughResidents(homes.residentsUpTo.at(-1) ?? 0, total);

  const willingUpTo = cumulativeWillingness(population, homes, streams);
  const counts = new Uint32Array(homes.index.length);
  const draw = streams("responders:draw");
  let placed = 0;
  while (placed < total) {
    const home = drawFreeHome(draw, homes, willingUpTo, counts);
    const household = draw.uniform() < HOUSEHOLD_SHARE ? 2 : 1;
    const registered = Math.min(household, total - placed, capacityOf(homes, home) - counts[home]);
    counts[home] += registered;
    placed += registered;
  }
  return toCells(homes, counts);
}

interface Homes {
  shards: CellId[];
  /** per inhabited cell */
  shard: Uint16Array;
  index: Uint16Array;
  residents: Float64Array;
  /** residents of this cell and all before it */
  residentsUpTo: Float64Array;
}

function inhabitedCells(population: ReadonlyMap<CellId, ResidentsOfShard>): Homes {
  const shards = [...population.keys()].sort();
  const shard: number[] = [];
  const index: number[] = [];
  const residentsHere: number[] = [];
  const residentsUpTo: number[] = [];
  let sum = 0;
  for (let s = 0; s < shards.length; s++) {
    const { residents } = population.get(shards[s])!;
    for (let i = 0; i < residents.length; i++) {
      if (!(residents[i] > 0)) continue;
      sum += residents[i];
      shard.push(s);
      index.push(i);
      residentsHere.push(residents[i]);
      residentsUpTo.push(sum);
    }
  }
  return {
    shards,
    shard: Uint16Array.from(shard),
    index: Uint16Array.from(index),
    residents: Float64Array.from(residentsHere),
    residentsUpTo: Float64Array.from(residentsUpTo),
  };
}

function requireEnoughResidents(residents: number, total: number): void {
  const most = Math.floor(residents * MOST_TOTAL_PER_RESIDENT);
  if (Number.isInteger(total) && total >= 0 && total <= most) return;
  throw new Error(
    `got ${total} synthetic responders for ${Math.round(residents)} residents, expected a whole number from 0 to ${most}; load the population first or ask for fewer`,
  );
}

/** Residents × density rule × town × neighbourhood × street, summed over this cell and all before it. */
function cumulativeWillingness(
  population: ReadonlyMap<CellId, ResidentsOfShard>,
  homes: Homes,
  streams: (source: string) => Stream,
): Float64Array {
  const willingUpTo = new Float64Array(homes.index.length);
  let home = 0;
  let sum = 0;
  homes.shards.forEach((shard, s) => {
    // a stream per shard: a shard more or less leaves the others' towns as they were
    const stream = streams(`responders:${shard}`);
    const { residents } = population.get(shard)!;
    const willingness = quarterWillingness(residents, stream);
    for (; home < homes.index.length && homes.shard[home] === s; home++) {
      const index = homes.index[home];
      const street = stream.gamma(STREET_SHAPE);
      sum += residents[index] * street * willingness[Math.floor(index / NEIGHBOURHOOD_CELLS)];
      willingUpTo[home] = sum;
    }
  });
  return willingUpTo;
}

/** Per resolution-8 parent: town × neighbourhood × density rule. */
function quarterWillingness(residents: Float64Array, stream: Stream): Float64Array {
  const willingness = new Float64Array(SHARD_CELL_COUNT / NEIGHBOURHOOD_CELLS);
  let town = 1;
  for (let quarter = 0; quarter < willingness.length; quarter++) {
    const from = quarter * NEIGHBOURHOOD_CELLS;
    if (from % TOWN_CELLS === 0) town = stream.gamma(TOWN_SHAPE);
    const people = residents.subarray(from, from + NEIGHBOURHOOD_CELLS).reduce((sum, n) => sum + n, 0);
    const densityPerKm2 = people / (NEIGHBOURHOOD_CELLS * CELL_AREA_KM2);
    const byDensity = (1 + densityPerKm2 / DENSITY_SCALE_PER_KM2) ** DENSITY_EXPONENT;
    willingness[quarter] = town * stream.gamma(NEIGHBOURHOOD_SHAPE) * byDensity;
  }
  return willingness;
}

function drawFreeHome(stream: Stream, homes: Homes, willingUpTo: Float64Array, counts: Uint32Array): number {
  for (let tries = 0; ; tries++) {
    const upTo = tries < TRIES_BY_WILLINGNESS ? willingUpTo : homes.residentsUpTo;
    const home = drawByWeight(stream, upTo);
    if (counts[home] < capacityOf(homes, home)) return home;
  }
}

function capacityOf({ residents }: Homes, home: number): number {
  return Math.ceil(residents[home] * MOST_PER_RESIDENT);
}

function toCells(homes: Homes, counts: Uint32Array): Map<CellId, number> {
  const cells = new Map<CellId, number>();
  for (let home = 0; home < counts.length; home++) {
    if (counts[home] === 0) continue;
    cells.set(shardIndexToCell(homes.shards[homes.shard[home]], homes.index[home]), counts[home]);
  }
  return cells;
}
