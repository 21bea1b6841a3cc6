import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_UINT32 } from "../../src/coverage/columns.ts";
import { encodeLayers } from "../../src/coverage/encode.ts";
import { eachLevelMean, type LevelWeights, sumLevels, sumWeights } from "../../src/coverage/rollUp.ts";
import { computeStreetZones } from "../../src/coverage/streetZones.ts";
import { computeZones } from "../../src/coverage/zones.ts";
import { positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";

/** The means of every level, kept: the buffers they are given in are used again. */
function meanLevels(values: Float64Array, weights: LevelWeights): Float64Array[] {
  const levels: Float64Array[] = [];
  eachLevelMean(values, weights, (level, means) => {
    levels[level] = means.slice();
  });
  return levels;
}

const ones = () => new Float64Array(SHARD_CELL_COUNT).fill(1);

describe("sums up the tree", () => {
  it("keep the mass at every level", () => {
    // 16,807 cells of weight n: 16,806 × 16,807 / 2 = 141,229,221
    const levels = sumLevels(Float64Array.from({ length: SHARD_CELL_COUNT }, (_, n) => n));
    for (const level of levels) expect(level.reduce((sum, v) => sum + v, 0)).toBe(141_229_221);
    expect(levels.map((level) => level.length)).toEqual([16_807, 2_401, 343, 49, 7, 1]);
  });
});

describe("means up the tree", () => {
  it("are weighted by residents", () => {
    // the first parent's children: 3 residents at 0, 1 resident at 1, nobody elsewhere: (0 + 1) / 4
    const residents = new Float64Array(SHARD_CELL_COUNT);
    residents[0] = 3;
    residents[1] = 1;
    const values = new Float64Array(SHARD_CELL_COUNT);
    values[1] = 1;
    values[2] = 1;
    const means = meanLevels(values, sumWeights({ residents, domain: ones() }));
    expect(means[1][0]).toBe(0.25);
    expect(means[5][0]).toBe(0.25);
  });

  it("are weighted by land where nobody lives", () => {
    // 2 of 7 cells hold 1, one of the 7 is sea: 2 / 6
    const domain = ones();
    domain[6] = 0;
    const values = new Float64Array(SHARD_CELL_COUNT);
    values[0] = values[1] = 1;
    const means = meanLevels(values, sumWeights({ residents: new Float64Array(SHARD_CELL_COUNT), domain }));
    expect(means[1][0]).toBeCloseTo(2 / 6, 15);
  });

  it("never fall back on empty land where people live who have no value", () => {
    const residents = new Float64Array(SHARD_CELL_COUNT);
    residents[0] = 5;
    const values = new Float64Array(SHARD_CELL_COUNT).fill(Number.POSITIVE_INFINITY);
    values[1] = 100;
    const means = meanLevels(values, sumWeights({ residents, domain: ones() }));
    expect(means[1][0]).toBeNaN();
  });

  it("equal a plain weighted mean over all cells below, for random weights", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        let state = seed;
        const random = () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return state / 2 ** 32;
        };
        const residents = Float64Array.from({ length: SHARD_CELL_COUNT }, () =>
          random() < 0.3 ? random() * 90 : 0,
        );
        const values = Float64Array.from({ length: SHARD_CELL_COUNT }, random);
        const means = meanLevels(values, sumWeights({ residents, domain: ones() }));
        const total = residents.reduce((sum, r) => sum + r, 0);
        const expected = values.reduce((sum, v, n) => sum + v * residents[n], 0) / total;
        expect(means[5][0]).toBeCloseTo(expected, 10);
      }),
      { numRuns: 5, seed: 3 },
    );
  });
});

describe("stored columns", () => {
  const grid = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
  const aed = {
    position: { lng: grid.lng[0], lat: grid.lat[0] },
    openHours: DAY_AND_NIGHT,
    alwaysOpen: true,
  };
  const domain = ones();
  domain[16_806] = 0;
  const residents = new Float64Array(SHARD_CELL_COUNT).fill(2);
  residents[16_806] = 0;
  const zones = computeZones(grid, [aed]);
  const streets = computeStreetZones([aed], straightTravel(grid, 1.4), zones);
  const layers = encodeLayers(
    {
      dwellings: residents,
      zones,
      streets,
      responderDensity: new Float64Array(SHARD_CELL_COUNT),
      nearDensity: null,
    },
    sumWeights({ residents, domain }),
  );

  it("mark a cell outside the domain in every column as no value", () => {
    expect(layers.base[0].land[16_806]).toBe(255);
    expect(layers.base[0].officialZone[16_806]).toBe(255);
    expect(layers.week[0].nearestMeters[16_806]).toBe(65_535);
  });

  it("tell no dwellings where people live and no source gives any", () => {
    // 1 of the 7 cells of the first parent has dwellings: known for 2 of 14 residents
    const dwellings = new Float64Array(SHARD_CELL_COUNT);
    dwellings[0] = 1;
    const { base } = encodeLayers(
      { dwellings, zones, streets, responderDensity: new Float64Array(SHARD_CELL_COUNT), nearDensity: null },
      sumWeights({ residents, domain }),
    );
    expect([...base[0].dwellingTenths.slice(0, 2)]).toEqual([10, NO_UINT32]);
    expect(base[1].dwellingTenths[0]).toBe(NO_UINT32);
  });

  it("show 500 m or less exactly for the cells in the zone", () => {
    for (let n = 0; n < SHARD_CELL_COUNT - 1; n++) {
      expect(layers.week[0].reachable[n] === 200).toBe(layers.week[0].nearestMeters[n] <= 500);
    }
  });

  it("never show a share as none or all when it is neither", () => {
    const covered = layers.week[0].reachable.filter((share) => share === 200).length;
    expect(covered).toBeGreaterThan(10);
    // about 60 of 16,806 cells: 0.36 % rounds to 0.5 %, not to 0
    expect(layers.week[5].reachable[0]).toBe(1);
  });
});
