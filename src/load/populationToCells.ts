/**
 * Population of several sources to residents and dwellings per cell, in one canonical order, so that the order of the
 * input changes no bit. Squares are split over cells by area; discs (postcode points) are spread over the land in them.
 *
 * Where both lie, the square wins: a disc of R residents with F residents in squares on its cells hands out only
 *     rest = max(0, R − F)        to its cells that no square touches,
 * and nothing where it has no such cell. What squares hold on a cell under several discs is shared among these in
 * proportion to the density each disc claims there, so that it is taken off once.
 */
import { areaShares } from "../grid/areaShares.ts";
import { type CellId, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { discToShardCells, nearestLandCell, shardsNearDisc } from "../grid/discCells.ts";
import { shardGrid } from "../grid/shard.ts";
import { shardRows } from "../grid/shardRows.ts";
import type { PopulationUnit } from "./records.ts";

export interface PopulationInput {
  /** a PC4 file and a file of squares may overlap; squares with the same code count once */
  squares: Iterable<PopulationUnit>;
  discs: Iterable<PopulationUnit>;
  /** null = not known, taken as land; squares always lie on land */
  isLand: (shard: CellId, index: number) => boolean | null;
}

export interface ShardPopulation {
  residents: Float64Array;
  dwellings: Float64Array;
}

export type Measure = keyof ShardPopulation;

/** given = placed + replacedByFiner + withoutRoom + withoutLand + doubled, to 1e-9. */
export interface MassReport {
  /** the sum over all units */
  given: number;
  /** the sum over all cells */
  placed: number;
  /** in discs, and known better from squares on the same cells */
  replacedByFiner: number;
  /** rest of discs that squares cover wholly */
  withoutRoom: number;
  /** in discs with no land within 2 km */
  withoutLand: number;
  /** in units whose code came before */
  doubled: number;
  /** units whose value the source withheld: not in any of the sums */
  withheldCount: number;
}

export interface PopulationReport {
  squareCount: number;
  discCount: number;
  doubledCount: number;
  residents: MassReport;
  dwellings: MassReport;
}

export interface PopulationCellsResult {
  shards: Map<CellId, ShardPopulation>;
  report: PopulationReport;
}

const MEASURES: readonly Measure[] = ["residents", "dwellings"];

export function populationToCells({ squares, discs, isLand }: PopulationInput): PopulationCellsResult {
  const report = emptyReport();
  const shards = new Map<CellId, WorkingShard>();
  const canonicalSquares = takeOnce(squares, report);
  const canonicalDiscs = takeOnce(discs, report);
  report.squareCount = canonicalSquares.length;
  report.discCount = canonicalDiscs.length;

  placeSquares(canonicalSquares, shards);
  const grounds = discGrounds(canonicalDiscs, shards, isLand);
  for (const measure of MEASURES) placeDiscs(grounds, measure, report[measure]);

  const result = new Map<CellId, ShardPopulation>();
  for (const shard of [...shards.keys()].sort()) {
    const { residents, dwellings } = shards.get(shard)!;
    report.residents.placed += sum(residents);
    report.dwellings.placed += sum(dwellings);
    if (hasAny(residents) || hasAny(dwellings)) result.set(shard, { residents, dwellings });
  }
  for (const measure of MEASURES) checkConserved(measure, report[measure]);
  return { shards: result, report };
}

interface WorkingShard extends ShardPopulation {
  /** what squares put there, before discs are added */
  fine: ShardPopulation;
  /** 1 where a square lies, its value known or withheld */
  touched: Uint8Array;
  /** what the discs on the cell claim for it together, of one measure at a time */
  claim: Float64Array;
}

/** The cells of one disc in one shard. */
interface DiscGround {
  shard: WorkingShard;
  cells: Uint16Array;
}

function workingShard(shards: Map<CellId, WorkingShard>, shard: CellId): WorkingShard {
  const known = shards.get(shard);
  if (known) return known;
  const zeros = () => new Float64Array(SHARD_CELL_COUNT);
  const fresh = {
    residents: zeros(),
    dwellings: zeros(),
    fine: { residents: zeros(), dwellings: zeros() },
    touched: new Uint8Array(SHARD_CELL_COUNT),
    claim: zeros(),
  };
  shards.set(shard, fresh);
  return fresh;
}

/** By code, each code once: of two units with one code the fuller stays, whatever the order they came in. */
function takeOnce(units: Iterable<PopulationUnit>, report: PopulationReport): PopulationUnit[] {
  const ordered = [...units].sort(
    (p, q) =>
      compare(p.code, q.code) || compare(q.residents, p.residents) || compare(q.dwellings, p.dwellings),
  );
  return ordered.filter((unit, n) => {
    const isDouble = n > 0 && ordered[n - 1].code === unit.code;
    for (const measure of MEASURES) {
      const value = unit[measure];
      if (value === null) report[measure].withheldCount += Number(!isDouble);
      else report[measure].given += value;
      if (isDouble) report[measure].doubled += value ?? 0;
    }
    report.doubledCount += Number(isDouble);
    return !isDouble;
  });
}

function compare(p: string | number | null, q: string | number | null): number {
  const [a, b] = [p ?? -1, q ?? -1];
  return a < b ? -1 : Number(a > b);
}

function placeSquares(squares: PopulationUnit[], shards: Map<CellId, WorkingShard>): void {
  const split = areaShares();
  for (const { code, residents, dwellings, shape } of squares) {
    if (shape.kind !== "square")
      throw new Error(`got unit ${code} with a disc, expected a square; give it as a disc`);
    split(shape.ring, (shard, index, share) => {
      const ground = workingShard(shards, shard);
      ground.touched[index] = 1;
      ground.fine.residents[index] += share * (residents ?? 0);
      ground.fine.dwellings[index] += share * (dwellings ?? 0);
    });
  }
  for (const { fine, residents, dwellings } of shards.values()) {
    residents.set(fine.residents);
    dwellings.set(fine.dwellings);
  }
}

interface Disc {
  unit: PopulationUnit;
  grounds: DiscGround[];
}

/** Which land cells each disc holds, shard by shard, so that only one shard's geometry is in memory at a time. */
function discGrounds(
  discs: PopulationUnit[],
  shards: Map<CellId, WorkingShard>,
  isLand: PopulationInput["isLand"],
): Disc[] {
  const all: Disc[] = discs.map((unit) => ({ unit, grounds: [] }));
  const isLandOrSquare = (shard: CellId, index: number) =>
    isLand(shard, index) !== false || shards.get(shard)?.touched[index] === 1;

  for (const [shard, near] of discsByShard(all)) {
    const grid = shardGrid(shard);
    const rows = shardRows(grid);
    const land = landMask((index) => isLandOrSquare(shard, index));
    for (const disc of near) {
      const { center, radiusMeters } = discShape(disc.unit);
      const cells = discToShardCells(grid, rows, center, radiusMeters).filter((index) => land[index] === 1);
      if (cells.length > 0) disc.grounds.push({ shard: workingShard(shards, shard), cells });
    }
  }
  for (const { unit, grounds } of all) {
    const cell = grounds.length === 0 ? nearestLandCell(discShape(unit).center, isLandOrSquare) : null;
    if (cell) grounds.push({ shard: workingShard(shards, cell.shard), cells: Uint16Array.of(cell.index) });
  }
  return all;
}

function landMask(isLand: (index: number) => boolean): Uint8Array {
  const land = new Uint8Array(SHARD_CELL_COUNT);
  for (let index = 0; index < SHARD_CELL_COUNT; index++) if (isLand(index)) land[index] = 1;
  return land;
}

function discsByShard(discs: Disc[]): [CellId, Disc[]][] {
  const byShard = new Map<CellId, Disc[]>();
  for (const disc of discs) {
    const { center, radiusMeters } = discShape(disc.unit);
    for (const shard of shardsNearDisc(center, radiusMeters)) {
      const near = byShard.get(shard);
      if (near) near.push(disc);
      else byShard.set(shard, [disc]);
    }
  }
  return [...byShard].sort(([p], [q]) => compare(p, q));
}

function discShape({ code, shape }: PopulationUnit): {
  center: { lng: number; lat: number };
  radiusMeters: number;
} {
  if (shape.kind !== "disc")
    throw new Error(`got unit ${code} with a square, expected a disc; give it as a square`);
  return { center: shape.center, radiusMeters: Math.sqrt(shape.areaSquareMeters / Math.PI) };
}

function placeDiscs(discs: Disc[], measure: Measure, report: MassReport): void {
  const claimPerCell = discs.map(({ unit, grounds }) => (unit[measure] ?? 0) / cellCount(grounds));
  for (const { grounds } of discs) for (const { shard } of grounds) shard.claim.fill(0);
  discs.forEach(({ grounds }, n) => {
    for (const { shard, cells } of grounds) for (const index of cells) shard.claim[index] += claimPerCell[n];
  });
  discs.forEach(({ unit, grounds }, n) => {
    const given = unit[measure];
    if (!given) return;
    if (grounds.length === 0) {
      report.withoutLand += given;
      return;
    }
    const { fine, freeCount } = fineMassOf(grounds, measure, claimPerCell[n]);
    const rest = Math.max(0, given - fine);
    report.replacedByFiner += given - rest;
    if (freeCount === 0) report.withoutRoom += rest;
    else spread(grounds, measure, rest / freeCount);
  });
}

function cellCount(grounds: DiscGround[]): number {
  return grounds.reduce((count, { cells }) => count + cells.length, 0);
}

/** F of one disc, and how many of its cells no square touches. */
function fineMassOf(grounds: DiscGround[], measure: Measure, claimPerCell: number) {
  let fine = 0;
  let freeCount = 0;
  for (const { shard, cells } of grounds) {
    for (const index of cells) {
      if (shard.touched[index] === 1)
        fine += (shard.fine[measure][index] * claimPerCell) / shard.claim[index];
      else freeCount++;
    }
  }
  return { fine, freeCount };
}

function spread(grounds: DiscGround[], measure: Measure, perCell: number): void {
  for (const { shard, cells } of grounds) {
    for (const index of cells) if (shard.touched[index] === 0) shard[measure][index] += perCell;
  }
}

function emptyReport(): PopulationReport {
  const mass = (): MassReport => ({
    given: 0,
    placed: 0,
    replacedByFiner: 0,
    withoutRoom: 0,
    withoutLand: 0,
    doubled: 0,
    withheldCount: 0,
  });
  return { squareCount: 0, discCount: 0, doubledCount: 0, residents: mass(), dwellings: mass() };
}

function checkConserved(measure: Measure, { given, placed, ...lost }: MassReport): void {
  const found = placed + lost.replacedByFiner + lost.withoutRoom + lost.withoutLand + lost.doubled;
  if (Math.abs(found - given) > 1e-9 * Math.max(1, given)) {
    throw new Error(`got ${found} ${measure} out of ${given}, expected all of them; this is our mistake`);
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function hasAny(values: Float64Array): boolean {
  return values.some((value) => value !== 0);
}
