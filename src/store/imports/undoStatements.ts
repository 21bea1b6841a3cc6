/** What every undo has in its batch, and rows of an edition before as rows of the next one. */
import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../database.ts";
import type { Statement } from "./bulkInsert.ts";
import { EFFECTIVE_IMPORTS, type LoggedImport } from "./importHistory.ts";
import { digestOf } from "./stagedRows.ts";

/**
 * The sources of the kind as they were; and the batch fails where a later import of the kind came in meanwhile, even
 * one that changed nothing but a title.
 */
export function undoStatements({ sql }: Database, { kind, sequence, before }: LoggedImport): Statement[] {
  return [
    sql.query(
      `select case when count(*) = 0 then 1 else cast($3 || count(*) as integer) end
        from (${EFFECTIVE_IMPORTS}) effective where kind = $1 and sequence > $2`,
      [kind, sequence, `edition of ${kind} moved, `],
    ),
    sql`delete from source where kind = ${kind}`,
    sql`insert into source
      select * from jsonb_populate_recordset(null::source, ${JSON.stringify(before!.sources)}::jsonb)`,
    sql`update input_edition set data_date =
        (select min(data_date) from source where kind = ${kind} and retired_at is null)
      where kind = ${kind}`,
    ...apartStatements({ sql } as Database, before!.apart),
  ];
}

/** Which AEDs a person took apart; absent for other kinds, and in logs from before that was kept. */
function apartStatements({ sql }: Database, apart: unknown[] | undefined): Statement[] {
  if (!apart) return [];
  return [
    sql`delete from aed_apart`,
    sql`insert into aed_apart
      select * from jsonb_populate_recordset(null::aed_apart, ${JSON.stringify(apart)}::jsonb)`,
  ];
}

/** The rows of edition `from` once more under edition `to`, every column as it was; returns their digests. */
export function copyEdition(
  { sql }: Database,
  { name, table, from, to }: { name: string; table: PgTable; from: number; to: number },
): Statement {
  const names = Object.values(getTableColumns(table)).map((column) => column.name);
  const picked = names.map((column) => (column === "edition" ? "$2::integer" : column));
  return sql.query(
    `insert into ${name} (${names.join(", ")}) select ${picked.join(", ")} from ${name}
      where edition = $1 returning ${digestOf(name)}`,
    [from, to],
  );
}
