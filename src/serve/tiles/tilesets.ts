/** `/collections/{id}/tiles` and its one tileset: OGC metadata, TileJSON 3.0.0 and a default style. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { PublishedRun } from "../../store/published.ts";
import { createApi } from "../api.ts";
import { collectionIdOf, collectionTitle } from "../collections.ts";
import {
  COLLECTION_TEXTS,
  isTiled,
  NETHERLANDS,
  TILED_COLLECTION_IDS,
  type TiledCollectionId,
} from "../collectionTexts.ts";
import { type AppDependencies, apiUrl, provenance, readRun, selfUrl } from "../context.ts";
import { CRS84, WEB_MERCATOR } from "../crs.ts";
import { refuse } from "../problem.ts";
import { formatParameter, langParameter, periodParameter, runIdParameter } from "../query.ts";
import { languageOf, MEDIA, negotiate, respondJson } from "../respond.ts";
import { LinkSchema, problemResponses, provenanceShape, readResponses } from "../schemas.ts";
import { checkTileMatrixSet, TILE_MATRIX_SET_ID, TILE_MATRIX_SET_URI } from "../tileMatrixSets.ts";
import { collectionStyle } from "./style.ts";
import { DEMO_LAYER, OVERZOOM_FROM, TILESET_FACTS, tileLimits } from "./tilesetFacts.ts";

const collectionId = z.string().openapi({ description: `One of ${TILED_COLLECTION_IDS.join(", ")}` });

const list = createRoute({
  method: "get",
  path: "/collections/{collectionId}/tiles",
  operationId: "getTilesets",
  tags: ["tiles"],
  summary: "Tilesets of a collection",
  request: {
    params: z.object({ collectionId }),
    query: z.strictObject({ f: formatParameter("json"), lang: langParameter }),
  },
  responses: {
    ...readResponses(
      z.object({
        ...provenanceShape,
        tilesets: z.array(z.record(z.string(), z.any())),
        links: z.array(LinkSchema),
      }),
      MEDIA.json,
    ),
    ...problemResponses(400, 404, 406, 503),
  },
});

const one = createRoute({
  method: "get",
  path: "/collections/{collectionId}/tiles/{tileMatrixSetId}",
  operationId: "getTileset",
  tags: ["tiles"],
  summary: "A tileset: OGC metadata, TileJSON (f=tilejson) or a style (f=style)",
  request: {
    params: z.object({ collectionId, tileMatrixSetId: z.string() }),
    query: z.strictObject({
      f: formatParameter("json", "tilejson", "style"),
      lang: langParameter,
      period: periodParameter,
      runId: runIdParameter,
    }),
  },
  responses: {
    ...readResponses(z.record(z.string(), z.any()), MEDIA.json),
    ...problemResponses(400, 404, 406, 503),
  },
});

export function tilesetRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(list, async (c) => {
    const { f, lang } = c.req.valid("query");
    negotiate(c, f, { json: MEDIA.json });
    const id = tiledIdOf(c.req.valid("param").collectionId);
    const run = await store.readPublishedRun();
    const self = selfUrl(c, dependencies).href;
    const href = `${apiUrl(c, dependencies)}/collections/${id}/tiles/${TILE_MATRIX_SET_ID}`;
    const head = tilesetHead(collectionTitle(c, id, { run, lang }));
    const tilesets = [{ ...head, links: [{ href, rel: "self", type: MEDIA.json }] }];
    return respondJson(c, {
      ...provenance(run),
      tilesets,
      links: [{ href: self, rel: "self", type: MEDIA.json }],
    });
  });
  api.openapi(one, async (c) => {
    const { f, lang, period, runId } = c.req.valid("query");
    const form = negotiate(c, f, { json: MEDIA.json, tilejson: MEDIA.json, style: MEDIA.json });
    const params = c.req.valid("param");
    const id = tiledIdOf(params.collectionId);
    checkTileMatrixSet(params.tileMatrixSetId);
    const run = await readRun(store, runId);
    const language = languageOf(c, lang);
    const title = collectionTitle(c, id, { run, lang });
    const description = COLLECTION_TEXTS[id][language].description;
    const address = `${apiUrl(c, dependencies)}/collections/${id}/tiles/${TILE_MATRIX_SET_ID}`;
    const sources = form === "tilejson" ? await store.readSources() : [];
    const attribution = [...new Set(sources.flatMap((source) => source.attribution ?? []))].join(" | ");
    const tileset = { id, title, description, address, period, run, attribution };
    return respondJson(c, RENDER[form](tileset), { headers: { "Content-Language": language } });
  });
  return api;
}

interface Tileset {
  id: TiledCollectionId;
  title: string;
  description: string;
  /** absolute, without query */
  address: string;
  period: string;
  run: PublishedRun;
  attribution: string;
}

