import { describe, expect, it } from "vitest";
import { FIGURE_COUNT, RESPONSE_FIGURES, type ResponseFigure } from "../../src/coverage/shardResponse.ts";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../src/scenario.ts";
import { groundOf } from "../../src/simulate/ground.ts";
import { patientLaw, solvePatient } from "../../src/simulate/patientLaw.ts";
import { responseTables } from "../../src/simulate/responseTables.ts";
import { createSweeper, sweepPatient } from "../../src/simulate/sweepPatient.ts";
import { detourRules, radiusRules, ruleOf, type SweepRule } from "../../src/simulate/sweepRules.ts";
import { sampleCells } from "../../src/simulate/sweepSample.ts";
import { emptySums, type SweepFigures, sampleHalfWidth, sweepFigures } from "../../src/simulate/sweepSums.ts";
import { seededRandom } from "../oracle/playArrivals.ts";
import { place } from "../world/streets.ts";

const GRID = shardGrid("85196953fffffff");
const ALWAYS = "1".repeat(168);
const BY_DAY = Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 18 ? "1" : "0")).join(
  "",
);

/** A town of some 40 km²: people thin out from the middle, half of the AEDs are open by day only. */
function town(seed: number) {
  const random = seededRandom(seed);
  const somewhere = (reach: number): [number, number] => [
    reach * (random() + random() - 1),
    reach * (random() + random() - 1),
  ];
  const count = 900;
  const points = Array.from({ length: count }, () => somewhere(3_500));
  const residents = Float64Array.from(points, () => Math.ceil(120 * random()));
  const people = {
    x: Float64Array.from(points, ([x]) => x),
    y: Float64Array.from(points, ([, y]) => y),
    residents,
    responders: [residents.map((many) => 0.013 * many)],
  };
  const aeds = Array.from({ length: 30 }, (_, n) => ({
    position: place(GRID, somewhere(3_000)),
    openHours: n % 2 ? ALWAYS : BY_DAY,
  }));
  const posts = (
    [
      [2_500, 1_000],
      [-6_000, 2_000],
      [0, -9_000],
    ] as const
  ).map((at, n) => ({
    position: place(GRID, at),
    openHours: n === 1 ? BY_DAY : ALWAYS,
  }));
  return { ground: groundOf(GRID, { people, aeds, posts }), points };
}

const TOWN = town(4);
const PATIENTS = TOWN.points.slice(0, 12);

function sweep(rules: readonly SweepRule[], patients = PATIENTS, scenario: Scenario = DEFAULT_SCENARIO) {
  const sums = emptySums(rules);
  const sweeper = createSweeper(TOWN.ground, scenario, sums);
  for (const [x, y] of patients) sweepPatient(sweeper, x, y, 100);
  return { sums, figures: sweepFigures(sums, { residents: 100_000, responders: 1_300 }, scenario) };
}

const inWeek = (figures: SweepFigures[]) => figures.filter(({ period }) => period === "week");

