import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkFile } from "../../scripts/load/check.ts";
import { platform } from "../../scripts/load/fileOptions.ts";
import { openInputFile, requireFormat } from "../../scripts/load/files.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import { readReachAreas } from "../../src/load/reachAreas.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { type FileSubject, FORMATS } from "../../src/store/imports/fileSubjects.ts";
import { type FileOptions, importFiles } from "../../src/store/imports/importFiles.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedFile } from "../load/sources.ts";
import { isInPolygonNaive } from "../oracle/pointInPolygon.ts";
import { readInForce } from "./inForce.ts";
import { countingBytes, NOW, real } from "./world.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url).pathname;
const ABROAD: FileOptions = { isAnywhere: true };

/** Every file that holds a kind of data, with the number of records that its README tells. */
const FILES: [
  subject: FileSubject,
  source: string,
  paths: string[],
  accepted: number,
  options?: FileOptions,
][] = [
  ["regions", "cbs", ["netherlands/gemeente_2024.geojson"], 342],
  ["regions", "cbs", ["rijnmond/wijk_2024.geojson"], 969],
  ["regions", "cbs", ["rijnmond/buurt_2024.geojson"], 625],
  [
    "population",
    "postcodes",
    ["netherlands/pc4_points_population.csv", "netherlands/pc4_population_by_age_2021.csv"],
    4067,
  ],
  ["population", "squares", ["rijnmond/grid_100m_rijnmond_stats.csv"], 16_383],
  ["aeds", "delft-osm", ["delft/tudelft.osm.pbf"], 13],
  ["aeds", "delft", ["delft/aeds_delft_campus.geojson"], 13],
  ["aeds", "duiven", ["duiven/duiven_aeds_2014.csv"], 27],
  ["aeds", "duiven-json", ["duiven/duiven_aeds_2014.geojson"], 27],
  ["aeds", "nijmegen", ["nijmegen/openaed_api_nijmegen_2025-04.json"], 23],
  ["aeds", "swiss", ["overpass/overpass_defibrillators_ch_2020-12.json"], 1550, ABROAD],
  ["posts", "rivm", ["netherlands/ambulance_posts_rivm2019.geojson"], 280],
];

describe.skipIf(!hasSharedData)(`the real files${hasSharedData ? "" : ` (${NO_SHARED_DATA})`}`, () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await startTestDatabase();
  });
  afterAll(() => test.close());

  /** As the command does it. */
  async function load(subject: FileSubject, id: string, paths: string[], options: FileOptions = {}) {
    const files = await Promise.all(
      paths.map(async (path) => requireFormat(await openInputFile(SHARED + path), FORMATS[subject])),
    );
    return importFiles(
      test.as("load"),
      { subject, source: real(id), files, options },
      { now: NOW },
      platform,
    );
  }
  const sum = async (query: string) => Number((await test.database.sql.query(query))[0].sum);

  it.each(FILES)(
    "%s of %s come in, all of them",
    {
      timeout: 120_000,
    },
    async (subject, id, paths, accepted, options) => {
      const report = await load(subject, id, paths, options);
      expect(report).toMatchObject({ refused: null, accepted, rejected: 0 });
      const residents = report.notes.find((note) => note.startsWith("residents of all sources"));
      // the README's 17,472,870, and with the 1,299,500 of the squares
      if (id === "postcodes") expect(residents).toMatch(/17472870 given, 17472870 placed/);
      if (id === "squares") expect(residents).toMatch(/18772370 given/);
    },
  );

  it("have the residents that CBS counts", async () => {
    const residentsOf = (kind: string) =>
      sum(`select sum(stated_residents) from region where kind = '${kind}'
        and edition = (select edition from input_edition where kind = 'regions')`);
    expect(await residentsOf("gemeente")).toBe(17_942_942);
    expect(await residentsOf("buurt")).toBe(1_312_605);
  });

  it("hold the centres of the squares against their conversion, within 0.6 m along each axis", async () => {
    const file = await openInputFile(`${SHARED}rijnmond/grid_100m_rijnmond.geojson`);
    const { text, isGood } = await checkFile(test.as("load"), file);
    expect(text).toMatch(/16,383 centres; .* at most 0\.5\d m north, south, east or west, 0\.6\d m straight/);
    // nobody lives in squares that are withheld
    expect(Number(/([\d,]+) of them stand in a cell where people live/.exec(text)![1].replace(",", ""))).toBe(
      16_383,
    );
    expect(isGood).toBe(true);
  });

  it("hold 15 minutes' drive of the posts against people: 95.6 %, median radius 8.2 km", async () => {
    const path = "netherlands/ambulance_reach_15min_osrm.geojson";
    const { text, isGood } = await checkFile(test.as("load"), await openInputFile(SHARED + path));
    expect(isGood).toBe(true);
    expect(text).toMatch(/280 areas, the median one as large as a circle of 8\.2 km/);
    expect(text).toMatch(/280 belong to a post in force \(280 are\), of which 280 stand in their own area/);
    // by cells of people that are spread; the README's figure is by the points of the postcodes
    const percent = Number(/: ([\d.]+) %/.exec(text)![1]);
    expect(Math.abs(percent - 95.6)).toBeLessThan(1);
    const { records: areas } = await readAll(readReachAreas(sharedFile(path)));
    const { records: points } = await readAll(
      readPostcodePoints(sharedFile("netherlands/pc4_points_population.csv")),
    );
    let [inside, all] = [0, 0];
    for (const { residents, shape } of points) {
      if (shape.kind !== "disc") throw new Error("got a square, expected a postcode");
      const { lng, lat } = shape.center;
      const isIn = areas.some(({ polygons }) => polygons.some((one) => isInPolygonNaive(one, lng, lat)));
      all += residents ?? 0;
      if (isIn) inside += residents ?? 0;
    }
    expect(((100 * inside) / all).toFixed(1)).toBe("95.6");
  });

  it("make one AED of each of Delft and of Duiven, told by two files", async () => {
    // 13 + 27 + 23 + 1550
    expect(await sum("select count(*) as sum from merged_aed where until is null")).toBe(1613);
    const both =
      "select count(*) as sum from merged_aed where until is null and json_array_length(sources) = 2";
    expect(await sum(both)).toBe(40);
  });

  it("leave no trace of a source that is switched off", { timeout: 120_000 }, async () => {
    const withoutSource = async () => {
      const { source, input_edition, ...rest } = await readInForce(test.database);
      return rest;
    };
    await dropSource(test.as("load"), "duiven-json", { now: NOW, random: countingBytes });
    const before = await withoutSource();
    for (const [subject, id, paths, options] of [
      ["aeds", "duiven-json", ["duiven/duiven_aeds_2014.geojson"], {}],
      ["police-fire-posts", "monaco", ["monaco/monaco-latest.osm.pbf"], ABROAD],
    ] as const) {
      await load(subject, id, [...paths], options);
      expect(await withoutSource()).not.toEqual(before);
      await dropSource(test.as("load"), id, { now: NOW, random: countingBytes });
      expect(await withoutSource()).toEqual(before);
    }
  });
});
