import { cellArea, cellToChildren, cellToParent, gridDisk, latLngToCell } from "h3-js";
import { describe, expect, test } from "vitest";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { finestUnitOf } from "../../src/privacy/partition.ts";
import {
  assignUnits,
  type GroundedUnit,
  spreadResponders,
  unitDensity,
  unitGround,
} from "../../src/privacy/spread.ts";

const SHARD = latLngToCell(52.09, 5.12, 5);
const NEIGHBOUR = gridDisk(SHARD, 1).find(
  (cell) => cell !== SHARD && cellToParent(cell, 4) === cellToParent(SHARD, 4),
)!;
const cells = cellToChildren(SHARD, 10);
const unitOf = (resolution: number, place: number) => cellToParent(cells[place], resolution);
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

function people(seed: number) {
  const generator = createGenerator(seed);
  const residents = Float64Array.from({ length: cells.length }, () =>
    generator() < 0.4 ? 80 * generator() : 0,
  );
  const domain = Float64Array.from(residents, (r) => (r > 0 || generator() < 0.7 ? 1 : 0));
  return { residents, domain };
}

/** One coarser than the shard, the shard itself, and finer ones nested in one another. */
const NESTED = [
  { unit: cellToParent(SHARD, 4), resolution: 4, protectedCount: 35 },
  { unit: SHARD, resolution: 5, protectedCount: 20 },
  { unit: unitOf(7, 9000), resolution: 7, protectedCount: 45 },
  { unit: unitOf(8, 9000), resolution: 8, protectedCount: 30 },
  { unit: unitOf(9, 9000), resolution: 9, protectedCount: 25 },
  { unit: unitOf(9, 16_806), resolution: 9, protectedCount: 20 },
];

function grounded(shards: ({ shard: string } & ReturnType<typeof people>)[]): GroundedUnit[] {
  const grounds = unitGround(NESTED, shards);
  return NESTED.map((unit) => ({ ...unit, ...grounds.get(unit.unit)! }));
}

describe("the unit of a cell", () => {
  test("is the finest unit that contains it, for each of the 16,807 cells", () => {
    const byId = new Map(NESTED.map((unit, i) => [unit.unit, i]));
    const expected = cells.map((cell) => byId.get(finestUnitOf(cell, byId) ?? "") ?? -1);
    expect([...assignUnits(SHARD, NESTED)]).toEqual(expected);
    expect([...assignUnits(SHARD, [...NESTED].reverse())].map((i) => NESTED.length - 1 - i)).toEqual(
      expected,
    );
  });

  test("is none where no unit covers the cell", () => {
    const unitOfCell = assignUnits(SHARD, [NESTED[4], { unit: NEIGHBOUR }]);
    expect(unitOfCell.filter((unit) => unit === 0)).toHaveLength(7);
    expect(unitOfCell.filter((unit) => unit === -1)).toHaveLength(cells.length - 7);
  });
});

describe("spreading", () => {
  test("conserves every unit's protected count over all shards, to 1e-9", () => {
    const shards = [SHARD, NEIGHBOUR].map((shard, seed) => ({ shard, ...people(seed + 1) }));
    const units = grounded(shards);
    const totals = new Float64Array(units.length);
    for (const { shard, ...there } of shards) {
      const responders = spreadResponders(shard, units, there);
      assignUnits(shard, units).forEach((unit, cell) => {
        if (unit >= 0) totals[unit] += responders[cell];
      });
    }
    for (const [i, unit] of units.entries())
      expect(Math.abs(totals[i] - unit.protectedCount)).toBeLessThan(1e-9);
  });

  test("goes by residents, and puts nobody outside the domain", () => {
    // unit of 7 cells, 20 responders: residents 1, 3 and 6 of 10 → 2, 6, 12
    const residents = new Float64Array(cells.length);
    const domain = new Float64Array(cells.length).fill(1);
    const first = 16_800;
    residents.set([1, 3, 6], first);
    domain[first + 6] = 0;
    const [unit] = grounded([{ shard: SHARD, residents, domain }]).slice(5);
    expect(unit).toMatchObject({ cellCount: 6, residents: 10 });
    const responders = spreadResponders(SHARD, [unit], { residents, domain });
    expect([...responders.slice(first)]).toEqual([2, 6, 12, 0, 0, 0, 0]);
    expect(sum(responders)).toBe(20);
  });

  test("is even over the domain where nobody lives", () => {
    const residents = new Float64Array(cells.length);
    const domain = new Float64Array(cells.length).fill(1);
    domain.fill(0, 16_800, 16_803);
    const [unit] = grounded([{ shard: SHARD, residents, domain }]).slice(5);
    const responders = spreadResponders(SHARD, [unit], { residents, domain });
    expect([...responders.slice(16_800)]).toEqual([0, 0, 0, 5, 5, 5, 5]);
  });

  test("leaves a unit without any cell of the domain with a ground of nothing", () => {
    const residents = new Float64Array(cells.length);
    const domain = new Float64Array(cells.length);
    const units = grounded([{ shard: SHARD, residents, domain }]);
    expect(units.every(({ cellCount, residents: r }) => cellCount === 0 && r === 0)).toBe(true);
    expect(sum(spreadResponders(SHARD, units, { residents, domain }))).toBe(0);
    expect(sum(unitDensity(SHARD, units, domain))).toBe(0);
  });
});

describe("the density of a unit", () => {
  test("is its count over the area of its own cells, the same in all of them", () => {
    const residents = new Float64Array(cells.length).fill(10);
    const domain = new Float64Array(cells.length).fill(1);
    domain[16_800] = 0;
    const units = grounded([{ shard: SHARD, residents, domain }]);
    const density = unitDensity(SHARD, units, domain);
    // 20 responders on 6 cells
    const area = sum(cells.slice(16_801).map((cell) => cellArea(cell, "m2"))) / 1e6;
    expect(density[16_800]).toBe(0);
    for (const value of density.slice(16_801)) expect(value / (20 / area)).toBeCloseTo(1, 3);
  });
});
