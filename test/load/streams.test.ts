import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStreams, drawByWeight, runningSum } from "../../src/load/streams.ts";

const DRAWS = 20_000;

function meanAndVariance(draw: () => number) {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (DRAWS - 1);
  return { mean, variance };
}

describe("streams", () => {
  it("gives the same draws for the same seed and source, whatever was drawn from others", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(20), (seed, source, others) => {
        const alone = createStreams(seed)(source);
        const streams = createStreams(seed);
        const other = streams(`${source}'`);
        for (let n = 0; n < others; n++) other.uniform();
        const beside = streams(source);
        for (let n = 0; n < 5; n++) expect(beside.uniform()).toBe(alone.uniform());
      }),
    );
  });

  it("gives other draws for another seed and another source", () => {
    const first = [1, 2, 3].flatMap((seed) =>
      ["a", "b", "c"].map((source) => createStreams(seed)(source).uniform()),
    );
    expect(new Set(first).size).toBe(9);
  });

  it("refuses a seed that is not a whole number", () => {
    expect(() => createStreams(1.5)).toThrow("got seed 1.5, expected a whole number");
  });

  it("draws uniforms in [0, 1) with mean 1/2 and variance 1/12", () => {
    const stream = createStreams(1)("uniform");
    const values = Array.from({ length: DRAWS }, () => stream.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const { mean, variance } = meanAndVariance(createStreams(2)("uniform").uniform);
    // standard error of the mean: √(1/12/20000) = 0.002
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.003);
  });

  it("draws normals with mean 0 and variance 1", () => {
    const { mean, variance } = meanAndVariance(createStreams(3)("normal").normal);
    // standard errors: 1/√20000 = 0.007 and √(2/20000) = 0.01
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it.each([0, 0.3, 4, 50])("draws Poisson numbers with mean and variance %d", (mean) => {
    const stream = createStreams(4)("poisson");
    const seen = meanAndVariance(() => stream.poisson(mean));
    // four standard errors of the mean, √(mean/20000); six of the variance
    expect(Math.abs(seen.mean - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean / DRAWS));
    expect(Math.abs(seen.variance - mean)).toBeLessThanOrEqual(
      6 * (mean + 0.5) * Math.sqrt(2 / DRAWS) * mean,
    );
  });

  it.each([0.5, 1.2, 6])("draws gammas of shape %d with mean 1 and variance 1/shape", (shape) => {
    const stream = createStreams(5)("gamma");
    const { mean, variance } = meanAndVariance(() => stream.gamma(shape));
    expect(Math.abs(mean - 1)).toBeLessThan(5 / Math.sqrt(shape * DRAWS));
    expect(Math.abs(variance * shape - 1)).toBeLessThan(0.15);
  });

  it("draws an index in proportion to its weight and never one of weight 0", () => {
    const stream = createStreams(6)("weights");
    const counts = [0, 0, 0, 0, 0];
    const upTo = runningSum([0, 1, 0, 3, 0]);
    for (let n = 0; n < DRAWS; n++) counts[drawByWeight(stream, upTo)]++;
    expect(counts[0] + counts[2] + counts[4]).toBe(0);
    // 3/4 ± four standard errors of √(0.1875/20000) = 0.003
    expect(Math.abs(counts[3] / DRAWS - 0.75)).toBeLessThan(0.0125);
  });
});
