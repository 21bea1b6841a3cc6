import { gridDisk, gridRing } from "h3-js";
import { describe, expect, it } from "vitest";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { coverageOf, gapReasonOf } from "../../src/analyse/gapReasons.ts";
import { findGaps, type GapCell } from "../../src/analyse/gaps.ts";
import { NO_UINT8, type PeriodColumns } from "../../src/coverage/columns.ts";
import { positionToCell } from "../../src/grid/cell.ts";
import { bruteAreas } from "../oracle/bruteAreas.ts";

const MIDDLE = positionToCell({ lng: 5.12, lat: 52.09 });

function gapCell(cell: string, residents: number, rest: Partial<GapCell> = {}): GapCell {
  return { cell, residents, reason: "noAedNear", nearestReachableMeters: null, regions: {}, ...rest };
}

describe("gaps", () => {
  it("are the areas that asking every pair of cells finds, in any order", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = createGenerator(seed);
      const chosen = gridDisk(MIDDLE, 6).filter(() => random() < 0.1 + seed / 50);
      const cells = chosen.map((cell) => gapCell(cell, Math.ceil(100 * random())));
      const shuffled = cells.map((cell) => ({ cell, key: random() })).sort((p, q) => p.key - q.key);
      const areas = findGaps(shuffled.map(({ cell }) => cell));
      const found = areas.map((area) => area.cells).sort((p, q) => (p[0] < q[0] ? -1 : 1));
      expect(found).toEqual(bruteAreas(chosen));
      expect(areas).toEqual(findGaps(cells));
      const people = cells.reduce((sum, { residents }) => sum + residents, 0);
      expect(areas.reduce((sum, { residents }) => sum + residents, 0)).toBe(people);
      expect(areas.map(({ residents }) => residents)).toEqual(
        areas.map(({ residents }) => residents).sort((p, q) => q - p),
      );
    }
  });

  it("name their cells by powers of two: a cell without people joins nothing", () => {
    const [a, b] = gridDisk(MIDDLE, 1).slice(0, 2);
    const far = gridRing(MIDDLE, 3)[0];
    // between the middle and the far cell lies a cell where nobody lives
    const cells = [gapCell(a, 1), gapCell(b, 2), gapCell(far, 4), gapCell(gridRing(MIDDLE, 5)[7], 0)];
    expect(findGaps(cells).map(({ residents }) => residents)).toEqual([4, 3]);
  });

  it("have the id and metres of their most populous cell, the reason and the buurt of most people", () => {
    const [a, b, c] = gridDisk(MIDDLE, 1);
    const [area] = findGaps([
      gapCell(a, 10, {
        reason: "closed",
        nearestReachableMeters: 700,
        regions: { gemeente: "GM1", buurt: "BU1" },
      }),
      gapCell(b, 6, { nearestReachableMeters: 600, regions: { gemeente: "GM1", buurt: "BU2" } }),
      gapCell(c, 5, { regions: { gemeente: "GM1", buurt: "BU2" } }),
    ]);
    expect(area).toMatchObject({
      id: a,
      nearestReachableMeters: 700,
      residents: 21,
      reason: "noAedNear",
      residentsByReason: { closed: 10, noAedNear: 11 },
      regionCode: "BU2",
    });
  });

  it("are none where nobody is uncovered", () => {
    expect(findGaps([])).toEqual([]);
  });
});

describe("the rule table", () => {
  const columns = (values: Partial<Record<keyof PeriodColumns, number>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Uint8Array.of(value)]),
    ) as unknown as PeriodColumns;
  const NONE = {
    reachable: 0,
    nearNotReachable: 0,
    hoursUnknown: 0,
    openShare: NO_UINT8,
    within500mByStreet: 0,
  };

  it.each([
    ["nothing within 500 m", NONE, "noAedNear"],
    ["open for half of the hours", { ...NONE, openShare: 100 }, "closed"],
    ["never open in the period", { ...NONE, openShare: 0 }, "closed"],
    ["hours not known", { ...NONE, hoursUnknown: 200 }, "hoursUnknown"],
    [
      "one closed, one of unknown hours: it may be open",
      { ...NONE, hoursUnknown: 200, openShare: 0 },
      "hoursUnknown",
    ],
    ["600 m by street", { ...NONE, reachable: 200 }, "longWay"],
    ["800 m by street", { ...NONE, reachable: 200, nearNotReachable: 200 }, "nearButNotReachable"],
    [
      "by street, how far beyond 500 m not known",
      { ...NONE, reachable: 200, nearNotReachable: NO_UINT8 },
      "longWay",
    ],
  ])("says of %s", (_, values, reason) => {
    expect(gapReasonOf(columns(values), 0)).toBe(reason);
  });

  it("takes what is not known along streets for neither covered nor uncovered", () => {
    const at = (within500mByStreet: number) =>
      coverageOf(columns({ ...NONE, within500mByStreet }), 0, "within500mByStreet");
    expect([at(200), at(0), at(NO_UINT8)]).toEqual(["covered", "uncovered", "unknown"]);
    expect(coverageOf(columns({ ...NONE, reachable: 200 }), 0, "reachableWithin500m")).toBe("covered");
  });
});
