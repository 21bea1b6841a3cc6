import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellToShard, positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { cellToShardIndex } from "../../src/grid/shard.ts";
import { syntheticResponders } from "../../src/load/syntheticResponders.ts";

const UTRECHT = positionToShard({ lng: 5.12, lat: 52.09 });
const ZWOLLE = positionToShard({ lng: 6.09, lat: 52.51 });

/** Two shards in which every third cell has the same number of residents. */
function evenPopulation(residentsPerCell: number) {
  const residents = () =>
    Float64Array.from({ length: SHARD_CELL_COUNT }, (_, i) => (i % 3 === 0 ? residentsPerCell : 0));
  return new Map([
    [UTRECHT, { residents: residents() }],
    [ZWOLLE, { residents: residents() }],
  ]);
}

/** Mean of (n − λ)²/λ over groups of cells, λ in proportion to residents: 1 for Poisson counts. */
function dispersion(
  counts: ReadonlyMap<string, number>,
  population: ReturnType<typeof evenPopulation>,
  groupCells: number,
) {
  const groups = [...population].map(([shard, { residents }]) => {
    const seen = new Float64Array(Math.ceil(SHARD_CELL_COUNT / groupCells));
    const people = new Float64Array(seen.length);
    residents.forEach((n, i) => {
      people[Math.floor(i / groupCells)] += n;
    });
    for (const [cell, count] of counts)
      if (cellToShard(cell) === shard) seen[Math.floor(cellToShardIndex(cell) / groupCells)] += count;
    return { seen, people };
  });
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const everybody = groups.flatMap(({ people }) => [...people]).reduce((sum, n) => sum + n, 0);
  const terms = groups.flatMap(({ seen, people }) =>
    [...seen].flatMap((n, g) => {
      const expected = (people[g] / everybody) * total;
      return expected > 0 ? [(n - expected) ** 2 / expected] : [];
    }),
  );
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}

describe("synthetic responders", () => {
  it("sum to the total exactly, live where people live, and never outnumber half of them", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.2, max: 60, noNaN: true }),
        fc.nat(100),
        (seed, per, percent) => {
          const population = evenPopulation(per);
          // 5,603 inhabited cells in each of two shards; a fifth of all residents is the most that is taken
          const total = Math.floor((2 * 5_603 * per * percent) / 500);
          const counts = syntheticResponders({ population, total, seed });
          let sum = 0;
          for (const [cell, count] of counts) {
            sum += count;
            const here = population.get(cellToShard(cell))!.residents[cellToShardIndex(cell)];
            expect(here).toBe(per);
            expect(count).toBeLessThanOrEqual(Math.ceil(per / 2));
            expect(count).toBeGreaterThan(0);
          }
          expect(sum).toBe(total);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("are the same for the same seed in whatever order the shards come, and others for another", () => {
    const population = evenPopulation(20);
    const turned = new Map([...population].reverse());
    const counts = syntheticResponders({ population, total: 3_000, seed: 7 });
    expect([...syntheticResponders({ population: turned, total: 3_000, seed: 7 })]).toEqual([...counts]);
    expect([...syntheticResponders({ population, total: 3_000, seed: 8 })]).not.toEqual([...counts]);
  });

  it("cluster far beyond Poisson, by street and more so by neighbourhood and town", () => {
    const population = evenPopulation(60);
    // 672,360 residents, 1.3 % registered: 0.78 per inhabited cell, 12.8 per neighbourhood, 89 per town
    const counts = syntheticResponders({ population, total: 8_740, seed: 1 });
    const [street, neighbourhood, town] = [1, 49, 343].map((cells) => dispersion(counts, population, cells));
    // a Poisson scatter gives 1.00 ± √(2/11206) per cell, ± 0.05 and ± 0.14 for 686 and 98 groups
    expect(street).toBeGreaterThan(1.8);
    expect(neighbourhood).toBeGreaterThan(5);
    expect(town).toBeGreaterThan(8);
  });

  it("refuse a total that the residents cannot bear, naming both", () => {
    const population = evenPopulation(1);
    expect(() => syntheticResponders({ population, total: 2_242, seed: 1 })).toThrow(
      "got 2242 synthetic responders for 11206 residents, expected a whole number from 0 to 2241",
    );
    expect(syntheticResponders({ population: new Map(), total: 0, seed: 1 }).size).toBe(0);
  });
});
