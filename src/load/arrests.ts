/**
 * Observed arrests from CSV, one row each: the core of the Utstein template (system, dispatch, patient, process,
 * outcome) as far as the model can be held against it. Health data: a row exists only here and in the aggregation, and
 * no finding quotes a field, a header or a number of the file.
 */
import { hourToPeriod, type Period } from "../grid/periods.ts";
import { type CsvBatch, isBlank, parseNumber, readCsvRows } from "./csvRows.ts";
import { headerName } from "./headerNames.ts";
import { type ByteSource, type Finding, type Read, rejected } from "./reader.ts";

/** Yes-or-no fields, in the words of the template. */
export const ARREST_FLAGS = [
  "recognised",
  "instructed",
  "male",
  "witnessed",
  "atHome",
  "bystanderCpr",
  "bystanderAed",
  "shockable",
  "medicalCause",
  "medication",
  "transported",
  "pciHospital",
  "stemi",
  "angiogram",
  "reperfusion",
  "eventSurvived",
] as const;
export type ArrestFlag = (typeof ARREST_FLAGS)[number];

/** Seconds since the 112 call was answered. */
export const ARREST_TIMES = ["ambulanceSeconds", "firstCprSeconds", "firstShockSeconds"] as const;
export type ArrestTime = (typeof ARREST_TIMES)[number];

/** What became of the patient, from no attempt to survival: one of four, so that none is part of another. */
export const ARREST_COURSES = ["notAttempted", "noRosc", "rosc", "survived"] as const;
export type ArrestCourse = (typeof ARREST_COURSES)[number];

/** How the survivors left the hospital: CPC 1–2 or mRS 0–3 is good (Utstein 2015); no answer is part of another. */
export const ARREST_NEUROLOGICAL = ["good", "poor", "notSurvived"] as const;
export type ArrestNeurological = (typeof ARREST_NEUROLOGICAL)[number];

export interface Arrest {
  /** gemeente or veiligheidsregio */
  regionCode: string;
  /** null = time not known */
  period: Period | null;
  /** 65 years or older */
  isOld: boolean | null;
  flags: Record<ArrestFlag, boolean | null>;
  course: ArrestCourse | null;
  neurological: ArrestNeurological | null;
  times: Record<ArrestTime, number | null>;
}

const NAMES: Record<string, readonly string[]> = {
  region: ["gebied", "gemeente", "gemeentecode", "region", "region_code", "regio"],
  moment: ["moment", "tijdstip", "melding", "call_time", "tijd_melding"],
  age: ["age", "leeftijd"],
  recognised: ["recognised", "herkenning_ohca_door_centralist", "herkend"],
  instructed: ["instructed", "reanimatie_instructies_door_centralist", "instructies"],
  male: ["male", "man"],
  witnessed: ["witnessed", "circulatiestilstand_gezien_door_omstander", "getuige"],
  atHome: ["at_home", "thuis"],
  bystanderCpr: ["bystander_cpr", "reanimatie_door_omstander"],
  bystanderAed: ["bystander_aed", "aed_gebruik_door_omstander"],
  shockable: ["shockable", "schokbaar"],
  medicalCause: ["medical_cause", "medische_oorzaak"],
  medication: ["medication", "toegediende_medicatie", "medicatie"],
  transported: ["transported", "vervoerd_naar_ziekenhuis", "vervoerd"],
  pciHospital: ["pci_hospital", "hospital_type", "type_ziekenhuis", "pci_centrum"],
  stemi: ["stemi", "aanwezigheid_van_stemi"],
  angiogram: ["angiogram", "coronary_angiogram", "coronairangiogram", "coronair_angiogram", "cag"],
  reperfusion: ["reperfusion", "reperfusiepoging_ondernomen", "reperfusie", "pci"],
  eventSurvived: ["event_survived", "incident_overleefd"],
  cpc: [
    "cpc",
    "neurological_outcome",
    "neurologische_uitkomst",
    "neurologische_uitkomst_bij_ontslag_of_na_30_dagen",
  ],
  mrs: ["mrs"],
  attempted: ["attempted", "reanimatiepoging_ondernomen"],
  rosc: ["rosc", "enige_vorm_van_rosc"],
  survived: ["survived", "overleving_tot_ontslag_of_30_dagen", "overleefd"],
  ambulanceSeconds: ["ambulance_seconds", "responstijd", "responstijd_seconden"],
  firstCprSeconds: ["first_cpr_seconds", "tijd_tot_eerste_borstcompressie"],
  firstShockSeconds: ["first_shock_seconds", "tijd_tot_eerste_defibrillatie"],
};
/** The last word is of the kind of hospital. */
const YES = /^(?:1|ja|j|yes|y|true|waar|pci)$/;
const NO = /^(?:0|nee|n|no|false|onwaar|(?:geen|niet|no|non)[ -]?pci)$/;
const GOOD = /^(?:good|goed)$/;
const POOR = /^(?:poor|slecht)$/;
const UNKNOWN = /^(?:|na|onbekend|unknown|\?)$/;
/** Longer than any response; assumption for the limit. */
const MAX_SECONDS = 2 * 3600;
const MAX_AGE = 125;
const OLD_FROM = 65;

