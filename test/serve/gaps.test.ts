import { cellToLatLng } from "h3-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shardIndexToCell } from "../../src/grid/shard.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { createApp } from "../../src/serve/app.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { DAY_AND_NIGHT, EVERY_DAY, openOn } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, VILLAGE_RESIDENTS, villageCell } from "../world/smallCountry.ts";
import { startApi } from "./askApi.ts";
import { expectProblem, expectRules } from "./expectRules.ts";
import { fakeBase, fakePeriod } from "./fakeColumns.ts";
import { GAP_REGION, GAP_SHARD } from "./fakeStore.ts";
import { idsOf } from "./followPages.ts";

describe("gaps of a real run, read as the role that serves", () => {
  let test: TestDatabase;
  // biome-ignore lint/suspicious/noExplicitAny: what a document holds is what the tests are about
  let askJson: (path: string) => Promise<any>;

  /** The first village has a day-and-night AED, the second one that is open by day. */
  beforeAll(async () => {
    test = await startTestDatabase();
    await foundSmallCountry(test.database);
    await setAeds(test.database, 1, [
      { ref: "day/night", ...villageCell(SHARDS[0], 0), openHours: DAY_AND_NIGHT },
      { ref: "by day", ...villageCell(SHARDS[1], 0), openHours: openOn(EVERY_DAY, 8, 18) },
    ]);
    await recalculate(test.database, { trigger: "test" });
    const contact = { name: "test", email: "test@zesminuten.test", url: "https://zesminuten.test" };
    const app = createApp({ store: publishedStore(test.as("serve")), version: "0.1.0", contact });
    askJson = async (path) =>
      (await app.request(`https://zesminuten.test/v1/collections/gaps/items${path}`)).json();
  });
  afterAll(() => test.close());

  it("finds the second village uncovered in the week because its AED is closed", async () => {
    const page = await askJson("?region=DEMO0002");
    const middle = shardIndexToCell(SHARDS[1], villageCell(SHARDS[1], 9).index);
    expect(page).toMatchObject({
      synthetic: true,
      period: "week",
      definition: "reachableWithin500m",
      residents: VILLAGE_RESIDENTS,
      uncoveredResidents: VILLAGE_RESIDENTS,
      unknownResidents: 0,
      // 1,023 × 95 / 100,000
      uncoveredArrestsPerYear: 0.972,
      numberMatched: 1,
    });
    expect(page.region.name).toMatch(/demo/);
    const [gap] = page.features;
    expect(gap.id).toBe(middle);
    expect(gap.properties).toMatchObject({
      rank: 1,
      residents: VILLAGE_RESIDENTS,
      arrestsPerYear: 0.972,
      alertsPerYear: 0.742,
      reason: "closed",
      closedResidents: VILLAGE_RESIDENTS,
      noAedNearResidents: 0,
      nearestAedId: "demo:by day",
      nearestAedAlwaysOpen: false,
      // day-and-night AEDs: the first village's is farther than 2,500 m
      nearestReachableAedMeters: null,
      regionCode: "DEMO0002",
      cellCount: 10,
      synthetic: true,
    });
    // the AED stands in the middle of the village, the cell of 512 two steps off
    expect(gap.properties.nearestAedMeters).toBeGreaterThan(150);
    expect(gap.properties.nearestAedMeters).toBeLessThan(260);
    expect(gap.geometry.type).toBe("MultiPolygon");
    const [lat, lng] = cellToLatLng(middle);
    expect(Math.abs(gap.geometry.coordinates[0][0][0][0] - lng)).toBeLessThan(0.01);
    expect(Math.abs(gap.geometry.coordinates[0][0][0][1] - lat)).toBeLessThan(0.01);
  });

  it("finds nobody uncovered by day, nor in the village whose AED is open day and night", async () => {
    expect(await askJson("?region=DEMO0002&period=weekday")).toMatchObject({
      numberMatched: 0,
      uncoveredResidents: 0,
    });
    expect(await askJson("?region=DEMO0002&period=night")).toMatchObject({ numberMatched: 1 });
    expect(await askJson("?region=DEMO0001")).toMatchObject({
      numberMatched: 0,
      residents: VILLAGE_RESIDENTS,
    });
  });

  it("counts nobody as uncovered along streets that are not loaded", async () => {
    const page = await askJson("?region=DEMO0001&definition=within500mByStreet");
    expect(page).toMatchObject({
      numberMatched: 0,
      uncoveredResidents: 0,
      unknownResidents: VILLAGE_RESIDENTS,
    });
  });

  it("heads a register that is complete with nothing, and one that is not with a warning", async () => {
    // 1,023 residents make 1.5 AEDs expected; each village has 1
    const page = await askJson("?region=DEMO0002");
    expect(page.aedCompleteness).toBeCloseTo(1 / ((1_023 * 26_892) / 17_942_942), 6);
    expect(page.warning).toBe("register incomplete: these may be gaps in the data");
    expect(page.features[0].properties.warning).toBe(page.warning);
  });
});

