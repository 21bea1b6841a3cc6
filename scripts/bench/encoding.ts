/** Tiles encoded from columns in memory: the share of a tile's time that is ours, before gzip. */
import { encodeLayers } from "../../src/coverage/encode.ts";
import { sumWeights } from "../../src/coverage/rollUp.ts";
import { computeStreetZones } from "../../src/coverage/streetZones.ts";
import { computeZones } from "../../src/coverage/zones.ts";
import { SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { encodeCoverageTile } from "../../src/serve/tiles/coverageTile.ts";
import { positionToTile } from "../../src/serve/tiles/mercator.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import { benchCountry } from "./country.ts";
import { type BenchPart, median } from "./row.ts";

/** Zoom 12 shows resolution 10: about 2,800 hexagons a tile, the most of any zoom. */
const ZOOM = 12;

export const encodingPart: BenchPart = {
  group: "main",
  name: "encoding",
  async run(add) {
    const { shards } = await benchCountry();
    const densest = [...shards].sort((p, q) => q.aeds.length - p.aeds.length).slice(0, 8);
    const milliseconds: number[] = [];
    for (const { grid, aeds, residents, dwellings, domain } of densest) {
      const responderDensity = residents.map((people) => people / 10);
      const zones = computeZones(grid, aeds);
      const streets = computeStreetZones(aeds, straightTravel(grid, DEFAULT_SCENARIO.detourFactor), zones);
      const figures = { dwellings, zones, streets, responderDensity, nearDensity: null };
      const { base, week } = encodeLayers(figures, sumWeights({ residents, domain }));
      const whole = { shard: grid.shard, first: 0, count: SHARD_CELL_COUNT };
      const level = { ...whole, base: base[0], period: week[0], from: 0 };
      const address = positionToTile(grid.plane.origin.lng, grid.plane.origin.lat, ZOOM);
      for (let run = 0; run < 15; run++) {
        const begun = performance.now();
        const bytes = encodeCoverageTile(address, [level], { isSynthetic: true });
        if (bytes.length === 0)
          throw new Error("got an empty tile in the middle of a shard, expected hexagons");
        // the first runs of a shard also lay out its hexagons, which an isolate does once
        if (run >= 3) milliseconds.push(performance.now() - begun);
      }
    }
    add({
      group: "main",
      name: "encoding a full tile of zoom 12, before gzip",
      value: median(milliseconds),
      unit: "ms",
      target: "≤ 4",
      note: `median of ${milliseconds.length} in ${densest.length} dense shards`,
    });
  },
};
