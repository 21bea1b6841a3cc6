import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO, type ResponseScenario } from "../../src/scenario.ts";
import { arrivalProbability, arrivalTables, timeIndex } from "../../src/simulate/arrivalTable.ts";
import { normalCdf } from "../../src/simulate/normal.ts";
import type { Alerted } from "../../src/simulate/roles.ts";
import { fillHistogram, noAedReadyYet, noCprYet, pathHistogram } from "../../src/simulate/volunteerLaw.ts";
import { type PlayedResponder, playArrest, seededRandom } from "../oracle/playArrivals.ts";

const TABLES = arrivalTables(DEFAULT_SCENARIO);
const { doorSeconds, grabSeconds, attachSeconds } = DEFAULT_SCENARIO;

interface Cell {
  responders: number;
  via: number;
  direct: number;
  viaMeters: number;
}

function lawOf(cells: readonly Cell[], seconds: number, p: number) {
  const alerted: Alerted = {
    count: cells.length,
    responders: Float64Array.from(cells, ({ responders }) => responders),
    directMeters: Float64Array.from(cells, ({ direct }) => direct),
    viaMeters: Float64Array.from(cells, ({ viaMeters }) => viaMeters),
  };
  const histogram = pathHistogram();
  fillHistogram(
    histogram,
    alerted,
    Float64Array.from(cells, ({ via }) => via),
  );
  const time = timeIndex(seconds);
  return { noCpr: noCprYet(histogram, TABLES, time, p), noReady: noAedReadyYet(histogram, TABLES, time, p) };
}

/** Π (1 − p F)^w, responder by responder, by the formula of F. */
function productOf(cells: readonly Cell[], seconds: number, p: number) {
  const chance = (pathMeters: number, fixedSeconds: number) =>
    1 - p * arrivalProbability(DEFAULT_SCENARIO, { seconds, pathMeters, fixedSeconds });
  let [noCpr, noReady] = [1, 1];
  for (const { responders, via, direct, viaMeters } of cells) {
    noCpr *= chance(direct, doorSeconds) ** (responders - via);
    if (via === 0) continue;
    noCpr *= chance(viaMeters, doorSeconds + grabSeconds) ** via;
    noReady *= chance(viaMeters, doorSeconds + grabSeconds + attachSeconds) ** via;
  }
  return { noCpr, noReady };
}

const TIMES = [240, 315, 360, 405, 600, 900];
const place = fc.array(
  fc
    .record({
      responders: fc.integer({ min: 1, max: 8 }),
      share: fc.constantFrom(0, 0.5, 1),
      direct: fc.double({ min: 58, max: 2_800, noNaN: true }),
      extra: fc.double({ min: 0, max: 1_500, noNaN: true }),
    })
    .map(
      ({ responders, share, direct, extra }): Cell => ({
        responders,
        via: responders * share,
        direct,
        viaMeters: direct + extra,
      }),
    ),
  { minLength: 1, maxLength: 30 },
);

