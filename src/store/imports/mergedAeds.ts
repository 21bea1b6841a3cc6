/**
 * The AEDs in force, made anew from the rows of all sources whenever one of them changes: what is not as it should be
 * is closed and opened, in the batch of that change. So a source that goes leaves nothing of itself behind.
 */
import { positionToShard } from "../../grid/cell.ts";
import { mergeAeds } from "../../load/mergeAeds.ts";
import { type MergedAed, pairKey, type SourcedAed } from "../../load/sourcedAed.ts";
import type { Database } from "../database.ts";
import { aedColumns, fieldColumns, mergedAedColumns, rowToSourcedAed } from "./aedRows.ts";
import { bulkInsert, ROWS_PER_STATEMENT, type Statement } from "./bulkInsert.ts";
import { readOpenRows, rowTexts, storableColumns } from "./openRows.ts";
import type { ImportSource } from "./report.ts";
import { storableText } from "./storableText.ts";
import type { Followed } from "./versionedRows.ts";

export interface MergeChange {
  /** the sources in force after the change whose rows are those in force now */
  unchanged: readonly ImportSource[];
  /** the rows of the source that changes; empty when it goes */
  changed: readonly SourcedAed[];
  /** the edition before the change */
  edition: number;
  /** pairs taken apart, where they change; else those in force */
  apart?: ReadonlySet<string>;
  /** true where no row of before stays in force: nothing has to be compared then */
  isAllNew?: boolean;
}

/** Contradictions are told for the AEDs of `changed`; the others were told when they came. */
export async function followMerge(database: Database, change: MergeChange): Promise<Followed> {
  const rows = [...change.changed];
  for (const source of change.unchanged) rows.push(...(await readSourcedAeds(database, source)));
  const { merged, findings } = mergeAeds(rows, change.apart ?? (await readApart(database)));
  const statements = change.isAllNew
    ? [
        closeAllStatement(database, change.edition + 1),
        ...openStatements(database, merged, change.edition + 1),
      ]
    : await changeStatements(database, merged, change.edition + 1);
  const ids = new Set(change.changed.map(({ sourceId }) => sourceId));
  const own = merged.filter(({ sources }) => sources.some(({ sourceId }) => ids.has(sourceId)));
  return {
    isChange: statements.length > 0,
    statements,
    findings: own.flatMap(({ id }) => findings.get(id) ?? []),
    notes: mergeNotes(merged),
  };
}

export async function readSourcedAeds(database: Database, source: ImportSource): Promise<SourcedAed[]> {
  const open = await readOpenRows(database, {
    table: "aed",
    key: "ref",
    columns: aedColumns([]),
    beside: "known_since",
    sourceId: source.id,
  });
  return [...open.values()].map(({ row }) => rowToSourcedAed(row, source));
}

/** As `mergeAeds` wants them. */
export async function readApart({ sql }: Database): Promise<Set<string>> {
  const rows = await sql`select one, other from aed_apart`;
  return new Set(rows.map(({ one, other }) => pairKey(one, other)));
}

function closeAllStatement({ sql }: Database, edition: number): Statement {
  return sql`update merged_aed set until = ${edition} where until is null`;
}

/** No statements where everything is as it should be. */
async function changeStatements(
  database: Database,
  merged: readonly MergedAed[],
  edition: number,
): Promise<Statement[]> {
  const columns = mergedAedColumns([]);
  const open = await readOpenRows(database, { table: "merged_aed", key: "id", columns });
  const texts = rowTexts(storableColumns(mergedAedColumns(merged)));
  const opened = merged.filter(({ id }, n) => open.get(id)?.text !== texts[n]);
  const held = new Set(merged.map(({ id }) => id));
  const closed = [
    ...opened.map(({ id }) => id).filter((id) => open.has(id)),
    ...[...open.keys()].filter((id) => !held.has(id)),
  ];
  const close = database.sql.query(
    "update merged_aed set until = $1 where until is null and id = any($2::text[])",
    [edition, closed],
  );
  return [...(closed.length > 0 ? [close] : []), ...openStatements(database, opened, edition)];
}

function openStatements(database: Database, opened: readonly MergedAed[], edition: number): Statement[] {
  const since = { since: { type: "integer", value: edition } } as const;
  const together = opened.filter(({ sources }) => sources.length > 1);
  const alone = opened.filter(({ sources }) => sources.length === 1);
  return [
    ...bulkInsert(database, "merged_aed", since, storableColumns(mergedAedColumns(together))),
    ...aloneStatements(database, alone, edition),
  ];
}

/** What is the row of one source as it stands is copied by Postgres: nearly all AEDs, and a tenth of the bytes. */
function aloneStatements({ sql }: Database, alone: readonly MergedAed[], edition: number): Statement[] {
  const columns = Object.keys(fieldColumns([])).join(", ");
  const statements: Statement[] = [];
  for (let at = 0; at < alone.length; at += ROWS_PER_STATEMENT) {
    const some = alone.slice(at, at + ROWS_PER_STATEMENT);
    const origins = some.map(({ sources: [{ sourceId, ref }] }) => ({ sourceId, ref: storableText(ref) }));
    statements.push(
      sql.query(
        `insert into merged_aed (id, since, shard, ${columns}, sources)
          select source_id || ':' || ref, $1::integer, asked.shard, ${columns},
            ('[{"sourceId":' || to_json(source_id) || ',"ref":' || to_json(ref) || ',"checkedDate":'
              || coalesce('"' || checked_date || '"', 'null') || '}]')::json
          from aed join unnest($2::text[], $3::text[], $4::text[]) as asked(source_id, ref, shard)
            using (source_id, ref) where until is null`,
        [
          edition,
          origins.map(({ sourceId }) => sourceId),
          origins.map(({ ref }) => ref),
          some.map(({ position }) => positionToShard(position)),
        ],
      ),
    );
  }
  return statements;
}

function mergeNotes(merged: readonly MergedAed[]): string[] {
  const sources = new Set(merged.flatMap((aed) => aed.sources.map(({ sourceId }) => sourceId)));
  if (sources.size < 2) return [];
  const shared = merged.filter((aed) => aed.sources.length > 1).length;
  return [
    `in force now: ${merged.length} AEDs of ${sources.size} sources; ${shared} of them told by more than one source, each counted once`,
  ];
}