const RENDER = { json: metadata, tilejson: tileJson, style: styleOf } as const;

export function tiledIdOf(id: string): TiledCollectionId {
  const known = collectionIdOf(id);
  return isTiled(known)
    ? known
    : refuse({ reason: "unknownId", kind: "tileset", id, known: TILED_COLLECTION_IDS });
}

/** AEDs carry all periods at once. */
function differsByPeriod(id: TiledCollectionId): boolean {
  return id !== "aeds";
}

function tileQuery({ id, period, run }: Tileset): string {
  return differsByPeriod(id) ? `period=${period}&runId=${run.id}` : `runId=${run.id}`;
}

function tilesetHead(title: string) {
  return { title, dataType: "vector", crs: WEB_MERCATOR, tileMatrixSetURI: TILE_MATRIX_SET_URI };
}

function metadata(tileset: Tileset) {
  const { id, title, description, address, period, run } = tileset;
  const facts = TILESET_FACTS[id];
  const [west, south, east, north] = NETHERLANDS;
  const api = address.slice(0, address.indexOf("/collections/"));
  const own = differsByPeriod(id) ? `?period=${period}&` : "?";
  return {
    ...tilesetHead(title),
    description,
    ...provenance(run),
    tileMatrixSetLimits: tileLimits(facts),
    boundingBox: { lowerLeft: [west, south], upperRight: [east, north], crs: CRS84 },
    layers: [
      {
        id,
        title,
        dataType: "vector",
        ...(facts.featureId && { description: facts.featureId }),
        geometryDimension: facts.geometryDimension,
        propertiesSchema: { type: "object", properties: describeFields(facts.fields) },
      },
    ],
    links: [
      { href: `${address}${differsByPeriod(id) ? `?period=${period}` : ""}`, rel: "self", type: MEDIA.json },
      {
        href: `${address}/{tileMatrix}/{tileRow}/{tileCol}?${tileQuery(tileset)}`,
        rel: "item",
        type: MEDIA.mvt,
        templated: true,
      },
      {
        href: `${api}/tile-matrix-sets/${TILE_MATRIX_SET_ID}`,
        rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
        type: MEDIA.json,
      },
      { href: `${address}${own}f=tilejson`, rel: "alternate", type: MEDIA.json, title: "TileJSON" },
      { href: `${address}${own}f=style`, rel: "styles", type: MEDIA.json, title: "MapLibre style" },
    ],
  };
}

function describeFields(fields: Record<string, string>) {
  return Object.fromEntries(Object.entries(fields).map(([name, description]) => [name, { description }]));
}

function tileJson(tileset: Tileset) {
  const { id, title, description, address, run, attribution } = tileset;
  const { minZoom, fields, featureId } = TILESET_FACTS[id];
  const layer = [description, featureId].filter(Boolean).join(" ");
  const [west, south, east, north] = NETHERLANDS;
  return {
    tilejson: "3.0.0",
    name: title,
    description,
    attribution,
    ...provenance(run),
    scheme: "xyz",
    tiles: [`${address}/{z}/{y}/{x}?${tileQuery(tileset)}`],
    minzoom: minZoom,
    maxzoom: OVERZOOM_FROM,
    bounds: NETHERLANDS,
    center: [(west + east) / 2, (south + north) / 2, Math.max(minZoom, 7)],
    vector_layers: [{ id, description: layer, fields, minzoom: minZoom, maxzoom: OVERZOOM_FROM }, DEMO_LAYER],
  };
}

function styleOf(tileset: Tileset) {
  const { id, title, address, period, run } = tileset;
  const query = differsByPeriod(id) ? `f=tilejson&period=${period}` : "f=tilejson";
  return collectionStyle(id, { title, tileJson: `${address}?${query}`, metadata: { ...provenance(run) } });
}
