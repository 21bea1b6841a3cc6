/**
 * Who is alerted around one patient: within the radius in a straight line, the nearest `alertedMax` of them. The cell
 * in which that number is reached takes part with what fits. Ties: from south to north, then from west to east.
 */
import { bucketRanges } from "../grid/pointBuckets.ts";
import type { AlertRule } from "../scenario.ts";
import { DENSITY_RADIUS_METERS } from "./goProbability.ts";
import type { Ground } from "./ground.ts";

interface CellList {
  count: number;
  /** places in the ground's people, and squared metres to the patient */
  place: Int32Array;
  meters2: Float64Array;
  responders: Float64Array;
}

/** Working memory for all patients of a ground. */
export interface AlertedSet extends CellList {
  /** residents within 1,000 m of the patient, his own cell among them */
  residentsNear: number;
  /** responders alerted in all */
  total: number;
  /** the cells among which the cap is reached */
  ring: CellList;
}

export function alertedSet(placesMax: number): AlertedSet {
  return { ...cellList(placesMax), residentsNear: 0, total: 0, ring: cellList(placesMax) };
}

function cellList(placesMax: number): CellList {
  return {
    count: 0,
    place: new Int32Array(placesMax),
    meters2: new Float64Array(placesMax),
    responders: new Float64Array(placesMax),
  };
}

/** Replaces what the set held. `field`: which of the ground's arrays of responders. */
export function findAlerted(
  ground: Ground,
  field: number,
  px: number,
  py: number,
  { alertRadiusMeters, alertedMax }: AlertRule,
  set: AlertedSet,
): void {
  const responders = ground.responders?.[field] ?? NOBODY;
  const max = alertedMax ?? Number.POSITIVE_INFINITY;
  const near = Math.min(alertRadiusMeters, DENSITY_RADIUS_METERS);
  gather(ground, responders, px, py, { radiusMeters: near, reachMeters: DENSITY_RADIUS_METERS }, set);
  // where the cap is reached within 1,000 m nobody looks further
  if (alertRadiusMeters > near && set.total < max) {
    const radiusMeters = alertRadiusMeters;
    gather(ground, responders, px, py, { radiusMeters, reachMeters: radiusMeters }, set);
  }
  if (set.total > max) cutAt(max, set);
}

const NOBODY = new Float64Array(0);

/** Those within the radius, and the residents within 1,000 m; `reachMeters`: how far is looked, at least both. */
function gather(
  { people, residents, ranges }: Ground,
  responders: Float64Array,
  px: number,
  py: number,
  { radiusMeters, reachMeters }: { radiusMeters: number; reachMeters: number },
  set: AlertedSet,
): void {
  const { x, y } = people;
  const rangeCount = bucketRanges(people, px, py, reachMeters, ranges);
  const density2 = DENSITY_RADIUS_METERS * DENSITY_RADIUS_METERS;
  const radius2 = radiusMeters * radiusMeters;
  let [count, total, residentsNear] = [0, 0, 0];
  for (let r = 0; r < rangeCount; r += 2) {
    for (let n = ranges[r], to = ranges[r + 1]; n < to; n++) {
      const dx = x[n] - px;
      const dy = y[n] - py;
      const meters2 = dx * dx + dy * dy;
      if (meters2 <= density2) residentsNear += residents[n];
      if (meters2 > radius2 || !(responders[n] > 0)) continue;
      set.place[count] = n;
      set.meters2[count] = meters2;
      set.responders[count++] = responders[n];
      total += responders[n];
    }
  }
  set.count = count;
  set.total = total;
  set.residentsNear = residentsNear;
}

/** Rings of equal area: only the cells of the ring in which the cap is reached are sorted. */
const RING_COUNT = 64;
const RING_WEIGHT = new Float64Array(RING_COUNT);

function cutAt(max: number, set: AlertedSet): void {
  const { meters2, responders, ring } = set;
  let farthest2 = 0;
  for (let i = 0; i < set.count; i++) farthest2 = Math.max(farthest2, meters2[i]);
  const perMeter2 = farthest2 > 0 ? (RING_COUNT - 1) / farthest2 : 0;
  RING_WEIGHT.fill(0);
  for (let i = 0; i < set.count; i++) RING_WEIGHT[Math.floor(meters2[i] * perMeter2)] += responders[i];
  let [last, left] = [0, max];
  while (last < RING_COUNT - 1 && RING_WEIGHT[last] < left) left -= RING_WEIGHT[last++];
  let inside = 0;
  ring.count = 0;
  for (let i = 0; i < set.count; i++) {
    const own = Math.floor(meters2[i] * perMeter2);
    if (own < last) copy(set, i, set, inside++);
    else if (own === last) insert(set, i, ring);
  }
  for (let i = 0; i < ring.count && left > 0; i++) {
    copy(ring, i, set, inside);
    set.responders[inside] = Math.min(ring.responders[i], left);
    left -= set.responders[inside++];
  }
  set.count = inside;
  set.total = max;
}

/** Keeps the cells of `ring` by distance. */
function insert(set: CellList, from: number, ring: CellList): void {
  const [meters2, place] = [set.meters2[from], set.place[from]];
  let at = ring.count++;
  while (at > 0 && isFarther(ring, at - 1, meters2, place)) copy(ring, at - 1, ring, at--);
  copy(set, from, ring, at);
}

function isFarther(ring: CellList, at: number, meters2: number, place: number): boolean {
  return ring.meters2[at] > meters2 || (ring.meters2[at] === meters2 && ring.place[at] > place);
}

function copy(source: CellList, from: number, target: CellList, to: number): void {
  target.place[to] = source.place[from];
  target.meters2[to] = source.meters2[from];
  target.responders[to] = source.responders[from];
}
