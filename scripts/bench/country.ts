/** The bench's country: the demo, made once per process. */

import { cellToPosition, HALO_METERS, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { regionsToCells } from "../../src/grid/polygonToCells.ts";
import { type ShardGrid, shardGrid } from "../../src/grid/shard.ts";
import type { Aed, AmbulancePost, LngLat } from "../../src/load/records.ts";
import { domainOf } from "../../src/pipeline.ts";
import { makeDemo } from "../demo/index.ts";

export interface BenchShard {
  grid: ShardGrid;
  residents: Float64Array;
  dwellings: Float64Array;
  domain: Float64Array;
  domainCellCount: number;
  /** AEDs of the shard and its halo */
  aeds: Aed[];
}

interface BenchCountry {
  shards: BenchShard[];
  aeds: Aed[];
  posts: AmbulancePost[];
  /** centre of a cell → responders there */
  responders: [LngLat, number][];
}

let made: Promise<BenchCountry> | undefined;

export function benchCountry(): Promise<BenchCountry> {
  made ??= makeCountry();
  return made;
}

async function makeCountry(): Promise<BenchCountry> {
  const demo = await makeDemo(1);
  const regions = regionsToCells(demo.regions).shards;
  const names = new Set([...regions.keys(), ...demo.population.keys()]);
  const shards = [...names].sort().map((shard) => {
    const grid = shardGrid(shard);
    const people = demo.population.get(shard);
    const residents = people?.residents ?? new Float64Array(SHARD_CELL_COUNT);
    const domain = domainOf(residents, regions.get(shard) ?? []);
    return {
      grid,
      residents,
      dwellings: people?.dwellings ?? new Float64Array(SHARD_CELL_COUNT),
      domain,
      domainCellCount: domain.reduce((sum, is) => sum + is, 0),
      aeds: withinHalo(grid, demo.aeds),
    };
  });
  const responders = [...demo.responders].map(([cell, count]): [LngLat, number] => [
    cellToPosition(cell),
    count,
  ]);
  return { shards, aeds: demo.aeds, posts: demo.posts, responders };
}

/** The shard reaches about 10 km from its middle. */
function withinHalo(grid: ShardGrid, aeds: Aed[]): Aed[] {
  const reach = Math.max(...grid.x.map((x, n) => Math.hypot(x, grid.y[n]))) + HALO_METERS;
  return aeds.filter(({ position }) => {
    if (Math.abs(position.lat - grid.plane.origin.lat) > 0.2) return false;
    const { x, y } = grid.toLocal(position);
    return Math.hypot(x, y) <= reach;
  });
}
