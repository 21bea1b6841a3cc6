/**
 * Who of the alerted fetches an AED first. Deterministic, so that the law of first arrival stays a product:
 *
 *   via_i = min over AEDs a within reach of i of ℓ(i, a) + ℓ(a, patient);   extra_i = via_i − ℓ(i, patient)
 *   the quota φ · n of those with a via_i goes by its AED, smallest extra first (ties: longer way, then order given);
 *   all others go straight. A cell that the quota ends in is split.
 *
 * Meets the published two thirds exactly, keeps those next to the patient with the patient (`model.md` §2).
 */
import type { ResponseScenario } from "../scenario.ts";

/** The alerted around one patient, one entry per occupied cell; the arrays may be longer than `count`. */
export interface Alerted {
  count: number;
  /** responders, protected: not whole numbers */
  responders: Float64Array;
  /** metres along streets to the patient */
  directMeters: Float64Array;
  /** metres along streets by the best AED; Infinity: none may be fetched */
  viaMeters: Float64Array;
}

/** Working memory for `count` cells, kept by the caller over many patients. */
export interface RoleMemory {
  order: Uint16Array;
  extra: Float64Array;
}

export function roleMemory(cellsMax: number): RoleMemory {
  return { order: new Uint16Array(cellsMax), extra: new Float64Array(cellsMax) };
}

/** Equal steps between the least and the greatest extra: only the cells of the step the quota ends in are sorted. */
const STEP_COUNT = 64;
const STEP_WEIGHT = new Float64Array(STEP_COUNT);

/** Writes into `viaResponders` how many of each cell go by an AED: between 0 and all of them. */
export function assignRoles(
  alerted: Alerted,
  { viaAedShare, alert }: Pick<ResponseScenario, "viaAedShare" | "alert">,
  viaResponders: Float64Array,
  { order, extra }: RoleMemory,
): void {
  const { count, responders, directMeters, viaMeters } = alerted;
  const extraMax = alert.maxExtraPathMeters ?? Number.MAX_VALUE;
  let total = 0;
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < count; i++) {
    total += responders[i];
    const own = viaMeters[i] - directMeters[i];
    extra[i] = own <= extraMax ? own : Number.POSITIVE_INFINITY;
    if (own > extraMax) continue;
    if (own < least) least = own;
    if (own > greatest) greatest = own;
  }
  const perMeter = greatest > least ? (STEP_COUNT - 1) / (greatest - least) : 0;
  const { step, left } = stepOfQuota(alerted, extra, least, perMeter, viaAedShare * total);
  let able = 0;
  for (let i = 0; i < count; i++) {
    viaResponders[i] = 0;
    if (extra[i] === Number.POSITIVE_INFINITY) continue;
    const own = Math.floor((extra[i] - least) * perMeter);
    if (own < step) viaResponders[i] = responders[i];
    else if (own === step) order[able++] = i;
  }
  sortByExtra(order, able, extra, directMeters);
  fillUp(order, able, responders, left, viaResponders);
}

/** The step in which the quota ends, and what of it is left when that begins. */
function stepOfQuota(
  { count, responders }: Alerted,
  extra: Float64Array,
  least: number,
  perMeter: number,
  quota: number,
): { step: number; left: number } {
  STEP_WEIGHT.fill(0);
  for (let i = 0; i < count; i++) {
    if (extra[i] < Number.POSITIVE_INFINITY) {
      STEP_WEIGHT[Math.floor((extra[i] - least) * perMeter)] += responders[i];
    }
  }
  let [step, left] = [0, quota];
  while (step < STEP_COUNT - 1 && STEP_WEIGHT[step] < left) left -= STEP_WEIGHT[step++];
  return { step, left };
}

function fillUp(
  order: Uint16Array,
  count: number,
  responders: Float64Array,
  quota: number,
  viaResponders: Float64Array,
): void {
  let left = quota;
  for (let n = 0; n < count && left > 0; n++) {
    const i = order[n];
    viaResponders[i] = Math.min(responders[i], left);
    left -= viaResponders[i];
  }
}

/** An insertion: few cells, and a library's sort would allocate. */
function sortByExtra(
  order: Uint16Array,
  count: number,
  extra: Float64Array,
  directMeters: Float64Array,
): void {
  for (let n = 1; n < count; n++) {
    const i = order[n];
    let at = n;
    while (at > 0 && isAfter(order[at - 1], i, extra, directMeters)) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = i;
  }
}

function isAfter(a: number, b: number, extra: Float64Array, directMeters: Float64Array): boolean {
  if (extra[a] !== extra[b]) return extra[a] > extra[b];
  if (directMeters[a] !== directMeters[b]) return directMeters[a] < directMeters[b];
  return a > b;
}
