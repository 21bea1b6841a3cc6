import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellToPosition, cellToShard, positionToCell } from "../../src/grid/cell.ts";
import { localPlane } from "../../src/grid/localPlane.ts";
import { cellToShardIndex, shardIndexToCell } from "../../src/grid/shard.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { populationToCells } from "../../src/load/populationToCells.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import type { PopulationUnit } from "../../src/load/records.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedFile } from "./sources.ts";

const allLand = () => true;

/** A 100 m square of RD with its south-west corner at (east, north) hundreds of metres. */
function square(
  east: number,
  north: number,
  residents: number | null,
  dwellings: number | null = null,
): PopulationUnit {
  const corner = (dx: number, dy: number) => rdToPosition((east + dx) * 100, (north + dy) * 100);
  const ring = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)];
  return { code: `E${east}N${north}`, residents, dwellings, shape: { kind: "square", ring } };
}

function disc(
  code: string,
  lng: number,
  lat: number,
  radiusMeters: number,
  residents: number | null,
): PopulationUnit {
  const areaSquareMeters = Math.PI * radiusMeters ** 2;
  return {
    code,
    residents,
    dwellings: null,
    shape: { kind: "disc", center: { lng, lat }, areaSquareMeters },
  };
}

/** Cell id → residents, of the cells that have any. */
function residentsByCell(shards: ReturnType<typeof populationToCells>["shards"]): Map<string, number> {
  return new Map(
    [...shards].flatMap(([shard, { residents }]) =>
      [...residents].flatMap((value, index) =>
        value === 0 ? [] : [[shardIndexToCell(shard, index), value] as [string, number]],
      ),
    ),
  );
}

const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

