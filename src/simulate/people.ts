/** Who lives and who is a responder on a shard's ground and around it, from protected units alone. */
import { HALO_METERS, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { PERIODS } from "../grid/periods.ts";
import { type ShardGrid, shardGrid } from "../grid/shard.ts";
import type { LngLat } from "../load/records.ts";
import { type GroundedUnit, spreadResponders } from "../privacy/spread.ts";
import type { PlacedPeople } from "./ground.ts";

/** The cells of one shard, in child order. */
export interface ShardCells {
  shard: string;
  residents: Float64Array;
  /** 1 = a cell of the domain, 0 = not */
  domain: Float64Array;
}

/**
 * The cells of the shard and of its neighbours within the halo on which somebody lives or responders are counted.
 * `units`: all that cover or lie in any of these shards; null = no responders are loaded. Per period where the units
 * tell who is near in each, else one array for all.
 */
export function peopleAround(
  grid: ShardGrid,
  shards: readonly ShardCells[],
  units: readonly GroundedUnit[] | null,
  hasWhereabouts: boolean,
): PlacedPeople {
  const reach = reachOf(grid) + HALO_METERS;
  const fields = !units ? [] : hasWhereabouts ? PERIODS : [null];
  const parts = shards.map((cells) => {
    const responders = fields.map((period) => spreadResponders(cells.shard, units ?? [], cells, period));
    const own = cells.shard === grid.shard ? grid : shardGrid(cells.shard);
    return {
      own,
      ...placesOf(grid, own, reach, cells.residents, responders),
      residents: cells.residents,
      responders,
    };
  });
  const joined = (of: (part: (typeof parts)[number]) => (n: number) => number) => {
    const all = new Float64Array(parts.reduce((sum, { cell }) => sum + cell.length, 0));
    let at = 0;
    for (const part of parts) for (let n = 0; n < part.cell.length; n++) all[at++] = of(part)(n);
    return all;
  };
  return {
    x: joined(
      ({ x }) =>
        (n) =>
          x[n],
    ),
    y: joined(
      ({ y }) =>
        (n) =>
          y[n],
    ),
    residents: joined(
      ({ cell, residents }) =>
        (n) =>
          residents[cell[n]],
    ),
    position: parts.flatMap(({ own, cell }) => cell.map((n) => ({ lng: own.lng[n], lat: own.lat[n] }))),
    cell: Int32Array.from(parts.flatMap(({ own, cell }) => (own === grid ? cell : cell.map(() => -1)))),
    responders: fields.map((_, f) =>
      joined(
        ({ cell, responders }) =>
          (n) =>
            responders[f][cell[n]],
      ),
    ),
  };
}

/** Where responders are counted: the places from which ways along streets are asked for. */
export function responderPlaces({ position, responders }: PlacedPeople): LngLat[] {
  return position.filter((_, n) => responders.some((counts) => counts[n] > 0));
}

/** Metres from the middle of the shard to its farthest cell. */
function reachOf({ x, y }: ShardGrid): number {
  let reach2 = 0;
  for (let n = 0; n < x.length; n++) reach2 = Math.max(reach2, x[n] * x[n] + y[n] * y[n]);
  return Math.sqrt(reach2);
}

/** The cells that hold somebody and lie within reach of the middle, in the plane of `grid`. */
function placesOf(
  grid: ShardGrid,
  own: ShardGrid,
  reachMeters: number,
  residents: Float64Array,
  responders: readonly Float64Array[],
) {
  const cell: number[] = [];
  const x: number[] = [];
  const y: number[] = [];
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    if (!(residents[n] > 0) && !responders.some((counts) => counts[n] > 0)) continue;
    const local =
      own === grid ? { x: grid.x[n], y: grid.y[n] } : grid.toLocal({ lng: own.lng[n], lat: own.lat[n] });
    if (local.x * local.x + local.y * local.y > reachMeters * reachMeters) continue;
    cell.push(n);
    x.push(local.x);
    y.push(local.y);
  }
  return { cell, x, y };
}
