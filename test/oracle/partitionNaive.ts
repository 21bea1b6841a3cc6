/**
 * The partition by its definition, O(cells²) per level: for every cell of a level, from fine to coarse, count again
 * all responders inside it that no finer unit holds. No carrying, no maps of remainders.
 */
import { cellToParent, getResolution } from "h3-js";

interface NaiveUnit {
  unit: string;
  resolution: number;
  count: number;
}

const within = (cell: string, ancestor: string) =>
  getResolution(cell) >= getResolution(ancestor) && cellToParent(cell, getResolution(ancestor)) === ancestor;

export function partitionNaive(exactCounts: ReadonlyMap<string, number>, k: number): NaiveUnit[] {
  const occupied = [...exactCounts].filter(([, count]) => count > 0);
  const units: NaiveUnit[] = [];
  const isTaken = (cell: string) => units.some(({ unit }) => within(cell, unit));
  for (let resolution = 9; resolution >= 0; resolution--) {
    const candidates = [...new Set(occupied.map(([cell]) => cellToParent(cell, resolution)))];
    const formed: NaiveUnit[] = [];
    for (const candidate of candidates) {
      const free = occupied.filter(([cell]) => within(cell, candidate) && !isTaken(cell));
      const count = free.reduce((sum, [, n]) => sum + n, 0);
      if (count >= k) formed.push({ unit: candidate, resolution, count });
    }
    units.push(...formed);
  }
  return settleNaive(units, occupied, k);
}

/** The written rule for rests: see `settleRest` in src/privacy/partition.ts. */
function settleNaive(units: NaiveUnit[], occupied: [string, number][], k: number): NaiveUnit[] {
  const isTaken = (cell: string) => units.some(({ unit }) => within(cell, unit));
  const free = occupied
    .filter(([cell]) => !isTaken(cell))
    .map(([cell, n]) => ({ root: cellToParent(cell, 0), n }));
  const roots = [...new Set(occupied.map(([cell]) => cellToParent(cell, 0)))].sort();
  const total = free.reduce((sum, { n }) => sum + n, 0);
  const restOf = (root: string) => free.filter((f) => f.root === root).reduce((sum, { n }) => sum + n, 0);
  if (units.length === 0) {
    if (total < k) return [];
    const fullest = roots.reduce((a, b) => (restOf(b) > restOf(a) ? b : a));
    return [{ unit: fullest, resolution: 0, count: total }];
  }
  const first = (candidates: NaiveUnit[]) =>
    [...candidates].sort(
      (a, b) => a.resolution - b.resolution || a.count - b.count || (a.unit < b.unit ? -1 : 1),
    )[0];
  const hosts = roots.map((root) => ({ root, host: first(units.filter(({ unit }) => within(unit, root))) }));
  for (const { root, host } of hosts) {
    if (host) Object.assign(host, { unit: root, resolution: 0, count: host.count + restOf(root) });
  }
  const homeless = hosts.filter(({ host }) => !host).reduce((sum, { root }) => sum + restOf(root), 0);
  if (homeless > 0) first(units).count += homeless;
  return units;
}
