/** AEDs and posts as they were before an import: their rows were closed, never deleted, and open again. */
import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../database.ts";
import { aed, ambulancePost, mergedAed, observedValue, policeFirePost } from "../schema.ts";
import type { Statement } from "./bulkInsert.ts";
import { commitEditions } from "./editions.ts";
import type { ImportReport } from "./report.ts";
import { natureOf, oldestDataDate } from "./sources.ts";
import type { Undo } from "./undoImport.ts";
import { undoStatements } from "./undoStatements.ts";
import { VERSIONED_TABLES, type VersionedKindName } from "./versionedRows.ts";

const COLUMNS_OF: Record<VersionedKindName, PgTable> = {
  aeds: aed,
  posts: ambulancePost,
  policeFirePosts: policeFirePost,
  observedValues: observedValue,
};

export async function undoVersioned(
  database: Database,
  { editions, entry, before, inForce, report, options }: Undo,
): Promise<ImportReport> {
  const kind = entry.kind as VersionedKindName;
  const current = editions[kind].edition;
  const [name, table] = [VERSIONED_TABLES[kind], COLUMNS_OF[kind]];
  const move = { kind, nature: natureOf(inForce), dataDate: oldestDataDate(inForce) };
  const moved = await commitEditions(database, {
    read: { [kind]: current },
    moves: report.isNewEdition ? [move] : [],
    statements: [
      ...(report.isNewEdition ? restoreRows(database, { name, table, from: before.edition, current }) : []),
      ...(report.isNewEdition && kind === "aeds" ? restoreMerged(database, before.edition, current) : []),
      ...undoStatements(database, entry),
    ],
    log: { report, contentHash: "", act: options, isChange: true, undoes: entry.id },
  });
  return moved === null ? report : { ...report, refused: moved };
}

/** The AEDs in force as they were made then: only imports of AEDs change them, and none stands on this one. */
function restoreMerged({ sql }: Database, from: number, current: number): Statement[] {
  const own = Object.values(getTableColumns(mergedAed))
    .map((column) => column.name)
    .filter((column) => column !== "since" && column !== "until");
  return [
    sql`update merged_aed set until = ${current + 1} where until is null and since > ${from}`,
    sql.query(
      `insert into merged_aed (${own.join(", ")}, since) select ${own.join(", ")}, $2::integer from merged_aed
        where since <= $1 and until > $1 and until <= $2`,
      [from, current + 1],
    ),
  ];
}

/** Ends the open rows that were not there at edition `from`, and opens those that were and are not. */
function restoreRows(
  { sql }: Database,
  { name, table, from, current }: { name: string; table: PgTable; from: number; current: number },
): Statement[] {
  const columns = Object.values(getTableColumns(table)).map((column) => column.name);
  const own = columns.filter((column) => column !== "since" && column !== "until");
  const isThen = (alias: string) =>
    `${alias}.since <= $1 and (${alias}.until is null or ${alias}.until > $1)`;
  const isSameRow = own
    .map((column) => `then_row.${column} is not distinct from ${name}.${column}`)
    .join(" and ");
  return [
    sql.query(
      `update ${name} set until = $2 where until is null
        and not exists (select from ${name} then_row where ${isThen("then_row")} and ${isSameRow})`,
      [from, current + 1],
    ),
    sql.query(
      `insert into ${name} (${own.join(", ")}, since)
        select ${own.map((column) => `then_row.${column}`).join(", ")}, $2::integer from ${name} then_row
        where ${isThen("then_row")} and not exists (select from ${name} now_row
          where now_row.until is null and now_row.source_id = then_row.source_id and now_row.ref = then_row.ref)`,
      [from, current + 1],
    ),
  ];
}
