/** `/tile-matrix-sets`: the one tiling we serve, by OGC's own definition (17-083r4, annex D.1). */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createApi } from "./api.ts";
import { type AppDependencies, apiUrl, selfUrl } from "./context.ts";
import { WEB_MERCATOR } from "./crs.ts";
import { refuse } from "./problem.ts";
import { formatParameter } from "./query.ts";
import { MEDIA, negotiate, respondJson } from "./respond.ts";
import { LinkSchema, problemResponses, readResponses } from "./schemas.ts";

export const TILE_MATRIX_SET_ID = "WebMercatorQuad";
export const TILE_MATRIX_SET_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
const SCALE_SET_URI = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible";
/** Half the side of the square world in metres of EPSG:3857. */
const HALF_WORLD_METERS = 20_037_508.342_789_244;
/** OGC's definition is for tiles of 256 pixels of 0.28 mm. */
const TILE_PIXELS = 256;
const PIXEL_METERS = 0.000_28;
/** OGC's definition goes to 24; tiles of ours end earlier (`tileMatrixSetLimits`). */
const LAST_MATRIX = 24;

const query = z.strictObject({ f: formatParameter("json") });
const SummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  uri: z.string(),
  crs: z.string(),
  links: z.array(LinkSchema),
});

const list = createRoute({
  method: "get",
  path: "/tile-matrix-sets",
  operationId: "getTileMatrixSets",
  tags: ["tiles"],
  summary: "Tilings",
  request: { query },
  responses: {
    ...readResponses(z.object({ tileMatrixSets: z.array(SummarySchema) }), MEDIA.json),
    ...problemResponses(400, 406),
  },
});

const one = createRoute({
  method: "get",
  path: "/tile-matrix-sets/{tileMatrixSetId}",
  operationId: "getTileMatrixSet",
  tags: ["tiles"],
  summary: "One tiling",
  request: { params: z.object({ tileMatrixSetId: z.string() }), query },
  responses: {
    ...readResponses(
      z.object({ id: z.string(), tileMatrices: z.array(z.record(z.string(), z.any())) }),
      MEDIA.json,
    ),
    ...problemResponses(400, 404, 406),
  },
});

export function tileMatrixSetRoutes(dependencies: AppDependencies): OpenAPIHono {
  const api = createApi();
  api.openapi(list, (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    const href = `${apiUrl(c, dependencies)}/tile-matrix-sets/${TILE_MATRIX_SET_ID}`;
    const summary = { ...HEAD, links: [{ href, rel: "self", type: MEDIA.json }] };
    const links = [{ href: selfUrl(c, dependencies).href, rel: "self", type: MEDIA.json }];
    return respondJson(c, { tileMatrixSets: [summary], links });
  });
  api.openapi(one, (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    checkTileMatrixSet(c.req.valid("param").tileMatrixSetId);
    return respondJson(c, webMercatorQuad());
  });
  return api;
}

export function checkTileMatrixSet(id: string): void {
  if (id !== TILE_MATRIX_SET_ID) {
    refuse({ reason: "unknownId", kind: "tile matrix set", id, known: [TILE_MATRIX_SET_ID] });
  }
}

const HEAD = {
  id: TILE_MATRIX_SET_ID,
  title: "Google Maps Compatible for the World",
  uri: TILE_MATRIX_SET_URI,
  crs: WEB_MERCATOR,
};

function webMercatorQuad() {
  return {
    ...HEAD,
    orderedAxes: ["X", "Y"],
    wellKnownScaleSet: SCALE_SET_URI,
    tileMatrices: Array.from({ length: LAST_MATRIX + 1 }, (_, zoom) => {
      const cellSize = (2 * HALF_WORLD_METERS) / (TILE_PIXELS * 2 ** zoom);
      return {
        id: String(zoom),
        scaleDenominator: cellSize / PIXEL_METERS,
        cellSize,
        cornerOfOrigin: "topLeft",
        pointOfOrigin: [-HALF_WORLD_METERS, HALF_WORLD_METERS],
        matrixWidth: 2 ** zoom,
        matrixHeight: 2 ** zoom,
        tileWidth: TILE_PIXELS,
        tileHeight: TILE_PIXELS,
      };
    }),
  };
}
