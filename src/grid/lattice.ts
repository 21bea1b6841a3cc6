/** Where the 16,807 children of a shard stand in the lattice: axial coordinates around its middle, in child order. */
import { SHARD_CELL_COUNT, SHARD_RESOLUTION } from "./cell.ts";

/** The same for every shard (no pentagon lies in Europe). */
const LATTICE = latticeOfChildren();
export const LATTICE_A = LATTICE.a;
export const LATTICE_B = LATTICE.b;

/**
 * Digits to axial coordinates by h3's own steps down (faceijk.c, coordijk.c): odd resolutions are class III.
 * i, j, k axes at 120°; axial a = i − k, b = j − k.
 */
function latticeOfChildren(): { a: Int16Array; b: Int16Array } {
  const a = new Int16Array(SHARD_CELL_COUNT);
  const b = new Int16Array(SHARD_CELL_COUNT);
  for (let index = 0; index < SHARD_CELL_COUNT; index++) {
    let [i, j, k] = [0, 0, 0];
    for (let level = 0; level < 5; level++) {
      const digit = Math.floor(index / 7 ** (4 - level)) % 7;
      const isClassThree = (SHARD_RESOLUTION + 1 + level) % 2 === 1;
      [i, j, k] = isClassThree ? [3 * i + j, 3 * j + k, i + 3 * k] : [3 * i + k, i + 3 * j, j + 3 * k];
      i += (digit >> 2) & 1;
      j += (digit >> 1) & 1;
      k += digit & 1;
    }
    a[index] = i - k;
    b[index] = j - k;
  }
  return { a, b };
}
