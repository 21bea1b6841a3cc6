import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dryRun } from "../../src/refresh/dryRun.ts";
import { planRun } from "../../src/refresh/planRun.ts";
import { acceptRun, rollBack } from "../../src/refresh/pointer.ts";
import { publishIfComplete } from "../../src/refresh/publish.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { runShardTask } from "../../src/refresh/shardTask.ts";
import { KEPT_RUN_COUNT } from "../../src/refresh/sweep.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, villageCell } from "../world/smallCountry.ts";

let test: TestDatabase;
/** as the role that computes in production */
const database = () => test.as("run");
const store = () => publishedStore(database());
let edition = 1;

/** An AED in the middle of the villages named; a new edition each time. */
async function aedsIn(...villages: number[]): Promise<void> {
  const aeds = villages.map((s) => {
    const { lng, lat } = villageCell(SHARDS[s], 9);
    return { ref: `${s}`, lng, lat, openHours: DAY_AND_NIGHT };
  });
  await setAeds(test.database, ++edition, aeds);
}
const run = () => recalculate(database(), { trigger: "test" });
const inForce = async () => (await store().readPublishedRun())!.id;
const runRow = async (id: string) => (await database().sql`select * from run where id = ${id}`)[0];

beforeAll(async () => {
  test = await startTestDatabase();
  await foundSmallCountry(test.database);
});
beforeEach(async () => {
  await test.database.sql`truncate run, run_shard, shard_result, region_result, national_level, published`;
  await aedsIn(0);
  await run();
});
afterAll(() => test.close());

/** As if the published run had been made by an older code, which said of `code` that its share was another. */
async function asIfOlderCodeSaid(code: string, officialZoneShare: number): Promise<void> {
  await test.database.sql`update run set code_version = 'older'`;
  await test.database.sql`update region_result set
    figures = jsonb_set(figures, '{officialZoneShare}', ${JSON.stringify(officialZoneShare)}::jsonb)
    where code = ${code}`;
}

describe("a run in which a region moved without a changed input", () => {
  it("waits, says what moved and what to do, and the published run keeps serving", async () => {
    const before = await inForce();
    await asIfOlderCodeSaid("DEMO0001", 0.4);
    const outcome = await run();
    expect(outcome.publishing).toBe("waiting");
    expect(outcome.reason).toContain("officialZoneShare of region DEMO0001 from 0.4 to 1");
    expect(outcome.reason).toContain(`--accept ${outcome.runId}`);
    expect(await inForce()).toBe(before);
    // neither the next run nor a message that comes late publishes it
    expect(await run()).toMatchObject({ plan: "waiting", runId: outcome.runId, reason: outcome.reason });
    expect(await publishIfComplete(database(), outcome.runId!)).toBe("settled");
    expect(await inForce()).toBe(before);
  });

  it("is published once a person accepts it, whose name is kept", async () => {
    await asIfOlderCodeSaid("DEMO0001", 0.4);
    const { runId } = await run();
    expect(await acceptRun(database(), runId!, "planner")).toBe("published");
    expect(await inForce()).toBe(runId);
    expect(await runRow(runId!)).toMatchObject({
      accepted_by: "planner",
      status: "published",
      problem: null,
    });
    expect(await acceptRun(database(), runId!, "planner")).toBeNull();
  });

  it("is published at once where the region moved by less, or has another input too", async () => {
    await asIfOlderCodeSaid("DEMO0001", 0.95);
    expect((await run()).publishing).toBe("published");
    await asIfOlderCodeSaid("DEMO0002", 0.4);
    await aedsIn(0, 1);
    expect((await run()).publishing).toBe("published");
  });

  it("waits also when another region's inputs changed", async () => {
    await asIfOlderCodeSaid("DEMO0001", 0.4);
    await aedsIn(0, 1);
    expect((await run()).publishing).toBe("waiting");
  });

  it("is superseded by a later one", async () => {
    await asIfOlderCodeSaid("DEMO0001", 0.4);
    const { runId } = await run();
    await test.database.sql`update region_result set figures = jsonb_set(figures, '{officialZoneShare}', '1')
      where code = 'DEMO0001'`;
    await aedsIn(0, 1);
    expect((await run()).publishing).toBe("published");
    expect(await acceptRun(database(), runId!, "planner")).toBeNull();
  });
});

describe("rolling back", () => {
  it("puts the run before in force, keeps both readable, and the next night does not undo it", async () => {
    const first = await inForce();
    await aedsIn(0, 1);
    const { runId: second } = await run();
    const back = await rollBack(database(), { actor: "planner", why: "an AED too many" });
    expect(back).toEqual({ runId: first, insteadOf: second });
    expect(await inForce()).toBe(first);
    expect(await runRow(second!)).toMatchObject({
      status: "withdrawn",
      problem: "rolled back by planner: an AED too many",
    });
    expect((await store().readRun(second!))!.id).toBe(second);
    expect(await run()).toMatchObject({ plan: "withdrawn", runId: second });
    expect(await inForce()).toBe(first);
  });

  it("ends when an input changes, and can itself be taken back", async () => {
    await aedsIn(0, 1);
    const { runId: second } = await run();
    await rollBack(database(), { actor: "planner", why: "to see" });
    expect(await rollBack(database(), { runId: second!, actor: "planner", why: "seen" })).toMatchObject({
      runId: second,
    });
    expect(await inForce()).toBe(second);
    await rollBack(database(), { actor: "planner", why: "to see again" });
    await aedsIn(1);
    const third = await run();
    expect(third).toMatchObject({ plan: "planned", publishing: "published" });
    expect(await inForce()).toBe(third.runId);
  });

  it("is refused where there is nothing to roll back to, and names what is kept", async () => {
    expect(await rollBack(database(), { actor: "planner", why: "" })).toMatchObject({
      refused: expect.stringContaining("expected one that is kept: none"),
    });
    const first = await inForce();
    await aedsIn(0, 1);
    await run();
    const unknown = { runId: "no-such-run", actor: "planner", why: "" };
    expect(await rollBack(database(), unknown)).toMatchObject({ refused: expect.stringContaining(first) });
  });
});

