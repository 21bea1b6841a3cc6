/** `/collections/ambulance-posts/items`: where ambulances stand, and when. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ServedPost } from "../store/published.ts";
import { createApi } from "./api.ts";
import { isPositionInBox } from "./box.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { readInBox, respondItem, respondItems, type ServedFeature } from "./features.ts";
import { refuse } from "./problem.ts";
import { boxOf, crsParameter, formatParameter, itemsParameters, runIdParameter } from "./query.ts";
import { MEDIA, negotiate } from "./respond.ts";
import { FeatureCollectionSchema, FeatureSchema, problemResponses, readResponses } from "./schemas.ts";

/** There are about 280 posts: all of them fit one page. */
const LIMIT = { fallback: 100, maximum: 1_000 };

const items = createRoute({
  method: "get",
  path: "/collections/ambulance-posts/items",
  operationId: "getAmbulancePosts",
  tags: ["ambulance-posts"],
  summary: "Ambulance posts in a box",
  request: { query: z.strictObject({ f: formatParameter("json"), ...itemsParameters(LIMIT) }) },
  responses: {
    ...readResponses(FeatureCollectionSchema, MEDIA.geojson),
    ...problemResponses(400, 404, 406, 503),
  },
});

const item = createRoute({
  method: "get",
  path: "/collections/ambulance-posts/items/{featureId}",
  operationId: "getAmbulancePost",
  tags: ["ambulance-posts"],
  summary: "One ambulance post",
  request: {
    params: z.object({
      featureId: z.string().openapi({ description: "Source and its own id: `source:ref`" }),
    }),
    query: z.strictObject({ f: formatParameter("json"), crs: crsParameter, runId: runIdParameter }),
  },
  responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
});

export function postRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(items, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const page = { box: boxOf(query), limit: query.limit, offset: query.offset };
    const run = await readRun(store, query.runId);
    return respondItems(c, dependencies, { run, query, collectionId: "ambulance-posts" }, async () => {
      const { items, matched } = await readInBox((part) => store.readPosts(run, part), page, isPositionInBox);
      return { items: items.map(postFeature), matched };
    });
  });
  api.openapi(item, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const run = await readRun(store, query.runId);
    const post = await store.readPost(run, featureId);
    if (!post) return refuse({ reason: "unknownId", kind: "ambulance post", id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId: "ambulance-posts" }, async () =>
      postFeature(post),
    );
  });
  return api;
}

function postFeature({ id, lng, lat, name, availability, openHours }: ServedPost): ServedFeature {
  const geometry = { type: "Point", coordinates: [lng, lat] } as const;
  return { id, geometry, properties: { name, availability, openHours } };
}
