import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numberToCell } from "../../src/grid/cellNumber.ts";
import { cellToShardIndex, shardIndexToCell } from "../../src/grid/shard.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { createApp } from "../../src/serve/app.ts";
import { positionToTile } from "../../src/serve/tiles/mercator.ts";
import type { PublishedRun, PublishedStore } from "../../src/store/published.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { wholeLevel } from "../harness/wholeLevel.ts";
import { DAY_AND_NIGHT, EVERY_DAY, openOn, UNKNOWN } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, VILLAGE_RESIDENTS, villageCell } from "../world/smallCountry.ts";

let test: TestDatabase;
let store: PublishedStore;
let run: PublishedRun;
// biome-ignore lint/suspicious/noExplicitAny: what a document holds is what the tests are about
let askJson: (path: string) => Promise<any>;
let ask: (path: string) => Promise<Response>;

/** A day-and-night AED and one of unknown hours in the first village, one open by day in the second. */
beforeAll(async () => {
  test = await startTestDatabase();
  await foundSmallCountry(test.database);
  await setAeds(test.database, 1, [
    { ref: "day/night", ...villageCell(SHARDS[0], 0), openHours: DAY_AND_NIGHT },
    { ref: "unknown", ...villageCell(SHARDS[0], 3), openHours: UNKNOWN },
    { ref: "by day", ...villageCell(SHARDS[1], 0), openHours: openOn(EVERY_DAY, 8, 18) },
  ]);
  await recalculate(test.database, { trigger: "test" });
  store = publishedStore(test.as("serve"));
  run = (await store.readPublishedRun())!;
  const contact = { name: "test", email: "test@zesminuten.test", url: "https://zesminuten.test" };
  const app = createApp({ store, version: "0.1.0", contact });
  ask = async (path) => app.request(`https://zesminuten.test${path}`);
  askJson = async (path) => (await ask(path)).json();
});
afterAll(() => test.close());

describe("a real run of two villages, read as the role that serves", () => {
  it("has every address of the API answer", async () => {
    for (const path of [
      "",
      "/collections",
      "/health",
      "/runs",
      `/runs/${run.id}`,
      "/collections/regions/items",
    ]) {
      const response = await ask(`/v1${path}`);
      expect(response.status, path).toBe(200);
    }
    expect(await askJson("/v1/health")).toMatchObject({ status: "pass", runId: run.id, synthetic: true });
  });

  it("says of a cell what the store's columns say", async () => {
    const { index } = villageCell(SHARDS[0], 0);
    const { properties } = await askJson(
      `/v1/collections/coverage/items/${shardIndexToCell(SHARDS[0], index)}`,
    );
    expect(properties).toMatchObject({
      residents: 1,
      dwellings: 0.5,
      inOfficialZone: true,
      reachableWithin500m: true,
      // the AED stands on the centre; metres are rounded up, and the centre is known to microns
      nearestAedMeters: 1,
      aedsWithin500m: 1,
      openShare: 1,
      respondersPerSquareKm: null,
      dataDate: "2026-01-31",
    });
  });

  it("knows by day what it does not by night", async () => {
    const cell = shardIndexToCell(SHARDS[1], villageCell(SHARDS[1], 0).index);
    const reachable = async (period: string) =>
      (await askJson(`/v1/collections/coverage/items/${cell}?period=${period}`)).properties
        .reachableWithin500m;
    expect(await reachable("weekday")).toBe(true);
    expect(await reachable("night")).toBe(false);
    expect(await reachable("week")).toBe(false);
  });

  it("rolls the residents of a village up to the shard", async () => {
    const { properties } = await askJson(`/v1/collections/coverage/items/${SHARDS[0]}`);
    expect(properties).toMatchObject({ resolution: 5, residents: VILLAGE_RESIDENTS, officialZoneShare: 1 });
  });

  it("draws in a tile of every zoom the residents of the village", async () => {
    const place = villageCell(SHARDS[0], 0);
    for (const zoom of [5, 8, 9, 10, 11, 12, 13]) {
      const { x, y, z } = positionToTile(place.lng, place.lat, zoom);
      const response = await ask(`/v1/collections/coverage/tiles/WebMercatorQuad/${z}/${y}/${x}`);
      expect(response.status, `zoom ${zoom}`).toBe(200);
      const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
      const layer = tile.layers.coverage;
      const cells = Array.from({ length: layer.length }, (_, n) => layer.feature(n).properties);
      expect(cells.reduce((sum, { residents }) => sum + Number(residents), 0)).toBeGreaterThan(0);
    }
  });

  it("gives in a tile of zoom 12 exactly the store's zone flags", async () => {
    const place = villageCell(SHARDS[0], 0);
    const { x, y } = positionToTile(place.lng, place.lat, 12);
    const response = await ask(`/v1/collections/coverage/tiles/WebMercatorQuad/12/${y}/${x}?period=evening`);
    const { coverage } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers;
    const levels = new Map(
      await Promise.all(
        SHARDS.map(
          async (shard) => [shard, await wholeLevel(store, run, ["base", "evening"], 10, shard)] as const,
        ),
      ),
    );
    expect(coverage.length).toBeGreaterThan(1000);
    for (let n = 0; n < coverage.length; n++) {
      const { id, properties } = coverage.feature(n);
      const cell = numberToCell(id!);
      const shard = SHARDS.find((each) => shardIndexToCell(each, cellToShardIndex(cell)) === cell)!;
      const index = cellToShardIndex(cell);
      expect(properties).toMatchObject({
        inOfficialZone: levels.get(shard)!.base.officialZone[index] === 200,
        reachableWithin500m: levels.get(shard)!.evening.reachable[index] === 200,
        hoursUnknown: levels.get(shard)!.evening.hoursUnknown[index] === 200,
      });
    }
  });

  it("gives AEDs as items, one by one and in a tile", async () => {
    const page = await askJson("/v1/collections/aeds/items?limit=2");
    expect(page).toMatchObject({ numberMatched: 3, numberReturned: 2 });
    const next = page.links.find(({ rel }: { rel: string }) => rel === "next").href;
    const second = await askJson(next.replace("https://zesminuten.test", ""));
    expect(second.numberReturned).toBe(1);
    const { id, properties } = await askJson(
      `/v1/collections/aeds/items/${encodeURIComponent("demo:day/night")}`,
    );
    expect(id).toBe("demo:day/night");
    expect(properties).toMatchObject({ openHours: DAY_AND_NIGHT, reachableNight: true, hoursUnknown: false });
    const { x, y } = positionToTile(villageCell(SHARDS[0], 0).lng, villageCell(SHARDS[0], 0).lat, 12);
    const response = await ask(`/v1/collections/aeds/tiles/WebMercatorQuad/12/${y}/${x}`);
    const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
    expect(tile.layers.aeds.length).toBe(2);
  });

  it("survives ids, searches and runs that are no such thing", async () => {
    for (const [path, status] of [
      ["/v1/collections/aeds/items/nothing", 404],
      ["/v1/collections/aeds/items/demo:'%20or%201=1", 404],
      ["/v1/collections/ambulance-posts/items/x", 404],
      ["/v1/collections/regions/items/GM9999", 404],
      ["/v1/collections/regions/items?search=%25_%5C'", 200],
      ["/v1/collections/regions/items?f=csv", 200],
      ["/v1/collections/aeds/items?offset=999999999999999", 200],
      ["/v1/collections/aeds/items?bbox=-1e308,-1e308,1e308,1e308", 200],
      ["/v1/runs/00000000-0000-4000-8000-000000000009", 404],
    ] as const) {
      expect((await ask(path)).status, path).toBe(status);
    }
  });
});
