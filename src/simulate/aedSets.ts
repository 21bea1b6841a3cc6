/**
 * Which AEDs responders are sent by: at each instant the nearest few of those that are open, by straight line. The
 * instants that share a set are found at once: nearly always one set, or one by day and one at night.
 */
import { bucketRanges } from "../grid/pointBuckets.ts";
import type { AlertRule } from "../scenario.ts";
import type { Ground } from "./ground.ts";
import { ALL_INSTANTS, INSTANT_COUNT } from "./instants.ts";

/** Working memory for all patients of a ground. */
export interface AedSets {
  /** at most one set per instant */
  count: number;
  /** instants of each set, as bits */
  instants: Int32Array;
  /** AEDs in each set */
  size: Int32Array;
  /** [set × `stride` + n]: the n-th nearest, as place in the ground's AEDs */
  member: Int32Array;
  /** metres to the nearest in each set; Infinity where there is none */
  nearestMeters: Float64Array;
  stride: number;
  near: Int32Array;
  near2: Float64Array;
}

export function aedSets({ aeds }: Ground, { aedsMax }: AlertRule): AedSets {
  const stride = Math.max(1, Math.min(aeds.x.length, aedsMax ?? aeds.x.length));
  return {
    count: 0,
    instants: new Int32Array(INSTANT_COUNT),
    size: new Int32Array(INSTANT_COUNT),
    member: new Int32Array(INSTANT_COUNT * stride),
    nearestMeters: new Float64Array(INSTANT_COUNT),
    stride,
    near: new Int32Array(aeds.x.length),
    near2: new Float64Array(aeds.x.length),
  };
}

/** Replaces what the sets held. Ties: from south to north, then from west to east. */
export function findAedSets(
  ground: Ground,
  px: number,
  py: number,
  { aedRadiusMeters, aedsMax }: AlertRule,
  sets: AedSets,
): void {
  sets.count = 1;
  sets.instants[0] = ALL_INSTANTS;
  sets.size[0] = 0;
  sets.nearestMeters[0] = Number.POSITIVE_INFINITY;
  const max = aedsMax ?? Number.POSITIVE_INFINITY;
  let left = gather(ground, px, py, aedRadiusMeters, sets);
  let isOpen = true;
  while (left > 0 && isOpen) {
    const nearest = leastOf(sets, left);
    isOpen = offer(sets, sets.near[nearest], Math.sqrt(sets.near2[nearest]), ground.aedInstants, max);
    left--;
    sets.near[nearest] = sets.near[left];
    sets.near2[nearest] = sets.near2[left];
  }
}

function gather(
  { aeds, ranges }: Ground,
  px: number,
  py: number,
  radiusMeters: number,
  sets: AedSets,
): number {
  const rangeCount = bucketRanges(aeds, px, py, radiusMeters, ranges);
  let count = 0;
  for (let r = 0; r < rangeCount; r += 2) {
    for (let n = ranges[r], to = ranges[r + 1]; n < to; n++) {
      const dx = aeds.x[n] - px;
      const dy = aeds.y[n] - py;
      const meters2 = dx * dx + dy * dy;
      if (meters2 > radiusMeters * radiusMeters) continue;
      sets.near[count] = n;
      sets.near2[count++] = meters2;
    }
  }
  return count;
}

function leastOf({ near, near2 }: AedSets, count: number): number {
  let least = 0;
  for (let i = 1; i < count; i++) {
    if (near2[i] < near2[least] || (near2[i] === near2[least] && near[i] < near[least])) least = i;
  }
  return least;
}

/** The next nearest AED joins the sets at whose instants it is open; false when all of them are full. */
function offer(sets: AedSets, aed: number, meters: number, aedInstants: Int32Array, max: number): boolean {
  const { instants, size, member, nearestMeters, stride } = sets;
  for (let s = 0, count = sets.count; s < count; s++) {
    if (size[s] >= max) continue;
    const open = instants[s] & aedInstants[aed];
    if (open !== 0 && open !== instants[s]) splitOff(sets, s, instants[s] & ~open);
    if (open !== 0) {
      if (size[s] === 0) nearestMeters[s] = meters;
      member[s * stride + size[s]++] = aed;
    }
  }
  for (let s = 0; s < sets.count; s++) if (size[s] < max) return true;
  return false;
}

/** The closed instants of a set go on as a set of their own, with what it held so far. */
function splitOff(sets: AedSets, from: number, closed: number): void {
  const { instants, size, member, nearestMeters, stride } = sets;
  const to = sets.count++;
  instants[from] &= ~closed;
  instants[to] = closed;
  size[to] = size[from];
  nearestMeters[to] = nearestMeters[from];
  for (let n = 0; n < size[from]; n++) member[to * stride + n] = member[from * stride + n];
}
