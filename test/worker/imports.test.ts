/// <reference types="@cloudflare/vitest-plugin/types" />
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import worker, { type Env } from "../../src/index.ts";
import { openDatabase } from "../../src/store/database.ts";
import { makeKey } from "../../src/store/keys.ts";

const {
  NEON_HTTP: neonHttp,
  DATABASE_URL_OWNER,
  DATABASE_URL_LOAD,
} = env as unknown as Record<string, string>;
const owner = openDatabase({ connectionString: DATABASE_URL_OWNER, neonHttp });
const load = openDatabase({ connectionString: DATABASE_URL_LOAD, neonHttp });
let key: string;

/** The Worker's own environment, with a queue that keeps what it is told. */
const told: string[] = [];
const testEnv = {
  ...(env as unknown as Env),
  IMPORTS: { send: async ({ importId }: { importId: string }) => void told.push(importId) },
  SHARDS: { send: async () => {}, sendBatch: async () => {} },
} as unknown as Env;

beforeAll(async () => {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);
  key = (await makeKey(owner, { name: "worker", scopes: ["imports:aeds"], now, expiresAt, random }))!;
});

const CSV =
  'ref;name;lat;lng;opening_hours\n1;AED 1;52,01;4,36;"Mo-Fr 08:00-18:00; PH off"\n2;AED 2;52,02;4,36;24/7';

const ask = (path: string, init: RequestInit = {}) => {
  const headers = new Headers({ Authorization: `Bearer ${key}`, "Content-Type": "text/csv" });
  const request = new Request(`https://zesminuten.test${path}`, { ...init, headers });
  return worker.fetch(
    request as never,
    testEnv,
    createExecutionContext() as never,
  ) as unknown as Promise<Response>;
};
const deliver = async (importId: string, queue = "zesminuten-imports", attempts = 1) => {
  const batch = createMessageBatch(queue, [
    { id: `m-${importId}`, timestamp: new Date(), attempts, body: { importId } },
  ]);
  await worker.queue(batch as never, testEnv);
  return getQueueResult(batch, createExecutionContext());
};
// biome-ignore lint/suspicious/noExplicitAny: what a document holds is what the tests are about
const statusOf = async (id: string): Promise<any> => (await ask(`/v1/imports/${id}`)).json();
const send = async (source: string) => {
  const response = await ask(`/v1/imports?kind=aeds&source=${source}`, { method: "POST", body: CSV });
  expect(response.status, await response.clone().text()).toBe(202);
  return told.pop()!;
};

describe("an import inside workerd", () => {
  it("goes from the request by the queue into force, hours read without Node", async () => {
    const id = await send("town");
    expect((await statusOf(id)).status).toBe("received");
    const result = await deliver(id);
    expect(result.explicitAcks).toHaveLength(1);
    expect(await statusOf(id)).toMatchObject({ status: "done", report: { accepted: 2, added: 2 } });
    const rows =
      await load.sql`select ref, always_open from aed where source_id = 'town' and until is null order by ref`;
    expect(rows).toEqual([
      { ref: "1", always_open: false },
      { ref: "2", always_open: true },
    ]);
  });

  it("is harmless when its message comes twice", async () => {
    const id = await send("twice");
    await deliver(id);
    const before = await statusOf(id);
    expect((await deliver(id)).explicitAcks).toHaveLength(1);
    expect(await statusOf(id)).toEqual(before);
    const [{ n }] = await load.sql`select count(*)::int as n from import_log where source_id = 'twice'`;
    expect(n).toBe(1);
  });

  it("of a worker that died after the commit is finished with the same report, not done again", async () => {
    const id = await send("dead");
    await deliver(id);
    const before = await statusOf(id);
    await load.sql`update intake.import_request set status = 'reading', report = null, finished_at = null,
      lease_until = null where id = ${id}`;
    await deliver(id);
    expect((await statusOf(id)).report).toEqual(before.report);
    const [{ n }] = await load.sql`select count(*)::int as n from import_log where source_id = 'dead'`;
    expect(n).toBe(1);
  });

  it("that another worker still has is looked at again when its lease is over", async () => {
    const id = await send("leased");
    await load.sql`update intake.import_request set status = 'reading', lease_until = now() + interval '5 minutes'
      where id = ${id}`;
    const result = await deliver(id);
    expect(result.retryMessages).toHaveLength(1);
    expect((await statusOf(id)).status).toBe("reading");
    await load.sql`update intake.import_request set lease_until = now() - interval '1 second' where id = ${id}`;
    await deliver(id);
    expect((await statusOf(id)).status).toBe("done");
  });

  it("that keeps failing ends as failed, without what went wrong inside, and its file is gone", async () => {
    const id = await send("poison");
    // a fault of ours, not of the file: the platform has no such encoding
    await load.sql`update intake.import_request set task = jsonb_set(task, '{encoding}', '"no-such-encoding"')
      where id = ${id}`;
    expect((await deliver(id)).retryMessages).toHaveLength(1);
    expect((await statusOf(id)).status).toBe("reading");
    await deliver(id, "zesminuten-imports-dead");
    const { status, problem } = await statusOf(id);
    expect(status).toBe("failed");
    expect(problem).toMatch(/on our side/);
    expect(await load.sql`select * from intake.import_body where request_id = ${id}`).toEqual([]);
    expect(await load.sql`select * from aed where source_id = 'poison'`).toEqual([]);
  });

  it("that ends in the middle each time is given up, with what to do", async () => {
    const id = await send("heavy");
    await load.sql`update intake.import_request set attempts = 3, status = 'reading', lease_until = null where id = ${id}`;
    await deliver(id);
    expect((await statusOf(id)).status).toBe("failed");
    const [{ problem }] = await load.sql`select problem from intake.import_request where id = ${id}`;
    expect(problem).toMatch(/npm run load/);
  });

  it("whose message was lost is told to the queue again by the cron, which sweeps what is left behind", async () => {
    const id = await send("lost");
    const stale = crypto.randomUUID();
    await load.sql`insert into intake.import_request (id, kind, actor, task, status, received_at)
      values (${stale}, 'aeds', 'key gone', '{}', 'receiving', now() - interval '2 hours')`;
    await load.sql`insert into intake.import_body values (${stale}, 0, 'half a file')`;
    await worker.scheduled({ cron: "30 1 * * *" } as never, testEnv);
    expect(told.splice(0)).toEqual([id]);
    expect(await load.sql`select * from intake.import_request where id = ${stale}`).toEqual([]);
    expect(await load.sql`select * from intake.import_body where request_id = ${stale}`).toEqual([]);
  });

  it("does not exist where the Worker has no login for it", async () => {
    const { DATABASE_URL_LOAD: _, ...without } = testEnv;
    const batch = createMessageBatch("zesminuten-imports", [
      { id: "m", timestamp: new Date(), attempts: 1, body: { importId: crypto.randomUUID() } },
    ]);
    await worker.queue(batch as never, without as Env);
    expect((await getQueueResult(batch, createExecutionContext())).ackAll).toBe(true);
  });
});
