/**
 * The exact law at one patient under many alert rules at once, added to the sums of a sweep. Rules that alert the same
 * people the same way share their answer.
 */
import type { Scenario } from "../scenario.ts";
import { type AedSets, aedSets, findAedSets } from "./aedSets.ts";
import { ambulanceLogMedian, ambulanceNotYet } from "./ambulanceLaw.ts";
import { type ArrivalTables, TIME_STEP_SECONDS } from "./arrivalTable.ts";
import { goProbability } from "./goProbability.ts";
import type { Ground } from "./ground.ts";
import { ALL_INSTANTS, INSTANT_COUNT, INSTANT_WEIGHTS, NIGHT_INSTANTS, PERIOD_INSTANTS } from "./instants.ts";
import { expectedOver } from "./jointLaw.ts";
import { logOf } from "./lognormal.ts";
import { bystanderCurves, localAedCurves, localAedProbability } from "./otherHelp.ts";
import { survivalOnGrid } from "./outcome.ts";
import { responseTables } from "./responseTables.ts";
import { type NearCells, nearCells, nearestTwoPosts, type WaysByAed, waysByAed } from "./sweepPlace.ts";
import type { SweepRule } from "./sweepRules.ts";
import {
  SWEEP,
  SWEEP_CURVES,
  SWEEP_STEP_SECONDS,
  SWEEP_TIMES,
  SWEEP_WIDTH,
  type SweepSums,
} from "./sweepSums.ts";
import { cprMoments, fillHistogram, hazardOf, pathHistogram, readyMoments } from "./volunteerLaw.ts";

/** Steps of the tables per step of the sweep. */
const STRIDE = SWEEP_STEP_SECONDS / TIME_STEP_SECONDS;
const LAYER_COUNT = INSTANT_WEIGHTS.length / INSTANT_COUNT;

export interface Sweeper {
  ground: Ground;
  scenario: Scenario;
  sums: SweepSums;
  sets: AedSets;
  day: ArrivalTables;
  night: ArrivalTables;
  policeFire: Both;
  bystander: Float64Array;
  survival: Float64Array;
  radiusMax: number;
}

interface Both {
  cpr: Float64Array;
  ready: Float64Array;
}

/** What the responders of one rule bring: P(not yet) by those who go straight, and by those who go by an AED. */
interface RuleLaw {
  alerted: number;
  direct: Float64Array;
  viaAed: Both;
}

/** Every step of the sweep from a curve of the finer grid. */
const coarse = (curve: Float64Array) =>
  Float64Array.from({ length: SWEEP_TIMES }, (_, time) => curve[time * STRIDE]);

/** `ground` must have responders and posts. */
export function createSweeper(ground: Ground, scenario: Scenario, sums: SweepSums): Sweeper {
  const { day, night, policeFire } = responseTables(scenario);
  // where a survival function asks when the ambulance comes: the mean of the country it was fitted to (8:35)
  const ambulanceMeanSeconds = 515;
  return {
    ground,
    scenario,
    sums,
    sets: aedSets(ground, scenario.alert),
    day,
    night,
    policeFire: { cpr: coarse(policeFire.noCpr), ready: coarse(policeFire.noAedReady) },
    bystander: coarse(bystanderCurves(scenario).noCpr),
    survival: survivalOnGrid(scenario, ambulanceMeanSeconds, SWEEP_STEP_SECONDS),
    radiusMax: Math.max(...sums.rules.map(({ alertRadiusMeters }) => alertRadiusMeters)),
  };
}

