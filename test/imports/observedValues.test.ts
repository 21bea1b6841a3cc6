import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourcesText } from "../../scripts/load/sourcesText.ts";
import type { ObservedValue } from "../../src/load/records.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { importObservedValues } from "../../src/store/imports/importObservedValues.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importRegionTable } from "../../src/store/imports/importRegionTable.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { countingBytes, given, NOW, OPTIONS, real, rectangle, square } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
  const database = test.as("load");
  // two gemeenten, 19,000 residents in the west and 9,500 in the east
  const people = [square("E0900N4300", 4.45, 51.92, 19_000), square("E0950N4300", 4.55, 51.92, 9_500)];
  await importPopulation(database, real("cbs"), [given(people)], OPTIONS);
  const west = rectangle("GM0001", [4.4, 51.9, 4.5, 51.95]);
  const east = rectangle("GM0002", [4.5, 51.9, 4.6, 51.95]);
  const table = ["GM0001", "GM0002"].map((code) => ({
    code,
    name: code,
    provincie: "PV28",
    veiligheidsregio: "VR17",
    ggd: null,
  }));
  await importRegions(database, real("regions"), [given([west, east])], OPTIONS);
  await importRegionTable(database, [given(table)], OPTIONS);
});
afterAll(() => test.close());

const value = (regionCode: string, measure: ObservedValue["measure"], figure: number): ObservedValue => ({
  ref: `${regionCode} ${measure}`,
  regionCode,
  measure,
  value: figure,
  source: "count",
  date: "2024-01-01",
});
const load = (values: ObservedValue[], id = "observed") =>
  importObservedValues(test.as("load"), real(id), [given(values)], OPTIONS);
const figuresOf = async (code: string) => {
  await recalculate(test.as("run"), { trigger: "test" });
  const store = publishedStore(test.as("serve"));
  return (await store.readRegion((await store.readPublishedRun())!, code))!.figures;
};
/** One AED for 17,942,942 / 26,892 residents. */
const model = (residents: number) => (residents * 26_892) / 17_942_942;

describe("observed values", () => {
  it("are none where none were loaded: the model's own number is used", async () => {
    const figures = await figuresOf("GM0001");
    expect(figures.aedsExpected).toBeCloseTo(model(19_000), 6);
    expect(figures.observed).toEqual({});
  });

  it("override the AEDs expected in their region and in the sums it is part of, not beside it", async () => {
    const report = await load([
      value("GM0001", "aedsExpected", 100),
      value("VR17", "ambulanceMeanSeconds", 500),
    ]);
    expect(report).toMatchObject({ kind: "observedValues", edition: 1, added: 2, notes: [] });
    expect((await figuresOf("GM0001")).aedsExpected).toBe(100);
    expect((await figuresOf("GM0001")).aedCompleteness).toBe(0);
    expect((await figuresOf("GM0002")).aedsExpected).toBeCloseTo(model(9_500), 6);
    expect((await figuresOf("VR17")).aedsExpected).toBeCloseTo(100 + model(9_500), 6);
  });

  it("of a veiligheidsregio are used in its gemeenten, with where they are from", async () => {
    const { observed } = await figuresOf("GM0002");
    expect(observed).toMatchObject({
      ambulanceMeanSeconds: { value: 500, regionCode: "VR17", date: "2024-01-01" },
    });
    expect(Object.keys((await figuresOf("GM0001")).observed).sort()).toEqual([
      "aedsExpected",
      "ambulanceMeanSeconds",
    ]);
  });

  it("of a region that is not loaded are kept and told", async () => {
    const { notes } = await load(
      [value("GM9999", "respondersGoShare", 0.8), value("NL", "respondersGoShare", 0.875)],
      "other",
    );
    expect(notes).toEqual(["1 regions are not loaded (GM9999): their values are used once they are"]);
    expect((await figuresOf("GM0001")).observed.respondersGoShare).toMatchObject({
      value: 0.875,
      regionCode: "NL",
    });
  });

  it("stand in the table of sources, with the regions that use them", async () => {
    const text = await sourcesText(test.as("load"));
    expect(text).toMatch(/VR17 +ambulanceMeanSeconds +500 s +count, 2024-01-01, used in 3 regions/);
    expect(text).toMatch(/GM0001 +aedsExpected +100 count/);
  });

  it("go with their source, and the model's own number comes back", async () => {
    await dropSource(test.as("load"), "observed", { now: NOW, random: countingBytes });
    expect((await figuresOf("GM0001")).aedsExpected).toBeCloseTo(model(19_000), 6);
    expect(Object.keys((await figuresOf("GM0001")).observed)).toEqual(["respondersGoShare"]);
  });
});
