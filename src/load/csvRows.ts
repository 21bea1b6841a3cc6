/**
 * CSV bytes to rows, streamed: separator guessed from the first line, BOM and any line ends taken as they come.
 * Never throws for what a file holds: a file that breaks off half-way ends with one finding for the whole file.
 * Own splitter because csv-parse (the oracle in the tests) takes six times as long for a responders file.
 */
import { type ByteSource, type Finding, rejected } from "./reader.ts";
import { textPieces } from "./textPieces.ts";

export interface CsvBatch {
  /** the first line, trimmed, as written */
  header: string[];
  rows: string[][];
  /** number of the first of `rows` as a spreadsheet counts: the header is row 1 */
  firstRow: number;
  findings: Finding[];
  bytesRead: number;
}

/** A row longer than this is not a row: usually a quote that was never closed. Assumption. */
const MAX_ROW_CHARACTERS = 1_000_000;
/** CBS's widest tables have some 200; a million would be a million fields in every row. Assumption. */
const MAX_COLUMNS = 2_000;
const SEPARATORS = [";", "\t", "|", ","];

/** `separator` when it is told rather than guessed. */
export async function* readCsvRows(bytes: ByteSource, separator = ""): AsyncGenerator<CsvBatch, void, void> {
  const state = { header: null as string[] | null, nextRow: 1, bytesRead: 0, rest: "", separator };
  for await (const { text, bytesRead, fault } of textPieces(bytes, "CSV")) {
    state.bytesRead = bytesRead;
    if (fault) return yield broken(state, fault);
    const batch = takeRows(state, text, false);
    const found = tooLarge(state);
    if (found) return yield broken(state, found);
    if (batch.rows.length > 0) yield batch;
  }
  const isEnded = /[\r\n]$/.test(state.rest);
  const last = takeRows(state, "", true);
  const found = tooLarge(state);
  if (found) return yield broken(state, found);
  if (!isEnded && isCutOff(last)) {
    const got = `${last.rows.pop()!.length} of ${last.header.length} fields, then the end of the file`;
    state.nextRow -= 1;
    yield last;
    return yield broken(state, { got, advice: "The file seems cut off: fetch it whole and load it again." });
  }
  yield last;
  if (state.rest !== "") yield broken(state, OPEN_QUOTE);
  else if (!state.header) yield broken(state, EMPTY);
}

const OPEN_QUOTE = {
  got: "a quote that is never closed",
  advice: "Close the quote that opens in that row, and load it again.",
};
const EMPTY = { got: "an empty file", advice: "Give a file with a header line and rows." };

/** Position of the first header that is one of the names (compared in lower case, spaces as `_`), or −1. */
export function findColumn(header: readonly string[], names: readonly string[]): number {
  return header.findIndex((title) => names.includes(title.toLowerCase().replaceAll(/\s+/g, "_")));
}

/** A number as Dutch and English files write it (`4.5`, `4,5`), null when empty or `NA`, NaN when it is no number. */
export function parseNumber(field: string | undefined): number | null {
  const text = field?.trim() ?? "";
  if (text === "" || text === "NA") return null;
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$/.test(text)) return Number.NaN;
  return Number(text.replace(",", "."));
}

/** No program ends a file in the middle of a row: half a register would retire the other half. */
function isCutOff({ header, rows }: CsvBatch): boolean {
  const row = rows.at(-1);
  return row !== undefined && !isBlank(row) && row.length < header.length;
}

/** True for the row that an empty line makes. */
export function isBlank(row: readonly string[]): boolean {
  return row.length === 1 && row[0].trim() === "";
}

interface ReadState {
  header: string[] | null;
  nextRow: number;
  bytesRead: number;
  /** the beginning of a row whose end has not been read yet */
  rest: string;
  separator: string;
}

