/**
 * The squares and discs of all sources in force, merged into cells. Discs are spread over land, so the outcome
 * depends on the regions too, and is made again when either changes: the order of loading changes no figure.
 */
import { type CellId, SHARD_CELL_COUNT } from "../../grid/cell.ts";
import { type PopulationCellsResult, populationToCells } from "../../load/populationToCells.ts";
import type { PopulationUnit } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { type RegionCells, unpackRegions } from "../inputPacking.ts";
import { fromBase64 } from "../packing.ts";
import { unpackUnits } from "./populationUnitPacking.ts";

/**
 * Regions of one kind say where there is no land only when they cover the country; a few municipalities say
 * nothing about their neighbours. 2.3 million cells are 29,500 km² of the Dutch 33,700 (assumption).
 */
export const LAND_MASK_CELLS = 2_300_000;

export function mergePopulation(
  units: readonly PopulationUnit[],
  regions: ReadonlyMap<CellId, RegionCells[]>,
  { landMaskCells = LAND_MASK_CELLS } = {},
): PopulationCellsResult {
  return populationToCells({
    squares: units.filter(({ shape }) => shape.kind === "square"),
    discs: units.filter(({ shape }) => shape.kind === "disc"),
    isLand: landOf(regions, landMaskCells),
  });
}

/** The stored units of these sources, as they are in force. */
export async function readUnits(
  { sql }: Database,
  sourceIds: readonly string[],
  inForce: number,
): Promise<PopulationUnit[]> {
  const parts = await sql`select source_id, edition, part from population_source
    where source_id = any(${sourceIds}::text[]) and edition <= ${inForce} and (until is null or until > ${inForce})
    order by source_id, part`;
  const units: PopulationUnit[] = [];
  for (const { source_id, edition, part } of parts) {
    const [row] = await sql`select encode(units, 'base64') as units from population_source
      where source_id = ${source_id} and edition = ${edition} and part = ${part}`;
    for (const unit of await unpackUnits(fromBase64(row.units))) units.push(unit);
  }
  return units;
}

export async function readRegionCells(
  { sql }: Database,
  edition: number,
): Promise<Map<CellId, RegionCells[]>> {
  const rows =
    await sql`select shard, encode(cells, 'base64') as cells from region_shard where edition = ${edition}`;
  const regions = new Map<CellId, RegionCells[]>();
  for (const { shard, cells } of rows) regions.set(shard, await unpackRegions(fromBase64(cells)));
  return regions;
}

/** true in any region; false outside where some kind covers the country; null = not known. */
export function landOf(regions: ReadonlyMap<CellId, RegionCells[]>, landMaskCells: number) {
  const cellCounts = new Map<string, number>();
  const land = new Map<CellId, Uint8Array>();
  for (const [shard, columns] of regions) {
    const isInAny = new Uint8Array(SHARD_CELL_COUNT);
    for (const { kind, cell } of columns) {
      let held = 0;
      for (let n = 0; n < SHARD_CELL_COUNT; n++) {
        if (cell[n] === 0) continue;
        isInAny[n] = 1;
        held++;
      }
      cellCounts.set(kind, (cellCounts.get(kind) ?? 0) + held);
    }
    land.set(shard, isInAny);
  }
  const outside = [...cellCounts.values()].some((count) => count >= landMaskCells) ? false : null;
  return (shard: CellId, index: number): boolean | null => (land.get(shard)?.[index] === 1 ? true : outside);
}
