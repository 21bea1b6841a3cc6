import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findColumn, isBlank, parseNumber, readCsvRows } from "../../src/load/csvRows.ts";
import { sourceOf } from "./sources.ts";

async function rowsOf(content: string | Uint8Array, chunkSize = 4096) {
  const all = {
    header: [] as string[],
    rows: [] as string[][],
    firstRows: [] as number[],
    findings: [] as unknown[],
  };
  for await (const batch of readCsvRows(sourceOf(content, chunkSize))) {
    all.header = batch.header;
    all.rows.push(...batch.rows);
    all.firstRows.push(...batch.rows.map((_, n) => batch.firstRow + n));
    all.findings.push(...batch.findings);
  }
  return all;
}

const field = fc.string({
  unit: fc.constantFrom("a", "7", ",", ";", '"', "\n", "\r\n", " ", "é", "."),
  maxLength: 6,
});
const table = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.constantFrom("\n", "\r\n")).chain(([width, end]) =>
  fc.record({
    rows: fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    width: fc.constant(width),
    end: fc.constant(end),
    separator: fc.constantFrom(",", ";", "\t"),
    chunkSize: fc.integer({ min: 1, max: 40 }),
    isLastEnded: fc.boolean(),
  }),
);
const quoted = (value: string) => (/[",;\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

describe("CSV rows", () => {
  it("are those of csv-parse, wherever the chunks are cut", async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ rows, width, end, separator, chunkSize, isLastEnded }) => {
        const header = Array.from({ length: width }, (_, n) => `column${n}`);
        const lines = [header, ...rows].map((row) => row.map(quoted).join(separator));
        const text = lines.join(end) + (isLastEnded ? end : "");
        const oracle: string[][] = parse(text, { delimiter: separator, relax_column_count: true });
        const read = await rowsOf(text, chunkSize);
        expect([read.header, ...read.rows]).toEqual(oracle);
        expect(read.findings).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("are counted as a spreadsheet counts them, blank lines too", async () => {
    const { rows, firstRows } = await rowsOf("lng;lat\r\n1;2\r\n\r\n3;4", 5);
    expect(rows.map((row, n) => [firstRows[n], isBlank(row)])).toEqual([
      [2, false],
      [3, true],
      [4, false],
    ]);
  });

  it("start after a byte order mark and guess the separator from the whole first line", async () => {
    expect((await rowsOf('\ufeff"a,b";c;d\n1;2;3', 3)).header).toEqual(["a,b", "c", "d"]);
  });

  it("name a quote that is never closed, after the rows before it", async () => {
    const { rows, findings } = await rowsOf('a,b\n1,2\n"open,2\n3,4\n');
    expect(rows).toEqual([["1", "2"]]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "file", got: "a quote that is never closed" },
    ]);
  });

  it("refuse a file whose last row is cut off, whatever the chunks", async () => {
    for (const chunkSize of [3, 4096]) {
      const { rows, findings } = await rowsOf('a,b,c\n1,2,3\n4,"5', chunkSize);
      expect([rows, findings]).toMatchObject([[["1", "2", "3"]], [{ place: "file", field: "row 3" }]]);
      const cut = await rowsOf("a,b,c\r\n1,2,3\r\n4,5", chunkSize);
      expect(cut.rows).toEqual([["1", "2", "3"]]);
      expect(cut.findings).toMatchObject([
        {
          severity: "rejected",
          place: "file",
          field: "row 3",
          got: "2 of 3 fields, then the end of the file",
        },
      ]);
      // whole rows are whole without a line end, and a short row with one is a short row
      expect((await rowsOf("a,b,c\n1,2,3", chunkSize)).findings).toEqual([]);
      expect((await rowsOf("a,b,c\n1,2\n", chunkSize)).findings).toEqual([]);
    }
  });

  it.each([
    ["an empty file", ""],
    ["bytes that are not UTF-8, near byte 4", new Uint8Array([97, 44, 98, 10, 0xff, 0xfe])],
    ["half a UTF-8 character at the end", new Uint8Array([97, 10, 49, 0xc3])],
    ["a row of more than 1000000 characters", `a,b\n"${"x".repeat(1_200_000)}"\n`],
    ["a row of more than 1000000 characters", `a,b\n"${"x".repeat(10_000_000)}`],
    ["a row of more than 1000000 characters", "x".repeat(10_000_000)],
    ["a header of more than 2000 columns", `${"a,".repeat(1_000_000)}\n1,2\n`],
    ["a header of more than 2000 columns", `${"a,".repeat(2_000)}`],
  ])("refuse %s with one finding for the file", async (got, content) => {
    expect((await rowsOf(content, 65_536)).findings).toMatchObject([
      { severity: "rejected", place: "file", got },
    ]);
  });
});

describe("a row that never ends", () => {
  it("is looked at once, quoted or not, in chunks however small", async () => {
    const cpuMs = async (text: string) => {
      const before = process.cpuUsage();
      await rowsOf(text, 512);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    for (const unit of ['""', ",1", "x"]) {
      const endless = `a,b\n"${unit.repeat(1_000_000 / unit.length)}`;
      const times = [await cpuMs(endless), await cpuMs(endless), await cpuMs(endless)];
      // 10 to 60 ms; a scanner that began the row anew with each piece took 6 s
      expect(Math.min(...times)).toBeLessThan(1_000);
    }
  });

  it("keeps no more fields than a table may have", async () => {
    const { rows } = await rowsOf(`a,b\n${",".repeat(300_000)}\n${'"",'.repeat(300_000)}\n1,2\n`);
    expect(rows.map((row) => row.length)).toEqual([2001, 2001, 2]);
  });
});

describe("fields", () => {
  it("are numbers with a point or a comma, nothing, or no number", () => {
    expect(["4.5", " 4,5 ", "-99997", "1e3", ".5"].map((text) => parseNumber(text))).toEqual([
      4.5, 4.5, -99997, 1000, 0.5,
    ]);
    expect(["", " ", "NA", undefined].map((text) => parseNumber(text))).toEqual([null, null, null, null]);
    expect(["x", "1.2.3", "0x10", "Infinity", "1 000", "--1"].map((text) => parseNumber(text))).toEqual(
      Array(6).fill(Number.NaN),
    );
  });

  it("are found by their header in any case", () => {
    expect(findColumn(["Naam", "Aantal Inwoners"], ["aantal_inwoners"])).toBe(1);
    expect(findColumn(["Naam"], ["aantal_inwoners"])).toBe(-1);
  });
});
