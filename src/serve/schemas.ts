/** Response shapes for OpenAPI: only what is sent, never the shape of a table. */
import { z } from "@hono/zod-openapi";
import type { ZodType } from "zod";

export const ProblemSchema = z
  .object({
    type: z.string(),
    status: z.number().int(),
    title: z.string(),
    detail: z.string(),
    errors: z
      .array(
        z.object({ detail: z.string(), parameter: z.string().optional(), pointer: z.string().optional() }),
      )
      .optional(),
  })
  .openapi("Problem", { description: "RFC 9457" });

export const LinkSchema = z
  .object({
    href: z.string().openapi({ format: "uri" }),
    rel: z.string(),
    type: z.string().optional(),
    title: z.string().optional(),
    hreflang: z.string().optional(),
    templated: z.boolean().optional(),
  })
  .openapi("Link");

const nature = z.enum(["real", "synthetic", "absent"]);
/** In every answer that depends on a run; null before the first. */
export const provenanceShape = {
  inputs: z
    .object({
      aeds: nature,
      responders: nature,
      population: nature,
      regions: nature,
      posts: nature,
      policeFirePosts: nature.optional(),
      observedValues: nature.optional(),
      streets: nature.optional(),
      whereabouts: nature
        .optional()
        .openapi({ description: "Where responders are per period; absent: they are counted at home" }),
    })
    .nullable()
    .openapi({ description: "Where each kind of input came from" }),
  synthetic: z.boolean().nullable().openapi({ description: "True if any input is synthetic: no facts then" }),
  runId: z.string().nullable().openapi({ format: "uuid" }),
  dataDate: z.string().nullable().openapi({ format: "date", description: "Oldest day among the inputs" }),
};

const GeometrySchema = z
  .object({ type: z.enum(["Point", "Polygon", "MultiPolygon"]), coordinates: z.array(z.any()) })
  .nullable()
  .openapi("Geometry", { description: "GeoJSON geometry in the system of Content-Crs" });

const featureShape = {
  type: z.literal("Feature"),
  id: z.string(),
  geometry: GeometrySchema,
  properties: z.record(z.string(), z.any()),
};

export const FeatureSchema = z
  .object({ ...featureShape, ...provenanceShape, links: z.array(LinkSchema) })
  .openapi("Feature");

export const FeatureCollectionSchema = z
  .object({
    type: z.literal("FeatureCollection"),
    ...provenanceShape,
    timeStamp: z.string().openapi({ format: "date-time" }),
    numberMatched: z.number().int(),
    numberReturned: z.number().int(),
    links: z.array(LinkSchema),
    features: z.array(z.object(featureShape)),
  })
  .openapi("FeatureCollection");

/** 200 in one media type, and 304 for a client that holds it. */
export function readResponses<T extends ZodType>(schema: T, mediaType: string, description = "As asked") {
  return {
    200: { description, content: { [mediaType]: { schema } } },
    304: { description: "The client holds this already" },
  };
}

const PROBLEM_DESCRIPTIONS = {
  400: "Invalid request: every error is named",
  401: "No key, or one that is not live",
  403: "The key lacks the scope",
  404: "No such thing here",
  406: "Not available in the asked form",
  409: "In conflict with what is in force: what to do is said",
  413: "Too large for this address",
  415: "Not a form that is read here",
  429: "Too much is waiting",
  503: "Nothing published yet, or the database does not answer",
} as const;

export function problemResponses(...statuses: (keyof typeof PROBLEM_DESCRIPTIONS)[]) {
  const content = { "application/problem+json": { schema: ProblemSchema } };
  return Object.fromEntries(
    statuses.map((status) => [status, { description: PROBLEM_DESCRIPTIONS[status], content }]),
  );
}
