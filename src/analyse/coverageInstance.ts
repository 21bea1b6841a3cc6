/**
 * What a placement chooses from, as plain arrays: cells with demand, sites with what they cover of them, and costs.
 * Existing AEDs are in it already: demand is what they leave over.
 */

/** One place or action that may be chosen. */
export interface Site {
  /** indexes of the cells it covers, each once */
  cells: ArrayLike<number>;
  /** per cell, the share of its demand that counts, in (0, 1]; absent = 1 */
  quality?: ArrayLike<number>;
  /** absent = 1 */
  cost?: number;
}

/** Sites as compressed sparse rows: site j has the entries start[j] … start[j + 1] − 1. */
export interface CoverageInstance {
  cellCount: number;
  siteCount: number;
  start: Int32Array;
  cell: Int32Array;
  /** per entry, what the site is worth to the cell: demand × quality, more than 0 */
  value: Float64Array;
  cost: Float64Array;
}

/** Entries without demand are left out. A cost, demand or share out of range is a broken promise of the caller. */
export function coverageInstance(demand: ArrayLike<number>, sites: readonly Site[]): CoverageInstance {
  const start = new Int32Array(sites.length + 1);
  const entryCount = sites.reduce((sum, { cells }) => sum + cells.length, 0);
  const cell = new Int32Array(entryCount);
  const value = new Float64Array(entryCount);
  const seenBy = new Int32Array(demand.length).fill(-1);
  for (let i = 0; i < demand.length; i++)
    check(demand[i] >= 0 && demand[i] < Infinity, "demand", demand[i], "0 or more");
  let at = 0;
  sites.forEach(({ cells, quality, cost = 1 }, j) => {
    check(cost > 0 && cost < Infinity, `cost of site ${j}`, cost, "more than 0");
    for (let n = 0; n < cells.length; n++) {
      const i = cells[n];
      check(i >= 0 && i < demand.length, `cell of site ${j}`, i, `0 to ${demand.length - 1}`);
      check(seenBy[i] !== j, `cell of site ${j}`, i, "each cell once");
      seenBy[i] = j;
      const share = quality ? quality[n] : 1;
      check(share >= 0 && share <= 1, `quality of site ${j}`, share, "0 to 1");
      if (demand[i] * share === 0) continue;
      cell[at] = i;
      value[at++] = demand[i] * share;
    }
    start[j + 1] = at;
  });
  return {
    cellCount: demand.length,
    siteCount: sites.length,
    start,
    cell: cell.slice(0, at),
    value: value.slice(0, at),
    cost: Float64Array.from(sites, ({ cost = 1 }) => cost),
  };
}

function check(isRight: boolean, what: string, got: number, expected: string): void {
  if (!isRight) throw new RangeError(`${what}: got ${got}, expected ${expected}; mend the instance`);
}
