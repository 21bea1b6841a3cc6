/** Faults of docs/reliability.md: the Worker's own planner and queue consumers over the real database protocol. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rollBack } from "../../src/refresh/pointer.ts";
import { buryShards, consumeShards, enqueueRun, type ShardMessage } from "../../src/refresh/queue.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { type CuttingProxy, startCuttingProxy } from "../harness/cuttingProxy.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, villageCell } from "../world/smallCountry.ts";

let test: TestDatabase;
let proxy: CuttingProxy;
/** as the role that computes, through a wire that can be cut */
let database: Database;
let edition = 1;

/** What waits on the queue. */
const waiting: ShardMessage[] = [];
const queue = {
  sendBatch: async (messages: Iterable<{ body: ShardMessage }>) => {
    for (const { body } of messages) waiting.push(body);
  },
} as unknown as Parameters<typeof enqueueRun>[1];

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  test = await startTestDatabase();
  proxy = await startCuttingProxy(test.neonHttp);
  const url = new URL(test.connectionStrings.run);
  // the driver tells databases apart by host and port
  url.port = String(Number(new URL(proxy.address).port));
  database = openDatabase({ connectionString: url.href, neonHttp: proxy.address });
  await foundSmallCountry(test.database);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await proxy.close();
  await test.close();
});
beforeEach(async () => {
  proxy.cutAt(0);
  waiting.splice(0);
  await test.database
    .sql`truncate run, run_shard, region_result, national_level, published, publication, region_history`;
  await changeAeds(0);
  await enqueue();
  await drain();
});

async function changeAeds(...villages: number[]): Promise<void> {
  const aeds = villages.map((s) => {
    const { lng, lat } = villageCell(SHARDS[s], 9);
    return { ref: `${s}`, lng, lat, openHours: DAY_AND_NIGHT };
  });
  await setAeds(test.database, ++edition, aeds);
}
const enqueue = () => enqueueRun(database, queue, "cron");

/** Hands over one message as the platform does; what became of it. */
async function deliver(body: ShardMessage, consume = consumeShards): Promise<"ack" | "retry"> {
  const outcomes: ("ack" | "retry")[] = [];
  const message = {
    body,
    attempts: 1,
    ack: () => outcomes.push("ack"),
    retry: () => outcomes.push("retry"),
  };
  await consume(database, queue, { messages: [message] } as unknown as MessageBatch);
  expect(outcomes).toHaveLength(1);
  return outcomes[0];
}
const bury = (body: ShardMessage) =>
  deliver(body, (data: Database, _: unknown, batch: MessageBatch) => buryShards(data, batch));

async function drain(): Promise<void> {
  for (let body = waiting.shift(); body; body = waiting.shift()) expect(await deliver(body)).toBe("ack");
}

/** What a reader sees: the run in force and the zone of the second village, or null where it cannot be read whole. */
async function seen(): Promise<{ runId: string; zone: number | null; levels: number } | null> {
  const store = publishedStore(test.as("serve"));
  const run = await store.readPublishedRun();
  if (!run) return null;
  const region = await store.readRegion(run, "DEMO0002");
  const level = await store.readNationalLevel(run, ["base"], 7);
  return { runId: run.id, zone: region!.figures.officialZoneShare, levels: level.shards.length };
}

