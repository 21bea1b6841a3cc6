/**
 * CBS squares of 100 or 500 m (CSV, one row per square) to population units, by the column names of every year.
 * The size is what the header of the codes says; codes alone do not tell it.
 */
import { AGE_GROUPS, sumKnownAges } from "./ageGroups.ts";
import { readCount } from "./cbsValue.ts";
import { type CsvBatch, findColumn, isBlank, readCsvRows } from "./csvRows.ts";
import { rdToPosition } from "./rdToPosition.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected, warning } from "./reader.ts";
import type { AgeCounts, PopulationUnit } from "./records.ts";
import { codeToCorner, isOnLattice, type SquareCorner } from "./squareCode.ts";
import { settleThousands } from "./thousands.ts";

export const SQUARE_SIDES_METERS = [100, 500] as const;
export type SquareSide = (typeof SQUARE_SIDES_METERS)[number];

export interface SquareOptions {
  /** as told; needed only where the header does not say it */
  sideMeters?: SquareSide;
}

/** CRS28992RES500M since 2015, C28992R500 before; any case. */
export const SIZED_CODE_NAMES: Record<SquareSide, string[]> = {
  100: ["crs28992res100m", "c28992r100"],
  500: ["crs28992res500m", "c28992r500"],
};
const PLAIN_CODE_NAMES = ["code", "vierkant"];
const RESIDENTS_NAMES = ["aantal_inwoners", "inwoner"];
const DWELLINGS_NAMES = ["aantal_woningen", "woning"];
/** Per group of `AGE_GROUPS`: "15 tot 25" is 15 to 24. */
const AGE_NAMES = [
  ["aantal_inwoners_0_tot_15_jaar", "inw_014"],
  ["aantal_inwoners_15_tot_25_jaar", "inw_1524"],
  ["aantal_inwoners_25_tot_45_jaar", "inw_2544"],
  ["aantal_inwoners_45_tot_65_jaar", "inw_4564"],
  ["aantal_inwoners_65_jaar_en_ouder", "inw_65pl"],
];
/** No Dutch hectare holds a tenth, no 25 hectares a fifth of this; a larger number is another column. Assumption. */
const MAX_PER_SQUARE: Record<SquareSide, number> = { 100: 20_000, 500: 50_000 };
/** CBS rounds to 5: five groups and their sum may differ by 15 (in Rijnmond they do by 10); assumption for more. */
const ROUNDING_OF_AGES = 25;
/** So many codes that all end in 0 or 5 are no chance (1 in 25 per code). */
const CODES_TO_DOUBT_SIZE = 20;

export async function* readPopulationSquares(
  bytes: ByteSource,
  { sideMeters }: SquareOptions = {},
): Read<PopulationUnit> {
  let squares: Squares | null = null;
  let bytesRead = 0;
  for await (const batch of settleThousands(readCsvRows(bytes), (header) =>
    countColumns(findColumns(header, sideMeters)),
  )) {
    bytesRead = batch.bytesRead;
    const isFirst = squares === null;
    squares ??= { columns: findColumns(batch.header, sideMeters), codes: new Set(), isAllOn500: true };
    const findings =
      isFirst && batch.header.length > 0 ? headerFindings(batch.header, squares, sideMeters) : [];
    if (findings.some(({ severity }) => severity === "rejected")) {
      yield { records: [], findings, bytesRead };
      return;
    }
    yield readRows(batch, squares, findings);
  }
  const doubt = squares && sizeFinding(squares, sideMeters);
  if (doubt) yield { records: [], findings: [doubt], bytesRead };
}

interface Squares {
  columns: Columns;
  codes: Set<string>;
  /** true while every code may be one of a 500 m square */
  isAllOn500: boolean;
}

interface Columns {
  code: number;
  /** of the codes' header, else as told, else the size of a file that says nothing */
  sideMeters: SquareSide;
  /** null = the header says no size */
  sideInHeader: SquareSide | null;
  residents: number;
  /** −1 = the file has none: every square's dwellings are unknown */
  dwellings: number;
  /** −1 where there is none */
  ages: number[];
}

function findColumns(header: string[], told?: SquareSide): Columns {
  const sideInHeader =
    SQUARE_SIDES_METERS.find((side) => findColumn(header, SIZED_CODE_NAMES[side]) !== -1) ?? null;
  return {
    code: findColumn(header, sideInHeader === null ? PLAIN_CODE_NAMES : SIZED_CODE_NAMES[sideInHeader]),
    sideInHeader,
    sideMeters: sideInHeader ?? told ?? 100,
    residents: findColumn(header, RESIDENTS_NAMES),
    dwellings: findColumn(header, DWELLINGS_NAMES),
    ages: AGE_NAMES.map((names) => findColumn(header, names)),
  };
}

function countColumns({ residents, dwellings, ages }: Columns): number[] {
  return [residents, dwellings, ...ages].filter((column) => column !== -1);
}

