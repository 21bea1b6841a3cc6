import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advicePage } from "../../scripts/advise/page.ts";
import { type RegionAdvice, readRegionToAdvise } from "../../scripts/advise/readQuestion.ts";
import { adviceToCsv, adviceToGeoJson } from "../../scripts/advise/stepProperties.ts";
import { advise } from "../../src/analyse/advice.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { DAY_AND_NIGHT, EVERY_DAY, openOn } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, VILLAGE_RESIDENTS, villageCell } from "../world/smallCountry.ts";

/** The first village has a day-and-night AED, the second one that is open by day. */
describe("advice on a published run, read as the role that serves", () => {
  let test: TestDatabase;
  const adviceOf = async (code: string): Promise<RegionAdvice> => {
    const region = await readRegionToAdvise(publishedStore(test.as("serve")), code);
    const { cells, openable: aeds } = region;
    return { ...region, budget: 3, advice: advise({ cells, aeds, budget: 3, costs: { add: 1, open: 1 } }) };
  };

  beforeAll(async () => {
    test = await startTestDatabase();
    await foundSmallCountry(test.database);
    await setAeds(test.database, 1, [
      { ref: "day/night", ...villageCell(SHARDS[0], 0), openHours: DAY_AND_NIGHT },
      { ref: "by <day>", ...villageCell(SHARDS[1], 0), openHours: openOn(EVERY_DAY, 8, 18) },
    ]);
    await recalculate(test.database, { trigger: "test" });
  });
  afterAll(() => test.close());

  it("opens the AED of the village that is covered by day only", async () => {
    const about = await adviceOf("DEMO0002");
    expect(about.residents).toBe(VILLAGE_RESIDENTS);
    const { features, ...head } = JSON.parse(adviceToGeoJson(about));
    expect(head).toMatchObject({
      synthetic: true,
      warning: "register incomplete: these may be gaps in the data",
      uncoveredResidents: VILLAGE_RESIDENTS,
      coveredResidents: VILLAGE_RESIDENTS,
    });
    expect(features).toHaveLength(1);
    expect(features[0].properties).toMatchObject({
      action: "open",
      aedId: "demo:by <day>",
      gainResidents: VILLAGE_RESIDENTS,
      gainArrestsPerYear: 0.972,
      gapShare: 0,
      alternativeAction: "add",
      status: "proposed",
    });
    const lines = adviceToCsv(about).trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("gainResidents (demo)");
  });

  it("prints a page that says that the data are made up and the register incomplete, and escapes names", async () => {
    const about = await adviceOf("DEMO0002");
    for (const [language, words] of [
      ["nl", ["DEMONSTRATIE", "REGISTER ONVOLLEDIG", "dag en nacht openen", "1.023"]],
      ["en", ["DEMONSTRATION", "REGISTER INCOMPLETE", "open day and night", "1,023"]],
    ] as const) {
      const page = advicePage(about, language);
      for (const word of words) expect(page).toContain(word);
      expect(page).toContain("by &lt;day&gt;");
      expect(page).not.toContain("by <day>");
      expect(page.match(/<circle/g)!.length).toBeGreaterThanOrEqual(10 + 1 + 1);
      expect(page).not.toMatch(/NaN|undefined|<script/);
    }
  });

  it("advises nothing where everybody is covered", async () => {
    const about = await adviceOf("DEMO0001");
    expect(about.advice).toMatchObject({ steps: [], uncoveredResidents: 0 });
    expect(advicePage(about, "nl")).toContain("Geen enkele stap");
  });

  it("refuses a region that is not loaded", async () => {
    await expect(adviceOf("GM9999")).rejects.toThrow(
      /got --region GM9999, expected the code of a loaded region/,
    );
  });
});
