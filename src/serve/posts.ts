/**
 * `/collections/ambulance-posts/items` and `/collections/police-fire-posts/items`: where ambulances, police and fire
 * brigade stand. Apart, so that who counts ambulance posts counts nothing else.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type {
  Page,
  PageQuery,
  PublishedRun,
  PublishedStore,
  ServedPoliceFirePost,
  ServedPost,
} from "../store/published.ts";
import { createApi } from "./api.ts";
import { isPositionInBox } from "./box.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { readInBox, respondItem, respondItems, type ServedFeature } from "./features.ts";
import { refuse } from "./problem.ts";
import { boxOf, crsParameter, formatParameter, itemsParameters, runIdParameter } from "./query.ts";
import { MEDIA, negotiate } from "./respond.ts";
import { FeatureCollectionSchema, FeatureSchema, problemResponses, readResponses } from "./schemas.ts";

interface PostCollection<T extends { lng: number; lat: number }> {
  id: "ambulance-posts" | "police-fire-posts";
  /** `getAmbulancePosts` and `getAmbulancePost` */
  operation: string;
  /** in the plural and in the singular, in a sentence */
  names: [string, string];
  /** largest page; the country has about 280 ambulance posts and 1,500 police and fire stations */
  maximum: number;
  readPage(store: PublishedStore, run: PublishedRun, query: PageQuery): Promise<Page<T>>;
  readOne(store: PublishedStore, run: PublishedRun, id: string): Promise<T | null>;
  toFeature(post: T): ServedFeature;
}

const AMBULANCE: PostCollection<ServedPost> = {
  id: "ambulance-posts",
  operation: "getAmbulancePost",
  names: ["Ambulance posts", "ambulance post"],
  maximum: 1_000,
  readPage: (store, run, query) => store.readPosts(run, query),
  readOne: (store, run, id) => store.readPost(run, id),
  toFeature: ({ name, availability, openHours, ...post }) =>
    pointFeature(post, { name, availability, openHours }),
};

const POLICE_FIRE: PostCollection<ServedPoliceFirePost> = {
  id: "police-fire-posts",
  operation: "getPoliceFirePost",
  names: ["Police and fire posts", "police or fire post"],
  maximum: 2_000,
  readPage: (store, run, query) => store.readPoliceFirePosts(run, query),
  readOne: (store, run, id) => store.readPoliceFirePost(run, id),
  toFeature: ({ kind, name, ...post }) => pointFeature(post, { kind, name }),
};

export function postRoutes(dependencies: AppDependencies): OpenAPIHono {
  const api = createApi();
  api.route("/", collectionRoutes(AMBULANCE, dependencies));
  api.route("/", collectionRoutes(POLICE_FIRE, dependencies));
  return api;
}

function collectionRoutes<T extends { lng: number; lat: number }>(
  collection: PostCollection<T>,
  dependencies: AppDependencies,
): OpenAPIHono {
  const { id: collectionId, names } = collection;
  const { store } = dependencies;
  const api = createApi();
  api.openapi(itemsRoute(collection), async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const page = { box: boxOf(query), limit: query.limit, offset: query.offset };
    const run = await readRun(store, query.runId);
    return respondItems(c, dependencies, { run, query, collectionId }, async () => {
      const read = (part: PageQuery) => collection.readPage(store, run, part);
      const { items, matched } = await readInBox(read, page, isPositionInBox);
      return { items: items.map(collection.toFeature), matched };
    });
  });
  api.openapi(itemRoute(collection), async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const run = await readRun(store, query.runId);
    const post = await collection.readOne(store, run, featureId);
    if (!post) return refuse({ reason: "unknownId", kind: names[1], id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId }, async () => collection.toFeature(post));
  });
  return api;
}

function itemsRoute<T extends { lng: number; lat: number }>(collection: PostCollection<T>) {
  const { id, operation, names, maximum } = collection;
  const limit = { fallback: 100, maximum };
  return createRoute({
    method: "get",
    path: `/collections/${id}/items`,
    operationId: `${operation}s`,
    tags: [id],
    summary: `${names[0]} in a box`,
    request: { query: z.strictObject({ f: formatParameter("json"), ...itemsParameters(limit) }) },
    responses: {
      ...readResponses(FeatureCollectionSchema, MEDIA.geojson),
      ...problemResponses(400, 404, 406, 503),
    },
  });
}

function itemRoute<T extends { lng: number; lat: number }>(collection: PostCollection<T>) {
  const { id, operation, names } = collection;
  const featureId = z.string().openapi({ description: "Source and its own id: `source:ref`" });
  return createRoute({
    method: "get",
    path: `/collections/${id}/items/{featureId}`,
    operationId: operation,
    tags: [id],
    summary: `One ${names[1]}`,
    request: {
      params: z.object({ featureId }),
      query: z.strictObject({ f: formatParameter("json"), crs: crsParameter, runId: runIdParameter }),
    },
    responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
  });
}

function pointFeature(
  { id, lng, lat }: { id: string; lng: number; lat: number },
  properties: Record<string, unknown>,
): ServedFeature {
  return { id, geometry: { type: "Point", coordinates: [lng, lat] }, properties };
}
