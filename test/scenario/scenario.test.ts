import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parseScenario.ts";
import { type AssumptionRow, assumptionRows, assumptionTable } from "../../src/scenario/table.ts";
import { ALERT_RULES, DEFAULT_SCENARIO, scenarioSchema } from "../../src/scenario.ts";

const ROWS = assumptionRows(scenarioSchema);

function faultsOf(given: unknown): Record<string, string> {
  const { faults } = parseScenario(given);
  return Object.fromEntries((faults ?? []).map(({ field, message }) => [field, message]));
}

/** `{a: {b: value}}` for "a.b". */
function nested(name: string, value: unknown): unknown {
  return name.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

describe("the scenario", () => {
  it("is whole when nothing is given, and all its defaults lie in their ranges and agree", () => {
    expect(parseScenario({})).toEqual({ scenario: DEFAULT_SCENARIO, faults: null });
    expect(parseScenario(DEFAULT_SCENARIO).faults).toBeNull();
  });

  it("reads what a run of before stored, and fills in what was no assumption then", () => {
    const stored = {
      aedsRegistered: 26_892,
      residentsAtRegistration: 17_942_942,
      completenessWarningShare: 0.7,
      detourFactor: 1.5,
    };
    expect(scenarioSchema.parse(stored)).toEqual({ ...DEFAULT_SCENARIO, ...stored });
    expect(scenarioSchema.parse(JSON.parse(JSON.stringify(DEFAULT_SCENARIO)))).toEqual(DEFAULT_SCENARIO);
  });

  it("takes the rule of an era by its name, and parts of a rule over today's", () => {
    expect(parseScenario({ alert: "sms2010" }).scenario?.alert).toEqual(ALERT_RULES.sms2010);
    expect(parseScenario({ alert: { alertRadiusMeters: 750 } }).scenario?.alert).toEqual({
      ...ALERT_RULES.variable2020,
      alertRadiusMeters: 750,
    });
  });

  it("has the published rules", () => {
    const { sms2010, fixed2019, variable2020 } = ALERT_RULES;
    const told = (rule: typeof sms2010) => [
      rule.alertRadiusMeters,
      rule.alertedMax,
      rule.aedRadiusMeters,
      rule.aedsMax,
      rule.fetchRadiusMeters,
      rule.alertSeconds,
    ];
    expect(told(sms2010)).toEqual([1_000, 30, 1_000, null, 500, 96]);
    expect(told(fixed2019)).toEqual([750, null, 500, null, null, 96]);
    expect(told(variable2020)).toEqual([2_000, 100, 2_000, 3, null, 51]);
  });
});

describe("a bad scenario", () => {
  it("is told field, what was got, range and unit", () => {
    expect(faultsOf({ alert: { alertRadiusMeters: 3_000, alertedMax: 0 }, doorSeconds: "soon" })).toEqual({
      "alert.alertRadiusMeters": "got 3000, expected 1 to 2,500 m",
      "alert.alertedMax": "got 0, expected a whole number 1 to 1,000 responders, or null",
      doorSeconds: 'got "soon", expected 30 to 150 s',
    });
  });

  it("is told the names there are when it uses another", () => {
    expect(faultsOf({ band: { delay: 30 } })).toEqual({
      "band.delay": "got band.delay, which is no assumption here; expected delaySeconds, responseFactor",
    });
    expect(faultsOf({ alert: "sms2011" }).alert).toContain("expected sms2010, fixed2019, variable2020");
    expect(faultsOf({ outcome: { survivalFunction: "hope" } })["outcome.survivalFunction"]).toContain(
      "waalewijn2001",
    );
    expect(faultsOf(null)).toEqual({ "": "got null, expected an object" });
  });

  it.each([
    [
      "alert.fetchRadiusMeters",
      { alert: { alertRadiusMeters: 200, aedRadiusMeters: 300, fetchRadiusMeters: 501 } },
    ],
    ["willingness.min", { willingness: { min: 0.08 } }],
    ["band.delaySeconds", { band: { delaySeconds: 40 } }],
    ["ambulance.attachSeconds", { ambulance: { cprSeconds: 90, attachSeconds: 60 } }],
    ["localAed.cprLeadSeconds", { localAed: { medianSeconds: 120, cprLeadSeconds: 120 } }],
  ])("is refused where two values contradict each other: %s", (field, given) => {
    expect(Object.keys(faultsOf(given))).toEqual([field]);
  });

  it("is never clamped: any number outside its range is refused by name, any inside is kept", () => {
    const numbers = ROWS.filter(({ name }) => name !== "outcome.survivalFunction");
    fc.assert(
      fc.property(
        fc.constantFrom(...numbers),
        fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
        (row, value) => {
          const [min, max] = limitsOf(row);
          const given = row.isWhole ? Math.round(value) : value;
          const { scenario, faults } = parseScenario(nested(row.name, given));
          if (given < min || given > max) expect(faults?.[0].field).toBe(row.name);
          // in range it may still contradict another value, or lie off the grid of times
          else expect(scenario === null || read(scenario, row.name) === given).toBe(true);
        },
      ),
    );
  });
});

describe("the table of assumptions", () => {
  it("stands in the docs as the schema says it", () => {
    const [, inDocs] = readFileSync("docs/assumptions.md", "utf8").split(
      /<!-- assumptions:(?:begin|end) -->\n/,
    );
    // `npm run assumptions` writes it
    expect(inDocs.trim()).toBe(assumptionTable(ROWS));
  });

  it("gives every value unit, words and source", () => {
    expect(ROWS.length).toBeGreaterThan(60);
    for (const { name, unit, text, source } of ROWS) {
      expect([name, unit, text, source].every((word) => word.length > 0)).toBe(true);
    }
  });

  it("refuses a value that tells none", async () => {
    const { z } = await import("zod");
    expect(() => assumptionRows(z.object({ bare: z.number().min(0).max(1) }))).toThrow("bare");
  });
});

function limitsOf({ range }: AssumptionRow): [number, number] {
  const [min, max] = range.split(" to ").map((number) => Number(number.replaceAll(",", "")));
  return [min, max];
}

function read(scenario: unknown, name: string): unknown {
  return name.split(".").reduce<unknown>((value, key) => (value as never)[key], scenario);
}
