import { describe, expect, it } from "vitest";
import { normalCdf } from "../../src/simulate/normal.ts";

/** Simpson's rule over the density: another way to the same number. */
function integrated(x: number): number {
  const steps = 4_000;
  const from = -12;
  const width = (x - from) / steps;
  let sum = 0;
  for (let n = 0; n <= steps; n++) {
    const z = from + n * width;
    const weight = n === 0 || n === steps ? 1 : n % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((-z * z) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

describe("the normal distribution", () => {
  it("is what its density integrates to", () => {
    for (let x = -6; x <= 6; x += 0.37) expect(normalCdf(x)).toBeCloseTo(integrated(x), 12);
  });

  it("has the tail that the series for large x gives", () => {
    for (const x of [7.5, 10, 20]) {
      const series =
        (Math.exp((-x * x) / 2) / (x * Math.sqrt(2 * Math.PI))) *
        (1 - 1 / x ** 2 + 3 / x ** 4 - 15 / x ** 6 + 105 / x ** 8);
      expect(normalCdf(-x) / series).toBeCloseTo(1, 4);
    }
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
  });
});
