/**
 * AEDs from CSV with Dutch or English headers: guessed, or told by `columns`.
 */
import { type AedColumn, matchColumns, missingTold, pickFields, type ToldColumns } from "./aedColumns.ts";
import { createAedRecordMaker } from "./aedRecord.ts";
import { type CsvBatch, isBlank, readCsvRows } from "./csvRows.ts";
import { otherSubject } from "./otherSubject.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { PositionRules } from "./readPosition.ts";
import type { Aed } from "./records.ts";

export interface AedCsvOptions extends PositionRules {
  /** header per field where the usual names do not fit, as the file writes it */
  columns?: ToldColumns;
  /** guessed from the first line when not told */
  delimiter?: string;
}

type Columns = Record<AedColumn, string[]>;

export async function* readAedCsv(bytes: ByteSource, options: AedCsvOptions = {}): Read<Aed> {
  const maker = createAedRecordMaker(options);
  let columns: Columns | null = null;
  for await (const batch of readCsvRows(bytes, options.delimiter)) {
    if (!columns && batch.header.length > 0) {
      columns = matchColumns(batch.header, options.columns);
      const finding = headerFinding(batch.header, columns, options.columns);
      if (finding) {
        yield { records: [], findings: [finding], bytesRead: batch.bytesRead };
        return;
      }
    }
    const read: ReadBatch<Aed> = { records: [], findings: [...batch.findings], bytesRead: batch.bytesRead };
    if (columns) readRows(batch, columns, maker, read);
    yield read;
  }
}

function readRows(
  { header, rows, firstRow }: CsvBatch,
  columns: Columns,
  maker: ReturnType<typeof createAedRecordMaker>,
  read: ReadBatch<Aed>,
): void {
  const indexOf = new Map(header.map((title, index) => [title, index]));
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const place = `row ${firstRow + n}`;
    if (row.length > header.length && row.slice(header.length).some((cell) => cell.trim() !== "")) {
      read.findings.push(surplusFinding(place, row.length, header.length));
      return;
    }
    const fields = pickFields(columns, (title) => row[indexOf.get(title)!]);
    const { aed, findings } = maker.make(fields, place);
    if (aed) read.records.push(aed);
    read.findings.push(...findings);
  });
}

/** Cells beyond the header mean that a separator stands unquoted in a field: every field after it is shifted. */
function surplusFinding(place: string, got: number, expected: number): Finding {
  const advice = "Put quotes around a field that holds the separator.";
  return rejected(place, "row", `${got} fields`, `at most the ${expected} of the header`, advice);
}

function headerFinding(header: string[], columns: Columns, told: ToldColumns | undefined): Finding | null {
  const seen = header.map((title) => title.slice(0, 30)).join(", ");
  const [missing] = missingTold(header, told);
  if (missing) {
    return rejected(
      "file",
      missing,
      seen,
      `the header ${told![missing]}`,
      "Tell a header that the file has.",
    );
  }
  const other = told === undefined || Object.keys(told).length === 0 ? otherSubject(header, "aeds") : null;
  if (other) return rejected("file", "headers", other.got, other.expected, other.advice);
  const absent = (["lng", "lat"] as const).filter((column) => columns[column].length === 0);
  if (absent.length === 0) return null;
  const advice = `Tell which columns hold ${absent.join(" and ")}. Headers seen: ${seen.slice(0, 400)}.`;
  return rejected(
    "file",
    absent.join(", "),
    seen,
    "headers such as lat and lon, breedtegraad and lengtegraad",
    advice,
  );
}
