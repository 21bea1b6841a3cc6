import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { createReplicator } from "../../src/simulate/replicate.ts";
import { UTSTEIN_FIELDS, utsteinRows } from "../../src/simulate/utstein.ts";
import { ARREST_WORLDS, placeIn } from "../world/arrestWorlds.ts";

const WORLD = ARREST_WORLDS.find(({ name }) => name === "an even field with AEDs")!;
const replicator = createReplicator(placeIn(WORLD), DEFAULT_SCENARIO, { seed: 3, activatedShare: 0.8 });
const [head, ...rows] = utsteinRows(() => replicator, DEFAULT_SCENARIO, {
  count: 20_000,
  residents: 1_234.4,
});
const names = head.split(",");
const arrests = rows.map((row) => Object.fromEntries(row.split(",").map((value, n) => [names[n], value])));
const share = (is: (arrest: Record<string, string>) => boolean, of = arrests) =>
  of.filter(is).length / of.length;

describe("single arrests in Utstein terms", () => {
  it("have every field of the template, and say where it is not simulated", () => {
    expect(rows).toHaveLength(20_000);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(UTSTEIN_FIELDS.map(({ name }) => name));
    for (const row of rows.slice(0, 100)) expect(row.split(",")).toHaveLength(names.length);
    expect(arrests[0].medication).toBe("not simulated");
    expect(arrests[0].populationWithin1000m).toBe("1234");
  });

  it("have the shares of the scenario", () => {
    const near = (value: number, expected: number) => expect(Math.abs(value - expected)).toBeLessThan(0.015);
    near(
      share(({ ohcaRecognised }) => ohcaRecognised === "yes"),
      0.8,
    );
    near(
      share(({ sex }) => sex === "male"),
      0.7,
    );
    near(
      share(({ location }) => location === "home"),
      0.7,
    );
    near(
      share(({ witnessedByBystander }) => witnessedByBystander === "yes"),
      0.66,
    );
    near(
      share(({ firstRhythm }) => firstRhythm === "shockable"),
      0.325,
    );
    const ages = arrests.map(({ ageYears }) => Number(ageYears));
    expect(Math.abs(ages.reduce((sum, age) => sum + age, 0) / ages.length - 67)).toBeLessThan(1);
    const alive = arrests.filter(({ survivedTo30Days }) => survivedTo30Days === "yes");
    expect(alive.length).toBeGreaterThan(500);
    expect(
      Math.abs(share(({ goodNeurologicalOutcome }) => goodNeurologicalOutcome === "yes", alive) - 0.9),
    ).toBeLessThan(0.05);
  });

  it("contradict themselves nowhere", () => {
    for (const arrest of arrests) {
      const { firstRhythm, timeToFirstDefibrillationSeconds, ohcaRecognised, alertsAccepted } = arrest;
      if (firstRhythm !== "shockable") expect(timeToFirstDefibrillationSeconds).toBe("no shock");
      if (ohcaRecognised === "no") expect([arrest.respondersAlerted, alertsAccepted]).toEqual(["0", "0"]);
      if (arrest.resuscitationAttempted === "no") expect(arrest.survivedTo30Days).toBe("no");
      if (arrest.firstCprBy === "responder") expect(Number(alertsAccepted)).toBeGreaterThan(0);
      const ready = Number(arrest.timeToDefibrillatorReadySeconds);
      expect(Number(arrest.timeToFirstCompressionSeconds)).toBeLessThanOrEqual(ready);
    }
  });

  it("are survived the more often the sooner CPR began", () => {
    const begun = (from: number, to: number) =>
      arrests.filter(({ timeToFirstCompressionSeconds: at }) => Number(at) >= from && Number(at) < to);
    const alive = (of: typeof arrests) => share(({ survivedTo30Days }) => survivedTo30Days === "yes", of);
    expect(alive(begun(0, 180))).toBeGreaterThan(1.3 * alive(begun(300, 600)));
  });
});
