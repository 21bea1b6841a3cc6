/**
 * A smaller instance with the same best plans: cells that the same sites cover in the same proportions become one,
 * and a site that another one matches everywhere at no higher cost is dropped (of twins, the later one).
 */
import type { CoverageInstance } from "./coverageInstance.ts";

export interface ReducedInstance extends CoverageInstance {
  /** site of the reduced instance → site of the whole */
  siteOf: Int32Array;
}

export function reduceInstance(whole: CoverageInstance): ReducedInstance {
  const merged = mergeCells(whole);
  const kept = undominated(merged);
  const entryCount = kept.reduce((sum, j) => sum + merged.start[j + 1] - merged.start[j], 0);
  const start = new Int32Array(kept.length + 1);
  const cell = new Int32Array(entryCount);
  const value = new Float64Array(entryCount);
  kept.forEach((j, n) => {
    const [from, to] = [merged.start[j], merged.start[j + 1]];
    cell.set(merged.cell.subarray(from, to), start[n]);
    value.set(merged.value.subarray(from, to), start[n]);
    start[n + 1] = start[n] + to - from;
  });
  const cost = Float64Array.from(kept, (j) => merged.cost[j]);
  return { ...merged, siteCount: kept.length, start, cell, value, cost, siteOf: Int32Array.from(kept) };
}

/** The entries by cell: cell i has entry[start[i]] … of site[…], sites ascending. */
export function byCell({ cellCount, siteCount, start, cell }: CoverageInstance) {
  const from = new Int32Array(cellCount + 1);
  for (let e = 0; e < cell.length; e++) from[cell[e] + 1]++;
  for (let i = 0; i < cellCount; i++) from[i + 1] += from[i];
  const next = from.slice();
  const entry = new Int32Array(cell.length);
  const site = new Int32Array(cell.length);
  for (let j = 0; j < siteCount; j++) {
    for (let e = start[j]; e < start[j + 1]; e++) {
      const at = next[cell[e]]++;
      entry[at] = e;
      site[at] = j;
    }
  }
  return { start: from, entry, site };
}

function mergeCells(whole: CoverageInstance): CoverageInstance {
  const columns = byCell(whole);
  /** hash of the sites of a cell → cells that stand for others */
  const standing = new Map<number, number[]>();
  const becomes = new Int32Array(whole.cellCount).fill(-1);
  const heirOf = new Int32Array(whole.cellCount).fill(-1);
  const factor = new Float64Array(whole.cellCount);
  let cellCount = 0;
  for (let i = 0; i < whole.cellCount; i++) {
    if (columns.start[i] === columns.start[i + 1]) continue;
    const hash = hashSites(columns, i);
    const alike = standing.get(hash) ?? [];
    const heir = alike.find((other) => isProportional(whole, columns, i, other)) ?? i;
    heirOf[i] = heir;
    if (heir === i) {
      standing.set(hash, [...alike, i]);
      becomes[i] = cellCount++;
    }
    factor[heir] += firstValue(whole, columns, i) / firstValue(whole, columns, heir);
  }
  return keepHeirs(whole, { becomes, heirOf, factor, cellCount });
}

type Columns = ReturnType<typeof byCell>;

function firstValue({ value }: CoverageInstance, { start, entry }: Columns, i: number): number {
  return value[entry[start[i]]];
}

function hashSites({ start, site }: Columns, i: number): number {
  let hash = start[i + 1] - start[i];
  for (let n = start[i]; n < start[i + 1]; n++) {
    hash = Math.imul(hash ^ site[n], 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash;
}

/** Rounding aside: what differs by more than 1e-12 stays apart. */
const PROPORTION_TOLERANCE = 1e-12;

function isProportional(
  { value }: CoverageInstance,
  { start, entry, site }: Columns,
  i: number,
  k: number,
): boolean {
  const length = start[i + 1] - start[i];
  if (start[k + 1] - start[k] !== length) return false;
  const ratio = value[entry[start[i]]] / value[entry[start[k]]];
  for (let n = 0; n < length; n++) {
    if (site[start[i] + n] !== site[start[k] + n]) return false;
    const other = value[entry[start[k] + n]] * ratio;
    if (Math.abs(value[entry[start[i] + n]] - other) > PROPORTION_TOLERANCE * other) return false;
  }
  return true;
}

function keepHeirs(
  whole: CoverageInstance,
  {
    becomes,
    heirOf,
    factor,
    cellCount,
  }: { becomes: Int32Array; heirOf: Int32Array; factor: Float64Array; cellCount: number },
): CoverageInstance {
  const start = new Int32Array(whole.siteCount + 1);
  const cell = new Int32Array(whole.cell.length);
  const value = new Float64Array(whole.cell.length);
  let at = 0;
  for (let j = 0; j < whole.siteCount; j++) {
    for (let e = whole.start[j]; e < whole.start[j + 1]; e++) {
      const i = whole.cell[e];
      if (heirOf[i] !== i) continue;
      cell[at] = becomes[i];
      value[at++] = whole.value[e] * factor[i];
    }
    start[j + 1] = at;
  }
  return { ...whole, cellCount, start, cell: cell.slice(0, at), value: value.slice(0, at) };
}

/** Sites that no other one makes needless, ascending. */
function undominated(instance: CoverageInstance): number[] {
  const { siteCount, cellCount, start, cell, value, cost } = instance;
  const columns = byCell(instance);
  const isDropped = new Uint8Array(siteCount);
  const valueOfA = new Float64Array(cellCount);
  for (let a = 0; a < siteCount; a++) {
    const size = start[a + 1] - start[a];
    if (size === 0) {
      isDropped[a] = 1;
      continue;
    }
    let rarest = cell[start[a]];
    for (let e = start[a]; e < start[a + 1]; e++) {
      const i = cell[e];
      valueOfA[i] = value[e];
      if (columns.start[i + 1] - columns.start[i] < columns.start[rarest + 1] - columns.start[rarest])
        rarest = i;
    }
    for (let n = columns.start[rarest]; n < columns.start[rarest + 1] && !isDropped[a]; n++) {
      const b = columns.site[n];
      const isCandidate = b !== a && !isDropped[b] && start[b + 1] - start[b] >= size && cost[b] <= cost[a];
      if (isCandidate && matches(instance, b, valueOfA, size))
        isDropped[a] = isTwin(instance, a, b) && b > a ? 0 : 1;
    }
    for (let e = start[a]; e < start[a + 1]; e++) valueOfA[cell[e]] = 0;
  }
  return Array.from({ length: siteCount }, (_, j) => j).filter((j) => !isDropped[j]);
}

/** Whether site b is worth to every cell of a at least what a is. */
function matches(
  { start, cell, value }: CoverageInstance,
  b: number,
  valueOfA: Float64Array,
  size: number,
): boolean {
  let left = size;
  const spare = start[b + 1] - start[b] - size;
  let missed = 0;
  for (let e = start[b]; e < start[b + 1]; e++) {
    const wanted = valueOfA[cell[e]];
    if (wanted === 0) {
      if (++missed > spare) return false;
    } else if (value[e] < wanted) return false;
    else left--;
  }
  return left === 0;
}

/** Given that b matches a: whether a matches b too. */
function isTwin({ start, value, cost }: CoverageInstance, a: number, b: number): boolean {
  if (start[a + 1] - start[a] !== start[b + 1] - start[b] || cost[a] !== cost[b]) return false;
  return sum(value, start[a], start[a + 1]) >= sum(value, start[b], start[b + 1]);
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let n = from; n < to; n++) total += values[n];
  return total;
}
