import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import {
  arrivalProbability,
  arrivalTables,
  NODE_COUNT,
  nodePlace,
  TIME_COUNT,
  timeIndex,
} from "../../src/simulate/arrivalTable.ts";
import { normalCdf } from "../../src/simulate/normal.ts";

const TABLES = arrivalTables(DEFAULT_SCENARIO);

/** E_U over 20,000 slices of the density of ln U, those that leave no time among them. */
function fineProbability(seconds: number, pathMeters: number, fixedSeconds: number): number {
  const { alert, turnoutSeconds, turnoutSpread, speedMetersPerSecond, speedSpread } = DEFAULT_SCENARIO;
  const left = seconds - alert.alertSeconds - fixedSeconds;
  const slices = 20_000;
  let sum = 0;
  let mass = 0;
  for (let n = 0; n < slices; n++) {
    const z = -8 + (16 * (n + 0.5)) / slices;
    const density = Math.exp((-z * z) / 2);
    mass += density;
    const rest = left - turnoutSeconds * Math.exp(turnoutSpread * z);
    if (rest > 0)
      sum +=
        density * normalCdf(Math.log((rest * speedMetersPerSecond) / Math.max(pathMeters, 1)) / speedSpread);
  }
  return sum / mass;
}

describe("the table of arrivals", () => {
  it("is the integral over all turn-outs", () => {
    for (const seconds of [180, 240, 315, 360, 405, 600, 900]) {
      for (const pathMeters of [58, 300, 700, 1_400, 2_800]) {
        const table = arrivalProbability(DEFAULT_SCENARIO, { seconds, pathMeters, fixedSeconds: 75 });
        expect(Math.abs(table - fineProbability(seconds, pathMeters, 75))).toBeLessThan(0.0001);
      }
    }
  });

  it("rises with time, falls with the way, and later for each thing that is added", () => {
    const { direct, viaAed, ready } = TABLES;
    for (let time = 1; time < TIME_COUNT; time++) {
      for (let node = 1; node < NODE_COUNT; node++) {
        const at = time * NODE_COUNT + node;
        expect(direct.arrived[at]).toBeGreaterThanOrEqual(direct.arrived[at - NODE_COUNT]);
        expect(direct.arrived[at]).toBeLessThanOrEqual(direct.arrived[at - 1]);
        expect(viaAed.arrived[at]).toBeLessThanOrEqual(direct.arrived[at]);
        expect(ready.arrived[at]).toBeLessThanOrEqual(viaAed.arrived[at]);
      }
    }
  });

  it("is the same a while later when the alert is that much later", () => {
    const late = { ...DEFAULT_SCENARIO, alert: { ...DEFAULT_SCENARIO.alert, alertSeconds: 96 } };
    for (const meters of [100, 550, 1_500]) {
      const node = nodePlace(meters);
      expect(arrivalTables(late).direct.arrived[timeIndex(405) * NODE_COUNT + node]).toBeCloseTo(
        TABLES.direct.arrived[timeIndex(360) * NODE_COUNT + node],
        12,
      );
    }
  });

  it("has nobody there before the alert, the door and some turning out", () => {
    expect(TABLES.direct.arrived[timeIndex(120) * NODE_COUNT]).toBe(0);
  });

  it("knows the times of the grid and no others", () => {
    expect([315, 360, 405].map(timeIndex)).toEqual([21, 24, 27]);
    expect(() => timeIndex(361)).toThrow("got 361 s, expected a multiple of 15 s from 0 to 1800");
  });
});
