/** The imports as their log tells them: which stand, which were taken back, and what stands on what. */
import type { Database } from "../database.ts";
import type { ImportReport, InputKind } from "./report.ts";

/** Those that made what is in force: neither an undo nor undone. SQL of ours. */
export const EFFECTIVE_IMPORTS = `select * from import_log
  where undoes is null and id not in (select undoes from import_log where undoes is not null)`;

/** A row of `source` as the log keeps it. */
export interface SourceRow {
  id: string;
  title: string;
  is_synthetic: boolean;
  attribution: string | null;
  data_date: string | null;
  retired_at: string | null;
}

export interface LoggedImport {
  id: string;
  sequence: number;
  kind: InputKind;
  sourceId: string;
  fileNames: string[];
  contentHash: string;
  importedAt: string;
  actor: string;
  report: ImportReport;
  /** the import that this one took back */
  undoes: string | null;
  /** the one that took this one back */
  undoneBy: string | null;
  /** null = not kept any more, or from before it was kept */
  before: { edition: number; sources: SourceRow[]; gemeenteTable?: unknown[]; apart?: unknown[] } | null;
}

const COLUMNS = `id, sequence, kind, source_id, file_names, content_hash, imported_at, actor, report, undoes,
  (select undo.id from import_log undo where undo.undoes = import_log.id) as undone_by`;

export async function readImportLog(
  { sql }: Database,
  { kinds, limit, offset = 0 }: { kinds: readonly InputKind[]; limit: number; offset?: number },
): Promise<{ imports: LoggedImport[]; matched: number }> {
  const [rows, [{ matched }]] = await sql.transaction([
    sql.query(
      `select ${COLUMNS}, null as before from import_log where kind = any($1::text[])
        order by sequence desc limit $2 offset $3`,
      [kinds, limit, offset],
    ),
    sql`select count(*)::integer as matched from import_log where kind = any(${kinds}::text[])`,
  ]);
  return { imports: rows.map(toImport), matched };
}

/** Null where the log has no such row. `id` has to be a UUID. */
export async function readLoggedImport({ sql }: Database, id: string): Promise<LoggedImport | null> {
  const rows = await sql.query(`select ${COLUMNS}, before from import_log where id = $1`, [id]);
  return rows.length > 0 ? toImport(rows[0]) : null;
}

export async function readLoggedImports({ sql }: Database, ids: readonly string[]): Promise<LoggedImport[]> {
  const rows = await sql.query(
    `select ${COLUMNS}, null as before from import_log where id = any($1::uuid[])`,
    [ids],
  );
  return rows.map(toImport);
}

/** What was imported of the same kind after it and still stands, the newest first. */
export async function readImportsAfter(
  { sql }: Database,
  { kind, sequence }: Pick<LoggedImport, "kind" | "sequence">,
): Promise<Pick<LoggedImport, "id" | "sourceId">[]> {
  const rows = await sql.query(
    `select id, source_id from (${EFFECTIVE_IMPORTS}) effective where kind = $1 and sequence > $2
      order by sequence desc`,
    [kind, sequence],
  );
  return rows.map((row) => ({ id: row.id, sourceId: row.source_id }));
}

function toImport(row: Record<string, unknown>): LoggedImport {
  return {
    id: row.id as string,
    sequence: Number(row.sequence),
    kind: row.kind as InputKind,
    sourceId: row.source_id as string,
    fileNames: row.file_names as string[],
    contentHash: row.content_hash as string,
    importedAt: new Date(row.imported_at as string).toISOString(),
    actor: row.actor as string,
    report: row.report as ImportReport,
    undoes: row.undoes as string | null,
    undoneBy: row.undone_by as string | null,
    before: row.before as LoggedImport["before"],
  };
}