/** Adds a patient at (px, py) who stands for `demand` residents. */
export function sweepPatient(sweeper: Sweeper, px: number, py: number, demand: number): void {
  const { ground, scenario, sums, sets } = sweeper;
  const firstBefore = firstReady(sums);
  findAedSets(ground, px, py, scenario.alert, sets);
  const posts = ground.posts!.map((group) => ({
    instants: group.instants,
    ...ambulanceCurves(nearestTwoPosts(group, px, py), scenario.ambulance),
  }));
  for (let field = 0; field < ground.responders!.length; field++) {
    const cells = nearCells(ground, field, px, py, sweeper.radiusMax, scenario);
    const p = goProbability(cells.residentsNear, scenario.willingness);
    const own = ground.responders!.length === 1 ? ALL_INSTANTS : PERIOD_INSTANTS[field];
    for (let set = 0; set < sets.count; set++) {
      if ((sets.instants[set] & own) === 0) continue;
      const ways = waysByAed(ground, cells, sets, set, [px, py], scenario);
      const local = localAedCurves(scenario, localAedProbability(sets.nearestMeters[set], scenario));
      const localAed = { cpr: coarse(local.noCpr), ready: coarse(local.noAedReady) };
      for (const isNight of [false, true]) {
        const instants = sets.instants[set] & own & (isNight ? NIGHT_INSTANTS : ~NIGHT_INSTANTS);
        if (instants === 0) continue;
        const laws = solveRules(sweeper, cells, ways, p, isNight);
        for (const post of posts) addRules(sweeper, laws, p, { post, localAed, instants, demand });
      }
    }
  }
  sums.demand += demand;
  sums.perPatient.push((firstReady(sums) - firstBefore) / demand);
}

/** Demand × P(AED ready ≤ 360 s) in the week by the first rule, so far. */
function firstReady({ values, demand }: SweepSums): number {
  return demand - values[SWEEP.curves + SWEEP_CURVES.ready * SWEEP_TIMES + 360 / SWEEP_STEP_SECONDS];
}

function ambulanceCurves([near, next]: readonly [number, number], ambulance: Scenario["ambulance"]) {
  const [nearLog, nextLog] = [ambulanceLogMedian(near, ambulance), ambulanceLogMedian(next, ambulance)];
  const later = (seconds: number) =>
    Float64Array.from({ length: SWEEP_TIMES }, (_, time) =>
      ambulanceNotYet(logOf(time * SWEEP_STEP_SECONDS - seconds), nearLog, nextLog, ambulance),
    );
  return { arrived: later(0), cpr: later(ambulance.cprSeconds), ready: later(ambulance.attachSeconds) };
}

/** One law per rule; rules that come to the same have the same object. */
function solveRules(
  sweeper: Sweeper,
  cells: NearCells,
  ways: WaysByAed,
  p: number,
  isNight: boolean,
): RuleLaw[] {
  const known: { reach: Alert; rule: SweepRule; law: RuleLaw }[] = [];
  return sweeper.sums.rules.map((rule) => {
    const reach = alertBy(cells, rule);
    const same = known.find(
      (other) =>
        other.reach.count === reach.count &&
        other.reach.last === reach.last &&
        other.rule.viaAedShare === rule.viaAedShare &&
        other.rule.maxExtraPathMeters === rule.maxExtraPathMeters,
    );
    if (same) return same.law;
    const law = solveRule(isNight ? sweeper.night : sweeper.day, cells, ways, reach, rule, p);
    known.push({ reach, rule, law });
    return law;
  });
}

/** The first `count` cells are alerted, the last of them with `last` responders. */
interface Alert {
  count: number;
  last: number;
  total: number;
}

function alertBy(
  { straightMeters, responders }: NearCells,
  { alertRadiusMeters, alertedMax }: SweepRule,
): Alert {
  const max = alertedMax ?? Number.POSITIVE_INFINITY;
  let [count, total, last] = [0, 0, 0];
  while (count < straightMeters.length && straightMeters[count] <= alertRadiusMeters && total < max) {
    last = Math.min(responders[count], max - total);
    total += last;
    count++;
  }
  return { count, last, total };
}

const HISTOGRAM = pathHistogram();
const NOBODY_DIRECT = pathHistogram().direct;
const NOBODY_VIA = pathHistogram().viaAed;
const MOMENTS = new Float64Array(3);

