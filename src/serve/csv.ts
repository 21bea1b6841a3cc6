/** Lines of fields as CSV (RFC 4180). */

export type CsvField = string | number | boolean | null;

export function linesToCsv(lines: readonly (readonly CsvField[])[]): string {
  return lines.map((line) => `${line.map(toField).join(",")}\r\n`).join("");
}

/** A text that begins like a formula is kept from being one in a spreadsheet. */
function toField(value: CsvField): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
