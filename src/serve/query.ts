/**
 * The query parameters that several addresses share: read strictly, described once for OpenAPI 3.0.
 * An unknown parameter is an error everywhere; `f=json` is known everywhere.
 */
import { z } from "@hono/zod-openapi";
import { PERIODS_AND_WEEK } from "../grid/periods.ts";
import { isUuid } from "../store/uuid.ts";
import { type Box, parseBox } from "./box.ts";
import { CRS_URIS, CRS84, type CrsUri } from "./crs.ts";
import { refuse } from "./problem.ts";

/** Names the parameter itself, so that the message can do without the framework's words. */
export function choice<const T extends readonly [string, ...string[]]>(name: string, values: T) {
  const error = (issue: { input?: unknown }) =>
    `${name}: got "${shown(issue.input)}", expected one of ${values.join(", ")}; use one of these.`;
  return z.enum(values, { error });
}

export function shown(input: unknown): string {
  return String(input).slice(0, 80);
}

export const formatParameter = <const T extends readonly [string, ...string[]]>(...formats: T) =>
  choice("f", formats).optional().openapi({ description: "Representation; goes before the Accept header." });

export const langParameter = choice("lang", ["nl", "en"]).optional().openapi({
  description: "Language of titles and descriptions; goes before Accept-Language. Dutch by default.",
});

export const periodParameter = choice("period", PERIODS_AND_WEEK)
  .default("week")
  .openapi({
    description:
      "Part of the week (Dutch clock): weekday = Mon–Fri 08–18, evening = daily 18–23, night = daily 23–08, " +
      "weekend = Sat–Sun 08–18. `week` asks for all of them.",
  });

export const runIdParameter = z
  .string()
  .refine(isUuid, {
    error: (issue) =>
      `runId: got "${shown(issue.input)}", expected a UUID in lower case; leave it out for the published run.`,
  })
  .optional()
  .openapi({
    format: "uuid",
    description: "A published run. With it the address never changes; without it, the published one.",
  });

/** A whole number within bounds; more than the maximum is cut to it, as OGC API – Features wants. */
function wholeNumber(
  name: string,
  { minimum, maximum, fallback }: { minimum: number; maximum?: number; fallback: number },
) {
  const error = (issue: { input?: unknown }) =>
    `${name}: got "${shown(issue.input)}", expected a whole number from ${minimum}${maximum ? ` to ${maximum}` : ""}; leave it out for ${fallback}.`;
  return z
    .string({ error })
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= minimum, { error })
    .transform((text) => Math.min(Number(text), maximum ?? Number.MAX_SAFE_INTEGER))
    .optional()
    .transform((value) => value ?? fallback)
    .openapi({ type: "integer", minimum, ...(maximum ? { maximum } : {}), default: fallback });
}

export interface LimitBounds {
  fallback: number;
  maximum: number;
}

export const limitParameter = ({ fallback, maximum }: LimitBounds) =>
  wholeNumber("limit", { minimum: 1, maximum, fallback }).openapi({
    description: "Features in one page; more than the maximum is cut to it.",
  });

export const offsetParameter = wholeNumber("offset", { minimum: 0, fallback: 0 }).openapi({
  description: "Features to pass over. Follow the `next` link instead of counting.",
});

const isNumber = (text: string) =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
const bboxError = (issue: { input?: unknown }) =>
  `bbox: got "${shown(issue.input)}", expected 4 or 6 numbers parted by commas; give west,south,east,north.`;

export const bboxParameter = z
  .string({ error: bboxError })
  .refine(
    (text) =>
      [4, 6].includes(text.split(",").length) && text.split(",").every((part) => isNumber(part.trim())),
    {
      error: bboxError,
    },
  )
  .transform((text) => text.split(",").map(Number))
  .optional()
  .openapi({
    type: "array",
    items: { type: "number" },
    minItems: 4,
    maxItems: 6,
    oneOf: [
      { minItems: 4, maxItems: 4 },
      { minItems: 6, maxItems: 6 },
    ],
    param: { style: "form", explode: false },
    description:
      "Only features that touch this box: west,south,east,north (or with heights, which are ignored), in " +
      "`bbox-crs`. West may be more than east: across the antimeridian.",
  });

const crsOf = (name: string) =>
  choice(name, CRS_URIS).default(CRS84).openapi({
    format: "uri",
    description: "One of the `crs` of the collection. CRS84 (lng, lat) by default.",
  });
export const crsParameter = crsOf("crs");
export const bboxCrsParameter = crsOf("bbox-crs");

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/i;
const isMoment = (text: string) => MOMENT.test(text) && Number.isFinite(Date.parse(text));
const isOpen = (text: string) => text === "" || text === "..";

/** An instant, or an interval of two ends of which one may be open (RFC 3339 and OGC API – Features §7.15.4). */
export function isDatetime(text: string): boolean {
  const ends = text.split("/");
  if (ends.length === 1) return isMoment(text);
  if (ends.length !== 2 || !ends.every((end) => isOpen(end) || isMoment(end))) return false;
  const [start, end] = ends;
  return isOpen(start)
    ? !isOpen(end) || text === "../.."
    : isOpen(end) || Date.parse(start) <= Date.parse(end);
}

export const datetimeParameter = z
  .string()
  .refine(isDatetime, {
    error: (issue) =>
      `datetime: got "${shown(issue.input)}", expected an RFC 3339 instant or interval such as 2024-01-01T00:00:00Z/..; mend or leave it out.`,
  })
  .optional()
  .openapi({
    description: "An instant or interval. Our features have no time of their own, so each one matches.",
  });

/** Every `/items` address has these; `limit` differs. */
export const itemsParameters = (bounds: LimitBounds) => ({
  bbox: bboxParameter,
  "bbox-crs": bboxCrsParameter,
  crs: crsParameter,
  datetime: datetimeParameter,
  limit: limitParameter(bounds),
  offset: offsetParameter,
  runId: runIdParameter,
});

/** The box asked for, if any; refuses one that is upside down in its own system. */
export function boxOf(query: { bbox?: number[]; "bbox-crs": CrsUri }): Box | undefined {
  if (!query.bbox) return undefined;
  const result = parseBox(query.bbox, query["bbox-crs"]);
  if (result.ok) return result.box;
  return refuse({ reason: "invalid", errors: [{ parameter: "bbox", detail: `bbox: ${result.detail}` }] });
}
