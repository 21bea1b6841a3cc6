/**
 * Seeded chance: one stream per source of randomness, each draw addressed by arrest and number. The same arrest meets the
 * same luck in every scenario, however many draws another one took (common random numbers), and nothing has a state.
 *
 *   draw n of arrest i in stream s = mix(mix(i ⊕ a_s) + n · golden ⊕ b_s),   a_s, b_s from the seed
 */

export const STREAM_NAMES = [
  "place", "recognition", "acceptance", "whereabouts", "turnout", "speed", "bystander", "localAed", "policeFire",
  "ambulance", "patient", "outcome",
] as const; // biome-ignore format: one list
export type StreamName = (typeof STREAM_NAMES)[number];

export interface Stream {
  a: number;
  b: number;
}
export type Streams = Record<StreamName, Stream>;

/** 2³² divided by the golden ratio: consecutive numbers land far apart. */
const GOLDEN = 0x9e3779b9;
const UNIT = 1 / 4_294_967_296;

/** `seed`: a whole number from 0 to 2³² − 1. */
export function createStreams(seed: number): Streams {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    throw new RangeError(`got seed ${seed}, expected a whole number from 0 to 4294967295; give another`);
  const streams = STREAM_NAMES.map((name, s): [StreamName, Stream] => {
    const a = mix(mix(seed ^ 0x5bd1e995) + Math.imul(s + 1, GOLDEN));
    return [name, { a, b: mix(a ^ 0x85ebca6b) }];
  });
  return Object.fromEntries(streams) as Streams;
}

/** Where the draws of one arrest begin. */
export function drawsOf(stream: Stream, arrest: number): number {
  return (mix(arrest ^ stream.a) + stream.b) | 0;
}

/** Draw `n` as 32 bits, unsigned. */
export function bitsAt(draws: number, n: number): number {
  return mix(draws + Math.imul(n + 1, GOLDEN)) >>> 0;
}

/** Draw `n`, strictly between 0 and 1. */
export function uniformAt(draws: number, n: number): number {
  return (bitsAt(draws, n) + 0.5) * UNIT;
}

/** A permutation of 32 bits (triple32 of C. Wellons' hash prospector, public domain: bias 2 · 10⁻⁵). */
function mix(bits: number): number {
  let x = bits;
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb);
  x = Math.imul(x ^ (x >>> 11), 0xac4c1b51);
  x = Math.imul(x ^ (x >>> 15), 0x31848bab);
  return x ^ (x >>> 14);
}
