/** Texts that once took seconds: time has to be linear in the length of a field, whoever wrote it. */
import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { dropContact } from "../../src/load/dropContact.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readRegionTable } from "../../src/load/regionTable.ts";
import { readAll, sourceOf } from "./sources.ts";

function cpuMilliseconds(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("dropping codes and addresses", () => {
  it.each([
    ["brackets", "["],
    ["letters", "é"],
    ["spaces", " "],
    ["the word code", "code "],
    ["mail addresses without end", "a@b."],
    ["digits", "0 "],
    ["names", "contact"],
  ])("takes milliseconds for 200,000 characters of %s", (_, unit) => {
    const text = unit.repeat(200_000 / unit.length);
    const best = Math.min(...[1, 2, 3].map(() => cpuMilliseconds(() => dropContact(text))));
    // 2 to 60 ms; a search that begins anew at every character takes 20 s
    expect(best).toBeLessThan(500);
  });

  it("still finds them at the end of long text", () => {
    const kept = dropContact(
      `${"lang ".repeat(1000)}hoofdingangkastcode: 1234, mail info@voorbeeld.nl of bel 06-12345678`,
    );
    for (const secret of ["1234", "info@", "5678"]) expect(kept).not.toContain(secret);
  });
});

describe("a field that is a file in one", () => {
  it("is refused with its record, and named", async () => {
    const text = `ref,naam,lat,lon\n1,"${"x".repeat(20_000)}",52.1,5.1\n2,B,52.1,5.1\n`;
    const { records, findings } = await readAll(readAedCsv(sourceOf(text)));
    expect(records.map(({ ref }) => ref)).toEqual(["2"]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "row 2", field: "name", got: "20000 characters" },
    ]);
  });
});

describe("a name of a gemeente or region", () => {
  it("of half a million characters takes no longer than any other", async () => {
    const long = `GGD ${" ".repeat(250_000)}${"(a".repeat(125_000)}`;
    const text = `gemeentecode;gemeentenaam;ggd\nGM0503;Delft;${long}\n0504;${long};GGD Haaglanden\n`;
    const before = process.cpuUsage();
    const { records, findings } = await readAll(readRegionTable(sourceOf(text, 65_536)));
    const { user, system } = process.cpuUsage(before);
    // 0.02 s; comparing it with every name took minutes
    expect((user + system) / 1e6).toBeLessThan(1);
    expect(records).toMatchObject([{ code: "GM0503", ggd: null }, { code: "GM0504" }]);
    expect(findings).toMatchObject([{ severity: "warning", field: "ggd" }]);
  });
});

describe("a file of JSON", () => {
  it("of more than ten thousand broken lines is refused as a whole, soon", async () => {
    const good = '{"lat":52.1,"lon":5.1,"name":"A"}';
    const read = (count: number) =>
      readAll(readAedJson(sourceOf(`${good}\n${"{\n".repeat(count)}${good}\n`, 65_536), { form: "ndjson" }));
    expect((await read(10_000)).findings.filter(({ place }) => place === "file")).toEqual([]);
    const before = process.cpuUsage();
    const { findings } = await read(1_000_000);
    expect(findings.at(-1)).toMatchObject({ severity: "rejected", place: "file", field: "line" });
    const { user, system } = process.cpuUsage(before);
    // all of them take 6 s
    expect((user + system) / 1e6).toBeLessThan(2);
  });

  it("has its bbox told as odd where that is lists within lists without end", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    for (const box of [deep, `[${deep},1,2,3]`]) {
      const text = `{"type":"FeatureCollection","bbox":${box},"features":[]}`;
      const { findings } = await readAll(readAedJson(sourceOf(text)));
      expect(findings).toMatchObject([{ severity: "warning", field: "bbox" }]);
    }
  });
});

describe("a region of lists within lists without end", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  it.each([deep, `[${deep}]`, `[[[5.3,52.1],${deep},[5.4,52.1],[5.3,52.1]]]`])(
    "is refused like any other",
    async (coordinates) => {
      const properties = '{"gemeentecode":"GM0503","gemeentenaam":"Delft"}';
      const geometry = `{"type":"Polygon","coordinates":${coordinates}}`;
      const text = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":${properties},"geometry":${geometry}}]}`;
      for (const crs of [undefined, "EPSG:28992"] as const) {
        const { records, findings } = await readAll(readRegions(sourceOf(text), { crs }));
        expect(records).toEqual([]);
        expect(findings).toMatchObject([{ severity: "rejected" }]);
      }
    },
  );
});
