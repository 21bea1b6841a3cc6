/** `/collections/regions/items/{featureId}/history`: the published figures of a region on the days on which they changed. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { COVERAGE_LAYERS } from "../coverage/columns.ts";
import type { RegionHistoryEntry } from "../store/published.ts";
import { createApi } from "./api.ts";
import { type AppDependencies, readRun, selfUrl } from "./context.ts";
import { refuse } from "./problem.ts";
import { choice, formatParameter, limitParameter, offsetParameter } from "./query.ts";
import { CACHE, MEDIA, negotiate, respondJson } from "./respond.ts";
import { LinkSchema, problemResponses, provenanceShape, readResponses } from "./schemas.ts";

/** A year of daily changes in two layers, in a few hundred kB. */
const LIMIT = { fallback: 100, maximum: 1_000 };

const EntrySchema = z
  .object({
    date: z.string().openapi({ format: "date", description: "Dutch day on which the figures changed" }),
    layer: z.enum(COVERAGE_LAYERS).openapi({ description: "base: the same for every period" }),
    figures: z.record(z.string(), z.number().nullable()),
    ...provenanceShape,
    codeVersion: z.string(),
  })
  .openapi("RegionHistoryEntry");

const history = createRoute({
  method: "get",
  path: "/collections/regions/items/{featureId}/history",
  operationId: "getRegionHistory",
  tags: ["regions"],
  summary: "What was published of a region, on the days on which it changed, newest first",
  description:
    "An entry holds until the next one of its layer; there is at most one a day, the last. Figures also change with " +
    "the list of AEDs and with the code: compare `codeVersion` before a change is called one of the town.",
  request: {
    params: z.object({ featureId: z.string().openapi({ description: "Code, such as GM0503" }) }),
    query: z.strictObject({
      f: formatParameter("json"),
      layer: choice("layer", COVERAGE_LAYERS).optional().openapi({ description: "Only this layer." }),
      limit: limitParameter(LIMIT),
      offset: offsetParameter,
    }),
  },
  responses: {
    ...readResponses(
      z.object({
        code: z.string(),
        numberMatched: z.number().int(),
        numberReturned: z.number().int(),
        links: z.array(LinkSchema),
        history: z.array(EntrySchema),
      }),
      MEDIA.json,
    ),
    ...problemResponses(400, 404, 406, 503),
  },
});

export function regionHistoryRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(history, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.json });
    const code = c.req.valid("param").featureId;
    const { items, matched } = await store.readRegionHistory(code, query);
    // a region that is no more still has its history; one that is new has none yet
    if (matched === 0 && !(await store.readRegion(await readRun(store, undefined), code))) {
      return refuse({ reason: "unknownId", kind: "region", id: code });
    }
    const links = linksOf(selfUrl(c, dependencies), query, matched);
    const page = { code, numberMatched: matched, numberReturned: items.length, links };
    return respondJson(c, { ...page, history: items.map(describeEntry) }, { cache: CACHE.pointer });
  });
  return api;
}

function linksOf(self: URL, { limit, offset }: { limit: number; offset: number }, matched: number) {
  const links = [{ href: self.href, rel: "self", type: MEDIA.json }];
  if (offset + limit >= matched) return links;
  const next = new URL(self);
  next.searchParams.set("limit", String(limit));
  next.searchParams.set("offset", String(offset + limit));
  return [...links, { href: next.href, rel: "next", type: MEDIA.json }];
}

function describeEntry({ inputs, ...entry }: RegionHistoryEntry) {
  return { ...entry, inputs, synthetic: Object.values(inputs).includes("synthetic") };
}
