import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MIN_KEY_BYTES, ROUNDING_BASE, roundCount } from "../../src/privacy/round.ts";

const keyOf = (n: number) =>
  Uint8Array.from({ length: MIN_KEY_BYTES }, (_, i) => (n >>> ((i % 4) * 8)) & 255);
const anyKey = fc.integer().map(keyOf);
const anyUnit = fc.constantFrom("891969c9b27ffff", "881969c9b3fffff", "841969dffffffff");
const anyCount = fc.integer({ min: 0, max: 5000 });

describe("rounding a count", () => {
  test("gives a multiple of 5 less than 5 away, the same each time", () => {
    fc.assert(
      fc.property(anyUnit, anyCount, anyKey, (unit, count, key) => {
        const rounded = roundCount(unit, count, key);
        expect(rounded % ROUNDING_BASE).toBe(0);
        expect(Math.abs(rounded - count)).toBeLessThan(ROUNDING_BASE);
        expect(roundCount(unit, count, key)).toBe(rounded);
      }),
    );
  });

  test("keeps a multiple of 5 as it is, so that k = 10 is never shown as 5", () => {
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 0, max: 1000 }), anyKey, (unit, fives, key) => {
        expect(roundCount(unit, 5 * fives, key)).toBe(5 * fives);
      }),
    );
  });

  test("is unbiased over keys", () => {
    // 13 → 10 or 15, up with 3/5: mean 13, sd √(25 · 0.6 · 0.4) = 2.45. 4,000 keys: standard error 0.039.
    const keys = Array.from({ length: 4000 }, (_, n) => keyOf(n * 2654435761));
    for (const count of [11, 12, 13, 14]) {
      const mean =
        keys.reduce((sum, key) => sum + roundCount("891969c9b27ffff", count, key), 0) / keys.length;
      expect(Math.abs(mean - count)).toBeLessThan(4 * 0.039);
    }
  });

  test("moves for exactly one of five successive counts, upward", () => {
    fc.assert(
      fc.property(anyUnit, anyCount, anyKey, (unit, count, key) => {
        const figures = [0, 1, 2, 3, 4, 5].map((more) => roundCount(unit, count + more, key));
        const steps = figures.slice(1).map((figure, i) => figure - figures[i]);
        expect(steps.filter((step) => step === 5)).toHaveLength(1);
        expect(steps.filter((step) => step === 0)).toHaveLength(4);
      }),
    );
  });

  test("rounds units apart from one another", () => {
    // one key, 2,000 units of 12: up with 2/5, so 800 ± 4 · 22
    const key = keyOf(99);
    const up = Array.from({ length: 2000 }, (_, n) => roundCount(`unit ${n}`, 12, key)).filter(
      (r) => r === 15,
    );
    expect(Math.abs(up.length - 800)).toBeLessThan(88);
  });

  test("refuses a short key", () => {
    expect(() => roundCount("891969c9b27ffff", 10, new Uint8Array(16))).toThrow("got a key of 16 bytes");
  });
});
