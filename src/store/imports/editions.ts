/**
 * The edition in force per kind of input, and the one place where it moves.
 * A move is compare-and-set: where another import moved an edition meanwhile, the whole batch fails and is told.
 */
import type { Database } from "../database.ts";
import type { Nature } from "../schema.ts";
import type { Statement } from "./bulkInsert.ts";
import { importLogStatements, type LogEntry } from "./importLog.ts";
import type { InputKind } from "./report.ts";

export interface EditionInForce {
  /** 0 = nothing was ever loaded */
  edition: number;
  nature: Nature;
  dataDate: string | null;
}
export type EditionsInForce = Record<InputKind, EditionInForce>;

export interface EditionMove {
  kind: InputKind;
  nature: Nature;
  dataDate: string | null;
}

/** Also the order in which rows are locked, so that two imports never wait for each other. */
export const INPUT_KINDS = [
  "aeds", "observedValues", "policeFirePosts", "population", "posts", "regions", "responders",
  "streets",
] as const; // biome-ignore format: one list

export async function readEditions({ sql }: Database): Promise<EditionsInForce> {
  const rows = await sql`select kind, edition, nature, data_date::text as data_date from input_edition`;
  const held = new Map(rows.map((row) => [row.kind as InputKind, row]));
  const entries = INPUT_KINDS.map((kind) => {
    const row = held.get(kind);
    return [
      kind,
      { edition: row?.edition ?? 0, nature: row?.nature ?? "absent", dataDate: row?.data_date ?? null },
    ];
  });
  return Object.fromEntries(entries) as EditionsInForce;
}

export interface EditionChange {
  read: Partial<Record<InputKind, number>>;
  moves: EditionMove[];
  statements: Statement[];
  log: Omit<LogEntry, "before">;
}

/**
 * One atomic batch: every kind in `moves` goes to its next edition and `statements` run, provided that every kind
 * in `read` is still at the edition this import read; what changed is logged. Returns null, or why nothing was
 * changed.
 */
export async function commitEditions(
  database: Database,
  { read, moves, statements, log }: EditionChange,
): Promise<string | null> {
  const kinds = INPUT_KINDS.filter((kind) => read[kind] !== undefined);
  const batch: Statement[] = kinds.map(
    (kind) => database.sql`insert into input_edition (kind, edition, nature)
      values (${kind}, 0, 'absent') on conflict (kind) do nothing`,
  );
  for (const kind of kinds) {
    const move = moves.find((one) => one.kind === kind);
    const lock = kind === log.report.kind ? "update" : "share";
    batch.push(
      move
        ? moveStatement(database, move, read[kind]!, log.act.now)
        : holdStatement(database, kind, read[kind]!, lock),
    );
  }
  const { open, close } = importLogStatements(database, { ...log, before: read[log.report.kind]! });
  try {
    await database.sql.transaction([...batch, open, ...statements, ...close]);
    return null;
  } catch (error) {
    return conflictOf(error);
  }
}

/** A statement that fails when the rows staged under an edition are not exactly those with these digests. */
export function verifyStaged(
  database: Database,
  table: string,
  edition: number,
  digests: string[],
): Statement {
  return database.sql.query(
    `select case when coalesce(array_agg(digest order by digest collate "C"), '{}') = $2::text[] then 1
       else cast('staged rows of ${table} changed, ' || count(*) as integer) end
     from (select md5(${table}::text) as digest from ${table} where edition = $1) staged`,
    [edition, [...digests].sort()],
  );
}

// Postgres has no `raise` in plain SQL: a cast that cannot succeed ends the batch with a message of ours.

function moveStatement({ sql }: Database, move: EditionMove, edition: number, now: Date): Statement {
  return sql`with moved as (
      update input_edition set edition = ${edition + 1}, nature = ${move.nature},
        data_date = ${move.dataDate}::date, changed_at = ${now.toISOString()}::timestamptz
      where kind = ${move.kind} and edition = ${edition} returning 1)
    select case when count(*) = 1 then 1
      else cast(${`edition of ${move.kind} moved, `} || count(*) as integer) end from moved`;
}

function holdStatement(
  { sql }: Database,
  kind: InputKind,
  edition: number,
  lock: "share" | "update",
): Statement {
  return sql.query(
    `select case when count(*) = 1 then 1 else cast($1 || count(*) as integer) end
      from (select 1 from input_edition where kind = $2 and edition = $3 for ${lock}) held`,
    [`edition of ${kind} moved, `, kind, edition],
  );
}

const UNIQUE_VIOLATION = "23505";

/** Two imports at once show in one of three ways; anything else is not ours to explain. */
export function conflictOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  const moved = /edition of (\w+) moved/.exec(message ?? "");
  if (moved) {
    return `another import changed the ${moved[1]} while this one ran; nothing of this one was kept. Load the file again.`;
  }
  if (/staged rows of \w+ changed/.test(message ?? "") || code === UNIQUE_VIOLATION) {
    return "another import of the same kind ran at the same time; nothing of this one was kept. Load the file again.";
  }
  throw error;
}
