/** `/runs/{id}` and the published one in `/runs`: what a run was computed from. Read only. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { scenarioSchema } from "../scenario.ts";
import type { PublishedRun } from "../store/published.ts";
import { isUuid } from "../store/uuid.ts";
import { createApi } from "./api.ts";
import { type AppDependencies, apiUrl, provenance, readRun, selfUrl } from "./context.ts";
import { refuse } from "./problem.ts";
import { formatParameter } from "./query.ts";
import { MEDIA, negotiate, respondJson } from "./respond.ts";
import { LinkSchema, problemResponses, provenanceShape, readResponses } from "./schemas.ts";

const query = z.strictObject({ f: formatParameter("json") });
const RunSchema = z
  .object({
    id: z.string().openapi({ format: "uuid" }),
    ...provenanceShape,
    editions: z.record(z.string(), z.number()),
    codeVersion: z.string(),
    scenario: z
      .object(scenarioSchema.shape)
      .partial()
      .openapi("Scenario", { description: "Every assumption; absent: not yet one of that run" }),
    shardCount: z.number().int(),
    plannedAt: z.string().openapi({ format: "date-time" }),
    publishedAt: z.string().openapi({ format: "date-time" }),
    links: z.array(LinkSchema),
  })
  .openapi("Run");

const list = createRoute({
  method: "get",
  path: "/runs",
  operationId: "getRuns",
  tags: ["runs"],
  summary: "The published run",
  request: { query },
  responses: {
    ...readResponses(z.object({ runs: z.array(RunSchema), links: z.array(LinkSchema) }), MEDIA.json),
    ...problemResponses(400, 406, 503),
  },
});

const one = createRoute({
  method: "get",
  path: "/runs/{runId}",
  operationId: "getRun",
  tags: ["runs"],
  summary: "A run, published now or before",
  request: { params: z.object({ runId: z.string().openapi({ format: "uuid" }) }), query },
  responses: { ...readResponses(RunSchema, MEDIA.json), ...problemResponses(400, 404, 406, 503) },
});

export function runRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store } = dependencies;
  const api = createApi();
  api.openapi(list, async (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    const run = await store.readPublishedRun();
    const runs = run ? [describeRun(run, apiUrl(c, dependencies))] : [];
    return respondJson(c, {
      runs,
      links: [{ href: selfUrl(c, dependencies).href, rel: "self", type: MEDIA.json }],
    });
  });
  api.openapi(one, async (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    const { runId } = c.req.valid("param");
    if (!isUuid(runId)) return refuse({ reason: "unknownId", kind: "run", id: runId });
    return respondJson(c, describeRun(await readRun(store, runId), apiUrl(c, dependencies)));
  });
  return api;
}

function describeRun(run: PublishedRun, api: string) {
  return {
    id: run.id,
    ...provenance(run),
    editions: run.editions,
    codeVersion: run.codeVersion,
    scenario: run.scenario,
    shardCount: run.resultKeys.size,
    plannedAt: run.plannedAt,
    publishedAt: run.publishedAt,
    links: [{ href: `${api}/runs/${run.id}`, rel: "self", type: MEDIA.json }],
  };
}
