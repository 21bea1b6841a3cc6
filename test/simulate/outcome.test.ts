import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SURVIVAL_FUNCTIONS } from "../../src/scenario/arrests.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../src/scenario.ts";
import {
  attemptsFactor,
  comparatorSurvival,
  shiftedSurvival,
  survivalOnGrid,
  witnessedSurvival,
} from "../../src/simulate/outcome.ts";
import { isBegun, RESUSCITATION_RULES } from "../../src/simulate/startRules.ts";
import {
  deMaio2003,
  larsen1993,
  SURVIVAL_MODELS,
  sixPercentPerMinute,
  survivalWithoutShock,
  valenzuela1997,
  waalewijn2001,
} from "../../src/simulate/survivalFunctions.ts";

const withOutcome = (outcome: Partial<Scenario["outcome"]>): Scenario => ({
  ...DEFAULT_SCENARIO,
  outcome: { ...DEFAULT_SCENARIO.outcome, ...outcome },
});

describe("the published survival functions have the published values", () => {
  it.each([
    ["De Maio, 0 min", deMaio2003(0), 0.3365],
    ["De Maio, 4 min", deMaio2003(4), 0.151],
    ["De Maio, 8 min", deMaio2003(8), 0.0587],
    ["De Maio, 10 min", deMaio2003(10), 0.0356],
    ["Waalewijn, at once", waalewijn2001(0, 0), 0.49],
    ["Waalewijn, 4 and 8.5 min", waalewijn2001(4, 8.5), 0.1335],
    ["Waalewijn, 8.5 min both", waalewijn2001(8.5, 8.5), 0.0698],
    ["Waalewijn, 6 and 10 min", waalewijn2001(6, 10), 0.0832],
    ["Larsen, at once", larsen1993(0, 0, 0), 0.67],
    ["Larsen, 4, 8 and 10 min", larsen1993(4, 8, 10), 0.28],
    ["Larsen, 8.5 min all", larsen1993(8.5, 8.5, 8.5), 0.2025],
    ["Larsen, an hour", larsen1993(60, 60, 60), 0],
    ["Valenzuela, at once", valenzuela1997(0, 0), 0.5646],
    ["Valenzuela, 4 and 8 min", valenzuela1997(4, 8), 0.2182],
    ["Valenzuela, 8 and 11.7 min", valenzuela1997(8, 11.7), 0.0985],
  ])("%s", (_, value, published) => {
    expect(Math.abs(value - published)).toBeLessThan(0.0005);
  });

  it("Larsen falls by 5.5 points a minute, the Dutch one by six per cent", () => {
    expect(larsen1993(3, 3, 3) - larsen1993(4, 4, 4)).toBeCloseTo(0.055, 12);
    expect(sixPercentPerMinute(6) / sixPercentPerMinute(5)).toBeCloseTo(0.94, 12);
    expect(sixPercentPerMinute(9.3)).toBeCloseTo(0.39, 12);
  });

  it("are one for each name of the scenario", () => {
    expect(Object.keys(SURVIVAL_MODELS).sort()).toEqual([...SURVIVAL_FUNCTIONS].sort());
  });

  it("have a fiftieth of the odds where there is nothing to shock", () => {
    const help = { cpr: 4, shock: 8, ambulance: 9, beforeCall: 1, ambulanceAttach: 2.5 };
    // the ambulance's 9 minutes in place of the shock's 8: odds e^(0.26 − 0.424 − 1.251) = 0.24293, a fiftieth of it
    const odds = Math.exp(0.26 - 0.424 - 1.251) / 50;
    expect(survivalWithoutShock(SURVIVAL_MODELS.valenzuela1997, help)).toBeCloseTo(odds / (1 + odds), 12);
  });
});

