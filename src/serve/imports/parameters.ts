/** What a request may say of the file in its body: the options of `npm run load`, as query parameters. */
import { z } from "@hono/zod-openapi";
import { GIVEN_CRS, knownCrs } from "../../load/givenCrs.ts";
import { toExtent } from "../../load/jsonExtent.ts";
import { POLICE_FIRE_KINDS } from "../../load/policeFirePosts.ts";
import { SQUARE_SIDES_METERS, type SquareSide } from "../../load/populationSquares.ts";
import { REGION_KINDS } from "../../load/regionProperties.ts";
import { ENCODINGS } from "../../load/toUtf8.ts";
import {
  CRS_SUBJECTS,
  EXTENT_SUBJECTS,
  FILE_SUBJECTS,
  type FileSubject,
} from "../../store/imports/fileSubjects.ts";
import type { FileOptions } from "../../store/imports/importFiles.ts";
import type { ImportSource } from "../../store/imports/report.ts";
import { readColumns } from "../../store/imports/toldColumns.ts";
import { refuse } from "../problem.ts";
import { choice, formatParameter, shown } from "../query.ts";

const TEXT_MAX = 300;
/** Streets come as OpenStreetMap extracts and as nothing else, which are not read here. */
export type SentSubject = Exclude<FileSubject, "streets">;
export const SENT_SUBJECTS = FILE_SUBJECTS.filter((subject) => subject !== "streets") as SentSubject[];

const text = (name: string, description: string) =>
  z
    .string()
    .refine((value) => value.trim() !== "" && value.length <= TEXT_MAX, {
      error: (issue) =>
        `${name}: got "${shown(issue.input)}", expected 1 to ${TEXT_MAX} characters; shorten it or leave it out.`,
    })
    .optional()
    .openapi({ description });

const flag = (name: string, description: string) =>
  choice(name, ["true", "false"])
    .default("false")
    .transform((value) => value === "true")
    .openapi({ type: "boolean", default: false, description });

const isDay = (value: string) => {
  const day = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
  );
};

const SIDES = SQUARE_SIDES_METERS.map(String) as [string, ...string[]];

export const importQuery = z.strictObject({
  f: formatParameter("json"),
  kind: choice("kind", SENT_SUBJECTS as [SentSubject, ...SentSubject[]]).openapi({
    description: "What the file holds",
  }),
  source: z
    .string({ error: () => "source: got nothing, expected the name of the source; give source=my-list." })
    .refine((value) => /^[a-z0-9][a-z0-9._-]{0,99}$/.test(value), {
      error: (issue) =>
        `source: got "${shown(issue.input)}", expected at most 100 small letters, digits, dots and dashes; rename it.`,
    })
    .openapi({ description: "Name of the source. The file is its full edition and replaces what it held." }),
  title: text("title", "How the source is shown; its name where absent"),
  attribution: text("attribution", "Who made the data, and the licence; shown with them"),
  dataDate: z
    .string()
    .refine(isDay, {
      error: (issue) =>
        `dataDate: got "${shown(issue.input)}", expected a day such as 2025-03-01; correct it.`,
    })
    .optional()
    .openapi({ format: "date", description: "The day that the data describe" }),
  synthetic: flag("synthetic", "The data are invented"),
  anywhere: flag("anywhere", "Take AEDs and posts outside the Netherlands too"),
  fileName: text("fileName", "How the file is named in the list of imports"),
  encoding: choice("encoding", ENCODINGS).default("utf-8").openapi({ description: "Of a text file" }),
  regionKind: choice("regionKind", REGION_KINDS as [string, ...string[]])
    .optional()
    .openapi({ description: "What the regions are, where the file does not say" }),
  policeFireKind: choice("policeFireKind", POLICE_FIRE_KINDS as unknown as [string, ...string[]])
    .optional()
    .openapi({ description: "What the posts are, where the file does not say" }),
  squareMeters: choice("squareMeters", SIDES)
    .optional()
    .openapi({ description: "Side of the squares of people, where the file does not say" }),
  extent: z
    .string()
    .refine((value) => toExtent(value.split(",").map(Number)) !== null, {
      error: (issue) =>
        `extent: got "${shown(issue.input)}", expected west,south,east,north in degrees; correct it.`,
    })
    .optional()
    .openapi({
      description:
        "AEDs and posts: the box west,south,east,north for which the file is complete; what its source holds " +
        "elsewhere stays. Else the box that the file itself declares, else everywhere.",
    }),
  crs: z
    .string()
    .refine((value) => knownCrs(value) !== null, {
      error: (issue) =>
        `crs: got "${shown(issue.input)}", expected ${GIVEN_CRS.join(" (degrees) or ")} (RD, metres); correct it.`,
    })
    .optional()
    .openapi({
      example: "EPSG:28992",
      description: `Of the coordinates of ${CRS_SUBJECTS.join(", ")}: degrees, or metres of the Dutch grid (EPSG:28992)`,
    }),
  columns: z
    .string()
    .optional()
    .openapi({ description: 'Headers by field as JSON, such as {"lng": "X-coord", "lat": "Y-coord"}' }),
});
export type ImportQuery = z.infer<typeof importQuery>;

export function sourceOf({ source, title, attribution, dataDate, synthetic }: ImportQuery): ImportSource {
  return {
    id: source,
    title: title ?? source,
    isSynthetic: synthetic,
    attribution: attribution ?? null,
    dataDate: dataDate ?? null,
  };
}

export function optionsOf({ kind, anywhere, columns, extent, ...query }: ImportQuery): FileOptions {
  if (extent !== undefined && !EXTENT_SUBJECTS.includes(kind)) {
    const detail = `extent: got it with ${kind}, expected it with ${EXTENT_SUBJECTS.join(", ")}; leave it out.`;
    refuse({ reason: "invalid", errors: [{ parameter: "extent", detail }] });
  }
  if (query.crs !== undefined && !CRS_SUBJECTS.includes(kind)) {
    const detail = `crs: got it with ${kind}, expected it with ${CRS_SUBJECTS.join(", ")}; leave it out.`;
    refuse({ reason: "invalid", errors: [{ parameter: "crs", detail }] });
  }
  return {
    isAnywhere: anywhere,
    crs: query.crs === undefined ? undefined : (knownCrs(query.crs) ?? undefined),
    extent: toExtent(extent?.split(",").map(Number)) ?? undefined,
    regionKind: query.regionKind as FileOptions["regionKind"],
    policeFireKind: query.policeFireKind as FileOptions["policeFireKind"],
    squareMeters: query.squareMeters === undefined ? undefined : (Number(query.squareMeters) as SquareSide),
    columns: columns === undefined ? {} : columnsOf(kind, columns),
  };
}

function columnsOf(kind: ImportQuery["kind"], json: string): FileOptions["columns"] {
  try {
    return readColumns(kind, "columns", json);
  } catch (error) {
    const { message } = error as Error;
    return refuse({ reason: "invalid", errors: [{ parameter: "columns", detail: `columns: ${message}.` }] });
  }
}
