/**
 * A table of gemeenten with their provincie, veiligheidsregio and GGD (CSV), as CBS publishes it for every year.
 * Columns may hold codes or names; several rows of one gemeente (a postcode list) must agree.
 */
import { type CsvBatch, isBlank, readCsvRows } from "./csvRows.ts";
import {
  GEMEENTE_TABLE,
  type GemeenteRow,
  ROLL_UP_KINDS,
  ROLL_UP_NAMES,
  type RollUpKind,
} from "./gemeenteTable.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected, warning } from "./reader.ts";

/** Words by which a header names each column; CBS writes `Codes en namen van gemeenten/Code (code)`. */
const HEADER_WORDS: Record<RollUpKind | "gemeente", RegExp> = {
  gemeente: /gemeente|^gm/,
  provincie: /provincie|^pv/,
  veiligheidsregio: /veiligheids|^vr/,
  ggd: /ggd/,
};
const CODE_PATTERNS: Record<RollUpKind, RegExp> = {
  provincie: /^PV\d{2}$/,
  veiligheidsregio: /^VR\d{2}$/,
  ggd: /^(GG\d{2,6}|ggd-[a-z-]+)$/,
};

/** The longest official name has 29 characters; a longer text is none, and comparing it would take long. Assumption. */
const MAX_NAME_LENGTH = 200;

/** Names in daily use → the official one, both plain. */
const OTHER_NAMES: Record<string, string> = {
  friesland: "fryslan",
  "den haag": "s gravenhage",
  "den bosch": "s hertogenbosch",
};

/**
 * One row per gemeente, in one batch at the end. Gemeenten given by name alone are looked up in `known`; a name that
 * is not there, or stands for two gemeenten, is refused.
 */
export async function* readRegionTable(
  bytes: ByteSource,
  known: readonly GemeenteRow[] = GEMEENTE_TABLE,
): Read<GemeenteRow> {
  const rows = new Map<string, GemeenteRow>();
  const codeByName = uniqueNames(known);
  let columns: Columns | null = null;
  let bytesRead = 0;
  for await (const batch of readCsvRows(bytes)) {
    columns ??= findColumns(batch.header);
    bytesRead = batch.bytesRead;
    const missing = batch.header.length > 0 ? missingColumns(batch.header, columns) : null;
    if (missing) {
      yield { records: [], findings: [missing], bytesRead };
      return;
    }
    const findings = [...batch.findings, ...takeRows(batch, columns, codeByName, rows)];
    yield { records: [], findings, bytesRead } satisfies ReadBatch<GemeenteRow>;
  }
  yield { records: [...rows.values()], findings: [], bytesRead };
}

interface Columns {
  /** −1 = absent */
  gemeenteCode: number;
  gemeenteName: number;
  /** of each kind the columns to try, code before name */
  rollUps: Record<RollUpKind, number[]>;
}

function findColumns(header: string[]): Columns {
  const titles = header.map((title) => title.toLowerCase());
  const find = (word: RegExp) => titles.flatMap((title, n) => (word.test(title) ? [n] : []));
  const isCode = (n: number) => titles[n].includes("code") && !titles[n].includes("naam");
  const gemeente = find(HEADER_WORDS.gemeente).filter((n) => !isRollUp(titles[n]));
  const codeFirst = (columns: number[]) => columns.sort((p, q) => Number(isCode(q)) - Number(isCode(p)));
  return {
    gemeenteCode: gemeente.find(isCode) ?? -1,
    gemeenteName: gemeente.find((n) => !isCode(n)) ?? -1,
    rollUps: {
      provincie: codeFirst(find(HEADER_WORDS.provincie)),
      veiligheidsregio: codeFirst(find(HEADER_WORDS.veiligheidsregio)),
      ggd: codeFirst(find(HEADER_WORDS.ggd)),
    },
  };
}

/** CBS heads its other columns `Lokaliseringen van gemeenten/Provincies/Code (code)`. */
function isRollUp(title: string): boolean {
  return ROLL_UP_KINDS.some((kind) => HEADER_WORDS[kind].test(title)) || title.includes("lokaliseringen");
}

function missingColumns(header: string[], { gemeenteCode, gemeenteName, rollUps }: Columns): Finding | null {
  const got = header.join(", ");
  const advice = "load a CSV with a gemeente and its provincie, veiligheidsregio or ggd";
  if (gemeenteCode === -1 && gemeenteName === -1) {
    return rejected("file", "gemeente", got, "a column gemeentecode or gemeente", advice);
  }
  const hasRollUp = ROLL_UP_KINDS.some((kind) => rollUps[kind].length > 0);
  return hasRollUp
    ? null
    : rejected("file", "roll-up", got, `a column ${ROLL_UP_KINDS.join(" or ")}`, advice);
}

