/**
 * Membership and whereabouts, attacked through the figures per period. Two worlds differ by one person, or by where
 * that person is. The attacker knows home, workplace and weights of that person, the law of everybody else's, where
 * people live and work, and everything served in its strongest form: units, areas, figures.
 */
import { PERIODS } from "../../src/grid/periods.ts";
import { drawPeriodAreas, type PeriodArea } from "../../src/privacy/periodAreas.ts";
import type { ProtectionRule } from "../../src/privacy/rule.ts";
import { assignUnits } from "../../src/privacy/spread.ts";
import {
  attackPairs,
  type Membership,
  type MembershipSetting,
  type Scores,
  scoreChange,
  scoreOneEdition,
} from "./membership.ts";
import { type Release, type Scheme, SHARD, serveUnits } from "./release.ts";
import {
  addPlace,
  blockPresence,
  drawJobs,
  drawPeople,
  drawPlaces,
  homesOf,
  LAW,
  type Place,
  presenceOf,
} from "./whereaboutsWorld.ts";
import { cellsByWeight, RESPONDERS_PER_RESIDENT } from "./world.ts";

/** What the two worlds differ in: places of the one that are not in the other, and the other way round. */
export type Question = "is the person registered?" | "is the person there by day?";

export function attackWhereabouts(
  setting: MembershipSetting,
  question: Question,
  scheme: Scheme,
  rule: ProtectionRule,
): Membership {
  return attackPairs(setting, (residents, counts, key, random, homes) => {
    const jobs = drawJobs(residents, random);
    const [drawHome, drawJob] = [cellsByWeight(residents), cellsByWeight(jobs)];
    const presence = presenceOf(drawPeople(counts, drawJob, random), residents.length);
    const expected = expectationOf(residents, jobs);
    return Array.from({ length: homes }, () => {
      const home = drawHome(random);
      const places = drawPlaces(home, drawJob, random);
      const others = question === "is the person registered?" ? [] : drawPlaces(home, drawJob, random);
      const [withIt, without] = [places, others].map((here) => {
        for (const place of here) addPlace(presence, place);
        const units = scheme.first(homesOf(presence), key);
        const areas = drawPeriodAreas([], blockPresence(presence), key, rule);
        const score = scoreWorld(units, areas, { places, others, home }, expected, setting, rule);
        for (const place of here) addPlace(presence, place, -1);
        return score;
      });
      return { with: withIt, without };
    });
  });
}

/** The person joined in between or did not; a share of the others was replaced meanwhile. Figures stand by the rules. */
export function attackWhereaboutsOverTime(
  setting: MembershipSetting,
  churn: number,
  scheme: Scheme,
  rule: ProtectionRule,
): Membership {
  return attackPairs(setting, (residents, counts, key, random, homes) => {
    const [drawHome, drawJob] = [cellsByWeight(residents), cellsByWeight(drawJobs(residents, random))];
    const drawSomebody = () => drawPlaces(drawHome(random), drawJob, random);
    const people = drawPeople(counts, drawJob, random);
    const before = presenceOf(people, residents.length);
    const presence = presenceOf(
      people.map((places) => (random() < churn ? drawSomebody() : places)),
      residents.length,
    );
    const units = scheme.first(homesOf(before), key);
    const areas = drawPeriodAreas([], blockPresence(before), key, rule);
    const observe = (places: readonly Place[]) => {
      const laterUnits = scheme.next(units, homesOf(presence), key);
      const laterAreas = drawPeriodAreas(areas, blockPresence(presence), key, rule);
      return {
        ...scoreChange(units, laterUnits, places[0].cell),
        ...matchChange(areas, laterAreas, places),
      };
    };
    return Array.from({ length: homes }, () => {
      const places = drawSomebody();
      const without = observe(places);
      for (const place of places) addPlace(presence, place);
      const withIt = observe(places);
      for (const place of places) addPlace(presence, place, -1);
      return { with: withIt, without };
    });
  });
}

