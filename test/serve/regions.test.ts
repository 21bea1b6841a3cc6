import { describe, expect, it } from "vitest";
import { regionsToCsv } from "../../src/serve/regionsCsv.ts";
import { startApi } from "./askApi.ts";
import { fakeRun, REGIONS, RUN_ID } from "./fakeStore.ts";

const { ask, askJson } = startApi();

describe("regions", () => {
  it("have rounded figures, a warning where the register is incomplete, and the chosen period on top", async () => {
    const { properties, bbox } = await askJson("/v1/collections/regions/items/GM0002?period=weekend");
    expect(properties).toMatchObject({
      code: "GM0002",
      name: "Gemeente 2 (demo)",
      residents: 1002,
      aedCompletenessWarning: "register incomplete",
      officialZoneShare: 0.88,
      period: "weekend",
      reachableWithin500mShare: 0.5123,
      hoursUnknownShare: null,
    });
    expect(Object.keys(properties.periods)).toEqual(["week", "weekday", "evening", "night", "weekend"]);
    expect(bbox).toHaveLength(4);
  });

  it("tell residents by age, and how many are of unknown age, or null where too many are", async () => {
    const one = await askJson("/v1/collections/regions/items/GM0003");
    // 1,003.4 residents, 980.4 of known age
    expect(one.properties).toMatchObject({
      residentsAge0To14: 150,
      residentsAge15To24: 120,
      residentsAge25To44: 250,
      residentsAge45To64: 260,
      residentsAge65Plus: 200,
      residentsAgeUnknown: 23,
    });
    const other = await askJson("/v1/collections/regions/items/GM0002");
    expect(other.properties).toMatchObject({ residentsAge65Plus: null, residentsAgeUnknown: null });
  });

  it("say what was observed in place of the model's own value, by whom, when and where", async () => {
    const { properties } = await askJson("/v1/collections/regions/items/GM0003");
    expect(properties.aedsExpected).toBe(3);
    expect(properties.observed).toEqual({
      ambulanceMeanSeconds: {
        value: 515,
        unit: "s",
        source: "Sectorkompas",
        date: "2024-01-01",
        regionCode: "VR17",
      },
    });
    expect((await askJson("/v1/collections/regions/items/GM0002")).properties.observed).toEqual({});
  });

  it("are searched by name and kind, with or without outlines", async () => {
    const { numberMatched } = await askJson(
      "/v1/collections/regions/items?kind=gemeente&search=GEMEENTE%201",
    );
    const expected = REGIONS.filter(({ kind, name }) => kind === "gemeente" && name.startsWith("Gemeente 1"));
    expect(numberMatched).toBe(expected.length);
    const { features } = await askJson("/v1/collections/regions/items?skipGeometry=true&limit=1");
    expect(features[0].geometry).toBeNull();
  });

  it("come as CSV: every one of them, (demo) in the header, names quoted", async () => {
    const response = await ask("/v1/collections/regions/items?f=csv&limit=2");
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    const lines = (await response.text()).split("\r\n");
    expect(lines).toHaveLength(1 + REGIONS.length + 1);
    expect(lines[0]).toMatch(/^code,name,kind,parentCode,residents \(demo\),/);
    expect(lines[0]).toContain("nightReachableWithin500mShare (demo)");
    expect(lines[1]).toMatch(/^GM0000,"Dorp, ""aan de Vecht"" \(demo\)",wijk,,1000,/);
    const real = await startApi({ run: fakeRun(RUN_ID, "real") }).ask("/v1/collections/regions/items?f=csv");
    expect(await real.text()).not.toContain("demo");
  });

  it("in CSV never begin a field with a formula", () => {
    const csv = regionsToCsv([{ ...REGIONS[1], name: '=HYPERLINK("x")' }], fakeRun(RUN_ID, "real"));
    expect(csv.split("\r\n")[1]).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
