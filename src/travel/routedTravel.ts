/**
 * Travel where streets are loaded, for the whole shard or part of it. What streets do not tell is estimated by the
 * straight line × the source's own detour, never below the bound where it is sure that there is no shorter way.
 */
import type { ShardGrid } from "../grid/shard.ts";
import { ROW_TO_CHILD } from "../grid/shardRows.ts";
import { cellsAround } from "./cellsAround.ts";
import { STREET_CUTOFF_METERS } from "./network.ts";
import { BEYOND_CUTOFF, type StreetMeters } from "./streetMeters.ts";
import { BASIS, type Reach, type Travel } from "./travel.ts";

/** `detourFactor`: for sources that have no streets themselves. `reachMeters`: as `cellsAround`. */
export function routedTravel(
  grid: ShardGrid,
  alongStreets: StreetMeters,
  detourFactor: number,
  reachMeters?: number,
): Travel {
  const around = cellsAround(grid, reachMeters);
  return {
    reachFrom(source) {
      const reach = around(source);
      const { ownDetour, meters, leastOutside } = alongStreets(source, reach);
      const detour = Number.isNaN(ownDetour) ? detourFactor : ownDetour;
      for (let i = 0; i < reach.count; i++) {
        if (meters[i] <= STREET_CUTOFF_METERS) measured(reach, i, meters[i]);
        else estimated(reach, i, meters[i] === BEYOND_CUTOFF, Math.ceil(reach.straightMeters[i] * detour));
      }
      if (leastOutside) lookOutside(reach, grid, leastOutside);
      return reach;
    },
  };
}

function measured(reach: Reach, i: number, meters: number): void {
  reach.meters[i] = meters;
  reach.leastMeters[i] = meters;
  reach.basis[i] = BASIS.streets;
}

function estimated(reach: Reach, i: number, isBeyond: boolean, estimate: number): void {
  reach.meters[i] = isBeyond ? Math.max(STREET_CUTOFF_METERS, estimate) : estimate;
  reach.leastMeters[i] = isBeyond ? STREET_CUTOFF_METERS : Math.ceil(reach.straightMeters[i]);
  reach.basis[i] = isBeyond ? BASIS.beyond : BASIS.straight;
}

/** What was measured is the most that it can be where a way outside may be shorter. */
function lookOutside(
  reach: Reach,
  grid: ShardGrid,
  leastOutside: (lng: number, lat: number) => number,
): void {
  for (let i = 0; i < reach.count; i++) {
    if (reach.basis[i] !== BASIS.streets) continue;
    const child = ROW_TO_CHILD[reach.row[i]];
    const least = Math.max(
      leastOutside(grid.lng[child], grid.lat[child]),
      Math.ceil(reach.straightMeters[i]),
    );
    if (least >= reach.meters[i]) continue;
    reach.leastMeters[i] = least;
    reach.basis[i] = BASIS.atMost;
  }
}