describe("gaps over the protocol", () => {
  const { ask, askJson } = startApi();
  const ITEMS = `/v1/collections/gaps/items?region=${GAP_REGION.code}`;

  it("are as many residents as the columns say, in pages that leave nothing out", async () => {
    let expected = 0;
    const [base, period] = [fakeBase(GAP_SHARD, 10), fakePeriod(GAP_SHARD, 10, "evening")];
    for (let n = 0; n < base.land.length; n++) {
      if (base.land[n] !== 255 && period.reachable[n] === 0) expected += base.residentTenths[n] / 10;
    }
    const page = await askJson(`${ITEMS}&period=evening&limit=7`);
    expect(page.uncoveredResidents).toBe(Math.round(expected));
    const ids = await idsOf(askJson, `${ITEMS}&period=evening&limit=1000`);
    expect(ids).toHaveLength(page.numberMatched);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.features.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 7));
  });

  it("are found one by one, and all of them in the CSV", async () => {
    const page = await askJson(`${ITEMS}&limit=2`);
    const [, second] = page.features;
    const one = await askJson(`/v1/collections/gaps/items/${second.id}?region=${GAP_REGION.code}`);
    expect(one.properties).toMatchObject({ ...second.properties, rank: 2 });
    const lines = (await (await ask(`${ITEMS}&f=csv`)).text()).trim().split("\r\n");
    expect(lines).toHaveLength(1 + page.numberMatched);
    expect(lines[0]).toContain("residents (demo)");
    expect(lines[2].startsWith(second.id)).toBe(true);
  });

  it("answer by the rules of every address", async () => {
    const [{ id }] = (await askJson(ITEMS)).features;
    for (const address of [ITEMS, `/v1/collections/gaps/items/${id}?region=${GAP_REGION.code}`]) {
      const get = await ask(`${address}&f=json`);
      expect(get.status).toBe(200);
      expectRules(get, address);
      expect(get.headers.get("Content-Crs")).toContain("CRS84");
      const again = await ask(`${address}&f=json`, {
        headers: { "If-None-Match": get.headers.get("ETag")! },
      });
      expect(again.status).toBe(304);
      const head = await ask(address, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
      await expectProblem(await ask(address, { method: "POST" }), 405);
      await expectProblem(await ask(address, { headers: { Accept: "image/png" } }), 406);
      const { errors } = await expectProblem(await ask(`${address}&bogus=1`), 400);
      expect(errors!.map(({ parameter }) => parameter)).toEqual(["bogus"]);
    }
  });

  it("keep to a box", async () => {
    const [west, south, east, north] = GAP_REGION.bbox;
    const all = await askJson(ITEMS);
    const inBox = await askJson(`${ITEMS}&bbox=${west},${south},${east},${(south + north) / 2}`);
    expect(inBox.numberMatched).toBeLessThan(all.numberMatched);
    expect(inBox.numberMatched).toBeGreaterThan(0);
  });

  it("refuse a question without a region, of an unknown one, or by an unknown rule", async () => {
    await expectProblem(await ask("/v1/collections/gaps/items"), 400);
    await expectProblem(await ask("/v1/collections/gaps/items?region=GM9999"), 404);
    await expectProblem(await ask(`${ITEMS}&definition=near`), 400);
    await expectProblem(
      await ask(`/v1/collections/gaps/items/8a1969000000000?region=${GAP_REGION.code}`),
      404,
    );
  });
});
