import { afterAll, beforeAll, expect, it } from "vitest";
import { rollBack } from "../../src/refresh/pointer.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import type { RegionHistoryEntry } from "../../src/store/published.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, villageCell } from "../world/smallCountry.ts";

let test: TestDatabase;
let edition = 0;

beforeAll(async () => {
  test = await startTestDatabase();
  await foundSmallCountry(test.database);
});
afterAll(() => test.close());

/** Publishes a run with an AED in each village named. */
async function publishWith(...villages: number[]): Promise<void> {
  const aeds = villages.map((s) => {
    const { lng, lat } = villageCell(SHARDS[s], 9);
    return { ref: `${s}`, lng, lat, openHours: DAY_AND_NIGHT };
  });
  await setAeds(test.database, ++edition, aeds);
  await recalculate(test.as("run"), { trigger: "test" });
}
/** As if all that was published until now had been published a day earlier. */
const aDayPasses = () => test.database.sql`update region_history set date = date - 1`;
/** As the role that serves. */
const historyOf = async (code: string, layer?: RegionHistoryEntry["layer"]) =>
  (await publishedStore(test.as("serve")).readRegionHistory(code, { layer, limit: 100, offset: 0 })).items;
const zoneShares = async (code: string) =>
  (await historyOf(code, "base")).map(({ figures }) => figures.officialZoneShare);

it("begins with the first publication, in every layer", async () => {
  await publishWith();
  const entries = await historyOf("DEMO0001");
  expect(entries.map(({ layer }) => layer)).toEqual([
    "base", "evening", "night", "week", "weekday", "weekend",
  ]); // biome-ignore format: one list
  const base = entries.find(({ layer }) => layer === "base")!;
  expect(base).toMatchObject({ inputs: { aeds: "synthetic" }, dataDate: "2026-01-31" });
  expect(base.figures).toMatchObject({ residents: 1_023, aedCount: 0, officialZoneShare: 0 });
  const week = entries.find(({ layer }) => layer === "week")!;
  expect(week.figures).toMatchObject({ reachableWithin500mShare: 0, hoursUnknownShare: 0 });
});

it("holds the last of a day only", async () => {
  await publishWith(0);
  await publishWith(1);
  await publishWith(0);
  expect(await zoneShares("DEMO0001")).toEqual([1]);
  expect(await zoneShares("DEMO0002")).toEqual([0]);
});

it("grows by a day only where a figure changed", async () => {
  await aDayPasses();
  await publishWith(0, 1);
  expect(await zoneShares("DEMO0001")).toEqual([1]);
  expect(await zoneShares("DEMO0002")).toEqual([1, 0]);
  const [today, before] = await historyOf("DEMO0002", "base");
  expect(Date.parse(today.date) - Date.parse(before.date)).toBe(86_400_000);
  expect(today.runId).not.toBe(before.runId);
});

it("forgets a day that ended as the one before", async () => {
  await publishWith(0);
  expect(await zoneShares("DEMO0002")).toEqual([0]);
});

it("tells of the run that was put in force again, and of every move of the pointer", async () => {
  await aDayPasses();
  await publishWith(0, 1);
  expect(await zoneShares("DEMO0002")).toEqual([1, 0]);
  await rollBack(test.as("run"), { actor: "planner", why: "to see" });
  expect(await zoneShares("DEMO0002")).toEqual([0]);
  const moves = await test.database.sql`select run_id from publication order by sequence`;
  expect(moves).toHaveLength(8);
  expect(moves[7].run_id).toBe(moves[5].run_id);
});

it("outlives the runs it tells of", async () => {
  for (const villages of [[0, 1], [1], [], [0]]) {
    await aDayPasses();
    await publishWith(...villages);
  }
  const entries = await historyOf("DEMO0001", "base");
  expect(entries.map(({ figures }) => figures.officialZoneShare)).toEqual([1, 0, 1]);
  const kept = await test.database.sql`select id from run`;
  expect(kept.map(({ id }) => id)).not.toContain(entries[2].runId);
});
