import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellToShard, positionToCell } from "../../src/grid/cell.ts";
import { cellToShardIndex } from "../../src/grid/shard.ts";
import { AGE_GROUPS } from "../../src/load/ageGroups.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { populationToCells } from "../../src/load/populationToCells.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import { allLand, disc, square, sumOf } from "./populationUnits.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedFile } from "./sources.ts";

const upTo = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null });
const agesUpTo = (max: number) =>
  fc.option(fc.array(upTo(max), { minLength: 5, maxLength: 5 }), { nil: null });
const unit = fc.tuple(
  fc.integer({ min: 1545, max: 1556 }),
  fc.integer({ min: 4625, max: 4636 }),
  upTo(400),
  upTo(200),
  agesUpTo(150),
);
const squareWorld = fc.uniqueArray(unit, { selector: ([east, north]) => `${east} ${north}`, maxLength: 40 });
/** Of 500 m, in fives of hundreds of metres. */
const coarseUnit = fc.tuple(
  fc.integer({ min: 309, max: 311 }),
  fc.integer({ min: 925, max: 927 }),
  upTo(3_000),
  upTo(900),
  agesUpTo(900),
);
const coarseWorld = fc.uniqueArray(coarseUnit, {
  selector: ([east, north]) => `${east} ${north}`,
  maxLength: 6,
});
const discWorld = fc.array(
  fc.tuple(
    fc.double({ min: 5.36, max: 5.42, noNaN: true }),
    fc.double({ min: 52.14, max: 52.17, noNaN: true }),
    fc.double({ min: 1, max: 1_500, noNaN: true }),
    upTo(9_000),
    agesUpTo(3_000),
  ),
  { maxLength: 5 },
);
const world = fc.record({
  squares: squareWorld,
  coarse: coarseWorld,
  discs: discWorld,
  landPercent: fc.constantFrom(0, 1, 50, 100),
});

describe("any world", () => {
  const input = ({
    squares,
    coarse,
    discs,
    landPercent,
  }: typeof world extends fc.Arbitrary<infer W> ? W : never) => ({
    squares: [
      ...squares.map(([east, north, residents, dwellings, ages]) =>
        square(east, north, residents, dwellings, { ages }),
      ),
      ...coarse.map(([east, north, residents, dwellings, ages]) =>
        square(east * 5, north * 5, residents, dwellings, { sideMeters: 500, ages }),
      ),
    ],
    discs: discs.map(([lng, lat, radius, residents, ages], n) =>
      disc(`${1000 + n}`, lng, lat, radius, residents, ages),
    ),
    // speckled: land and water in no pattern
    isLand: (_: string, index: number) => (index * 7919) % 100 < landPercent,
  });

  it("keeps its masses: what goes in comes out or is reported, to 1e-9", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const { squares, discs, isLand } = input(drawn);
        const { shards, report } = populationToCells({ squares, discs, isLand });
        for (const measure of ["residents", "dwellings"] as const) {
          const given = sumOf([...squares, ...discs].map((one) => one[measure] ?? 0));
          const found = sumOf([...shards.values()].map((cells) => sumOf(cells[measure])));
          const { replacedByFiner, withoutRoom, withoutLand } = report[measure];
          expect(Math.abs(found + replacedByFiner + withoutRoom + withoutLand - given)).toBeLessThan(
            1e-9 * (1 + given),
          );
          // the finest are never touched by coarser ones: at least what they hold is there
          const finest = squares.filter(({ shape }) => shape.kind === "square" && shape.sideMeters === 100);
          expect(found).toBeGreaterThan(sumOf(finest.map((one) => one[measure] ?? 0)) - 1e-6);
          for (const cells of shards.values()) expect(Math.min(...cells[measure])).toBeGreaterThanOrEqual(0);
        }
        AGE_GROUPS.forEach((_, g) => {
          const known = (cells: { ages: Float64Array[] | null }) =>
            [...(cells.ages?.[g] ?? [])].filter((value) => !Number.isNaN(value));
          const given = sumOf([...squares, ...discs].map(({ ages }) => ages?.[g] ?? 0));
          const found = sumOf([...shards.values()].map((cells) => sumOf(known(cells))));
          const { replacedByFiner, withoutRoom, withoutLand } = report.ages[g];
          expect(Math.abs(found + replacedByFiner + withoutRoom + withoutLand - given)).toBeLessThan(
            1e-9 * (1 + given),
          );
          for (const cells of shards.values()) expect(Math.min(0, ...known(cells))).toBe(0);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same bits in whatever order its units come", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const { squares, discs, isLand } = input(drawn);
        const forward = populationToCells({ squares, discs, isLand });
        const backward = populationToCells({
          squares: squares.toReversed(),
          discs: discs.toReversed(),
          isLand,
        });
        expect(backward).toEqual(forward);
        expect([...backward.shards.keys()]).toEqual([...forward.shards.keys()]);
      }),
      { numRuns: 8 },
    );
  });
});

describe.skipIf(!hasSharedData)(`real files (${NO_SHARED_DATA} where absent)`, () => {
  it("put Rijnmond's squares, a postcode list and both together on cells", async () => {
    const squares = (
      await readAll(readPopulationSquares(sharedFile("rijnmond/grid_100m_rijnmond_stats.csv")))
    ).records;
    const discs = (await readAll(readPostcodePoints(sharedFile("netherlands/pc4_points_population.csv"))))
      .records;

    const fine = populationToCells({ squares, discs: [], isLand: allLand });
    expect(Math.abs(fine.report.residents.placed - 1_299_500)).toBeLessThan(0.001);
    expect(Math.abs(fine.report.dwellings.placed - 597_025)).toBeLessThan(0.001);

    const both = populationToCells({ squares, discs, isLand: allLand });
    const rotterdam = positionToCell({ lng: 4.4777, lat: 51.9244 });
    const at = (shards: typeof fine.shards) =>
      shards.get(cellToShard(rotterdam))!.residents[cellToShardIndex(rotterdam)];
    expect(at(both.shards)).toBe(at(fine.shards));
    // 17,472,870 of 2021 and 1,299,500 of 2024 in Rijnmond: together nearer to 17.5 million than to their sum
    expect(both.report.residents.placed).toBeGreaterThan(17_472_870 * 0.99);
    expect(both.report.residents.placed).toBeLessThan(17_942_942);
  });
});