describe("a sweep of alert rules", () => {
  it.each([
    ["the rule in force", DEFAULT_SCENARIO],
    [
      "another rule",
      {
        ...DEFAULT_SCENARIO,
        viaAedShare: 0.4,
        alert: {
          ...DEFAULT_SCENARIO.alert,
          alertRadiusMeters: 1_250,
          alertedMax: 30,
          maxExtraPathMeters: 400,
        },
      },
    ],
  ])("has by %s the law of each patient, in every period", (_, scenario) => {
    const law = patientLaw(TOWN.ground, responseTables(scenario));
    for (const [x, y] of PATIENTS) {
      // the rule is the second one tried: the ground of the sweep is that of today's
      const { figures } = sweep([ruleOf(DEFAULT_SCENARIO), ruleOf(scenario)], [[x, y]]);
      solvePatient(law, x, y);
      for (const [layer, period] of PERIODS_AND_WEEK.entries()) {
        const exact = (name: ResponseFigure) =>
          law.figures[layer * FIGURE_COUNT + RESPONSE_FIGURES.indexOf(name)];
        const swept = figures.filter((one) => one.period === period)[1];
        expect(swept.alertsPerIncident).toBeCloseTo(exact("alerted"), 6);
        expect(swept.cprWithinSixMinutes).toBeCloseTo(exact("cpr"), 6);
        expect(swept.aedReadyWithinSixMinutes).toBeCloseTo(exact("aedReady"), 6);
        expect(Math.abs(swept.responderBeforeAmbulance - exact("beforeAmbulance"))).toBeLessThan(0.006);
        const median = swept.cprMedianSeconds!;
        // the law's is the next step of 15 s
        expect(Math.abs(median - exact("cprMedian"))).toBeLessThanOrEqual(20);
      }
    }
  });

  it("alerts more people the wider and the less capped it is, and somebody goes more often", () => {
    const { figures } = sweep(radiusRules(DEFAULT_SCENARIO));
    const week = inWeek(figures).slice(1);
    const find = (radius: number, cap: number | null) =>
      week.find((one) => one.alertRadiusMeters === radius && one.alertedMax === cap)!;
    for (const cap of [30, 60, 100, null]) {
      for (let radius = 500; radius <= 2_500; radius += 250) {
        const [narrow, wide] = [find(radius - 250, cap), find(radius, cap)];
        expect(wide.alertsPerIncident).toBeGreaterThanOrEqual(narrow.alertsPerIncident);
        expect(wide.somebodyGoes).toBeGreaterThanOrEqual(narrow.somebodyGoes);
        if (cap !== null) expect(wide.alertsPerIncident).toBeLessThanOrEqual(cap + 1e-9);
      }
    }
    expect(find(2_500, null).alertsPerIncident).toBeGreaterThan(find(2_500, 100).alertsPerIncident);
  });

  it("with nobody sent by an AED has no AED ready by responders, and CPR no later", () => {
    const own = ruleOf(DEFAULT_SCENARIO);
    const { figures } = sweep([own, { ...own, viaAedShare: 0 }, { ...own, maxExtraPathMeters: 0 }]);
    const [today, direct, onTheWay] = inWeek(figures);
    expect(direct.cprWithinSixMinutes).toBeGreaterThan(today.cprWithinSixMinutes);
    expect(direct.aedReadyWithinSixMinutes).toBeLessThan(today.aedReadyWithinSixMinutes);
    // an AED that is on nobody's way is fetched by nobody
    expect(onTheWay.aedReadyWithinSixMinutes).toBeCloseTo(direct.aedReadyWithinSixMinutes, 9);
  });

  it("counts survivors from the rule in force, and alerts by how many share them", () => {
    const own = ruleOf(DEFAULT_SCENARIO);
    const { figures } = sweep([own, { ...own, alertedMax: 30 }]);
    const [today, fewer] = inWeek(figures);
    expect(today.survivorsMorePerYear).toBe(0);
    expect(fewer.survivorsMorePerYear).toBeLessThan(0);
    // 72.5 alerts a year among 100,000 residents, shared by 1,300
    expect(today.alertsPerResponderPerYear).toBeCloseTo((72.5 * today.alertsPerIncident) / 1_300, 9);
  });

  it("tries each rule once, the one in force first", () => {
    expect(radiusRules(DEFAULT_SCENARIO)).toHaveLength(41);
    expect(detourRules(DEFAULT_SCENARIO)).toHaveLength(57);
    for (const rules of [radiusRules(DEFAULT_SCENARIO), detourRules(DEFAULT_SCENARIO)]) {
      expect(rules[0]).toEqual(ruleOf(DEFAULT_SCENARIO));
    }
  });
});

describe("the sample of a region", () => {
  const residents = Float64Array.from({ length: 500 }, (_, n) => (n % 3 ? n % 40 : 0));
  const total = residents.reduce((sum, many) => sum + many, 0);

  it("stands for everybody, to a step", () => {
    for (const step of [10, 100, 777]) {
      const stood = sampleCells(residents, step).reduce((sum, { demand }) => sum + demand, 0);
      expect(Math.abs(stood - total)).toBeLessThanOrEqual(step / 2);
    }
    const all = sampleCells(residents, 0);
    expect(all.reduce((sum, { demand }) => sum + demand, 0)).toBe(total);
    expect(all.every(({ cell }) => residents[cell] > 0)).toBe(true);
  });

  it("is about as far off the whole town as it says", () => {
    const rules = [ruleOf(DEFAULT_SCENARIO)];
    const whole = sweep(rules, TOWN.points);
    const some = sweep(
      rules,
      TOWN.points.filter((_, n) => n % 6 === 3),
    );
    const half = sampleHalfWidth(some.sums);
    const off = Math.abs(
      inWeek(some.figures)[0].aedReadyWithinSixMinutes - inWeek(whole.figures)[0].aedReadyWithinSixMinutes,
    );
    expect(half).toBeGreaterThan(0.002);
    expect(half).toBeLessThan(0.05);
    expect(off).toBeLessThan(1.5 * half);
  });
});