export async function* readArrests(bytes: ByteSource): Read<Arrest> {
  let columns: Map<string, number> | null = null;
  for await (const batch of readCsvRows(bytes)) {
    columns ??= findColumns(batch.header);
    const missing = ["region", "moment"].find((field) => !columns!.has(field));
    if (missing && batch.header.length > 0) {
      const expected = `a column ${NAMES[missing].join(" or ")}`;
      const advice = "name the columns as docs/loading.md does; the file needs a header line";
      const finding = rejected(
        "file",
        missing,
        `${batch.header.length} columns, not this one`,
        expected,
        advice,
      );
      yield { records: [], findings: [finding], bytesRead: batch.bytesRead };
      return;
    }
    yield readRows(batch, columns);
  }
}

function findColumns(header: string[]): Map<string, number> {
  const titles = header.map(headerName);
  const found = Object.entries(NAMES).map(([field, names]) => {
    return [field, titles.findIndex((title) => names.includes(title))] as const;
  });
  return new Map(found.filter(([, column]) => column !== -1));
}

function readRows({ header, rows, firstRow, findings, bytesRead }: CsvBatch, columns: Map<string, number>) {
  const batch = { records: [] as Arrest[], findings: [] as Finding[], bytesRead };
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const place = `row ${firstRow + n}`;
    if (row.length !== header.length) {
      const got = "another number of fields than the header";
      batch.findings.push(
        rejected(place, "row", got, "a field for each column", "fetch the whole file again"),
      );
      return;
    }
    const faulty: string[] = [];
    const arrest = readArrest((field) => row[columns.get(field) ?? -1]?.trim().toLowerCase() ?? "", faulty);
    if (faulty.length === 0) batch.records.push(arrest);
    else batch.findings.push(faultFinding(place, faulty[0]));
  });
  batch.findings.push(...findings);
  return batch;
}

const EXPECTED: Record<string, string> = {
  region: "the code of a gemeente, wijk, buurt or veiligheidsregio",
  moment: "Dutch clock time such as 2024-03-01 14:05, without a zone, or nothing",
  cpc: "1 to 5, good, poor or nothing, and no contradiction with survival",
  mrs: "0 to 6, good, poor or nothing, and no contradiction with survival",
  eventSurvived: "yes, no or nothing, and no contradiction with the other outcomes",
  pciHospital: "yes, no, pci, geen pci, or nothing",
  age: `years from 0 to ${MAX_AGE}, or nothing`,
};

function faultFinding(place: string, field: string): Finding {
  const isTime = (ARREST_TIMES as readonly string[]).includes(field);
  const expected =
    EXPECTED[field] ??
    (isTime ? `seconds from 0 to ${MAX_SECONDS}, mm:ss, or nothing` : "yes, no (ja, nee), or nothing");
  return rejected(place, field, "something else", expected, "correct the row");
}

