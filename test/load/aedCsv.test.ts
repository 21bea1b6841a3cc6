import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";
import {
  hasSharedData,
  hoursByDay,
  NO_SHARED_DATA,
  readAll,
  sharedBytes,
  sharedFile,
  sourceOf,
} from "./sources.ts";

const read = (text: string, options = {}) => readAll(readAedCsv(sourceOf(text, 7), options));
const rows = (...lines: string[]) => ["ref,naam,lat,lon", ...lines].join("\n");

describe("AEDs from CSV", () => {
  it("reads Dutch headers, semicolons, decimal commas, BOM and Windows line ends", async () => {
    const text = [
      "\uFEFFNaam;Breedtegraad;Lengtegraad;Openingstijden;24/7;Binnen/Buiten;Toegang;Laatst gecontroleerd",
      '"Café ""De Hoek""; terras";51,9657025;5,9868188;ma t/m vr 9:00-17:00;nee;buiten;openbaar;6-4-2024',
      "",
    ].join("\r\n");
    const { records, findings } = await read(text);
    expect(findings).toEqual([]);
    expect(records).toHaveLength(1);
    const [aed] = records;
    expect(hoursByDay(aed.openHours)).toEqual(["9-17", "9-17", "9-17", "9-17", "9-17", "", ""]);
    expect({ ...aed, openHours: "" }).toEqual({
      ref: "at/51.96570,5.98682/café-de-hoek-terras",
      name: 'Café "De Hoek"; terras',
      position: { lng: 5.9868188, lat: 51.9657025 },
      openingHours: "ma t/m vr 9:00-17:00",
      openHours: "",
      alwaysOpen: false,
      indoor: false,
      access: "public",
      checkedDate: "2024-04-06",
      coarsened: false,
      operator: null,
      level: null,
      serial: null,
    });
  });

  it("reads English headers and tabs alike", async () => {
    const text =
      "id\tname\tlongitude\tlatitude\topening_hours\tindoor\taccess\tcheck_date\nA1\tTown hall\t5.1\t52.1\t24/7\tyes\tcustomers\t2024-02";
    const { records, findings } = await read(text);
    expect(findings).toEqual([]);
    expect(records[0]).toMatchObject({
      ref: "A1",
      openHours: ALL_HOURS,
      alwaysOpen: true,
      indoor: true,
      access: "restricted",
      checkedDate: "2024-02-01",
    });
  });

  it("reads headers in one word, as programs write them", async () => {
    const { records } = await read("id,lng,lat,openingHours,lastChecked\na,5.1,52.1,24/7,2026-02-03");
    expect(records[0]).toMatchObject({ alwaysOpen: true, checkedDate: "2026-02-03" });
  });

  it("takes told columns and a told separator, and names a told one that is not there", async () => {
    const text = "kolom1|noord|oost\nX|52,1|5,1";
    const columns = { ref: "kolom1", lat: "noord", lng: "oost" };
    expect((await read(text, { columns, delimiter: "|" })).records[0]).toMatchObject({
      ref: "X",
      position: { lng: 5.1, lat: 52.1 },
    });
    const { findings } = await read(text, { columns: { ...columns, name: "naam" } });
    expect(findings).toMatchObject([{ place: "file", field: "name", expected: "the header naam" }]);
  });

  it("lists the headers seen when there are no coordinates", async () => {
    const { records, findings } = await read("naam,straat\nA,B");
    expect(records).toEqual([]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "file", field: "lng, lat", got: "naam, straat" },
    ]);
    expect(findings[0].advice).toContain("Headers seen: naam, straat");
  });

  it.each([
    ["A,B,5.98,51.96", "lng, lat", "swapped"],
    ["A,B,0,0", "lng, lat", "placeholder"],
    ["A,B,,5.98", "lat", "decimal degrees"],
    ["A,B,NaN,5.98", "lat", "decimal degrees"],
    ["A,B,51°57',5.98", "lat", "decimal degrees"],
    ["A,B,51.96,zes", "lng", "decimal degrees"],
    ["A,B,441000,194000", "lng, lat", "RD coordinates"],
    ["A,B,194000,441000", "lng, lat", "RD coordinates with x and y swapped"],
    ["A,B,519657025,59868188", "lng, lat", "decimal point"],
    ["A,B,48.85,2.35", "lng, lat", "abroad"],
    ["A,B,400,500", "lng, lat", "Longitude runs"],
  ])("refuses %s and says why", async (line, field, advice) => {
    const { records, findings } = await read(rows("1,A,52.1,5.1", line));
    expect(records).toHaveLength(1);
    expect(findings).toMatchObject([{ severity: "rejected", place: "row 3", field }]);
    expect(findings[0].advice).toContain(advice);
    for (const part of ["got", "expected"] as const) expect(findings[0][part]).not.toBe("");
  });

  it("takes positions abroad only when told to", async () => {
    const { records } = await read(rows("1,Bern,46.9481,7.4474"), { anywhere: true });
    expect(records[0].position).toEqual({ lng: 7.4474, lat: 46.9481 });
  });

  it("accepts the ground just over the border, and no farther abroad", async () => {
    // Essen lies within 2.5 km of the Netherlands, Turnhout and Kleve do not
    const { records, findings } = await read(
      rows("1,Essen,51.466,4.47", "2,Turnhout,51.32,4.94", "3,Kleve,51.79,6.14"),
    );
    expect(records.map(({ name }) => name)).toEqual(["Essen"]);
    expect(findings.map(({ advice }) => advice)).toEqual(
      Array(2).fill(expect.stringContaining("--anywhere")),
    );
  });

  it("keeps the first of two equal refs and names the other", async () => {
    const { records, findings } = await read(
      rows("1,A,52.1,5.1", "1,B,52.2,5.2", ",C,52.3,5.3", ",C,52.3,5.3"),
    );
    expect(records.map(({ name }) => name)).toEqual(["A", "C"]);
    expect(findings.map(({ place, field, advice }) => [place, field, advice])).toEqual([
      ["row 3", "ref", "It was used at row 2; give each AED its own id. This one is left out."],
      ["row 5", "ref", "Same position and name as row 4; remove one, or add a column with ids."],
    ]);
  });

  it("refuses a row whose fields are shifted by an unquoted separator", async () => {
    const { records, findings } = await read(rows("1,Kastanjelaan 3, Duiven,52.1,5.1"));
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ place: "row 2", got: "5 fields" }]);
  });

  it("drops codes, telephones, mail addresses and persons wherever they stand", async () => {
    const text = [
      "ref;naam;lat;lon;openingstijden;kastcode;contactpersoon;telefoon",
      "1;Buurthuis (code 1234);52.1;5.1;24/7, pincode: C159Y;4321;Jan Jansen;0612345678",
      "2;Fam. X bel 06-12345678;52.2;5.2;ma-vr 8-17, contactpersoon: Jan Jansen;;;",
      "3;info@voorbeeld.nl;52.3;5.3;bel +31 6 1234 5678;;;",
    ].join("\n");
    const { records, findings } = await read(text);
    const written = JSON.stringify({ records, findings });
    for (const secret of ["1234", "4321", "C159Y", "Jansen", "voorbeeld.nl", "5678"])
      expect(written).not.toContain(secret);
    expect(records.map(({ alwaysOpen }) => alwaysOpen)).toEqual([true, null, null]);
  });

  it("does not let the ref of a private AED without id give its position away", async () => {
    const text = "naam,lat,lon,toegang\nThuis,52.12345,5.12345,privé\nThuis,52.12346,5.12345,prive";
    const { records } = await read(text);
    expect(records.map(({ access }) => access)).toEqual(["private", "private"]);
    expect(records.map(({ ref }) => ref).join()).toMatch(
      /^private\/86[0-9a-f]{13}\/1,private\/86[0-9a-f]{13}\/2$/,
    );
  });

  it("warns of hours it cannot read, dates that do not exist and access nobody knows, and stays strict", async () => {
    const { records, findings } = await read(
      "ref,lat,lon,openingstijden,check_date,toegang\n1,52.1,5.1,op afspraak,30-02-2024,via de bel",
    );
    expect(records[0]).toMatchObject({
      openHours: UNKNOWN_HOURS,
      alwaysOpen: null,
      checkedDate: null,
      access: "unknown",
    });
    expect(findings.map(({ severity, field, got }) => [severity, field, got])).toEqual([
      ["warning", "access", "via de bel"],
      ["warning", "openingHours", "op afspraak"],
      ["warning", "checkedDate", "30-02-2024"],
    ]);
  });

  it.each([
    ["", "empty"],
    ["PK\u0003\u0004rommel", "zip"],
    [`ref,lat,lon\n1,52.1,"5.1`, "quote"],
  ])("gives one finding about the file for %j", async (text, word) => {
    const { records, findings } = await read(text);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "file" }]);
    expect(JSON.stringify(findings)).toContain(word);
  });

  it("reads 100,000 rows in flat memory, in batches", async () => {
    let [largestBatch, count] = [0, 0];
    async function* lines() {
      yield new TextEncoder().encode("ref,naam,lat,lon,openingstijden\n");
      for (let i = 0; i < 100; i += 1) {
        const block = Array.from(
          { length: 1_000 },
          (_, n) => `${i}-${n},AED,52.1,5.1,Mo-Fr 08:00-1${n % 10}:00\n`,
        );
        yield new TextEncoder().encode(block.join(""));
      }
    }
    for await (const { records, findings } of readAedCsv(lines())) {
      expect(findings).toEqual([]);
      largestBatch = Math.max(largestBatch, records.length);
      count += records.length;
    }
    expect(count).toBe(100_000);
    expect(largestBatch).toBeLessThan(3_000);
  });
});