function headerFindings(header: string[], { columns }: Squares, told?: SquareSide): Finding[] {
  const { code, sideInHeader, residents, dwellings, ages } = columns;
  const advice = "load the CSV of the CBS 100 m or 500 m squares (vierkantstatistieken)";
  const got = header.join(", ");
  if (code === -1) {
    return [
      rejected(
        "file",
        "code",
        got,
        `a column ${SIZED_CODE_NAMES[100][0]} or ${SIZED_CODE_NAMES[500][0]}`,
        advice,
      ),
    ];
  }
  if (told !== undefined && sideInHeader !== null && told !== sideInHeader) {
    const expected = `squares of ${told} m, as --square says`;
    return [rejected("file", "code", header[code], expected, "leave --square out: the file says its size")];
  }
  if (residents === -1) return [rejected("file", "residents", got, `a column ${RESIDENTS_NAMES[0]}`, advice)];
  const findings: Finding[] = [];
  if (dwellings === -1) {
    findings.push(
      warning("file", "dwellings", got, `a column ${DWELLINGS_NAMES[0]}`, "dwellings are taken as unknown"),
    );
  }
  if (ages.some((column) => column === -1) && ages.some((column) => column !== -1)) {
    const missing = AGE_NAMES.filter((_, g) => ages[g] === -1).map(([name]) => name);
    const expected = `columns for all ages; without ${missing.join(", ")}`;
    findings.push(warning("file", "ages", got, expected, "those ages are taken as unknown"));
  }
  return findings;
}

/** Read as 100 m each would hold its people on a 25th of their ground. */
function sizeFinding({ columns, codes, isAllOn500 }: Squares, told?: SquareSide): Finding | null {
  if (columns.sideInHeader !== null || told !== undefined) return null;
  if (codes.size < CODES_TO_DOUBT_SIZE || !isAllOn500) return null;
  const got = `${codes.size} codes that are all multiples of 500 m, under a header that says no size`;
  return rejected("file", "code", got, "to know the size", "say --square 500, or --square 100");
}

function readRows(
  { header, rows, firstRow, findings, bytesRead }: CsvBatch,
  squares: Squares,
  headerFindings: Finding[],
): ReadBatch<PopulationUnit> {
  const batch: ReadBatch<PopulationUnit> = { records: [], findings: [...headerFindings], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const unit = readRow(`row ${firstRow + n}`, row, header.length, squares, batch.findings);
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
  squares: Squares,
  warnings: Finding[],
): PopulationUnit | Finding {
  const { columns, codes } = squares;
  // a row cut short would read as withheld
  if (row.length !== columnCount) {
    const got = `${row.length} fields`;
    return rejected(place, "row", got, `${columnCount} fields`, "fetch the whole file again");
  }
  const { sideMeters } = columns;
  const code = row[columns.code].trim();
  const corner = codeToCorner(code);
  if (!corner || !isOnLattice(corner, sideMeters)) return codeFinding(place, code, corner, sideMeters);
  if (codes.has(code))
    return rejected(place, "code", code, "a code once", "remove the double row; the first is in");
  const maximum = MAX_PER_SQUARE[sideMeters];
  const read = (column: number) => (column === -1 ? null : readCount(row[column], maximum));
  const refuse = (field: string, column: number) => {
    const expected = `a number from 0 to ${maximum}, or nothing where withheld`;
    return rejected(place, field, row[column], expected, "correct the value");
  };
  const residents = read(columns.residents);
  const dwellings = read(columns.dwellings);
  if (residents === undefined) return refuse("residents", columns.residents);
  if (dwellings === undefined) return refuse("dwellings", columns.dwellings);
  const ages: (number | null)[] = [];
  for (const [g, column] of columns.ages.entries()) {
    const count = read(column);
    if (count === undefined) return refuse(`residents of age ${AGE_GROUPS[g].id}`, column);
    ages.push(count);
  }
  codes.add(code);
  squares.isAllOn500 &&= isOnLattice(corner, 500);
  const shape = { kind: "square" as const, sideMeters, ring: squareRing(corner, sideMeters) };
  return { code, residents, dwellings, ages: agesOrNone(place, residents, ages, columns, warnings), shape };
}

function codeFinding(place: string, code: string, corner: SquareCorner | null, sideMeters: number): Finding {
  if (corner) {
    const expected = `a code of a ${sideMeters} m square: both numbers end in 0 or 5`;
    return rejected(place, "code", code, expected, "load squares of one size in one file");
  }
  return rejected(
    place,
    "code",
    code,
    "a code such as E0974N4514, in the Netherlands",
    "load squares of CBS in RD (EPSG:28992)",
  );
}

/** null where the file has none, or none for its own people; more of known age than people: another column. */
function agesOrNone(
  place: string,
  residents: number | null,
  ages: AgeCounts,
  columns: Columns,
  warnings: Finding[],
): AgeCounts | null {
  if (residents === null || columns.ages.every((column) => column === -1)) return null;
  if (sumKnownAges(ages) <= residents + ROUNDING_OF_AGES) return ages;
  const got = `${sumKnownAges(ages)} residents of known age in a square of ${residents}`;
  warnings.push(warning(place, "ages", got, "no more than its residents", "its ages are taken as unknown"));
  return null;
}

/** Closed, counter-clockwise from the south-west. */
function squareRing({ x, y }: SquareCorner, sideMeters: number) {
  const [east, north] = [x + sideMeters, y + sideMeters];
  const southWest = rdToPosition(x, y);
  return [southWest, rdToPosition(east, y), rdToPosition(east, north), rdToPosition(x, north), southWest];
}
