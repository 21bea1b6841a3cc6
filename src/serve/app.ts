/**
 * The API under `/v1`: its parts put together, the headers that every answer carries, and the one place where an
 * error becomes a response. Make it once per isolate; it keeps nothing of a request.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import { aedRoutes } from "./aeds.ts";
import { createApi } from "./api.ts";
import { coverageRoutes, responseRoutes } from "./cellRoutes.ts";
import { collectionRoutes } from "./collections.ts";
import { API_TEXTS } from "./collectionTexts.ts";
import type { AppDependencies } from "./context.ts";
import { CRS_ACCURACY } from "./crs.ts";
import { gapRoutes } from "./gaps.ts";
import { everyResponse, methodMatcher, onlyItsMethods, withoutNul } from "./headers.ts";
import { healthRoutes, isAlive } from "./health.ts";
import type { ApiDocument } from "./html.ts";
import { importGate } from "./imports/gate.ts";
import { importRoutes } from "./imports/routes.ts";
import { landingRoutes } from "./landing.ts";
import { postRoutes } from "./posts.ts";
import { problemResponse, refusalOf } from "./problem.ts";
import { regionHistoryRoutes } from "./regionHistory.ts";
import { regionRoutes } from "./regions.ts";
import type { Language } from "./respond.ts";
import { runRoutes } from "./runs.ts";
import { tileMatrixSetRoutes } from "./tileMatrixSets.ts";
import { tileRoutes } from "./tiles/tileRoute.ts";
import { tilesetRoutes } from "./tiles/tilesets.ts";
import { validationRoutes } from "./validation.ts";

export type { AppDependencies } from "./context.ts";

export function createApp(dependencies: AppDependencies): Hono {
  const { store, version, imports } = dependencies;
  const api = createApi();
  const documentOf = (serverUrl: string, language: Language) =>
    api.getOpenAPIDocument(openApiHead(dependencies, serverUrl, language)) as unknown as ApiDocument;
  for (const routes of [
    collectionRoutes,
    regionRoutes,
    regionHistoryRoutes,
    coverageRoutes,
    responseRoutes,
    gapRoutes,
    aedRoutes,
    postRoutes,
  ]) {
    api.route("/", routes(dependencies));
  }
  for (const routes of [
    tilesetRoutes,
    tileRoutes,
    tileMatrixSetRoutes,
    runRoutes,
    validationRoutes,
    healthRoutes,
  ]) {
    api.route("/", routes(dependencies));
  }
  if (imports) api.route("/", importRoutes(dependencies, imports));
  api.route("/", landingRoutes(dependencies, documentOf));

  const app = new Hono({ getPath: pathOf });
  app.use(everyResponse(version));
  if (imports) {
    app.use("/v1/imports", importGate(imports));
    app.use("/v1/imports/*", importGate(imports));
  }
  app.use(onlyItsMethods(methodMatcher(knownRoutes(api))));
  app.use(withoutNul());
  app.route("/v1", api);
  app.notFound((c) => problemResponse(c, { reason: "unknownPath", path: c.req.path.slice(0, 200) }));
  app.onError(async (error, c) => {
    const refusal = refusalOf(error);
    if (refusal) return problemResponse(c, refusal);
    console.error(JSON.stringify({ event: "request failed", path: c.req.path, stack: error.stack }));
    return problemResponse(c, { reason: (await isAlive(store.ping())) ? "internal" : "databaseDown" });
  });
  return app;
}

/** The root is the one address that answers with and without a slash at the end. */
function pathOf(request: Request): string {
  const { pathname } = new URL(request.url);
  return pathname === "/v1/" ? "/v1" : pathname;
}

function knownRoutes(api: OpenAPIHono): { method: string; path: string }[] {
  const routes = api.openAPIRegistry.definitions.flatMap((part) =>
    part.type === "route" ? [part.route] : [],
  );
  return routes.map(({ method, path }) => ({ method, path: path === "/" ? "/v1" : `/v1${path}` }));
}

type Head = Parameters<OpenAPIHono["getOpenAPIDocument"]>[0];

function openApiHead({ version, contact }: AppDependencies, serverUrl: string, language: Language): Head {
  const { title, description } = API_TEXTS[language];
  return {
    openapi: "3.0.3",
    info: {
      title,
      version,
      description: `${description}\n\n${CRS_ACCURACY}`,
      contact: { ...contact },
      license: { name: "EUPL-1.2", url: "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12" },
    },
    servers: [{ url: serverUrl }],
  };
}
