import { describe, expect, it } from "vitest";
import { newestByRegion, observedFor } from "../../src/load/observedInUse.ts";
import { readObservedValues } from "../../src/load/observedValues.ts";
import type { ObservedValue } from "../../src/load/records.ts";
import { readAll, sourceOf } from "./sources.ts";

const HEADER = "gebied;grootheid;waarde;eenheid;bron;datum";
const read = (...rows: string[]) => readAll(readObservedValues(sourceOf([HEADER, ...rows].join("\n"), 20)));

describe("observed values", () => {
  it("come in the unit of their measure, whatever unit the file tells", async () => {
    const { records, findings } = await read(
      "NL;ambulance gemiddeld;8,5;min;Sectorkompas 2024 (A0);2024",
      "NL;ambulance_p95;14:00;;Sectorkompas 2024 (A0);2024-12-31",
      "VR17;respondersGoShare;71;%;HartslagNu;2022",
      "GM0503;verwachte AED's;160;aantal;telling;2024-06-01",
    );
    expect(findings).toEqual([]);
    expect(records.map(({ regionCode, measure, value, date }) => [regionCode, measure, value, date])).toEqual(
      [
        ["NL", "ambulanceMeanSeconds", 510, "2024-01-01"],
        ["NL", "ambulanceP95Seconds", 840, "2024-12-31"],
        ["VR17", "respondersGoShare", 0.71, "2022-01-01"],
        ["GM0503", "aedsExpected", 160, "2024-06-01"],
      ],
    );
  });

  it.each([
    ["VR17;respondersGoShare;71;;x;2022", "value", /87.5 with the unit %/],
    ["VR17;ambulanceMeanSeconds;8.6;;x;2022", "value", /8:35/],
    ["VR17;ambulanceMeanSeconds;8.6;uur;x;2022", "unit", /correct the unit/],
    ["VR17;respondersGoShare;0.5;min;x;2022", "unit", /correct the unit/],
    ["VR17;respondersGoShare;;;x;2022", "value", /87.5/],
    ["VR17;snelheid;5;;x;2022", "measure", /correct the name/],
    [";respondersGoShare;0.5;;x;2022", "region", /code/],
    ["VR17;respondersGoShare;0.5;;x;2022-02-30", "date", /--date/],
    ["VR17;respondersGoShare;0.5;;x;", "date", /--date/],
    ["VR17;respondersGoShare;0.5;;;2022", "source", /name it/],
    ["VR17;respondersGoShare;0.5", "row", /whole file/],
  ])("are refused as %s for their %s", async (row, field, advice) => {
    const { records, findings } = await read(row, "NL;respondersGoShare;0.5;;x;2022");
    expect(records).toHaveLength(1);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "row 2", field, advice: expect.stringMatching(advice) },
    ]);
  });

  it("are refused both where a P95 is below its mean", async () => {
    const { records, findings } = await read(
      "VR17;ambulanceMeanSeconds;515;;x;2022",
      "VR17;ambulanceP95Seconds;500;;x;2022",
      "VR18;ambulanceP95Seconds;500;;x;2022",
    );
    expect(records.map(({ ref }) => ref)).toEqual(["VR18 ambulanceP95Seconds"]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "row 3", field: "value" }]);
  });

  it("take source and day from what was told where a row names none", async () => {
    const text = "region,measure,value\nNL,respondersGoShare,0.875\n";
    const told = readObservedValues(sourceOf(text), { source: "HartslagNu", date: "2024-12-31" });
    expect((await readAll(told)).records).toMatchObject([{ source: "HartslagNu", date: "2024-12-31" }]);
    const other = await readAll(readObservedValues(sourceOf("naam,waarde\nx,1\n")));
    expect(other.findings).toMatchObject([{ severity: "rejected", place: "file", field: "region" }]);
  });

  it("of one region and measure are taken once", async () => {
    const row = "VR17;respondersGoShare;0.5;;x;2022";
    const { records, findings } = await read(row, row);
    expect(records).toHaveLength(1);
    expect(findings).toMatchObject([{ place: "row 3", field: "measure", advice: "remove one; row 2 is in" }]);
  });
});

describe("the value that a region uses", () => {
  const value = (
    regionCode: string,
    measure: ObservedValue["measure"],
    figure: number,
    date = "2024-01-01",
  ) => ({
    ref: `${regionCode} ${measure}`,
    regionCode,
    measure,
    value: figure,
    source: "x",
    date,
  });

  it("is the newest, the first of a day, whatever the order of the days", () => {
    const [old, young, twin] = [
      value("VR17", "respondersGoShare", 0.6, "2022-01-01"),
      value("VR17", "respondersGoShare", 0.7, "2024-01-01"),
      value("VR17", "respondersGoShare", 0.8, "2024-01-01"),
    ];
    for (const order of [
      [old, young, twin],
      [young, old, twin],
      [young, twin, old],
    ]) {
      expect(newestByRegion(order).get("VR17")!.respondersGoShare!.value).toBe(0.7);
    }
  });

  it("is its own, else that of the smallest region around, else the country's; a count is never handed down", () => {
    const byRegion = newestByRegion([
      value("NL", "ambulanceMeanSeconds", 515),
      value("NL", "respondersGoShare", 0.875),
      value("VR17", "ambulanceMeanSeconds", 500),
      value("VR17", "aedsExpected", 1_900),
      value("GM0503", "respondersGoShare", 0.8),
    ]);
    const inUse = (codes: string[]) =>
      Object.fromEntries(Object.values(observedFor(codes, byRegion)).map((one) => [one.measure, one.value]));
    expect(inUse(["WK050311", "GM0503", "VR17", "PV28"])).toEqual({
      respondersGoShare: 0.8,
      ambulanceMeanSeconds: 500,
    });
    expect(inUse(["VR17"])).toEqual({
      respondersGoShare: 0.875,
      ambulanceMeanSeconds: 500,
      aedsExpected: 1_900,
    });
    expect(inUse(["GM9999"])).toEqual({ respondersGoShare: 0.875, ambulanceMeanSeconds: 515 });
  });
});
