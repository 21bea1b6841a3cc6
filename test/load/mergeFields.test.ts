import { describe, expect, it } from "vitest";
import { mergeFields } from "../../src/load/mergeFields.ts";
import { createHoursReader } from "../../src/load/openHours.ts";
import type { Aed } from "../../src/load/records.ts";
import type { SourcedAed } from "../../src/load/sourcedAed.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";
import { aed } from "../imports/world.ts";
import { hoursByDay } from "./sources.ts";

const reader = createHoursReader();
/** Hours as a source writes them, read as loading reads them. */
function hours(openingHours: string | null): Pick<Aed, "openingHours" | "openHours" | "alwaysOpen"> {
  const { openHours, alwaysOpen } = reader.read(openingHours);
  return { openingHours, openHours, alwaysOpen };
}
const NOTHING: Partial<Aed> = {
  name: null,
  indoor: null,
  access: "unknown",
  checkedDate: null,
  ...hours(null),
};
const row = (
  sourceId: string,
  dataDate: string | null,
  changes: Partial<Aed> = {},
  knownSince = 1,
): SourcedAed => ({
  sourceId,
  dataDate,
  knownSince,
  aed: aed("1", { ...NOTHING, ...changes }),
});
const merge = (...rows: SourcedAed[]) => {
  const result = mergeFields(rows);
  expect(mergeFields([...rows].reverse())).toEqual(result);
  return { ...result.aed, findings: result.findings };
};
const OLD = "2023-01-01";
const NEW = "2025-01-01";

describe("each field of a merged AED", () => {
  it("comes from the fresher source that knows it", () => {
    const merged = merge(
      row("a", OLD, { name: "Old name", indoor: true, access: "public", position: { lng: 5, lat: 52 } }),
      row("b", NEW, { name: "New name", position: { lng: 5.0001, lat: 52 } }),
    );
    expect(merged).toMatchObject({ name: "New name", indoor: true, access: "public", findings: [] });
    expect(merged.position).toEqual({ lng: 5.0001, lat: 52 });
    expect(merged.sources).toEqual([
      { sourceId: "b", ref: "1", checkedDate: null },
      { sourceId: "a", ref: "1", checkedDate: null },
    ]);
  });

  it("is as old as its row's last check, where there was one, not as the source's file", () => {
    const merged = merge(
      row("a", NEW, { name: "From a new file", checkedDate: "2022-05-01" }),
      row("b", OLD, { name: "From an old file" }),
      row("c", null, { name: "From no known day" }),
    );
    expect(merged.name).toBe("From an old file");
    expect(merged.checkedDate).toBe("2022-05-01");
    expect(merged.sources.map(({ sourceId }) => sourceId)).toEqual(["b", "a", "c"]);
  });

  it("shows the last check of all", () => {
    expect(
      merge(row("a", NEW, { checkedDate: "2024-05-01" }), row("b", OLD, { checkedDate: "2024-06-01" })),
    ).toMatchObject({
      checkedDate: "2024-06-01",
    });
  });

  it("has the id of the row known longest, whichever is fresher", () => {
    expect(merge(row("a", NEW, {}, 7), row("b", OLD, {}, 3)).id).toBe("b:1");
    expect(merge(row("a", OLD, {}, 3), row("b", NEW, {}, 3)).id).toBe("a:1");
  });
});

