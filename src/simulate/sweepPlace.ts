/** Who is near one patient and how he gets there, whatever the alert rule: the part of a sweep that is done once. */
import { bucketRanges } from "../grid/pointBuckets.ts";
import type { Scenario } from "../scenario.ts";
import type { AedSets } from "./aedSets.ts";
import { DENSITY_RADIUS_METERS } from "./goProbability.ts";
import type { Ground, PostGroup } from "./ground.ts";
import { OWN_CELL_METERS } from "./patientCases.ts";

/** Cells with responders around a patient, by the straight line; ties in the order of the ground. */
export interface NearCells {
  place: Int32Array;
  straightMeters: Float64Array;
  directMeters: Float64Array;
  responders: Float64Array;
  /** residents within 1,000 m */
  residentsNear: number;
}

/** `radiusMeters`: the widest that any rule alerts in. `field`: which of the ground's arrays of responders. */
export function nearCells(
  ground: Ground,
  field: number,
  px: number,
  py: number,
  radiusMeters: number,
  { detourFactor }: Pick<Scenario, "detourFactor">,
): NearCells {
  const { people, residents } = ground;
  const responders = ground.responders![field];
  const found: { place: number; meters: number }[] = [];
  let residentsNear = 0;
  const reach = Math.max(radiusMeters, DENSITY_RADIUS_METERS);
  const rangeCount = bucketRanges(people, px, py, reach, ground.ranges);
  for (let r = 0; r < rangeCount; r += 2) {
    for (let n = ground.ranges[r]; n < ground.ranges[r + 1]; n++) {
      const meters2 = (people.x[n] - px) ** 2 + (people.y[n] - py) ** 2;
      if (meters2 <= DENSITY_RADIUS_METERS ** 2) residentsNear += residents[n];
      if (responders[n] > 0 && meters2 <= radiusMeters ** 2)
        found.push({ place: n, meters: Math.sqrt(meters2) });
    }
  }
  found.sort((one, other) => one.meters - other.meters || one.place - other.place);
  return {
    place: Int32Array.from(found, ({ place }) => place),
    straightMeters: Float64Array.from(found, ({ meters }) => meters),
    directMeters: Float64Array.from(found, ({ meters }) => detourFactor * Math.max(OWN_CELL_METERS, meters)),
    responders: Float64Array.from(found, ({ place }) => responders[place]),
    residentsNear,
  };
}

/** The ways by the AEDs of one set, and the cells in the order in which they are sent by one. */
export interface WaysByAed {
  viaMeters: Float64Array;
  extraMeters: Float64Array;
  /** smallest detour first (ties: longer way, then nearer cell); only those who can fetch one */
  order: Int32Array;
}

export function waysByAed(
  { people, aeds }: Ground,
  cells: NearCells,
  sets: AedSets,
  set: number,
  [px, py]: readonly [number, number],
  { detourFactor, alert }: Pick<Scenario, "detourFactor" | "alert">,
): WaysByAed {
  const fetch = alert.fetchRadiusMeters ?? Number.POSITIVE_INFINITY;
  const viaMeters = new Float64Array(cells.place.length).fill(Number.POSITIVE_INFINITY);
  for (let n = 0; n < sets.size[set]; n++) {
    const aed = sets.member[set * sets.stride + n];
    const [ax, ay] = [aeds.x[aed], aeds.y[aed]];
    const onward = Math.max(OWN_CELL_METERS, Math.hypot(ax - px, ay - py));
    for (let i = 0; i < viaMeters.length; i++) {
      const dx = people.x[cells.place[i]] - ax;
      const dy = people.y[cells.place[i]] - ay;
      const away = Math.sqrt(dx * dx + dy * dy);
      const path = detourFactor * (Math.max(away, OWN_CELL_METERS) + onward);
      if (away <= fetch && path < viaMeters[i]) viaMeters[i] = path;
    }
  }
  const extraMeters = viaMeters.map((via, i) => via - cells.directMeters[i]);
  const able: number[] = [];
  for (let i = 0; i < viaMeters.length; i++) if (viaMeters[i] < Number.POSITIVE_INFINITY) able.push(i);
  able.sort(
    (i, j) => extraMeters[i] - extraMeters[j] || cells.directMeters[j] - cells.directMeters[i] || i - j,
  );
  return { viaMeters, extraMeters, order: Int32Array.from(able) };
}

/** Metres to the nearest post of a group and to the next; the nearest again where there is only one. */
export function nearestTwoPosts({ x, y }: PostGroup, px: number, py: number): readonly [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let n = 0; n < x.length; n++) {
    const meters = Math.hypot(x[n] - px, y[n] - py);
    if (meters < first) [first, second] = [meters, first];
    else second = Math.min(second, meters);
  }
  return [first, second < Number.POSITIVE_INFINITY ? second : first];
}
