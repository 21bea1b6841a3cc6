/** Seeded randomness for the synthetic worlds of the attack. One generator per world, never shared. */

export type Generator = () => number;

/** mulberry32: uniform in [0, 1). */
export function createGenerator(seed: number): Generator {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function drawNormal(random: Generator): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Gamma with mean 1 and the given coefficient of variation (Marsaglia and Tsang 2000); 1 when that is 0. */
export function drawMultiplier(random: Generator, variation: number): number {
  if (variation === 0) return 1;
  const shape = 1 / variation ** 2;
  return drawGamma(random, shape) / shape;
}

function drawGamma(random: Generator, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson by counting exponential steps: exact, fine for the small means of a cell. */
export function drawPoisson(random: Generator, mean: number): number {
  let count = -1;
  let waited = 0;
  while (waited <= mean) {
    waited -= Math.log(1 - random());
    count++;
  }
  return count;
}
