import { createReadStream, existsSync } from "node:fs";
import { kinks, multiPolygon } from "@turf/turf";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Region } from "../../src/load/records.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importRegionTable } from "../../src/store/imports/importRegionTable.ts";
import { readRegionCells } from "../../src/store/imports/mergePopulation.ts";
import type { ImportSource } from "../../src/store/imports/report.ts";
import { readShardPeople } from "../../src/store/imports/shardPeople.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { brokenAfterTwoBatches, disc, given, OPTIONS, real, rectangle, square, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.sql`truncate source, input_edition, import_log, region, region_member, region_shard,
    gemeente_table, population_source, population_shard`;
});

const DUIVEN = rectangle("GM0226", [6.0, 51.93, 6.04, 51.96]);
const WESTERVOORT = rectangle("GM0293", [5.96, 51.93, 6.0, 51.96]);
const VILLAGE = rectangle("BU02260000", [6.0, 51.93, 6.02, 51.96], { kind: "buurt", parentCode: "WK022600" });

const load = (source: ImportSource, regions: Region[]) =>
  importRegions(test.as("load"), source, [given(regions)], OPTIONS);
const rows = (edition: number) => test.database
  .sql`select code, kind, source_id, parent_code, stated_residents
  from region where edition = ${edition} order by code`;
const codes = async (edition: number) => (await rows(edition)).map(({ code }) => code);

async function cellCounts(edition: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const columns of (await readRegionCells(test.database, edition)).values()) {
    for (const { codes, cell } of columns) {
      for (const value of cell) if (value > 0) counts[codes[value - 1]] = (counts[codes[value - 1]] ?? 0) + 1;
    }
  }
  return counts;
}

describe("regions of one source", () => {
  it("come in with outline, bounds and cells", async () => {
    const report = await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    expect(report).toMatchObject({ edition: 1, accepted: 2, added: 2, refused: null });
    const [row] = await test.database
      .sql`select west, south, east, north, outline from region where code = 'GM0226'`;
    expect(row).toMatchObject({ west: 6.0, south: 51.93, east: 6.04, north: 51.96 });
    expect(row.outline).toEqual(DUIVEN.polygons);
    // 0.04° × 68,700 m × 0.03° × 111,270 m = 9.17 km² of cells of about 0.0127 km²: some 720
    const { GM0226 } = await cellCounts(1);
    expect(GM0226).toBeGreaterThan(690);
    expect(GM0226).toBeLessThan(750);
  });

  it("change nothing when they come a second time", async () => {
    await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    const report = await load(real("cbs"), [WESTERVOORT, DUIVEN]);
    expect(report).toMatchObject({ edition: 1, isNewEdition: false, unchanged: 2, added: 0, retired: 0 });
    expect((await readEditions(test.database)).regions.edition).toBe(1);
  });

  it("replace those of the same kind and leave the other kinds alone", async () => {
    await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    await load(real("cbs"), [VILLAGE]);
    const report = await load(real("cbs"), [{ ...DUIVEN, name: "Duiven" }]);
    expect(report).toMatchObject({ edition: 3, changed: 1, retired: 1, added: 0 });
    expect(await codes(3)).toEqual(["BU02260000", "GM0226"]);
    expect(await codes(2)).toEqual(["BU02260000", "GM0226", "GM0293"]);
    const counts = await cellCounts(3);
    expect(Object.keys(counts).sort()).toEqual(["BU02260000", "GM0226"]);
    expect(counts).toEqual({ ...(await cellCounts(2)), GM0293: undefined });
  });

  it("with the same outline but moved cells are a change", async () => {
    await load(real("cbs"), [DUIVEN]);
    const wider = rectangle("GM0226", [6.0, 51.93, 6.041, 51.96]);
    expect(await load(real("cbs"), [wider])).toMatchObject({ edition: 2, changed: 1 });
  });

  it("change nothing when the reader fails half-way", async () => {
    await load(real("cbs"), [DUIVEN]);
    const all = [DUIVEN, WESTERVOORT, VILLAGE, rectangle("GM9999", [5, 52, 5.01, 52.01])];
    await expect(
      importRegions(test.database, real("cbs"), [brokenAfterTwoBatches(all)], OPTIONS),
    ).rejects.toThrow("read error");
    expect(await codes(1)).toEqual(["GM0226"]);
    expect((await readEditions(test.database)).regions.edition).toBe(1);
  });
});

describe("regions of several sources", () => {
  it("a code that comes again belongs to the newest, and its cells are counted once", async () => {
    await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    const before = await cellCounts(1);
    const report = await load(real("other"), [{ ...DUIVEN, name: "Duiven" }]);
    expect(report).toMatchObject({ edition: 2, changed: 1, retired: 0 });
    expect(await rows(2)).toMatchObject([
      { code: "GM0226", source_id: "other" },
      { code: "GM0293", source_id: "cbs" },
    ]);
    expect(await cellCounts(2)).toEqual(before);
  });

  it("real ones take the demo's out of force, cells included", async () => {
    await load(synthetic("demo"), [rectangle("demo-1", [5.9, 51.9, 6.1, 52.0], { kind: "place" })]);
    const report = await load(real("cbs"), [DUIVEN]);
    // "retired" counts what this source held; the demo is named apart
    expect(report).toMatchObject({ edition: 2, retired: 0, retiredSources: ["demo"] });
    expect(await codes(2)).toEqual(["GM0226"]);
    expect(Object.keys(await cellCounts(2))).toEqual(["GM0226"]);
    const refused = await load(synthetic("demo"), [
      rectangle("demo-1", [5.9, 51.9, 6.1, 52.0], { kind: "place" }),
    ]);
    expect(refused.refused).toMatch(/real regions data are in force/);
  });
});

describe("roll-ups", () => {
  const table = [
    { code: "GM0226", name: "Duiven", provincie: "PV25", veiligheidsregio: "VR07", ggd: null },
    { code: "GM0293", name: "Westervoort", provincie: "PV25", veiligheidsregio: null, ggd: null },
  ];
  async function* tableOf(rows: typeof table) {
    yield { records: rows, findings: [], bytesRead: 1 };
  }
  const members = (edition: number) => test.database.sql`select parent_code, child_code from region_member
    where edition = ${edition} order by parent_code, child_code`;

  it("are left out, and told, while a gemeente is missing", async () => {
    const report = await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    expect(await codes(1)).toEqual(["GM0226", "GM0293"]);
    expect(report.rejected).toBe(0);
    expect(report.findings.map(({ place }) => place)).toContain("provincie PV25");
  });

  it("come when the table says that they are whole, with their members and the provincie as parent", async () => {
    await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    const report = await importRegionTable(test.as("load"), [tableOf(table)], OPTIONS);
    expect(report).toMatchObject({ edition: 2, accepted: 2, refused: null });
    expect(await rows(2)).toMatchObject([
      { code: "GM0226", parent_code: "PV25" },
      { code: "GM0293", parent_code: "PV25" },
      { code: "PV25", kind: "provincie", stated_residents: 20 },
      { code: "VR07", kind: "veiligheidsregio", stated_residents: 10 },
    ]);
    expect(await members(2)).toEqual([
      { parent_code: "PV25", child_code: "GM0226" },
      { parent_code: "PV25", child_code: "GM0293" },
      { parent_code: "VR07", child_code: "GM0226" },
    ]);
    expect(await importRegionTable(test.database, [tableOf(table)], OPTIONS)).toMatchObject({
      isNewEdition: false,
    });
    expect(await load(real("cbs"), [DUIVEN, WESTERVOORT])).toMatchObject({
      isNewEdition: false,
      unchanged: 2,
    });
  });

  it("go again when one of their gemeenten goes", async () => {
    await importRegionTable(test.database, [tableOf(table)], OPTIONS);
    await load(real("cbs"), [DUIVEN, WESTERVOORT]);
    const report = await load(real("cbs"), [WESTERVOORT]);
    expect(await rows(report.edition)).toMatchObject([{ code: "GM0293", parent_code: null }]);
    expect(await members(report.edition)).toEqual([]);
  });
});

describe("population on the land of the regions", () => {
  it("is left as it was where no region says what is sea", async () => {
    await importPopulation(
      test.database,
      real("cbs-squares"),
      [given([square("E1990N4400", 6.01, 51.94, 80)])],
      OPTIONS,
    );
    const report = await load(real("cbs"), [DUIVEN]);
    expect(report.followed).toEqual({});
    expect((await readEditions(test.database)).population.edition).toBe(1);
  });
});

describe("population and a region that covers the country", () => {
  // 2.9° × 68,000 m × 1.4° × 111,200 m = 30,700 km²: more than the 29,500 that make a land mask
  const country = rectangle("NL01", [3.6, 51.3, 6.5, 52.7], { kind: "place" });
  /** 1 km² around a point on the eastern border: half of it lies abroad. */
  const border = disc("7000", 6.5, 52, 1_000);

  async function residentsByCell(edition: number) {
    const people = await readShardPeople(test.database, { population: edition, regions: 0 });
    return new Map(people.map(({ shard, residents }) => [shard, residents]));
  }

  it("places the people of a disc on its land only, whichever was loaded first", async () => {
    await importPopulation(test.database, real("pc4"), [given([border])], OPTIONS);
    const everywhere = await residentsByCell(1);
    const report = await load(real("cbs"), [country]);
    expect(report.followed).toEqual({ population: 2 });
    const onLand = await residentsByCell(2);

    const cellsWithPeople = (shards: Map<string, Float64Array>) =>
      [...shards.values()].reduce((sum, residents) => sum + residents.filter((count) => count > 0).length, 0);
    // half the disc is land: about half the cells, each with twice the people
    expect(cellsWithPeople(onLand) / cellsWithPeople(everywhere)).toBeGreaterThan(0.4);
    expect(cellsWithPeople(onLand) / cellsWithPeople(everywhere)).toBeLessThan(0.6);
    const total = [...onLand.values()]
      .flatMap((residents) => [...residents])
      .reduce((sum, count) => sum + count, 0);
    expect(total).toBeCloseTo(1_000, 6);

    await test.database
      .sql`truncate source, input_edition, population_source, population_shard, region, region_shard`;
    await load(real("cbs"), [country]);
    await importPopulation(test.database, real("pc4"), [given([border])], OPTIONS);
    expect(await residentsByCell(1)).toEqual(onLand);
  });
});

const FILE = new URL("../../../shared/data/netherlands/gemeente_2024.geojson", import.meta.url).pathname;
const hasData = existsSync(FILE);
describe("the gemeenten of 2024", () => {
  it.skipIf(!hasData)(
    `become 342 regions and all their roll-ups${hasData ? "" : " (skipped: no shared data)"}`,
    async () => {
      const read = () => readRegions(createReadStream(FILE));
      const report = await importRegions(test.database, real("cbs"), [read()], OPTIONS);
      expect(report).toMatchObject({ accepted: 342, refused: null });
      const kinds = await test.database.sql`select kind, count(*)::int as count from region where edition = 1
      group by kind order by kind`;
      expect(kinds).toEqual([
        { kind: "gemeente", count: 342 },
        { kind: "ggd", count: 25 },
        { kind: "provincie", count: 12 },
        { kind: "veiligheidsregio", count: 25 },
      ]);
      const [country] = await test.database.sql`select sum(stated_residents) as residents from region
      where edition = 1 and kind = 'provincie'`;
      expect(country.residents).toBe(17_942_942);
      const outlines = await test.database
        .sql`select code, outline from region where edition = 1 and kind = 'gemeente'`;
      for (const { outline } of outlines) {
        expect(outline.length).toBeGreaterThan(0);
        expect(kinks(multiPolygon(outline)).features).toHaveLength(0);
      }
      expect(await importRegions(test.database, real("cbs"), [read()], OPTIONS)).toMatchObject({
        isNewEdition: false,
        unchanged: 342,
      });
    },
  );
});
