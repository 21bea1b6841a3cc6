import { describe, expect, it } from "vitest";
import type { RegionsOfShard } from "../../src/grid/polygonToCells.ts";
import {
  GEMEENTE_TABLE,
  type GemeenteRow,
  ROLL_UP_KINDS,
  ROLL_UP_NAMES,
} from "../../src/load/gemeenteTable.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import type { Region } from "../../src/load/records.ts";
import { rollUpCells, rollUpRegions } from "../../src/load/regionRollUps.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readRegionTable } from "../../src/load/regionTable.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedBytes, sharedFile, sourceOf } from "./sources.ts";

const gemeente = (code: string, residents: number | null): Region => ({
  code,
  name: code,
  kind: "gemeente",
  parentCode: null,
  residents,
  polygons: [],
});
const row = (code: string, provincie: string | null, veiligheidsregio: string | null): GemeenteRow => ({
  code,
  name: code,
  provincie,
  veiligheidsregio,
  ggd: null,
});
const TABLE = [row("GM0001", "PV20", "VR01"), row("GM0002", "PV20", "VR02"), row("GM0003", "PV21", null)];

describe("roll-ups of regions", () => {
  it("add up the residents of their gemeenten", () => {
    const { regions, findings } = rollUpRegions(
      [gemeente("GM0001", 10), gemeente("GM0002", 5), gemeente("GM0003", 1)],
      TABLE,
    );
    expect(findings).toEqual([]);
    expect(regions.map(({ kind, code, name, residents }) => [kind, code, name, residents])).toEqual([
      ["provincie", "PV20", "Groningen", 15],
      ["provincie", "PV21", "Fryslân", 1],
      ["veiligheidsregio", "VR01", "Groningen", 10],
      ["veiligheidsregio", "VR02", "Fryslân", 5],
    ]);
  });

  it("do not know their residents when one gemeente's are withheld", () => {
    const { regions } = rollUpRegions([gemeente("GM0001", 10), gemeente("GM0002", null)], TABLE);
    expect(regions[0]).toMatchObject({ code: "PV20", residents: null });
  });

  it("are left out, and named, when a gemeente is missing: half would look like the whole", () => {
    const { regions, findings, codesOfGemeente } = rollUpRegions([gemeente("GM0001", 10)], TABLE);
    expect(regions.map(({ code }) => code)).toEqual(["VR01"]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "provincie PV20", got: "1 of 2 gemeenten; without GM0002" },
    ]);
    expect([...codesOfGemeente]).toEqual([["GM0001", { veiligheidsregio: "VR01" }]]);
  });

  it("warn of a gemeente that the table does not have", () => {
    expect(rollUpRegions([gemeente("GM9001", 10)], TABLE).findings).toMatchObject([
      { severity: "warning", place: "gemeente GM9001" },
    ]);
  });
});

describe("roll-ups of cells", () => {
  it("take each cell's gemeente to its provincie and veiligheidsregio", () => {
    const cell = Uint16Array.of(0, 1, 2, 3, 1);
    const columns: RegionsOfShard[] = [{ kind: "gemeente", codes: ["GM0003", "GM0001", "GM0002"], cell }];
    const all = rollUpRegions([gemeente("GM0001", 1), gemeente("GM0002", 1), gemeente("GM0003", 1)], TABLE);
    const [own, provincie, veiligheidsregio, ...others] = rollUpCells(columns, all.codesOfGemeente);
    expect(own).toBe(columns[0]);
    expect(others).toEqual([]);
    // GM0003 → PV21, GM0001 and GM0002 → PV20
    expect(provincie).toEqual({
      kind: "provincie",
      codes: ["PV20", "PV21"],
      cell: Uint16Array.of(0, 2, 1, 1, 2),
    });
    // GM0003 has none
    expect(veiligheidsregio).toEqual({
      kind: "veiligheidsregio",
      codes: ["VR01", "VR02"],
      cell: Uint16Array.of(0, 0, 1, 2, 0),
    });
  });

  it("leave a shard without gemeenten as it is", () => {
    const columns: RegionsOfShard[] = [{ kind: "wijk", codes: ["WK1"], cell: Uint16Array.of(1) }];
    expect(rollUpCells(columns, new Map())).toEqual(columns);
  });
});

