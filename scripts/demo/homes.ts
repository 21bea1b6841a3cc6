/**
 * The inhabited cells of each place, side by side: what AEDs and posts are placed by.
 */
import type { CellId } from "../../src/grid/cell.ts";
import type { HomesOfShard, PopulationOfShard } from "./population.ts";

export interface HomesOfPlace {
  /** centres of inhabited cells in the plane of `plane.ts`, metres */
  x: Float64Array;
  y: Float64Array;
  residents: Float64Array;
}

/** In the order of the places; cells in the order of shards and children. */
export function homesOfPlaces(
  homes: readonly HomesOfShard[],
  population: ReadonlyMap<CellId, PopulationOfShard>,
  placeCount: number,
): HomesOfPlace[] {
  const inhabited = homes.map(({ shard, cell }) => {
    const { residents } = population.get(shard)!;
    return Float64Array.from(cell, (index) => residents[index]);
  });
  const counts = new Uint32Array(placeCount);
  homes.forEach(({ place }, s) => {
    for (let n = 0; n < place.length; n++) if (inhabited[s][n] > 0) counts[place[n]]++;
  });
  const places = Array.from(counts, (count) => ({
    x: new Float64Array(count),
    y: new Float64Array(count),
    residents: new Float64Array(count),
  }));
  const filled = new Uint32Array(placeCount);
  homes.forEach(({ place, x, y }, s) => {
    for (let n = 0; n < place.length; n++) {
      if (inhabited[s][n] === 0) continue;
      const into = places[place[n]];
      const at = filled[place[n]]++;
      into.x[at] = x[n];
      into.y[at] = y[n];
      into.residents[at] = inhabited[s][n];
    }
  });
  return places;
}
