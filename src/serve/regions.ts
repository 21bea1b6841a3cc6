/** `/collections/regions/items`: figures per region, as GeoJSON or as a CSV of all that match. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createApi } from "./api.ts";
import { envelopeTouchesBox } from "./box.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { readInBox, respondAboutRun, respondItem, respondItems } from "./features.ts";
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
import { regionFeature } from "./regionFeature.ts";
import { regionsToCsv } from "./regionsCsv.ts";
import { MEDIA, negotiate } from "./respond.ts";
import { FeatureCollectionSchema, FeatureSchema, problemResponses, readResponses } from "./schemas.ts";

/** A simplified outline is a few kB. */
const LIMIT = { fallback: 100, maximum: 1_000 };
/** More regions than the country has, buurten included (about 14,600). */
const ALL = 100_000;
const KINDS = ["provincie", "veiligheidsregio", "ggd", "gemeente", "wijk", "buurt", "place"] as const;

const items = createRoute({
  method: "get",
  path: "/collections/regions/items",
  operationId: "getRegions",
  tags: ["regions"],
  summary: "Regions with their figures",
  request: {
    query: z.strictObject({
      f: formatParameter("json", "csv"),
      ...itemsParameters(LIMIT),
      period: periodParameter,
      kind: choice("kind", KINDS).optional().openapi({ description: "Only regions of this kind." }),
      search: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .openapi({ description: "Only regions whose name holds this text." }),
      skipGeometry: z
        .enum(["true", "false"], {
          error: ({ input }) =>
            `skipGeometry: got "${String(input).slice(0, 80)}", expected true or false; use one of these.`,
        })
        .default("false")
        .openapi({ description: "Leave the outlines out: geometry is null." }),
    }),
  },
  responses: {
    200: {
      description: "As asked. CSV holds every region that matches, whatever limit and offset.",
      content: { [MEDIA.geojson]: { schema: FeatureCollectionSchema }, [MEDIA.csv]: { schema: z.string() } },
    },
    304: { description: "The client holds this already" },
    ...problemResponses(400, 404, 406, 503),
  },
});

const item = createRoute({
  method: "get",
  path: "/collections/regions/items/{featureId}",
  operationId: "getRegion",
  tags: ["regions"],
  summary: "One region with its outline and figures",
  request: {
    params: z.object({ featureId: z.string().openapi({ description: "Code, such as GM0503" }) }),
    query: z.strictObject({
      f: formatParameter("json"),
      crs: crsParameter,
      period: periodParameter,
      runId: runIdParameter,
    }),
  },
  responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
});

export function regionRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(items, async (c) => {
    const query = c.req.valid("query");
    const isCsv = negotiate(c, query.f, { json: MEDIA.geojson, csv: MEDIA.csv }) === "csv";
    const withOutline = !isCsv && query.skipGeometry === "false";
    const page = { box: boxOf(query), ...(isCsv ? { limit: ALL, offset: 0 } : query) };
    const run = await readRun(store, query.runId);
    const read = () =>
      readInBox(
        (part) => store.readRegions(run, { ...part, kind: query.kind, search: query.search, withOutline }),
        page,
        (region, box) => envelopeTouchesBox(region.bbox, box),
      );
    if (isCsv) {
      const about = { run, query: { runId: query.runId }, type: MEDIA.csv };
      return respondAboutRun(c, dependencies, about, async () => regionsToCsv((await read()).items, run));
    }
    return respondItems(c, dependencies, { run, query, collectionId: "regions" }, async () => {
      const { items, matched } = await read();
      return { items: items.map((region) => regionFeature(region, run, { ...query, withOutline })), matched };
    });
  });
  api.openapi(item, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const run = await readRun(store, query.runId);
    const region = await store.readRegion(run, featureId);
    if (!region) return refuse({ reason: "unknownId", kind: "region", id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId: "regions" }, async () =>
      regionFeature(region, run, { ...query, withOutline: true }),
    );
  });
  return api;
}
