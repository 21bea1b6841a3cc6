import { gridDisk } from "h3-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAYERS } from "../../src/coverage/columns.ts";
import { cellToPosition, cellToShard } from "../../src/grid/cell.ts";
import { shardIndexToCell } from "../../src/grid/shard.ts";
import { planRun } from "../../src/refresh/planRun.ts";
import { publishIfComplete } from "../../src/refresh/publish.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { runShardTask } from "../../src/refresh/shardTask.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { wholeLevel } from "../harness/wholeLevel.ts";
import { DAY_AND_NIGHT, UNKNOWN } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, villageCell } from "../world/smallCountry.ts";

let test: TestDatabase;
const database = () => test.database;
const store = () => publishedStore(database());

beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

describe("a country of two villages", () => {
  it("is refused a run before anything says where land is", async () => {
    const plan = await planRun(database(), { trigger: "test" });
    expect(plan).toMatchObject({
      outcome: "refused",
      reason: expect.stringContaining("load regions or population"),
    });
  });

  it("is computed, stored and published shard by shard", async () => {
    await foundSmallCountry(database());
    // a day-and-night AED on the cell with 512 residents of the first village covers all ten: they are its neighbours
    await setAeds(database(), 1, [{ ref: "a", ...place(SHARDS[0], 9), openHours: DAY_AND_NIGHT }]);
    const steps: number[] = [];
    const outcome = await recalculate(database(), {
      trigger: "test",
      onProgress: (done) => steps.push(done),
    });
    expect(outcome).toMatchObject({ plan: "planned", computed: 2, carriedOver: 0 });
    expect(steps.at(-1)).toBe(2);

    const run = (await store().readPublishedRun())!;
    expect(run.inputs).toEqual({
      aeds: "synthetic",
      responders: "absent",
      population: "synthetic",
      regions: "synthetic",
      posts: "absent",
    });
    expect(run.dataDate).toBe("2026-01-31");
    expect([...run.resultKeys.keys()]).toEqual(SHARDS);
  });

  it("has one village wholly inside the zone and one wholly outside", async () => {
    const run = (await store().readPublishedRun())!;
    const [first, second] = await Promise.all([
      store().readRegion(run, "DEMO0001"),
      store().readRegion(run, "DEMO0002"),
    ]);
    expect(first!.figures).toMatchObject({
      residents: 1_023,
      dwellings: 511.5,
      officialZoneShare: 1,
      aedCount: 1,
    });
    expect(second!.figures).toMatchObject({
      residents: 1_023,
      officialZoneShare: 0,
      aedCount: 0,
      aedCompleteness: 0,
    });
    // 1 AED / (1,023 residents × 26,892 / 17,942,942) = 1 / 1.5332
    expect(first!.figures.aedCompleteness).toBeCloseTo(0.6522, 3);
  });

  it("stores the same zone per cell as per region", async () => {
    const run = (await store().readPublishedRun())!;
    const { base } = await wholeLevel(store(), run, ["base"], 10, SHARDS[0]);
    let inZone = 0;
    base.officialZone.forEach((share, n) => {
      if (share === 200) inZone += base.residentTenths[n] / 10;
    });
    expect(inZone).toBe(1_023);
  });

  it("keeps national levels in the order of its shards", async () => {
    const run = (await store().readPublishedRun())!;
    for (const resolution of [7, 6, 5] as const) {
      const level = await store().readNationalLevel(run, ["base"], resolution);
      const children = 7 ** (resolution - 5);
      expect(level.shards).toEqual(SHARDS);
      expect(level.columns.base.residentTenths.length).toBe(2 * children);
      for (const s of [0, 1]) {
        const own = level.columns.base.residentTenths.slice(s * children, (s + 1) * children);
        expect(own.reduce((sum, tenths) => sum + tenths, 0)).toBe(10_230);
      }
    }
  });
});

describe("a second run", () => {
  it("is not made when nothing changed", async () => {
    expect((await recalculate(database(), { trigger: "test" })).plan).toBe("current");
  });

  it("carries over the shard whose inputs did not change and equals a full run", async () => {
    const before = (await store().readPublishedRun())!;
    await setAeds(database(), 2, [
      { ref: "a", ...place(SHARDS[0], 9), openHours: DAY_AND_NIGHT },
      { ref: "b", ...place(SHARDS[1], 9), openHours: UNKNOWN },
    ]);
    const outcome = await recalculate(database(), { trigger: "test" });
    expect(outcome).toMatchObject({ computed: 1, carriedOver: 1 });
    const after = (await store().readPublishedRun())!;
    expect(after.id).not.toBe(before.id);
    expect(after.resultKeys.get(SHARDS[0])).toBe(before.resultKeys.get(SHARDS[0]));
    const second = (await store().readRegion(after, "DEMO0002"))!;
    expect(second.figures.officialZoneShare).toBe(0);
    expect(second.figures.periods.week.hoursUnknownShare).toBe(1);
    expect(second.figures.aedHoursUnknownCount).toBe(1);
  });

  it("leaves the first one readable by its id", async () => {
    const rows = await database().sql`select previous_run_id from published`;
    const previous = (await store().readRun(rows[0].previous_run_id))!;
    expect((await store().readRegion(previous, "DEMO0002"))!.figures.aedCount).toBe(0);
    expect((await store().readAeds(previous, { limit: 10, offset: 0 })).matched).toBe(1);
  });

  it("tells a day that was told later, and computes nothing for it", async () => {
    const before = (await store().readPublishedRun())!;
    await database().sql`update input_edition set data_date = '2025-12-24' where kind = 'aeds'`;
    const outcome = await recalculate(database(), { trigger: "test" });
    expect(outcome).toMatchObject({ plan: "planned", computed: 0, carriedOver: 2 });
    const after = (await store().readPublishedRun())!;
    expect(after.dataDate).toBe("2025-12-24");
    expect(after.resultKeys).toEqual(before.resultKeys);
    expect((await recalculate(database(), { trigger: "test" })).plan).toBe("current");
  });
});

