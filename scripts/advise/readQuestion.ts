/** What advice needs of a region, out of the published run: inhabited cells with who is uncovered, and AEDs to open. */
import type { Advice, AdviceCell, OpenableAed } from "../../src/analyse/advice.ts";
import { NO_UINT8, SHARE_STEPS } from "../../src/coverage/columns.ts";
import { shardIndexToCell } from "../../src/grid/shard.ts";
import { readAedsAround } from "../../src/serve/nearestAed.ts";
import { forEachRegionPart } from "../../src/serve/regionCells.ts";
import type { PublishedRun, PublishedStore, ServedAed, ServedRegion } from "../../src/store/published.ts";

export interface RegionToAdvise {
  run: PublishedRun;
  region: ServedRegion;
  cells: AdviceCell[];
  /** AEDs that may be opened: not known to be open day and night, and not kept private by their owner */
  openable: OpenableAed[];
  /** all AEDs in and around the region, for the map */
  aeds: ServedAed[];
  residents: number;
}

export interface RegionAdvice extends RegionToAdvise {
  advice: Advice;
  budget: number;
}

export async function readRegionToAdvise(store: PublishedStore, code: string): Promise<RegionToAdvise> {
  const run = await store.readPublishedRun();
  if (!run) throw new Error("got no published run, expected one; make it with npm run recalculate");
  const region = await store.readRegion(run, code);
  if (!region)
    throw new Error(`got --region ${code}, expected the code of a loaded region such as GM0503; check it`);
  const cells: AdviceCell[] = [];
  let residents = 0;
  await forEachRegionPart(store, run, { region, period: "week" }, ({ shard, first, base, rows }) => {
    for (const row of rows) {
      const people = base.residentTenths[row] / 10;
      residents += people;
      if (base.officialZone[row] === NO_UINT8) continue;
      const isCovered = base.officialZone[row] === SHARE_STEPS;
      cells.push({ cell: shardIndexToCell(shard, first + row), uncoveredResidents: isCovered ? 0 : people });
    }
  });
  const aeds = await readAedsAround(store, run, region.bbox);
  const openable = aeds
    .filter(({ alwaysOpen, coarsened }) => alwaysOpen !== true && !coarsened)
    .map(({ id, lng, lat, openHours }) => ({
      id,
      position: { lng, lat },
      isHoursUnknown: openHours.includes("?"),
    }));
  return { run, region, cells, openable, aeds, residents };
}
