/** The cells that people are placed on, shard by shard, while the sources are merged. */
import { type CellId, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { AGE_GROUPS } from "./ageGroups.ts";

export type Measure = "residents" | "dwellings";
export const MEASURES: readonly Measure[] = ["residents", "dwellings"];

export interface GroundShard {
  /** tells the shards of one ground apart in `cellKey` */
  ordinal: number;
  residents: Float64Array;
  dwellings: Float64Array;
  /** 1 where a square lies whose value is known: ground that coarser sources keep off */
  isKnown: Record<Measure, Uint8Array>;
  /** residents per age group; 0 where none is known */
  ages: Float64Array[];
  /** per group 1 where a unit that knows it has residents */
  isAgeKnown: Uint8Array[];
}

export interface PopulationGround {
  shards: Map<CellId, GroundShard>;
  shardOf(shard: CellId): GroundShard;
}

export function emptyGround(): PopulationGround {
  const shards = new Map<CellId, GroundShard>();
  return {
    shards,
    shardOf(shard) {
      const known = shards.get(shard);
      if (known) return known;
      const fresh = emptyShard(shards.size);
      shards.set(shard, fresh);
      return fresh;
    },
  };
}

/** One number per cell of the ground. */
export function cellKey({ ordinal }: GroundShard, index: number): number {
  return ordinal * SHARD_CELL_COUNT + index;
}

function emptyShard(ordinal: number): GroundShard {
  const zeros = () => new Float64Array(SHARD_CELL_COUNT);
  const flags = () => new Uint8Array(SHARD_CELL_COUNT);
  return {
    ordinal,
    residents: zeros(),
    dwellings: zeros(),
    isKnown: { residents: flags(), dwellings: flags() },
    ages: AGE_GROUPS.map(zeros),
    isAgeKnown: AGE_GROUPS.map(flags),
  };
}
