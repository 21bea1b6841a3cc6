/** The real writing side over a real database, its queue in this process: a message waits until the test works it off. */
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { type ImportWork, runImportTask } from "../../src/refresh/importTask.ts";
import { planRun } from "../../src/refresh/planRun.ts";
import { createApp } from "../../src/serve/app.ts";
import type { ImportService } from "../../src/serve/imports/service.ts";
import { type KeyScope, makeKey } from "../../src/store/keys.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { emptyInputs } from "../imports/inForce.ts";
import { ORIGIN } from "./askApi.ts";
import { expectRules } from "./expectRules.ts";

export const NOW = new Date("2026-03-01T12:00:00Z");

export function startImportApi(test: TestDatabase, changes: Partial<ImportService> = {}) {
  const queue: string[] = [];
  const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);
  const service: ImportService = {
    database: test.as("load"),
    enqueue: async (id) => void queue.push(id),
    planRun: async (trigger) => {
      const plan = await planRun(test.as("run"), { trigger });
      return plan.outcome === "refused" ? null : plan.runId;
    },
    now: () => NOW,
    random,
    ...changes,
  };
  const contact = { name: "test", email: "test@zesminuten.test", url: "https://zesminuten.test" };
  const app = createApp({
    store: publishedStore(test.as("serve")),
    version: "0.1.0",
    contact,
    imports: service,
  });
  const ask = async (path: string, key?: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (key) headers.set("Authorization", `Bearer ${key}`);
    return app.request(path.startsWith("http") ? path : ORIGIN + path, { ...init, headers });
  };
  const send = (key: string | undefined, query: string, body: BodyInit, type = "text/csv") =>
    ask(`/v1/imports?${query}`, key, { method: "POST", body, headers: { "Content-Type": type } });
  /** Works off what waits, as the consumer does. */
  const drain = async (work: ImportWork = service) => {
    for (const id of queue.splice(0)) await runImportTask(work, id);
  };
  return { ask, send, drain, queue, service };
}

export async function keyFor(test: TestDatabase, name: string, ...scopes: KeyScope[]): Promise<string> {
  const expiresAt = new Date(NOW.getTime() + 86_400_000);
  const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);
  return (await makeKey(test.database, { name, scopes, now: NOW, expiresAt, random }))!;
}

/** A list of AEDs as a foundation would send it. Invented. */
export function aedCsv(...refs: string[]): string {
  const lines = refs.map((ref, n) => `${ref};AED ${ref};52.0${n};4.36;24/7`);
  return ["ref;name;lat;lng;opening_hours", ...lines].join("\n");
}

/** A database and an API for one test file, empty before each test; `key` may import AEDs, responders and regions. */
export function useImportApi() {
  const world = {} as { test: TestDatabase; api: ReturnType<typeof startImportApi>; key: string };
  beforeAll(async () => {
    world.test = await startTestDatabase();
    // what goes wrong on purpose is logged: not in the test's own output
    vi.spyOn(console, "error").mockImplementation(() => undefined);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.test.close();
  });
  beforeEach(async () => {
    const { test } = world;
    await emptyInputs(test.database);
    await test.database
      .sql`truncate intake.api_key, intake.import_request, intake.import_body, run, run_shard,
      population_shard`;
    world.api = startImportApi(test);
    world.key = await keyFor(test, "gis", "imports:aeds", "imports:responders", "imports:regions");
  });
  return {
    ...getters(world),
    // biome-ignore lint/suspicious/noExplicitAny: what a document holds is what the tests are about
    statusOf: async (location: string, by = world.key): Promise<any> =>
      (await world.api.ask(location, by)).json(),
    openAeds: async () =>
      (await world.test.database.sql`select ref from aed where until is null order by ref`).map(
        ({ ref }) => ref,
      ),
  };
}

/** As they are when they are asked for: they are made anew before each test. */
function getters(world: { test: TestDatabase; api: ReturnType<typeof startImportApi>; key: string }) {
  return { test: () => world.test, api: () => world.api, key: () => world.key };
}

export const AEDS = "kind=aeds&source=town&dataDate=2026-02-01";

/** Location of an import that was taken in. */
export async function accepted(response: Response): Promise<string> {
  expect(response.status, await response.clone().text()).toBe(202);
  return response.headers.get("Location")!;
}

export async function problemOf(response: Response, status: number): Promise<{ detail: string }> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expectRules(response, text);
  return JSON.parse(text);
}
