/**
 * The alert rule at one patient (`model.md` §1): who is alerted, in the order of the straight line, and how far each has to
 * go, straight and by the best of the AEDs that are fetched. In any order of what is given, the same.
 */
import type { AlertRule } from "../scenario.ts";
import type { Alerted } from "./roles.ts";

/** An occupied cell near the patient. */
export interface NearbyResponders {
  responders: number;
  straightMeters: number;
  /** along streets to the patient */
  meters: number;
}

/** An AED near the patient that is open, with its ways to all those cells, in their order. */
export interface NearbyAed {
  straightMeters: number;
  /** along streets to the patient */
  meters: number;
  /** straight and along streets from each cell; Infinity: out of reach */
  straightMetersFromCells: Float64Array;
  metersFromCells: Float64Array;
}

export function alertedAround(
  cells: readonly NearbyResponders[],
  openAeds: readonly NearbyAed[],
  rule: AlertRule,
): Alerted {
  const viaMeters = bestWayByAed(cells, chooseAeds(openAeds, rule), rule);
  const order = cells
    .map((_, i) => i)
    .filter((i) => cells[i].straightMeters <= rule.alertRadiusMeters && cells[i].responders > 0)
    .sort((i, j) => compareCells(cells, viaMeters, i, j));
  const alerted = emptyAlerted(order.length);
  let left = rule.alertedMax ?? Number.POSITIVE_INFINITY;
  for (const i of order) {
    if (left <= 0) break;
    const at = alerted.count++;
    // the last cell takes part with the share that fits
    alerted.responders[at] = Math.min(cells[i].responders, left);
    alerted.directMeters[at] = cells[i].meters;
    alerted.viaMeters[at] = viaMeters[i];
    left -= alerted.responders[at];
  }
  return alerted;
}

export function emptyAlerted(cellsMax: number): Alerted {
  return {
    count: 0,
    responders: new Float64Array(cellsMax),
    directMeters: new Float64Array(cellsMax),
    viaMeters: new Float64Array(cellsMax),
  };
}

/** Those nearest to the patient by the straight line; of equal ones, the one nearest along streets. */
export function chooseAeds(
  openAeds: readonly NearbyAed[],
  { aedRadiusMeters, aedsMax }: AlertRule,
): NearbyAed[] {
  return openAeds
    .filter(({ straightMeters }) => straightMeters <= aedRadiusMeters)
    .sort((a, b) => a.straightMeters - b.straightMeters || a.meters - b.meters)
    .slice(0, aedsMax ?? openAeds.length);
}

/** Per cell; Infinity where no AED may be fetched from there. */
export function bestWayByAed(
  cells: readonly NearbyResponders[],
  aeds: readonly NearbyAed[],
  { fetchRadiusMeters }: AlertRule,
): Float64Array {
  const radius = fetchRadiusMeters ?? Number.POSITIVE_INFINITY;
  const viaMeters = new Float64Array(cells.length).fill(Number.POSITIVE_INFINITY);
  for (const { meters, metersFromCells, straightMetersFromCells } of aeds) {
    for (let i = 0; i < viaMeters.length; i++) {
      if (straightMetersFromCells[i] > radius) continue;
      viaMeters[i] = Math.min(viaMeters[i], metersFromCells[i] + meters);
    }
  }
  return viaMeters;
}

/** By distance; cells equally far by what tells them apart, never by where they stood in the input. */
function compareCells(
  cells: readonly NearbyResponders[],
  viaMeters: Float64Array,
  i: number,
  j: number,
): number {
  const [one, other] = [cells[i], cells[j]];
  return (
    one.straightMeters - other.straightMeters ||
    one.meters - other.meters ||
    Number(viaMeters[i] > viaMeters[j]) - Number(viaMeters[i] < viaMeters[j]) ||
    one.responders - other.responders
  );
}
