/**
 * Takes one import back: what is in force of its kind afterwards equals what was before it, and what follows from it
 * (merged AEDs, people per cell, the ground of the protected units) is made again on the other inputs of today.
 *
 * The rule: only the last import of a kind that still stands can be undone. One that others stand on is named them,
 * to be undone first; so nobody has to guess what a file would have done without the one before it. An undo is not
 * undone: load the file again.
 */
import type { Database } from "../database.ts";
import { type EditionsInForce, readEditions } from "./editions.ts";
import { type LoggedImport, readImportsAfter, readLoggedImport, type SourceRow } from "./importHistory.ts";
import type { ResponderImportOptions } from "./importResponders.ts";
import { emptyReport, type ImportReport, type ImportSource } from "./report.ts";
import { UNDO_KEPT_COUNT } from "./sweepEditions.ts";
import { undoPopulation, undoRegions } from "./undoPlaces.ts";
import { undoStreets } from "./undoStreets.ts";
import { undoVersioned } from "./undoVersioned.ts";

export interface Undo {
  editions: EditionsInForce;
  entry: LoggedImport;
  before: NonNullable<LoggedImport["before"]>;
  /** the sources that come into force again, or stay */
  inForce: ImportSource[];
  /** what the undo tells: the import's own counts the other way round */
  report: ImportReport;
  options: ResponderImportOptions;
}

/** Null = there is no such import. A refusal names what is in the way. */
export async function undoImport(
  database: Database,
  importId: string,
  options: ResponderImportOptions,
): Promise<ImportReport | null> {
  const entry = await readLoggedImport(database, importId);
  if (!entry) return null;
  const editions = await readEditions(database);
  const { kind } = entry;
  const current = editions[kind].edition;
  const obstacle = await undoObstacle(database, entry);
  if (obstacle) return { ...emptyReport(kind, entry.sourceId, current), refused: obstacle };
  const before = entry.before!;
  const inForce = before.sources.filter(({ retired_at }) => retired_at === null).map(toSource);
  const undo = { editions, entry, before, inForce, report: reverse(entry, inForce, current), options };
  if (kind === "population") return undoPopulation(database, undo);
  if (kind === "regions") return undoRegions(database, undo);
  if (kind === "streets") return undoStreets(database, undo);
  return undoVersioned(database, undo);
}

/** Why this import cannot be taken back, with what to do; null where it can. */
export async function undoObstacle(database: Database, entry: LoggedImport): Promise<string | null> {
  const { id, kind, undoes, undoneBy, before } = entry;
  if (undoes) return `${id} is itself an undo, of ${undoes}; load the file of that one again.`;
  if (undoneBy) return `${id} was undone already, by ${undoneBy}; there is nothing left to do.`;
  if (kind === "responders") {
    return "an import of responders cannot be undone: the exact counts before it are erased; load the earlier file again, which brings the figures of before back.";
  }
  const later = await readImportsAfter(database, entry);
  if (later.length > 0) {
    const names = later.map((one) => `${one.id} (${one.sourceId})`).join(", ");
    return `later imports of ${kind} stand on ${id}: ${names}; undo those first, in this order.`;
  }
  if (before === null) {
    return `what ${id} replaced is not kept any more (the last ${UNDO_KEPT_COUNT} imports of ${kind} can be undone); load the earlier file again.`;
  }
  return null;
}

function reverse(entry: LoggedImport, inForce: readonly ImportSource[], current: number): ImportReport {
  const { id, kind, sourceId, importedAt, actor, report, before } = entry;
  const { added, changed, retired, unchanged, isNewEdition, retiredSources } = report;
  const isDecision = sourceId.includes(":");
  const isGone = !isDecision && !inForce.some((source) => source.id === sourceId);
  const notes = [`takes back ${id}, imported on ${importedAt.slice(0, 10)} by ${actor}`];
  if (retiredSources.length > 0) notes.push(`in force again: ${retiredSources.join(", ")}`);
  return {
    ...emptyReport(kind, sourceId, current + Number(isNewEdition)),
    isNewEdition,
    accepted: unchanged + changed + retired,
    added: retired,
    changed,
    retired: added,
    unchanged,
    retiredSources: isGone && before!.sources.every((source) => source.id !== sourceId) ? [sourceId] : [],
    notes,
  };
}

function toSource(row: SourceRow): ImportSource {
  return {
    id: row.id,
    title: row.title,
    isSynthetic: row.is_synthetic,
    attribution: row.attribution,
    dataDate: row.data_date,
  };
}
