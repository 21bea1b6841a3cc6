import { describe, expect, it } from "vitest";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
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

  it("refuse a file of 500 m squares rather than read it as 100 m", async () => {
    const { records, findings } = await squares("crs28992res500m,aantal_inwoners\nE0970N4510,100\n");
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "file", field: "code" }]);
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
