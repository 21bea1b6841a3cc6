/**
 * The law at one patient: P(CPR) and P(AED ready) by every time, by responders, police and fire, and ambulance, who
 * are independent of each other once the instant is given:
 *
 *   P(no CPR by t) = G_D(t) G_V(t) G_P(t) G_E(t − 30);   P(no AED ready by t) = G_V(t − 60) G_P(t − 75) G_E(t − 150)
 *
 * averaged over instants. D and V: responders who go straight and by an AED (`volunteerLaw.ts`), P police and fire,
 * E ambulance; the lags are the scenario's.
 */
import {
  FIGURE_COUNT,
  LAYER_COUNT,
  RESPONSE_FIGURES,
  type ResponseFigure,
} from "../coverage/shardResponse.ts";
import { ambulanceDensity, ambulanceNotYet } from "./ambulanceLaw.ts";
import { TIME_COUNT, TIME_STEP_SECONDS } from "./arrivalTable.ts";
import { goProbability } from "./goProbability.ts";
import type { Ground } from "./ground.ts";
import { INSTANT_COUNT } from "./instants.ts";
import { localAedProbability } from "./otherHelp.ts";
import { findCases, type PatientCase, type PatientCases, patientCases } from "./patientCases.ts";
import {
  CURVE,
  type Curve,
  type PairLaw,
  type PatientPairs,
  pairWithPosts,
  patientPairs,
} from "./patientPairs.ts";
import type { ResponseTables } from "./responseTables.ts";
import { cprMoments, hazardOf, readyMoments } from "./volunteerLaw.ts";

const FIGURE = Object.fromEntries(RESPONSE_FIGURES.map((figure, n) => [figure, n])) as Record<
  ResponseFigure,
  number
>;
/** The middle and the four corners of the band, in the order of the figures. */
const MEMBER_COUNT = 5;

/** The responders of one case: P(nobody yet) at six minutes for each member of the band, and −ln of it at any time. */
interface CaseLaw {
  noCpr: Float64Array;
  noReady: Float64Array;
  /** per time of the grid; NaN: not worked out yet */
  cprHazard: Float64Array;
  readyHazard: Float64Array;
}

/** Working memory for all patients of a ground. */
export interface PatientLaw {
  ground: Ground;
  tables: ResponseTables;
  found: PatientCases;
  /** that one alerted goes and arrives */
  p: number;
  cases: CaseLaw[];
  paired: PatientPairs;
  moments: Float64Array;
  /** [layer × FIGURE_COUNT + figure] of the last patient */
  figures: Float64Array;
}

const perTime = () => new Float64Array(TIME_COUNT);

export function patientLaw(ground: Ground, tables: ResponseTables): PatientLaw {
  return {
    ground,
    tables,
    found: patientCases(ground, tables.scenario),
    p: 0,
    cases: Array.from({ length: INSTANT_COUNT }, () => ({
      noCpr: new Float64Array(MEMBER_COUNT),
      noReady: new Float64Array(MEMBER_COUNT),
      cprHazard: perTime(),
      readyHazard: perTime(),
    })),
    paired: patientPairs(),
    moments: new Float64Array(3),
    figures: new Float64Array(LAYER_COUNT * FIGURE_COUNT),
  };
}

/** Fills `figures` for a patient at (px, py) of the ground's plane (`cell`: as `findCases`); NaN where what it takes is not loaded. */
export function solvePatient(law: PatientLaw, px: number, py: number, cell = -1): void {
  const { ground, tables, found } = law;
  findCases(ground, px, py, tables.scenario, found, cell);
  law.p = goProbability(found.residentsNear, tables.scenario.willingness);
  for (let c = 0; c < found.count; c++) solveCase(law, c);
  pairWithPosts(ground, px, py, found, tables.scenario.ambulance, law.paired);
  law.figures.fill(0);
  const { count, pairs } = law.paired;
  for (let n = 0; n < count; n++) addPair(law, pairs[n]);
  for (let layer = 0; layer < LAYER_COUNT; layer++) {
    const at = layer * FIGURE_COUNT;
    law.figures[at + FIGURE.cprMedian] = medianOf(law, layer, CURVE.cpr);
    law.figures[at + FIGURE.aedReadyMedian] = medianOf(law, layer, CURVE.ready);
    law.figures[at + FIGURE.ambulanceMedian] = medianOf(law, layer, CURVE.ambulance);
  }
  if (!ground.responders) forget(law.figures, WITHOUT_RESPONDERS);
  if (!ground.posts) forget(law.figures, WITHOUT_POSTS);
}

