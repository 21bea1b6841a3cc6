/**
 * The AEDs in force, made anew from the rows of all sources whenever one of them changes: what is not as it should be
 * is closed and opened, in the batch of that change. So a source that goes leaves nothing of itself behind.
 */
import { positionToShard } from "../../grid/cell.ts";
import { mergeAeds } from "../../load/mergeAeds.ts";
import { type AedPlace, mergeParts } from "../../load/mergeParts.ts";
import type { Finding } from "../../load/reader.ts";
import type { Aed } from "../../load/records.ts";
import {
  type AedOrigin,
  aedKey,
  keyOfRow,
  type MergedAed,
  pairKey,
  type SourcedAed,
} from "../../load/sourcedAed.ts";
import type { Database } from "../database.ts";
import { aedColumns, fieldColumns, mergedAedColumns, rowToSourcedAed } from "./aedRows.ts";
import { bulkInsert, ROWS_PER_STATEMENT, type Statement } from "./bulkInsert.ts";
import { readOpenRows, rowTexts, storableColumns } from "./openRows.ts";
import { FINDINGS_SHOWN, type ImportSource } from "./report.ts";
import { storableJson, storableText } from "./storableText.ts";
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

/** So many rows are held with their texts at a time, beside what changes. */
const ROWS_PER_PART = 4_000;

/**
 * Contradictions are told for the AEDs of `changed`; the others were told when they came. Part by part, so that it
 * takes the memory of a part whatever the lists hold; what comes out is that of all at once (`mergeParts.ts`).
 */
export async function followMerge(database: Database, change: MergeChange): Promise<Followed> {
  const apart = change.apart ?? (await readApart(database));
  const places: KnownPlace[] = change.changed.map((row) => ({ ...placeOf(row), row }));
  for (const source of change.unchanged) places.push(...(await readPlaces(database, source)));
  const edition = change.edition + 1;
  const openIds = change.isAllNew ? new Set<string>() : await readOpenIds(database);
  const goOut = new Set(openIds);
  const changedIds = new Set(change.changed.map(({ sourceId }) => sourceId));
  const statements: Statement[] = change.isAllNew ? [closeAllStatement(database, edition)] : [];
  const findings: Finding[] = [];
  const counts = { merged: 0, shared: 0, sources: new Set(places.map(({ sourceId }) => sourceId)).size };
  for (const part of mergeParts(places, ROWS_PER_PART)) {
    const rows = await readPart(database, part, change.unchanged);
    const { merged, findings: found } = mergeAeds(rows, apart);
    const opened = change.isAllNew ? merged : await changedOf(database, part, merged);
    statements.push(...openStatements(database, opened, rows, edition));
    // those that open anew are closed before; those that stay are not
    const isOpened = new Set(opened.map(({ id }) => id));
    for (const { id, sources } of merged) {
      if (!isOpened.has(id)) goOut.delete(id);
      if (sources.some(({ sourceId }) => changedIds.has(sourceId))) addFound(findings, found.get(id) ?? []);
      counts.merged++;
      if (sources.length > 1) counts.shared++;
    }
  }
  if (goOut.size > 0) statements.unshift(closeStatement(database, [...goOut], edition));
  return {
    isChange: change.isAllNew || statements.length > 0,
    statements,
    findings,
    notes: mergeNotes(counts),
  };
}

interface KnownPlace extends AedPlace {
  /** of a row that is in memory already */
  row?: SourcedAed;
}

function placeOf({ sourceId, aed: { ref, position, coarsened } }: SourcedAed): AedPlace {
  return { sourceId, ref, position, coarsened };
}

/** Beyond the ones that are shown in full, a finding is counted by its reason alone. */
function addFound(findings: Finding[], found: readonly Finding[]): void {
  for (const one of found)
    findings.push(findings.length < FINDINGS_SHOWN ? one : { ...one, place: "", got: "", advice: "" });
}

/** Rows per answer; a place is about 80 bytes of JSON. */
const PLACES_PER_ANSWER = 20_000;

async function readPlaces({ sql }: Database, { id: sourceId }: ImportSource): Promise<AedPlace[]> {
  const places: AedPlace[] = [];
  for (let after = ""; ; ) {
    const rows = await sql`select ref, lng, lat, coarsened from aed
      where until is null and source_id = ${sourceId} and ref > ${after} order by ref limit ${PLACES_PER_ANSWER}`;
    for (const { ref, lng, lat, coarsened } of rows)
      places.push({ sourceId, ref, position: { lng: Number(lng), lat: Number(lat) }, coarsened });
    if (rows.length < PLACES_PER_ANSWER) return places;
    after = rows[rows.length - 1].ref;
  }
}

async function readOpenIds({ sql }: Database): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let after = ""; ; ) {
    const rows = await sql`select id from merged_aed where until is null and id > ${after}
      order by id limit ${PLACES_PER_ANSWER}`;
    for (const { id } of rows) ids.add(id);
    if (rows.length < PLACES_PER_ANSWER) return ids;
    after = rows[rows.length - 1].id;
  }
}

