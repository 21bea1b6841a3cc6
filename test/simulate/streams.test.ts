import { describe, expect, it } from "vitest";
import { lognormalFactors } from "../../src/simulate/normalQuantiles.ts";
import { createStreams, drawsOf, STREAM_NAMES, uniformAt } from "../../src/simulate/streams.ts";

const COUNT = 200_000;

function correlation(one: (n: number) => number, other: (n: number) => number): number {
  let sum = 0;
  for (let n = 0; n < COUNT; n++) sum += (one(n) - 0.5) * (other(n) - 0.5);
  return (12 * sum) / COUNT;
}

describe("a stream of chance", () => {
  const streams = createStreams(112);
  const draw = (name: keyof typeof streams, arrest: number, n: number) =>
    uniformAt(drawsOf(streams[name], arrest), n);
  // five standard errors of a correlation of nothing
  const bound = 5 / Math.sqrt(COUNT);

  it("fills a hundred equal parts evenly, by arrest and by draw", () => {
    for (const name of STREAM_NAMES) {
      for (const at of [(n: number) => draw(name, n, 0), (n: number) => draw(name, 7, n)]) {
        const parts = new Float64Array(100);
        for (let n = 0; n < COUNT; n++) parts[Math.floor(at(n) * 100)]++;
        const expected = COUNT / 100;
        const chi2 = parts.reduce((sum, part) => sum + (part - expected) ** 2 / expected, 0);
        // 99 degrees of freedom: 99 ± 14; five of those
        expect(chi2).toBeGreaterThan(99 - 5 * 14);
        expect(chi2).toBeLessThan(99 + 5 * 14);
      }
    }
  });

  it("knows nothing of the arrest before, of its own other draws, or of another stream", () => {
    expect(
      Math.abs(
        correlation(
          (n) => draw("speed", n, 0),
          (n) => draw("speed", n + 1, 0),
        ),
      ),
    ).toBeLessThan(bound);
    expect(
      Math.abs(
        correlation(
          (n) => draw("speed", n, 0),
          (n) => draw("speed", n, 1),
        ),
      ),
    ).toBeLessThan(bound);
    for (const other of STREAM_NAMES.filter((name) => name !== "speed")) {
      expect(
        Math.abs(
          correlation(
            (n) => draw("speed", n, 0),
            (n) => draw(other, n, 0),
          ),
        ),
      ).toBeLessThan(bound);
    }
    const next = createStreams(113);
    expect(
      Math.abs(
        correlation(
          (n) => draw("speed", n, 0),
          (n) => uniformAt(drawsOf(next.speed, n), 0),
        ),
      ),
    ).toBeLessThan(bound);
  });

  it("is the same for the same seed, and strictly between 0 and 1", () => {
    const again = createStreams(112);
    for (let n = 0; n < 1_000; n++) {
      const value = draw("ambulance", n, 3);
      expect(uniformAt(drawsOf(again.ambulance, n), 3)).toBe(value);
      expect(value > 0 && value < 1).toBe(true);
    }
  });

  it("refuses a seed that is none", () => {
    expect(() => createStreams(-1)).toThrow("got seed -1, expected a whole number");
    expect(() => createStreams(0.5)).toThrow("got seed 0.5");
  });
});

describe("the table of lognormal factors", () => {
  it("has median 1 and the mean of the distribution", () => {
    const factors = lognormalFactors(0.75);
    const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
    // e^(0.75²/2) = 1.3248; beyond four standard deviations lies 0.06 % of it
    expect(Math.abs(mean - Math.exp(0.75 ** 2 / 2))).toBeLessThan(0.001);
    expect(factors[factors.length / 2] * factors[factors.length / 2 - 1]).toBeCloseTo(1, 12);
    expect(lognormalFactors(0.75)).toBe(factors);
  });
});