describe("the table of the gemeenten of 2024", () => {
  it("has 342 gemeenten, each once, in 12 provincies, 25 veiligheidsregio's and 25 GGD's with a name", () => {
    expect(new Set(GEMEENTE_TABLE.map(({ code }) => code)).size).toBe(342);
    expect(GEMEENTE_TABLE.every(({ code, name }) => /^GM\d{4}$/.test(code) && name.length > 1)).toBe(true);
    for (const [kind, count] of [
      ["provincie", 12],
      ["veiligheidsregio", 25],
      ["ggd", 25],
    ] as const) {
      const codes = new Set(GEMEENTE_TABLE.map((gemeenteRow) => gemeenteRow[kind]));
      expect([...codes].sort()).toEqual(Object.keys(ROLL_UP_NAMES[kind]).sort());
      expect(codes.size).toBe(count);
    }
  });

  it("has GGD and veiligheidsregio on the same ground but for Hart voor Brabant", () => {
    const regionsOfGgd = new Map<string, Set<string>>();
    for (const { ggd, veiligheidsregio } of GEMEENTE_TABLE) {
      regionsOfGgd.set(ggd!, (regionsOfGgd.get(ggd!) ?? new Set()).add(veiligheidsregio!));
    }
    const divided = [...regionsOfGgd].filter(([, regions]) => regions.size > 1);
    expect(divided).toEqual([["ggd-hart-voor-brabant", new Set(["VR20", "VR21"])]]);
  });

  it.each([
    ["GM0855", "Tilburg", "PV30", "VR20", "ggd-hart-voor-brabant"],
    ["GM0796", "'s-Hertogenbosch", "PV30", "VR21", "ggd-hart-voor-brabant"],
    ["GM1961", "Vijfheerenlanden", "PV26", "VR09", "ggd-regio-utrecht"],
    ["GM0394", "Haarlemmermeer", "PV27", "VR12", "ggd-kennemerland"],
    ["GM0503", "Delft", "PV28", "VR15", "ggd-haaglanden"],
  ])("knows where %s %s lies", (code, name, provincie, veiligheidsregio, ggd) => {
    expect(GEMEENTE_TABLE.find((known) => known.code === code)).toEqual({
      code,
      name,
      provincie,
      veiligheidsregio,
      ggd,
    });
  });

  it.skipIf(!hasSharedData)(
    `names CBS's own codes and divides the country as the postcodes do (${NO_SHARED_DATA} where absent)`,
    async () => {
      const { records } = await readAll(readRegions(sharedFile("netherlands/gemeente_2024.geojson")));
      expect(GEMEENTE_TABLE.map(({ code, name }) => `${code} ${name}`).sort()).toEqual(
        records.map(({ code, name }) => `${code} ${name}`).sort(),
      );
      const { regions, findings } = rollUpRegions(records);
      expect(findings).toEqual([]);
      expect(regions.map(({ kind }) => kind)).toEqual(
        ROLL_UP_KINDS.flatMap((kind) => Array(kind === "provincie" ? 12 : 25).fill(kind)),
      );
      for (const kind of ROLL_UP_KINDS) {
        const sum = regions
          .filter((region) => region.kind === kind)
          .reduce((total, { residents }) => total + residents!, 0);
        expect(sum).toBe(17_942_942);
      }
      // residents of 2024 by gemeente against those of 2021 by postcode: a provincie's share of the country moved by
      // 0.08 percentage points at most; a gemeente of 18,000 in the wrong provincie moves it by 0.1
      const postcodes = (
        await readAll(readPostcodePoints(sharedFile("netherlands/pc4_points_population.csv")))
      ).records;
      const provincieOf = provinciesByPostcode();
      for (const { code, name, residents } of regions.filter(({ kind }) => kind === "provincie")) {
        const of2021 = postcodes.filter((unit) => provincieOf.get(unit.code) === code);
        const share2021 = of2021.reduce((sum, unit) => sum + (unit.residents ?? 0), 0) / 17_472_870;
        expect(Math.abs(residents! / 17_942_942 - share2021), name).toBeLessThan(0.001);
      }
    },
  );
});

