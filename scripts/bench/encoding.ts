/** Tiles encoded from columns in memory: the share of a tile's time that is ours, before gzip. */
import { encodeLayers } from "../../src/coverage/encode.ts";
import { sumWeights } from "../../src/coverage/rollUp.ts";
import { computeStreetZones } from "../../src/coverage/streetZones.ts";
import { computeZones } from "../../src/coverage/zones.ts";
import { SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { encodeCoverageTile, type ShardLevel } from "../../src/serve/tiles/coverageTile.ts";
import { positionToTile, type TileAddress } from "../../src/serve/tiles/mercator.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import { type BenchShard, benchCountry } from "./country.ts";
import { type BenchPart, median } from "./row.ts";

/** Zoom 12 shows resolution 10: about 2,800 hexagons a tile, the most of any zoom. */
const ZOOM = 12;
const SHARD_COUNT = 8;
/** As many tiles as an isolate encodes in its first seconds: its code is compiled then, and each shard laid out once. */
const WARM_UP_ROUNDS = 3;
/** Each of a tile per shard. */
const ROUNDS = 3;
const SAMPLES = 9;

export const encodingPart: BenchPart = {
  group: "main",
  name: "encoding",
  processes: 3,
  async run(add) {
    const { shards } = await benchCountry();
    const densest = [...shards].sort((p, q) => q.aeds.length - p.aeds.length).slice(0, SHARD_COUNT);
    const tiles = densest.map(tileOf);
    const begun = performance.now();
    encodeTile(tiles[0]);
    const firstMilliseconds = performance.now() - begun;
    for (let round = 0; round < WARM_UP_ROUNDS; round++) tiles.forEach(encodeTile);
    // the kernel counts a thread's time in steps of up to 4 ms: of one tile it says nothing, of 24 enough
    const milliseconds = Array.from({ length: SAMPLES }, () => {
      const before = process.threadCpuUsage();
      for (let round = 0; round < ROUNDS; round++) tiles.forEach(encodeTile);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000 / (ROUNDS * SHARD_COUNT);
    });
    add({
      group: "main",
      name: "encoding a full tile of zoom 12, before gzip",
      value: median(milliseconds),
      unit: "ms",
      target: "≤ 4",
      note: `median of ${SAMPLES} samples of ${ROUNDS * SHARD_COUNT} tiles in ${SHARD_COUNT} dense shards, CPU of its thread, garbage included, after ${WARM_UP_ROUNDS * SHARD_COUNT + 1} tiles to warm up, of which the first took ${firstMilliseconds.toFixed(0)} ms`,
    });
  },
};

function encodeTile({ address, level }: FullTile): void {
  const bytes = encodeCoverageTile(address, [level], { isSynthetic: true });
  if (bytes.length === 0) throw new Error("got an empty tile in the middle of a shard, expected hexagons");
}

interface FullTile {
  address: TileAddress;
  level: ShardLevel;
}

function tileOf({ grid, aeds, residents, dwellings, domain }: BenchShard): FullTile {
  const responderDensity = residents.map((people) => people / 10);
  const zones = computeZones(grid, aeds);
  const streets = computeStreetZones(aeds, straightTravel(grid, DEFAULT_SCENARIO.detourFactor), zones);
  const figures = { dwellings, zones, streets, responderDensity, nearDensity: null };
  const { base, week } = encodeLayers(figures, sumWeights({ residents, domain }));
  const whole = { shard: grid.shard, first: 0, count: SHARD_CELL_COUNT };
  const level = { ...whole, base: base[0], period: week[0], from: 0 };
  return { address: positionToTile(grid.plane.origin.lng, grid.plane.origin.lat, ZOOM), level };
}
