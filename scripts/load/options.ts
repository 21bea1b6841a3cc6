/** What a person may type after `npm run load --`; `help.ts` explains it. */
import { parseArgs } from "node:util";
import { ENCODINGS, type Encoding } from "../../src/load/toUtf8.ts";
import { HELP_LANGUAGES, type HelpRequest } from "./help.ts";
import type { LiveServices } from "./live/services.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";

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
  /** live: CBS code; absent = all of them */
  gemeente?: string;
  services: Partial<LiveServices>;
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

/** Throws a sentence for the person who typed; `help` where that was asked for, or nothing at all. */
export function readLoadOptions(args: string[]): LoadOptions | { help: HelpRequest } {
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
      gemeente: { type: "string" },
      all: { type: "boolean", default: false },
      overpass: { type: "string" },
      boundaries: { type: "string" },
      squares: { type: "string" },
      crs: { type: "string" },
      anywhere: { type: "boolean", default: false },
      total: { type: "string" },
      seed: { type: "string", default: "1" },
      data: { type: "string", default: ".data" },
      "database-url": { type: "string" },
      "no-recalculate": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      lang: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const lang = HELP_LANGUAGES.find((known) => known === values.lang);
  if (values.lang !== undefined && lang === undefined)
    throw new Error(`got --lang ${values.lang}, expected ${HELP_LANGUAGES.join(" or ")}; correct it`);
  if (values.help || positionals.length === 0) return { help: { subject: positionals[0], lang } };
  const [subject, ...operands] = positionals;
  verifyOperands(subject, operands, values.synthetic);
  if (subject === "live") verifyLive(values);
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
    gemeente: values.gemeente,
    services: { overpass: values.overpass, boundaries: values.boundaries, squares: values.squares },
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
    ["live", "demo", "sources", "imports"].includes(subject) ||
    (subject === "responders" && isSynthetic && operands.length === 0);
  const [least, most, what] = OPERANDS[subject] ?? [1, Number.POSITIVE_INFINITY, "at least one file"];
  if (!isAlone && (operands.length < least || operands.length > most)) {
    throw new Error(`got ${operands.length} names after "${subject}", expected ${what}`);
  }
  if (isAlone && operands.length > 0)
    throw new Error(`got "${operands[0]}" after "${subject}", expected nothing more`);
}

function verifyLive({ gemeente, all }: { gemeente?: string; all: boolean }): void {
  const isCode = /^GM\d{4}$/.test(gemeente ?? "");
  if (all ? gemeente === undefined : isCode) return;
  const got =
    [gemeente && `--gemeente ${gemeente}`, all && "--all"].filter(Boolean).join(" and ") || "neither";
  throw new Error(`got ${got}, expected --gemeente with a code such as GM0503, or --all; give one of them`);
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
