import { describe, expect, it } from "vitest";
import { AGE_GROUPS } from "../../src/load/ageGroups.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { readPostcodeAges, readPostcodesWithAges } from "../../src/load/postcodeAges.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedBytes, sharedFile, sourceOf } from "./sources.ts";

const squares = (text: string) => readAll(readPopulationSquares(sourceOf(text, 30)));
const postcodes = (text: string) => readAll(readPostcodePoints(sourceOf(text, 30)));
const HEADER = "crs28992res100m,aantal_inwoners,aantal_woningen\n";

describe("CBS 100 m squares", () => {
  it("take an empty field and a CBS code as withheld, and 0 as 0", async () => {
    const { records } = await squares(`${HEADER}E0974N4514,,-99997\nE0974N4515,0,5\n`);
    expect(records.map(({ residents, dwellings }) => [residents, dwellings])).toEqual([
      [null, null],
      [0, 5],
    ]);
  });

  it("lie with their south-west corner at the code's hundreds of metres", async () => {
    const { records } = await squares(`${HEADER}E1550N4630,1,1\n`);
    const { shape } = records[0];
    expect(shape).toMatchObject({ kind: "square", ring: { length: 5 } });
    // the origin of RD, 155,000 east and 463,000 north, is the tower of Amersfoort: 52°09′18.62″ N, 5°23′13.93″ E
    if (shape.kind !== "square") throw new Error("not a square");
    expect(shape.ring[0].lng).toBeCloseTo(5 + 23 / 60 + 13.93 / 3600, 5);
    expect(shape.ring[0].lat).toBeCloseTo(52 + 9 / 60 + 18.62 / 3600, 5);
    expect(shape.ring[4]).toEqual(shape.ring[0]);
    // 100 m east is 1/683.7 of a degree at this latitude: 111,412 m × cos 52.155° = 68,456 m a degree
    expect((shape.ring[1].lng - shape.ring[0].lng) * 68_456).toBeCloseTo(100, 0);
    expect((shape.ring[3].lat - shape.ring[0].lat) * 111_260).toBeCloseTo(100, 0);
  });

  it.each([
    ["N0974E4514,1,1", "code"],
    ["E9974N4514,1,1", "code"],
    ["E0974N4514,-5,1", "residents"],
    ["E0974N4514,many,1", "residents"],
    ["E0974N4514,1,1000000", "dwellings"],
    ["E0974N4514,1", "row"],
  ])("refuse %s for its %s", async (row, field) => {
    const { records, findings } = await squares(`${HEADER}E0001N4514,9,9\n${row}\n`);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ place: "row 2" }, { severity: "rejected", place: "row 3", field }]);
  });

  it("keep the first of two rows of one square", async () => {
    const { records, findings } = await squares(`${HEADER}E0974N4514,10,1\nE0974N4514,20,1\n`);
    expect(records.map(({ residents }) => residents)).toEqual([10]);
    expect(findings).toMatchObject([{ place: "row 3", field: "code", got: "E0974N4514" }]);
  });

  it("are of 500 m where the codes' header says so, in whatever year's spelling", async () => {
    for (const name of ["crs28992res500m", "CRS28992RES500M", "c28992r500"]) {
      const { records, findings } = await squares(
        `${name},aantal_inwoners,aantal_woningen\nE0970N4515,100,40\n`,
      );
      expect(findings).toEqual([]);
      const [{ shape, residents }] = records;
      if (shape.kind !== "square") throw new Error("not a square");
      expect([shape.sideMeters, residents]).toEqual([500, 100]);
      expect(shape.ring[2]).toEqual(rdToPosition(97_500, 452_000));
    }
  });

  it("refuse codes that are no corner of a 500 m square", async () => {
    const { records, findings } = await squares(
      "crs28992res500m,aantal_inwoners,aantal_woningen\nE0974N4515,1,1\n",
    );
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ place: "row 2", field: "code", expected: /500 m square/ }]);
  });

  it("refuse to guess the size where header and codes leave it open", async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `E${1000 + 5 * n}N4500,10,4`);
    const text = ["code,aantal_inwoners,aantal_woningen", ...rows].join("\n");
    expect((await squares(text)).findings).toMatchObject([
      { severity: "rejected", place: "file", advice: /--square 500/ },
    ]);
    for (const sideMeters of [100, 500] as const) {
      const told = await readAll(readPopulationSquares(sourceOf(text, 30), { sideMeters }));
      expect(told.findings).toEqual([]);
      expect(told.records.map(({ shape }) => shape.kind === "square" && shape.sideMeters)).toContain(
        sideMeters,
      );
    }
    // one code off the lattice of 500 m, and they are 100 m squares
    expect((await squares(`${text}\nE1001N4500,10,4`)).findings).toEqual([]);
  });

  it("refuse a file whose header says another size than the person", async () => {
    const source = sourceOf("crs28992res100m,aantal_inwoners\nE0970N4510,100\n", 30);
    const { findings } = await readAll(readPopulationSquares(source, { sideMeters: 500 }));
    expect(findings).toMatchObject([{ severity: "rejected", place: "file", field: "code" }]);
  });

  it("read ages in their five groups, a withheld one apart from zero", async () => {
    const header =
      "crs28992res100m,aantal_inwoners,aantal_woningen,aantal_inwoners_0_tot_15_jaar,aantal_inwoners_15_tot_25_jaar," +
      "aantal_inwoners_25_tot_45_jaar,aantal_inwoners_45_tot_65_jaar,aantal_inwoners_65_jaar_en_ouder";
    const { records, findings } = await squares(
      `${header}\nE0972N4510,15,5,5,,5,0,-99997\nE0973N4510,20,5,,,,,\n`,
    );
    expect(findings).toEqual([]);
    expect(records.map(({ ages }) => ages)).toEqual([
      [5, null, 5, 0, null],
      [null, null, null, null, null],
    ]);
    expect((await squares(`${header}\nE0972N4510,,5,5,,5,0,5\n`)).records[0].ages).toBeNull();
    const older = await squares(
      "C28992R100;INWONER;WONING;INW_014;INW_1524;INW_2544;INW_4564;INW_65PL\nE0972N4510;15;5;5;-99997;5;5;-99997\n",
    );
    expect(older.records[0]).toMatchObject({ residents: 15, dwellings: 5, ages: [5, null, 5, 5, null] });
  });

  it("say nothing of ages where the file does not, and doubt ages of more people than there are", async () => {
    expect((await squares(`${HEADER}E0974N4514,10,1\n`)).records[0].ages).toBeNull();
    const text =
      "crs28992res100m,aantal_inwoners,aantal_woningen,inw_014,inw_1524,inw_2544,inw_4564,inw_65pl\n";
    const { records, findings } = await squares(
      `${text}E0974N4514,10,1,5,5,5,5,5\nE0975N4514,10,1,40,0,0,0,0\n`,
    );
    // five groups rounded up to 5 may be 25 for 10 residents; 40 may not
    expect(records.map(({ ages }) => ages)).toEqual([[5, 5, 5, 5, 5], null]);
    expect(findings).toMatchObject([{ severity: "warning", place: "row 3", field: "ages" }]);
  });

  it("warn once where the file has no dwellings", async () => {
    const { records, findings } = await squares(
      "crs28992res100m,aantal_inwoners\nE0974N4514,10\nE0974N4515,5\n",
    );
    expect(records.map(({ dwellings }) => dwellings)).toEqual([null, null]);
    expect(findings).toMatchObject([{ severity: "warning", place: "file", field: "dwellings" }]);
  });

  it.skipIf(!hasSharedData)(
    `are 16,383 with 1,299,500 residents in Rijnmond (${NO_SHARED_DATA} where absent)`,
    async () => {
      const { records, findings } = await readAll(
        readPopulationSquares(sharedFile("rijnmond/grid_100m_rijnmond_stats.csv")),
      );
      expect(findings).toEqual([]);
      expect(records.length).toBe(16_383);
      expect(records.reduce((sum, { residents }) => sum + (residents ?? 0), 0)).toBe(1_299_500);
      expect(records.reduce((sum, { dwellings }) => sum + (dwellings ?? 0), 0)).toBe(597_025);
      expect(records.filter(({ dwellings }) => dwellings === null).length).toBe(2_091);
      // added up in a spreadsheet, column by column
      const known = AGE_GROUPS.map((_, g) => records.reduce((sum, { ages }) => sum + (ages?.[g] ?? 0), 0));
      expect(known).toEqual([195_925, 151_200, 358_850, 320_630, 227_385]);
    },
  );

  it.skipIf(!hasSharedData)(`lie within 0.6 m of CBS's own centres (${NO_SHARED_DATA} where absent)`, () => {
    const text = new TextDecoder().decode(sharedBytes("rijnmond/grid_100m_rijnmond.geojson"));
    const { features } = JSON.parse(text) as {
      features: { properties: { crs28992res100m: string }; geometry: { coordinates: [number, number] } }[];
    };
    const errors = features.map(({ properties, geometry }) => {
      const [, east, north] = /E(\d{4})N(\d{4})/.exec(properties.crs28992res100m)!;
      const { lng, lat } = rdToPosition(Number(east) * 100 + 50, Number(north) * 100 + 50);
      // the file has five decimals: up to 0.34 m east and 0.56 m north are its own rounding
      return {
        east: (lng - geometry.coordinates[0]) * 68_900,
        north: (lat - geometry.coordinates[1]) * 111_250,
      };
    });
    expect(Math.max(...errors.map((error) => Math.abs(error.east)))).toBeLessThan(0.36);
    expect(Math.max(...errors.map((error) => Math.abs(error.north)))).toBeLessThan(0.6);
    // rounding has no side, so a shift of the whole grid would show in the mean
    expect(Math.abs(errors.reduce((sum, { east }) => sum + east, 0) / errors.length)).toBeLessThan(0.02);
    expect(Math.abs(errors.reduce((sum, { north }) => sum + north, 0) / errors.length)).toBeLessThan(0.02);
  });
});

