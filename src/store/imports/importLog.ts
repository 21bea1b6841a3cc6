/**
 * The history of imports: one row per import that changed what is in force, with the report a person reads and the
 * sources as they were before it, so that it can be undone.
 */
import type { Database } from "../database.ts";
import type { Statement } from "./bulkInsert.ts";
import type { ImportAct, ImportReport, InputKind } from "./report.ts";
import { storableJson } from "./storableText.ts";

export interface LogEntry {
  /** as the log keeps it, where everybody who serves may read it */
  report: ImportReport;
  contentHash: string;
  act: ImportAct;
  /** true when more than the source's own row (title, attribution, day) changed */
  isChange: boolean;
  /** the edition of its kind before */
  before: number;
  /** the import that this one takes back */
  undoes?: string;
}

const COMMAND_LINE = "command line";

/**
 * Around the statements of a change, in its batch: `open` writes the row with the sources as they still are; `close`
 * takes it back where the change turns out to be none (the same file a second time).
 */
export function importLogStatements(
  database: Database,
  { report, contentHash, act, isChange, before, undoes }: LogEntry,
): { open: Statement; close: Statement[] } {
  const { sql } = database;
  const id = act.id ?? crypto.randomUUID();
  const { kind, sourceId, edition, hashes } = report;
  const open = sql.query(
    `insert into import_log (id, kind, source_id, file_names, content_hash, edition, imported_at, report, actor,
        undoes, before)
      values ($1, $2, $3, $4::jsonb, $5, $6, $7::timestamptz, $8::jsonb, $9, $10::uuid,
        ${stateSql(kind)} || jsonb_build_object('edition', $11::integer))`,
    [
      id,
      kind,
      sourceId,
      storableJson(Object.keys(hashes)),
      contentHash,
      edition,
      act.now.toISOString(),
      storableJson(report),
      act.actor ?? COMMAND_LINE,
      undoes ?? null,
      before,
    ],
  );
  if (isChange) return { open, close: [] };
  const close = sql.query(
    `delete from import_log where id = $1 and kind = $2 and before - 'edition' = ${stateSql(kind)}`,
    [id, kind],
  );
  return { open, close: [close] };
}

/** What an import may change beside the rows of its kind, as JSON; `$2` is the kind. */
function stateSql(kind: InputKind): string {
  const all = (table: string, key: string, where = "") =>
    `(select coalesce(jsonb_agg(to_jsonb(${table}) order by ${key}), '[]') from ${table}${where})`;
  const parts = [`'sources', ${all("source", "id", " where kind = $2")}`];
  if (kind === "aeds") parts.push(`'apart', ${all("aed_apart", "one, other")}`);
  if (kind === "regions") parts.push(`'gemeenteTable', ${all("gemeente_table", "code")}`);
  return `jsonb_build_object(${parts.join(", ")})`;
}
