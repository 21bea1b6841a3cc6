/**
 * One query or one batch of the `/sql` protocol, run on a session and told in Neon's words.
 * Values travel as Postgres' own text; the driver on the other side reads them by type.
 */
import { DatabaseError, type FieldDef, type QueryArrayConfig, types } from "pg";
import type { Session, Sessions } from "./sessions.ts";

export interface SqlQuery {
  query: string;
  params?: unknown[];
}
export interface SqlBatch {
  queries: SqlQuery[];
}
export interface Answer {
  status: number;
  body: unknown;
}
export interface Problem extends Answer {
  status: 400;
}

type Header = (name: string) => string | null;
type ParseText = (text: string) => unknown;

const ISOLATION_LEVELS: Record<string, string> = {
  ReadUncommitted: "read uncommitted",
  ReadCommitted: "read committed",
  RepeatableRead: "repeatable read",
  Serializable: "serializable",
};

/** Types that Neon turns into JSON values when raw text is not asked for: bool, int2, int4, json, floats, jsonb. */
const JSON_TYPES: ReadonlySet<number> = new Set([16, 21, 23, 114, 700, 701, 3802]);

/** What the driver copies from a failed answer into its NeonDbError. */
const PROBLEM_FIELDS = [
  "severity", "code", "detail", "hint", "position", "internalPosition", "internalQuery", "where",
  "schema", "table", "column", "dataType", "constraint", "file", "line", "routine",
] as const; // biome-ignore format: one list

export async function runQuery(
  sessions: Sessions,
  role: string | null,
  query: SqlQuery,
  header: Header,
): Promise<Answer> {
  try {
    const result = await sessions.withSession(role, (session) => execute(session, query, header));
    return { status: 200, body: result };
  } catch (error) {
    return toProblem(error);
  }
}

/** All or nothing: any failure rolls the whole batch back. */
export async function runBatch(
  sessions: Sessions,
  role: string | null,
  { queries }: SqlBatch,
  header: Header,
): Promise<Answer> {
  const begin = beginStatement(header);
  if (begin === null) {
    return problem(
      `got Neon-Batch-Isolation-Level ${header("neon-batch-isolation-level")}; expected one of ${Object.keys(ISOLATION_LEVELS).join(", ")}`,
    );
  }
  try {
    const results = await sessions.withSession(role, async (session) => {
      await session.query(begin);
      try {
        const collected = [];
        for (const query of queries) collected.push(await execute(session, query, header));
        await session.query("commit");
        return collected;
      } catch (error) {
        await session.query("rollback");
        throw error;
      }
    });
    return { status: 200, body: { results } };
  } catch (error) {
    return toProblem(error);
  }
}

export function problem(message: string, fields: Record<string, unknown> = {}): Problem {
  return { status: 400, body: { message, ...fields } };
}

async function execute(session: Session, { query, params = [] }: SqlQuery, header: Header) {
  const isRaw = header("neon-raw-text-output") === "true";
  const isArray = header("neon-array-mode") === "true";
  const config: QueryArrayConfig & { queryMode: "extended" } = {
    text: query,
    values: params,
    rowMode: "array",
    // one statement per query, as Neon has it, also where there are no parameters
    queryMode: "extended",
    types: { getTypeParser: (type: number) => textParser(type, isRaw) as never },
  };
  const { command, rowCount, fields, rows } = await session.query<unknown[]>(config);
  return {
    command,
    rowCount,
    rowAsArray: isArray,
    fields: fields.map(describeField),
    rows: isArray ? rows : rows.map((row) => toObject(row, fields)),
  };
}

function textParser(type: number, isRaw: boolean): ParseText {
  return !isRaw && JSON_TYPES.has(type) ? (types.getTypeParser(type) as ParseText) : (text) => text;
}

function toObject(row: unknown[], fields: FieldDef[]): Record<string, unknown> {
  return Object.fromEntries(row.map((value, i) => [fields[i].name, value]));
}

function describeField({ name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier }: FieldDef) {
  return { name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format: "text" };
}

/** The opening statement of a batch, null when a level is named that does not exist. */
function beginStatement(header: Header): string | null {
  const level = header("neon-batch-isolation-level");
  if (level !== null && !Object.hasOwn(ISOLATION_LEVELS, level)) return null;
  const isolation = level === null ? "" : ` isolation level ${ISOLATION_LEVELS[level]}`;
  const readOnly = header("neon-batch-read-only") === "true" ? " read only" : "";
  const deferrable = header("neon-batch-deferrable") === "true" ? " deferrable" : "";
  return `begin${isolation}${readOnly}${deferrable}`;
}

function toProblem(error: unknown): Answer {
  if (error instanceof DatabaseError) {
    const told = PROBLEM_FIELDS.map((name) => [name, error[name] ?? null]);
    return problem(error.message, Object.fromEntries(told));
  }
  const { message, code } = error as { message?: string; code?: string };
  return { status: 500, body: `database does not answer: ${message || code}` };
}
