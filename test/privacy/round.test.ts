import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MIN_KEY_BYTES, ROUNDING_BASE, roundCount } from "../../src/privacy/round.ts";

const keyOf = (n: number) =>
  Uint8Array.from({ length: MIN_KEY_BYTES }, (_, i) => (n >>> ((i % 4) * 8)) & 255);
const anyKey = fc.integer().map(keyOf);
const anyUnit = fc.constantFrom("891969c9b27ffff", "881969c9b3fffff", "841969dffffffff");
const anyCount = fc.integer({ min: 0, max: 5000 });

describe("rounding a count", () => {
  test("gives a multiple of 10 less than 10 away, the same each time", () => {
    fc.assert(
      fc.property(anyUnit, anyCount, anyKey, (unit, count, key) => {
        const rounded = roundCount(unit, count, key);
        expect(rounded % ROUNDING_BASE).toBe(0);
        expect(Math.abs(rounded - count)).toBeLessThan(ROUNDING_BASE);
        expect(roundCount(unit, count, key)).toBe(rounded);
      }),
    );
  });

  test("keeps a multiple of 10 as it is, so that k = 10 is never shown as 0", () => {
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 0, max: 1000 }), anyKey, (unit, tens, key) => {
        expect(roundCount(unit, 10 * tens, key)).toBe(10 * tens);
      }),
    );
  });

  test("rounds to another multiple when told so", () => {
    fc.assert(
      fc.property(anyUnit, anyCount, anyKey, fc.constantFrom(5, 20, 25), (unit, count, key, base) => {
        const rounded = roundCount(unit, count, key, base);
        expect(rounded % base).toBe(0);
        expect(Math.abs(rounded - count)).toBeLessThan(base);
      }),
    );
  });

  test("is unbiased over keys", () => {
    // 13 → 10 or 20, up with 3/10: mean 13, sd at most √(100 · 0.5 · 0.5) = 5. 4,000 keys: standard error 0.079.
    const keys = Array.from({ length: 4000 }, (_, n) => keyOf(n * 2654435761));
    // a sum of shares of a week need not be whole
    for (const count of [11, 13, 15, 17.25, 19]) {
      const mean =
        keys.reduce((sum, key) => sum + roundCount("891969c9b27ffff", count, key), 0) / keys.length;
      expect(Math.abs(mean - count)).toBeLessThan(4 * 0.079);
    }
  });

  test("moves for exactly one of ten successive counts, upward", () => {
    fc.assert(
      fc.property(anyUnit, anyCount, anyKey, (unit, count, key) => {
        const figures = Array.from({ length: 11 }, (_, more) => roundCount(unit, count + more, key));
        const steps = figures.slice(1).map((figure, i) => figure - figures[i]);
        expect(steps.filter((step) => step === 10)).toHaveLength(1);
        expect(steps.filter((step) => step === 0)).toHaveLength(9);
      }),
    );
  });

  test("rounds units apart from one another", () => {
    // one key, 2,000 units of 14: up with 4/10, so 800 ± 4 · 22
    const key = keyOf(99);
    const up = Array.from({ length: 2000 }, (_, n) => roundCount(`unit ${n}`, 14, key)).filter(
      (r) => r === 20,
    );
    expect(Math.abs(up.length - 800)).toBeLessThan(88);
  });

  test("refuses a short key", () => {
    expect(() => roundCount("891969c9b27ffff", 10, new Uint8Array(16))).toThrow("got a key of 16 bytes");
  });
});
