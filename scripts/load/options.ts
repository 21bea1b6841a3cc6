/** What a person may type after `npm run load --`, and the help that explains it. */
import { parseArgs } from "node:util";
import { ENCODINGS, type Encoding } from "../../src/load/toUtf8.ts";

export const LOAD_HELP = `Zesminuten: take files into the database.

  npm run load -- <what> <file>… [options]

what
  aeds <file>…            AEDs: OpenStreetMap extract (.osm.pbf), answer of Overpass or OpenAED, GeoJSON, NDJSON, CSV
  responders <file>…      citizen responders (CSV, GeoJSON, NDJSON), lng and lat per row; counted into cells and
                          protected, never kept; with weights per period: a row per place (docs/privacy.md)
  responders --synthetic  invented responders, made from the population in force
  population <csv>…       CBS squares of 100 m or 500 m, or postcode-4 points with their area (and, in the same
                          command, a file of their ages); the finest wins where several are in force
  regions <geojson>…      gemeenten, wijken, buurten (CBS), or any areas with code, name and kind
  region-table <csv>      gemeenten with their provincie, veiligheidsregio and GGD, for another year than 2024
  posts <geojson>…        ambulance posts with their availability
  police-fire-posts <file>…  police and fire stations: OpenStreetMap extract (.osm.pbf) or GeoJSON
  streets <osm.pbf>…      streets for people on foot and by bicycle, from OpenStreetMap extracts; all in one command
  observed-values <csv>…  what was observed per region (region, measure, value, unit, source, date): it takes the
                          place of the model's own value; sources shows which region uses what
  observed <csv>…         arrests that were observed, one per row, for validation: kept as counts and quantiles of
                          at least ten per region and period; single arrests are neither stored nor served
  demo                    the synthetic Netherlands, as the first npm start loads it
  sources                 what is in force, and what was
  imports                 who changed what, and when; each with its id
  undo <import-id>        take an import back: what was in force before it is in force again
  drop <source-id>        take a source out of force; undo has it back (not responders: those are erased)
  apart <id> <id>…        AEDs of different sources that were taken for one, and are two (ids as the API shows them)
  together <id> <id>…     the same taken back

A file is the full edition of its source: what is not in it any more is retired, and loading it twice changes
nothing. Several files in one command are one source together. Real data replace synthetic data of the same kind.
An import goes through as a whole or not at all; then the zones are calculated again.

options
  --source <id>           name of the source; else made from the name of the first file, without its date (and with
                          the kind, for streets and posts of an OpenStreetMap extract: town-streets)
  --title <text>          how the source is shown; else the name of the first file
  --attribution <text>    who made the data, and the licence; shown with them
  --date YYYY-MM-DD       the day that the data describe; else taken from the name of the file, if it has one
  --synthetic             the data are invented
  --columns <map.json>    headers by field, such as {"lng": "X-coord", "lat": "Y-coord", "openingHours": "Open"};
                          for AEDs: ref name lng lat openingHours alwaysOpen availability indoor access checkedDate
                          operator level serial,
                          for responders: lng lat count weekday evening night weekend
  --kind <kind>           what the regions are, where the file does not say: gemeente, wijk, buurt, place, …;
                          what the police and fire posts of a GeoJSON file are: police or fire
  --encoding utf-8        of a text file: utf-8, windows-1252 (as Excel saves "CSV") or utf-16
  --square 100|500        population: side of the squares in metres, where the file does not say it
  --extent w,s,e,n        AEDs and posts: the box in degrees for which the file is complete; what its source holds
                          elsewhere stays. Else the box that the file itself declares, else everywhere
  --area w,s,e,n          streets: the box in degrees within which all are known, where the file does not say it
  --crs EPSG:28992        AEDs, responders, posts, regions: the coordinates are metres of the Dutch grid (RD)
  --anywhere              take AEDs, posts and streets outside the Netherlands too
  --total <count>         synthetic responders: how many (236715 for the whole country)
  --seed 1                synthetic responders: the same seed makes the same responders
  --data .data            data folder, as of npm start; a running npm start is found by itself
  --database-url <url>    a real Postgres or Neon instead of the embedded one
  --no-recalculate        leave the zones as they are; npm run recalculate makes them later
  --yes                   drop or undo without asking
  --help                  this text

examples
  npm run load -- aeds duiven_aeds.csv --date 2025-03-01
  npm run load -- population grid_100m.csv --attribution "CBS, CC BY 4.0"
  npm run load -- regions gemeente_2024.geojson --source cbs-regions
  npm run load -- regions buurt_2024.geojson --source cbs-regions`;

