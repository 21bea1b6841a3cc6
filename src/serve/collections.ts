/** `/collections` and each of them: what there is, where, in which systems, and the way to items and tiles. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { PublishedRun } from "../store/published.ts";
import { createApi } from "./api.ts";
import {
  COLLECTION_IDS,
  COLLECTION_TEXTS,
  type CollectionId,
  isTiled,
  NETHERLANDS,
} from "./collectionTexts.ts";
import { type AppDependencies, apiUrl, provenance, selfUrl, withDemo } from "./context.ts";
import { CRS_ACCURACY, CRS_URIS, CRS84 } from "./crs.ts";
import type { Link } from "./features.ts";
import { refuse } from "./problem.ts";
import { formatParameter, langParameter } from "./query.ts";
import { type Language, languageOf, MEDIA, negotiate, respondJson } from "./respond.ts";
import { LinkSchema, problemResponses, provenanceShape, readResponses } from "./schemas.ts";

export const TILESETS_RELATION = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";

const CollectionSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    ...provenanceShape,
    itemType: z.literal("feature"),
    extent: z.object({ spatial: z.object({ bbox: z.array(z.array(z.number())), crs: z.string() }) }),
    crs: z.array(z.string()),
    storageCrs: z.string(),
    links: z.array(LinkSchema),
  })
  .openapi("Collection");

const query = z.strictObject({ f: formatParameter("json"), lang: langParameter });

const list = createRoute({
  method: "get",
  path: "/collections",
  operationId: "getCollections",
  tags: ["collections"],
  summary: "All collections",
  request: { query },
  responses: {
    ...readResponses(
      z.object({
        ...provenanceShape,
        crs: z.array(z.string()).openapi({ description: CRS_ACCURACY }),
        collections: z.array(CollectionSchema),
        links: z.array(LinkSchema),
      }),
      MEDIA.json,
    ),
    ...problemResponses(400, 406, 503),
  },
});

const one = createRoute({
  method: "get",
  path: "/collections/{collectionId}",
  operationId: "getCollection",
  tags: ["collections"],
  summary: "One collection",
  request: { params: z.object({ collectionId: z.string() }), query },
  responses: { ...readResponses(CollectionSchema, MEDIA.json), ...problemResponses(400, 404, 406, 503) },
});

export function collectionRoutes(dependencies: AppDependencies): OpenAPIHono {
  const api = createApi();
  api.openapi(list, async (c) => {
    const { f, lang } = c.req.valid("query");
    negotiate(c, f, { json: MEDIA.json });
    const language = languageOf(c, lang);
    const run = await dependencies.store.readPublishedRun();
    const about = { api: apiUrl(c, dependencies), run, language };
    const collections = COLLECTION_IDS.map((id) => describeCollection(id, about));
    const links = [{ href: selfUrl(c, dependencies).href, rel: "self", type: MEDIA.json }];
    const document = { ...provenance(run), crs: CRS_URIS, crsAccuracy: CRS_ACCURACY, collections, links };
    return respondJson(c, document, { headers: { "Content-Language": language } });
  });
  api.openapi(one, async (c) => {
    const { f, lang } = c.req.valid("query");
    negotiate(c, f, { json: MEDIA.json });
    const id = collectionIdOf(c.req.valid("param").collectionId);
    const language = languageOf(c, lang);
    const run = await dependencies.store.readPublishedRun();
    const document = describeCollection(id, { api: apiUrl(c, dependencies), run, language });
    return respondJson(c, document, { headers: { "Content-Language": language } });
  });
  return api;
}

export function collectionIdOf(id: string): CollectionId {
  if ((COLLECTION_IDS as readonly string[]).includes(id)) return id as CollectionId;
  return refuse({ reason: "unknownId", kind: "collection", id, known: COLLECTION_IDS });
}

export interface About {
  /** absolute address of the API */
  api: string;
  run: PublishedRun | null;
  language: Language;
}

function describeCollection(id: CollectionId, { api, run, language }: About) {
  const { title, description } = COLLECTION_TEXTS[id][language];
  return {
    id,
    title: withDemo(title, run),
    description,
    ...provenance(run),
    itemType: "feature",
    extent: { spatial: { bbox: [NETHERLANDS], crs: CRS84 } },
    crs: CRS_URIS,
    storageCrs: CRS84,
    links: collectionLinks(id, api),
  };
}

function collectionLinks(id: CollectionId, api: string): Link[] {
  const self = `${api}/collections/${id}`;
  const links: Link[] = [{ href: self, rel: "self", type: MEDIA.json }];
  if (id === "gaps") {
    // of a region each: GDAL asks every address of rel `items` as it stands
    const items = `${self}/items?region={regionCode}`;
    links.push({ href: items, rel: "search", type: MEDIA.geojson, templated: true });
    links.push({ href: `${items}&f=csv`, rel: "search", type: "text/csv", templated: true });
  } else links.push({ href: `${self}/items`, rel: "items", type: MEDIA.geojson });
  if (id === "regions") links.push({ href: `${self}/items?f=csv`, rel: "items", type: "text/csv" });
  if (isTiled(id)) links.push({ href: `${self}/tiles`, rel: TILESETS_RELATION, type: MEDIA.json });
  return links;
}

/** The title of a collection, marked where any input is synthetic. */
export function collectionTitle(
  c: Context,
  id: CollectionId,
  { run, lang }: { run: PublishedRun | null; lang?: Language },
) {
  return withDemo(COLLECTION_TEXTS[id][languageOf(c, lang)].title, run);
}
