import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { RESPONSE_COLUMNS } from "../../src/coverage/responseColumns.ts";
import { childAt } from "../../src/grid/shard.ts";
import { positionToTile } from "../../src/serve/tiles/mercator.ts";
import { startApi } from "./askApi.ts";
import { fakeBase, fakeResponse } from "./fakeColumns.ts";
import { fakeRun, SHARDS, UTRECHT } from "./fakeStore.ts";

const { ask, askJson } = startApi();
const ITEMS = "/v1/collections/response/items";

/** A cell of the shard at this resolution, of the domain, with and without people. */
function rowOf(resolution: number, isInhabited: boolean): number {
  const { land, residentTenths } = fakeBase(SHARDS[0], resolution);
  return land.findIndex((each, n) => each !== 255 && residentTenths[n] > 0 === isInhabited);
}

describe("the simulated response of a cell", () => {
  const row = rowOf(10, true);
  const columns = fakeResponse(SHARDS[0], 10, "responseNight");
  it("is what its columns say: shares to 0.05 with the band outward, times in seconds, counts whole", async () => {
    const { properties } = await askJson(`${ITEMS}/${childAt(SHARDS[0], 10, row)}?period=night`);
    const inTwentieths = (share: number) => share * 20;
    expect(properties.period).toBe("night");
    expect(inTwentieths(properties.cprWithinSixMinutes)).toBeCloseTo(Math.round(columns.cpr[row] / 5), 9);
    expect(inTwentieths(properties.cprWithinSixMinutesLow)).toBeCloseTo(
      Math.floor(columns.cprLow[row] / 5),
      9,
    );
    expect(inTwentieths(properties.cprWithinSixMinutesHigh)).toBeCloseTo(
      Math.ceil(columns.cprHigh[row] / 5),
      9,
    );
    expect(properties.cprMedianSeconds).toBe(columns.cprMedian[row] * 15);
    expect(properties.respondersAlerted).toBe(columns.alerted[row]);
    expect(properties.bystanderCprProbability).toBe(0.5);
  });

  it("has every column under its name, and nothing of the official zone", async () => {
    const { properties } = await askJson(`${ITEMS}/${childAt(SHARDS[0], 10, row)}`);
    for (const { wire } of RESPONSE_COLUMNS) expect(properties).toHaveProperty(wire);
    expect(Object.keys(properties).filter((name) => /zone|500m|nearest/i.test(name))).toEqual([]);
  });

  it("is null where nobody lives, never 0", async () => {
    const { properties } = await askJson(`${ITEMS}/${childAt(SHARDS[0], 10, rowOf(10, false))}`);
    for (const { wire } of RESPONSE_COLUMNS) expect(properties[wire]).toBeNull();
  });

  it("is rounded to whole per cent where many cells are taken together", async () => {
    const coarse = rowOf(8, true);
    const { cpr } = fakeResponse(SHARDS[0], 8, "responseWeek");
    const { properties } = await askJson(`${ITEMS}/${childAt(SHARDS[0], 8, coarse)}`);
    expect(properties.cprWithinSixMinutes).toBe(cpr[coarse] / 100);
  });

  it("comes in the same pages as coverage, cell by cell", async () => {
    const query = "bbox=5.0,52.0,5.2,52.1&resolution=8&limit=20";
    const cells = async (collection: string) =>
      (await askJson(`/v1/collections/${collection}/items?${query}`)).features.map(
        (one: { id: string }) => one.id,
      );
    const ids = await cells("response");
    expect(ids.length).toBeGreaterThan(5);
    expect(ids).toEqual(await cells("coverage"));
  });
});

