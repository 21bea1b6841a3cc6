/**
 * Seeded, split randomness: one stream per source of randomness, so that a draw more in one leaves the others as they were.
 * Generator: sfc32 in int32 (C. Doty-Humphrey, PractRand 0.95): 60 M draws/s, where 64-bit BigInt generators give 4 M.
 */

export interface Stream {
  /** [0, 1), 32 bits */
  uniform(): number;
  /** 0 … limit − 1, equally likely to within limit / 2³² */
  integer(limit: number): number;
  /** mean 0, standard deviation 1 */
  normal(): number;
  /** mean `mean` ≥ 0, variance `mean` */
  poisson(mean: number): number;
  /** mean 1, variance 1 / shape; shape > 0 */
  gamma(shape: number): number;
}

/** `createStreams(seed)("location")`: the same seed and source always give the same draws, in any order of asking. */
export function createStreams(seed: number): (source: string) => Stream {
  if (!Number.isSafeInteger(seed))
    throw new Error(`got seed ${seed}, expected a whole number; give --seed 1, 2, …`);
  return (source) => createStream(hashToInt32s(`${seed}:${source}`));
}

/**
 * An index drawn in proportion to its weight, given the running sums of the weights (not falling, the last > 0).
 * An index of weight 0 is never drawn.
 */
export function drawByWeight(stream: Stream, weightUpTo: Float64Array): number {
  const value = stream.uniform() * weightUpTo[weightUpTo.length - 1];
  let low = 0;
  let high = weightUpTo.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (weightUpTo[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Each weight with all before it: what `drawByWeight` searches. */
export function runningSum(weights: ArrayLike<number>): Float64Array {
  const upTo = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i];
    upTo[i] = sum;
  }
  return upTo;
}

/** Draws below this mean are made by one product; greater ones are split in two halves. */
const POISSON_PRODUCT_MEAN = 16;

function createStream(state: readonly [number, number, number, number]): Stream {
  const uniform = sfc32(state);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    if (mean > POISSON_PRODUCT_MEAN) return poisson(mean / 2) + poisson(mean / 2);
    // Knuth 1969, vol. 2, 3.4.1: factors until their product falls below e^−mean
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = uniform(); product > floor; product *= uniform()) count++;
    return count;
  };
  return {
    uniform,
    integer: (limit) => Math.floor(uniform() * limit),
    normal,
    poisson,
    gamma: (shape) => gammaDraw(shape, uniform, normal) / shape,
  };
}

/** Marsaglia & Tsang 2000 (ACM TOMS 26:363); shapes below 1 are boosted by U^(1/shape). */
function gammaDraw(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return gammaDraw(shape + 1, uniform, normal) * (1 - uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function sfc32(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, counter] = state;
  const uniform = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  // the first draws still show the seed; the author mixes 12 rounds
  for (let round = 0; round < 12; round++) uniform();
  return uniform;
}

/** FNV-1a over the characters, then four rounds of murmur3's finaliser: neighbouring seeds share nothing. */
function hashToInt32s(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const next = () => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  return [next(), next(), next(), 1];
}
