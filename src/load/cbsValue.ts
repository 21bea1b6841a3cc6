/**
 * How CBS writes a number: empty or a code such as -99997 means withheld or not known, which is never 0.
 */
import { parseNumber } from "./csvRows.ts";

/** CBS codes for secret, unknown and not applicable run from -99999 to -99995 (Kerncijfers wijken en buurten). */
const HIGHEST_CODE = -99_990;

/** A count from a CSV field or a GeoJSON property: null = withheld, undefined = not a count at all. */
export function readCount(value: unknown, maximum: number): number | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const number = typeof value === "number" ? value : parseNumber(value);
  if (number === null || number <= HIGHEST_CODE) return null;
  return number >= 0 && number <= maximum ? number : undefined;
}