const WITHOUT_RESPONDERS = RESPONSE_FIGURES.filter(
  (figure) => !["policeFireCpr", "ambulanceCpr", "ambulanceMedian", "localAed"].includes(figure),
);
const WITHOUT_POSTS = RESPONSE_FIGURES.filter(
  (figure) => !["responderCpr", "responderAedReady", "policeFireCpr", "localAed", "alerted"].includes(figure),
);

function forget(figures: Float64Array, names: readonly ResponseFigure[]): void {
  for (let layer = 0; layer < LAYER_COUNT; layer++) {
    for (const name of names) figures[layer * FIGURE_COUNT + FIGURE[name]] = Number.NaN;
  }
}

function solveCase(law: PatientLaw, c: number): void {
  const { tables, moments } = law;
  const { histogram, isNight } = law.found.cases[c];
  const { noCpr, noReady, cprHazard, readyHazard } = law.cases[c];
  const arrivals = isNight ? tables.night : tables.day;
  const { band, willingness } = tables.scenario;
  const [low, high] = [1 - band.responseFactor, 1 + band.responseFactor];
  cprHazard.fill(Number.NaN);
  readyHazard.fill(Number.NaN);
  const members = (survivor: Float64Array, member: number, p: number) => {
    survivor[member] = Math.exp(-hazardOf(moments, 0, Math.min(1, p)));
  };
  for (const [momentsOf, survivor, hazard] of [
    [cprMoments, noCpr, cprHazard],
    [readyMoments, noReady, readyHazard],
  ] as const) {
    momentsOf(histogram, arrivals, tables.cutoff, moments, 0);
    hazard[tables.cutoff] = hazardOf(moments, 0, law.p);
    members(survivor, 0, law.p);
    momentsOf(histogram, arrivals, tables.earlier, moments, 0);
    members(survivor, 1, low * law.p);
    members(survivor, 2, low * willingness.constant);
    momentsOf(histogram, arrivals, tables.later, moments, 0);
    members(survivor, 3, high * law.p);
    members(survivor, 4, high * willingness.constant);
  }
}

const VALUES = new Float64Array(FIGURE_COUNT);

function addPair(law: PatientLaw, pair: PairLaw): void {
  const { tables, figures } = law;
  const { noCpr, noReady } = law.cases[pair.case];
  const { alerted, nearestAedMeters } = law.found.cases[pair.case];
  const { ambulance } = tables.scenario;
  const at = tables.cutoff;
  const noCrewCpr = ambulanceNotYet(tables.logCprSeconds[at], pair.near, pair.far, ambulance);
  const noCrewReady = ambulanceNotYet(tables.logReadySeconds[at], pair.near, pair.far, ambulance);
  for (let member = 0; member < MEMBER_COUNT; member++) {
    VALUES[FIGURE.cpr + member] = 1 - noCpr[member] * tables.policeFire.noCpr[at] * noCrewCpr;
    VALUES[FIGURE.aedReady + member] = 1 - noReady[member] * tables.policeFire.noAedReady[at] * noCrewReady;
  }
  VALUES[FIGURE.responderCpr] = 1 - noCpr[0];
  VALUES[FIGURE.responderAedReady] = 1 - noReady[0];
  VALUES[FIGURE.policeFireCpr] = 1 - tables.policeFire.noCpr[at];
  VALUES[FIGURE.ambulanceCpr] = 1 - noCrewCpr;
  VALUES[FIGURE.localAed] = localAedProbability(nearestAedMeters, tables.scenario);
  VALUES[FIGURE.noCprIn15] = notYet(law, pair, CURVE.cpr, tables.noFlow);
  VALUES[FIGURE.alerted] = alerted;
  compareWithAmbulance(law, pair);
  for (let layer = 0; layer < LAYER_COUNT; layer++) {
    const weight = pair.weights[layer];
    if (weight === 0) continue;
    const from = layer * FIGURE_COUNT;
    for (let figure = 0; figure < FIGURE_COUNT; figure++) figures[from + figure] += weight * VALUES[figure];
  }
}

