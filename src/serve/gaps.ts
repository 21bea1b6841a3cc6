/** `/collections/gaps/items`: where people of a region are not covered in a period, as areas with a reason each. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { GAP_DEFINITIONS } from "../analyse/gapReasons.ts";
import { cellToPosition } from "../grid/cell.ts";
import type { PublishedStore } from "../store/published.ts";
import { createApi } from "./api.ts";
import { isPositionInBox } from "./box.ts";
import { type AppDependencies, readRun } from "./context.ts";
import { respondAboutRun, respondItem, respondItems } from "./features.ts";
import { gapFeature, gapHead, gapsToCsv, type RankedGap } from "./gapFeature.ts";
import { type GapQuestion, gapsOfRegion } from "./gapsOfRegion.ts";
import { readAedsAround } from "./nearestAed.ts";
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

/** An outline of a few dozen cells is about 2 kB. */
const LIMIT = { fallback: 100, maximum: 1_000 };

const regionParameter = z
  .string({
    error: () =>
      "region: got none, expected the code of a region such as GM0503; see /v1/collections/regions/items.",
  })
  .min(1)
  .max(100)
  .openapi({
    description: "Code of the region whose gaps are asked, such as GM0503 or a wijk, buurt or provincie",
  });

const definitionParameter = choice("definition", GAP_DEFINITIONS)
  .default("reachableWithin500m")
  .openapi({
    description:
      "What counts as covered: an AED open in all hours of the period within 500 m, in a straight line (in the week " +
      "that is the official zone) or along streets.",
  });

const question = { region: regionParameter, period: periodParameter, definition: definitionParameter };

const items = createRoute({
  method: "get",
  path: "/collections/gaps/items",
  operationId: "getGaps",
  tags: ["gaps"],
  summary: "Contiguous areas of a region without cover, most residents first",
  request: {
    query: z.strictObject({ f: formatParameter("json", "csv"), ...itemsParameters(LIMIT), ...question }),
  },
  responses: {
    200: {
      description: "As asked. CSV holds every gap of the region, whatever box, limit and offset.",
      content: { [MEDIA.geojson]: { schema: FeatureCollectionSchema }, [MEDIA.csv]: { schema: z.string() } },
    },
    304: { description: "The client holds this already" },
    ...problemResponses(400, 404, 406, 503),
  },
});

const item = createRoute({
  method: "get",
  path: "/collections/gaps/items/{featureId}",
  operationId: "getGap",
  tags: ["gaps"],
  summary: "One gap of a region",
  request: {
    params: z.object({ featureId: z.string().openapi({ description: "H3 id of its most populous cell" }) }),
    query: z.strictObject({
      f: formatParameter("json"),
      crs: crsParameter,
      runId: runIdParameter,
      ...question,
    }),
  },
  responses: { ...readResponses(FeatureSchema, MEDIA.geojson), ...problemResponses(400, 404, 406, 503) },
});

export function gapRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(items, async (c) => {
    const query = c.req.valid("query");
    const isCsv = negotiate(c, query.f, { json: MEDIA.geojson, csv: MEDIA.csv }) === "csv";
    const box = boxOf(query);
    const { run, asked, read } = await prepare(store, query);
    if (isCsv) {
      const about = { run, query: { runId: query.runId }, type: MEDIA.csv };
      return respondAboutRun(c, dependencies, about, async () => {
        const { gaps, aeds } = await read();
        return gapsToCsv(gaps.areas, asked, { run, aeds });
      });
    }
    return respondItems(c, dependencies, { run, query, collectionId: "gaps" }, async () => {
      const { gaps, aeds, ranked } = await read();
      const inside = box
        ? ranked.filter(({ area }) => area.cells.some((cell) => isPositionInBox(cellToPosition(cell), box)))
        : ranked;
      const page = inside.slice(query.offset, query.offset + query.limit);
      return {
        head: gapHead(asked, gaps, run),
        items: page.map((gap) => gapFeature(gap, asked, { run, aeds })),
        matched: inside.length,
      };
    });
  });
  api.openapi(item, async (c) => {
    const query = c.req.valid("query");
    negotiate(c, query.f, { json: MEDIA.geojson });
    const { featureId } = c.req.valid("param");
    const { run, asked, read } = await prepare(store, query);
    const { aeds, ranked } = await read();
    const found = ranked.find(({ area }) => area.id === featureId);
    if (!found) return refuse({ reason: "unknownId", kind: "gap", id: featureId });
    return respondItem(c, dependencies, { run, query, collectionId: "gaps" }, async () =>
      gapFeature(found, asked, { run, aeds }),
    );
  });
  return api;
}

type Asked = Pick<GapQuestion, "period" | "definition"> & { region: string; runId?: string };

async function prepare(store: PublishedStore, { region: code, period, definition, runId }: Asked) {
  const run = await readRun(store, runId);
  const region = await store.readRegion(run, code);
  if (!region) return refuse({ reason: "unknownId", kind: "region", id: code });
  const asked: GapQuestion = { region, period, definition };
  const read = async () => {
    const [gaps, aeds] = await Promise.all([
      gapsOfRegion(store, run, asked),
      readAedsAround(store, run, region.bbox),
    ]);
    return { gaps, aeds, ranked: gaps.areas.map((area, n): RankedGap => ({ area, rank: n + 1 })) };
  };
  return { run, asked, read };
}
