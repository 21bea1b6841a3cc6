/** One assumption: a zod schema with its default and range, and what a reader must know of it: unit, words, source. */
import { z } from "zod";

export interface Assumption {
  unit: string;
  text: string;
  /** a paper or register, or the word "assumption" */
  source: string;
}

const told = z.registry<Assumption>();

/** The schema, described for OpenAPI and remembered for the table. */
export function assume<T extends z.ZodType>(schema: T, { unit, text, source }: Assumption): T {
  const described = schema.describe(`${text} (${unit}; ${source})`) as T;
  told.add(described, { unit, text, source });
  return described;
}

export function assumptionOf(schema: z.ZodType): Assumption | undefined {
  return told.get(schema);
}

/** A number from `min` to `max`. */
export function assumedNumber(
  value: number,
  [min, max]: readonly [number, number],
  unit: string,
  text: string,
  source: string,
) {
  return assume(z.number().min(min).max(max).default(value), { unit, text, source });
}

/** A whole number from `min` to `max`. */
export function assumedCount(
  value: number,
  [min, max]: readonly [number, number],
  unit: string,
  text: string,
  source: string,
) {
  return assume(z.number().int().min(min).max(max).default(value), { unit, text, source });
}
