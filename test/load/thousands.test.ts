import { describe, expect, it } from "vitest";
import { readObservedValues } from "../../src/load/observedValues.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import { readAll, sourceOf } from "./sources.ts";

/** 500 m squares with these numbers of residents, one a row. */
const squares = (counts: string[], chunkSize?: number) => {
  const rows = counts.map((count, n) => `E${1000 + 5 * n}N4500;${count}`);
  const text = `CRS28992RES500M;aantal_inwoners;aantal_woningen\n${rows.map((row) => `${row};`).join("\n")}\n`;
  return readAll(readPopulationSquares(sourceOf(text, chunkSize)));
};
const residentsOf = async (counts: string[], chunkSize?: number) => {
  const { records, findings } = await squares(counts, chunkSize);
  return findings.length > 0 ? findings.map(({ got }) => got) : records.map(({ residents }) => residents);
};

describe("a point in a count", () => {
  it.each<[string, string[], number[]]>([
    ["thousands: another count has two", ["5", "1.234", "1.234.5"], []],
    ["thousands, beside decimals after a comma", ["5", "1.234", "2.345,0"], [5, 1234, 2345]],
    [
      "thousands, beside smaller counts without any",
      ["5", "1.234", "980", "2.005", "1.100"],
      [5, 1234, 980, 2005, 1100],
    ],
    ["decimals: another count has one of them", ["5", "1.234", "12.5"], [5, 1.234, 12.5]],
    ["decimals, as programs write them", ["5.0", "1234.0", "12.000"], [5, 1234, 12]],
    ["decimals of nothing", ["0.125", "1.234"], [0.125, 1.234]],
  ])("is of %s", async (_, counts, expected) => {
    const residents = await residentsOf(counts);
    if (expected.length > 0) expect(residents).toEqual(expected);
    else expect(residents).toHaveLength(1);
  });

  it.each<[string, string[]]>([
    ["stands alone", ["5", "1.234"]],
    ["stands beside thousands without points", ["1.234", "1.235", "1.236", "5", "4321"]],
    ["is in every count", ["1.234", "1.235", "1.236"]],
    ["is of both kinds", ["5", "1.234.567", "12.5"]],
    ["is a comma that stands alone", ["5", "1,234"]],
  ])("refuses the whole file where it %s", async (_, counts) => {
    const { records, findings } = await squares(counts);
    expect(findings.at(-1)).toMatchObject({ severity: "rejected", place: "file", field: "counts" });
    expect(records.every(({ residents }) => Number.isInteger(residents))).toBe(true);
  });

  it("is told wherever the file is cut into pieces, rows in their order", async () => {
    const counts = Array.from({ length: 40 }, (_, n) => (n === 7 || n > 30 ? `1.2${10 + n}` : String(n)));
    const expected = counts.map((count) => Number(count.replace(".", "")));
    for (const chunkSize of [7, 64, 100_000]) expect(await residentsOf(counts, chunkSize)).toEqual(expected);
  });

  it("is one of thousands in the codes of CBS too", async () => {
    expect(await residentsOf(["5", "-99.997", "1.234"])).toEqual([5, null, 1234]);
  });
});

describe("other columns", () => {
  it("keep their points: a position and an area of three decimals are no counts", async () => {
    const text = "postcode,lon,lat,km2,inwoners_2021\n1011,4.905,52.373,1.234,9.655\n1012,4.895,52.374,1.5,980\n1013,4.885,52.394,2.345,1.200\n1014,4.835,52.394,2.345,1.100\n"; // biome-ignore format: a file
    const { records } = await readAll(readPostcodePoints([sourceOf(text)][0]));
    expect(records.map(({ residents }) => residents)).toEqual([9655, 980, 1200, 1100]);
    expect(records[0].shape).toMatchObject({
      center: { lng: 4.905, lat: 52.373 },
      areaSquareMeters: 1_234_000,
    });
  });

  it("of observed counts refuse what may be thousands", async () => {
    const text = "gebied;grootheid;waarde;eenheid;bron;datum\nGM0503;verwachte_aeds;1.234;;telling;2024\n";
    const { records, findings } = await readAll(readObservedValues(sourceOf(text)));
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "row 2", got: "1.234" }]);
  });
});
