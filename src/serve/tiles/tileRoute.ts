/**
 * One tile. Its tag is made of everything that its bytes are made of (release, results of the shards it touches,
 * address, encoding), so a tile whose shards were carried over into the next run keeps its tag.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { PublishedRun } from "../../store/published.ts";
import { createApi } from "../api.ts";
import { type AppDependencies, readRun, selfUrl } from "../context.ts";
import { WEB_MERCATOR } from "../crs.ts";
import { withRun } from "../features.ts";
import { refuse } from "../problem.ts";
import { formatParameter, periodParameter, runIdParameter } from "../query.ts";
import { CACHE, MEDIA, negotiate, respond } from "../respond.ts";
import { problemResponses } from "../schemas.ts";
import { checkTileMatrixSet } from "../tileMatrixSets.ts";
import { byPublishedRun } from "./byPublishedRun.ts";
import { acceptsGzip, clientAcceptEncoding, gzip } from "./gzip.ts";
import type { TileAddress } from "./mercator.ts";
import { readTile, type TileRequest, tileSource } from "./readTile.ts";
import { keepTile, keptTile } from "./tileCache.ts";
import { TILESET_FACTS, type TilesetFacts } from "./tilesetFacts.ts";
import { tiledIdOf } from "./tilesets.ts";

const number = (description: string) => z.string().openapi({ type: "integer", minimum: 0, description });

const tile = createRoute({
  method: "get",
  path: "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
  operationId: "getTile",
  tags: ["tiles"],
  summary: "A vector tile (MVT 2.1); row before column",
  request: {
    params: z.object({
      collectionId: z.string(),
      tileMatrixSetId: z.string(),
      tileMatrix: number("Zoom"),
      tileRow: number("y, from the north"),
      tileCol: number("x, from 180° west"),
    }),
    query: z.strictObject({
      f: formatParameter("mvt", "json").openapi({
        description: "A tile has one form: `json` is known but changes nothing.",
      }),
      period: periodParameter,
      runId: runIdParameter,
    }),
  },
  responses: {
    200: {
      description: "The tile",
      content: { [MEDIA.mvt]: { schema: z.string().openapi({ format: "binary" }) } },
    },
    204: { description: "In range, and nothing there" },
    304: { description: "The client holds this already" },
    ...problemResponses(400, 404, 406, 503),
  },
});

export function tileRoutes(dependencies: AppDependencies): OpenAPIHono {
  const api = createApi();
  api.openapi(tile, async (c) => {
    const { f, period, runId } = c.req.valid("query");
    const params = c.req.valid("param");
    const collection = tiledIdOf(params.collectionId);
    checkTileMatrixSet(params.tileMatrixSetId);
    const address = addressOf(params, TILESET_FACTS[collection]);
    negotiate(c, f && "mvt", { mvt: MEDIA.mvt });
    const respondBy = (run: PublishedRun) =>
      respondTile(c, dependencies, { collection, address, period, run }, runId !== undefined);
    return runId === undefined
      ? byPublishedRun(dependencies.store, respondBy)
      : respondBy(await readRun(dependencies.store, runId));
  });
  return api;
}

/** Not a number, another zoom, outside the square world: no such tile. */
function addressOf(
  { tileMatrix, tileRow, tileCol }: { tileMatrix: string; tileRow: string; tileCol: string },
  { minZoom, maxZoom }: TilesetFacts,
): TileAddress {
  const isNumber = [tileMatrix, tileRow, tileCol].every((text) => /^(0|[1-9]\d{0,7})$/.test(text));
  const [z, y, x] = [tileMatrix, tileRow, tileCol].map(Number);
  if (isNumber && z >= minZoom && z <= maxZoom && y < 2 ** z && x < 2 ** z) return { z, x, y };
  const got = `${tileMatrix}/${tileRow}/${tileCol}`.slice(0, 60);
  const expected = `whole numbers: zoom ${minZoom} to ${maxZoom}, row and column from 0 to 2^zoom − 1`;
  return refuse({
    reason: "outOfRange",
    detail: `got tile ${got}, expected ${expected}; ask for one in range.`,
  });
}

function respondTile(
  c: Context,
  dependencies: AppDependencies,
  request: TileRequest,
  isRunKeyed: boolean,
): Promise<Response> {
  const encoding = acceptsGzip(clientAcceptEncoding(c.req.raw)) ? "gzip" : "identity";
  const source = [dependencies.version, tileSource(request)].join(" ");
  const headers: Record<string, string> = {
    Vary: "Accept-Encoding",
    "Content-Crs": `<${WEB_MERCATOR}>`,
    "Content-Location": withRun(selfUrl(c, dependencies), request.run).href,
  };
  if (encoding === "gzip") headers["Content-Encoding"] = "gzip";
  const cache = isRunKeyed ? CACHE.immutable : CACHE.pointer;
  return respond(c, { type: MEDIA.mvt, cache, etagOf: `${source} ${encoding}`, headers }, async () => {
    const kept = await keptTile(dependencies.cache, `${source} ${encoding}`);
    if (kept) return kept;
    const bytes = await readTile(dependencies.store, request);
    const encoded = encoding === "gzip" && bytes.length > 0 ? await gzip(bytes) : bytes;
    // the reader has waited long enough: kept after the answer
    if (dependencies.cache)
      c.executionCtx.waitUntil(keepTile(dependencies.cache, `${source} ${encoding}`, encoded));
    return encoded;
  });
}
