/**
 * CSV bytes to rows, streamed: separator guessed from the first line, BOM and any line ends taken as they come.
 * Never throws for what a file holds: a file that breaks off half-way ends with one finding for the whole file.
 */
import { type CsvScanner, createCsvScanner, MAX_COLUMNS } from "./csvScanner.ts";
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
const SEPARATORS = [";", "\t", "|", ","];

/** `separator` when it is told rather than guessed. */
export async function* readCsvRows(bytes: ByteSource, separator = ""): AsyncGenerator<CsvBatch, void, void> {
  const state: ReadState = { header: null, nextRow: 1, bytesRead: 0, waiting: "", separator, scanner: null };
  for await (const { text, bytesRead, fault } of textPieces(bytes, "CSV")) {
    state.bytesRead = bytesRead;
    if (fault) return yield broken(state, fault);
    const batch = takeRows(state, text);
    const found = tooLarge(state);
    if (found) return yield broken(state, found);
    if (batch.rows.length > 0) yield batch;
  }
  yield* endOfRows(state);
}

/** The row without a line end: whole, cut off, or all there is. */
function* endOfRows(state: ReadState): Generator<CsvBatch, void, void> {
  const scanner = startScanner(state);
  const last = batchOf(state, scanner.take(state.waiting));
  state.waiting = "";
  const { row, isQuoteOpen } = scanner.finish();
  const rest = batchOf(state, row && !isQuoteOpen ? [row] : []);
  const found = tooLarge(state);
  if (found) return yield broken(state, found);
  const batch = { ...last, header: state.header ?? [], rows: [...last.rows, ...rest.rows] };
  if (row && isCutOff(rest)) {
    const got = `${batch.rows.pop()!.length} of ${batch.header.length} fields, then the end of the file`;
    state.nextRow -= 1;
    yield batch;
    return yield broken(state, { got, advice: "The file seems cut off: fetch it whole and load it again." });
  }
  yield batch;
  if (isQuoteOpen) yield broken(state, OPEN_QUOTE);
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
  /** the first line, while its end has not come and the separator cannot be guessed */
  waiting: string;
  separator: string;
  scanner: CsvScanner | null;
}

function takeRows(state: ReadState, text: string): CsvBatch {
  if (state.scanner) return batchOf(state, state.scanner.take(text));
  state.waiting += text;
  if (state.separator === "" && !/[\r\n]/.test(state.waiting)) return batchOf(state, []);
  const scanner = startScanner(state);
  const { waiting } = state;
  state.waiting = "";
  return batchOf(state, scanner.take(waiting));
}

function startScanner(state: ReadState): CsvScanner {
  state.scanner ??= createCsvScanner(state.separator || guessSeparator(state.waiting));
  return state.scanner;
}

function batchOf(state: ReadState, rows: string[][]): CsvBatch {
  if (!state.header && rows.length > 0) {
    state.header = rows.shift()!.map((title) => title.trim());
    state.nextRow = 2;
  }
  const firstRow = state.nextRow;
  state.nextRow += rows.length;
  return { header: state.header ?? [], rows, firstRow, findings: [], bytesRead: state.bytesRead };
}

/** A row without end or a header without measure: refused before it fills the memory. */
function tooLarge({ header, waiting, scanner }: ReadState): Fault | null {
  const isEndless = waiting.length + (scanner?.openLength ?? 0) > MAX_ROW_CHARACTERS;
  const columnCount = header?.length ?? (isEndless ? waiting.split(guessSeparator(waiting)).length : 0);
  if (columnCount > MAX_COLUMNS) {
    const advice = "Give a CSV with one record per row, and take out the columns that are not needed.";
    return { got: `a header of more than ${MAX_COLUMNS} columns`, advice };
  }
  if (!isEndless) return null;
  const got = `a row of more than ${MAX_ROW_CHARACTERS} characters`;
  if (scanner?.finish().isQuoteOpen) return { got, advice: OPEN_QUOTE.advice };
  return { got, advice: "Give a CSV with one record per row, each with a line end." };
}

type Fault = Pick<Finding, "got" | "advice">;

/** The text itself stays out of the finding: a responders file must not leak a position. */
function broken({ header, nextRow, bytesRead }: ReadState, { got, advice }: Fault): CsvBatch {
  const finding = rejected("file", `row ${nextRow}`, got, "rows of CSV", advice);
  const isUsable = header !== null && header.length <= MAX_COLUMNS;
  return { header: isUsable ? header : [], rows: [], firstRow: nextRow, findings: [finding], bytesRead };
}

/** The separator that occurs most often in the first line, outside quotes; a comma when none does. */
function guessSeparator(text: string): string {
  const counts = new Map(SEPARATORS.map((separator) => [separator, 0]));
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (mark === "\n" || mark === "\r") break;
    else if (counts.has(mark)) counts.set(mark, counts.get(mark)! + 1);
  }
  const count = (separator: string) => counts.get(separator)!;
  return SEPARATORS.reduce((best, next) => (count(next) > count(best) ? next : best), ",");
}
