import fc from "fast-check";
import { cellToChildren, latLngToCell } from "h3-js";
import { describe, expect, test } from "vitest";
import { type DrawnUnit, drawTallied } from "../../src/privacy/editions.ts";
import { drawAfter } from "../../src/privacy/recall.ts";
import { MIN_KEY_BYTES } from "../../src/privacy/round.ts";
import { RESPONDER_RULE } from "../../src/privacy/rule.ts";
import { ONE_COUNT } from "../../src/privacy/tally.ts";
import { elsewhere } from "./elsewhere.ts";

const key = new Uint8Array(MIN_KEY_BYTES).fill(7);
/** The 343 blocks around Utrecht. */
const UTRECHT_6 = latLngToCell(52.09, 5.12, 6);
const BLOCKS = cellToChildren(UTRECHT_6, 9);
/** 45 far away hold the root, so that the units under test are not dissolved into it. */
const FAR = elsewhere(latLngToCell(52.09, 5.12, 7), 5).map((cell) => [cell, 9] as const);

type Counts = Map<string, number>;
const drawOn = (earlier: (readonly DrawnUnit[])[], counts: Counts) =>
  drawAfter(earlier, counts, key, RESPONDER_RULE, ONE_COUNT);
const first = (counts: Counts) => drawOn([[]], counts);
const at = (...counts: [number, number][]): Counts =>
  new Map([...FAR, ...counts.map(([block, count]) => [BLOCKS[block], count] as const)]);

const anyCounts = fc
  .array(fc.tuple(fc.nat({ max: 342 }), fc.integer({ min: 1, max: 90 })), { minLength: 5, maxLength: 40 })
  .map((counts) => at([0, 60], ...counts));

describe("a register that comes back after another one", () => {
  test("has exactly its units and figures again, unless the other's stand as well", () => {
    let returned = 0;
    fc.assert(
      fc.property(anyCounts, anyCounts, (counts, wrong) => {
        const right = first(counts);
        const between = drawOn([right], wrong);
        const again = drawOn([between, right], counts);
        const other = drawTallied(between, counts, key, RESPONDER_RULE, ONE_COUNT);
        const doesOtherStand = JSON.stringify(other) === JSON.stringify(between);
        if (!doesOtherStand) returned += 1;
        expect(again).toEqual(doesOtherStand ? between : right);
      }),
      { numRuns: 200 },
    );
    expect(returned).toBeGreaterThan(150);
  });

  test("would stay on the ground that a wrong file left, were the figures before not remembered", () => {
    // drawn from 44, then 32 people: the unit stands; the wrong file has nobody there
    const drawn = first(at([0, 44]));
    const right = drawOn([drawn], at([0, 32]));
    expect(right).toEqual(drawn);
    const between = drawOn([right], at([100, 60]));
    const counts = at([0, 32]);
    // 32 are too few for a unit of their own now
    const forgetful = drawTallied(between, counts, key, RESPONDER_RULE, ONE_COUNT);
    expect(forgetful.map(({ unit }) => unit)).not.toContain(BLOCKS[0]);
    expect(drawOn([between, right], counts)).toEqual(right);
  });

  test("keeps what it can of its figures where it comes back corrected", () => {
    const right = first(at([0, 50], [100, 60], [300, 70]));
    const between = drawOn([right], at([300, 70]));
    const corrected = drawOn([between, right], at([0, 90], [100, 63], [300, 70]));
    const figures = new Map(right.map((unit) => [unit.unit, unit]));
    expect(corrected.filter((unit) => figures.get(unit.unit) === unit).length).toBe(right.length - 1);
    expect(corrected.find(({ unit }) => unit === BLOCKS[0])).toMatchObject({ count: 90 });
  });

  test("shows the figure again that was drawn of nearly as many people, not one of its own", () => {
    // 50, then 80, then 50 again, then 84: within 15 of 80
    const base: [number, number][] = [
      [100, 60],
      [300, 70],
    ];
    const one = first(at([0, 50], ...base));
    const two = drawOn([one], at([0, 80], ...base));
    const three = drawOn([two, one], at([0, 50], ...base));
    expect(three).toEqual(one);
    const four = drawOn([three, two], at([0, 84], ...base));
    expect(four).toEqual(two);
    expect(drawTallied(three, at([0, 84], ...base), key, RESPONDER_RULE, ONE_COUNT)).not.toEqual(two);
  });

  test("never has a unit drawn from counts less than 15 apart, in the two drawings before and its own", () => {
    fc.assert(
      fc.property(fc.array(anyCounts, { minLength: 3, maxLength: 6 }), (registers) => {
        let [inForce, before]: DrawnUnit[][] = [[], []];
        for (const counts of registers) {
          const next = drawOn([inForce, before], counts);
          for (const unit of next) {
            if (inForce.includes(unit) || before.includes(unit)) continue;
            for (const known of [...inForce, ...before].filter((one) => one.unit === unit.unit)) {
              expect(Math.abs(known.count - unit.count)).toBeGreaterThanOrEqual(15);
            }
          }
          [inForce, before] = [next, inForce];
        }
      }),
      { numRuns: 150 },
    );
  });
});