describe("the outcome of an attempt", () => {
  it("reads an ambulance's shock as its arrival, a minute after the arrest was", () => {
    // ambulance at 8:00 with CPR at once and the shock 150 s later: 9 minutes after the arrest, both
    const help = { cpr: 480, ready: 480 + 150, ambulance: 480 };
    expect(witnessedSurvival(help, DEFAULT_SCENARIO)).toBeCloseTo(1 / (1 + Math.exp(0.04 + 0.3 * 9)), 12);
  });

  it("of the responder's shock counts from 150 s before it, but never before CPR", () => {
    const help = { cpr: 300, ready: 420, ambulance: 700 };
    expect(witnessedSurvival(help, DEFAULT_SCENARIO)).toBeCloseTo(1 / (1 + Math.exp(0.04 + 0.3 * 6)), 12);
    const later = { ...help, ready: 570 };
    expect(witnessedSurvival(later, DEFAULT_SCENARIO)).toBeCloseTo(
      1 / (1 + Math.exp(0.04 + 0.3 * 6 + 0.14 * 2)),
      12,
    );
  });

  it("is nothing after more than 15 minutes of arrest without CPR, except after drowning", () => {
    const none = withOutcome({ drowningShare: 0 });
    const at = (cpr: number, scenario: Scenario) =>
      witnessedSurvival({ cpr, ready: 1_200, ambulance: 900 }, scenario);
    expect(at(840, none)).toBeGreaterThan(0);
    expect(at(840.01, none)).toBe(0);
    const drowned = withOutcome({ drowningShare: 0.1 });
    const all = withOutcome({ noFlowLimitSeconds: 1_200 });
    expect(at(841, drowned)).toBeCloseTo(0.1 * at(841, all), 12);
    expect(isBegun(900, { noFlowLimitSeconds: 900 })).toBe(true);
    expect(isBegun(901, { noFlowLimitSeconds: 900 })).toBe(false);
    expect(isBegun(901, { noFlowLimitSeconds: 900 }, true)).toBe(true);
  });

  it("of a responder 14 minutes after the call keeps the patient eligible", () => {
    const none = withOutcome({ drowningShare: 0 });
    const late = { cpr: 1_000, ready: 1_150, ambulance: 970 };
    expect(witnessedSurvival(late, none)).toBe(0);
    expect(witnessedSurvival({ ...late, cpr: 14 * 60 }, none)).toBeGreaterThan(0);
  });

  it("of all attempts is 0.66 + 0.34 × 0.35 of the witnessed", () => {
    expect(attemptsFactor(DEFAULT_SCENARIO)).toBeCloseTo(0.779, 12);
    expect(attemptsFactor(withOutcome({ nonResuscitationShare: 0.25 }))).toBeCloseTo(0.75 * 0.779, 12);
  });

  it("of functions for shockable rhythms is theirs in the shockable share, and the comparator group alone", () => {
    const scenario = withOutcome({ survivalFunction: "valenzuela1997" });
    const help = { cpr: 180, ready: 420, ambulance: 480 };
    const comparator = comparatorSurvival(help, scenario);
    expect(comparator).toBeCloseTo(valenzuela1997(4, 8), 12);
    const without = survivalWithoutShock(SURVIVAL_MODELS.valenzuela1997, {
      cpr: 4,
      shock: 9,
      ambulance: 9,
      beforeCall: 1,
      ambulanceAttach: 2.5,
    });
    expect(witnessedSurvival(help, scenario)).toBeCloseTo(0.325 * comparator + 0.675 * without, 12);
    expect(comparatorSurvival(help, DEFAULT_SCENARIO)).toBeNaN();
  });

  it("is between 0 and 1 and never better for later help, by every function", () => {
    const seconds = fc.integer({ min: 0, max: 1_800 });
    fc.assert(
      fc.property(
        fc.constantFrom(...SURVIVAL_FUNCTIONS),
        seconds,
        seconds,
        seconds,
        (name, one, two, more) => {
          const scenario = withOutcome({ survivalFunction: name });
          const cpr = Math.min(one, two);
          const ready = Math.max(one, two);
          const survival = witnessedSurvival({ cpr, ready, ambulance: 600 }, scenario);
          expect(survival).toBeGreaterThanOrEqual(0);
          expect(survival).toBeLessThanOrEqual(1);
          const later = { cpr: cpr + more, ready: ready + more, ambulance: 600 + more };
          expect(witnessedSurvival(later, scenario)).toBeLessThanOrEqual(survival);
          expect(
            witnessedSurvival({ cpr, ready: ready + more, ambulance: 600 }, scenario),
          ).toBeLessThanOrEqual(survival);
        },
      ),
    );
  });

  it("moves by the logit: 12 % become 21 %, nothing stays nothing", () => {
    // 0.12 / 0.88 × e^0.69 = 0.27186; of one and that
    expect(shiftedSurvival(0.12, 0.69)).toBeCloseTo(0.27186 / 1.27186, 4);
    expect(shiftedSurvival(0, 0.69)).toBe(0);
    expect(shiftedSurvival(0.3, 0)).toBeCloseTo(0.3, 12);
  });

  it("stands on the grid at its times, and before the diagonal the AED waits for CPR", () => {
    const grid = survivalOnGrid(DEFAULT_SCENARIO, 515);
    const at = (cpr: number, ready: number) => grid[(cpr / 15) * 121 + ready / 15];
    const help = { cpr: 300, ready: 450, ambulance: 515 };
    expect(at(300, 450)).toBeCloseTo(0.779 * witnessedSurvival(help, DEFAULT_SCENARIO), 12);
    expect(at(300, 150)).toBe(at(300, 300));
  });
});

describe("the rules of starting and stopping", () => {
  it("each say whether they are used, and how or why not", () => {
    expect(RESUSCITATION_RULES.filter(({ decision }) => decision === "doNotStart")).toHaveLength(6);
    for (const { use, why, rule } of RESUSCITATION_RULES) {
      expect(["used", "share", "notApplicable"]).toContain(use);
      expect(why.length).toBeGreaterThan(5);
      expect(rule.length).toBeGreaterThan(5);
    }
  });

  it("name assumptions that the scenario has", () => {
    for (const { why } of RESUSCITATION_RULES) {
      for (const [, group, name] of why.matchAll(/`(\w+)\.(\w+)`/g)) {
        expect(DEFAULT_SCENARIO[group as "outcome"]).toHaveProperty(name);
      }
    }
  });
});