export const SUBJECTS = [
  "aeds", "responders", "population", "regions", "region-table", "posts", "police-fire-posts",
  "observed-values", "observed", "streets", "demo", "sources",
  "imports", "undo", "drop", "apart", "together",
] as const; // biome-ignore format: one list
export type Subject = (typeof SUBJECTS)[number];

export interface LoadOptions {
  subject: Subject;
  /** files, the id of what to drop or undo, or ids of AEDs */
  operands: string[];
  sourceId?: string;
  title?: string;
  attribution?: string;
  date?: string;
  isSynthetic: boolean;
  columnsPath?: string;
  kind?: string;
  square?: number;
  area?: string;
  extent?: string;
  crs?: string;
  isAnywhere: boolean;
  encoding: Encoding;
  total?: number;
  seed: number;
  dataFolder: string;
  databaseUrl?: string;
  recalculates: boolean;
  isSure: boolean;
}

/** Throws a sentence for the person who typed; null = help was asked for. */
export function readLoadOptions(args: string[]): LoadOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      source: { type: "string" },
      title: { type: "string" },
      attribution: { type: "string" },
      date: { type: "string" },
      synthetic: { type: "boolean", default: false },
      columns: { type: "string" },
      kind: { type: "string" },
      encoding: { type: "string", default: "utf-8" },
      square: { type: "string" },
      area: { type: "string" },
      extent: { type: "string" },
      crs: { type: "string" },
      anywhere: { type: "boolean", default: false },
      total: { type: "string" },
      seed: { type: "string", default: "1" },
      data: { type: "string", default: ".data" },
      "database-url": { type: "string" },
      "no-recalculate": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || positionals.length === 0) return null;
  const [subject, ...operands] = positionals;
  verifyOperands(subject, operands, values.synthetic);
  if (values.date !== undefined) verifyDate(values.date);
  if (values.source !== undefined && !/^[a-z0-9][a-z0-9._-]*$/.test(values.source)) {
    throw new Error(
      `got --source ${values.source}, expected small letters, digits, dots and dashes; rename it`,
    );
  }
  return {
    subject: subject as Subject,
    operands,
    sourceId: values.source,
    title: values.title,
    attribution: values.attribution,
    date: values.date,
    isSynthetic: values.synthetic,
    columnsPath: values.columns,
    kind: values.kind,
    square: values.square === undefined ? undefined : wholeNumber("--square", values.square),
    area: values.area,
    extent: values.extent,
    crs: values.crs,
    isAnywhere: values.anywhere,
    encoding: knownEncoding(values.encoding),
    total: values.total === undefined ? undefined : wholeNumber("--total", values.total),
    seed: wholeNumber("--seed", values.seed),
    dataFolder: values.data,
    databaseUrl: values["database-url"],
    recalculates: !values["no-recalculate"],
    isSure: values.yes,
  };
}

const AED_IDS = "two ids of AEDs or more, as the API shows them under sources";
/** How few and how many, and what: where it is not files. */
const OPERANDS: Record<string, [number, number, string]> = {
  drop: [1, 1, "one source id (npm run load -- sources lists them)"],
  undo: [1, 1, "one import id (npm run load -- imports lists them)"],
  apart: [2, Number.POSITIVE_INFINITY, AED_IDS],
  together: [2, Number.POSITIVE_INFINITY, AED_IDS],
};

function verifyOperands(subject: string, operands: string[], isSynthetic: boolean): void {
  if (!SUBJECTS.includes(subject as Subject)) {
    throw new Error(`got "${subject}", expected one of ${SUBJECTS.join(", ")}; see npm run load -- --help`);
  }
  const isAlone =
    ["demo", "sources", "imports"].includes(subject) ||
    (subject === "responders" && isSynthetic && operands.length === 0);
  const [least, most, what] = OPERANDS[subject] ?? [1, Number.POSITIVE_INFINITY, "at least one file"];
  if (!isAlone && (operands.length < least || operands.length > most)) {
    throw new Error(`got ${operands.length} names after "${subject}", expected ${what}`);
  }
  if (isAlone && operands.length > 0)
    throw new Error(`got "${operands[0]}" after "${subject}", expected nothing more`);
}

function verifyDate(text: string): void {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (!isDay) throw new Error(`got --date ${text}, expected a day such as 2025-03-01; correct it`);
}

function knownEncoding(text: string): Encoding {
  const encoding = ENCODINGS.find((known) => known === text.toLowerCase());
  if (encoding) return encoding;
  throw new Error(`got --encoding ${text}, expected one of ${ENCODINGS.join(", ")}; correct it`);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`got ${option} ${text}, expected a whole number; correct it`);
}