describe("tiles of the simulated response", () => {
  it("carry the two headlines with their bands, as items have them, and nothing where nobody lives", async () => {
    const { x, y } = positionToTile(UTRECHT.lng, UTRECHT.lat, 12);
    const response = await ask(`/v1/collections/response/tiles/WebMercatorQuad/12/${y}/${x}?period=evening`);
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
    const { response: layer } = layers;
    const seen = Array.from({ length: layer.length }, (_, n) => layer.feature(n).properties);
    const inhabited = seen.filter(({ residents }) => (residents as number) > 0);
    expect(inhabited.length).toBeGreaterThan(100);
    const names = ["aedReadyWithinSixMinutes", "aedReadyWithinSixMinutesHigh", "aedReadyWithinSixMinutesLow"];
    const own = [...names, ...names.map((name) => name.replace("aedReady", "cpr")), "residents", "synthetic"];
    for (const properties of inhabited) expect(Object.keys(properties).sort()).toEqual(own.sort());
    for (const properties of seen.filter(({ residents }) => residents === 0)) {
      expect(Object.keys(properties).sort()).toEqual(["residents", "synthetic"]);
    }
    for (const { cprWithinSixMinutesLow: low, cprWithinSixMinutesHigh: high } of inhabited) {
      expect(Number.isInteger(Math.round(Number(low) * 1e9) / 5e7)).toBe(true);
      expect(Number(low)).toBeLessThanOrEqual(Number(high));
    }
  });

  it("are told by a TileJSON, a style and metadata of their own, which carry period and run", async () => {
    const address = "/v1/collections/response/tiles/WebMercatorQuad";
    const tileJson = await askJson(`${address}?f=tilejson&period=night`);
    expect(tileJson.tiles[0]).toContain("/collections/response/");
    expect(tileJson.tiles[0]).toContain("period=night");
    expect(tileJson.vector_layers[0].id).toBe("response");
    expect(tileJson.vector_layers[0].fields).toHaveProperty("cprWithinSixMinutesLow");
    const style = await askJson(`${address}?f=style&period=night`);
    expect(style.sources.response.url).toContain("period=night");
    expect(style.layers[0]["source-layer"]).toBe("response");
  });
});

describe("the simulated response of a region", () => {
  it("is rounded to whole per cent with the band outward, and stands per period in the CSV", async () => {
    const region = await askJson("/v1/collections/regions/items/GM0001?period=night");
    expect(region.properties).toMatchObject({
      cprWithinSixMinutes: 0.45,
      cprWithinSixMinutesLow: 0.33,
      cprWithinSixMinutesHigh: 0.56,
      cprMedianSeconds: 390,
      respondersAlerted: 89,
      aedReadyWithinSixMinutes: null,
      bystanderCprProbability: 0.5,
    });
    expect(region.properties.periods.weekday.cprWithinSixMinutes).toBe(0.45);
    const csv = await (await ask("/v1/collections/regions/items?f=csv")).text();
    expect(csv.split("\r\n")[0]).toContain("nightCprWithinSixMinutesLow (demo)");
  });

  it("is null where nothing was computed for it", async () => {
    const { properties } = await askJson("/v1/collections/regions/items/GM0004");
    expect(properties.cprWithinSixMinutes).toBeNull();
  });
});

describe("a run of before there was a simulated response", () => {
  const old = startApi({ run: { ...fakeRun(), hasResponse: false, scenario: {} } });
  it("says so, and serves the rest", async () => {
    const cell = childAt(SHARDS[0], 10, rowOf(10, true));
    for (const path of [
      ITEMS,
      `${ITEMS}/${cell}`,
      "/v1/collections/response/tiles/WebMercatorQuad/6/20/32",
    ]) {
      const response = await old.ask(path);
      expect(response.status).toBe(404);
      expect(((await response.json()) as { detail: string }).detail).toContain("no simulated response");
    }
    expect((await old.ask(`/v1/collections/coverage/items/${cell}`)).status).toBe(200);
    const { properties } = await old.askJson("/v1/collections/regions/items/GM0001");
    expect(properties).not.toHaveProperty("cprWithinSixMinutes");
  });
});
