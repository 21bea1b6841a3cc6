/**
 * The exact law of first arrival of the alerted responders at one patient. Everybody goes and arrives independently
 * with probability p, so that nobody has come by t with
 *
 *   G(t) = Π (1 − p F(t; L_i))^w_i,   −ln G = p Σ w F + p²/2 Σ w F² + p³/3 Σ w F³ + …
 *
 * Three moments and the nodes' split: less than 0.1 percentage points off the product up to p = 0.07 (tested; two are not); the sums do not know p.
 * Those who go by an AED bring CPR at A and the AED ready at A + attach: one person, so P(no CPR) is the product of
 * both groups and P(no AED ready) that of the second group alone, read later.
 */
import { type ArrivalTable, type ArrivalTables, NODE_COUNT, nodePlace } from "./arrivalTable.ts";
import type { Alerted } from "./roles.ts";

/** Responders by the length of their path, between nodes split linearly. */
export interface PathHistogram {
  direct: Float64Array;
  viaAed: Float64Array;
}

export function pathHistogram(): PathHistogram {
  return { direct: new Float64Array(NODE_COUNT), viaAed: new Float64Array(NODE_COUNT) };
}

/** Replaces what the histogram held. Paths beyond the last node count as that long: 8.5 km, nobody is there in time. */
export function fillHistogram(
  { direct, viaAed }: PathHistogram,
  { count, responders, directMeters, viaMeters }: Alerted,
  viaResponders: Float64Array,
): void {
  direct.fill(0);
  viaAed.fill(0);
  for (let i = 0; i < count; i++) {
    const via = viaResponders[i];
    if (via > 0) addPath(viaAed, viaMeters[i], via);
    if (responders[i] > via) addPath(direct, directMeters[i], responders[i] - via);
  }
}

function addPath(histogram: Float64Array, meters: number, responders: number): void {
  const at = nodePlace(meters);
  const node = Math.min(Math.floor(at), NODE_COUNT - 2);
  const upper = at - node;
  histogram[node] += responders * (1 - upper);
  histogram[node + 1] += responders * upper;
}

/** P(nobody of the alerted has begun CPR by the time of `time`, a place on the grid). `p` in 0…1: goes and arrives. */
export function noCprYet(histogram: PathHistogram, tables: ArrivalTables, time: number, p: number): number {
  return Math.exp(
    -hazard(histogram.direct, tables.direct, time, p) - hazard(histogram.viaAed, tables.viaAed, time, p),
  );
}

/** P(no AED that the alerted bring is attached and ready by then). */
export function noAedReadyYet(
  { viaAed }: PathHistogram,
  tables: ArrivalTables,
  time: number,
  p: number,
): number {
  return Math.exp(-hazard(viaAed, tables.ready, time, p));
}

function hazard(
  histogram: Float64Array,
  { arrived, arrived2, arrived3 }: ArrivalTable,
  time: number,
  p: number,
): number {
  const from = time * NODE_COUNT;
  let first = 0;
  let second = 0;
  let third = 0;
  for (let node = 0; node < NODE_COUNT; node++) {
    first += histogram[node] * arrived[from + node];
    second += histogram[node] * arrived2[from + node];
    third += histogram[node] * arrived3[from + node];
  }
  return p * first + ((p * p) / 2) * second + ((p * p * p) / 3) * third;
}