/** The rows of a part with all their fields: those of the source that changes are in memory. */
async function readPart(
  database: Database,
  part: readonly KnownPlace[],
  unchanged: readonly ImportSource[],
): Promise<SourcedAed[]> {
  const rows = part.flatMap(({ row }) => row ?? []);
  for (const source of unchanged) {
    const keys = part.filter(({ row, sourceId }) => !row && sourceId === source.id).map(({ ref }) => ref);
    if (keys.length === 0) continue;
    const table = { table: "aed", key: "ref", columns: aedColumns([]), beside: "known_since" } as const;
    const open = await readOpenRows(database, { ...table, sourceId: source.id, keys });
    for (const { row } of open.values()) rows.push(rowToSourcedAed(row, source));
  }
  return rows;
}

/** As `mergeAeds` wants them. */
export async function readApart({ sql }: Database): Promise<Set<string>> {
  const rows = await sql`select one, other from aed_apart`;
  return new Set(rows.map(({ one, other }) => pairKey(one, other)));
}

function closeAllStatement({ sql }: Database, edition: number): Statement {
  return sql`update merged_aed set until = ${edition} where until is null`;
}

function closeStatement({ sql }: Database, ids: readonly string[], edition: number): Statement {
  return sql`update merged_aed set until = ${edition} where until is null and id = any(${ids}::text[])`;
}

/** Those that are not in force as they should be. An AED's id is the key of one of its rows. */
async function changedOf(
  database: Database,
  part: readonly AedPlace[],
  merged: readonly MergedAed[],
): Promise<MergedAed[]> {
  const columns = mergedAedColumns([]);
  const keys = part.map((place) => storableText(aedKey(place)));
  const open = await readOpenRows(database, { table: "merged_aed", key: "id", columns, keys });
  const texts = rowTexts(storableColumns(mergedAedColumns(merged)));
  return merged.filter(({ id }, n) => open.get(id)?.text !== texts[n]);
}

function openStatements(
  database: Database,
  opened: readonly MergedAed[],
  rows: readonly SourcedAed[],
  edition: number,
): Statement[] {
  const held = new Map(rows.map((row) => [keyOfRow(row), row.aed]));
  const copies: Copy[] = [];
  const mixed: MergedAed[] = [];
  for (const aed of opened) {
    const like = aed.sources.find((origin) => isLike(aed, held.get(aedKey(origin))!));
    if (like) copies.push({ aed, like });
    else mixed.push(aed);
  }
  const since = { since: { type: "integer", value: edition } } as const;
  return [
    ...bulkInsert(database, "merged_aed", since, storableColumns(mergedAedColumns(mixed))),
    ...copyStatements(database, copies, edition),
  ];
}

/** An AED that stands as one of its rows does. */
interface Copy {
  aed: MergedAed;
  like: AedOrigin;
}

function isLike(aed: MergedAed, row: Aed): boolean {
  const [fields, others] = [fieldColumns([aed]), fieldColumns([row])];
  return Object.keys(fields).every((name) => fields[name].values[0] === others[name].values[0]);
}

/** What stands as a row of a source does is copied by Postgres: nearly all AEDs, and a fraction of the bytes. */
function copyStatements({ sql }: Database, copies: readonly Copy[], edition: number): Statement[] {
  const columns = Object.keys(fieldColumns([])).join(", ");
  const statements: Statement[] = [];
  for (let at = 0; at < copies.length; at += ROWS_PER_STATEMENT) {
    const some = copies.slice(at, at + ROWS_PER_STATEMENT);
    statements.push(
      sql.query(
        `insert into merged_aed (id, since, shard, ${columns}, sources)
          select coalesce(asked.id, source_id || ':' || ref), $1::integer, asked.shard, ${columns},
            coalesce(asked.sources, ('[{"sourceId":' || to_json(source_id) || ',"ref":' || to_json(ref)
              || ',"checkedDate":' || coalesce('"' || checked_date || '"', 'null') || '}]')::json)
          from aed join unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::json[])
            as asked(id, shard, source_id, ref, sources) using (source_id, ref) where until is null`,
        [
          edition,
          some.map(({ aed, like }) => (aed.id === aedKey(like) ? null : storableText(aed.id))),
          some.map(({ aed }) => positionToShard(aed.position)),
          some.map(({ like }) => like.sourceId),
          some.map(({ like }) => storableText(like.ref)),
          some.map(({ aed }) => (aed.sources.length === 1 ? null : storableJson(aed.sources))),
        ],
      ),
    );
  }
  return statements;
}

function mergeNotes({
  merged,
  shared,
  sources,
}: {
  merged: number;
  shared: number;
  sources: number;
}): string[] {
  if (sources < 2) return [];
  return [
    `in force now: ${merged} AEDs of ${sources} sources; ${shared} of them told by more than one source, each counted once`,
  ];
}
