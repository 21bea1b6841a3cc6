import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGE_GROUPS } from "../../src/load/ageGroups.ts";
import { type PopulationCellsResult, populationToCells } from "../../src/load/populationToCells.ts";
import type { AgeCounts, PopulationUnit } from "../../src/load/records.ts";
import { coarseAsFine, type DrawnSquare } from "../oracle/coarseAsFine.ts";
import { allLand, disc, square, sumOf } from "./populationUnits.ts";

/** South-west corner of the 500 m square used below, in hundreds of metres. */
const [EAST, NORTH] = [1550, 4630];
const merge = (squares: PopulationUnit[], discs: PopulationUnit[] = []) =>
  populationToCells({ squares, discs, isLand: allLand });
const total = ({ shards }: PopulationCellsResult) =>
  sumOf([...shards.values()].map(({ residents }) => sumOf(residents)));
const groupTotal = ({ shards }: PopulationCellsResult, g: number) =>
  sumOf([...shards.values()].map(({ ages }) => sumOf([...(ages?.[g] ?? [])].filter((value) => value > 0))));
const coarse = (residents: number | null, dwellings: number | null = null, ages: AgeCounts | null = null) =>
  square(EAST, NORTH, residents, dwellings, { sideMeters: 500, ages });

/** Every figure of every cell, so that two results can be compared to a tolerance. */
function cellFigures({ shards }: PopulationCellsResult): Map<string, number> {
  const figures = new Map<string, number>();
  for (const [shard, { residents, dwellings, ages }] of shards) {
    const columns = {
      residents,
      dwellings,
      ...Object.fromEntries((ages ?? []).map((group, g) => [`age${g}`, group])),
    };
    for (const [name, values] of Object.entries(columns)) {
      values.forEach((value, n) => {
        if (value > 1e-9) figures.set(`${shard} ${n} ${name}`, value);
      });
    }
  }
  return figures;
}

