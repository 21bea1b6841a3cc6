/**
 * Observed values of one source into the database. A region may come later than its values: that is told, not refused.
 */
import { COUNTRY_REGION } from "../../load/observedInUse.ts";
import type { Read } from "../../load/reader.ts";
import type { ObservedValue } from "../../load/records.ts";
import type { Database } from "../database.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import { readEditions } from "./editions.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { importVersioned } from "./versionedRows.ts";

export async function importObservedValues(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<ObservedValue>>,
  options: ImportOptions,
): Promise<ImportReport> {
  const versioned = { kind: "observedValues", table: "observed_value", columns: valueColumns } as const;
  const report = await importVersioned(database, versioned, source, reads, options);
  if (report.refused) return report;
  return { ...report, notes: [...report.notes, ...(await notesOnRegions(database, source.id))] };
}

async function notesOnRegions(database: Database, sourceId: string): Promise<string[]> {
  const { regions } = await readEditions(database);
  const rows = await database.sql`select distinct region_code from observed_value
    where source_id = ${sourceId} and until is null and region_code <> ${COUNTRY_REGION}
      and region_code not in (select code from region where edition = ${regions.edition}) order by region_code`;
  if (rows.length === 0) return [];
  const codes = rows
    .map((row) => row.region_code)
    .slice(0, 10)
    .join(", ");
  return [`${rows.length} regions are not loaded (${codes}): their values are used once they are`];
}

function valueColumns(values: readonly ObservedValue[]): Record<string, BulkColumn> {
  return {
    ref: { type: "text", values: values.map(({ ref }) => ref) },
    region_code: { type: "text", values: values.map(({ regionCode }) => regionCode) },
    measure: { type: "text", values: values.map(({ measure }) => measure) },
    value: { type: "float8", values: values.map(({ value }) => value) },
    source: { type: "text", values: values.map(({ source }) => source) },
    date: { type: "date", values: values.map(({ date }) => date) },
  };
}
