/**
 * Responders from CSV, and their count per resolution-10 cell. The only place where a responder's position exists:
 * positions are counted and dropped, and no finding holds a coordinate.
 */
import { type CellId, positionToCell } from "../grid/cell.ts";
import { type CsvBatch, findColumn, isBlank, parseNumber, readCsvRows } from "./csvRows.ts";
import { dutchPositionFault, type PositionFault } from "./dutchExtent.ts";
import { fromRd, type GivenCrs, notRdAdvice, RD_EXPECTED, RD_X_NAMES, RD_Y_NAMES } from "./givenCrs.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { ResponderPosition } from "./records.ts";

export interface ResponderCsvOptions {
  /** header names, where they are not among the usual ones */
  lngColumn?: string;
  latColumn?: string;
  countColumn?: string;
  /** what the numbers of the file are; degrees where it is not told */
  crs?: GivenCrs;
}

export interface ResponderCounts {
  cells: Map<CellId, number>;
  /** responders counted: the sum over the cells */
  responderCount: number;
  rowCount: number;
  rejectedCount: number;
  /** the first thousand; `rejectedCount` counts them all */
  findings: Finding[];
  bytesRead: number;
}

const LNG_NAMES = ["lng", "lon", "long", "longitude", "lengtegraad", "x", ...RD_X_NAMES];
const LAT_NAMES = ["lat", "latitude", "breedtegraad", "y", ...RD_Y_NAMES];
const COUNT_NAMES = ["count", "aantal", "responders"];
/** A household, a fire station, a school; more on one position is a mistake. Assumption. */
const MAX_COUNT = 1_000;
/** So that a file of nonsense does not fill the memory with complaints. */
const MAX_FINDINGS = 1_000;

const FAULTS: Record<PositionFault, { got: string; advice: string }> = {
  "not a number": { got: "no number", advice: "give degrees such as 4.9 and 52.4" },
  zero: { got: "0, 0", advice: "leave out rows without a position" },
  swapped: { got: "lng and lat swapped", advice: "swap the two columns, or their headers" },
  "out of range": {
    got: "a number out of range",
    advice: "give degrees (WGS84); of RD metres say so with --crs EPSG:28992",
  },
  far: { got: "a number out of range", advice: "leave out responders abroad" },
};

export async function* readResponderCsv(
  bytes: ByteSource,
  options: ResponderCsvOptions = {},
): Read<ResponderPosition> {
  let columns: Columns | null = null;
  for await (const batch of readCsvRows(bytes)) {
    columns ??= findColumns(batch.header, options);
    if (batch.header.length > 0 && (columns.lng === -1 || columns.lat === -1)) {
      yield { records: [], findings: [headerFinding(batch.header, columns)], bytesRead: batch.bytesRead };
      return;
    }
    yield readRows(batch, columns, options);
  }
}

/** Takes the batches one by one and keeps nothing but the counts. */
export async function countResponders(
  batches: AsyncIterable<ReadBatch<ResponderPosition>>,
  onProgress: (bytesRead: number) => void = () => {},
): Promise<ResponderCounts> {
  const cells = new Map<CellId, number>();
  const counts = {
    cells,
    responderCount: 0,
    rowCount: 0,
    rejectedCount: 0,
    findings: [] as Finding[],
    bytesRead: 0,
  };
  for await (const { records, findings, bytesRead } of batches) {
    for (const { position, count } of records) {
      const cell = positionToCell(position);
      cells.set(cell, (cells.get(cell) ?? 0) + count);
      counts.responderCount += count;
    }
    counts.rowCount += records.length;
    counts.rejectedCount += findings.reduce(
      (sum, finding) => sum + Number(finding.severity === "rejected"),
      0,
    );
    counts.findings.push(...findings.slice(0, MAX_FINDINGS - counts.findings.length));
    counts.bytesRead = bytesRead;
    onProgress(bytesRead);
  }
  return counts;
}

interface Columns {
  lng: number;
  lat: number;
  /** −1 = every row is one responder */
  count: number;
}

function findColumns(header: string[], options: ResponderCsvOptions): Columns {
  const find = (told: string | undefined, names: string[]) =>
    told === undefined ? findColumn(header, names) : header.indexOf(told);
  return {
    lng: find(options.lngColumn, LNG_NAMES),
    lat: find(options.latColumn, LAT_NAMES),
    count: find(options.countColumn, COUNT_NAMES),
  };
}

/** Does not quote the header: in a file without one it is the first responder. */
function headerFinding(header: string[], { lng }: Columns): Finding {
  const missing = lng === -1 ? "lng" : "lat";
  const names = lng === -1 ? LNG_NAMES : LAT_NAMES;
  return rejected(
    "file",
    missing,
    `a first line of ${header.length} columns without it`,
    `a header line with one of ${names.join(", ")}`,
    "add a header line, or tell the column's name",
  );
}

function readRows(
  { rows, firstRow, findings, bytesRead }: CsvBatch,
  columns: Columns,
  { crs }: ResponderCsvOptions,
): ReadBatch<ResponderPosition> {
  const batch: ReadBatch<ResponderPosition> = { records: [], findings: [...findings], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const place = `row ${firstRow + n}`;
    const x = parseNumber(row[columns.lng]) ?? Number.NaN;
    const y = parseNumber(row[columns.lat]) ?? Number.NaN;
    const position = crs === "EPSG:28992" ? fromRd(x, y) : { lng: x, lat: y };
    if (!position) {
      batch.findings.push(rejected(place, "x, y", "something else", RD_EXPECTED, notRdAdvice(x, y)));
      return;
    }
    const { lng, lat } = position;
    const fault = dutchPositionFault({ lng, lat });
    if (fault) {
      batch.findings.push(positionFinding(place, fault, Number.isFinite(lng)));
      return;
    }
    const count = columns.count === -1 ? 1 : (parseNumber(row[columns.count]) ?? 1);
    if (Number.isInteger(count) && count >= 1 && count <= MAX_COUNT) {
      batch.records.push({ position: { lng, lat }, count });
    } else {
      const expected = `a whole number, 1 to ${MAX_COUNT}, or nothing for 1`;
      batch.findings.push(rejected(place, "count", "something else", expected, "correct the count"));
    }
  });
  return batch;
}

function positionFinding(place: string, fault: PositionFault, isLngNumber: boolean): Finding {
  const { got, advice } = FAULTS[fault];
  const field = fault === "not a number" ? (isLngNumber ? "lat" : "lng") : "lng, lat";
  return rejected(place, field, got, "degrees (WGS84) in the Netherlands or within 25 km of it", advice);
}