function readArrest(text: (field: string) => string, faulty: string[]): Arrest {
  const flag = (field: string): boolean | null => {
    const value = text(field);
    if (YES.test(value)) return true;
    if (!NO.test(value) && !UNKNOWN.test(value)) faulty.push(field);
    return NO.test(value) ? false : null;
  };
  const age = numberIn(text("age"), MAX_AGE);
  if (age === undefined) faulty.push("age");
  const seconds = (field: ArrestTime): number | null => {
    const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text(field));
    const value = clock ? Number(clock[1]) * 60 + Number(clock[2]) : numberIn(text(field), MAX_SECONDS);
    if (value === undefined) faulty.push(field);
    return value ?? null;
  };
  const regionCode = regionOf(text("region").toUpperCase());
  if (regionCode === null) faulty.push("region");
  const period = periodOf(text("moment"));
  if (period === undefined) faulty.push("moment");
  const { course, survivors, eventSurvived } = outcomeOf(flag, text, faulty);
  return {
    regionCode: regionCode ?? "",
    period: period ?? null,
    isOld: age == null ? null : age >= OLD_FROM,
    flags: { ...fromFields(ARREST_FLAGS, flag), eventSurvived },
    course,
    neurological: course === null || course === "survived" ? survivors : "notSurvived",
    times: fromFields(ARREST_TIMES, seconds),
  };
}

/** Whether a known outcome of survivors is good; 5 of CPC and 6 of mRS are death. */
function neurologicalOf(text: (field: string) => string, faulty: string[]): "good" | "poor" | "dead" | null {
  const scale = (field: "cpc" | "mrs", least: number, good: number, dead: number) => {
    const value = text(field);
    if (UNKNOWN.test(value)) return null;
    if (GOOD.test(value)) return "good";
    if (POOR.test(value)) return "poor";
    const grade = Number(value);
    if (!/^\d$/.test(value) || grade < least || grade > dead) faulty.push(field);
    return grade === dead ? "dead" : grade <= good ? "good" : "poor";
  };
  return scale("cpc", 1, 2, 5) ?? scale("mrs", 0, 3, 6);
}

/** What the outcomes say together: those that are not told but follow are filled in, contradictions are a fault. */
function outcomeOf(
  flag: (field: string) => boolean | null,
  text: (field: string) => string,
  faulty: string[],
): Pick<Arrest, "course"> & { survivors: "good" | "poor" | null; eventSurvived: boolean | null } {
  const neurological = neurologicalOf(text, faulty);
  const told = flag("survived");
  const survived = neurological === null ? told : neurological !== "dead";
  const event = flag("eventSurvived");
  const rosc = flag("rosc") ?? (event === true ? true : null);
  const course = courseOf(flag("attempted"), rosc, survived);
  const follows = course === null || course === "rosc" ? null : course === "survived";
  if (told !== null && told !== survived) faulty.push("cpc");
  if (event !== null && follows !== null && event !== follows) faulty.push("eventSurvived");
  const survivors = neurological === "dead" ? null : neurological;
  return { course, survivors, eventSurvived: event ?? follows };
}

function fromFields<F extends string, V>(fields: readonly F[], read: (field: F) => V): Record<F, V> {
  return Object.fromEntries(fields.map((field) => [field, read(field)])) as Record<F, V>;
}

/** null = nothing there; undefined = something else than a number in range. */
function numberIn(text: string, maximum: number): number | null | undefined {
  if (UNKNOWN.test(text)) return null;
  const number = parseNumber(text) ?? Number.NaN;
  return number >= 0 && number <= maximum ? number : undefined;
}

/** A wijk or buurt names its gemeente: no finer place is kept, not even in memory. */
function regionOf(code: string): string | null {
  const within = /^(?:WK|BU)(\d{4})[0-9A-Z]{2,4}$/.exec(code);
  if (within) return `GM${within[1]}`;
  return /^(?:GM\d{4}|VR\d{2})$/.test(code) ? code : null;
}

/** null = not known; undefined = no moment of Dutch clock time. */
function periodOf(text: string): Period | null | undefined {
  if (UNKNOWN.test(text)) return null;
  const match = /^(\d{4}-\d{2}-\d{2})[t ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.exec(text);
  const day = new Date(`${match?.[1]}T00:00:00Z`);
  if (!match || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(match[1])) return undefined;
  const dayFromMonday = (day.getUTCDay() + 6) % 7;
  return hourToPeriod(dayFromMonday * 24 + Number(match[2]));
}

function courseOf(
  attempted: boolean | null,
  rosc: boolean | null,
  survived: boolean | null,
): ArrestCourse | null {
  if (survived === true) return "survived";
  if (attempted === false) return "notAttempted";
  if (rosc === true) return survived === false ? "rosc" : null;
  return attempted === true && rosc === false ? "noRosc" : null;
}
