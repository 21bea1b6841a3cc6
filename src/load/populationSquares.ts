/**
 * CBS 100 m squares (CSV, one row per inhabited square) to population units.
 * The code is the south-west corner in RD, in hundreds of metres: E0974N4514 = 97,400 m east, 451,400 m north.
 */
import { readCount } from "./cbsValue.ts";
import { type CsvBatch, findColumn, isBlank, readCsvRows } from "./csvRows.ts";
import { isInRd, rdToPosition } from "./rdToPosition.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected, warning } from "./reader.ts";
import type { PopulationUnit } from "./records.ts";

const SIDE_METERS = 100;
const CODE_NAMES = ["crs28992res100m", "c28992r100", "code", "vierkant"];
const RESIDENTS_NAMES = ["aantal_inwoners"];
const DWELLINGS_NAMES = ["aantal_woningen", "woning"];
/** No Dutch hectare holds a tenth of this; a larger number is another column. Assumption. */
const MAX_PER_SQUARE = 20_000;

export async function* readPopulationSquares(bytes: ByteSource): Read<PopulationUnit> {
  let columns: Columns | null = null;
  const seen = new Set<string>();
  for await (const batch of readCsvRows(bytes)) {
    const isFirst = columns === null;
    columns ??= findColumns(batch.header);
    const findings = isFirst && batch.header.length > 0 ? headerFindings(batch.header, columns) : [];
    if (findings.some(({ severity }) => severity === "rejected")) {
      yield { records: [], findings, bytesRead: batch.bytesRead };
      return;
    }
    yield readRows(batch, columns, seen, findings);
  }
}

interface Columns {
  code: number;
  residents: number;
  /** −1 = the file has none: every square's dwellings are unknown */
  dwellings: number;
}

function findColumns(header: string[]): Columns {
  return {
    code: findColumn(header, CODE_NAMES),
    residents: findColumn(header, RESIDENTS_NAMES),
    dwellings: findColumn(header, DWELLINGS_NAMES),
  };
}

function headerFindings(header: string[], { code, residents, dwellings }: Columns): Finding[] {
  const advice = "load the CSV of the CBS 100 m squares (vierkantstatistieken)";
  const got = header.join(", ");
  if (code === -1) return [rejected("file", "code", got, `a column ${CODE_NAMES[0]}`, advice)];
  if (residents === -1) return [rejected("file", "residents", got, `a column ${RESIDENTS_NAMES[0]}`, advice)];
  if (dwellings !== -1) return [];
  return [
    warning("file", "dwellings", got, `a column ${DWELLINGS_NAMES[0]}`, "dwellings are taken as unknown"),
  ];
}

function readRows(
  { header, rows, firstRow, findings, bytesRead }: CsvBatch,
  columns: Columns,
  seen: Set<string>,
  headerFindings: Finding[],
): ReadBatch<PopulationUnit> {
  const batch: ReadBatch<PopulationUnit> = { records: [], findings: [...headerFindings], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const unit = readRow(`row ${firstRow + n}`, row, header.length, columns, seen);
    if ("severity" in unit) batch.findings.push(unit);
    else batch.records.push(unit);
  });
  batch.findings.push(...findings);
  return batch;
}

function readRow(
  place: string,
  row: string[],
  columnCount: number,
  columns: Columns,
  seen: Set<string>,
): PopulationUnit | Finding {
  // a row cut short would read as withheld
  if (row.length !== columnCount) {
    return rejected(
      place,
      "row",
      `${row.length} fields`,
      `${columnCount} fields`,
      "fetch the whole file again",
    );
  }
  const code = row[columns.code].trim();
  const corner = codeToCorner(code);
  if (!corner) {
    const expected = "a code such as E0974N4514, in the Netherlands";
    return rejected(place, "code", code, expected, "load squares of 100 m");
  }
  if (seen.has(code))
    return rejected(place, "code", code, "a code once", "remove the double row; the first is in");
  const residents = readCount(row[columns.residents], MAX_PER_SQUARE);
  const dwellings = readCount(row[columns.dwellings], MAX_PER_SQUARE);
  if (residents === undefined) return countFinding(place, "residents", row[columns.residents]);
  if (dwellings === undefined) return countFinding(place, "dwellings", row[columns.dwellings]);
  seen.add(code);
  return { code, residents, dwellings, shape: { kind: "square", ring: squareRing(corner.x, corner.y) } };
}

function countFinding(place: string, field: string, got: string): Finding {
  const expected = `a number from 0 to ${MAX_PER_SQUARE}, or nothing where withheld`;
  return rejected(place, field, got, expected, "correct the value");
}

function codeToCorner(code: string): { x: number; y: number } | null {
  const match = /^E(\d{4})N(\d{4})$/.exec(code);
  if (!match) return null;
  const [x, y] = [Number(match[1]) * SIDE_METERS, Number(match[2]) * SIDE_METERS];
  return isInRd(x, y) ? { x, y } : null;
}

/** Closed, counter-clockwise from the south-west. */
function squareRing(x: number, y: number) {
  const [east, north] = [x + SIDE_METERS, y + SIDE_METERS];
  const southWest = rdToPosition(x, y);
  return [southWest, rdToPosition(east, y), rdToPosition(east, north), rdToPosition(x, north), southWest];
}
