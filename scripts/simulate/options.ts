/** What a person may type after `npm run simulate --`; `help.ts` explains it. */
import { parseArgs } from "node:util";
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../../src/grid/periods.ts";

export interface SimulateOptions {
  /** a place, for `place` */
  at: { lng: number; lat: number } | null;
  /** a region's code, for `sweep` */
  region: string | null;
  isDetours: boolean;
  period: PeriodOrWeek;
  seed: number;
  arrestsMax: number;
  precision: number;
  isCalledOff: boolean;
  utsteinPath: string | null;
  utsteinCount: number;
  scenarioPath: string | null;
  isJson: boolean;
  dataFolder: string;
  databaseUrl?: string;
}

/** Throws a sentence for the person who typed; `help` where that was asked for, or nothing at all. */
export function readSimulateOptions(args: string[]): SimulateOptions | { help: string | undefined } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      lng: { type: "string" },
      lat: { type: "string" },
      region: { type: "string" },
      detours: { type: "boolean", default: false },
      period: { type: "string", default: "week" },
      seed: { type: "string", default: "1" },
      arrests: { type: "string", default: "200000" },
      precision: { type: "string", default: "0.002" },
      "called-off": { type: "boolean", default: false },
      utstein: { type: "string" },
      rows: { type: "string", default: "1000" },
      scenario: { type: "string" },
      json: { type: "boolean", default: false },
      data: { type: "string", default: ".data" },
      "database-url": { type: "string" },
      lang: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.lang !== undefined && values.lang !== "nl" && values.lang !== "en")
    throw new Error(`got --lang ${values.lang}, expected nl or en; correct it`);
  if (values.help || positionals.length === 0) return { help: values.lang };
  const [what, ...rest] = positionals;
  if ((what !== "place" && what !== "sweep") || rest.length > 0)
    throw new Error(
      `got "${positionals.join(" ")}", expected place or sweep; see npm run simulate -- --help`,
    );
  if (what === "sweep" && values.region === undefined)
    throw new Error("got no --region, expected the code of a region such as GM0503; give it");
  return {
    at:
      what === "place"
        ? { lng: degrees("--lng", values.lng, 180), lat: degrees("--lat", values.lat, 90) }
        : null,
    region: what === "sweep" ? values.region! : null,
    isDetours: values.detours,
    period: knownPeriod(values.period),
    seed: whole("--seed", values.seed, 0, 4_294_967_295),
    arrestsMax: whole("--arrests", values.arrests, 1_000, 100_000_000),
    precision: number("--precision", values.precision, 0, 0.5),
    isCalledOff: values["called-off"],
    utsteinPath: values.utstein ?? null,
    utsteinCount: whole("--rows", values.rows, 1, 1_000_000),
    scenarioPath: values.scenario ?? null,
    isJson: values.json,
    dataFolder: values.data,
    databaseUrl: values["database-url"],
  };
}

function knownPeriod(text: string): PeriodOrWeek {
  const period = PERIODS_AND_WEEK.find((known) => known === text);
  if (period) return period;
  throw new Error(`got --period ${text}, expected one of ${PERIODS_AND_WEEK.join(", ")}; correct it`);
}

function degrees(option: string, text: string | undefined, max: number): number {
  if (text === undefined) throw new Error(`got no ${option}, expected degrees; give --lng and --lat`);
  return number(option, text, -max, max);
}

function number(option: string, text: string, min: number, max: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= min && value <= max) return value;
  throw new Error(`got ${option} ${text}, expected a number from ${min} to ${max}; correct it`);
}

function whole(option: string, text: string, min: number, max: number): number {
  if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new Error(`got ${option} ${text}, expected a whole number from ${min} to ${max}; correct it`);
}
