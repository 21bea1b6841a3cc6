/**
 * Postcode-4 areas as points with an area (CSV) to population units: a disc of the area's size around the point.
 * Coarse (a disc knows neither hamlets nor canals): used only where no finer source is loaded.
 */
import { readCount } from "./cbsValue.ts";
import { type CsvBatch, findColumn, isBlank, parseNumber, readCsvRows } from "./csvRows.ts";
import { dutchPositionFault } from "./dutchExtent.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { AgeCounts, PopulationUnit } from "./records.ts";
import { settleThousands } from "./thousands.ts";

/** `inwoners_2021`; the newest year that has a value counts. */
const RESIDENTS_HEADER = /^inwoners(_(\d{4}))?$/;
const CODE_NAMES = ["postcode", "pc4"];
export const LNG_NAMES = ["lon", "lng", "longitude", "lengtegraad"];
const LAT_NAMES = ["lat", "latitude", "breedtegraad"];
/** The largest Dutch postcode-4 area is about 260 km² with its water; assumption for the limit. */
const MAX_AREA_KM2 = 500;
/** The largest postcode-4 area has some 30,000 residents; assumption for the limit. */
const MAX_RESIDENTS = 100_000;
const SQUARE_METERS_PER_KM2 = 1_000_000;

/** `agesOf`: residents per age group by postcode, from a file of their own (`postcodeAges.ts`). */
export async function* readPostcodePoints(
  bytes: ByteSource,
  agesOf: ReadonlyMap<string, AgeCounts> = new Map(),
): Read<PopulationUnit> {
  let columns: Columns | null = null;
  const seen = new Set<string>();
  for await (const batch of settleThousands(readCsvRows(bytes), (header) => findColumns(header).residents)) {
    columns ??= findColumns(batch.header);
    const missing = missingColumn(columns);
    if (missing && batch.header.length > 0) {
      const advice = "load a CSV of postcode-4 points with postcode, lon, lat, km2 and inwoners";
      const finding = rejected("file", missing, batch.header.join(", "), `a column ${missing}`, advice);
      yield { records: [], findings: [finding], bytesRead: batch.bytesRead };
      return;
    }
    yield readRows(batch, columns, { seen, agesOf });
  }
}

interface Columns {
  code: number;
  lng: number;
  lat: number;
  area: number;
  /** newest first */
  residents: number[];
}

function findColumns(header: string[]): Columns {
  const year = (title: string) => Number(RESIDENTS_HEADER.exec(title.toLowerCase())?.[2] ?? 0);
  const residents = header.flatMap((title, n) => (RESIDENTS_HEADER.test(title.toLowerCase()) ? [n] : []));
  return {
    code: findColumn(header, CODE_NAMES),
    lng: findColumn(header, LNG_NAMES),
    lat: findColumn(header, LAT_NAMES),
    area: findColumn(header, ["km2"]),
    residents: residents.sort((p, q) => year(header[q]) - year(header[p])),
  };
}

function missingColumn({ code, lng, lat, area, residents }: Columns): string | null {
  if (code === -1) return "postcode";
  if (lng === -1) return "lon";
  if (lat === -1) return "lat";
  if (area === -1) return "km2";
  return residents.length === 0 ? "inwoners" : null;
}

interface Postcodes {
  seen: Set<string>;
  agesOf: ReadonlyMap<string, AgeCounts>;
}

function readRows(
  { header, rows, firstRow, findings, bytesRead }: CsvBatch,
  columns: Columns,
  postcodes: Postcodes,
): ReadBatch<PopulationUnit> {
  const batch: ReadBatch<PopulationUnit> = { records: [], findings: [], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const unit = readRow(`row ${firstRow + n}`, row, header.length, columns, postcodes);
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
  { seen, agesOf }: Postcodes,
): PopulationUnit | Finding {
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
  if (!/^[1-9]\d{3}$/.test(code))
    return rejected(place, "postcode", code, "four digits such as 1011", "correct it");
  if (seen.has(code)) return rejected(place, "postcode", code, "a code once", "remove the double row");
  const center = {
    lng: parseNumber(row[columns.lng]) ?? Number.NaN,
    lat: parseNumber(row[columns.lat]) ?? Number.NaN,
  };
  const fault = dutchPositionFault(center);
  if (fault) {
    const got = `${row[columns.lng]}, ${row[columns.lat]} (${fault})`;
    return rejected(place, "lon, lat", got, "degrees (WGS84) in the Netherlands", "correct the position");
  }
  const areaKm2 = parseNumber(row[columns.area]) ?? Number.NaN;
  if (!(areaKm2 > 0 && areaKm2 <= MAX_AREA_KM2)) {
    return rejected(
      place,
      "km2",
      row[columns.area],
      `an area above 0, at most ${MAX_AREA_KM2} km²`,
      "correct it",
    );
  }
  const residents = newestCount(row, columns.residents);
  if (residents === undefined) {
    const expected = `a number from 0 to ${MAX_RESIDENTS}, or nothing where not known`;
    return rejected(place, "inwoners", row[columns.residents[0]], expected, "correct the value");
  }
  seen.add(code);
  const shape = { kind: "disc" as const, center, areaSquareMeters: areaKm2 * SQUARE_METERS_PER_KM2 };
  return { code, residents, dwellings: null, ages: agesOf.get(code) ?? null, shape };
}

function newestCount(row: string[], columns: number[]): number | null | undefined {
  for (const column of columns) {
    const count = readCount(row[column], MAX_RESIDENTS);
    if (count !== null) return count;
  }
  return null;
}