describe("the law of first arrival of the alerted", () => {
  it("is the product over all of them", () => {
    fc.assert(
      fc.property(place, fc.constantFrom(0.004, 0.02, 0.036, 0.07), (cells, p) => {
        for (const seconds of TIMES) {
          const law = lawOf(cells, seconds, p);
          const product = productOf(cells, seconds, p);
          expect(Math.abs(law.noCpr - product.noCpr)).toBeLessThan(0.001);
          expect(Math.abs(law.noReady - product.noReady)).toBeLessThan(0.001);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is what a hundred thousand arrests played one by one show", () => {
    const cells: Cell[] = [
      { responders: 4, via: 0, direct: 58, viaMeters: 700 },
      { responders: 20, via: 12, direct: 450, viaMeters: 600 },
      { responders: 40, via: 30, direct: 1_100, viaMeters: 1_350 },
    ];
    const responders = cells.flatMap(({ responders: many, via, direct, viaMeters }): PlayedResponder[] => [
      ...Array.from({ length: many - via }, () => ({ meters: direct, viaAed: false })),
      ...Array.from({ length: via }, () => ({ meters: viaMeters, viaAed: true })),
    ]);
    const random = seededRandom(112);
    const arrestCount = 100_000;
    const played = Array.from({ length: arrestCount }, () =>
      playArrest(responders, DEFAULT_SCENARIO, 0.036, random),
    );
    for (const seconds of TIMES) {
      const { noCpr, noReady } = lawOf(cells, seconds, 0.036);
      // four standard errors: one wrong alarm in some thousands of seeds, and the seed is fixed
      const bound = 4 * Math.sqrt(0.25 / arrestCount);
      const share = (late: (arrest: (typeof played)[number]) => boolean) =>
        played.filter(late).length / arrestCount;
      expect(Math.abs(share(({ cprSeconds }) => cprSeconds > seconds) - noCpr)).toBeLessThan(bound);
      expect(Math.abs(share(({ readySeconds }) => readySeconds > seconds) - noReady)).toBeLessThan(bound);
    }
  });

  it("is the closed form in an even field of responders", () => {
    // −ln P(nobody by t) = p λ π E[min(V (t − t_alert − door − U)₊, R)²] when all walk in straight lines, R is the
    // edge of the field and p is small; inside the edge E[V²; V ≤ v] is a shifted normal
    const perSquareMeter = 30 / 1e6;
    const p = 0.004;
    const fieldMeters = 8_500;
    const { alert, turnoutSeconds, turnoutSpread, speedMetersPerSecond, speedSpread } = DEFAULT_SCENARIO;
    const ringMeters = 5;
    const cells = Array.from({ length: fieldMeters / ringMeters }, (_, ring): Cell => {
      const meters = (ring + 0.5) * ringMeters;
      return {
        responders: perSquareMeter * 2 * Math.PI * meters * ringMeters,
        via: 0,
        direct: meters,
        viaMeters: Infinity,
      };
    });
    for (const seconds of [240, 300, 360]) {
      const left = seconds - alert.alertSeconds - doorSeconds;
      let reach2 = 0;
      let mass = 0;
      for (let z = -8; z <= 8; z += 0.001) {
        const density = Math.exp((-z * z) / 2);
        mass += density;
        const rest = left - turnoutSeconds * Math.exp(turnoutSpread * z);
        if (rest <= 0) continue;
        const edge = Math.log(fieldMeters / (rest * speedMetersPerSecond)) / speedSpread;
        const inside = (rest * speedMetersPerSecond) ** 2 * Math.exp(2 * speedSpread ** 2);
        reach2 +=
          density * (inside * normalCdf(edge - 2 * speedSpread) + fieldMeters ** 2 * normalCdf(-edge));
      }
      const closed = Math.exp((-p * perSquareMeter * Math.PI * reach2) / mass);
      expect(Math.abs(lawOf(cells, seconds, p).noCpr - closed)).toBeLessThan(0.0005);
    }
  });

  it("never has an AED ready before CPR, and more time never less of either", () => {
    fc.assert(
      fc.property(place, (cells) => {
        let before = { noCpr: 1, noReady: 1 };
        for (let seconds = 0; seconds <= 1_800; seconds += 15) {
          const law = lawOf(cells, seconds, 0.036);
          expect(law.noCpr).toBeLessThanOrEqual(law.noReady);
          expect(law.noCpr).toBeLessThanOrEqual(before.noCpr);
          expect(law.noReady).toBeLessThanOrEqual(before.noReady);
          before = law;
        }
      }),
      { numRuns: 20 },
    );
  });

  it("gains by one more responder whose role leaves the others theirs, and loses nothing by one who never comes", () => {
    fc.assert(
      fc.property(place, (cells) => {
        const more = [...cells, { responders: 1, via: 1, direct: 300, viaMeters: 500 }];
        const { noCpr, noReady } = lawOf(cells, 360, 0.036);
        expect(lawOf(more, 360, 0.036).noCpr).toBeLessThan(noCpr);
        expect(lawOf(more, 360, 0.036).noReady).toBeLessThan(noReady);
        expect(lawOf(more, 360, 0)).toEqual({ noCpr: 1, noReady: 1 });
      }),
    );
  });

  it("does not care in which order the cells come", () => {
    fc.assert(
      fc.property(place, (cells) => {
        const { noCpr } = lawOf(cells, 360, 0.036);
        expect(lawOf([...cells].reverse(), 360, 0.036).noCpr).toBeCloseTo(noCpr, 12);
      }),
    );
  });
});

describe("a faster scenario", () => {
  it("is never later", () => {
    const fast: ResponseScenario = { ...DEFAULT_SCENARIO, speedMetersPerSecond: 5.5 };
    for (const pathMeters of [58, 400, 2_000]) {
      for (const seconds of TIMES) {
        const by = (scenario: ResponseScenario) =>
          arrivalProbability(scenario, { seconds, pathMeters, fixedSeconds: doorSeconds });
        expect(by(fast)).toBeGreaterThanOrEqual(by(DEFAULT_SCENARIO));
      }
    }
  });
});
