/** Places of responders from CSV: a row per place, columns by the names of `responderFields.ts`. */
import { type CsvBatch, isBlank, readCsvRows } from "./csvRows.ts";
import type { GivenCrs } from "./givenCrs.ts";
import { type ByteSource, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { ResponderPlace } from "./records.ts";
import { findLayout, type ResponderLayout, type ResponderOptions, readPlace } from "./responderFields.ts";

export async function* readResponderCsv(
  bytes: ByteSource,
  { columns, crs }: ResponderOptions = {},
): Read<ResponderPlace> {
  let layout: ResponderLayout | null = null;
  for await (const batch of readCsvRows(bytes)) {
    if (batch.header.length === 0) {
      yield { records: [], findings: batch.findings, bytesRead: batch.bytesRead };
      continue;
    }
    if (layout === null) {
      const found = findLayout(batch.header, columns);
      if ("problem" in found) {
        const { field, got, expected, advice } = found.problem;
        const finding = rejected("file", field, got, expected, advice);
        yield { records: [], findings: [finding], bytesRead: batch.bytesRead };
        return;
      }
      layout = found.layout;
    }
    yield readRows(batch, layout, crs);
  }
}

function readRows(
  { rows, firstRow, findings, bytesRead }: CsvBatch,
  layout: ResponderLayout,
  crs: GivenCrs | undefined,
): ReadBatch<ResponderPlace> {
  const batch: ReadBatch<ResponderPlace> = { records: [], findings: [...findings], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const read = readPlace(row, layout, `row ${firstRow + n}`, crs);
    if ("record" in read) batch.records.push(read.record);
    else batch.findings.push(read.finding);
  });
  return batch;
}
