import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionToCell } from "../../src/grid/cell.ts";
import { countResponders } from "../../src/load/countResponders.ts";
import { readResponderCsv } from "../../src/load/responderCsv.ts";
import { sourceOf } from "./sources.ts";

const AMSTERDAM = { lng: 4.9041, lat: 52.3676 };
const HEADER = "lng,lat,weekday,evening,night,weekend";

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
    expect(counts).toMatchObject({ responderCount: 7, rowCount: 3, rejectedCount: 1, near: null });
  });

  it("takes a place for a home from half of the nights on, and counts who is near beside it", async () => {
    const utrecht = positionToCell({ lng: 5.1214, lat: 52.0907 });
    const rows = [
      "4.9041,52.3676,0.4,0.9,1,0.75,1", // lives in Amsterdam
      "5.1214,52.0907,0.5,0,0,0,1", // and works in Utrecht
      "5.1214,52.0907,0.25,1,0.5,1,2", // two who are there half of the nights
      "5.1214,52.0907,0,0,0.499,0,1",
    ];
    const counts = await countResponders(readResponderCsv(sourceOf(`${HEADER},count\n${rows.join("\n")}\n`)));
    expect(counts.cells).toEqual(
      new Map([
        [positionToCell(AMSTERDAM), 1],
        [utrecht, 2],
      ]),
    );
    expect(counts).toMatchObject({ responderCount: 3, rowCount: 4 });
    // thousandths: 500 + 2 · 250; 2 · 1,000; 2 · 500 + 499; 2 · 1,000
    expect(counts.near).toEqual(
      new Map([
        [positionToCell(AMSTERDAM), [400, 900, 1_000, 750]],
        [utrecht, [1_000, 2_000, 1_499, 2_000]],
      ]),
    );
  });

  it("takes who tells nothing to be at home all week, before and after the first who tells", async () => {
    const rows = ["4.9041,52.3676,,,,", "4.9041,52.3676,0.4,0.9,1,0.75", "4.9041,52.3676,,,,"];
    const { near } = await countResponders(readResponderCsv(sourceOf(`${HEADER}\n${rows.join("\n")}\n`)));
    expect([...near!.values()]).toEqual([[2_400, 2_900, 3_000, 2_750]]);
  });

  it("adds weights up to the same sums in any order", async () => {
    const weight = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);
    const rows = fc.array(fc.tuple(fc.nat({ max: 9 }), weight, weight, weight, weight), { minLength: 1 });
    const count = async (lines: number[][]) => {
      const text = lines.map(([east, ...weights]) => `${4.9 + east / 1e3},52.3,${weights}`).join("\n");
      const { cells, near } = await countResponders(readResponderCsv(sourceOf(`${HEADER}\n${text}\n`)));
      return [[...cells].sort(), [...near!].sort()];
    };
    await fc.assert(
      fc.asyncProperty(rows, async (lines) => {
        expect(await count(lines.toReversed())).toEqual(await count(lines));
      }),
      { numRuns: 50 },
    );
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
