/**
 * AEDs, posts and observed values: rows with the editions they were in force (`since` … `until`). A file is the full edition of its
 * source: what changed or vanished is closed, what is new is opened, what stayed is left alone, all in one batch. What
 * vanished is closed only on the ground for which the file is complete, where that is told.
 */
import { type Ground, groundOf, isOnGround, watchGround } from "../../load/declaredGround.ts";
import type { Extent, Finding, Read } from "../../load/reader.ts";
import type { LngLat } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { type BulkColumn, bulkInsert, type Statement } from "./bulkInsert.ts";
import { commitEditions } from "./editions.ts";
import { type OpenRow, readOpenRows, rowTexts, storableColumns } from "./openRows.ts";
import { readImport } from "./readImport.ts";
import {
  addFindings,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  reportFindings,
} from "./report.ts";
import { natureOf, oldestDataDate, type SourceAdmitted, sourceStatements } from "./sources.ts";

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
  /** the column, if any, that keeps the edition since which the ref has been told of without a break */
  knownSince?: string;
  /** where a record stands; absent of a kind that stands nowhere */
  positionOf?(record: R): LngLat;
  /** between reading and comparing: what has to be done to a record before it may be stored */
  prepare?(records: R[]): Promise<R[]>;
  /** what else has to change with the rows, in the same batch */
  follow?(change: RowChange<R>): Promise<Followed>;
}

/** The rows of one source, and how they change. */
export interface RowChange<R> {
  source: ImportSource;
  /** all sources in force after it */
  inForce: readonly ImportSource[];
  /** the edition before it */
  edition: number;
  /** by ref; those in force before */
  open: ReadonlyMap<string, OpenRow>;
  opened: readonly R[];
  closed: readonly string[];
}

export interface Followed {
  /** true when something that others read changes */
  isChange: boolean;
  statements: Statement[];
  findings: Finding[];
  notes: string[];
}

/** The box for which the files are complete, told by a person: it goes before what they say themselves. */
export interface ExtentTold {
  extent?: Extent;
}

const NOTHING_FOLLOWS: Followed = { isChange: false, statements: [], findings: [], notes: [] };

