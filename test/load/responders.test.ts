import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionToCell } from "../../src/grid/cell.ts";
import { isNearNetherlands } from "../../src/load/dutchExtent.ts";
import { countResponders, readResponderCsv } from "../../src/load/responders.ts";
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
    const options = { lngColumn: "x", latColumn: "y", countColumn: "n" };
    const { records } = await readAll(readResponderCsv(sourceOf("x,y,n\n4.9041,52.3676,3\n"), options));
    expect(records).toEqual([{ position: AMSTERDAM, count: 3 }]);
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
    ["4.9041,52.3676,0", "count", "something else"],
    ["4.9041,52.3676,1.5", "count", "something else"],
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

describe("counting responders", () => {
  it("adds up per resolution-10 cell and reports every row", async () => {
    const text = "lng,lat,count\n4.9041,52.3676,1\n4.9041,52.3676,4\n5.1214,52.0907,2\n0,0,1\n";
    const counts = await countResponders(readResponderCsv(sourceOf(text)));
    expect(counts.cells).toEqual(
      new Map([
        [positionToCell(AMSTERDAM), 5],
        [positionToCell({ lng: 5.1214, lat: 52.0907 }), 2],
      ]),
    );
    expect(counts).toMatchObject({ responderCount: 7, rowCount: 3, rejectedCount: 1 });
  });

  it("gives the same counts for the rows in any order", async () => {
    const position = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
    const rows = fc.array(position, { minLength: 1, maxLength: 30 });
    const count = async (lines: [number, number][]) => {
      const text = lines.map(([east, north]) => `${4.9 + east / 1e4},${52.3 + north / 1e4}`).join("\n");
      const { cells } = await countResponders(readResponderCsv(sourceOf(`lng,lat\n${text}`)));
      return [...cells].sort();
    };
    await fc.assert(
      fc.asyncProperty(rows, async (lines) => {
        expect(await count(lines.toReversed())).toEqual(await count(lines));
      }),
      { numRuns: 50 },
    );
  });

  it("keeps the first thousand findings and counts them all", async () => {
    const counts = await countResponders(readResponderCsv(sourceOf(`lng,lat\n${"0,0\n".repeat(5_000)}`)));
    expect(counts).toMatchObject({ rejectedCount: 5_000, responderCount: 0 });
    expect(counts.findings.length).toBe(1_000);
  });

  it("reads 236,715 rows in pieces of at most a few thousand records", async () => {
    const line = (n: number) =>
      `${(4.5 + (n % 1000) / 1000).toFixed(4)},${(52 + (n % 777) / 1000).toFixed(4)}\n`;
    const text = `lng,lat\n${Array.from({ length: 236_715 }, (_, n) => line(n)).join("")}`;
    let largest = 0;
    let total = 0;
    for await (const { records } of readResponderCsv(sourceOf(text, 10_000_000))) {
      largest = Math.max(largest, records.length);
      total += records.length;
    }
    expect(total).toBe(236_715);
    // 64 kB pieces, 15 bytes a row
    expect(largest).toBeLessThan(4_500);
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