describe("what is kept", () => {
  it("are the last runs, with all that they refer to and nothing else", async () => {
    for (const villages of [[1], [0, 1], [], [0]]) {
      await aedsIn(...villages);
      await run();
    }
    await test.database.sql`update shard_result set created_at = now() - interval '2 hours'`;
    await aedsIn(1);
    await run();
    const { sql } = database();
    const kept = await sql`select id from run`;
    expect(kept).toHaveLength(KEPT_RUN_COUNT);
    const orphans = await sql`select
      (select count(*)::int from run_shard where run_id not in (select id from run)) as shards,
      (select count(*)::int from region_result where run_id not in (select id from run)) as regions,
      (select count(*)::int from national_level where run_id not in (select id from run)) as levels,
      (select count(*)::int from run_shard where not exists (select from shard_result where key = result_key)) as lost,
      (select count(*)::int from shard_result where created_at < now() - interval '1 hour'
        and key not in (select result_key from run_shard)) as results`;
    expect(orphans).toEqual([{ shards: 0, regions: 0, levels: 0, lost: 0, results: 0 }]);
  });
});

describe("a dry run", () => {
  it("tells shard by shard what would be computed and why, and writes nothing", async () => {
    const { sql } = database();
    const counts = () =>
      sql`select (select count(*) from run) as runs, (select count(*) from shard_result) as results`;
    const before = await counts();
    expect(await dryRun(database())).toEqual(
      SHARDS.map((shard) => ({ shard, isCarriedOver: true, why: [] })),
    );
    await aedsIn(0, 1);
    const told = await dryRun(database());
    expect(told).toEqual([
      { shard: SHARDS[0], isCarriedOver: true, why: [] },
      { shard: SHARDS[1], isCarriedOver: false, why: ["aeds"] },
    ]);
    expect(await counts()).toEqual(before);
    // and so it is done
    expect(await run()).toMatchObject({ computed: 1, carriedOver: 1 });
  });

  it("names the code where that is what changed", async () => {
    await test.database.sql`update run set code_version = 'older'`;
    await test.database.sql`truncate shard_result`;
    expect((await dryRun(database())).map(({ why }) => why)).toEqual([["code"], ["code"]]);
  });
});

describe("a run that meets another", () => {
  it("computes again what was swept after it was carried over, instead of publishing a hole", async () => {
    await aedsIn(0, 1);
    const plan = await planRun(database(), { trigger: "test" });
    for (const shard of SHARDS) await runShardTask(database(), runIdOf(plan), shard);
    await test.database.sql`delete from shard_result where shard = ${SHARDS[0]}`;
    expect(await publishIfComplete(database(), runIdOf(plan))).toEqual({ reopened: [SHARDS[0]] });
    expect(await run()).toMatchObject({ plan: "resumed", computed: 1, publishing: "published" });
  });

  it("is not put in force when a newer one superseded it while it was written", async () => {
    const before = await inForce();
    await aedsIn(0, 1);
    const plan = await planRun(database(), { trigger: "test" });
    for (const shard of SHARDS) await runShardTask(database(), runIdOf(plan), shard);
    const meanwhile = beforeTransaction("national_level", () => planNewer());
    expect(await publishIfComplete(meanwhile, runIdOf(plan))).toBe("settled");
    expect(await inForce()).toBe(before);
    expect((await runRow(runIdOf(plan))).status).toBe("superseded");
    expect((await run()).publishing).toBe("published");
  });

  it("is planned anew when an import came in between its reading and its planning", async () => {
    await aedsIn(0, 1);
    const meanwhile = beforeTransaction("insert into run ", async () => {
      await aedsIn(1);
    });
    const plan = await planRun(meanwhile, { trigger: "test" });
    expect((await runRow(runIdOf(plan))).editions.aeds).toBe(edition);
    const planned = await database().sql`select id from run where status = 'planned'`;
    expect(planned).toEqual([{ id: runIdOf(plan) }]);
  });
});

async function planNewer(): Promise<void> {
  await aedsIn(1);
  await planRun(database(), { trigger: "meanwhile" });
}

function runIdOf(plan: Awaited<ReturnType<typeof planRun>>): string {
  if (plan.outcome !== "planned") throw new Error(`got ${plan.outcome}, expected a planned run`);
  return plan.runId;
}

/** The database, in which something happens once before the first transaction that holds `text`. */
function beforeTransaction(text: string, happen: () => Promise<void>) {
  const real = database();
  let isDone = false;
  const sql = new Proxy(real.sql, {
    get(target, name) {
      if (name !== "transaction") return Reflect.get(target, name);
      return async (statements: never[]) => {
        if (!isDone && statements.some((statement) => JSON.stringify(statement).includes(text))) {
          isDone = true;
          await happen();
        }
        return target.transaction(statements);
      };
    },
  });
  return { ...real, sql };
}
