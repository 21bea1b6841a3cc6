/**
 * The squares or discs of one source into the database, merged with the other sources into people per cell.
 */

import { AGE_GROUPS } from "../../load/ageGroups.ts";
import type { PopulationReport } from "../../load/populationMass.ts";
import { unitKey } from "../../load/populationToCells.ts";
import type { Read } from "../../load/reader.ts";
import type { PopulationUnit } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { toBase64 } from "../packing.ts";
import type { BulkColumn, Statement } from "./bulkInsert.ts";
import { commitPlaces } from "./commitPlaces.ts";
import { commitEditions } from "./editions.ts";
import { mergePopulation, readRegionCells, readUnits } from "./mergePopulation.ts";
import { populationColumns } from "./populationShards.ts";
import { packUnits } from "./populationUnitPacking.ts";
import { type ReadImport, readImport } from "./readImport.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { natureOf, oldestDataDate, sourceStatements } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";

const UNITS_PER_PART = 5_000;

export async function importPopulation(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<PopulationUnit>>,
  options: ImportOptions,
): Promise<ImportReport> {
  const key = { field: "code", of: unitKey };
  const begun = await readImport(database, "population", source, reads, key, options);
  if (begun.refusal) return begun.refusal;
  const { editions, plan, records, contentHash, told } = begun;
  const { edition } = editions.population;
  const difference = compareUnits(records, await readUnits(database, [source.id], edition));
  const retires = plan.retires.map(({ id }) => id);
  const report = { ...told, ...difference, accepted: records.length, retiredSources: retires };
  const sourceRows = sourceStatements(database, "population", source, contentHash, plan.retires, options.now);
  const isSame = difference.unchanged === records.length && difference.retired === 0 && retires.length === 0;
  if (isSame) {
    const log = { report, contentHash, act: options, isChange: false };
    const same = { read: { population: edition }, moves: [], statements: sourceRows, log };
    const moved = await commitEditions(database, same);
    return moved === null ? report : { ...told, refused: moved };
  }

  const staged = await stageMerged(database, source, begun, options);
  if ("refused" in staged) return { ...told, refused: staged.refused };
  return commitPlaces(database, {
    editions,
    moves: [{ kind: "population", nature: natureOf(plan.inForce), dataDate: oldestDataDate(plan.inForce) }],
    statements: [
      ...staged.verify,
      ...sourceRows,
      endUnitsStatement(database, [source.id, ...retires], edition),
    ],
    report: { ...report, notes: massNotes(staged.report) },
    contentHash,
    act: options,
  });
}

/** The source's own units, and the cells of all sources that will be in force, under the next edition. */
async function stageMerged(
  database: Database,
  source: ImportSource,
  { editions, plan, records }: ReadImport<PopulationUnit>,
  { onProgress }: ImportOptions,
): Promise<{ verify: Statement[]; report: PopulationReport } | { refused: string }> {
  const before = editions.population.edition;
  await sweepEditions(database, "population", ["population_shard"], before);
  const others = plan.inForce.filter(({ id }) => id !== source.id).map(({ id }) => id);
  const units = [...(await readUnits(database, others, before)), ...records];
  const { shards, report } = mergePopulation(
    units,
    await readRegionCells(database, editions.regions.edition),
  );
  const edition = before + 1;
  const ownUnits = await stageRows(database, {
    table: "population_source",
    edition,
    columns: await unitColumns(source.id, records),
  });
  if ("refused" in ownUnits) return ownUnits;
  const cells = await stageRows(database, {
    table: "population_shard",
    edition,
    columns: await populationColumns(shards),
    onProgress: (done) => onProgress?.({ stage: "storing", done, total: shards.size }),
  });
  return "refused" in cells ? cells : { verify: [ownUnits.verify, cells.verify], report };
}

/** Ends the units that these sources had until an edition: replaced by newer ones, or out of force. Undo has them back. */
export function endUnitsStatement({ sql }: Database, sourceIds: readonly string[], upTo: number): Statement {
  return sql`update population_source set until = ${upTo + 1}
    where source_id = any(${sourceIds}::text[]) and edition <= ${upTo} and until is null`;
}

/** What merging did with the people of all sources together. */
export function massNotes({ residents, dwellings, ages }: PopulationReport): string[] {
  const byAge = AGE_GROUPS.map(
    ({ from, to }, g) => [`residents of ${yearsText(from, to)}`, ages[g]] as const,
  );
  const measures = [["residents", residents], ["dwellings", dwellings], ...byAge] as const;
  return measures.flatMap(([name, mass]) => {
    if (mass.given === 0) return [];
    const lost = [
      [mass.replacedByFiner, "known better from finer sources"],
      [mass.withoutRoom, "on ground that finer sources know wholly"],
      [mass.withoutLand, "in discs without land"],
      [mass.doubled, "in units given twice"],
    ] as const;
    const parts = lost.filter(([count]) => count > 0).map(([count, why]) => `${Math.round(count)} ${why}`);
    const withheld = mass.withheldCount > 0 ? `; withheld by the source in ${mass.withheldCount} units` : "";
    const left = parts.length > 0 ? ` (left out: ${parts.join(", ")})` : "";
    return `${name} of all sources in force: ${Math.round(mass.given)} given, ${Math.round(mass.placed)} placed in cells${left}${withheld}`;
  });
}

function yearsText(from: number, to: number): string {
  return Number.isFinite(to) ? `${from}–${to} years` : `${from} years and older`;
}

function compareUnits(units: readonly PopulationUnit[], held: readonly PopulationUnit[]) {
  const before = new Map(held.map((unit) => [unitKey(unit), unitText(unit)]));
  const given = new Set<string>();
  const counts = { added: 0, changed: 0, retired: 0, unchanged: 0 };
  for (const unit of units) {
    const key = unitKey(unit);
    given.add(key);
    const text = before.get(key);
    if (text === undefined) counts.added++;
    else if (text === unitText(unit)) counts.unchanged++;
    else counts.changed++;
  }
  for (const code of before.keys()) if (!given.has(code)) counts.retired++;
  return counts;
}

function unitText({ residents, dwellings, ages, shape }: PopulationUnit): string {
  return JSON.stringify([residents, dwellings, ages, shape]);
}

async function unitColumns(
  sourceId: string,
  units: readonly PopulationUnit[],
): Promise<Record<string, BulkColumn>> {
  const packed: string[] = [];
  for (let at = 0; at < units.length; at += UNITS_PER_PART) {
    packed.push(toBase64(await packUnits(units.slice(at, at + UNITS_PER_PART))));
  }
  return {
    source_id: { type: "text", values: packed.map(() => sourceId) },
    part: { type: "integer", values: packed.map((_, part) => part) },
    units: { type: "bytea", values: packed },
  };
}
