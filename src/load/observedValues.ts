/**
 * Observed values per region (CSV: region, measure, value, unit, source, date) to validated records. Units are
 * converted where they are told, never guessed.
 */
import { type CsvBatch, isBlank, parseNumber, readCsvRows } from "./csvRows.ts";
import { headerName } from "./headerNames.ts";
import { MEASURE_IDS, type MeasureId, OBSERVED_MEASURES, type ObservedMeasure } from "./observedMeasures.ts";
import { type ByteSource, type Finding, type Read, rejected } from "./reader.ts";
import type { ObservedValue } from "./records.ts";

export interface ObservedOptions {
  /** where a row names none */
  source?: string;
  /** the day that the values describe, where a row names none */
  date?: string | null;
}

const NAMES = {
  region: ["gebied", "gebiedscode", "regio", "regiocode", "region", "region_code", "regioncode", "code"],
  measure: ["grootheid", "measure", "maat"],
  value: ["waarde", "value"],
  unit: ["eenheid", "unit"],
  source: ["bron", "source"],
  date: ["datum", "date", "peildatum", "jaar", "year"],
};
const REQUIRED = ["region", "measure", "value"] as const;
const UNIT_NAMES: Record<string, { unit: ObservedMeasure["unit"]; factor: number }> = {
  share: { unit: "share", factor: 1 },
  aandeel: { unit: "share", factor: 1 },
  "%": { unit: "share", factor: 0.01 },
  procent: { unit: "share", factor: 0.01 },
  percent: { unit: "share", factor: 0.01 },
  s: { unit: "s", factor: 1 },
  seconden: { unit: "s", factor: 1 },
  seconds: { unit: "s", factor: 1 },
  min: { unit: "s", factor: 60 },
  minuten: { unit: "s", factor: 60 },
  minutes: { unit: "s", factor: 60 },
  count: { unit: "count", factor: 1 },
  aantal: { unit: "count", factor: 1 },
};
const MAX_TEXT = 200;

/** All in one batch at the end: a mean and a P95 of one region are judged together. */
export async function* readObservedValues(
  bytes: ByteSource,
  options: ObservedOptions = {},
): Read<ObservedValue> {
  const values = new Map<string, { value: ObservedValue; place: string }>();
  let columns: Columns | null = null;
  let bytesRead = 0;
  for await (const batch of readCsvRows(bytes)) {
    bytesRead = batch.bytesRead;
    columns ??= findColumns(batch.header);
    const missing = REQUIRED.find((name) => columns![name] === -1);
    if (missing && batch.header.length > 0) {
      const expected = `a column ${NAMES[missing][0]} (${NAMES[missing].join(", ")})`;
      const advice = "load a CSV with region, measure, value, unit, source and date";
      const finding = rejected("file", missing, batch.header.join(", "), expected, advice);
      yield { records: [], findings: [finding], bytesRead };
      return;
    }
    yield {
      records: [],
      findings: [...takeRows(batch, columns, options, values), ...batch.findings],
      bytesRead,
    };
  }
  const findings = contradictions(values);
  yield { records: [...values.values()].map(({ value }) => value), findings, bytesRead };
}

type Columns = Record<keyof typeof NAMES, number>;

function findColumns(header: string[]): Columns {
  const titles = header.map(headerName);
  const entries = Object.entries(NAMES).map(([field, names]) => [
    field,
    titles.findIndex((title) => names.includes(title)),
  ]);
  return Object.fromEntries(entries) as Columns;
}

function takeRows(
  { header, rows, firstRow }: CsvBatch,
  columns: Columns,
  options: ObservedOptions,
  values: Map<string, { value: ObservedValue; place: string }>,
): Finding[] {
  const findings: Finding[] = [];
  rows.forEach((row, n) => {
    if (isBlank(row)) return;
    const place = `row ${firstRow + n}`;
    const read =
      row.length === header.length
        ? readRow(place, (field) => row[columns[field]]?.trim() ?? "", options)
        : rejected(
            place,
            "row",
            `${row.length} fields`,
            `${header.length} fields`,
            "fetch the whole file again",
          );
    if ("severity" in read) findings.push(read);
    else if (values.has(read.ref)) {
      const first = values.get(read.ref)!.place;
      const expected = "one value of a measure for a region";
      findings.push(rejected(place, "measure", read.ref, expected, `remove one; ${first} is in`));
    } else values.set(read.ref, { value: read, place });
  });
  return findings;
}

