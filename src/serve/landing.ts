/** The door: landing page, conformance, and the OpenAPI 3.0.3 document made from the routes themselves. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createApi } from "./api.ts";
import { API_TEXTS } from "./collectionTexts.ts";
import { type AppDependencies, apiUrl, provenance, withDemo } from "./context.ts";
import type { Link } from "./features.ts";
import { HTML_SECURITY_POLICY } from "./headers.ts";
import { type ApiDocument, documentToHtml, landingToHtml } from "./html.ts";
import { formatParameter, langParameter } from "./query.ts";
import { CACHE, type Language, languageOf, MEDIA, negotiate, respond, respondJson } from "./respond.ts";
import { LinkSchema, problemResponses, provenanceShape, readResponses } from "./schemas.ts";

const OGC = "http://www.opengis.net/spec";
export const CONFORMANCE_CLASSES = [
  `${OGC}/ogcapi-common-1/1.0/conf/core`,
  `${OGC}/ogcapi-common-1/1.0/conf/json`,
  `${OGC}/ogcapi-common-1/1.0/conf/oas30`,
  `${OGC}/ogcapi-common-2/1.0/conf/collections`,
  `${OGC}/ogcapi-features-1/1.0/conf/core`,
  `${OGC}/ogcapi-features-1/1.0/conf/oas30`,
  `${OGC}/ogcapi-features-1/1.0/conf/geojson`,
  `${OGC}/ogcapi-features-2/1.0/conf/crs`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/core`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/tileset`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/tilesets-list`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/geodata-tilesets`,
  `${OGC}/ogcapi-tiles-1/1.0/conf/mvt`,
];

const landing = createRoute({
  method: "get",
  path: "/",
  operationId: "getLandingPage",
  tags: ["landing"],
  summary: "Landing page",
  request: { query: z.strictObject({ f: formatParameter("json", "html"), lang: langParameter }) },
  responses: {
    ...readResponses(
      z.object({
        title: z.string(),
        description: z.string(),
        ...provenanceShape,
        links: z.array(LinkSchema),
      }),
      MEDIA.json,
    ),
    ...problemResponses(400, 406, 503),
  },
});

const conformance = createRoute({
  method: "get",
  path: "/conformance",
  operationId: "getConformance",
  tags: ["landing"],
  summary: "Standards that this API declares to follow",
  request: { query: z.strictObject({ f: formatParameter("json") }) },
  responses: {
    ...readResponses(z.object({ conformsTo: z.array(z.string()) }), MEDIA.json),
    ...problemResponses(400, 406),
  },
});

const definition = createRoute({
  method: "get",
  path: "/openapi.json",
  operationId: "getOpenApi",
  tags: ["landing"],
  summary: "This document; f=html for people",
  request: { query: z.strictObject({ f: formatParameter("json", "html"), lang: langParameter }) },
  responses: {
    ...readResponses(z.record(z.string(), z.any()), MEDIA.openapi),
    ...problemResponses(400, 406),
  },
});

/** `documentOf`: the OpenAPI document of the whole API, known once all parts are mounted. */
export function landingRoutes(
  dependencies: AppDependencies,
  documentOf: (serverUrl: string, language: Language) => ApiDocument,
): OpenAPIHono {
  const api = createApi();
  api.openapi(landing, async (c) => {
    const { f, lang } = c.req.valid("query");
    const form = negotiate(c, f, { json: MEDIA.json, html: MEDIA.html });
    const language = languageOf(c, lang);
    const run = await dependencies.store.readPublishedRun();
    const { title, description } = API_TEXTS[language];
    const links = landingLinks(apiUrl(c, dependencies), form);
    const page = { title: withDemo(title, run), description, ...provenance(run), links };
    const headers = { "Content-Language": language };
    return form === "html"
      ? respondHtml(c, landingToHtml(page, language), headers)
      : respondJson(c, page, { headers });
  });
  api.openapi(conformance, (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    return respondJson(c, { conformsTo: CONFORMANCE_CLASSES });
  });
  api.openapi(definition, (c) => {
    const { f, lang } = c.req.valid("query");
    const form = negotiate(c, f, { json: MEDIA.openapi, html: MEDIA.html });
    const language = languageOf(c, lang);
    const document = documentOf(apiUrl(c, dependencies), language);
    const headers = { "Content-Language": language };
    return form === "html"
      ? respondHtml(c, documentToHtml(document, language), headers)
      : respondJson(c, document, { type: MEDIA.openapi, headers });
  });
  return api;
}

function respondHtml(c: Parameters<typeof respond>[0], html: string, headers: Record<string, string>) {
  const all = { ...headers, "Content-Security-Policy": HTML_SECURITY_POLICY };
  return respond(c, { type: MEDIA.html, cache: CACHE.revalidate, headers: all }, () => html);
}

function landingLinks(api: string, form: "json" | "html"): Link[] {
  return [
    { href: `${api}?f=${form}`, rel: "self", type: form === "html" ? "text/html" : MEDIA.json },
    form === "html"
      ? { href: `${api}?f=json`, rel: "alternate", type: MEDIA.json }
      : { href: `${api}?f=html`, rel: "alternate", type: "text/html" },
    { href: `${api}/openapi.json`, rel: "service-desc", type: MEDIA.openapi },
    { href: `${api}/openapi.json?f=html`, rel: "service-doc", type: "text/html" },
    { href: `${api}/conformance`, rel: "conformance", type: MEDIA.json },
    { href: `${api}/collections`, rel: "data", type: MEDIA.json },
    {
      href: `${api}/tile-matrix-sets`,
      rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
      type: MEDIA.json,
    },
    { href: `${api}/health`, rel: "status", type: MEDIA.json },
  ];
}