/** Both integrands begin and end flat: the trapezoidal rule is exact to 0.1 percentage points in these steps (tested). */
const INTEGRAL_STEP = 5;

/** P(a responder before the ambulance) = ∫ F_R f_E dt; seconds gained = E (E − R)₊ = ∫ F_R G_E dt. */
function compareWithAmbulance(law: PatientLaw, pair: PairLaw): void {
  const { ambulance } = law.tables.scenario;
  const stepSeconds = INTEGRAL_STEP * TIME_STEP_SECONDS;
  let [before, gained] = [0, 0];
  // nobody is before an ambulance that never comes
  const last = pair.near < Number.POSITIVE_INFINITY ? TIME_COUNT - 1 : 0;
  for (let time = INTEGRAL_STEP; time <= last; time += INTEGRAL_STEP) {
    const hazard = cprHazardAt(law, pair.case, time);
    if (hazard === 0) continue;
    const come = (time === last ? 0.5 : 1) * (1 - Math.exp(-hazard));
    const notThere = notYet(law, pair, CURVE.ambulance, time);
    before += come * stepSeconds * ambulanceDensity(time * TIME_STEP_SECONDS, pair.near, pair.far, ambulance);
    gained += come * stepSeconds * notThere;
    // an ambulance that is later than the grid: whoever has come by then is before it
    if (time === last) before += 2 * come * notThere;
  }
  VALUES[FIGURE.beforeAmbulance] = Math.min(1, before);
  VALUES[FIGURE.secondsGained] = gained;
}

function cprHazardAt({ cases, found, tables, moments, p }: PatientLaw, c: number, time: number): number {
  const { cprHazard } = cases[c];
  if (Number.isNaN(cprHazard[time])) {
    cprMoments(found.cases[c].histogram, arrivalsOf(tables, found.cases[c]), time, moments, 0);
    cprHazard[time] = hazardOf(moments, 0, p);
  }
  return cprHazard[time];
}

function readyHazardAt({ cases, found, tables, moments, p }: PatientLaw, c: number, time: number): number {
  const { readyHazard } = cases[c];
  if (Number.isNaN(readyHazard[time])) {
    readyMoments(found.cases[c].histogram, arrivalsOf(tables, found.cases[c]), time, moments, 0);
    readyHazard[time] = hazardOf(moments, 0, p);
  }
  return readyHazard[time];
}

function arrivalsOf(tables: ResponseTables, { isNight }: PatientCase) {
  return isNight ? tables.night : tables.day;
}

/** P(not yet) of CPR, of AED ready, or of the ambulance's arrival. */
function notYet(law: PatientLaw, pair: PairLaw, kind: Curve, time: number): number {
  const known = pair.curves[kind][time];
  if (!Number.isNaN(known)) return known;
  const value = solveTime(law, pair, kind, time);
  pair.curves[kind][time] = value;
  return value;
}

function solveTime(law: PatientLaw, { case: c, near, far }: PairLaw, kind: Curve, time: number): number {
  const { policeFire, logSeconds, logCprSeconds, logReadySeconds, scenario } = law.tables;
  if (kind === CURVE.ambulance) return ambulanceNotYet(logSeconds[time], near, far, scenario.ambulance);
  if (kind === CURVE.cpr) {
    const crew = ambulanceNotYet(logCprSeconds[time], near, far, scenario.ambulance);
    return Math.exp(-cprHazardAt(law, c, time)) * policeFire.noCpr[time] * crew;
  }
  const crew = ambulanceNotYet(logReadySeconds[time], near, far, scenario.ambulance);
  return Math.exp(-readyHazardAt(law, c, time)) * policeFire.noAedReady[time] * crew;
}

/** The first time of the grid by which it has happened in half of the arrests; 1,800 s where that is later still. */
function medianOf(law: PatientLaw, layer: number, kind: Curve): number {
  const { count, pairs } = law.paired;
  let [before, by] = [0, TIME_COUNT - 1];
  while (by - before > 1) {
    const time = (before + by) >> 1;
    let late = 0;
    for (let n = 0; n < count; n++) {
      const weight = pairs[n].weights[layer];
      if (weight > 0) late += weight * notYet(law, pairs[n], kind, time);
    }
    if (late <= 0.5) by = time;
    else before = time;
  }
  return by * TIME_STEP_SECONDS;
}
