/**
 * Residents of postcode-4 areas by age (CSV, a column per five years) added up into the age groups. The file says
 * nothing of where a postcode lies: it goes together with one of postcode points.
 */
import { AGE_GROUP_COUNT, AGE_GROUPS, ageGroupOf, sumKnownAges } from "./ageGroups.ts";
import { readCount } from "./cbsValue.ts";
import { type CsvBatch, findColumn, isBlank, readCsvRows } from "./csvRows.ts";
import { LNG_NAMES, readPostcodePoints } from "./postcodePoints.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected, warning } from "./reader.ts";
import type { AgeCounts, PopulationUnit } from "./records.ts";
import { settleThousands } from "./thousands.ts";

export interface PostcodeAges {
  code: string;
  ages: AgeCounts;
}

const CODE_NAMES = ["postcode", "pc4"];
/** `a_15-19`, `a_95+`, `15 tot 20` is not among them: it would be read as 15 to 20. */
const AGES_HEADER = /^a_(\d{1,3})(?:-(\d{1,3})|\+)$/;
/** The largest postcode-4 area has some 30,000 residents; assumption for the limit. */
const MAX_RESIDENTS = 100_000;

const WITHOUT_PLACE = rejected(
  "file",
  "lon, lat",
  "ages by postcode without a place",
  "postcode points with their ages",
  "give the file of postcode points in the same command",
);

/** Postcode points with the ages of other files; those of postcodes that no point has are left out and counted. */
export async function* readPostcodesWithAges(
  points: readonly ByteSource[],
  ages: readonly ByteSource[],
): Read<PopulationUnit> {
  if (points.length === 0) {
    yield { records: [], findings: [WITHOUT_PLACE], bytesRead: 0 };
    return;
  }
  const agesOf = new Map<string, AgeCounts>();
  let bytesBefore = 0;
  for (const file of ages) {
    let bytesRead = 0;
    for await (const batch of readPostcodeAges(file)) {
      for (const { code, ages: counts } of batch.records) agesOf.set(code, counts);
      bytesRead = batch.bytesRead;
      yield { records: [], findings: batch.findings, bytesRead: bytesBefore + bytesRead };
    }
    bytesBefore += bytesRead;
  }
  const unused = new Map(agesOf);
  for (const file of points) {
    let bytesRead = 0;
    for await (const batch of readPostcodePoints(file, agesOf)) {
      for (const { code } of batch.records) unused.delete(code);
      bytesRead = batch.bytesRead;
      yield { ...batch, bytesRead: bytesBefore + bytesRead };
    }
    bytesBefore += bytesRead;
  }
  if (unused.size > 0) yield { records: [], findings: [unusedFinding(unused)], bytesRead: bytesBefore };
}

function unusedFinding(unused: ReadonlyMap<string, AgeCounts>): Finding {
  const residents = [...unused.values()].reduce((sum, ages) => sum + sumKnownAges(ages), 0);
  const codes = [...unused.keys()].sort().join(", ");
  const got = `${unused.size} without one, ${residents} residents: ${codes}`;
  return warning("file", "ages", got, "a point for every postcode", "their ages are left out");
}

export async function* readPostcodeAges(bytes: ByteSource): Read<PostcodeAges> {
  let columns: Columns | null = null;
  const seen = new Set<string>();
  for await (const batch of settleThousands(readCsvRows(bytes), (header) =>
    findColumns(header).groups.map(({ column }) => column),
  )) {
    const isFirst = columns === null;
    columns ??= findColumns(batch.header);
    const finding = isFirst && batch.header.length > 0 ? headerFinding(batch.header, columns) : null;
    if (finding) {
      yield { records: [], findings: [finding], bytesRead: batch.bytesRead };
      return;
    }
    yield readRows(batch, columns, seen);
  }
}

/** True for a header of ages by postcode without a place: a file of points has that. */
export function isPostcodeAgesHeader(header: readonly string[]): boolean {
  const { code, groups } = findColumns(header);
  return code !== -1 && groups.length > 0 && findColumn(header, LNG_NAMES) === -1;
}

interface Columns {
  code: number;
  /** columns of ages with the group they belong to */
  groups: { column: number; from: number; to: number; group: number }[];
}

function findColumns(header: readonly string[]): Columns {
  const groups = header.flatMap((title, column) => {
    const match = AGES_HEADER.exec(title.toLowerCase());
    if (!match) return [];
    const from = Number(match[1]);
    const to = match[2] === undefined ? Number.POSITIVE_INFINITY : Number(match[2]);
    return [{ column, from, to, group: ageGroupOf(from, to) }];
  });
  return { code: findColumn(header, CODE_NAMES), groups: groups.sort((p, q) => p.from - q.from) };
}

/** The columns must cover every age once: with a gap or an overlap a sum would be of other people. */
function headerFinding(header: string[], { code, groups }: Columns): Finding | null {
  const advice = "load a CSV with postcode and ages such as a_0-4, a_5-9, … a_95+";
  const got = header.join(", ");
  if (code === -1) return rejected("file", "postcode", got, `a column ${CODE_NAMES[0]}`, advice);
  let next = 0;
  for (const { from, to, group } of groups) {
    if (from !== next || group === -1) break;
    next = to + 1;
  }
  if (next === Number.POSITIVE_INFINITY) return null;
  const expected = `columns of ages from 0 on, none that crosses ${AGE_GROUPS.slice(1)
    .map(({ from }) => from)
    .join(", ")}`;
  return rejected("file", "ages", `${got}; nothing that begins at ${next}`, expected, advice);
}

function readRows(
  { header, rows, firstRow, findings, bytesRead }: CsvBatch,
  columns: Columns,
  seen: Set<string>,
): ReadBatch<PostcodeAges> {
  const batch: ReadBatch<PostcodeAges> = { records: [], findings: [], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const read = readRow(`row ${firstRow + n}`, row, header.length, columns, seen);
    if ("severity" in read) batch.findings.push(read);
    else batch.records.push(read);
  });
  batch.findings.push(...findings);
  return batch;
}

function readRow(
  place: string,
  row: string[],
  columnCount: number,
  { code: codeColumn, groups }: Columns,
  seen: Set<string>,
): PostcodeAges | Finding {
  if (row.length !== columnCount) {
    const got = `${row.length} fields`;
    return rejected(place, "row", got, `${columnCount} fields`, "fetch the whole file again");
  }
  const code = row[codeColumn].trim();
  if (!/^[1-9]\d{3}$/.test(code))
    return rejected(place, "postcode", code, "four digits such as 1011", "correct it");
  if (seen.has(code)) return rejected(place, "postcode", code, "a code once", "remove the double row");
  const ages = new Array<number | null>(AGE_GROUP_COUNT).fill(0);
  for (const { column, group } of groups) {
    const count = readCount(row[column], MAX_RESIDENTS);
    if (count === undefined) {
      const expected = `a number from 0 to ${MAX_RESIDENTS}, or nothing where not known`;
      return rejected(place, "ages", row[column], expected, "correct the value");
    }
    // a part that is not known makes its group so
    const sum = ages[group];
    ages[group] = sum === null || count === null ? null : sum + count;
  }
  seen.add(code);
  return { code, ages };
}
