import { describe, expect, it } from "vitest";
import {
  bisect,
  fitAmbulance,
  fitWillingness,
  goesShare,
  meanArrival,
  shareWithin,
} from "../../scripts/calibrate/fit.ts";
import { CHECKS } from "../../scripts/validate/catalogue.ts";
import { type Check, judge } from "../../scripts/validate/checks.ts";
import { validationSummary, validationTable } from "../../scripts/validate/table.ts";
import { unitMeasures } from "../../scripts/validate/unitMeasures.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { seededRandom } from "../oracle/playArrivals.ts";

const CHECK: Check = {
  id: "x",
  figure: "a figure",
  kind: "prediction",
  published: "10 %",
  unit: "%",
  target: 10,
  low: 8,
  high: 12,
  tolerance: "published",
  source: "a paper",
};

describe("a verdict", () => {
  it("is a pass within a published range only, and a failing one stays", () => {
    expect(judge(CHECK, { value: 12 }, "none")).toMatchObject({ verdict: "pass", standardisedError: 1 });
    expect(judge({ ...CHECK, tolerance: "ours" }, { value: 12 }, "none").verdict).toBe(
      "within our tolerance",
    );
    expect(judge(CHECK, { value: 12.1 }, "none").verdict).toBe("fail");
    expect(judge({ ...CHECK, tolerance: "ours" }, { value: 7.9 }, "none").verdict).toBe("fail");
    expect(judge(CHECK, "no such data", "none")).toMatchObject({
      verdict: "not modelled",
      note: "no such data",
      model: null,
    });
    expect(judge(CHECK, { value: Number.NaN }, "none").verdict).toBe("not modelled");
  });

  it("stands in the column of its kind, and counts there", () => {
    const rows = [
      judge(CHECK, { value: 20 }, "demo"),
      judge({ ...CHECK, id: "y", kind: "hand" }, { value: 9 }, "demo"),
    ];
    const table = validationTable(rows).split("\n");
    expect(table).toHaveLength(4);
    expect(
      table[2]
        .split("|")
        .map((cell) => cell.trim())
        .slice(5, 9),
    ).toEqual(["", "", "**FAIL**", ""]);
    expect(
      table[3]
        .split("|")
        .map((cell) => cell.trim())
        .slice(5, 9),
    ).toEqual(["", "", "", "pass"]);
    expect(validationSummary(rows)).toContain(
      "prediction: 0 pass, 0 within a tolerance of ours, 1 fail, 0 not modelled",
    );
  });
});

describe("the catalogue", () => {
  it("names each check once, with target and range that agree", () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
    for (const { target, low, high } of CHECKS) {
      if (target === null || low === null || high === null) continue;
      expect(target).toBeGreaterThanOrEqual(low);
      expect(target).toBeLessThanOrEqual(high);
    }
  });

  it("has a unit check for every measure that needs no data, and they pass", () => {
    const measured = unitMeasures();
    const units = CHECKS.filter(({ kind }) => kind === "unit");
    expect(units.map(({ id }) => id).sort()).toEqual(Object.keys(measured).sort());
    for (const check of units) expect(judge(check, measured[check.id], "none").verdict).toBe("pass");
  });
});

describe("the calibration", () => {
  const random = seededRandom(3);
  const patients = Array.from({ length: 400 }, () => {
    const residentsNear = 400 * Math.exp(4 * random());
    const near = 200 + 12_000 * random() ** 2;
    return {
      postMeters: [near, near + 9_000 * random()] as const,
      residentsNear,
      alerted: Math.min(100, 0.05 * residentsNear),
    };
  });

  it("of the ambulance has both published figures, whatever it began with", () => {
    for (const start of [
      DEFAULT_SCENARIO.ambulance,
      { ...DEFAULT_SCENARIO.ambulance, secondsPerRootKm: 90, spread: 0.5 },
    ]) {
      const fitted = fitAmbulance(patients, start);
      expect(meanArrival(patients, fitted)).toBeCloseTo(515, 6);
      expect(shareWithin(patients, fitted, 840)).toBeCloseTo(0.95, 4);
    }
  });

  it("of the willingness finds what made the shares", () => {
    const cities = patients.filter(({ residentsNear }) => residentsNear > 14_000);
    const fitted = fitWillingness(patients, cities, DEFAULT_SCENARIO.willingness);
    expect(goesShare(patients, fitted)).toBeCloseTo(0.875, 4);
    expect(goesShare(cities, fitted)).toBeCloseTo(0.687, 3);
  });

  it("says where the target is out of reach", () => {
    expect(() => bisect((x) => x, 5, 0, 1)).toThrow("got 0.000 to 1.000 from 0 to 1, expected 5 between");
    expect(bisect((x) => x * x, 2, 0, 2)).toBeCloseTo(Math.SQRT2, 9);
    expect(bisect((x) => -x, -1.5, 0, 2)).toBeCloseTo(1.5, 9);
  });
});
