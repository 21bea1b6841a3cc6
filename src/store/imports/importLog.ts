/**
 * The history of imports: one row per import that changed something, with the report a person reads.
 */
import type { Database } from "../database.ts";
import type { Statement } from "./bulkInsert.ts";
import type { ImportReport } from "./report.ts";
import { storableJson } from "./storableText.ts";

export function importLogStatement(
  { sql }: Database,
  report: ImportReport,
  contentHash: string,
  now: Date,
): Statement {
  return sql`insert into import_log (kind, source_id, file_names, content_hash, edition, imported_at, report)
    values (${report.kind}, ${report.sourceId}, ${storableJson(Object.keys(report.hashes))}::jsonb, ${contentHash},
      ${report.edition}, ${now.toISOString()}::timestamptz, ${storableJson(report)}::jsonb)`;
}
