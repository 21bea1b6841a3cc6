/** `/collections/coverage/items`: the cells of the published run, in pages or one by one. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { LevelResolution } from "../coverage/columns.ts";
import { CELL_RESOLUTION } from "../grid/cell.ts";
import { createApi } from "./api.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { readCell } from "./coverageCell.ts";
import { readCells } from "./coverageCells.ts";
import { respondItem, respondItems } from "./features.ts";
import { refuse } from "./problem.ts";
import {
  boxOf,
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

const resolutionParameter = z
  .enum(RESOLUTIONS, {
    error: ({ input }) =>
      `resolution: got "${String(input).slice(0, 80)}", expected one of ${RESOLUTIONS.join(", ")}; use one of these.`,
  })
  .transform((text) => Number(text) as LevelResolution)
  .optional()
  .transform((resolution) => resolution ?? CELL_RESOLUTION)
  .openapi({
    type: "integer",
    enum: RESOLUTIONS.map(Number),
    default: CELL_RESOLUTION,
    description: "H3 resolution of the cells. Above 10 a cell is a roll-up: shares of its residents.",
  });

const items = createRoute({
  method: "get",
  path: "/collections/coverage/items",
  operationId: "getCoverageItems",
  tags: ["coverage"],
  summary: "Cells that touch a box, with their coverage in a period",
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

const item = createRoute({
  method: "get",
  path: "/collections/coverage/items/{featureId}",
  operationId: "getCoverageItem",
  tags: ["coverage"],
  summary: "One cell of resolution 5 to 10",
  request: {
    params: z.object({ featureId: z.string().openapi({ description: "H3 id, 15 characters, lower case" }) }),
    query: z.strictObject({
      f: formatParameter("json"),
      crs: crsParameter,
      period: periodParameter,
      runId: runIdParameter,
    }),
  },
  responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
});

export function coverageRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(items, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const cells = { ...query, box: boxOf(query) };
    const run = await readRun(store, query.runId);
    return respondItems(c, dependencies, { run, query, collectionId: "coverage" }, () =>
      readCells(store, run, cells),
    );
  });
  api.openapi(item, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const run = await readRun(store, query.runId);
    const cell = await readCell(store, run, featureId, query.period);
    if (!cell) return refuse({ reason: "unknownId", kind: "cell", id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId: "coverage" }, async () => cell);
  });
  return api;
}
