/**
 * The squares or discs of one source into the database, merged with the other sources into people per cell.
 */

import type { PopulationReport } from "../../load/populationToCells.ts";
import type { Read } from "../../load/reader.ts";
import type { PopulationUnit } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { toBase64 } from "../packing.ts";
import type { BulkColumn, Statement } from "./bulkInsert.ts";
import { commitPlaces } from "./commitPlaces.ts";
import { commitEditions, readEditions } from "./editions.ts";
import { mergePopulation, readRegionCells, readUnits } from "./mergePopulation.ts";
import { onlyFirst } from "./onlyFirst.ts";
import { populationColumns } from "./populationShards.ts";
import { packUnits } from "./populationUnitPacking.ts";
import {
  contentHashOf,
  emptyReport,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  readAll,
  refusalOf,
  reportFindings,
  startFindings,
} from "./report.ts";
import { natureOf, oldestDataDate, planSource, readSources, sourceStatements } from "./sources.ts";
import { stageRows, sweepEditions } from "./stagedRows.ts";

const UNITS_PER_PART = 5_000;

export async function importPopulation(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<PopulationUnit>>,
  { now, onProgress, files = () => [] }: ImportOptions,
): Promise<ImportReport> {
  const editions = await readEditions(database);
  const before = editions.population.edition;
  const plan = planSource(await readSources(database), "population", source);
  const empty = emptyReport("population", source.id, before);
  if (plan.refused !== null) return { ...empty, refused: plan.refused };

  const findings = startFindings();
  const units = onlyFirst(await readAll(reads, findings, onProgress), "code", ({ code }) => code, findings);
  const told = { ...empty, ...reportFindings(findings, files()) };
  const refused = refusalOf(findings, units.length);
  if (refused) return { ...told, refused };

  const difference = compareUnits(units, await readUnits(database, [source.id], before));
  const retires = plan.retires.map(({ id }) => id);
  const report = { ...told, ...difference, accepted: units.length, retiredSources: retires };
  const contentHash = contentHashOf(files());
  const sourceRows = sourceStatements(database, "population", source, contentHash, plan.retires, now);
  if (difference.unchanged === units.length && difference.retired === 0 && retires.length === 0) {
    const moved = await commitEditions(database, {
      read: { population: before },
      moves: [],
      statements: sourceRows,
      now,
    });
    return moved === null ? report : { ...told, refused: moved };
  }

  await sweepEditions(database, "population", ["population_shard"], before);
  await database.sql`delete from population_source where edition > ${before}`;
  const others = plan.inForce.filter(({ id }) => id !== source.id).map(({ id }) => id);
  const all = [...(await readUnits(database, others, before)), ...units];
  const merged = mergePopulation(all, await readRegionCells(database, editions.regions.edition));
  const shardColumns = await populationColumns(merged.shards);
  const total = merged.shards.size;
  const staged = [
    await stageRows(database, {
      table: "population_source",
      edition: before + 1,
      columns: await unitColumns(source.id, units),
    }),
    await stageRows(database, {
      table: "population_shard",
      edition: before + 1,
      columns: shardColumns,
      onProgress: (done) => onProgress?.({ stage: "storing", done, total }),
    }),
  ];
  const verify: Statement[] = [];
  for (const outcome of staged) {
    if ("refused" in outcome) return { ...told, refused: outcome.refused };
    verify.push(outcome.verify);
  }
  return commitPlaces(database, {
    editions,
    moves: [{ kind: "population", nature: natureOf(plan.inForce), dataDate: oldestDataDate(plan.inForce) }],
    statements: [...verify, ...sourceRows, dropUnitsStatement(database, [source.id, ...retires], before)],
    report: { ...report, notes: massNotes(merged.report) },
    contentHash,
    now,
  });
}

/** The units of these sources up to an edition: replaced by newer ones, or out of force. */
export function dropUnitsStatement({ sql }: Database, sourceIds: readonly string[], upTo: number): Statement {
  return sql`delete from population_source where source_id = any(${sourceIds}::text[]) and edition <= ${upTo}`;
}

/** What merging did with the people of all sources together. */
export function massNotes({ residents, dwellings }: PopulationReport): string[] {
  const measures = Object.entries({ residents, dwellings }).filter(([, { given }]) => given > 0);
  return measures.map(([name, mass]) => {
    const lost = [
      [mass.replacedByFiner, "known better from squares"],
      [mass.withoutRoom, "in discs that squares cover wholly"],
      [mass.withoutLand, "in discs without land"],
      [mass.doubled, "in units given twice"],
    ] as const;
    const parts = lost.filter(([count]) => count > 0).map(([count, why]) => `${Math.round(count)} ${why}`);
    const withheld = mass.withheldCount > 0 ? `; withheld by the source in ${mass.withheldCount} units` : "";
    const left = parts.length > 0 ? ` (left out: ${parts.join(", ")})` : "";
    return `${name} of all sources in force: ${Math.round(mass.given)} given, ${Math.round(mass.placed)} placed in cells${left}${withheld}`;
  });
}

function compareUnits(units: readonly PopulationUnit[], held: readonly PopulationUnit[]) {
  const before = new Map(held.map((unit) => [unit.code, unitText(unit)]));
  const given = new Set<string>();
  const counts = { added: 0, changed: 0, retired: 0, unchanged: 0 };
  for (const unit of units) {
    given.add(unit.code);
    const text = before.get(unit.code);
    if (text === undefined) counts.added++;
    else if (text === unitText(unit)) counts.unchanged++;
    else counts.changed++;
  }
  for (const code of before.keys()) if (!given.has(code)) counts.retired++;
  return counts;
}

function unitText({ residents, dwellings, shape }: PopulationUnit): string {
  return JSON.stringify([residents, dwellings, shape]);
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
