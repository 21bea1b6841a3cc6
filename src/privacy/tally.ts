/**
 * What is counted in a unit: one number (homes), or several of the same people (homes and whereabouts per period).
 * The partition needs no more of it than this.
 */
export interface Tally<T> {
  zero: T;
  add(a: T, b: T): T;
  /** the smallest of its numbers: that one must be enough for a unit */
  least(a: T): number;
  /** the largest change in one of its numbers: that one decides whether a figure is drawn again */
  change(from: T, to: T): number;
  /** each of its numbers through the same function */
  map(a: T, of: (number: number) => number): T;
}

export const ONE_COUNT: Tally<number> = {
  zero: 0,
  add: (a, b) => a + b,
  least: (a) => a,
  change: (from, to) => Math.abs(to - from),
  map: (a, of) => of(a),
};

/** Several counts side by side; every one of `length`. */
export function manyCounts(length: number): Tally<readonly number[]> {
  return {
    zero: new Array<number>(length).fill(0),
    add: (a, b) => {
      // called for every cell at every resolution
      const sums = new Array<number>(length);
      for (let i = 0; i < length; i++) sums[i] = a[i] + b[i];
      return sums;
    },
    least: (a) => Math.min(...a),
    change: (from, to) => Math.max(...from.map((number, i) => Math.abs(to[i] - number))),
    map: (a, of) => a.map(of),
  };
}

export function sumOf<T>(counts: Iterable<T>, tally: Tally<T>): T {
  let sum = tally.zero;
  for (const count of counts) sum = tally.add(sum, count);
  return sum;
}

/** Adds to what a map holds under a key. */
export function addTo<K, T>(counts: Map<K, T>, key: K, count: T, tally: Tally<T>): void {
  const held = counts.get(key);
  counts.set(key, held === undefined ? count : tally.add(held, count));
}
