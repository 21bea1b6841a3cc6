import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellToPosition, positionToCell } from "../../src/grid/cell.ts";
import { localPlane } from "../../src/grid/localPlane.ts";
import { shardIndexToCell } from "../../src/grid/shard.ts";
import { populationToCells } from "../../src/load/populationToCells.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import { allLand, disc, residentsByCell, square, sumOf } from "./populationUnits.ts";

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

  it("have no room where squares with a known value touch all their cells", () => {
    const coarse = disc("3811", CENTER.lng, CENTER.lat, 20, 1_000);
    const squares = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => square(1550 + dx, 4630 + dy, 0)));
    const { shards, report } = populationToCells({ squares, discs: [coarse], isLand: allLand });
    expect(shards.size).toBe(0);
    expect(report.residents).toMatchObject({ given: 1_000, placed: 0, withoutRoom: 1_000 });
  });

  it("get the people of withheld squares, which their own total holds", () => {
    const coarse = disc("3811", CENTER.lng, CENTER.lat, 20, 1_000);
    const squares = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => square(1550 + dx, 4630 + dy, null)));
    const { report } = populationToCells({ squares, discs: [coarse], isLand: allLand });
    expect(report.residents).toMatchObject({ given: 1_000, withoutRoom: 0, withheldCount: 9 });
    expect(report.residents.placed).toBeCloseTo(1_000, 9);
  });

  it("share a square's residents when they overlap, so that it is taken off once", () => {
    // two discs of 1,000 on the same ground and one square of 400: 2,000 people in all, not 1,600 + … or 2,400
    const discs = ["3811", "3812"].map((code) => disc(code, CENTER.lng, CENTER.lat, 1_000, 1_000));
    const { report } = populationToCells({ squares: [square(1550, 4630, 400)], discs, isLand: allLand });
    expect(report.residents.placed).toBeCloseTo(2_000, 8);
  });
});
