/** The inhabited cells of a region out of a run's packed levels, part by part: by the exact cells, not by the outline. */
import type { BaseColumns, PeriodColumns } from "../coverage/columns.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import type { RegionsOfShard } from "../grid/polygonToCells.ts";
import { partCount, partSize } from "../store/levelParts.ts";
import type { PublishedRun, PublishedStore, ServedRegion } from "../store/published.ts";
import { isInDomain } from "./cellProperties.ts";
import { shardToWorldRect } from "./tiles/groundRect.ts";
import { bboxToWorldRect, rectsOverlap } from "./tiles/mercator.ts";

export interface RegionPart {
  shard: string;
  /** row n of the columns is child first + n of the shard */
  first: number;
  base: BaseColumns;
  period: PeriodColumns;
  /** rows of inhabited cells of the region, ascending */
  rows: number[];
  /** every loaded region of the shard's cells, by child */
  regions: readonly RegionsOfShard[];
}

/** Shards read at a time: two layers of 8 × 16,807 cells are 4 MB. */
const SHARDS_AT_A_TIME = 8;

export async function forEachRegionPart(
  store: PublishedStore,
  run: PublishedRun,
  { region, period }: { region: Pick<ServedRegion, "code" | "kind" | "bbox">; period: PeriodOrWeek },
  visit: (part: RegionPart) => void,
): Promise<void> {
  const rect = bboxToWorldRect(region.bbox);
  const near = [...run.resultKeys.keys()]
    .filter((shard) => rectsOverlap(shardToWorldRect(shard), rect))
    .sort();
  for (let n = 0; n < near.length; n += SHARDS_AT_A_TIME) {
    const regionsOf = await store.readRegionShards(run, near.slice(n, n + SHARDS_AT_A_TIME));
    const held = [...regionsOf].filter(([, regions]) => ownNumber(regions, region) > 0);
    const places = held.flatMap(([shard]) =>
      Array.from({ length: partCount(10) }, (_, part) => ({ shard, part })),
    );
    const parts = await store.readLevelParts(run, ["base", period], 10, places);
    for (const { shard, first, columns } of parts) {
      const regions = regionsOf.get(shard)!;
      const rows = inhabitedRows(columns.base, first, columnOf(regions, region), ownNumber(regions, region));
      if (rows.length > 0)
        visit({ shard, first, base: columns.base, period: columns[period], rows, regions });
    }
  }
}

type Named = Pick<ServedRegion, "code" | "kind">;

function columnOf(regions: readonly RegionsOfShard[], { kind }: Named): Uint16Array | undefined {
  return regions.find((each) => each.kind === kind)?.cell;
}

/** What the region's cells hold in their column; 0 = none of them is in this shard. */
function ownNumber(regions: readonly RegionsOfShard[], { kind, code }: Named): number {
  return 1 + (regions.find((each) => each.kind === kind)?.codes.indexOf(code) ?? -1);
}

function inhabitedRows(
  base: BaseColumns,
  first: number,
  column: Uint16Array | undefined,
  own: number,
): number[] {
  const rows: number[] = [];
  for (let n = 0; n < partSize(10); n++) {
    if (column?.[first + n] === own && isInDomain(base, n) && base.residentTenths[n] > 0) rows.push(n);
  }
  return rows;
}
