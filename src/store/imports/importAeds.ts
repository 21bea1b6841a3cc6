/**
 * AEDs of one source into the database. Those whose owner keeps the place private are coarsened first; then what all
 * sources tell is merged into the AEDs in force.
 */
import type { Read } from "../../load/reader.ts";
import type { Aed } from "../../load/records.ts";
import type { SourcedAed } from "../../load/sourcedAed.ts";
import type { Database } from "../database.ts";
import { aedColumns, rowToSourcedAed } from "./aedRows.ts";
import { coarsenPrivateAeds } from "./coarsenPrivateAeds.ts";
import { followMerge } from "./mergedAeds.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { type ExtentTold, importVersioned, type RowChange, type VersionedKind } from "./versionedRows.ts";

export function importAeds(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<Aed>>,
  options: ImportOptions & ExtentTold,
): Promise<ImportReport> {
  const versioned: VersionedKind<Aed> = {
    kind: "aeds",
    table: "aed",
    columns: aedColumns,
    knownSince: "known_since",
    positionOf: ({ position }) => position,
    prepare: (aeds) => coarsenPrivateAeds(database, { sourceId: source.id, sender: options.actor }, aeds),
    follow: (change) =>
      followMerge(database, {
        unchanged: change.inForce.filter(({ id }) => id !== source.id),
        changed: rowsAfter(change),
        edition: change.edition,
        isAllNew: change.inForce.length === 1 && change.open.size === 0,
      }),
  };
  return importVersioned(database, versioned, source, reads, options);
}

/** The source's rows as they will be: those that stay, and those that open. */
function rowsAfter({ source, edition, open, opened, closed }: RowChange<Aed>): SourcedAed[] {
  const gone = new Set(closed);
  const stay = [...open].filter(([ref]) => !gone.has(ref)).map(([, { row }]) => rowToSourcedAed(row, source));
  const come = opened.map((aed) => ({
    sourceId: source.id,
    dataDate: source.dataDate,
    knownSince: (open.get(aed.ref)?.row.known_since as number | undefined) ?? edition + 1,
    aed,
  }));
  return [...stay, ...come];
}
