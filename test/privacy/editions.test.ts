import fc from "fast-check";
import { cellToChildren, latLngToCell } from "h3-js";
import { describe, expect, test } from "vitest";
import {
  type DrawnUnit,
  decideEdition,
  drawUnits,
  EDITION_SECONDS,
  FORMATION_FACTOR,
} from "../../src/privacy/editions.ts";
import { finestUnitOf, K_RESPONDERS } from "../../src/privacy/partition.ts";
import { MIN_KEY_BYTES } from "../../src/privacy/round.ts";
import { elsewhere } from "./elsewhere.ts";

const key = new Uint8Array(MIN_KEY_BYTES).fill(7);
const createdAt = new Date("2026-01-01T00:00:00Z");
const secondsLater = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000);
const UTRECHT_7 = latLngToCell(52.09, 5.12, 7);
const blocks = cellToChildren(UTRECHT_7, 9);
const FORMED = FORMATION_FACTOR * K_RESPONDERS;

/** Few blocks, so that counts of a block and of its parents often pass 30. */
const anyCounts = fc
  .array(fc.tuple(fc.nat({ max: 48 }), fc.integer({ min: 0, max: 45 })), { maxLength: 40 })
  .map((pairs) => new Map(pairs.map(([i, count]) => [blocks[i], count] as const)));
const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);

describe("whether a new edition is due", () => {
  const units = [{ unit: blocks[0], resolution: 9, count: 20, protectedCount: 20 }];
  const edition = { units, createdAt };
  const withCount = (count: number) => [{ unit: blocks[0], resolution: 9, count }];

  test("is at once when there is none", () => {
    expect(decideEdition(null, units, createdAt)).toEqual({ decision: "replace", reason: "first" });
  });

  test("is at 91 days exactly, not a second before", () => {
    expect(decideEdition(edition, withCount(20), secondsLater(EDITION_SECONDS - 1)).decision).toBe("keep");
    expect(decideEdition(edition, withCount(20), secondsLater(EDITION_SECONDS))).toEqual({
      decision: "replace",
      reason: "quarterOld",
    });
  });

  test("is when a unit moved by k, came or went, not by k − 1", () => {
    expect(decideEdition(edition, withCount(29), secondsLater(60)).decision).toBe("keep");
    expect(decideEdition(edition, withCount(30), secondsLater(60))).toEqual({
      decision: "replace",
      reason: "unitChanged",
    });
    expect(decideEdition(edition, withCount(10), secondsLater(60)).decision).toBe("replace");
    expect(decideEdition(edition, [], secondsLater(60)).decision).toBe("replace");
    const another = { unit: blocks[1], resolution: 9, count: 20 };
    expect(decideEdition(edition, [...units, another], secondsLater(60)).decision).toBe("replace");
  });

  test("is not when the clock runs backwards", () => {
    expect(decideEdition(edition, withCount(20), secondsLater(-EDITION_SECONDS)).decision).toBe("keep");
  });
});

describe("the next edition", () => {
  /** 35 far away hold the root, so that the units under test are not dissolved into it. */
  const FAR = elsewhere(UTRECHT_7, 5).map((cell) => [cell, 7] as [string, number]);
  const draw = (previous: DrawnUnit[], ...counts: [string, number][]) =>
    drawUnits(previous, new Map([...FAR, ...counts]), key);
  const find = (units: DrawnUnit[], id: string) => units.find(({ unit }) => unit === id);

  test("is the same to the last figure when every unit moved by less than k", () => {
    // two units of 30; one gains 9, the other loses 9
    const first = draw([], [blocks[0], 30], [blocks[30], 30]);
    expect(first.map(({ count }) => count)).toEqual([30, 30, 35]);
    expect(draw(first, [blocks[0], 39], [blocks[30], 21])).toEqual(first);
  });

  test("draws only the unit that moved by k", () => {
    const first = draw([], [blocks[0], 30], [blocks[30], 32]);
    const next = draw(first, [blocks[0], 40], [blocks[30], 35]);
    expect(find(next, blocks[0])).toMatchObject({ count: 40, protectedCount: 40 });
    expect(find(next, blocks[30])).toBe(find(first, blocks[30]));
  });

  test("gives the ground of a unit that fell below 3k to the next coarser one", () => {
    // block 0 falls from 30 to 5: its 5 join the rest of the resolution-7 cell, which moved by 5 < 10 and stands
    const first = draw([], [blocks[0], 30], [blocks[30], 20], [blocks[40], 15]);
    expect(first.map(({ unit }) => unit).slice(0, 2)).toEqual([blocks[0], UTRECHT_7]);
    expect(draw(first, [blocks[0], 5], [blocks[30], 20], [blocks[40], 15])).toEqual(first.slice(1));
  });

  test("splits a unit that grew by k, on its own ground", () => {
    // the rest of the resolution-7 cell: 20 + 15 becomes 40 + 31, so both blocks become units and nothing is left
    const first = draw([], [blocks[0], 30], [blocks[30], 20], [blocks[40], 15]);
    const next = draw(first, [blocks[0], 30], [blocks[30], 40], [blocks[40], 31]);
    expect(next.map(({ unit }) => unit).slice(0, 3)).toEqual([blocks[0], blocks[30], blocks[40]].sort());
    expect(next.map(({ count }) => count).sort()).toEqual([30, 31, 35, 40]);
  });

  test("dissolves as many units into a root as it takes to hold 3k", () => {
    // 35 far away fall to 5; block 0 stands at 21 (30 − 9), block 30 at 30: 5 + 21 = 26 < 30, so block 30 goes too
    const first = draw([], [blocks[0], 30], [blocks[30], 30]);
    const now = new Map<string, number>([
      [FAR[0][0], 5],
      [blocks[0], 21],
      [blocks[30], 30],
    ]);
    const next = drawUnits(first, now, key);
    expect(next.map(({ resolution, count }) => [resolution, count])).toEqual([[0, 56]]);
  });

  test("never rests on fewer than k, at drawing or while a unit stands, and leaves nobody without a unit", () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, (before, now) => {
        const first = drawUnits([], before, key);
        const next = drawUnits(first, now, key);
        const standing = new Set(first);
        const held = new Map<string, number>();
        const byId = new Map(next.map((unit) => [unit.unit, unit]));
        for (const [cell, count] of now) {
          const unit = finestUnitOf(cell, byId);
          if (unit) held.set(unit, (held.get(unit) ?? 0) + count);
          else if (next.length > 0) expect(count).toBe(0);
        }
        for (const unit of next) {
          expect(held.get(unit.unit) ?? 0).toBeGreaterThan(FORMED - K_RESPONDERS);
          if (!standing.has(unit)) expect(unit.count).toBeGreaterThanOrEqual(FORMED);
        }
        if (next.length === 0) expect(total(now)).toBeLessThan(FORMED);
      }),
      { numRuns: 300 },
    );
  });

  test("changes nothing that anyone sees unless k persons came or went", () => {
    // nudge: at most 9 persons more or fewer in the whole country
    fc.assert(
      fc.property(anyCounts, fc.nat({ max: 48 }), fc.integer({ min: -9, max: 9 }), (before, i, nudge) => {
        const now = new Map(before);
        now.set(blocks[i], Math.max(0, (before.get(blocks[i]) ?? 0) + nudge));
        const first = drawUnits([], before, key);
        fc.pre(first.length > 0);
        expect(drawUnits(first, now, key)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });
});
