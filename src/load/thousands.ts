/**
 * `1.234` residents are 1,234 where the writer sets points between thousands, and 1.234 where they are decimals; and so
 * with commas. The columns of counts of the whole file decide; where they do not, the file is refused: never a guess.
 */
import type { CsvBatch } from "./csvRows.ts";
import { rejected } from "./reader.ts";

/** `1.234`: says neither. */
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** `1.234.567`, `1.234,5`, and the codes of CBS for what is withheld. */
const THOUSANDS =
  /^(?:[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,}|(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)|-99[.,]99[5-9])$/;
/** `0.234`, `12.5`, `1234.0`: decimals. */
const DECIMALS = /^(?:0+[.,]\d+|\d+[.,](?:\d{0,2}|\d{4,})|\d{4,}[.,]\d{3})$/;
/** `5`, `999`: beside three ambiguous ones or more, thousands are what has the marks. */
const SMALL = /^\d{1,3}$/;
/** `1234`: the writer sets nothing between thousands. */
const LARGE = /^\d{4,}$/;
/** So many numbers with just three decimals, beside others with none, are no chance. Assumption. */
const MIN_AMBIGUOUS = 3;

interface Seen {
  ambiguous: string | null;
  ambiguousCount: number;
  hasThousands: boolean;
  hasDecimals: boolean;
  hasSmall: boolean;
  hasLarge: boolean;
}

/**
 * Rows as they come, until the first ambiguous count; those from there on at the end of the file, with what stands between
 * thousands taken out; or a finding on the file in their place. `columnsOf`: which columns hold counts.
 */
export async function* settleThousands(
  batches: AsyncIterable<CsvBatch>,
  columnsOf: (header: string[]) => number[],
): AsyncGenerator<CsvBatch, void, void> {
  const seen: Seen = {
    ambiguous: null,
    ambiguousCount: 0,
    hasThousands: false,
    hasDecimals: false,
    hasSmall: false,
    hasLarge: false,
  };
  const held: CsvBatch[] = [];
  let columns: number[] | null = null;
  for await (const batch of batches) {
    if (batch.header.length > 0) columns ??= columnsOf(batch.header);
    // an empty line is a row of one field
    for (const row of batch.rows) if (row.length > 1) lookAt(row, columns ?? [], seen);
    if (seen.ambiguousCount === 0 && !seen.hasThousands) {
      yield batch;
      continue;
    }
    held.push(batch);
    yield { ...batch, rows: [], findings: [] };
  }
  const reading = readingOf(seen);
  if (reading === null) return yield* refuse(held, seen);
  for (const batch of held) {
    if (reading === "thousands") for (const row of batch.rows) takeOutMarks(row, columns ?? []);
    // the progress is that of the whole file
    yield { ...batch, bytesRead: held[held.length - 1].bytesRead };
  }
}

function lookAt(row: string[], columns: number[], seen: Seen): void {
  for (const column of columns) {
    const text = row[column]?.trim() ?? "";
    if (AMBIGUOUS.test(text)) {
      seen.ambiguous ??= text;
      seen.ambiguousCount++;
    } else if (THOUSANDS.test(text)) seen.hasThousands = true;
    else if (DECIMALS.test(text)) seen.hasDecimals = true;
    else if (SMALL.test(text)) seen.hasSmall = true;
    else if (LARGE.test(text)) seen.hasLarge = true;
  }
}

/** null = nobody can tell, or the file says both. */
function readingOf(seen: Seen): "thousands" | "decimals" | null {
  if (seen.ambiguousCount === 0 && !seen.hasThousands) return "decimals";
  if (seen.hasThousands) return seen.hasDecimals || seen.hasLarge ? null : "thousands";
  if (seen.hasDecimals) return "decimals";
  return seen.hasSmall && !seen.hasLarge && seen.ambiguousCount >= MIN_AMBIGUOUS ? "thousands" : null;
}

function takeOutMarks(row: string[], columns: number[]): void {
  for (const column of columns) {
    const text = row[column]?.trim() ?? "";
    if (AMBIGUOUS.test(text) || THOUSANDS.test(text))
      row[column] = text.replaceAll(/[.,]/.exec(text)![0], "");
  }
}

function* refuse(held: CsvBatch[], { ambiguous }: Seen): Generator<CsvBatch> {
  const got = ambiguous === null ? "marks between thousands in one row, of decimals in another" : ambiguous;
  const expected = "to know whether it has thousands or decimals";
  const advice = "Write counts without points or commas, such as 1234, and load the file again.";
  const finding = rejected("file", "counts", got, expected, advice);
  const last = held[held.length - 1];
  yield { ...last, rows: [], findings: [...held.flatMap(({ findings }) => findings), finding] };
}
