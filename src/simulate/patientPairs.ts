/** The cases of a patient, each with the two nearest ambulance posts that are open at its instants. */
import { LAYER_COUNT } from "../coverage/shardResponse.ts";
import type { Scenario } from "../scenario.ts";
import { ambulanceLogMedian } from "./ambulanceLaw.ts";
import { TIME_COUNT } from "./arrivalTable.ts";
import type { Ground, PostGroup } from "./ground.ts";
import { ALL_INSTANTS, INSTANT_COUNT, INSTANT_WEIGHTS } from "./instants.ts";
import type { PatientCases } from "./patientCases.ts";

/** What is kept per time of the grid. */
export const CURVE = { cpr: 0, ready: 1, ambulance: 2 } as const;
export type Curve = (typeof CURVE)[keyof typeof CURVE];

/** The instants that have a case and a pair of posts. */
export interface PairLaw {
  case: number;
  /** log-medians of the arrival from the nearest post and the next one; Infinity: none is open */
  near: number;
  far: number;
  /** share of each layer's arrests */
  weights: Float64Array;
  /** by `CURVE`, per time: P(not yet); NaN: not worked out yet */
  curves: Float64Array[];
}

/** Working memory for all patients of a ground. */
export interface PatientPairs {
  count: number;
  pairs: PairLaw[];
}

export function patientPairs(): PatientPairs {
  const perTime = () => new Float64Array(TIME_COUNT);
  return {
    count: 0,
    pairs: Array.from({ length: INSTANT_COUNT }, () => ({
      case: 0,
      near: 0,
      far: 0,
      weights: new Float64Array(LAYER_COUNT),
      curves: [perTime(), perTime(), perTime()],
    })),
  };
}

/** Each case with each distinct pair of nearest posts that are open at its instants. */
export function pairWithPosts(
  { posts }: Ground,
  px: number,
  py: number,
  found: PatientCases,
  ambulance: Scenario["ambulance"],
  memory: PatientPairs,
): void {
  memory.count = 0;
  for (const group of posts ?? NO_POSTS) {
    findNearestTwo(group, px, py);
    const near = ambulanceLogMedian(NEAREST[0], ambulance);
    // where only one post is open anywhere it is the next one too
    const far = Number.isFinite(NEAREST[1]) ? ambulanceLogMedian(NEAREST[1], ambulance) : near;
    for (let c = 0; c < found.count; c++) {
      addInstants(memory, c, found.cases[c].instants & group.instants, near, far);
    }
  }
}

const NO_POSTS: PostGroup[] = [{ instants: ALL_INSTANTS, x: new Float64Array(0), y: new Float64Array(0) }];
const NEAREST = new Float64Array(2);

function findNearestTwo({ x, y }: PostGroup, px: number, py: number): void {
  let [first2, second2] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let n = 0; n < x.length; n++) {
    const dx = x[n] - px;
    const dy = y[n] - py;
    const meters2 = dx * dx + dy * dy;
    if (meters2 < first2) {
      second2 = first2;
      first2 = meters2;
    } else if (meters2 < second2) second2 = meters2;
  }
  NEAREST[0] = Math.sqrt(first2);
  NEAREST[1] = Math.sqrt(second2);
}

function addInstants(memory: PatientPairs, c: number, instants: number, near: number, far: number): void {
  if (instants === 0) return;
  let n = 0;
  while (n < memory.count && !isPair(memory.pairs[n], c, near, far)) n++;
  const pair = memory.pairs[n];
  if (n === memory.count) {
    memory.count++;
    pair.case = c;
    pair.near = near;
    pair.far = far;
    pair.weights.fill(0);
    for (const curve of pair.curves) curve.fill(Number.NaN);
  }
  for (let instant = 0; instant < INSTANT_COUNT; instant++) {
    if ((instants & (1 << instant)) === 0) continue;
    for (let layer = 0; layer < LAYER_COUNT; layer++) {
      pair.weights[layer] += INSTANT_WEIGHTS[layer * INSTANT_COUNT + instant];
    }
  }
}

function isPair(pair: PairLaw, c: number, near: number, far: number): boolean {
  return pair.case === c && pair.near === near && pair.far === far;
}