describe("postcode points", () => {
  const PC4 = "postcode,lon,lat,inwoners_2020,km2,inwoners_2021\n";

  it("take the newest year that has a value", async () => {
    const text = `${PC4}1011,4.906,52.372,9630,0.97,9700\n1012,4.896,52.375,8545,1.2,NA\n1013,4.88,52.39,NA,1,NA\n`;
    const { records } = await postcodes(text);
    expect(records.map(({ code, residents }) => [code, residents])).toEqual([
      ["1011", 9700],
      ["1012", 8545],
      ["1013", null],
    ]);
    expect(records[0]).toMatchObject({ dwellings: null, shape: { kind: "disc", areaSquareMeters: 970_000 } });
  });

  it.each([
    ["0111,4.9,52.4,1,1,1", "postcode"],
    ["1011,52.4,4.9,1,1,1", "lon, lat"],
    ["1011,4.9,52.4,1,0,1", "km2"],
    ["1011,4.9,52.4,1,NA,1", "km2"],
    ["1011,4.9,52.4,1,1,-4", "inwoners"],
    ["1011,4.9,52.4,1,1", "row"],
  ])("refuse %s for its %s", async (row, field) => {
    const { records, findings } = await postcodes(`${PC4}${row}\n`);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "row 2", field }]);
  });

  it.skipIf(!hasSharedData)(
    `are 4,067 with 17,472,870 residents in 2021 (${NO_SHARED_DATA} where absent)`,
    async () => {
      const { records, findings } = await readAll(
        readPostcodePoints(sharedFile("netherlands/pc4_points_population.csv")),
      );
      expect(findings).toEqual([]);
      expect(records.length).toBe(4_067);
      expect(records.reduce((sum, { residents }) => sum + (residents ?? 0), 0)).toBe(17_472_870);
    },
  );
});

