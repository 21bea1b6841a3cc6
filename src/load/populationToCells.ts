/**
 * Population of several sources to people per cell, in one canonical order, so that the order of the input changes no
 * bit: squares first, the finest winning over the coarser (`placeSquares.ts`), then discs on what squares leave
 * (`placeDiscs.ts`). Nothing is added twice, and what is left out is told.
 */
import { areaShares } from "../grid/areaShares.ts";
import type { CellId } from "../grid/cell.ts";
import { AGE_GROUPS, sumKnownAges } from "./ageGroups.ts";
import { type IsLand, placeDiscs } from "./placeDiscs.ts";
import { placeSquares } from "./placeSquares.ts";
import { emptyGround, type GroundShard, MEASURES } from "./populationGround.ts";
import { checkConserved, emptyReport, type MassReport, type PopulationReport } from "./populationMass.ts";
import type { PopulationUnit } from "./records.ts";

export interface PopulationInput {
  /** of whatever sizes; squares with the same code and size count once */
  squares: Iterable<PopulationUnit>;
  discs: Iterable<PopulationUnit>;
  isLand: IsLand;
}

export interface ShardPopulation {
  residents: Float64Array;
  dwellings: Float64Array;
  /**
   * Residents known to be of each age group, in the order of `AGE_GROUPS`; NaN where nothing is known of the group.
   * What they leave of `residents` is of unknown age. null = no age is known in the shard.
   */
  ages: Float64Array[] | null;
}

export interface PopulationCellsResult {
  shards: Map<CellId, ShardPopulation>;
  report: PopulationReport;
}

export function populationToCells({ squares, discs, isLand }: PopulationInput): PopulationCellsResult {
  const report = emptyReport();
  const ground = emptyGround();
  const canonicalSquares = takeOnce(squares, report);
  const canonicalDiscs = takeOnce(discs, report);
  report.squareCount = canonicalSquares.length;
  report.discCount = canonicalDiscs.length;

  placeSquares(canonicalSquares, ground, areaShares(), report);
  placeDiscs(canonicalDiscs, ground, isLand, report);

  const shards = new Map<CellId, ShardPopulation>();
  for (const shard of [...ground.shards.keys()].sort()) {
    const cells = ground.shards.get(shard)!;
    for (const measure of MEASURES) report[measure].placed += sum(cells[measure]);
    cells.ages.forEach((group, g) => {
      report.ages[g].placed += sum(group);
    });
    const { residents, dwellings } = cells;
    const ages = agesOf(cells);
    if (hasAny(residents) || hasAny(dwellings) || ages) shards.set(shard, { residents, dwellings, ages });
  }
  checkConserved(report);
  return { shards, report };
}

/** What names a unit: squares of different sizes may have one code. */
export function unitKey({ code, shape }: PopulationUnit): string {
  return shape.kind === "square" && shape.sideMeters !== 100 ? `${code} (${shape.sideMeters} m)` : code;
}

/** By name, each once: of two units with one name the fuller stays, whatever the order they came in. */
function takeOnce(units: Iterable<PopulationUnit>, report: PopulationReport): PopulationUnit[] {
  const keyed = [...units].map((unit) => ({ unit, key: unitKey(unit) }));
  keyed.sort((p, q) => compare(p.key, q.key) || compareFuller(p.unit, q.unit));
  return keyed
    .filter(({ unit, key }, n) => {
      const isDouble = n > 0 && keyed[n - 1].key === key;
      for (const measure of MEASURES) count(report[measure], unit[measure], isDouble);
      unit.ages?.forEach((value, g) => {
        count(report.ages[g], value, isDouble);
      });
      report.doubledCount += Number(isDouble);
      return !isDouble;
    })
    .map(({ unit }) => unit);
}

function count(mass: MassReport, value: number | null, isDouble: boolean): void {
  if (value === null) mass.withheldCount += Number(!isDouble);
  else mass.given += value;
  if (isDouble) mass.doubled += value ?? 0;
}

function compareFuller(p: PopulationUnit, q: PopulationUnit): number {
  return (
    compare(q.residents, p.residents) ||
    compare(q.dwellings, p.dwellings) ||
    compare(sumKnownAges(q.ages), sumKnownAges(p.ages)) ||
    compare(JSON.stringify(q.ages), JSON.stringify(p.ages))
  );
}

function compare(p: string | number | null, q: string | number | null): number {
  const [a, b] = [p ?? -1, q ?? -1];
  return a < b ? -1 : Number(a > b);
}

function agesOf({ ages, isAgeKnown }: GroundShard): Float64Array[] | null {
  if (!isAgeKnown.some((flags) => flags.includes(1))) return null;
  return AGE_GROUPS.map((_, g) => ages[g].map((value, n) => (isAgeKnown[g][n] === 1 ? value : Number.NaN)));
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function hasAny(values: Float64Array): boolean {
  return values.some((value) => value !== 0);
}