/** Changes of the areas' figures, by the weights that the person would have added. */
function matchChange(
  before: readonly PeriodArea[],
  after: readonly PeriodArea[],
  places: readonly Place[],
): Scores {
  const [areaBefore, areaAfter] = [assignUnits(SHARD, before), assignUnits(SHARD, after)];
  let matched = 0;
  let changed = 0;
  for (const { cell, weights } of places) {
    const [one, other] = [before[areaBefore[cell]], after[areaAfter[cell]]];
    if (!one || one.unit !== other?.unit) continue;
    for (const [n, weight] of weights.entries()) {
      const change = other.protectedCount[n + 1] - one.protectedCount[n + 1];
      matched += weight * change;
      if (change !== 0) changed += 1;
    }
  }
  return { matched, changed };
}

interface Expectation {
  homes: Float64Array;
  /** per period, those at work there */
  inflow: Float64Array[];
}

function expectationOf(residents: Float64Array, jobs: Float64Array): Expectation {
  const homes = residents.map((people) => people * RESPONDERS_PER_RESIDENT);
  const responders = homes.reduce((a, b) => a + b, 0);
  const allJobs = jobs.reduce((a, b) => a + b, 0);
  const inflow = LAW.map(({ workMean }) => jobs.map((weight) => (workMean * responders * weight) / allJobs));
  return { homes, inflow };
}

interface Target {
  home: number;
  places: readonly Place[];
  others: readonly Place[];
}

/** The scores of the unit alone, and matched filters on what the areas hold beyond what the units let expect. */
function scoreWorld(
  units: Release,
  areas: readonly PeriodArea[],
  { home, places, others }: Target,
  expected: Expectation,
  { clustering }: MembershipSetting,
  rule: ProtectionRule,
): Scores {
  const { roundingBase } = rule;
  const alone = scoreOneEdition(units, home, expected.homes, clustering, (100 - 1) / 6);
  const surplus = surplusOf(units, areas, expected, roundingBase);
  const areaOf = (cell: number) => surplus.areaOfCell[cell];
  let matchedHome = 0;
  let matchedWork = 0;
  const match = ({ cell, isHome, weights }: Place, sign: number) => {
    for (const [n, weight] of weights.entries()) {
      const { difference, variance } = surplus.of(areaOf(cell), n);
      const beyond = weight - (isHome ? LAW[n].homeMean : 0);
      if (isHome) matchedHome += (sign * beyond * difference) / variance;
      else matchedWork += (sign * beyond * difference) / variance;
    }
  };
  for (const place of places) match(place, 1);
  for (const place of others) match(place, -1);
  return { ...alone, matchedHome, matchedWork, matched: matchedHome + matchedWork };
}

/** Per area and period: its figure less what its homes (by the units) and its jobs let expect, and the variance of that. */
function surplusOf(
  units: Release,
  areas: readonly PeriodArea[],
  expected: Expectation,
  roundingBase: number,
) {
  const served = serveUnits(units);
  const means = served.sumPerUnit(expected.homes);
  const areaOfCell = assignUnits(SHARD, areas);
  const homes = new Float64Array(areas.length);
  const inflow = PERIODS.map(() => new Float64Array(areas.length));
  const unitsIn = new Float64Array(areas.length);
  for (let cell = 0; cell < areaOfCell.length; cell++) {
    const [area, unit] = [areaOfCell[cell], served.unitOfCell[cell]];
    if (area < 0) continue;
    const share = means[unit] > 0 ? expected.homes[cell] / means[unit] : 0;
    homes[area] += share * units[unit].protectedCount;
    unitsIn[area] += share;
    for (const [n] of PERIODS.entries()) inflow[n][area] += expected.inflow[n][cell];
  }
  return {
    areaOfCell,
    of(area: number, n: number) {
      // too few people for an area: nothing per period is served
      if (area < 0) return { difference: 0, variance: 1 };
      const { homeMean, homeVariance } = LAW[n];
      const predicted = homeMean * homes[area] + inflow[n][area];
      const rounding = (roundingBase ** 2 + unitsIn[area] * homeMean ** 2 * 100) / 6;
      return {
        difference: areas[area].protectedCount[n + 1] - predicted,
        variance: homeVariance * homes[area] + inflow[n][area] + rounding,
      };
    },
  };
}