describe.each(["down", "cut"] as const)("the database is lost at each step (%s)", (how) => {
  it("of planning: at the end there is one run, of what is loaded, and it is published", async () => {
    const before = (await seen())!;
    await changeAeds(0, 1);
    let steps = 0;
    for (let isLost = true; isLost; ) {
      proxy.cutAt(++steps, how);
      await enqueue().catch(() => undefined);
      isLost = proxy.hasCut();
      expect(await seen()).toEqual(before);
    }
    proxy.cutAt(0);
    expect(steps).toBeGreaterThan(3);
    const planned = await test.database.sql`select editions from run where status = 'planned'`;
    expect(planned).toMatchObject([{ editions: { aeds: edition } }]);
    await drain();
    expect(await seen()).toMatchObject({ zone: 1, levels: 2 });
  });

  it("of the last shard and of publishing: readers see the old run whole or the new one whole", async () => {
    const before = (await seen())!;
    await changeAeds(0, 1);
    const plan = await enqueue();
    const [first, last] = waiting.splice(0);
    expect(await deliver(first)).toBe("ack");
    let steps = 0;
    const retried: number[] = [];
    for (let isLost = true; isLost; ) {
      proxy.cutAt(++steps, how);
      if ((await deliver(last)) === "retry") retried.push(steps);
      isLost = proxy.hasCut();
      const now = (await seen())!;
      if (now.runId === before.runId) expect(now).toEqual(before);
      else expect(now).toMatchObject({ runId: (plan as { runId: string }).runId, zone: 1, levels: 2 });
    }
    proxy.cutAt(0);
    expect(steps).toBeGreaterThan(15);
    expect(retried.length).toBeGreaterThan(15);
    expect(await deliver(last)).toBe("ack");
    expect(await seen()).toMatchObject({ zone: 1, levels: 2 });
    const moves = await test.database.sql`select sequence::int from publication order by sequence`;
    expect(moves.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });
});

describe("messages", () => {
  it("that come twice, and late, change nothing", async () => {
    await changeAeds(0, 1);
    await enqueue();
    const sent = waiting.splice(0);
    for (const body of [...sent, ...sent]) expect(await deliver(body)).toBe("ack");
    const after = await seen();
    expect(after).toMatchObject({ zone: 1 });
    await changeAeds(0);
    await enqueue();
    await drain();
    const newer = await seen();
    for (const body of sent) expect(await deliver(body)).toBe("ack");
    expect(await seen()).toEqual(newer);
  });

  it("that are lost are sent again by the next cron, only for what is open", async () => {
    await changeAeds(0, 1);
    await enqueue();
    const [first] = waiting.splice(0);
    await deliver(first);
    expect(await enqueue()).toMatchObject({ outcome: "resumed" });
    expect(waiting.map(({ shard }) => shard)).toEqual(SHARDS.filter((shard) => shard !== first.shard));
    await drain();
    expect(await seen()).toMatchObject({ zone: 1 });
  });

  it("of a shape that is not ours are refused once and not tried again", async () => {
    expect(await deliver({ runId: "no id", shard: SHARDS[0] })).toBe("ack");
  });
});

describe("a poison shard", () => {
  it("ends in the dead-letter queue with its reason, the old run serves on, the next run heals", async () => {
    const before = await seen();
    await changeAeds(0, 1);
    await test.database.sql`create table kept as select cells from region_shard where shard = ${SHARDS[1]}`;
    await test.database.sql`update region_shard set cells = 'no columns' where shard = ${SHARDS[1]}`;
    await enqueue();
    const poison = waiting.find(({ shard }) => shard === SHARDS[1])!;
    for (const body of waiting.splice(0)) {
      expect(await deliver(body)).toBe(body === poison ? "retry" : "ack");
    }
    expect(await bury(poison)).toBe("ack");
    const [failed] = await test.database.sql`select status, problem from run where id = ${poison.runId}`;
    expect(failed.status).toBe("failed");
    expect(failed.problem).toMatch(new RegExp(`^shard ${SHARDS[1]}: .*Error`));
    expect(await seen()).toEqual(before);

    await test.database
      .sql`update region_shard set cells = (select cells from kept) where shard = ${SHARDS[1]}`;
    await test.database.sql`drop table kept`;
    expect(await enqueue()).toMatchObject({ outcome: "planned" });
    await drain();
    expect(await seen()).toMatchObject({ zone: 1 });
  });
});

describe("two at once", () => {
  it("runs: one is published, readers never see another", async () => {
    await changeAeds(0, 1);
    await Promise.all([enqueue(), enqueue()]);
    // messages of both, mixed
    const sent = waiting.splice(0).sort((a, b) => (a.shard < b.shard ? -1 : 1));
    await Promise.all(sent.map((body) => deliver(body)));
    await enqueue();
    await drain();
    expect(await seen()).toMatchObject({ zone: 1, levels: 2 });
    const open = await test.database.sql`select status from run where status = 'planned'`;
    expect(open).toEqual([]);
  });

  it("an import during a run: the run of before is superseded, that of after published", async () => {
    await changeAeds(0, 1);
    const before = await enqueue();
    const sent = waiting.splice(0);
    await deliver(sent[0]);
    await changeAeds(1);
    const after = await enqueue();
    for (const body of sent.slice(1)) expect(await deliver(body)).toBe("ack");
    const [old] = await test.database
      .sql`select status from run where id = ${(before as { runId: string }).runId}`;
    expect(old?.status).toBe("superseded");
    await drain();
    expect((await seen())!.runId).toBe((after as { runId: string }).runId);
    const [{ aeds }] = await test.database.sql`select (editions->>'aeds')::int as aeds
      from run join published on run.id = run_id`;
    expect(aeds).toBe(edition);
  });

  it("a roll back while a run is computed: the run of newer inputs is published all the same", async () => {
    await changeAeds(0, 1);
    await enqueue();
    await drain();
    await changeAeds(1);
    await enqueue();
    await rollBack(database, { actor: "planner", why: "to see" });
    expect(await seen()).toMatchObject({ zone: 0 });
    await drain();
    expect(await seen()).toMatchObject({ zone: 1 });
  });
});