export async function importVersioned<R extends { ref: string }>(
  database: Database,
  versioned: VersionedKind<R>,
  source: ImportSource,
  reads: Iterable<Read<R>>,
  options: ImportOptions & ExtentTold,
): Promise<ImportReport> {
  const { kind, positionOf } = versioned;
  const key = { field: "ref", of: ({ ref }: R) => ref };
  const watched = positionOf ? watchGround(reads, positionOf) : { reads, files: [] };
  const begun = await readImport(database, kind, source, watched.reads, key, options);
  if (begun.refusal) return begun.refusal;
  const { plan, told, contentHash } = begun;
  const before = begun.editions[kind];
  const records = versioned.prepare ? await versioned.prepare(begun.records) : begun.records;

  const open = await readOpenRows(database, {
    table: versioned.table,
    key: "ref",
    columns: versioned.columns([]),
    beside: versioned.knownSince,
    sourceId: source.id,
  });
  const ground = positionOf ? groundOf(watched.files, options.extent) : null;
  const difference = compare(versioned, records, open, ground);
  const { opened, closed } = difference;
  const change = { source, inForce: plan.inForce, edition: before.edition, open, opened, closed };
  const followed = (await versioned.follow?.(change)) ?? NOTHING_FOLLOWS;
  addFindings(begun.findings, followed.findings);
  const isNew = opened.length > 0 || closed.length > 0 || plan.retires.length > 0 || followed.isChange;
  const report: ImportReport = {
    ...told,
    ...reportFindings(begun.findings, begun.files),
    ...difference.counts,
    accepted: records.length,
    edition: before.edition + Number(isNew),
    isNewEdition: isNew,
    retiredSources: plan.retires.map(({ id }) => id),
    notes: [
      ...shrinkNotes(difference.counts),
      ...groundNotes(ground, difference.stayedCount, begun.records, positionOf),
      ...followed.notes,
    ],
  };
  const { onProgress } = options;
  onProgress?.({ stage: "storing", done: 0, total: records.length });
  const moved = await commitEditions(database, {
    read: { [kind]: before.edition },
    moves: isNew ? [{ kind, nature: natureOf(plan.inForce), dataDate: oldestDataDate(plan.inForce) }] : [],
    statements: [
      ...sourceStatements(database, kind, source, contentHash, plan.retires, options.now),
      ...(isNew ? rowStatements(database, versioned, change, plan) : []),
      ...followed.statements,
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

function groundNotes<R>(
  ground: Ground,
  stayedCount: number,
  records: readonly R[],
  positionOf?: (record: R) => LngLat,
): string[] {
  if (ground === null || !positionOf) return [];
  const boxes = ground.map((box) => box.join(",")).join(" and ");
  const outside = records.filter((record) => !isOnGround(ground, positionOf(record))).length;
  return [
    `complete within ${boxes} only: ${stayedCount} that this source held elsewhere stay as they are`,
    ...(outside > 0
      ? [`${outside} of the ${records.length} records lie outside that box: is it right?`]
      : []),
  ];
}

/** Ends the rows of sources that go out of force, in the edition that follows `edition`. */
export function closeSourcesStatement(
  { sql }: Database,
  table: VersionedKind<never>["table"],
  sourceIds: readonly string[],
  edition: number,
): Statement {
  return sql.query(`update ${table} set until = $1 where until is null and source_id = any($2::text[])`, [
    edition + 1,
    sourceIds,
  ]);
}

interface Difference<R> {
  opened: R[];
  closed: string[];
  /** not in the file, and not on the ground for which it is complete */
  stayedCount: number;
  counts: { added: number; changed: number; retired: number; unchanged: number };
}

function compare<R extends { ref: string }>(
  { columns }: VersionedKind<R>,
  records: R[],
  open: ReadonlyMap<string, OpenRow>,
  ground: Ground,
): Difference<R> {
  // of a source that is new nothing has to be compared
  const rows = open.size === 0 ? [] : rowTexts(storableColumns(columns(records)));
  const isOpenedAt = (n: number) => open.size === 0 || open.get(records[n].ref)?.text !== rows[n];
  const opened = records.filter((_, n) => isOpenedAt(n));
  const changedRefs = opened.map(({ ref }) => ref).filter((ref) => open.has(ref));
  const given = new Set(records.map(({ ref }) => ref));
  const missing = [...open].filter(([ref]) => !given.has(ref));
  const vanished = missing.filter(([, { row }]) => isOnGround(ground, rowPosition(row))).map(([ref]) => ref);
  return {
    opened,
    closed: [...changedRefs, ...vanished],
    stayedCount: missing.length - vanished.length,
    counts: {
      added: opened.length - changedRefs.length,
      changed: changedRefs.length,
      retired: vanished.length,
      unchanged: records.length - opened.length,
    },
  };
}

function rowPosition({ lng, lat }: Record<string, unknown>): LngLat {
  return { lng: Number(lng), lat: Number(lat) };
}

function rowStatements<R extends { ref: string }>(
  database: Database,
  { table, columns, knownSince }: VersionedKind<R>,
  { source, edition, open, opened, closed }: RowChange<R>,
  { retires }: SourceAdmitted,
): Statement[] {
  const next = edition + 1;
  const close = database.sql.query(
    `update ${table} set until = $1 where until is null and source_id = $2 and ref = any($3::text[])`,
    [next, source.id, closed],
  );
  const constants = {
    source_id: { type: "text", value: source.id },
    since: { type: "integer", value: next },
  } as const;
  const since = (name: string): Record<string, BulkColumn> => ({
    [name]: { type: "integer", values: opened.map(({ ref }) => open.get(ref)?.row[name] ?? next) },
  });
  const values = { ...storableColumns(columns(opened)), ...(knownSince ? since(knownSince) : {}) };
  const retired = retires.map(({ id }) => id);
  return [
    closeSourcesStatement(database, table, retired, edition),
    close,
    ...bulkInsert(database, table, constants, values),
  ];
}
