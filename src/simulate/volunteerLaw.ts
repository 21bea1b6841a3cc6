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
  direct: PathWeights;
  viaAed: PathWeights;
}

/** Nothing lies below node `from` nor from node `to` on. */
export interface PathWeights {
  weight: Float64Array;
  from: number;
  to: number;
}

export function pathHistogram(): PathHistogram {
  const empty = () => ({ weight: new Float64Array(NODE_COUNT), from: NODE_COUNT, to: 0 });
  return { direct: empty(), viaAed: empty() };
}

/** Replaces what the histogram held. Paths beyond the last node count as that long: 8.5 km, nobody is there in time. */
export function fillHistogram(
  { direct, viaAed }: PathHistogram,
  { count, responders, directMeters, viaMeters }: Alerted,
  viaResponders: Float64Array,
): void {
  clear(direct);
  clear(viaAed);
  for (let i = 0; i < count; i++) {
    const via = viaResponders[i];
    if (via > 0) addPath(viaAed, viaMeters[i], via);
    if (responders[i] > via) addPath(direct, directMeters[i], responders[i] - via);
  }
}

function clear(weights: PathWeights): void {
  weights.weight.fill(0);
  weights.from = NODE_COUNT;
  weights.to = 0;
}

function addPath(weights: PathWeights, meters: number, responders: number): void {
  const at = nodePlace(meters);
  const node = Math.min(Math.floor(at), NODE_COUNT - 2);
  const upper = at - node;
  weights.weight[node] += responders * (1 - upper);
  weights.weight[node + 1] += responders * upper;
  if (node < weights.from) weights.from = node;
  if (node + 2 > weights.to) weights.to = node + 2;
}

/** P(nobody of the alerted has begun CPR by the time of `time`, a place on the grid). `p` in 0…1: goes and arrives. */
export function noCprYet(histogram: PathHistogram, tables: ArrivalTables, time: number, p: number): number {
  cprMoments(histogram, tables, time, MOMENTS, 0);
  return Math.exp(-hazardOf(MOMENTS, 0, p));
}

/** P(no AED that the alerted bring is attached and ready by then). */
export function noAedReadyYet(
  histogram: PathHistogram,
  tables: ArrivalTables,
  time: number,
  p: number,
): number {
  readyMoments(histogram, tables, time, MOMENTS, 0);
  return Math.exp(-hazardOf(MOMENTS, 0, p));
}

const MOMENTS = new Float64Array(3);

/** Writes Σ w F, Σ w F² and Σ w F³ from `at` on: all that the law of CPR asks of the place; p comes later. */
export function cprMoments(
  { direct, viaAed }: PathHistogram,
  tables: ArrivalTables,
  time: number,
  out: Float64Array,
  at: number,
): void {
  out.fill(0, at, at + 3);
  addMoments(direct, tables.direct, time, out, at);
  addMoments(viaAed, tables.viaAed, time, out, at);
}

/** The same for AED ready. */
export function readyMoments(
  { viaAed }: PathHistogram,
  tables: ArrivalTables,
  time: number,
  out: Float64Array,
  at: number,
): void {
  out.fill(0, at, at + 3);
  addMoments(viaAed, tables.ready, time, out, at);
}

/** −ln P(nobody yet). Rises with p. */
export function hazardOf(moments: Float64Array, at: number, p: number): number {
  return p * (moments[at] + p * (moments[at + 1] / 2 + (p / 3) * moments[at + 2]));
}

function addMoments(
  { weight, from, to }: PathWeights,
  { arrived }: ArrivalTable,
  time: number,
  out: Float64Array,
  at: number,
): void {
  const row = time * NODE_COUNT;
  let [first, second, third] = [0, 0, 0];
  for (let node = from; node < to; node++) {
    const f = arrived[row + node];
    const once = weight[node] * f;
    const twice = once * f;
    first += once;
    second += twice;
    third += twice * f;
  }
  out[at] += first;
  out[at + 1] += second;
  out[at + 2] += third;
}
