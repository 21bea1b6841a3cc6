/** `/health`: whether the service can answer, and how old what it tells is. Never kept. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { PublishedRun, SourceAge } from "../store/published.ts";
import { createApi } from "./api.ts";
import { type AppDependencies, provenance } from "./context.ts";
import { refuse } from "./problem.ts";
import { formatParameter } from "./query.ts";
import { CACHE, MEDIA, negotiate, respondJson } from "./respond.ts";
import { problemResponses, provenanceShape, readResponses } from "./schemas.ts";

/** A nightly run that is this late has failed once and is about to fail again (36 h: assumption of the alarm). */
export const STALE_AFTER_SECONDS = 36 * 3600;
const DAY_MILLISECONDS = 86_400_000;

const SourceSchema = z
  .object({
    kind: z.string(),
    sourceId: z.string(),
    title: z.string(),
    synthetic: z.boolean(),
    attribution: z.string().nullable(),
    dataDate: z.string().nullable().openapi({ format: "date" }),
    dataAgeDays: z.number().nullable(),
    importedAt: z.string().nullable().openapi({ format: "date-time" }),
    importAgeSeconds: z.number().nullable(),
  })
  .openapi("SourceAge");

const health = createRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  tags: ["health"],
  summary: "Age of the published run and of every source",
  request: { query: z.strictObject({ f: formatParameter("json") }) },
  responses: {
    ...readResponses(
      z.object({
        status: z
          .enum(["pass", "warn"])
          .openapi({ description: "warn: no run yet, or the published one is stale" }),
        version: z.string(),
        ...provenanceShape,
        publishedAt: z.string().nullable().openapi({ format: "date-time" }),
        publishedAgeSeconds: z.number().nullable(),
        hasResponse: z.boolean().openapi({ description: "The published run has a simulated response" }),
        notes: z.array(z.string()).openapi({ description: "What is not well, and what to do" }),
        sources: z.array(SourceSchema),
      }),
      MEDIA.json,
    ),
    ...problemResponses(400, 406, 503),
  },
});

export function healthRoutes(dependencies: AppDependencies): OpenAPIHono {
  const { store, version, now = () => new Date() } = dependencies;
  const api = createApi();
  api.openapi(health, async (c) => {
    negotiate(c, c.req.valid("query").f, { json: MEDIA.json });
    if (!(await isAlive(store.ping()))) return refuse({ reason: "databaseDown" });
    const [run, sources] = await Promise.all([store.readPublishedRun(), store.readSources()]);
    return respondJson(c, { version, ...describeHealth(run, sources, now()) }, { cache: CACHE.never });
  });
  return api;
}

/** A database that fails to answer is not alive; why is no business of the public. */
export async function isAlive(ping: Promise<boolean>): Promise<boolean> {
  return ping.catch(() => false);
}

export function describeHealth(run: PublishedRun | null, sources: readonly SourceAge[], now: Date) {
  const publishedAt = run?.publishedAt ?? null;
  const publishedAgeSeconds = secondsSince(publishedAt, now);
  const notes: string[] = [];
  if (publishedAgeSeconds === null) {
    notes.push(
      "No run has been published yet; wait for the first computation, or start it with `npm run recalculate`.",
    );
  } else if (publishedAgeSeconds > STALE_AFTER_SECONDS) {
    const hours = Math.floor(publishedAgeSeconds / 3600);
    notes.push(
      `The published run is ${hours} hours old, expected at most 36; see the failed runs and recalculate.`,
    );
  }
  return {
    status: notes.length === 0 ? "pass" : "warn",
    ...provenance(run),
    publishedAt,
    publishedAgeSeconds,
    hasResponse: run?.hasResponse ?? false,
    notes,
    sources: sources.map((source) => describeSource(source, now)),
  };
}

function describeSource({ isSynthetic, importedAt, dataDate, ...source }: SourceAge, now: Date) {
  return {
    ...source,
    synthetic: isSynthetic,
    dataDate,
    dataAgeDays: dataDate && Math.floor((now.getTime() - Date.parse(dataDate)) / DAY_MILLISECONDS),
    importedAt,
    importAgeSeconds: secondsSince(importedAt, now),
  };
}

function secondsSince(moment: string | null, now: Date): number | null {
  return moment === null ? null : Math.max(0, Math.floor((now.getTime() - Date.parse(moment)) / 1000));
}
