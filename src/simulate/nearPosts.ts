/** The posts that matter to a shard: posts reach further than its halo, and a few of the country's are enough. */
import type { ShardGrid } from "../grid/shard.ts";
import type { LngLat, WeekHours } from "../load/records.ts";
import { INSTANT_COUNT, openInstants } from "./instants.ts";

export interface ShardPost {
  position: LngLat;
  openHours: WeekHours;
}

/** The law asks for the nearest and for the one that stands in for it. */
const POSTS_ASKED = 2;

/**
 * All that may be among the two nearest open ones to any cell of the shard at any instant, and few others: a cell is
 * at most `reach` from the middle, so its second nearest is at most as far from the middle as the middle's own second
 * nearest and twice that. In the order given.
 */
export function nearPosts<P extends ShardPost>(grid: ShardGrid, posts: readonly P[]): P[] {
  let reach = 0;
  for (let n = 0; n < grid.x.length; n++) reach = Math.max(reach, Math.hypot(grid.x[n], grid.y[n]));
  const away = posts.map(({ position }) => {
    const { x, y } = grid.toLocal(position);
    return Math.hypot(x, y);
  });
  const open = posts.map(({ openHours }) => openInstants(openHours));
  const isNear = posts.map(() => false);
  for (let instant = 0; instant < INSTANT_COUNT; instant++) {
    const there = away.filter((_, n) => open[n] & (1 << instant)).sort((p, q) => p - q);
    const farthest = (there[POSTS_ASKED - 1] ?? Number.POSITIVE_INFINITY) + 2 * reach;
    away.forEach((meters, n) => {
      if (open[n] & (1 << instant) && meters <= farthest) isNear[n] = true;
    });
  }
  return posts.filter((_, n) => isNear[n]);
}
