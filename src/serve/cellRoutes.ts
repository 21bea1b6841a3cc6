/** `/collections/coverage/items` and `/collections/response/items`: the cells of a run, in pages or one by one. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { LevelResolution } from "../coverage/columns.ts";
import { CELL_RESOLUTION } from "../grid/cell.ts";
import { createApi } from "./api.ts";
import { readCell } from "./cellFeature.ts";
import { readCells } from "./cellPages.ts";
import { type CellSubject, COVERAGE, RESPONSE } from "./cellSubjects.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { respondItem, respondItems } from "./features.ts";
import { refuse } from "./problem.ts";
import {
  boxOf,
  choice,
  crsParameter,
  formatParameter,
  itemsParameters,
  periodParameter,
  runIdParameter,
} from "./query.ts";
import { MEDIA, negotiate } from "./respond.ts";
import { FeatureCollectionSchema, FeatureSchema, problemResponses, readResponses } from "./schemas.ts";

const RESOLUTIONS = ["5", "6", "7", "8", "9", "10"] as const;
/** A hexagon with its numbers is about 600 bytes of JSON. */
const LIMIT = { fallback: 100, maximum: 2_000 };

const resolutionParameter = choice("resolution", RESOLUTIONS)
  .transform((text) => Number(text) as LevelResolution)
  .optional()
  .transform((resolution) => resolution ?? CELL_RESOLUTION)
  .openapi({
    type: "integer",
    enum: RESOLUTIONS.map(Number),
    default: CELL_RESOLUTION,
    description: "H3 resolution of the cells. Above 10 a cell is a roll-up: shares of its residents.",
  });

function itemsRoute<P>({ collectionId, operation, summary }: CellSubject<P>) {
  return createRoute({
    method: "get",
    path: `/collections/${collectionId}/items`,
    operationId: `get${operation}Items`,
    tags: [collectionId],
    summary: `Cells that touch a box, with their ${summary}`,
    request: {
      query: z.strictObject({
        f: formatParameter("json"),
        ...itemsParameters(LIMIT),
        period: periodParameter,
        resolution: resolutionParameter,
      }),
    },
    responses: {
      ...readResponses(FeatureCollectionSchema, MEDIA.geojson),
      ...problemResponses(400, 404, 406, 503),
    },
  });
}

function itemRoute<P>({ collectionId, operation, summary }: CellSubject<P>) {
  return createRoute({
    method: "get",
    path: `/collections/${collectionId}/items/{featureId}`,
    operationId: `get${operation}Item`,
    tags: [collectionId],
    summary: `One cell of resolution 5 to 10: ${summary}`,
    request: {
      params: z.object({
        featureId: z.string().openapi({ description: "H3 id, 15 characters, lower case" }),
      }),
      query: z.strictObject({
        f: formatParameter("json"),
        crs: crsParameter,
        period: periodParameter,
        runId: runIdParameter,
      }),
    },
    responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
  });
}

export const coverageRoutes = (dependencies: AppDependencies) => cellRoutes(COVERAGE, dependencies);
export const responseRoutes = (dependencies: AppDependencies) => cellRoutes(RESPONSE, dependencies);

function cellRoutes<P>(subject: CellSubject<P>, dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const { collectionId } = subject;
  const api = createApi();
  api.openapi(itemsRoute(subject), async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const cells = { ...query, box: boxOf(query) };
    const run = await readRun(store, query.runId);
    subject.check(run);
    return respondItems(c, dependencies, { run, query, collectionId }, () =>
      readCells(subject, store, run, cells),
    );
  });
  api.openapi(itemRoute(subject), async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const run = await readRun(store, query.runId);
    subject.check(run);
    const cell = await readCell(subject, store, run, featureId, query.period);
    if (!cell) return refuse({ reason: "unknownId", kind: "cell", id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId }, async () => cell);
  });
  return api;
}
