/** Small street worlds told in metres around a shard's middle cell, so that a length can be worked out on paper. */
import type { ShardGrid } from "../../src/grid/shard.ts";
import { type DegreeBox, type LngLat, MODE_BITS } from "../../src/load/records.ts";
import { buildNetwork, type LooseEdge } from "../../src/travel/buildNetwork.ts";
import { DEGREE_STEPS, STREET_HALO_METERS, type StreetNetwork } from "../../src/travel/network.ts";

export const EVERYBODY = 15;
export const ON_FOOT = MODE_BITS.foot.forward | MODE_BITS.foot.backward;
/** On foot both ways, by bicycle from → to only. */
export const ONE_WAY = ON_FOOT | MODE_BITS.bicycle.forward;
export const EVERYWHERE: readonly DegreeBox[] = [[-180, -90, 180, 90]];

export type Point = readonly [east: number, north: number];

export interface WorldStreet {
  from: Point;
  to: Point;
  modes?: number;
}

/** Metres east and north of the grid's middle → position. */
export function place(grid: ShardGrid, [east, north]: Point): LngLat {
  const origin = { lng: grid.plane.origin.lng, lat: grid.plane.origin.lat };
  let { lng, lat } = origin;
  for (let step = 0; step < 6; step++) {
    const { x, y } = grid.toLocal({ lng, lat });
    lat += (north - y) / 111_250;
    lng += (east - x) / (111_250 * Math.cos((origin.lat * Math.PI) / 180));
  }
  return { lng, lat };
}

/** Straight streets between places; equal places are one node. Lengths are rounded to whole metres. */
export function streetWorld(
  grid: ShardGrid,
  streets: readonly WorldStreet[],
  areas: readonly DegreeBox[] = EVERYWHERE,
): StreetNetwork {
  const names = new Map<string, number>();
  const lng: number[] = [];
  const lat: number[] = [];
  const nodeOf = (point: Point) => {
    const known = names.get(point.join());
    if (known !== undefined) return known;
    const position = place(grid, point);
    lng.push(Math.round(position.lng * DEGREE_STEPS));
    lat.push(Math.round(position.lat * DEGREE_STEPS));
    names.set(point.join(), lng.length - 1);
    return lng.length - 1;
  };
  const edges = streets.map(({ from, to, modes = EVERYBODY }) => ({
    from: nodeOf(from),
    to: nodeOf(to),
    meters: Math.round(Math.hypot(to[0] - from[0], to[1] - from[1])),
    modes,
    course: [],
  }));
  return buildNetwork(areas, { lng, lat }, edges);
}

/** The streets of a city that one shard is promised and not one more: edges with a part within the halo of a cell. */
export function streetsOfShard(
  grid: ShardGrid,
  { lng, lat, edges }: { lng: Int32Array; lat: Int32Array; edges: readonly LooseEdge[] },
  areas: readonly DegreeBox[] = EVERYWHERE,
): StreetNetwork {
  const radius = Math.max(...grid.x.map((x, n) => Math.hypot(x, grid.y[n])));
  const isNear = (eastSteps: number, northSteps: number) => {
    const { x, y } = grid.toLocal({ lng: eastSteps / DEGREE_STEPS, lat: northSteps / DEGREE_STEPS });
    if (Math.hypot(x, y) > radius + STREET_HALO_METERS) return false;
    return grid.x.some((cellX, n) => (cellX - x) ** 2 + (grid.y[n] - y) ** 2 <= STREET_HALO_METERS ** 2);
  };
  const isNodeNear = lng.map((east, n) => (isNear(east, lat[n]) ? 1 : 0));
  const isCourseNear = ({ course }: LooseEdge) => course.length > 0 && isNear(course[0], course[1]);
  const kept = edges.filter((edge) => isNodeNear[edge.from] || isNodeNear[edge.to] || isCourseNear(edge));
  return buildNetwork(areas, { lng, lat }, kept);
}