describe("the hours of a merged AED", () => {
  it("that are known win over unknown ones, however old", () => {
    const merged = merge(row("a", OLD, hours("Mo-Fr 08:00-18:00")), row("b", NEW));
    expect(hoursByDay(merged.openHours)[0]).toBe("8-18");
    expect(merged).toMatchObject({ openingHours: "Mo-Fr 08:00-18:00", alwaysOpen: false, findings: [] });
    expect(merge(row("a", OLD, hours("24/7")), row("b", NEW))).toMatchObject({
      alwaysOpen: true,
      findings: [],
    });
  });

  it("are the fresher ones where both are known, and no contradiction", () => {
    const merged = merge(row("a", OLD, hours("24/7")), row("b", NEW, hours("Mo-Fr 08:00-18:00")));
    expect(merged).toMatchObject({ openingHours: "Mo-Fr 08:00-18:00", alwaysOpen: false, findings: [] });
    expect(merge(row("a", NEW, hours("24/7")), row("b", OLD, hours("Mo-Fr 08:00-18:00")))).toMatchObject({
      openHours: ALL_HOURS,
      alwaysOpen: true,
    });
  });

  it("are the stricter of equally fresh ones, hour by hour, with a warning that names both", () => {
    const merged = merge(
      row("a", NEW, hours("Mo-Fr 08:00-18:00")),
      row("b", NEW, hours("Mo-Sa 10:00-20:00")),
    );
    expect(hoursByDay(merged.openHours).slice(4, 6)).toEqual(["10-18", ""]);
    expect(merged.openingHours).toBe("Mo-Fr 08:00-18:00 | Mo-Sa 10:00-20:00");
    expect(merged.findings).toMatchObject([
      {
        severity: "warning",
        place: "AED a:1",
        field: "openHours",
        got: "a: Mo-Fr 08:00-18:00 | b: Mo-Sa 10:00-20:00",
      },
    ]);
    expect(merged.findings[0].advice).toContain("apart a:1 b:1");
    expect(merge(row("a", NEW, hours("24/7")), row("b", NEW, hours("24/7; PH off")))).toMatchObject({
      openHours: ALL_HOURS,
      alwaysOpen: false,
      openingHours: "24/7; PH off",
      findings: [{ field: "openHours" }],
    });
  });

  it("are not day and night beside a word as fresh that they are not, or that nobody can read", () => {
    const limited = { ...hours("beperkt"), alwaysOpen: false };
    for (const freshness of [NEW, "2026-01-01"]) {
      expect(merge(row("a", NEW, hours("24/7")), row("b", freshness, limited))).toMatchObject({
        openHours: UNKNOWN_HOURS,
        alwaysOpen: false,
        findings: [{ field: "openHours" }],
      });
      expect(merge(row("a", NEW, hours("24/7")), row("b", freshness, hours("op afspraak")))).toMatchObject({
        openHours: UNKNOWN_HOURS,
        alwaysOpen: null,
        findings: [{ field: "openHours" }],
      });
    }
    // an older word does not matter, nor does it beside hours that are no day and night anyway
    expect(merge(row("a", NEW, hours("24/7")), row("b", OLD, limited)).alwaysOpen).toBe(true);
    expect(hoursByDay(merge(row("a", OLD, hours("Mo 8:00-9:00")), row("b", NEW, limited)).openHours)[0]).toBe(
      "8-9",
    );
    // closed on holidays is what "limited" may mean
    expect(merge(row("a", NEW, hours("24/7; PH off")), row("b", NEW, limited))).toMatchObject({
      openHours: ALL_HOURS,
      alwaysOpen: false,
    });
  });

  it("that nobody knows keep what is said about them", () => {
    expect(merge(row("a", OLD, hours("op afspraak")), row("b", NEW, { alwaysOpen: false }))).toMatchObject({
      openingHours: "op afspraak",
      openHours: UNKNOWN_HOURS,
      alwaysOpen: false,
      findings: [],
    });
  });
});

describe("where equally fresh sources contradict each other about the place", () => {
  it("inside or outside is unknown, and access the stricter", () => {
    const merged = merge(
      row("a", NEW, { indoor: true, access: "public" }),
      row("b", NEW, { indoor: false, access: "restricted" }),
    );
    expect(merged).toMatchObject({ indoor: null, access: "restricted" });
    expect(merged.findings.map(({ field }) => field)).toEqual(["indoor", "access"]);
  });
});
