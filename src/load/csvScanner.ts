/**
 * Text of a CSV, piece by piece → rows of fields. Each character is looked at once, however the pieces are cut and
 * however long a field is; of a row no more than `MAX_COLUMNS` + 1 fields are kept. Own scanner because csv-parse (the oracle in the tests) takes six times as long.
 *
 *   field = '"' { character | '""' } '"' [rest]  |  character { character }      rest: what stands behind the quote
 *   row   = field { separator field } ( LF | CR LF | CR )
 */

export interface CsvScanner {
  /** the rows that end in this piece */
  take(text: string): string[][];
  /** the row without a line end that the file ends with, if any; its quote may be open still */
  finish(): { row: string[] | null; isQuoteOpen: boolean };
  /** characters of the row that is open */
  readonly openLength: number;
}

/** CBS's widest tables have some 200 columns. Assumption. */
export const MAX_COLUMNS = 2_000;
/** The one too many shows that a row has more; the rest of it is passed over, or a million commas would fill the memory. */
const MAX_FIELDS = MAX_COLUMNS + 1;

/** Where in a field the scanner is: before it, in its plain part, between quotes, behind a quote that may be half. */
type State = "start" | "plain" | "quoted" | "quote";

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

export function createCsvScanner(separator: string): CsvScanner {
  const separatorCode = separator.charCodeAt(0);
  let row: string[] = [];
  let field = "";
  let state: State = "start";
  let openLength = 0;
  let isAfterReturn = false;

  function scan(text: string, rows: string[][]): void {
    let at = isAfterReturn && text.charCodeAt(0) === LINE_FEED ? 1 : 0;
    let rowStart = at;
    if (text.length > 0) isAfterReturn = false;
    while (at < text.length) {
      if (state === "start" || state === "quote") {
        const isQuote = text[at] === '"';
        if (isQuote && state === "quote") field += '"';
        state = isQuote ? "quoted" : "plain";
        at += Number(isQuote);
      } else if (state === "quoted") {
        const close = text.indexOf('"', at);
        field += text.slice(at, close === -1 ? text.length : close);
        at = close === -1 ? text.length : close + 1;
        if (close !== -1) state = "quote";
      } else {
        const end = plainEnd(text, at, separatorCode);
        field += text.slice(at, end);
        at = end + 1;
        if (end === text.length) break;
        endField();
        const mark = text.charCodeAt(end);
        if (mark === separatorCode) continue;
        if (mark === CARRIAGE_RETURN && text.charCodeAt(at) === LINE_FEED) at++;
        else isAfterReturn = mark === CARRIAGE_RETURN && at === text.length;
        rows.push(endRow());
        rowStart = at;
      }
    }
    openLength += text.length - rowStart;
  }

  function endField(): void {
    if (row.length < MAX_FIELDS) row.push(field);
    field = "";
    state = "start";
  }

  function endRow(): string[] {
    const ended = row;
    row = [];
    openLength = 0;
    return ended;
  }

  /** Rows of text without a quote, which the platform splits faster than any loop. */
  function takePlain(text: string, rows: string[][]): void {
    const [first, last] = [text.indexOf("\n"), text.lastIndexOf("\n")];
    scan(text.slice(0, first + 1), rows);
    if (last > first) {
      const end = text[last - 1] === "\r" ? last - 1 : last;
      // by letters: a pattern takes five times as long, and empty lines come by the million
      for (const line of text.slice(first + 1, end).split("\n")) {
        const plain = line.endsWith("\r") ? line.slice(0, -1) : line;
        if (plain === "") rows.push([""]);
        else if (!plain.includes("\r")) rows.push(plain.split(separator, MAX_FIELDS));
        else for (const part of plain.split("\r")) rows.push(part.split(separator, MAX_FIELDS));
      }
    }
    scan(text.slice(last + 1), rows);
  }

  return {
    take(text) {
      const rows: string[][] = [];
      const isPlain = state !== "quoted" && state !== "quote" && !text.includes('"') && text.includes("\n");
      if (isPlain) takePlain(text, rows);
      else scan(text, rows);
      return rows;
    },
    finish() {
      const isQuoteOpen = state === "quoted";
      if (state !== "start" || row.length > 0) endField();
      return { row: row.length > 0 ? endRow() : null, isQuoteOpen };
    },
    get openLength() {
      return openLength;
    },
  };
}

/** By character codes: comparing letters takes thirty times as long. */
function plainEnd(text: string, from: number, separatorCode: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === separatorCode || code === LINE_FEED || code === CARRIAGE_RETURN) break;
  }
  return end;
}