describe("squares", () => {
  it("are split over cells as a lattice of 200 × 200 points in them is", () => {
    // the error of counting points along a straight cut is about 1/200 of its length; no share may be 1.5 % off
    const squares = fc.tuple(fc.integer({ min: 900, max: 2500 }), fc.integer({ min: 3300, max: 5900 }));
    fc.assert(
      fc.property(squares, ([east, north]) => {
        const { shards } = populationToCells({
          squares: [square(east, north, 1)],
          discs: [],
          isLand: allLand,
        });
        const counted = new Map<string, number>();
        for (let i = 0; i < 200; i++) {
          for (let j = 0; j < 200; j++) {
            const cell = positionToCell(
              rdToPosition((east + (i + 0.5) / 200) * 100, (north + (j + 0.5) / 200) * 100),
            );
            counted.set(cell, (counted.get(cell) ?? 0) + 1 / 40_000);
          }
        }
        const shares = residentsByCell(shards);
        for (const cell of new Set([...shares.keys(), ...counted.keys()])) {
          expect(Math.abs((shares.get(cell) ?? 0) - (counted.get(cell) ?? 0))).toBeLessThan(0.005);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("that tile a kilometre fill each cell inside it by the cell's area", () => {
    // 100 squares of 1 resident: density 1 per hectare, so a cell of 12,900 m² wholly inside holds about 1.29
    const squares = Array.from({ length: 100 }, (_, n) =>
      square(1550 + (n % 10), 4630 + Math.floor(n / 10), 1),
    );
    const cells = residentsByCell(populationToCells({ squares, discs: [], isLand: allLand }).shards);
    const { toLocal } = localPlane(rdToPosition(155_500, 463_500));
    const inside = [...cells].filter(([cell]) => {
      const { x, y } = toLocal(cellToPosition(cell));
      return Math.max(Math.abs(x), Math.abs(y)) < 400;
    });
    expect(inside.length).toBeGreaterThan(40);
    for (const [, residents] of inside) {
      expect(residents).toBeGreaterThan(1.25);
      expect(residents).toBeLessThan(1.32);
    }
    expect(sumOf(cells.values())).toBeCloseTo(100, 9);
  });

  it("that are withheld add nothing and are counted", () => {
    const { shards, report } = populationToCells({
      squares: [square(1550, 4630, null, 4), square(1551, 4630, 10, null)],
      discs: [],
      isLand: allLand,
    });
    expect(report.residents).toMatchObject({ given: 10, withheldCount: 1 });
    expect(report.dwellings).toMatchObject({ given: 4, withheldCount: 1 });
    expect(sumOf([...shards.values()].map(({ residents }) => sumOf(residents)))).toBeCloseTo(10, 12);
  });

  it("with one code count once, the fuller one", () => {
    const given = [square(1550, 4630, null), square(1550, 4630, 30), square(1550, 4630, 20)];
    const { report } = populationToCells({ squares: given, discs: [], isLand: allLand });
    expect(report).toMatchObject({ squareCount: 1, doubledCount: 2 });
    expect(report.residents).toMatchObject({ given: 50, doubled: 20 });
    expect(report.residents.placed).toBeCloseTo(30, 12);
  });

  it("lie on land even where there is none", () => {
    const { report } = populationToCells({
      squares: [square(1550, 4630, 7)],
      discs: [],
      isLand: () => false,
    });
    expect(report.residents.placed).toBeCloseTo(7, 12);
  });
});

describe("discs", () => {
  const CENTER = { lng: 5.3872, lat: 52.1552 };

  it("are spread evenly over the cells whose centre lies in them", () => {
    const { shards } = populationToCells({
      squares: [],
      discs: [disc("3811", CENTER.lng, CENTER.lat, 1_000, 4_000)],
      isLand: allLand,
    });
    const cells = residentsByCell(shards);
    // π km² over cells of about 12,900 m²: some 244
    expect(cells.size).toBeGreaterThan(235);
    expect(cells.size).toBeLessThan(252);
    const { toLocal } = localPlane(CENTER);
    for (const [cell, residents] of cells) {
      const { x, y } = toLocal(cellToPosition(cell));
      expect(Math.hypot(x, y)).toBeLessThan(1_000.1);
      expect(residents).toBeCloseTo(4_000 / cells.size, 9);
    }
  });

  it("keep off the water", () => {
    const isLand = (shard: string, index: number) =>
      cellToPosition(shardIndexToCell(shard, index)).lat > CENTER.lat;
    const discs = [disc("3811", CENTER.lng, CENTER.lat, 1_000, 4_000)];
    const cells = residentsByCell(populationToCells({ squares: [], discs, isLand }).shards);
    expect([...cells.keys()].every((cell) => cellToPosition(cell).lat > CENTER.lat)).toBe(true);
    expect(sumOf(cells.values())).toBeCloseTo(4_000, 8);
  });

  it("go to the nearest land cell when they hold no cell's centre", () => {
    const own = positionToCell(CENTER);
    const discs = [disc("3811", CENTER.lng, CENTER.lat, 1, 15)];
    expect(residentsByCell(populationToCells({ squares: [], discs, isLand: allLand }).shards)).toEqual(
      new Map([[own, 15]]),
    );
    const isLand = (shard: string, index: number) => shardIndexToCell(shard, index) !== own;
    const [[cell]] = residentsByCell(populationToCells({ squares: [], discs, isLand }).shards);
    const { x, y } = localPlane(CENTER).toLocal(cellToPosition(cell));
    expect(cell).not.toBe(own);
    expect(Math.hypot(x, y)).toBeLessThan(180);
  });

  it("in the sea are reported, not lost", () => {
    const discs = [disc("3811", CENTER.lng, CENTER.lat, 500, 15)];
    const { shards, report } = populationToCells({ squares: [], discs, isLand: () => false });
    expect(shards.size).toBe(0);
    expect(report.residents).toMatchObject({ given: 15, placed: 0, withoutLand: 15 });
  });

  it("give up what squares know better and spread the rest where no square lies", () => {
    // a square of 300 inside a disc of 1,000: 700 go to the cells that the square does not touch
    const fine = square(1550, 4630, 300);
    const coarse = disc("3811", CENTER.lng, CENTER.lat, 1_000, 1_000);
    const touched = residentsByCell(
      populationToCells({ squares: [fine], discs: [], isLand: allLand }).shards,
    );
    const { shards, report } = populationToCells({ squares: [fine], discs: [coarse], isLand: allLand });
    const cells = residentsByCell(shards);
    for (const [cell, residents] of touched) expect(cells.get(cell)).toBe(residents);
    expect(sumOf(cells.values())).toBeCloseTo(1_000, 9);
    expect(report.residents.replacedByFiner).toBeCloseTo(300, 9);
  });

  it("give nothing where squares hold more, and report it", () => {
    const coarse = disc("3811", CENTER.lng, CENTER.lat, 1_000, 1_000);
    const { report } = populationToCells({
      squares: [square(1550, 4630, 1_200)],
      discs: [coarse],
      isLand: allLand,
    });
    expect(report.residents.placed).toBeCloseTo(1_200, 9);
    expect(report.residents.replacedByFiner).toBeCloseTo(1_000, 9);
  });

  it("have no room where squares touch all their cells, also withheld ones", () => {
    const coarse = disc("3811", CENTER.lng, CENTER.lat, 20, 1_000);
    const squares = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => square(1550 + dx, 4630 + dy, null)));
    const { shards, report } = populationToCells({ squares, discs: [coarse], isLand: allLand });
    expect(shards.size).toBe(0);
    expect(report.residents).toMatchObject({ given: 1_000, placed: 0, withoutRoom: 1_000, withheldCount: 9 });
  });

  it("share a square's residents when they overlap, so that it is taken off once", () => {
    // two discs of 1,000 on the same ground and one square of 400: 2,000 people in all, not 1,600 + … or 2,400
    const discs = ["3811", "3812"].map((code) => disc(code, CENTER.lng, CENTER.lat, 1_000, 1_000));
    const { report } = populationToCells({ squares: [square(1550, 4630, 400)], discs, isLand: allLand });
    expect(report.residents.placed).toBeCloseTo(2_000, 8);
  });
});

const unit = fc.tuple(
  fc.integer({ min: 1545, max: 1556 }),
  fc.integer({ min: 4625, max: 4636 }),
  fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
  fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
);
const squareWorld = fc.uniqueArray(unit, { selector: ([east, north]) => `${east} ${north}`, maxLength: 40 });
const discWorld = fc.array(
  fc.tuple(
    fc.double({ min: 5.36, max: 5.42, noNaN: true }),
    fc.double({ min: 52.14, max: 52.17, noNaN: true }),
    fc.double({ min: 1, max: 1_500, noNaN: true }),
    fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: null }),
  ),
  { maxLength: 5 },
);
const world = fc.record({
  squares: squareWorld,
  discs: discWorld,
  landPercent: fc.constantFrom(0, 1, 50, 100),
});

describe("any world", () => {
  const input = ({
    squares,
    discs,
    landPercent,
  }: typeof world extends fc.Arbitrary<infer W> ? W : never) => ({
    squares: squares.map(([east, north, residents, dwellings]) => square(east, north, residents, dwellings)),
    discs: discs.map(([lng, lat, radius, residents], n) => disc(`${1000 + n}`, lng, lat, radius, residents)),
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
          // squares are never touched by discs: at least what they hold is there
          expect(found).toBeGreaterThan(sumOf(squares.map((one) => one[measure] ?? 0)) - 1e-6);
          for (const cells of shards.values()) expect(Math.min(...cells[measure])).toBeGreaterThanOrEqual(0);
        }
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
