import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { ENCODINGS, type Encoding, toUtf8 } from "../../src/load/toUtf8.ts";
import { readAll, sourceOf } from "./sources.ts";

const LINES = "naam;lat;lon\nCafé “’t Hoekje” € 5;52,1;5,1\n";
/** As iconv writes them; in Windows-1252 € is 80, “ 93, ’ 92, ” 94. */
const FILES: Record<Encoding, Uint8Array> = {
  "utf-8": Buffer.from(LINES),
  "windows-1252": Buffer.from(
    LINES.replace("€", "\x80").replace("“", "\x93").replace("’", "\x92").replace("”", "\x94"),
    "latin1",
  ),
  "utf-16": Buffer.from(`\uFEFF${LINES}`, "utf16le"),
};

describe("a file in another encoding", () => {
  it.each(ENCODINGS)("gives the same records when it is told: %s", async (encoding) => {
    for (const chunkSize of [1, 2, 3, 1000]) {
      const source = toUtf8(sourceOf(FILES[encoding], chunkSize), encoding);
      for (let time = 0; time < 2; time += 1) {
        const { records, findings } = await readAll(readAedCsv(source));
        expect(findings.filter(({ severity }) => severity === "rejected")).toEqual([]);
        expect(records.map(({ name }) => name)).toEqual(["Café “’t Hoekje” € 5"]);
      }
    }
  });

  it("may begin with its big end", async () => {
    const source = toUtf8(sourceOf(Buffer.from(FILES["utf-16"]).swap16(), 3), "utf-16");
    expect((await readAll(readAedCsv(source))).records).toHaveLength(1);
  });

  it("is refused with the option to give when it is not told", async () => {
    for (const encoding of ["windows-1252", "utf-16"] as const) {
      const { records, findings } = await readAll(readAedCsv(sourceOf(FILES[encoding])));
      expect(records).toEqual([]);
      expect(findings).toMatchObject([
        { place: "file", advice: expect.stringContaining(`--encoding ${encoding}`) },
      ]);
    }
  });
});
