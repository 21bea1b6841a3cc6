/**
 * AEDs, posts and observed values: rows with the editions they were in force (`since` … `until`). A file is the full edition of its
 * source: what changed or vanished is closed, what is new is opened, what stayed is left alone, all in one batch.
 */
import type { Read } from "../../load/reader.ts";
import type { Database } from "../database.ts";
import { type BulkColumn, bulkInsert, type Statement } from "./bulkInsert.ts";
import { commitEditions, type EditionInForce } from "./editions.ts";
import { readImport } from "./readImport.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { natureOf, oldestDataDate, sourceStatements } from "./sources.ts";
import { storableText } from "./storableText.ts";

/** The kinds kept so, and their tables. */
export const VERSIONED_TABLES = {
  aeds: "aed",
  posts: "ambulance_post",
  policeFirePosts: "police_fire_post",
  observedValues: "observed_value",
} as const;
export type VersionedKindName = keyof typeof VERSIONED_TABLES;

export interface VersionedKind<R> {
  kind: VersionedKindName;
  table: (typeof VERSIONED_TABLES)[VersionedKindName];
  /** everything but source_id, since and until; `ref` first */
  columns(records: readonly R[]): Record<string, BulkColumn>;
  /** between reading and comparing: what has to be done to a record before it may be stored */
  prepare?(records: R[]): Promise<R[]>;
}

export async function importVersioned<R extends { ref: string }>(
  database: Database,
  versioned: VersionedKind<R>,
  source: ImportSource,
  reads: Iterable<Read<R>>,
  options: ImportOptions,
): Promise<ImportReport> {
  const { kind } = versioned;
  const key = { field: "ref", of: ({ ref }: R) => ref };
  const begun = await readImport(database, kind, source, reads, key, options);
  if (begun.refusal) return begun.refusal;
  const { plan, told, contentHash } = begun;
  const before = begun.editions[kind];
  const records = versioned.prepare ? await versioned.prepare(begun.records) : begun.records;

  const difference = compare(versioned, records, await readOpenRows(database, versioned, source.id));
  const isNew = difference.opened.length > 0 || difference.closed.length > 0 || plan.retires.length > 0;
  const report: ImportReport = {
    ...told,
    ...difference.counts,
    accepted: records.length,
    edition: before.edition + Number(isNew),
    isNewEdition: isNew,
    retiredSources: plan.retires.map(({ id }) => id),
    notes: shrinkNotes(difference.counts),
  };
  const { onProgress } = options;
  onProgress?.({ stage: "storing", done: 0, total: records.length });
  const moved = await commitEditions(database, {
    read: { [kind]: before.edition },
    moves: isNew ? [{ kind, nature: natureOf(plan.inForce), dataDate: oldestDataDate(plan.inForce) }] : [],
    statements: [
      ...sourceStatements(database, kind, source, contentHash, plan.retires, options.now),
      ...(isNew ? rowStatements(database, versioned, source.id, difference, plan.retires, before) : []),
    ],
    log: { report, contentHash, act: options, isChange: isNew },
  });
  onProgress?.({ stage: "storing", done: records.length, total: records.length });
  return moved === null ? report : { ...told, refused: moved };
}

/** Where more than a third is gone, the question is put: assumption. */
const RETIRED_NOTED = 3;

/** A file cut off between two rows looks whole: nobody but the person who loads it can tell. */
function shrinkNotes({ changed, retired, unchanged }: Difference<unknown>["counts"]): string[] {
  const held = changed + retired + unchanged;
  if (retired * RETIRED_NOTED <= held) return [];
  return [`${retired} of the ${held} that this source held are out of force now: was the file complete?`];
}

/** Ends the rows of sources that go out of force, in the edition that follows `before`. */
export function closeSourcesStatement(
  { sql }: Database,
  table: VersionedKind<never>["table"],
  sourceIds: readonly string[],
  before: EditionInForce,
): Statement {
  return sql.query(`update ${table} set until = $1 where until is null and source_id = any($2::text[])`, [
    before.edition + 1,
    sourceIds,
  ]);
}

interface Difference<R> {
  opened: R[];
  closed: string[];
  counts: { added: number; changed: number; retired: number; unchanged: number };
}

function compare<R extends { ref: string }>(
  { columns }: VersionedKind<R>,
  records: R[],
  open: ReadonlyMap<string, string>,
): Difference<R> {
  const rows = rowTexts(storableColumns(columns(records)));
  const isOpenedAt = (n: number) => open.get(records[n].ref) !== rows[n];
  const opened = records.filter((_, n) => isOpenedAt(n));
  const changedRefs = opened.map(({ ref }) => ref).filter((ref) => open.has(ref));
  const given = new Set(records.map(({ ref }) => ref));
  const vanished = [...open.keys()].filter((ref) => !given.has(ref));
  return {
    opened,
    closed: [...changedRefs, ...vanished],
    counts: {
      added: opened.length - changedRefs.length,
      changed: changedRefs.length,
      retired: vanished.length,
      unchanged: records.length - opened.length,
    },
  };
}

function rowStatements<R>(
  database: Database,
  { table, columns }: VersionedKind<R>,
  sourceId: string,
  { opened, closed }: Difference<R>,
  retires: readonly { id: string }[],
  before: EditionInForce,
): Statement[] {
  const edition = before.edition + 1;
  const close = database.sql.query(
    `update ${table} set until = $1 where until is null and source_id = $2 and ref = any($3::text[])`,
    [edition, sourceId, closed],
  );
  const constants = {
    source_id: { type: "text", value: sourceId },
    since: { type: "integer", value: edition },
  } as const;
  return [
    closeSourcesStatement(
      database,
      table,
      retires.map(({ id }) => id),
      before,
    ),
    close,
    ...bulkInsert(database, table, constants, storableColumns(columns(opened))),
  ];
}

/** Rows per answer: an AED is about 500 bytes of JSON, and an answer ends at 64 MB. */
const ROWS_PER_ANSWER = 20_000;

/** ref → the row's values as one text, as `rowTexts` makes it from records. */
async function readOpenRows<R>(
  { sql }: Database,
  { table, columns }: VersionedKind<R>,
  sourceId: string,
): Promise<Map<string, string>> {
  const names = Object.entries(columns([])).map(([name, { type }]) =>
    type === "date" ? `${name}::text` : name,
  );
  const open = new Map<string, string>();
  for (let after = ""; ; ) {
    const rows = await sql.query(
      `select ${names.join(", ")} from ${table}
        where source_id = $1 and until is null and ref > $2 order by ref limit ${ROWS_PER_ANSWER}`,
      [sourceId, after],
    );
    for (const row of rows) open.set(row.ref, JSON.stringify(Object.values(row)));
    if (rows.length < ROWS_PER_ANSWER) return open;
    after = rows[rows.length - 1].ref;
  }
}

function rowTexts(columns: Record<string, BulkColumn>): string[] {
  const values = Object.values(columns).map((column) => column.values);
  return values[0].map((_, n) => JSON.stringify(values.map((column) => column[n])));
}

/** Compared as they are stored, or a name with a NUL in it would be a change for ever. */
function storableColumns(columns: Record<string, BulkColumn>): Record<string, BulkColumn> {
  const storable = ({ type, values }: BulkColumn): BulkColumn =>
    type === "text"
      ? { type, values: values.map((value) => (typeof value === "string" ? storableText(value) : value)) }
      : { type, values };
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, storable(column)]));
}
