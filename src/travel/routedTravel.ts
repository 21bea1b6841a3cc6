/**
 * Travel where streets are loaded, for the whole shard or part of it. What streets do not tell is estimated by the
 * straight line × the source's own detour, never below the bound where it is sure that there is no shorter way.
 */
import type { ShardGrid } from "../grid/shard.ts";
import { cellsAround } from "./cellsAround.ts";
import { STREET_CUTOFF_METERS } from "./network.ts";
import { BEYOND_CUTOFF, NO_STREETS, type StreetMeters } from "./streetMeters.ts";
import { BASIS, type Travel } from "./travel.ts";

/** `detourFactor`: for sources that have no streets themselves. */
export function routedTravel(grid: ShardGrid, alongStreets: StreetMeters, detourFactor: number): Travel {
  const around = cellsAround(grid);
  return {
    reachFrom(source) {
      const reach = around(source);
      const { ownDetour, meters } = alongStreets(source, reach);
      const detour = Number.isNaN(ownDetour) ? detourFactor : ownDetour;
      for (let i = 0; i < reach.count; i++) {
        const estimate = Math.ceil(reach.straightMeters[i] * detour);
        if (meters[i] === NO_STREETS) {
          reach.meters[i] = estimate;
          reach.basis[i] = BASIS.straight;
        } else if (meters[i] === BEYOND_CUTOFF) {
          reach.meters[i] = Math.max(STREET_CUTOFF_METERS, estimate);
          reach.basis[i] = BASIS.beyond;
        } else {
          reach.meters[i] = meters[i];
          reach.basis[i] = BASIS.streets;
        }
      }
      return reach;
    },
  };
}
