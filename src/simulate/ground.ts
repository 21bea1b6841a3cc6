/** What the patients of one shard can reach: people, AEDs and posts, in metres of the shard's plane. */
import { type PointBuckets, pointBuckets, rangesLength } from "../grid/pointBuckets.ts";
import type { ShardGrid } from "../grid/shard.ts";
import type { LngLat, WeekHours } from "../load/records.ts";
import type { Travel } from "../travel/travel.ts";
import { INSTANT_COUNT, openInstants } from "./instants.ts";
import { type StreetWays, streetWays } from "./streetWays.ts";

/** Cells where people live or responders are counted. */
export interface People {
  x: Float64Array;
  y: Float64Array;
  residents: Float64Array;
  /** protected responders, one array for all periods, or one per period in the order of `PERIODS` */
  responders: readonly Float64Array[];
}

/** People whose cells are told too: what ways along streets are asked by. */
export interface PlacedPeople extends People {
  position: readonly LngLat[];
  /** place in the shard, −1 outside it */
  cell: Int32Array;
}

/** Ways along streets: from responders as far as they are alerted, and from AEDs. */
export interface StreetTravel {
  people: PlacedPeople;
  fromPeople: Travel;
  fromAeds: Travel;
}

interface Opened {
  position: LngLat;
  openHours: WeekHours;
}

/** Posts that are open together, and the instants at which they are. */
export interface PostGroup {
  instants: number;
  x: Float64Array;
  y: Float64Array;
}

export interface Ground {
  people: PointBuckets;
  residents: Float64Array;
  /** null: no responders are loaded */
  responders: readonly Float64Array[] | null;
  aeds: PointBuckets;
  /** bit n: open at the n-th instant (`instants.ts`) */
  aedInstants: Int32Array;
  /** null: no posts are loaded */
  posts: readonly PostGroup[] | null;
  /** null: all ways are the straight line × the detour */
  ways: StreetWays | null;
  /** where ways go along streets: the place of each of the people in the shard, −1 outside it */
  cell: Int32Array;
  ranges: Int32Array;
}

const PEOPLE_BUCKET_METERS = 250;
const AED_BUCKET_METERS = 500;

/** The same in whatever order people, AEDs and posts come. `responders` of `people` empty: none are loaded. */
export function groundOf(
  grid: ShardGrid,
  {
    people,
    aeds,
    posts,
    streets = null,
  }: {
    people: People;
    aeds: readonly Opened[];
    posts: readonly Opened[] | null;
    streets?: StreetTravel | null;
  },
): Ground {
  const buckets = pointBuckets(people.x, people.y, PEOPLE_BUCKET_METERS);
  const inOrder = (values: Float64Array) => Float64Array.from(buckets.source, (i) => values[i]);
  const placed = aeds.map((aed) => ({
    ...grid.toLocal(aed.position),
    position: aed.position,
    instants: openInstants(aed.openHours),
  }));
  // two in one place: in an order of their own, not the one given
  const open = placed.filter(({ instants }) => instants !== 0).sort((p, q) => p.instants - q.instants);
  const aedBuckets = pointBuckets(
    Float64Array.from(open, ({ x }) => x),
    Float64Array.from(open, ({ y }) => y),
    AED_BUCKET_METERS,
  );
  return {
    people: buckets,
    residents: inOrder(people.residents),
    responders: people.responders.length ? people.responders.map(inOrder) : null,
    aeds: aedBuckets,
    aedInstants: Int32Array.from(aedBuckets.source, (i) => open[i].instants),
    posts: posts && postGroups(grid, posts),
    ways: streets && waysOf(streets, buckets, aedBuckets, open),
    cell: Int32Array.from(buckets.source, (i) => streets?.people.cell[i] ?? -1),
    ranges: new Int32Array(Math.max(rangesLength(buckets), rangesLength(aedBuckets))),
  };
}

function waysOf(
  { people, fromPeople, fromAeds }: StreetTravel,
  buckets: PointBuckets,
  aedBuckets: PointBuckets,
  open: readonly { position: LngLat }[],
): StreetWays {
  const source = [...buckets.source];
  const placed = {
    position: source.map((i) => people.position[i]),
    cell: Int32Array.from(source, (i) => people.cell[i]),
    residents: Float64Array.from(source, (i) => people.residents[i]),
    hasResponders: (place: number) => people.responders.some((counts) => counts[source[place]] > 0),
  };
  const aeds = Array.from(aedBuckets.source, (i) => open[i].position);
  return streetWays(placed, fromPeople, aeds, fromAeds);
}

/** Instants at which the same posts are open make one group: mostly two or three for a country. */
function postGroups(grid: ShardGrid, posts: readonly Opened[]): PostGroup[] {
  const open = posts.map((post) => ({
    ...grid.toLocal(post.position),
    instants: openInstants(post.openHours),
  }));
  const groups = new Map<string, PostGroup>();
  for (let instant = 0; instant < INSTANT_COUNT; instant++) {
    const there = open.filter(({ instants }) => instants & (1 << instant));
    const name = open.map(({ instants }) => (instants >> instant) & 1).join("");
    const group = groups.get(name) ?? {
      instants: 0,
      x: Float64Array.from(there, ({ x }) => x),
      y: Float64Array.from(there, ({ y }) => y),
    };
    group.instants |= 1 << instant;
    groups.set(name, group);
  }
  return [...groups.values()];
}