describe("a shard task", () => {
  it("is harmless twice and in any order, and publishes only when all are in", async () => {
    await setAeds(database(), 3, [{ ref: "b", ...place(SHARDS[1], 9), openHours: DAY_AND_NIGHT }]);
    const plan = await planRun(database(), { trigger: "test" });
    if (plan.outcome !== "planned") throw new Error(`got ${plan.outcome}, expected a planned run`);
    const published = () => store().readPublishedRun();
    const old = (await published())!.id;

    await runShardTask(database(), plan.runId, SHARDS[1]);
    await runShardTask(database(), plan.runId, SHARDS[1]);
    expect(await publishIfComplete(database(), plan.runId)).toBe("incomplete");
    expect((await published())!.id).toBe(old);

    await runShardTask(database(), plan.runId, SHARDS[0]);
    const moved = await Promise.all([
      publishIfComplete(database(), plan.runId),
      publishIfComplete(database(), plan.runId),
    ]);
    expect(moved.filter((outcome) => outcome === "published")).toHaveLength(1);
    expect((await published())!.id).toBe(plan.runId);
    const rows = await database()
      .sql`select count(*)::int as n from shard_result join run_shard on key = result_key
      where run_id = ${plan.runId}`;
    expect(rows[0].n).toBe(2 * LAYERS.length);
  });

  it("of a run that was cut off goes on where it stopped", async () => {
    await setAeds(database(), 4, []);
    const plan = await planRun(database(), { trigger: "test" });
    if (plan.outcome !== "planned") throw new Error(`got ${plan.outcome}, expected a planned run`);
    await runShardTask(database(), plan.runId, SHARDS[0]);
    const again = await recalculate(database(), { trigger: "restart" });
    // one shard was left, and its like without an AED was computed in the first run of this file
    expect(again).toMatchObject({ plan: "resumed", runId: plan.runId, computed: 0, carriedOver: 1 });
    expect((await store().readPublishedRun())!.id).toBe(plan.runId);
  });
});

describe("the border of a shard", () => {
  it("does not show: an AED across it covers this side", async () => {
    const { index, across } = cellAtBorder(SHARDS[0]);
    await setAeds(database(), 40, [{ ref: "x", ...cellToPosition(across), openHours: DAY_AND_NIGHT }]);
    await recalculate(database(), { trigger: "test" });
    const run = (await store().readPublishedRun())!;
    const { week } = await wholeLevel(store(), run, ["week"], 10, SHARDS[0]);
    // centres of neighbours are 114–129 m apart
    expect(week.nearestMeters[index]).toBeGreaterThan(110);
    expect(week.nearestMeters[index]).toBeLessThan(132);
    expect(week.reachable[index]).toBe(200);
  });
});

describe("a run that lost residents", () => {
  it("is not published, says so, and leaves the old one serving", async () => {
    const old = (await store().readPublishedRun())!.id;
    await database().sql`update population_shard set residents = residents + 1 where shard = ${SHARDS[0]}`;
    await setAeds(database(), 50, [{ ref: "c", ...place(SHARDS[0], 3), openHours: DAY_AND_NIGHT }]);
    await expect(recalculate(database(), { trigger: "test" })).rejects.toThrow(
      "got 2046 residents over all shards, expected 2047",
    );
    expect((await store().readPublishedRun())!.id).toBe(old);
    const rows = await database().sql`select problem from run where status = 'failed'`;
    expect(rows[0].problem).toContain("is not published");
  });
});

describe("the serving role", () => {
  it("reads the published run and is refused the exact counts", async () => {
    const serving = test.as("serve");
    expect(await publishedStore(serving).readPublishedRun()).not.toBeNull();
    await expect(serving.sql`select * from exact.responder_shard`).rejects.toThrow("permission denied");
  });
});

/** A cell of the shard, and a neighbour of it that belongs to another shard. */
function cellAtBorder(shard: string): { index: number; across: string } {
  for (let index = 0; index < 16_807; index++) {
    const across = gridDisk(shardIndexToCell(shard, index), 1).find((cell) => cellToShard(cell) !== shard);
    if (across) return { index, across };
  }
  throw new Error("got a shard without a border");
}

function place(shard: string, n: number): { lng: number; lat: number } {
  const { lng, lat } = villageCell(shard, n);
  return { lng, lat };
}
