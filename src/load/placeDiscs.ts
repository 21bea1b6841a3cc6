/**
 * Discs (postcode points) on the land in them, where squares do not know better: a disc of R people with F people in
 * squares on its cells hands out only
 *     rest = max(0, R − F)        to its cells that no square with a known value touches,
 * and nothing where it has no such cell. What squares hold on a cell under several discs is shared among these in
 * proportion to the density each disc claims there, so that it is taken off once.
 *
 * Ages follow the same rule, but go to people: the rest of a group is spread over the disc's residents of unknown age.
 */
import { type CellId, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { discToShardCells, nearestLandCell, shardsNearDisc } from "../grid/discCells.ts";
import { shardGrid } from "../grid/shard.ts";
import { shardRows } from "../grid/shardRows.ts";
import { AGE_GROUPS } from "./ageGroups.ts";
import { type GroundShard, MEASURES, type Measure, type PopulationGround } from "./populationGround.ts";
import type { PopulationReport } from "./populationMass.ts";
import type { DiscShape, PopulationUnit } from "./records.ts";

/** null = not known, taken as land; squares always lie on land */
export type IsLand = (shard: CellId, index: number) => boolean | null;

type DiscUnit = PopulationUnit & { shape: DiscShape };

/** `discs` in canonical order, each code once; the squares are placed already. */
export function placeDiscs(
  discs: readonly PopulationUnit[],
  ground: PopulationGround,
  isLand: IsLand,
  report: PopulationReport,
): void {
  const grounded = discGrounds(discs.map(asDisc), ground, isLand);
  placeMeasure(grounded, "dwellings", report);
  // before the discs add theirs: what squares leave without an age
  const unagedInSquares = unagedOf(ground);
  const residents = placeMeasure(grounded, "residents", report);
  placeAges(grounded, residents, unagedInSquares, report);
}

function asDisc(unit: PopulationUnit): DiscUnit {
  if (unit.shape.kind === "disc") return unit as DiscUnit;
  throw new Error(`got unit ${unit.code} with a square, expected a disc; give it as a square`);
}

/** The cells of one disc in one shard. */
interface DiscCells {
  shard: GroundShard;
  cells: Uint16Array;
}

interface Disc {
  unit: DiscUnit;
  grounds: DiscCells[];
}

/** Which land cells each disc holds, shard by shard, so that only one shard's geometry is in memory at a time. */
function discGrounds(discs: DiscUnit[], ground: PopulationGround, isLand: IsLand): Disc[] {
  const all: Disc[] = discs.map((unit) => ({ unit, grounds: [] }));
  const isLandOrSquare = (shard: CellId, index: number) =>
    isLand(shard, index) !== false ||
    MEASURES.some((measure) => ground.shards.get(shard)?.isKnown[measure][index] === 1);

  for (const [shard, near] of discsByShard(all)) {
    const grid = shardGrid(shard);
    const rows = shardRows(grid);
    const land = landMask((index) => isLandOrSquare(shard, index));
    for (const disc of near) {
      const { center, radiusMeters } = circle(disc.unit);
      const cells = discToShardCells(grid, rows, center, radiusMeters).filter((index) => land[index] === 1);
      if (cells.length > 0) disc.grounds.push({ shard: ground.shardOf(shard), cells });
    }
  }
  for (const { unit, grounds } of all) {
    const cell = grounds.length === 0 ? nearestLandCell(unit.shape.center, isLandOrSquare) : null;
    if (cell) grounds.push({ shard: ground.shardOf(cell.shard), cells: Uint16Array.of(cell.index) });
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
    const { center, radiusMeters } = circle(disc.unit);
    for (const shard of shardsNearDisc(center, radiusMeters)) {
      const near = byShard.get(shard);
      if (near) near.push(disc);
      else byShard.set(shard, [disc]);
    }
  }
  return [...byShard].sort(([p], [q]) => (p < q ? -1 : 1));
}

function circle({ shape: { center, areaSquareMeters } }: DiscUnit) {
  return { center, radiusMeters: Math.sqrt(areaSquareMeters / Math.PI) };
}

interface PlacedDiscs {
  /** per disc, what it claims for each of its cells, and what each of its free cells got */
  claimPerCell: number[];
  restPerCell: number[];
  /** what all discs on a cell claim together, by shard */
  claims: Map<GroundShard, Float64Array>;
}

function placeMeasure(discs: Disc[], measure: Measure, report: PopulationReport): PlacedDiscs {
  const claimPerCell = discs.map(({ unit, grounds }) => (unit[measure] ?? 0) / cellCount(grounds));
  const claims = claimsOf(discs, claimPerCell);
  const mass = report[measure];
  const restPerCell = discs.map(({ unit, grounds }, n) => {
    const given = unit[measure];
    if (!given) return 0;
    if (grounds.length === 0) {
      mass.withoutLand += given;
      return 0;
    }
    let fine = 0;
    let freeCount = 0;
    forEachCell(grounds, (shard, index) => {
      if (shard.isKnown[measure][index] === 0) freeCount++;
      else fine += (shard[measure][index] * claimPerCell[n]) / claims.get(shard)![index];
    });
    const rest = Math.max(0, given - fine);
    mass.replacedByFiner += given - rest;
    if (freeCount === 0) mass.withoutRoom += rest;
    return freeCount === 0 ? 0 : rest / freeCount;
  });
  discs.forEach(({ grounds }, n) => {
    forEachCell(grounds, (shard, index) => {
      if (shard.isKnown[measure][index] === 0) shard[measure][index] += restPerCell[n];
    });
  });
  return { claimPerCell, restPerCell, claims };
}

function claimsOf(discs: Disc[], claimPerCell: number[]): PlacedDiscs["claims"] {
  const claims: PlacedDiscs["claims"] = new Map();
  discs.forEach(({ grounds }, n) => {
    for (const { shard } of grounds) {
      if (!claims.has(shard)) claims.set(shard, new Float64Array(SHARD_CELL_COUNT));
    }
    forEachCell(grounds, (shard, index) => {
      claims.get(shard)![index] += claimPerCell[n];
    });
  });
  return claims;
}

function unagedOf(ground: PopulationGround): Map<GroundShard, Float64Array> {
  const unaged = new Map<GroundShard, Float64Array>();
  for (const shard of ground.shards.values()) {
    const aged = (index: number) => shard.ages.reduce((sum, group) => sum + group[index], 0);
    unaged.set(
      shard,
      shard.residents.map((residents, index) => Math.max(0, residents - aged(index))),
    );
  }
  return unaged;
}

/** All discs are weighed before the first is placed: none takes another's ages for those of squares. */
function placeAges(
  discs: Disc[],
  { claimPerCell, restPerCell, claims }: PlacedDiscs,
  unagedInSquares: Map<GroundShard, Float64Array>,
  report: PopulationReport,
): void {
  const aged = discs.flatMap((disc, n) => (disc.unit.ages ? [{ ...disc, ages: disc.unit.ages, n }] : []));
  const shareOf = (n: number, shard: GroundShard, index: number) =>
    claimPerCell[n] > 0 ? claimPerCell[n] / claims.get(shard)![index] : 0;
  const weightOf = (n: number, shard: GroundShard, index: number) =>
    shard.isKnown.residents[index] === 0
      ? restPerCell[n]
      : unagedInSquares.get(shard)![index] * shareOf(n, shard, index);

  const found = aged.map(({ grounds, n }) => {
    const fine = AGE_GROUPS.map(() => 0);
    let weight = 0;
    forEachCell(grounds, (shard, index) => {
      weight += weightOf(n, shard, index);
      const share = shareOf(n, shard, index);
      for (let g = 0; g < fine.length; g++) fine[g] += shard.ages[g][index] * share;
    });
    return { fine, weight };
  });
  aged.forEach(({ ages, grounds, n }, at) => {
    const { fine, weight } = found[at];
    AGE_GROUPS.forEach((_, g) => {
      const given = ages[g];
      if (given === null) return;
      const mass = report.ages[g];
      if (grounds.length === 0) {
        mass.withoutLand += given;
        return;
      }
      const rest = Math.max(0, given - fine[g]);
      mass.replacedByFiner += given - rest;
      if (weight === 0) {
        mass.withoutRoom += rest;
        return;
      }
      forEachCell(grounds, (shard, index) => {
        const own = weightOf(n, shard, index);
        if (own === 0) return;
        shard.ages[g][index] += (rest * own) / weight;
        shard.isAgeKnown[g][index] = 1;
      });
    });
  });
}

function cellCount(grounds: DiscCells[]): number {
  return grounds.reduce((count, { cells }) => count + cells.length, 0);
}

function forEachCell(grounds: DiscCells[], visit: (shard: GroundShard, index: number) => void): void {
  for (const { shard, cells } of grounds) for (const index of cells) visit(shard, index);
}
