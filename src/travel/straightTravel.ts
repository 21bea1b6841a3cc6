/** Travel where no streets are loaded: the straight line × a detour factor of the scenario. All of it is estimated. */
import type { ShardGrid } from "../grid/shard.ts";
import { cellsAround } from "./cellsAround.ts";
import { BASIS, type Travel } from "./travel.ts";

/** `detourFactor`: 1 or more. `reachMeters`: as `cellsAround`. */
export function straightTravel(grid: ShardGrid, detourFactor: number, reachMeters?: number): Travel {
  const around = cellsAround(grid, reachMeters);
  return {
    reachFrom(source) {
      const reach = around(source);
      for (let i = 0; i < reach.count; i++) {
        reach.meters[i] = Math.ceil(reach.straightMeters[i] * detourFactor);
        reach.leastMeters[i] = Math.ceil(reach.straightMeters[i]);
        reach.basis[i] = BASIS.straight;
      }
      return reach;
    },
  };
}
