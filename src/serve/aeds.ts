/** `/collections/aeds/items`: the AEDs that the published run was computed from. No cabinet code, no contact. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { aedKey } from "../load/sourcedAed.ts";
import type { ServedAed } from "../store/published.ts";
import { hoursUnknown, reachableByPeriod } from "./aedHours.ts";
import { createApi } from "./api.ts";
import { isPositionInBox } from "./box.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { readInBox, respondItem, respondItems, type ServedFeature } from "./features.ts";
import { refuse } from "./problem.ts";
import { boxOf, crsParameter, formatParameter, itemsParameters, runIdParameter } from "./query.ts";
import { MEDIA, negotiate } from "./respond.ts";
import { FeatureCollectionSchema, FeatureSchema, problemResponses, readResponses } from "./schemas.ts";

/** An AED is about 700 bytes of JSON. */
const LIMIT = { fallback: 100, maximum: 2_000 };

const items = createRoute({
  method: "get",
  path: "/collections/aeds/items",
  operationId: "getAeds",
  tags: ["aeds"],
  summary: "AEDs in a box, with their opening hours",
  request: { query: z.strictObject({ f: formatParameter("json"), ...itemsParameters(LIMIT) }) },
  responses: {
    ...readResponses(FeatureCollectionSchema, MEDIA.geojson),
    ...problemResponses(400, 404, 406, 503),
  },
});

const item = createRoute({
  method: "get",
  path: "/collections/aeds/items/{featureId}",
  operationId: "getAed",
  tags: ["aeds"],
  summary: "One AED",
  request: {
    params: z.object({
      featureId: z.string().openapi({ description: "Source and its own id: `source:ref`" }),
    }),
    query: z.strictObject({ f: formatParameter("json"), crs: crsParameter, runId: runIdParameter }),
  },
  responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
});

export function aedRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(items, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const page = { box: boxOf(query), limit: query.limit, offset: query.offset };
    const run = await readRun(store, query.runId);
    return respondItems(c, dependencies, { run, query, collectionId: "aeds" }, async () => {
      const { items, matched } = await readInBox((part) => store.readAeds(run, part), page, isPositionInBox);
      return { items: items.map(aedFeature), matched };
    });
  });
  api.openapi(item, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const run = await readRun(store, query.runId);
    const aed = await store.readAed(run, featureId);
    if (!aed) return refuse({ reason: "unknownId", kind: "AED", id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId: "aeds" }, async () => aedFeature(aed));
  });
  return api;
}

function aedFeature(aed: ServedAed): ServedFeature {
  const { id, name, openingHours, alwaysOpen, openHours, indoor, access, checkedDate, coarsened } = aed;
  return {
    id,
    geometry: { type: "Point", coordinates: [aed.lng, aed.lat] },
    properties: {
      name,
      openingHours,
      alwaysOpen,
      openHours,
      hoursUnknown: hoursUnknown(openHours),
      ...reachableByPeriod(openHours),
      indoor,
      access,
      checkedDate,
      coarsened,
      sources: aed.sources.map((origin) => ({ id: aedKey(origin), ...origin })),
    },
  };
}