function takeRows(
  { rows, firstRow }: CsvBatch,
  columns: Columns,
  codeByName: Map<string, string>,
  taken: Map<string, GemeenteRow>,
): Finding[] {
  const findings: Finding[] = [];
  rows.forEach((row, n) => {
    const name = row[columns.gemeenteName]?.trim().slice(0, MAX_NAME_LENGTH) ?? "";
    const given = row[columns.gemeenteCode]?.trim().slice(0, MAX_NAME_LENGTH) ?? "";
    if (isBlank(row) || (given === "" && (name === "" || name === "NA"))) return;
    const place = `row ${firstRow + n}`;
    const code =
      given === ""
        ? (codeByName.get(name.toLowerCase()) ?? codeByName.get(plain(name)))
        : /^\d{4}$/.test(given)
          ? `GM${given}`
          : given;
    if (!code || !/^GM\d{4}$/.test(code)) {
      const expected = "a code such as GM0503, or a name that one gemeente has";
      findings.push(rejected(place, "gemeente", given || name, expected, "give the code of the gemeente"));
      return;
    }
    const read: GemeenteRow = {
      code,
      name: name || code,
      provincie: null,
      veiligheidsregio: null,
      ggd: null,
    };
    for (const kind of ROLL_UP_KINDS) readRollUp(place, kind, row, columns.rollUps[kind], read, findings);
    mergeRow(place, read, taken, findings);
  });
  return findings;
}

function readRollUp(
  place: string,
  kind: RollUpKind,
  row: string[],
  columns: number[],
  into: GemeenteRow,
  findings: Finding[],
): void {
  const values = columns
    .map((column) => row[column]?.trim() ?? "")
    .filter((value) => value !== "" && value !== "NA");
  if (values.length === 0) return;
  const code = values.map((value) => toCode(kind, value)).find((found) => found !== null);
  if (code) into[kind] = code;
  else findings.push(warning(place, kind, values[0], `the code or name of a ${kind}`, "taken as not known"));
}

function toCode(kind: RollUpKind, value: string): string | null {
  if (value.length > MAX_NAME_LENGTH) return null;
  if (CODE_PATTERNS[kind].test(value)) return value;
  const asked = plain(value);
  const names = Object.entries(ROLL_UP_NAMES[kind]);
  return names.find(([, name]) => plain(name) === asked)?.[0] ?? null;
}

/** Rows of one gemeente that disagree leave what they disagree on unknown. */
function mergeRow(
  place: string,
  read: GemeenteRow,
  taken: Map<string, GemeenteRow>,
  findings: Finding[],
): void {
  const before = taken.get(read.code);
  const merged = { ...read };
  for (const kind of ROLL_UP_KINDS) {
    if (!before || before[kind] === read[kind]) continue;
    const got = `${read[kind] ?? "nothing"} for ${read.code}, after ${before[kind] ?? "nothing"}`;
    findings.push(warning(place, kind, got, `one ${kind} for one gemeente`, "taken as not known"));
    merged[kind] = null;
  }
  taken.set(read.code, merged);
}

/** `Veiligheidsregio Zuid-Holland-Zuid` = `Zuid-Holland Zuid`; `Friesland` = `Fryslân`; `Stein (L.)` = `Stein`. */
function plain(name: string): string {
  const letters = name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^(veiligheidsregio|vr|ggd)\s+/, "")
    .replace(/\s*\([a-z.]+\)$/, "")
    .replaceAll(/[^a-z0-9]+/g, " ")
    .trim();
  return OTHER_NAMES[letters] ?? letters;
}

/** Name → code: as written (`bergen (nh.)`), and plain where that stands for one gemeente only (not `bergen`). */
function uniqueNames(known: readonly GemeenteRow[]): Map<string, string> {
  const codes = new Map<string, string[]>();
  for (const { code, name } of known) codes.set(plain(name), [...(codes.get(plain(name)) ?? []), code]);
  const unique = [...codes]
    .filter(([, all]) => all.length === 1)
    .map(([name, [code]]) => [name, code] as const);
  return new Map([...unique, ...known.map(({ code, name }) => [name.toLowerCase(), code] as const)]);
}