function readRow(
  place: string,
  text: (field: keyof typeof NAMES) => string,
  options: ObservedOptions,
): ObservedValue | Finding {
  const regionCode = text("region");
  if (!/^[\w-]{1,40}$/.test(regionCode)) {
    return rejected(
      place,
      "region",
      regionCode,
      "a code such as GM0503, VR17 or NL",
      "give the region's code",
    );
  }
  const measure = measureOf(text("measure"));
  if (!measure) {
    return rejected(
      place,
      "measure",
      text("measure"),
      `one of ${MEASURE_IDS.join(", ")}`,
      "correct the name",
    );
  }
  const value = readValue(place, measure, text("value"), text("unit"));
  if (typeof value !== "number") return value;
  const date = readDay(text("date")) ?? (text("date") === "" ? (options.date ?? null) : null);
  if (date === null) {
    const expected = "a day such as 2024-12-31, or a year";
    return rejected(
      place,
      "date",
      text("date"),
      expected,
      "say what the value describes, here or with --date",
    );
  }
  const source = text("source") || options.source || "";
  if (source === "" || source.length > MAX_TEXT) {
    return rejected(place, "source", source, `who observed it, at most ${MAX_TEXT} characters`, "name it");
  }
  return { ref: `${regionCode} ${measure}`, regionCode, measure, value, source, date };
}

function measureOf(text: string): MeasureId | undefined {
  const name = headerName(text);
  return MEASURE_IDS.find(
    (id) => id === text || (OBSERVED_MEASURES[id].names as readonly string[]).includes(name),
  );
}

function readValue(place: string, measure: MeasureId, text: string, unitText: string): number | Finding {
  const { unit, minimum, maximum }: ObservedMeasure = OBSERVED_MEASURES[measure];
  const clock = unit === "s" ? /^(\d{1,3}):([0-5]\d)$/.exec(text) : null;
  const told = UNIT_NAMES[unitText.toLowerCase()];
  if (unitText !== "" && !clock && told?.unit !== unit) {
    const expected = Object.keys(UNIT_NAMES).filter((name) => UNIT_NAMES[name].unit === unit);
    return rejected(
      place,
      "unit",
      unitText,
      `of ${measure} one of ${expected.join(", ")}`,
      "correct the unit",
    );
  }
  if (unit === "count" && /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) {
    const advice = "it may mean thousands: write it without points or commas";
    return rejected(place, "value", text, `a whole number for ${measure}`, advice);
  }
  const number = parseNumber(text) ?? Number.NaN;
  const value = clock ? Number(clock[1]) * 60 + Number(clock[2]) : number * (told?.factor ?? 1);
  if (value >= minimum && value <= maximum) return value;
  const expected = `${minimum} to ${maximum} ${unit} for ${measure}`;
  const advice = unitText === "" ? adviceOf(unit) : "correct the value";
  return rejected(place, "value", `${text} ${unitText}`.trim(), expected, advice);
}

function adviceOf(unit: ObservedMeasure["unit"]): string {
  if (unit === "share") return "write 0.875, or 87.5 with the unit %";
  return unit === "s" ? "write 515, 8:35, or 8.6 with the unit min" : "correct the value";
}

/** A year means its first day, as CBS dates its yearly figures. */
function readDay(text: string): string | null {
  if (/^(19|20)\d{2}$/.test(text)) return `${text}-01-01`;
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime());
  return isDay && day.toISOString().startsWith(text) ? text : null;
}

/** A P95 below the mean: one of the two is wrong, and nobody knows which. Takes both out. */
function contradictions(values: Map<string, { value: ObservedValue; place: string }>): Finding[] {
  return [...values.values()].flatMap(({ value: mean }) => {
    if (mean.measure !== "ambulanceMeanSeconds") return [];
    const p95 = values.get(`${mean.regionCode} ambulanceP95Seconds`);
    if (!p95 || p95.value.value >= mean.value) return [];
    values.delete(mean.ref);
    values.delete(p95.value.ref);
    const got = `a P95 of ${p95.value.value} s below the mean of ${mean.value} s for ${mean.regionCode}`;
    return [rejected(p95.place, "value", got, "a P95 above the mean", "neither is taken; correct them")];
  });
}
