/**
 * AEDs of one source into the database. Those whose owner keeps the place private are coarsened first.
 */
import { positionToShard } from "../../grid/cell.ts";
import type { Read } from "../../load/reader.ts";
import type { Aed } from "../../load/records.ts";
import type { Database } from "../database.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import { coarsenPrivateAeds } from "./coarsenPrivateAeds.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { importVersioned } from "./versionedRows.ts";

export function importAeds(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<Aed>>,
  options: ImportOptions,
): Promise<ImportReport> {
  const prepare = (aeds: Aed[]) => coarsenPrivateAeds(database, aeds);
  const versioned = { kind: "aeds", table: "aed", columns: aedColumns, prepare } as const;
  return importVersioned(database, versioned, source, reads, options);
}

function aedColumns(aeds: readonly Aed[]): Record<string, BulkColumn> {
  return {
    ref: { type: "text", values: aeds.map(({ ref }) => ref) },
    shard: { type: "text", values: aeds.map(({ position }) => positionToShard(position)) },
    lng: { type: "float8", values: aeds.map(({ position }) => position.lng) },
    lat: { type: "float8", values: aeds.map(({ position }) => position.lat) },
    name: { type: "text", values: aeds.map(({ name }) => name) },
    opening_hours: { type: "text", values: aeds.map(({ openingHours }) => openingHours) },
    open_hours: { type: "text", values: aeds.map(({ openHours }) => openHours) },
    always_open: { type: "boolean", values: aeds.map(({ alwaysOpen }) => alwaysOpen) },
    indoor: { type: "boolean", values: aeds.map(({ indoor }) => indoor) },
    access: { type: "text", values: aeds.map(({ access }) => access) },
    checked_date: { type: "date", values: aeds.map(({ checkedDate }) => checkedDate) },
    coarsened: { type: "boolean", values: aeds.map(({ coarsened }) => coarsened) },
  };
}