describe.skipIf(!hasSharedData)(
  `AEDs of Duiven from CSV (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it("are all 27, six of them day and night, two contradictory", async () => {
      const { records, findings } = await readAll(readAedCsv(sharedFile("duiven/duiven_aeds_2014.csv")));
      expect(records).toHaveLength(27);
      // eight have the 24/7 flag; Tennis Centre and Zaal Gieling write opening hours beside it
      expect(records.filter(({ alwaysOpen }) => alwaysOpen)).toHaveLength(6);
      expect(findings.map(({ severity, place, field }) => `${severity} ${place} ${field}`)).toEqual([
        "warning row 25 openHours",
        "warning row 28 openHours",
      ]);
      expect(records.every(({ openHours }) => !openHours.includes("?"))).toBe(true);
      expect(hoursByDay(records.find(({ name }) => name === "CCOG")!.openHours)[6]).toBe("9-24");
    });

    it("never throw when the file is cut anywhere or garbled", async () => {
      const bytes = sharedBytes("duiven/duiven_aeds_2014.csv");
      for (let length = 0; length < bytes.length; length += 37) {
        const { records } = await readAll(readAedCsv(sourceOf(bytes.subarray(0, length))));
        expect(records.length).toBeLessThanOrEqual(27);
      }
      for (let seed = 1; seed < 60; seed += 1) {
        const garbled = bytes.map((byte, i) =>
          (i * 2654435761 + seed * 40503) % 97 === 0 ? (byte * seed) % 256 : byte,
        );
        await readAll(readAedCsv(sourceOf(garbled)));
      }
    });
  },
);