describe("a 500 m square with 100 m squares in it", () => {
  it("places only what the finer ones leave, on the ground they leave", () => {
    // 100 people, 40 + 25 of them in two hectares: 35 are left for the other 23
    const fine = [square(EAST, NORTH, 40), square(EAST + 1, NORTH, 25)];
    const result = merge([...fine, coarse(100)]);
    expect(total(result)).toBeCloseTo(100, 9);
    expect(result.report.residents).toMatchObject({ given: 165, replacedByFiner: 65 });
    const alone = cellFigures(merge(fine));
    for (const [cell, residents] of cellFigures(result)) {
      expect(residents).toBeGreaterThanOrEqual((alone.get(cell) ?? 0) - 1e-9);
    }
  });

  it("is not added where the finer ones hold as many or more", () => {
    const fine = [square(EAST, NORTH, 80), square(EAST + 4, NORTH + 4, 30)];
    expect(total(merge([...fine, coarse(100)]))).toBeCloseTo(110, 9);
    expect(cellFigures(merge([...fine, coarse(110)]))).toEqual(cellFigures(merge(fine)));
  });

  it("has no room where finer ones with known values take all of it", () => {
    const fine = Array.from({ length: 25 }, (_, n) => square(EAST + (n % 5), NORTH + Math.floor(n / 5), 1));
    expect(merge([...fine, coarse(100)]).report.residents).toMatchObject({
      withoutRoom: 75,
      replacedByFiner: 25,
    });
    const withOneWithheld = [...fine.slice(1), square(EAST, NORTH, null)];
    const result = merge([...withOneWithheld, coarse(100)]);
    expect(result.report.residents).toMatchObject({ withoutRoom: 0 });
    // 24 in the others, 76 in the hectare that is withheld
    const there = cellFigures(merge([square(EAST, NORTH, 76)]));
    const figures = cellFigures(result);
    for (const [cell, residents] of there) expect(figures.get(cell)!).toBeGreaterThan(residents - 0.01);
  });

  it("leaves its ground to a postcode where its number is withheld, and to nobody where it is known", () => {
    const postcode = disc("3811", 5.3902, 52.1575, 150, 500);
    expect(merge([coarse(null)], [postcode]).report.residents.placed).toBeCloseTo(500, 9);
    const known = merge([coarse(0)], [postcode]);
    expect(known.report.residents).toMatchObject({ placed: 0, withoutRoom: 500 });
  });

  it("tells a 100 m square and a 500 m square of one code apart", () => {
    const { report } = merge([square(EAST, NORTH, 60), coarse(100)]);
    expect(report).toMatchObject({ squareCount: 2, doubledCount: 0 });
  });

  it("gives what it gives by hand, hectare by hectare", () => {
    const upTo = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null });
    const people = (max: number) =>
      fc
        .record({
          residents: upTo(max),
          dwellings: upTo(max),
          ages: fc.option(fc.array(upTo(max / 3), { minLength: 5, maxLength: 5 }), { nil: null }),
        })
        .map((drawn) => (drawn.residents === null ? { ...drawn, ages: null } : drawn));
    const hectare = fc.tuple(fc.integer({ min: -1, max: 10 }), fc.integer({ min: -1, max: 5 }), people(60));
    const drawn = fc.record({
      fine: fc.uniqueArray(hectare, { selector: ([dx, dy]) => `${dx} ${dy}`, maxLength: 30 }),
      west: people(900),
      east: people(900),
    });
    fc.assert(
      fc.property(drawn, ({ fine, west, east }) => {
        const toDrawn = ([dx, dy, rest]: (typeof fine)[number]): DrawnSquare => ({
          east: EAST + dx,
          north: NORTH + dy,
          ...rest,
        });
        const fines = fine.map(toDrawn);
        const coarses: DrawnSquare[] = [
          { east: EAST, north: NORTH, ...west },
          { east: EAST + 5, north: NORTH, ...east },
        ];
        const toUnit = (sideMeters: number) => (one: DrawnSquare) =>
          square(one.east, one.north, one.residents, one.dwellings, { sideMeters, ages: one.ages });
        // a degree is 1e-4 shorter at one end of 500 m than at the other, which the split of one ring does not see
        const given = coarses.flatMap(({ residents, dwellings, ages }) => [
          residents,
          dwellings,
          ...(ages ?? []),
        ]);
        const tolerance = 1e-4 * Math.max(1, ...given.map((value) => value ?? 0));
        const ours = cellFigures(merge([...coarses.map(toUnit(500)), ...fines.map(toUnit(100))]));
        const byHand = cellFigures(merge(coarseAsFine(coarses, fines).map(toUnit(100))));
        for (const key of new Set([...ours.keys(), ...byHand.keys()])) {
          expect(Math.abs((ours.get(key) ?? 0) - (byHand.get(key) ?? 0)), key).toBeLessThan(tolerance);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("ages", () => {
  const GROUPS: AgeCounts = [10, 20, 30, 25, 15];

  it("go with the square's area and leave the rest of its people of unknown age", () => {
    const result = merge([square(EAST, NORTH, 30, null, { ages: [10, null, 5, 0, null] })]);
    expect(AGE_GROUPS.map((_, g) => groupTotal(result, g))).toEqual([
      expect.closeTo(10, 9),
      0,
      expect.closeTo(5, 9),
      0,
      0,
    ]);
    // withheld is not 0: the second and fifth group are unknown, the fourth is known to be nobody
    for (const { residents, ages } of result.shards.values()) {
      residents.forEach((count, n) => {
        if (count > 0)
          expect(ages!.map((group) => Number.isNaN(group[n]))).toEqual([false, true, false, false, true]);
      });
    }
  });

  it("are null in a shard where no source tells any", () => {
    for (const { ages } of merge([square(EAST, NORTH, 30)]).shards.values()) expect(ages).toBeNull();
  });

  it("of a 500 m square go to the people in it whose age finer squares withhold", () => {
    // 20 of 65 and older in the big square; one hectare tells 12 of them, one withholds: the other 8 live there
    const told = square(EAST, NORTH, 12, null, { ages: [0, 0, 0, 0, 12] });
    const silent = square(EAST + 4, NORTH + 4, 8, null, { ages: [null, null, null, null, null] });
    const result = merge([told, silent, coarse(20, null, [0, 0, 0, 0, 20])]);
    expect(groupTotal(result, 4)).toBeCloseTo(20, 9);
    const silentCells = cellFigures(merge([silent]));
    const figures = cellFigures(result);
    for (const [key, residents] of silentCells) {
      expect(figures.get(key.replace("residents", "age4"))).toBeCloseTo(residents, 9);
    }
    expect(result.report.ages[4]).toMatchObject({ given: 32, replacedByFiner: 12 });
  });

  it("of a postcode are never added to those of squares", () => {
    const squares = [square(EAST, NORTH, 60, null, { ages: [10, null, 20, null, 15] })];
    const postcode = disc("3811", 5.3872, 52.1552, 1_000, 100, GROUPS);
    const result = merge(squares, [postcode]);
    // the larger of both per group: the postcode's 10, 20, 30, 25, 15
    AGE_GROUPS.forEach((_, g) => {
      expect(groupTotal(result, g)).toBeCloseTo(GROUPS[g]!, 8);
    });
  });

  it("of two postcodes on the same ground stay with their own people", () => {
    // half the people of each are of one group, on the same cells: nowhere more of an age than people
    const one = disc("3811", 5.3872, 52.1552, 800, 1_000, [500, 0, 500, 0, 0]);
    const other = disc("3812", 5.3932, 52.1552, 800, 1_000, [0, 0, 0, 500, 500]);
    const result = merge([], [one, other]);
    for (const { residents, ages } of result.shards.values()) {
      residents.forEach((count, n) => {
        const aged = sumOf(ages!.map((group) => group[n] || 0));
        expect(aged).toBeLessThanOrEqual(count + 1e-9);
      });
    }
    expect(groupTotal(result, 4)).toBeCloseTo(500, 9);
  });
});
