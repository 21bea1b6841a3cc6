/** National zones on one core, beside brute force and, where it is installed, PostGIS. */
import { computeZones, emptyZones } from "../../src/coverage/zones.ts";
import { benchCountry } from "./country.ts";
import { comparePostgis } from "./postgis.ts";
import { type BenchPart, median, timed } from "./row.ts";

export const zonesPart: BenchPart = {
  group: "main",
  name: "zones",
  async run(add) {
    const { shards, aeds } = await benchCountry();
    const cells = shards.reduce((sum, shard) => sum + shard.domainCellCount, 0);
    const zones = emptyZones();
    for (const shard of shards.slice(0, 20)) computeZones(shard.grid, shard.aeds, zones);
    const times: number[] = [];
    for (let run = 0; run < 3; run++) {
      times.push(
        (await timed(() => shards.forEach((shard) => void computeZones(shard.grid, shard.aeds, zones))))
          .cpuSeconds,
      );
    }
    add({
      group: "main",
      name: "national zones, all periods and layers",
      value: median(times),
      unit: "s",
      target: "≤ 2",
      note: `${cells.toLocaleString("en")} cells of the domain × ${aeds.length.toLocaleString("en")} AEDs, ${shards.length} shards, CPU of one core, median of 3 after 20 shards to warm up`,
    });
    const compared = await comparePostgis(shards);
    if (typeof compared === "string") {
      add({
        group: "main",
        name: "zones against PostGIS",
        value: 0,
        unit: "×",
        target: null,
        note: compared,
      });
      return;
    }
    const { cells: compare, figures, differing, ownSeconds, allSeconds, zoneSeconds } = compared;
    add({
      group: "main",
      name: "zones against PostGIS ST_DWithin (geography), the same layers",
      value: allSeconds / ownSeconds,
      unit: "×",
      target: "≥ 40",
      note: `${compare.toLocaleString("en")} cells: PostGIS ${allSeconds.toFixed(1)} s, ours ${(ownSeconds * 1_000).toFixed(0)} ms; ${differing} of ${figures.toLocaleString("en")} figures differ`,
    });
    add({
      group: "main",
      name: "all our layers against PostGIS for the zone alone",
      value: zoneSeconds / ownSeconds,
      unit: "×",
      target: null,
      note: `PostGIS ${zoneSeconds.toFixed(2)} s for one yes or no a cell`,
    });
  },
};
