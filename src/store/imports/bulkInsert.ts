/**
 * Many rows in one statement: one array per column, unnested by Postgres (43,000 rows/s over Neon's protocol;
 * one row per statement reaches 470). Table and column names come from this project's code, never from a file.
 */
import type { NeonQueryPromise } from "@neondatabase/serverless";
import type { Database } from "../database.ts";

/** Runs when awaited, or within `sql.transaction([...])`; never return a bare one from an async function. */
export type Statement = NeonQueryPromise<false, false>;

/** Postgres type of one value; `bytea` takes base64 text, `json` and `jsonb` take JSON text. */
export type BulkType =
  | "text"
  | "integer"
  | "float8"
  | "boolean"
  | "date"
  | "timestamptz"
  | "json"
  | "jsonb"
  | "bytea";

export interface BulkColumn {
  type: BulkType;
  values: readonly unknown[];
  /** text of which few are distinct: each is sent once per statement */
  isRepeated?: boolean;
}

/** The same value in every row. */
export interface BulkConstant {
  type: Exclude<BulkType, "bytea">;
  value: unknown;
}

/** Rows per statement: beyond a few thousand nothing gets faster, and a request stays far under 64 MB. */
export const ROWS_PER_STATEMENT = 5_000;

/** No rows, no statements. `returning` is SQL of ours. */
export function bulkInsert(
  database: Database,
  table: string,
  constants: Record<string, BulkConstant>,
  columns: Record<string, BulkColumn>,
  { rowsPerStatement = ROWS_PER_STATEMENT, returning = "" } = {},
): Statement[] {
  const rowCount = Object.values(columns)[0].values.length;
  const text = insertText(table, constants, columns, returning);
  const fixed = Object.values(constants).map(({ value }) => value);
  const statements: Statement[] = [];
  for (let at = 0; at < rowCount; at += rowsPerStatement) {
    const arrays: unknown[][] = [];
    const distinct: unknown[][] = [];
    for (const { values, isRepeated } of Object.values(columns)) {
      const some = values.slice(at, at + rowsPerStatement);
      if (!isRepeated) arrays.push(some);
      else {
        const { places, texts } = toDistinct(some);
        arrays.push(places);
        distinct.push(texts);
      }
    }
    statements.push(database.sql.query(text, [...fixed, ...arrays, ...distinct]));
  }
  return statements;
}

/** Places as Postgres counts them, from 1; null stays null. */
function toDistinct(values: readonly unknown[]) {
  const placeOf = new Map<unknown, number>();
  const places = values.map((value) => {
    if (value === null) return null;
    if (!placeOf.has(value)) placeOf.set(value, placeOf.size + 1);
    return placeOf.get(value)!;
  });
  return { places, texts: [...placeOf.keys()] };
}

function insertText(
  table: string,
  constants: Record<string, BulkConstant>,
  columns: Record<string, BulkColumn>,
  returning: string,
): string {
  const constantNames = Object.keys(constants);
  const names = [...constantNames, ...Object.keys(columns)];
  const given = Object.values(columns);
  const arrays = given.map(({ type, isRepeated }, n) => {
    const sent = isRepeated ? "integer" : type === "bytea" ? "text" : type;
    return `$${constantNames.length + n + 1}::${sent}[]`;
  });
  let distinct = constantNames.length + given.length;
  const pickedOf = ({ type, isRepeated }: BulkColumn, n: number) => {
    if (isRepeated) return `($${++distinct}::${type}[])[t.c${n}]`;
    return type === "bytea" ? `decode(t.c${n}, 'base64')` : `t.c${n}`;
  };
  const picked = [
    ...constantNames.map((name, n) => `$${n + 1}::${constants[name].type}`),
    ...given.map(pickedOf),
  ];
  const aliases = given.map((_, n) => `c${n}`);
  return (
    `insert into ${table} (${names.join(", ")}) select ${picked.join(", ")} ` +
    `from unnest(${arrays.join(", ")}) as t(${aliases.join(", ")})${returning && ` returning ${returning}`}`
  );
}