function takeRows(state: ReadState, text: string, isLast: boolean): CsvBatch {
  const waiting = state.rest + text;
  const isHeaderWhole = isLast || state.separator !== "" || /[\r\n]/.test(waiting);
  if (isHeaderWhole) state.separator ||= guessSeparator(waiting);
  const { rows, rest } = isHeaderWhole
    ? splitRows(waiting, state.separator, isLast)
    : { rows: [], rest: waiting };
  state.rest = rest;
  if (!state.header && rows.length > 0) {
    state.header = rows.shift()!.map((title) => title.trim());
    state.nextRow = 2;
  }
  const firstRow = state.nextRow;
  state.nextRow += rows.length;
  return { header: state.header ?? [], rows, firstRow, findings: [], bytesRead: state.bytesRead };
}

/** A row without end or a header without measure: refused before it fills the memory. */
function tooLarge({ header, rest }: ReadState): Fault | null {
  if (header && header.length > MAX_COLUMNS) {
    const got = `a header of ${header.length} columns`;
    return { got, advice: `Give a CSV of at most ${MAX_COLUMNS} columns, with one record per row.` };
  }
  if (rest.length <= MAX_ROW_CHARACTERS) return null;
  const got = `a row of more than ${MAX_ROW_CHARACTERS} characters`;
  if (rest.includes('"')) return { got, advice: OPEN_QUOTE.advice };
  return { got, advice: "Give a CSV with one record per row, each with a line end." };
}

type Fault = Pick<Finding, "got" | "advice">;

/** The text itself stays out of the finding: a responders file must not leak a position. */
function broken({ header, nextRow, bytesRead }: ReadState, { got, advice }: Fault): CsvBatch {
  const finding = rejected("file", `row ${nextRow}`, got, "rows of CSV", advice);
  return { header: header ?? [], rows: [], firstRow: nextRow, findings: [finding], bytesRead };
}

/** Whole rows of the text, and the start of the row that is not whole yet (never empty-handed when `isLast`). */
function splitRows(text: string, separator: string, isLast: boolean): { rows: string[][]; rest: string } {
  if (!text.includes('"')) return splitPlainRows(text, separator, isLast);
  const rows: string[][] = [];
  let from = 0;
  while (from < text.length) {
    const row: string[] = [];
    const next = scanRow(text, from, separator, isLast, row);
    if (next === -1) break;
    rows.push(row);
    from = next;
  }
  return { rows, rest: text.slice(from) };
}

function splitPlainRows(
  text: string,
  separator: string,
  isLast: boolean,
): { rows: string[][]; rest: string } {
  // a CR at the very end may be the first half of CR LF
  const end = !isLast && text.endsWith("\r") ? text.length - 1 : text.length;
  const lines = text.slice(0, end).split(/\r\n|\n|\r/);
  const last = lines.pop()!;
  if (isLast && last !== "") lines.push(last);
  return {
    rows: lines.map((line) => line.split(separator)),
    rest: isLast ? "" : last + text.slice(end),
  };
}

/** Fields of the row at `from` into `row`; returns where the next row starts, −1 when the row is not whole. */
function scanRow(text: string, from: number, separator: string, isLast: boolean, row: string[]): number {
  let at = from;
  while (true) {
    let quoted = "";
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      if (close === -1 || (close === text.length - 1 && !isLast)) return -1;
      quoted = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    }
    const end = fieldEnd(text, at, separator);
    row.push(quoted + text.slice(at, end));
    if (end === text.length) return isLast ? end : -1;
    at = end + 1;
    if (text[end] === separator) continue;
    if (text[end] === "\n") return at;
    if (at === text.length && !isLast) return -1;
    return text[at] === "\n" ? at + 1 : at;
  }
}

function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

function fieldEnd(text: string, from: number, separator: string): number {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** The separator that occurs most often in the first line, outside quotes; a comma when none does. */
function guessSeparator(text: string): string {
  const line = text.replaceAll(/"[^"]*"/g, "").split(/[\r\n]/, 1)[0];
  const count = (separator: string) => line.split(separator).length - 1;
  return SEPARATORS.reduce((best, next) => (count(next) > count(best) ? next : best), ",");
}
