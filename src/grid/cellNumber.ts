/**
 * A cell as a whole number that every JSON and MVT reader holds exactly: its H3 id without the first two characters,
 * "8" for a cell and one for the resolution. 52 bits: 7 of the base cell, then three for each of 15 digits
 * (h3geo.org, "H3 index bit layout").
 */
import type { CellId } from "./cell.ts";

/** Below 2^52. */
export function cellToNumber(cell: CellId): number {
  return Number.parseInt(cell.slice(2), 16);
}

/** The digits below a cell's resolution are 7, which no other digit is: so the number tells the resolution too. */
export function numberToCell(number: number): CellId {
  const [unused] = number.toString(8).match(/7{0,15}$/)!;
  const resolution = 15 - unused.length;
  return `8${resolution.toString(16)}${number.toString(16).padStart(13, "0")}`;
}
