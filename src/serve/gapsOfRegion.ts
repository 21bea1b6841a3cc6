/** The gaps of a region in a period, out of the published run. */
import { coverageOf, type GapDefinition, gapReasonOf } from "../analyse/gapReasons.ts";
import { findGaps, type GapArea, type GapCell } from "../analyse/gaps.ts";
import { NO_UINT16 } from "../coverage/columns.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import type { RegionsOfShard } from "../grid/polygonToCells.ts";
import { shardIndexToCell } from "../grid/shard.ts";
import type { PublishedRun, PublishedStore, ServedRegion } from "../store/published.ts";
import { forEachRegionPart, type RegionPart } from "./regionCells.ts";

export interface RegionGaps {
  areas: GapArea[];
  residents: number;
  /** of them, those who are not covered: the sum of the areas */
  uncoveredResidents: number;
  /** of them, those of whom it is not known: along streets, where streets are not loaded */
  unknownResidents: number;
}

export interface GapQuestion {
  region: ServedRegion;
  period: PeriodOrWeek;
  definition: GapDefinition;
}

export async function gapsOfRegion(
  store: PublishedStore,
  run: PublishedRun,
  { region, period, definition }: GapQuestion,
): Promise<RegionGaps> {
  const uncovered: GapCell[] = [];
  let [residents, uncoveredResidents, unknownResidents] = [0, 0, 0];
  await forEachRegionPart(store, run, { region, period }, (part) => {
    for (const row of part.rows) {
      const people = part.base.residentTenths[row] / 10;
      residents += people;
      const coverage = coverageOf(part.period, row, definition);
      if (coverage === "unknown") unknownResidents += people;
      if (coverage !== "uncovered") continue;
      uncoveredResidents += people;
      uncovered.push(gapCell(part, row, people));
    }
  });
  return { areas: findGaps(uncovered), residents, uncoveredResidents, unknownResidents };
}

function gapCell({ shard, first, period, regions }: RegionPart, row: number, residents: number): GapCell {
  const meters = period.nearestMeters[row];
  return {
    cell: shardIndexToCell(shard, first + row),
    residents,
    reason: gapReasonOf(period, row),
    nearestReachableMeters: meters === NO_UINT16 ? null : meters,
    regions: regionsAt(regions, first + row),
  };
}

function regionsAt(regions: readonly RegionsOfShard[], child: number): GapCell["regions"] {
  const held = regions.filter(({ cell }) => cell[child] > 0);
  return Object.fromEntries(held.map(({ kind, codes, cell }) => [kind, codes[cell[child] - 1]]));
}
