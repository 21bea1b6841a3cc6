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

/** Writes into `viaResponders` how many of each cell go by an AED: between 0 and all of them. */
export function assignRoles(
  { count, responders, directMeters, viaMeters }: Alerted,
  { viaAedShare, alert }: Pick<ResponseScenario, "viaAedShare" | "alert">,
  viaResponders: Float64Array,
  { order, extra }: RoleMemory,
): void {
  const extraMax = alert.maxExtraPathMeters ?? Number.POSITIVE_INFINITY;
  let alerted = 0;
  let able = 0;
  for (let i = 0; i < count; i++) {
    alerted += responders[i];
    viaResponders[i] = 0;
    extra[i] = viaMeters[i] - directMeters[i];
    if (viaMeters[i] < Number.POSITIVE_INFINITY && extra[i] <= extraMax) order[able++] = i;
  }
  sortByExtra(order, able, extra, directMeters);
  let left = viaAedShare * alerted;
  for (let n = 0; n < able && left > 0; n++) {
    const i = order[n];
    viaResponders[i] = Math.min(responders[i], left);
    left -= viaResponders[i];
  }
}

/** Of a place with few cells most are sorted already: an insertion costs less than a sort that allocates. */
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