describe("ages of postcodes", () => {
  const PC4 = "postcode,lon,lat,km2,inwoners\n";
  const withAges = (points: string, ages: string) =>
    readAll(readPostcodesWithAges([sourceOf(points, 30)], [sourceOf(ages, 30)]));

  it("go into the five groups and to their postcode", async () => {
    const ages =
      "pc4,a_0-4,a_5-14,a_15-24,a_25-39,a_40-44,a_45-64,a_65-89,a_90+\n1011,1,2,4,8,16,32,64,128\n1012,1,,4,8,16,32,64,128\n";
    const { records, findings } = await withAges(
      `${PC4}1011,4.9,52.4,1,300\n1012,4.9,52.4,1,300\n1013,4.9,52.4,1,9\n`,
      ages,
    );
    expect(findings).toEqual([]);
    // 1 + 2, 4, 8 + 16, 32, 64 + 128; what is not known in part is not known
    expect(records.map((unit) => unit.ages)).toEqual([[3, 4, 24, 32, 192], [null, 4, 24, 32, 192], null]);
  });

  it("of postcodes without a point are left out and told", async () => {
    const { findings } = await withAges(
      `${PC4}1011,4.9,52.4,1,300\n`,
      "postcode,a_0-14,a_15-24,a_25-44,a_45-64,a_65+\n9999,1,2,3,4,5\n",
    );
    expect(findings).toMatchObject([{ severity: "warning", got: "1 without one, 15 residents: 9999" }]);
  });

  it.each([
    ["postcode,a_0-14,a_15-24,a_45-64,a_65+", "a gap"],
    ["postcode,a_0-14,a_10-24,a_25-44,a_45-64,a_65+", "an overlap"],
    ["postcode,a_0-19,a_20-44,a_45-64,a_65+", "a column in two groups"],
    ["postcode,a_0-14,a_15-24,a_25-44,a_45-64", "no end"],
  ])("are refused with %s: %s", async (header) => {
    const { findings } = await readAll(readPostcodeAges(sourceOf(`${header}\n1011,1,1,1,1,1\n`, 30)));
    expect(findings).toMatchObject([{ severity: "rejected", place: "file", field: "ages" }]);
  });

  it.skipIf(!hasSharedData)(
    `of 2021 are those of its residents (${NO_SHARED_DATA} where absent)`,
    async () => {
      const { records, findings } = await readAll(
        readPostcodesWithAges(
          [sharedFile("netherlands/pc4_points_population.csv")],
          [sharedFile("netherlands/pc4_population_by_age_2021.csv")],
        ),
      );
      expect(records.length).toBe(4_067);
      const known = AGE_GROUPS.map((_, g) => records.reduce((sum, { ages }) => sum + (ages?.[g] ?? 0), 0));
      // the file's own column of 65 and older adds up to 3,457,305; nine of its postcodes have no point
      expect(known[4]).toBeGreaterThan(3_457_305 * 0.999);
      expect(known[4]).toBeLessThanOrEqual(3_457_305);
      expect(findings).toMatchObject([{ severity: "warning", got: /^9 without one/ }]);
    },
  );
});
