import { afterAll, beforeAll, expect, it } from "vitest";
import { COVERAGE_LAYERS, LAYERS } from "../../src/coverage/columns.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, villageCell } from "../world/smallCountry.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
  await foundSmallCountry(test.database);
  const { lng, lat } = villageCell(SHARDS[0], 9);
  await setAeds(test.database, 1, [{ ref: "a", lng, lat, openHours: DAY_AND_NIGHT }]);
});
afterAll(() => test.close());

it("shows the zones first, and the same zones with the response after", async () => {
  const { database } = test;
  const store = publishedStore(database);
  const first = await recalculate(database, { trigger: "test", zonesOnly: true });
  expect(first).toMatchObject({ plan: "planned", computed: 2, publishing: "published" });
  const zones = (await store.readPublishedRun())!;
  expect(zones.hasResponse).toBe(false);
  const region = (await store.readRegion(zones, "DEMO0001"))!;
  expect(region.figures.officialZoneShare).toBe(1);
  expect(region.figures).not.toHaveProperty("response");

  const again = await recalculate(database, { trigger: "test", zonesOnly: true });
  expect(again.plan).toBe("current");

  const second = await recalculate(database, { trigger: "test" });
  expect(second).toMatchObject({ plan: "planned", computed: 2, publishing: "published" });
  const whole = (await store.readPublishedRun())!;
  expect(whole.hasResponse).toBe(true);
  const { response, ...figures } = (await store.readRegion(whole, "DEMO0001"))!.figures;
  expect(figures).toEqual(region.figures);
  expect(response).toBeDefined();

  const stored = await database.sql`select run_id, layer, shard_result.shard, encode(parts, 'hex') as parts
    from shard_result join run_shard on key = result_key`;
  const layersOf = (runId: string) => stored.filter((row) => row.run_id === runId);
  expect(layersOf(zones.id)).toHaveLength(2 * COVERAGE_LAYERS.length);
  expect(layersOf(whole.id)).toHaveLength(2 * LAYERS.length);
  for (const { layer, shard, parts } of layersOf(zones.id)) {
    const twin = layersOf(whole.id).find((row) => row.layer === layer && row.shard === shard);
    expect(twin?.parts).toBe(parts);
  }
});
