import fc from "fast-check";
import { cellToChildren, cellToParent, latLngToCell } from "h3-js";
import { describe, expect, test } from "vitest";
import { SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { PERIODS } from "../../src/grid/periods.ts";
import { finestUnitOf } from "../../src/privacy/partition.ts";
import {
  drawPeriodAreas,
  PERIOD_AREA_RULE,
  type PeriodArea,
  type Presence,
  periodFigures,
  sharesOf,
} from "../../src/privacy/periodAreas.ts";
import { MIN_KEY_BYTES } from "../../src/privacy/round.ts";

const key = new Uint8Array(MIN_KEY_BYTES).fill(7);
const SHARD = cellToParent(latLngToCell(52.09, 5.12, 7), 5);
const UTRECHT_7 = latLngToCell(52.09, 5.12, 7);
const blocks = cellToChildren(UTRECHT_7, 9);

/** Homes and weights as they may be: people who are nowhere, places where nobody lives, nights only. */
const weights = fc.tuple(...[0, 1, 2, 3].map(() => fc.nat({ max: 1_000 })));
const anyPresence = fc
  .array(fc.tuple(fc.nat({ max: 48 }), fc.nat({ max: 60 }), fc.nat({ max: 60 }), weights), { maxLength: 40 })
  .map((places) => {
    const presence = new Map<string, number[]>();
    for (const [block, homes, people, near] of places) {
      const held = presence.get(blocks[block]) ?? [0, 0, 0, 0, 0];
      const more = [1_000 * homes, ...near.map((weight) => people * weight)];
      presence.set(
        blocks[block],
        held.map((number, n) => number + more[n]),
      );
    }
    return presence as Map<string, Presence>;
  });
const anyRule = fc
  .record({
    formationCount: fc.integer({ min: 1, max: 300 }),
    redrawShare: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  })
  .map(({ formationCount, redrawShare }) => ({
    ...PERIOD_AREA_RULE,
    formationCount,
    redrawChange: redrawShare * formationCount,
  }));
const totals = (presence: ReadonlyMap<string, Presence>) =>
  [0, 1, 2, 3, 4].map((n) => [...presence.values()].reduce((sum, numbers) => sum + numbers[n], 0) / 1_000);

describe("the period areas", () => {
  test("rest on at least the bound in homes and in every period, for any bound and any weights", () => {
    fc.assert(
      fc.property(anyPresence, anyPresence, anyRule, (before, now, rule) => {
        const first = drawPeriodAreas([], before, key, rule);
        const next = drawPeriodAreas(first, now, key, rule);
        const standing = new Set(first);
        const byId = new Map(next.map((area) => [area.unit, area]));
        const held = new Map(next.map(({ unit }) => [unit, [0, 0, 0, 0, 0]]));
        for (const [cell, presence] of now) {
          const area = finestUnitOf(cell, byId);
          if (area) for (const [n, number] of presence.entries()) held.get(area)![n] += number / 1_000;
        }
        for (const area of next) {
          for (const number of held.get(area.unit)!) {
            expect(number).toBeGreaterThan(rule.formationCount - rule.redrawChange - 1e-9);
          }
          if (standing.has(area)) continue;
          for (const [n, number] of area.count.entries()) {
            expect(number).toBeGreaterThanOrEqual(rule.formationCount);
            expect(Math.abs(area.protectedCount[n] - number)).toBeLessThan(rule.roundingBase);
            expect(area.protectedCount[n] % rule.roundingBase).toBe(0);
          }
        }
        if (next.length === 0) expect(Math.min(...totals(now))).toBeLessThan(rule.formationCount);
      }),
      { numRuns: 300 },
    );
  });

  test("do not depend on the order of the input, and conserve homes and periods", () => {
    fc.assert(
      fc.property(anyPresence, anyRule, (presence, rule) => {
        const areas = drawPeriodAreas([], presence, key, rule);
        expect(drawPeriodAreas([], new Map([...presence].reverse()), key, rule)).toEqual(areas);
        if (areas.length === 0) return;
        for (const [n, total] of totals(presence).entries()) {
          expect(areas.reduce((sum, { count }) => sum + count[n], 0)).toBeCloseTo(total, 6);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("stand with all their figures until one of them moved by 50", () => {
    const at = (homes: number, weekday: number) =>
      new Map<string, Presence>([[blocks[0], [homes, weekday, 900_000, 980_000, 900_000].map((n) => n * 1)]]);
    const first = drawPeriodAreas([], at(1_000_000, 400_000), key);
    expect(first.map(({ count }) => count)).toEqual([[1000, 400, 900, 980, 900]]);
    expect(drawPeriodAreas(first, at(1_049_000, 351_000), key)).toEqual(first);
    expect(drawPeriodAreas(first, at(1_000_000, 350_000), key)[0].count).toEqual([1000, 350, 900, 980, 900]);
  });

  test("show one person among equals with chance 1/25, in all five figures together", () => {
    // whoever has the same weight in all periods moves all figures of a region of equals at once, for they share an offset
    const keys = Array.from({ length: 2_000 }, (_, n) =>
      Uint8Array.from({ length: MIN_KEY_BYTES }, (_, i) => ((n * 2_654_435_761) >>> ((i % 4) * 8)) & 255),
    );
    const equal = (people: number) =>
      new Map<string, Presence>([[blocks[0], [1, 1, 1, 1, 1].map((n) => n * people * 1_000)]]);
    const figures = (people: number, secret: Uint8Array) =>
      String(drawPeriodAreas([], equal(people), secret)[0].protectedCount);
    const changed = keys.filter((secret) => figures(312, secret) !== figures(313, secret)).length;
    // 2,000 / 25 = 80, standard deviation √(80 · 0.96) = 8.8
    expect(Math.abs(changed - 80)).toBeLessThan(4 * 8.8);
  });

  test("tell the rule of docs/privacy.md", () => {
    expect(PERIOD_AREA_RULE).toMatchObject({ formationCount: 200, roundingBase: 25, redrawChange: 50 });
  });
});

describe("a unit's figures per period", () => {
  const area = (unit: string, protectedCount: number[]): PeriodArea => {
    return { unit, resolution: 0, count: protectedCount, protectedCount };
  };
  const people = (residents: Float64Array) => [
    { shard: SHARD, residents, domain: new Float64Array(SHARD_CELL_COUNT).fill(1) },
  ];
  const children7 = cellToChildren(SHARD, 7);
  /** index of the first cell of the n-th resolution-7 cell */
  const start = (n: number) => 343 * n;

  test("are its own figure times the share of its area", () => {
    const unit = { unit: children7[3], resolution: 7, protectedCount: 60 };
    const areas = [area(SHARD, [400, 100, 300, 400, 350])];
    const near = periodFigures([unit], areas, people(new Float64Array(SHARD_CELL_COUNT).fill(1)));
    expect(near.get(unit.unit)).toEqual({ weekday: 15, evening: 45, night: 60, weekend: 52.5 });
  });

  test("take of several areas the shares by the residents that each has of the unit", () => {
    // the shard's unit; one resolution-7 area of its ground holds a quarter of the residents
    const unit = { unit: SHARD, resolution: 5, protectedCount: 40 };
    const areas = [area(SHARD, [200, 100, 200, 200, 200]), area(children7[3], [200, 300, 200, 200, 200])];
    const residents = new Float64Array(SHARD_CELL_COUNT);
    residents[start(3)] = 10;
    residents[start(5)] = 30;
    // weekday: 40 · (¼ · 1.5 + ¾ · 0.5) = 30
    expect(periodFigures([unit], areas, people(residents)).get(SHARD)).toMatchObject({
      weekday: 30,
      night: 40,
    });
    // nobody lives there: by cells, 343 of 16,807 = 1/49; 40 · (1/49 · 1.5 + 48/49 · 0.5) = 20 + 40/49
    const empty = periodFigures([unit], areas, people(new Float64Array(SHARD_CELL_COUNT)));
    expect(empty.get(SHARD)!.weekday).toBeCloseTo(20 + 40 / 49, 9);
  });

  test("add up to the area's own figure where its homes are its units'", () => {
    const share = fc.integer({ min: 8, max: 40 }).map((n) => 25 * n);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 4, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.tuple(share, share, share, share),
        (tens, near) => {
          const units = tens.map((n, i) => ({ unit: children7[i], resolution: 7, protectedCount: 10 * n }));
          const homes = units.reduce((sum, { protectedCount }) => sum + protectedCount, 0);
          const figures = periodFigures(
            units,
            [area(SHARD, [homes, ...near])],
            people(new Float64Array(SHARD_CELL_COUNT).fill(2)),
          );
          for (const [n, period] of PERIODS.entries()) {
            const sum = [...figures.values()].reduce((total, figure) => total + figure[period], 0);
            expect(sum).toBeCloseTo(near[n], 6);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test("are of the whole country where no area covers the unit", () => {
    const unit = { unit: latLngToCell(12.2, -68.9, 5), resolution: 5, protectedCount: 50 };
    const areas = [area(SHARD, [200, 100, 200, 200, 200]), area(children7[3], [200, 300, 200, 200, 200])];
    const near = periodFigures([unit], areas, people(new Float64Array(SHARD_CELL_COUNT)));
    expect(near.get(unit.unit)).toEqual({ weekday: 50, evening: 50, night: 50, weekend: 50 });
    expect(sharesOf(areas[0])).toEqual({ weekday: 0.5, evening: 1, night: 1, weekend: 1 });
  });
});
