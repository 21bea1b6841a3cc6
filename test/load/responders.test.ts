import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNearNetherlands } from "../../src/load/dutchExtent.ts";
import { readResponderCsv } from "../../src/load/responderCsv.ts";
import { readAll, sourceOf } from "./sources.ts";

const AMSTERDAM = { lng: 4.9041, lat: 52.3676 };
const read = (text: string, chunkSize = 50) => readAll(readResponderCsv(sourceOf(text, chunkSize)));

describe("a responders file", () => {
  it.each([
    "lng,lat\n4.9041,52.3676",
    "lat;lon\n52,3676;4,9041\n",
    "id\tLengtegraad\tBreedtegraad\r\n7\t4.9041\t52.3676\r\n",
    "latitude,longitude,count\n52.3676,4.9041,\n",
  ])("gives its positions under the usual headers: %j", async (text) => {
    expect(await read(text)).toMatchObject({ records: [{ position: AMSTERDAM, count: 1 }], findings: [] });
  });

  it("gives its positions under headers that are told", async () => {
    const columns = { lng: "x", lat: "y", count: "n" };
    const { records } = await readAll(readResponderCsv(sourceOf("x,y,n\n4.9041,52.3676,3\n"), { columns }));
    expect(records).toEqual([{ position: AMSTERDAM, count: 3, weights: null }]);
  });

  it.each([
    ["52.3676,4.9041", "lng, lat", "lng and lat swapped"],
    ["0,0", "lng, lat", "0, 0"],
    ["x,52.3676", "lng", "no number"],
    ["NaN,52.3676", "lng", "no number"],
    ["4.9041,", "lat", "no number"],
    ["4.9041", "lat", "no number"],
    ["121687,487484", "lng, lat", "a number out of range"],
    ["13.4,52.5", "lng, lat", "a number out of range"],
    ["4.9041,52.3676,0", "count", "0"],
    ["4.9041,52.3676,-2", "count", "less than nothing"],
    ["4.9041,52.3676,1.5", "count", "a broken number"],
    ["4.9041,52.3676,1001", "count", "more than 1000"],
    ["4.9041,52.3676,1e99", "count", "more than 1000"],
    ["4.9041,52.3676,veel", "count", "no number"],
  ])("refuses %s, naming the row and %s but no coordinate", async (row, field, got) => {
    const { records, findings } = await read(`lng,lat,count\n4.9041,52.3676,1\n${row}\n`);
    expect(records.length).toBe(1);
    expect(findings).toMatchObject([{ severity: "rejected", place: "row 3", field, got }]);
  });

  it("never shows a digit of a position in a finding, whatever it holds", async () => {
    // every number of the file is made of sevens and threes; no message of ours holds two of them together
    const digits = fc.string({
      unit: fc.constantFrom("7", "3", ".", "-", ",", '"', "x", " "),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(digits, digits), { maxLength: 10 }),
        fc.boolean(),
        async (rows, hasHeader) => {
          const text = rows.map((row) => row.join(",")).join("\n");
          const { findings } = await read((hasHeader ? "lng,lat\n" : "77.33,33.77\n") + text);
          expect(JSON.stringify(findings)).not.toMatch(/[73][73.]+[73]/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is refused without a header, and its first line is not shown", async () => {
    const { records, findings } = await read("4.9041,52.3676\n4.8,52.3\n");
    expect(records).toEqual([]);
    expect(findings).toMatchObject([
      { place: "file", field: "lng", got: "a first line of 2 columns without it" },
    ]);
  });
});

const HEADER = "lng,lat,weekday,evening,night,weekend";
const HOME = [0.4, 0.9, 1, 0.75];

describe("period weights", () => {
  it.each([
    `${HEADER}\n4.9041,52.3676,0.4,0.9,1,0.75\n`,
    "breedtegraad;lengtegraad;werkdag;avond;nacht;weekend\n52,3676;4,9041;0,4;0,9;1;0,75\n",
    "lat,lng,weight_night,weight_weekend,weight_weekday,weight_evening\n52.3676,4.9041,1,0.75,0.4,0.9\n",
    "lng\tlat\tgewicht werkdag\tgewicht avond\tgewicht nacht\tgewicht weekend\n4.9041\t52.3676\t.4\t.9\t1\t.75\n",
  ])("stand beside the position, under the usual names: %j", async (text) => {
    const place = { position: AMSTERDAM, count: 1, weights: HOME };
    expect(await read(text)).toMatchObject({ records: [place], findings: [] });
  });

  it("stand under names that are told", async () => {
    const columns = { weekday: "a", evening: "b", night: "c", weekend: "d" };
    const text = "lng,lat,d,c,b,a\n4.9041,52.3676,0.75,1,0.9,0.4\n";
    const { records } = await readAll(readResponderCsv(sourceOf(text), { columns }));
    expect(records).toEqual([{ position: AMSTERDAM, count: 1, weights: HOME }]);
  });

  it("are none for a row that leaves all four empty: somebody counted at home", async () => {
    const { records } = await read(`${HEADER}\n4.9041,52.3676,,,,\n`);
    expect(records).toEqual([{ position: AMSTERDAM, count: 1, weights: null }]);
  });

  it.each([
    ["1.01,0,0,0", "weekday", "more than 1"],
    ["0,40,0,0", "evening", "more than 1"],
    ["0,0,-0.1,0", "night", "less than nothing"],
    ["0,0,0,NaN", "weekend", "no number"],
    ["0,0,often,0", "night", "no number"],
    ["0,0,,0", "night", "nothing, beside weights for other periods"],
    ["1e400,0,0,0", "weekday", "more than 1"],
  ])("outside 0 to 1 leave out the row: %s", async (weights, field, got) => {
    const { records, findings } = await read(`${HEADER}\n4.9041,52.3676,${weights}\n`);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "row 2", field, got, expected: "a share from 0 to 1" },
    ]);
  });

  it("may add up to anything in a row", async () => {
    const { records } = await read(`${HEADER}\n4.9041,52.3676,1,1,1,1\n4.9041,52.3676,0,0,0,0\n`);
    expect(records.map(({ weights }) => weights)).toEqual([
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ]);
  });

  it.each([
    ["lng,lat,night,weekend", "weights", "weights for 2 of the four periods"],
    [`${HEADER},weight_morning`, "weights", "a weight for a period that is not one of the four"],
    ["lng,lat,gewicht_ochtend", "weights", "a weight for a period that is not one of the four"],
  ])("for some of the periods, or others, refuse the file: %s", async (header, field, got) => {
    const { records, findings } = await read(`${header}\n4.9041,52.3676${",1".repeat(5)}\n`);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "file", field, got }]);
  });

  it("told for a column that is not there refuse the file, naming it", async () => {
    const { findings } = await readAll(
      readResponderCsv(sourceOf("lng,lat\n4.9041,52.3676\n"), { columns: { night: "thuis" } }),
    );
    expect(findings).toMatchObject([
      { place: "file", field: "night", expected: 'a column "thuis", as told' },
    ]);
  });
});

describe("the Netherlands and 25 km around it", () => {
  it.each([
    ["Den Helder", 4.76, 52.95, true],
    ["Maastricht", 5.69, 50.85, true],
    ["Cadzand", 3.41, 51.37, true],
    ["Rottumerplaat", 6.48, 53.55, true],
    ["Bad Bentheim, 10 km abroad", 7.16, 52.3, true],
    ["Aachen, 5 km abroad", 6.08, 50.78, true],
    ["Antwerp, 20 km abroad", 4.4, 51.22, true],
    ["Brussels", 4.35, 50.85, false],
    ["Köln", 6.96, 50.94, false],
    ["Bremen", 8.8, 53.08, false],
    ["the North Sea", 3.3, 53.2, false],
  ])("hold %s: %f, %f → %s", (_, lng, lat, isNear) => {
    expect(isNearNetherlands({ lng, lat })).toBe(isNear);
  });
});