function solveRule(
  tables: ArrivalTables,
  cells: NearCells,
  { viaMeters, extraMeters, order }: WaysByAed,
  { count, last, total }: Alert,
  { viaAedShare, maxExtraPathMeters }: SweepRule,
  p: number,
): RuleLaw {
  const responders = cells.responders.slice(0, count);
  if (count > 0) responders[count - 1] = last;
  const via = new Float64Array(count);
  const extraMax = maxExtraPathMeters ?? Number.POSITIVE_INFINITY;
  let left = viaAedShare * total;
  for (let n = 0; n < order.length && left > 0; n++) {
    const i = order[n];
    if (extraMeters[i] > extraMax) break;
    if (i >= count) continue;
    via[i] = Math.min(responders[i], left);
    left -= via[i];
  }
  fillHistogram(HISTOGRAM, { count, responders, directMeters: cells.directMeters, viaMeters }, via);
  const curve = (momentsOf: typeof cprMoments, histogram: typeof HISTOGRAM) =>
    Float64Array.from({ length: SWEEP_TIMES }, (_, time) => {
      momentsOf(histogram, tables, time * STRIDE, MOMENTS, 0);
      return Math.exp(-hazardOf(MOMENTS, 0, p));
    });
  return {
    alerted: total,
    direct: curve(cprMoments, { direct: HISTOGRAM.direct, viaAed: NOBODY_VIA }),
    viaAed: {
      cpr: curve(cprMoments, { direct: NOBODY_DIRECT, viaAed: HISTOGRAM.viaAed }),
      ready: curve(readyMoments, HISTOGRAM),
    },
  };
}

interface Given {
  post: { instants: number; arrived: Float64Array; cpr: Float64Array; ready: Float64Array };
  localAed: Both;
  instants: number;
  demand: number;
}

function addRules(sweeper: Sweeper, laws: readonly RuleLaw[], p: number, given: Given): void {
  const weights = layerWeights(given.instants & given.post.instants, given.demand);
  if (weights.every((weight) => weight === 0)) return;
  const known = new Map<RuleLaw, Float64Array>();
  const { values, rules } = sweeper.sums;
  for (const [rule, law] of laws.entries()) {
    const solved = known.get(law) ?? figuresOf(sweeper, law, p, given);
    known.set(law, solved);
    for (let layer = 0; layer < LAYER_COUNT; layer++) {
      if (weights[layer] === 0) continue;
      const at = (layer * rules.length + rule) * SWEEP_WIDTH;
      for (let n = 0; n < SWEEP_WIDTH; n++) values[at + n] += weights[layer] * solved[n];
    }
  }
}

function layerWeights(instants: number, demand: number): number[] {
  return Array.from({ length: LAYER_COUNT }, (_, layer) => {
    let weight = 0;
    for (let instant = 0; instant < INSTANT_COUNT; instant++) {
      if (instants & (1 << instant)) weight += INSTANT_WEIGHTS[layer * INSTANT_COUNT + instant];
    }
    return weight * demand;
  });
}

function figuresOf(
  { policeFire, bystander, survival }: Sweeper,
  { alerted, direct, viaAed }: RuleLaw,
  p: number,
  { post, localAed }: Given,
): Float64Array {
  const solved = new Float64Array(SWEEP_WIDTH);
  solved[SWEEP.alerted] = alerted;
  solved[SWEEP.goes] = 1 - (1 - p) ** alerted;
  for (let time = 0; time < SWEEP_TIMES; time++) {
    const nobody = direct[time] * viaAed.cpr[time];
    solved[SWEEP.curves + SWEEP_CURVES.cpr * SWEEP_TIMES + time] =
      nobody * policeFire.cpr[time] * post.cpr[time];
    solved[SWEEP.curves + SWEEP_CURVES.ready * SWEEP_TIMES + time] =
      viaAed.ready[time] * policeFire.ready[time] * post.ready[time];
    solved[SWEEP.curves + SWEEP_CURVES.responder * SWEEP_TIMES + time] = nobody;
    if (time === 0) continue;
    // ∫ F_R dF_E and ∫ F_R G_E dt, by the mean of both ends of a step
    const come = 1 - (nobody + direct[time - 1] * viaAed.cpr[time - 1]) / 2;
    solved[SWEEP.before] += come * (post.arrived[time - 1] - post.arrived[time]);
    solved[SWEEP.gainedSeconds] +=
      (come * SWEEP_STEP_SECONDS * (post.arrived[time] + post.arrived[time - 1])) / 2;
  }
  const law = { cprOnly: [direct, bystander], both: [viaAed, policeFire, post, localAed] };
  solved[SWEEP.survival] = expectedOver(law, survival);
  return solved;
}
