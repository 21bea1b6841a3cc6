/**
 * The rows of a versioned table that are in force, read for comparison with what they should be: each as the text of
 * its values, which is made in the same way from records.
 */
import type { Database } from "../database.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import { storableText } from "./storableText.ts";

export type VersionedTable = "aed" | "merged_aed" | "ambulance_post" | "police_fire_post" | "observed_value";

export interface OpenRowsOf {
  table: VersionedTable;
  /** the column that names a row, `ref` or `id`; first in `columns` */
  key: string;
  /** the columns that are compared */
  columns: Record<string, BulkColumn>;
  /** a column that is read beside them */
  beside?: string;
  /** one source only */
  sourceId?: string;
  /** these rows only */
  keys?: readonly string[];
}

export interface OpenRow {
  /** as `rowTexts` makes it */
  text: string;
  /** values by column */
  row: Record<string, unknown>;
}

/** Rows per answer: an AED is about 500 bytes of JSON, and an answer ends at 64 MB. */
const ROWS_PER_ANSWER = 20_000;

export async function readOpenRows(
  { sql }: Database,
  { table, key, columns, beside, sourceId, keys }: OpenRowsOf,
): Promise<Map<string, OpenRow>> {
  const names = Object.keys(columns);
  const selected = names.map((name) => selectedAs(name, columns[name]));
  const open = new Map<string, OpenRow>();
  const chosen: unknown[] = [];
  const only = (condition: string, value: unknown) =>
    value === undefined ? "" : `and ${condition}$${chosen.push(value) + 1}`;
  const source = only("source_id = ", sourceId);
  const among = keys === undefined ? "" : `${only(`${key} = any(`, keys)}::text[])`;
  for (let after = ""; ; ) {
    const rows = await sql.query(
      `select ${[...selected, ...(beside ? [beside] : [])].join(", ")} from ${table}
        where until is null and ${key} > $1 ${source} ${among}
        order by ${key} limit ${ROWS_PER_ANSWER}`,
      [after, ...chosen],
    );
    for (const row of rows) open.set(row[key], { text: textOf(names.map((name) => row[name])), row });
    if (rows.length < ROWS_PER_ANSWER) return open;
    after = rows[rows.length - 1][key];
  }
}

/** One text per record. */
export function rowTexts(columns: Record<string, BulkColumn>): string[] {
  const values = Object.values(columns).map((column) => column.values);
  return values[0].map((_, n) => textOf(values.map((column) => column[n])));
}

/** Compared as they are stored, or a name with a NUL in it would be a change for ever. */
export function storableColumns(columns: Record<string, BulkColumn>): Record<string, BulkColumn> {
  const storable = ({ values, ...column }: BulkColumn): BulkColumn =>
    column.type === "text"
      ? {
          ...column,
          values: values.map((value) => (typeof value === "string" ? storableText(value) : value)),
        }
      : { ...column, values };
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, storable(column)]));
}

/** Dates and JSON as the text they were written as. */
function selectedAs(name: string, { type }: BulkColumn): string {
  return type === "date" || type === "json" ? `${name}::text` : name;
}

function textOf(values: readonly unknown[]): string {
  return JSON.stringify(values);
}
