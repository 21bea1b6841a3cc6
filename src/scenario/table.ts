/** The assumptions of a schema as rows: for the docs' table and for messages, so that neither can go stale. */
import { z } from "zod";
import { type Assumption, assumptionOf } from "./assumption.ts";

export interface AssumptionRow extends Assumption {
  /** `alert.alertRadiusMeters` */
  name: string;
  /** as JSON reads it */
  default: unknown;
  /** `1 to 2,500`, `one of a, b` */
  range: string;
  isNullable: boolean;
  isWhole: boolean;
}

/** One row per value, in the order of the schema; throws for a value without unit and source. */
export function assumptionRows(schema: z.ZodType, prefix = ""): AssumptionRow[] {
  const bare = unwrap(schema);
  if (!(bare.schema instanceof z.ZodObject)) return [toRow(schema, bare, prefix)];
  const shape = bare.schema.shape as Record<string, z.ZodType>;
  return Object.entries(shape).flatMap(([name, part]) =>
    assumptionRows(part, prefix ? `${prefix}.${name}` : name),
  );
}

/** A markdown table of the rows. */
export function assumptionTable(rows: readonly AssumptionRow[]): string {
  const lines = rows.map(
    (row) =>
      `| \`${row.name}\` | ${row.text} | ${row.unit} | ${showDefault(row.default)} | ${row.range}${row.isNullable ? ", or null" : ""} | ${row.source} |`,
  );
  const head = [
    "| assumption | what | unit | default | range | source |",
    "| --- | --- | --- | --- | --- | --- |",
  ];
  return [...head, ...lines].join("\n");
}

interface Bare {
  schema: z.ZodType;
  default: unknown;
  isNullable: boolean;
}

function unwrap(schema: z.ZodType): Bare {
  const bare: Bare = { schema, default: undefined, isNullable: false };
  while (
    bare.schema instanceof z.ZodDefault ||
    bare.schema instanceof z.ZodPrefault ||
    bare.schema instanceof z.ZodNullable
  ) {
    if (bare.schema instanceof z.ZodNullable) bare.isNullable = true;
    else bare.default = bare.schema.parse(undefined);
    bare.schema = bare.schema.unwrap() as z.ZodType;
  }
  return bare;
}

function toRow(schema: z.ZodType, bare: Bare, name: string): AssumptionRow {
  const told = assumptionOf(schema);
  if (!told) throw new Error(`got no unit and source for ${name}, expected every assumption to have them`);
  const isWhole = bare.schema instanceof z.ZodNumber && bare.schema.isInt;
  return { ...told, name, default: bare.default, range: rangeOf(bare), isWhole, isNullable: bare.isNullable };
}

function rangeOf({ schema }: Bare): string {
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(", ")}`;
  const { minValue, maxValue } = schema as z.ZodNumber;
  return `${showNumber(minValue!)} to ${showNumber(maxValue!)}`;
}

function showDefault(value: unknown): string {
  return typeof value === "number" ? showNumber(value) : String(value);
}

/** Four digits after the point say all that any default has; 2/3 is written so. */
function showNumber(value: number): string {
  if (value === 2 / 3) return "2/3";
  return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}
