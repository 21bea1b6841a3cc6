/**
 * Reconstruction: from everything served and the population, which cells are occupied, and by how many?
 * The attacker is told the true number of occupied cells, and marks that many: the highest of his estimates.
 */
import { cellToChildren, cellToLatLng } from "h3-js";
import { type ServedSums, solveNonNegative } from "./leastSquares.ts";
import { type ServedUnits, SHARD } from "./release.ts";
import { RESPONDERS_PER_RESIDENT } from "./world.ts";

export interface Reconstruction {
  occupiedCells: number;
  /** share of the occupied cells that the attacker marks */
  foundShare: number;
  /** the same when he marks the cells with most residents */
  foundByPopulationShare: number;
  /** the same when he knows, from elsewhere, the exact number of responders per 31 km² (a municipality's, say) */
  foundByRegionShare: number;
  /** the same when he multiplies residents by the served density of the unit: the published field itself */
  foundByFieldShare: number;
  /** share of the occupied cells whose count he has exactly right (rounded estimate = count) */
  exactShare: number;
  exactByPopulationShare: number;
}

/** Cells where somebody lives are the unknowns; nobody responds from where nobody lives. */
export interface Target {
  residents: Float64Array;
  counts: Int32Array;
}

export function attackUnits({ residents, counts }: Target, served: ServedUnits): Reconstruction {
  const inhabited = inhabitedCells(residents);
  const rows: number[][] = served.units.map(() => []);
  for (const [j, cell] of inhabited.entries()) {
    if (served.unitOfCell[cell] >= 0) rows[served.unitOfCell[cell]].push(j);
  }
  // rounding to 5: variance at most 25/4, on average 25/6
  const sums = packRows(
    rows,
    served.units.map((unit) => unit.protectedCount),
    () => 6 / 25,
  );
  const people = served.sumPerUnit(residents);
  const field = residents.map((r, cell) => {
    const unit = served.unitOfCell[cell];
    return unit >= 0 && people[unit] > 0 ? (served.units[unit].protectedCount * r) / people[unit] : 0;
  });
  return assess(residents, counts, inhabited, solve(sums, residents, inhabited), field);
}

const WINDOW_METERS = 2000;

/** "Responders within 2 km" of every cell, at least 10, two significant digits: what the protection replaces. */
export function attackWindows({ residents, counts }: Target, cellCount: number): Reconstruction {
  const estimate = solveWindows({ residents, counts }, cellCount);
  const inhabited = inhabitedCells(residents);
  return assess(residents, counts, inhabited, estimate, residents);
}

export function solveWindows(
  { residents, counts }: Target,
  cellCount: number,
  iterations = 3000,
): Float64Array {
  const inhabited = inhabitedCells(residents);
  const { x, y } = centres();
  const rows: number[][] = [];
  const values: number[] = [];
  for (let center = 0; center < cellCount; center++) {
    const row: number[] = [];
    let count = 0;
    for (const [j, cell] of inhabited.entries()) {
      if ((x[cell] - x[center]) ** 2 + (y[cell] - y[center]) ** 2 > WINDOW_METERS ** 2) continue;
      row.push(j);
      count += counts[cell];
    }
    if (count < 10) continue;
    rows.push(row);
    values.push(Number(count.toPrecision(2)));
  }
  // two digits: exact below 100, ±5 below 1,000 (variance 100/12); a floor keeps the weights finite
  const sums = packRows(rows, values, (value) => (value < 100 ? 1 : 12 / 100));
  return solve(sums, residents, inhabited, { lambda: 1e-6, iterations });
}

let centresOnce: { x: Float64Array; y: Float64Array } | null = null;
/** Metres in a plane that is good to a metre over one shard. */
export function centres(): { x: Float64Array; y: Float64Array } {
  if (centresOnce) return centresOnce;
  const positions = cellToChildren(SHARD, 10).map(cellToLatLng);
  const latitude = (positions[0][0] * Math.PI) / 180;
  const x = Float64Array.from(positions, ([, lng]) => (lng - positions[0][1]) * 111_320 * Math.cos(latitude));
  const y = Float64Array.from(positions, ([lat]) => (lat - positions[0][0]) * 111_200);
  centresOnce = { x, y };
  return centresOnce;
}

function solve(
  sums: ServedSums,
  residents: Float64Array,
  inhabited: number[],
  options?: { lambda?: number; iterations?: number },
): Float64Array {
  const prior = Float64Array.from(inhabited, (cell) => RESPONDERS_PER_RESIDENT * residents[cell]);
  const solution = solveNonNegative(sums, prior, options);
  const estimate = new Float64Array(residents.length);
  for (const [j, cell] of inhabited.entries()) estimate[cell] = solution[j];
  return estimate;
}

function assess(
  residents: Float64Array,
  counts: Int32Array,
  inhabited: number[],
  estimate: Float64Array,
  field: Float64Array,
): Reconstruction {
  const occupied = inhabited.filter((cell) => counts[cell] > 0);
  const found = (scores: Float64Array) => {
    const marked = [...inhabited].sort((a, b) => scores[b] - scores[a] || a - b).slice(0, occupied.length);
    return marked.filter((cell) => counts[cell] > 0).length / occupied.length;
  };
  const exact = (scores: Float64Array) =>
    occupied.filter((cell) => Math.round(scores[cell]) === counts[cell]).length / occupied.length;
  return {
    occupiedCells: occupied.length,
    foundShare: found(estimate),
    foundByPopulationShare: found(residents),
    foundByRegionShare: found(spreadByRegion(residents, counts)),
    foundByFieldShare: found(field),
    exactShare: exact(estimate),
    exactByPopulationShare: exact(residents.map((r) => r * RESPONDERS_PER_RESIDENT)),
  };
}

/** Resolution 6: ranges of 2,401 cells. */
function spreadByRegion(residents: Float64Array, counts: Int32Array): Float64Array {
  const people = new Float64Array(7);
  const responders = new Float64Array(7);
  for (let cell = 0; cell < residents.length; cell++) {
    people[Math.floor(cell / 2401)] += residents[cell];
    responders[Math.floor(cell / 2401)] += counts[cell];
  }
  return residents.map((r, cell) => {
    const region = Math.floor(cell / 2401);
    return people[region] > 0 ? (r * responders[region]) / people[region] : 0;
  });
}

function inhabitedCells(residents: Float64Array): number[] {
  const cells: number[] = [];
  for (let cell = 0; cell < residents.length; cell++) if (residents[cell] > 0) cells.push(cell);
  return cells;
}

function packRows(rows: number[][], values: number[], weightOf: (value: number) => number): ServedSums {
  const start = new Int32Array(rows.length + 1);
  for (const [r, row] of rows.entries()) start[r + 1] = start[r] + row.length;
  return {
    start,
    index: Int32Array.from(rows.flat()),
    value: Float64Array.from(values),
    weight: Float64Array.from(values, weightOf),
  };
}
