import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { TIME_COUNT, TIME_STEP_SECONDS } from "../../src/simulate/arrivalTable.ts";
import {
  expectedOver,
  firstCprSurvivor,
  firstReadySurvivor,
  type HelpLaw,
} from "../../src/simulate/jointLaw.ts";
import { survivalOnGrid } from "../../src/simulate/outcome.ts";
import { seededRandom } from "../oracle/playArrivals.ts";

/** Help that comes at steps of the grid: mass at each step from 1, the rest never. */
interface StepHelp {
  mass: number[];
  /** steps from CPR to the AED; null: it brings none */
  lag: number | null;
}

const LAST = TIME_COUNT - 1;

function survivor({ mass, lag }: StepHelp, isReady: boolean): Float64Array {
  const gone = new Float64Array(TIME_COUNT);
  const delay = isReady ? lag! : 0;
  mass.forEach((m, n) => {
    for (let i = Math.min(n + 1 + delay, TIME_COUNT); i < TIME_COUNT; i++) gone[i] += m;
  });
  return gone.map((g) => 1 - g);
}

function lawOf(helps: readonly StepHelp[]): HelpLaw {
  return {
    cprOnly: helps.filter(({ lag }) => lag === null).map((help) => survivor(help, false)),
    both: helps
      .filter(({ lag }) => lag !== null)
      .map((help) => ({ cpr: survivor(help, false), ready: survivor(help, true) })),
  };
}

/** Every combination of when each comes, one by one. Value at the middle of the cell's corners, as the law has it. */
function bruteExpected(helps: readonly StepHelp[], value: Float64Array): number {
  const corners = (i: number, j: number) =>
    (value[i * TIME_COUNT + j] +
      value[i * TIME_COUNT + j - 1] +
      value[(i - 1) * TIME_COUNT + j] +
      value[(i - 1) * TIME_COUNT + j - 1]) /
    4;
  const walk = (n: number, probability: number, cpr: number, ready: number): number => {
    if (probability === 0) return 0;
    if (n === helps.length) return probability * corners(Math.min(cpr, LAST), Math.min(ready, LAST));
    const { mass, lag } = helps[n];
    let sum = walk(n + 1, probability * (1 - mass.reduce((all, m) => all + m, 0)), cpr, ready);
    mass.forEach((m, step) => {
      const at = step + 1;
      sum += walk(
        n + 1,
        probability * m,
        Math.min(cpr, at),
        lag === null ? ready : Math.min(ready, at + lag),
      );
    });
    return sum;
  };
  return walk(0, 1, Infinity, Infinity);
}

const help = fc
  .record({
    weights: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 }),
    never: fc.integer({ min: 0, max: 9 }),
    lag: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
    late: fc.integer({ min: 0, max: 111 }),
  })
  .map(({ weights, never, lag, late }): StepHelp => {
    const total = weights.reduce((sum, weight) => sum + weight, never) || 1;
    return { mass: [...Array<number>(late).fill(0), ...weights.map((weight) => weight / total)], lag };
  });

describe("the joint law of first CPR and first AED ready", () => {
  it("is what all combinations of arrivals come to", () => {
    const random = seededRandom(7);
    const value = Float64Array.from({ length: TIME_COUNT * TIME_COUNT }, random);
    fc.assert(
      fc.property(fc.array(help, { minLength: 1, maxLength: 4 }), (helps) => {
        expect(expectedOver(lawOf(helps), value)).toBeCloseTo(bruteExpected(helps, value), 9);
      }),
      { numRuns: 200 },
    );
  });

  it("sums to one whatever comes or not", () => {
    const one = new Float64Array(TIME_COUNT * TIME_COUNT).fill(1);
    fc.assert(
      fc.property(fc.array(help, { maxLength: 4 }), (helps) => {
        expect(expectedOver(lawOf(helps), one)).toBeCloseTo(1, 10);
      }),
    );
  });

  it("has the laws of CPR and of the AED as its margins", () => {
    const helps: StepHelp[] = [
      { mass: [0, 0.3, 0.2, 0.1], lag: 4 },
      { mass: [0.1, 0.1, 0.1], lag: null },
      { mass: [0, 0, 0.5, 0.5], lag: 10 },
    ];
    const law = lawOf(helps);
    // by step 2 not yet: 0.7 of the first, 0.8 of the second, all of the third
    expect(firstCprSurvivor(law)[2]).toBeCloseTo(0.7 * 0.8, 12);
    // the AED by step 6: of the first those of step 2; the second brings none; the third's are at 13 and 14
    expect(firstReadySurvivor(law)[6]).toBeCloseTo(0.7, 12);
    expect(firstReadySurvivor(law)[14]).toBeCloseTo(0, 12);
  });

  it("gives the survival of the only moment there is", () => {
    const survival = survivalOnGrid(DEFAULT_SCENARIO, 515);
    const law = lawOf([{ mass: [...Array<number>(19).fill(0), 1], lag: 10 }]);
    // CPR at 300 s, ready at 450 s; the mean of the four corners of that step
    const at = (cpr: number, ready: number) =>
      survival[(cpr / TIME_STEP_SECONDS) * TIME_COUNT + ready / TIME_STEP_SECONDS];
    const corners = (at(300, 450) + at(285, 450) + at(300, 435) + at(285, 435)) / 4;
    expect(expectedOver(law, survival)).toBeCloseTo(corners, 12);
  });
});
