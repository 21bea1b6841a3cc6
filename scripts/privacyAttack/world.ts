/**
 * Synthetic areas and responders for the attack and the accuracy table: one shard, in h3 child order.
 * Block 9, 8, 7, 6 of a cell are index ranges: ⌊i/7⌋, ⌊i/49⌋, ⌊i/343⌋, ⌊i/2401⌋.
 */
import { SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { drawMultiplier, drawNormal, drawPoisson, type Generator } from "./random.ts";

/** Registered responders per resident, 2023: 236,715 of 17,942,942 (evidence.md §1.3, CBS 2024). */
export const RESPONDERS_PER_RESIDENT = 236_715 / 17_942_942;
const CELL_SQUARE_KM = 0.01284;

export type AreaKind = "dense" | "town" | "sparse";

/**
 * How unevenly responders are found among residents, as coefficients of variation of gamma multipliers per H3 level.
 * All assumptions: no Dutch register is public. For scale: in Limburg areas with > 0.75 % and with < 0.25 % of
 * inhabitants registered were both common enough to be compared (Pijls 2018/19, evidence.md §2).
 */
export interface Clustering {
  name: string;
  /** resolution 6: about a municipality */
  region: number;
  /** resolution 8 and 9: a neighbourhood, a few streets */
  neighbourhood: number;
  block: number;
}
export const NO_CLUSTERING: Clustering = { name: "none (Poisson)", region: 0, neighbourhood: 0, block: 0 };
export const WEAK_CLUSTERING: Clustering = { name: "weak", region: 0.2, neighbourhood: 0.3, block: 0.3 };
export const MODERATE_CLUSTERING: Clustering = {
  name: "moderate",
  region: 0.3,
  neighbourhood: 0.5,
  block: 0.5,
};

/** Residents per km² of one resolution-8 neighbourhood of each kind of area; 0 = fields with a lone farm here and there. */
const SETTLEMENT: Record<AreaKind, (random: Generator) => number> = {
  /** a city: about 4,500 per km² everywhere */
  dense: (random) => 4500 * Math.exp(0.6 * drawNormal(random) - 0.18),
  /** towns: four in ten neighbourhoods built up, about 1,000 per km² over all */
  town: (random) => (random() < 0.4 ? 2500 * Math.exp(0.4 * drawNormal(random) - 0.08) : 0),
  /** villages: about 150 per km² over all */
  sparse: (random) => (random() < 0.06 ? 2200 : 0),
};

export function drawResidents(kind: AreaKind, random: Generator): Float64Array {
  const residents = new Float64Array(SHARD_CELL_COUNT);
  const settlement = Float64Array.from({ length: SHARD_CELL_COUNT / 49 }, () => SETTLEMENT[kind](random));
  for (let i = 0; i < SHARD_CELL_COUNT; i++) {
    const perSquareKm = settlement[Math.floor(i / 49)];
    if (perSquareKm > 0)
      residents[i] = Math.round(perSquareKm * CELL_SQUARE_KM * drawMultiplier(random, 0.6));
    else if (random() < 0.06) residents[i] = 1 + drawPoisson(random, 2);
  }
  return residents;
}

export function drawResponders(
  residents: Float64Array,
  clustering: Clustering,
  random: Generator,
): Int32Array {
  const { region, neighbourhood, block } = clustering;
  const multipliers = (length: number, variation: number) =>
    Float64Array.from({ length }, () => drawMultiplier(random, variation));
  const regions = multipliers(7, region);
  const neighbourhoods = multipliers(343, neighbourhood);
  const blocks = multipliers(2401, block);
  return Int32Array.from(residents, (people, i) =>
    drawPoisson(
      random,
      RESPONDERS_PER_RESIDENT *
        people *
        regions[Math.floor(i / 2401)] *
        neighbourhoods[Math.floor(i / 49)] *
        blocks[Math.floor(i / 7)],
    ),
  );
}

/** Cells drawn in proportion to a weight: somebody's home by residents, somebody's work by jobs. */
export function cellsByWeight(weights: Float64Array): (random: Generator) => number {
  let sum = 0;
  const upTo = weights.map((weight) => (sum += weight));
  return (random) => {
    const drawn = random() * sum;
    let from = 0;
    let to = upTo.length - 1;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (upTo[middle] > drawn) to = middle;
      else from = middle + 1;
    }
    return from;
  };
}