/** Postcode → code of its provincie, straight from the shared file's own column. */
function provinciesByPostcode(): Map<string, string> {
  const codes = new Map(Object.entries(ROLL_UP_NAMES.provincie).map(([code, name]) => [name, code]));
  const lines = new TextDecoder()
    .decode(sharedBytes("netherlands/pc4_points_population.csv"))
    .trim()
    .split("\n")
    .slice(1);
  return new Map(
    lines.map((line) => {
      const fields = line.split(",").map((field) => field.replaceAll('"', ""));
      const provincie = fields.find((field) => codes.has(field) || field === "Friesland") ?? "";
      return [fields[0], codes.get(provincie === "Friesland" ? "Fryslân" : provincie) ?? ""];
    }),
  );
}

describe("a table of gemeenten", () => {
  const read = async (text: string) => {
    const { records, findings } = await readAll(readRegionTable(sourceOf(text, 40)));
    const rows = records.map(({ code, provincie, veiligheidsregio, ggd }) => [
      code,
      provincie,
      veiligheidsregio,
      ggd,
    ]);
    return { rows, findings };
  };

  it("holds codes or names, under headers as CBS or people write them", async () => {
    const cbs =
      '"Codes en namen van gemeenten/Code (code)";"Codes en namen van gemeenten/Naam (naam)";' +
      '"Lokaliseringen van gemeenten/Provincies/Code (code)";"Lokaliseringen van gemeenten/Provincies/Naam (naam)";' +
      '"Lokaliseringen van gemeenten/Veiligheidsregio\'s/Code (code)"\n"GM0503  ";"Delft";"PV28  ";"Zuid-Holland";"VR15  "\n';
    expect(await read(cbs)).toEqual({ rows: [["GM0503", "PV28", "VR15", null]], findings: [] });
    const people =
      "gemeente,provincie,veiligheidsregio,ggd\nDen Haag,Zuid-Holland,Veiligheidsregio Haaglanden,GGD Haaglanden\n";
    expect(await read(people)).toEqual({
      rows: [["GM0518", "PV28", "VR15", "ggd-haaglanden"]],
      findings: [],
    });
    expect((await read("gemeentecode,provincie\n0503,friesland\n")).rows).toEqual([
      ["GM0503", "PV21", null, null],
    ]);
  });

  it("refuses a name that stands for two gemeenten, or for none", async () => {
    const { rows, findings } = await read(
      "gemeente,provincie\nBergen,Limburg\nNergens,Limburg\nStein,Limburg\nBergen (NH.),Noord-Holland\n",
    );
    expect(rows).toEqual([
      ["GM0971", "PV31", null, null],
      ["GM0373", "PV27", null, null],
    ]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "row 2", field: "gemeente", got: "Bergen" },
      { severity: "rejected", place: "row 3", field: "gemeente", got: "Nergens" },
    ]);
  });

  it("takes a name it does not know, and rows that disagree, as unknown", async () => {
    const { rows, findings } = await read(
      "gemeente,provincie,ggd\nDelft,Holland,GGD Haaglanden\nDelft,Holland,GGD Zeeland\n",
    );
    expect(rows).toEqual([["GM0503", null, null, null]]);
    expect(findings.map(({ place, field }) => `${place} ${field}`)).toEqual([
      "row 2 provincie",
      "row 3 provincie",
      "row 3 ggd",
    ]);
  });

  it.each(["a,b\n1,2\n", "gemeente,naam\nDelft,x\n"])(
    "is refused without the columns it needs: %j",
    async (text) => {
      const { rows, findings } = await read(text);
      expect(rows).toEqual([]);
      expect(findings).toMatchObject([{ severity: "rejected", place: "file" }]);
    },
  );

  it.skipIf(!hasSharedData)(
    `made from the postcode list agrees with the shipped one (${NO_SHARED_DATA} where absent)`,
    async () => {
      const { records } = await readAll(readRegionTable(sharedFile("netherlands/pc4_points_population.csv")));
      // 354 gemeenten of 2020; 338 of them were still there in 2024 under the same name
      expect(records.length).toBe(338);
      const shipped = new Map(GEMEENTE_TABLE.map((known) => [known.code, known]));
      for (const { code, provincie, ggd } of records)
        expect(shipped.get(code)).toMatchObject({ provincie, ggd });
    },
  );
});
