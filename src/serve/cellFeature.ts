/** One cell by its id, out of a run's packed levels, and how any cell is told as a feature. */
import { cellToChildPos, getResolution, isValidCell } from "h3-js";
import type { LevelResolution } from "../coverage/columns.ts";
import { CELL_RESOLUTION, type CellId, cellToRing, cellToShard, SHARD_RESOLUTION } from "../grid/cell.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import { childCount } from "../grid/shard.ts";
import { isNational, partSize } from "../store/levelParts.ts";
import type { PublishedRun, PublishedStore } from "../store/published.ts";
import { type CellColumns, cellProperties, isInDomain } from "./cellProperties.ts";
import type { CellSubject } from "./cellSubjects.ts";
import type { ServedFeature } from "./features.ts";

/** Null where the id is no cell of the run: no H3 cell, another resolution, sea or abroad. */
export async function readCell<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  run: PublishedRun,
  cell: CellId,
  period: PeriodOrWeek,
): Promise<ServedFeature | null> {
  if (!/^[0-9a-f]{15}$/.test(cell) || !isValidCell(cell)) return null;
  const resolution = getResolution(cell);
  if (resolution < SHARD_RESOLUTION || resolution > CELL_RESOLUTION) return null;
  const shard = cellToShard(cell);
  if (!run.resultKeys.has(shard)) return null;
  const index = cellToChildPos(cell, SHARD_RESOLUTION);
  const at = { shard, index, resolution: resolution as LevelResolution, period };
  const level = await readLevelOf(subject, store, run, at);
  const row = level.from + index;
  if (!isInDomain(level.base, row)) return null;
  return cellFeature(subject, run, { cell, resolution, columns: level, row, period });
}

/** Both layers at one cell, wherever they are kept: child i of the shard is row `from + i`. */
async function readLevelOf<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  run: PublishedRun,
  {
    shard,
    index,
    resolution,
    period,
  }: { shard: CellId; index: number; resolution: LevelResolution; period: PeriodOrWeek },
): Promise<CellColumns<P> & { from: number }> {
  const layer = subject.layerOf(period);
  if (!isNational(resolution)) {
    const place = { shard, part: Math.floor(index / partSize(resolution)) };
    const [{ first, columns }] = await store.readLevelParts(run, ["base", layer], resolution, [place]);
    return { base: columns.base, period: columns[layer] as P, from: -first };
  }
  const { shards, columns } = await store.readNationalLevel(run, ["base", layer], resolution);
  const from = shards.indexOf(shard) * childCount(resolution);
  return { base: columns.base, period: columns[layer] as P, from };
}

export interface CellRow<P> {
  cell: CellId;
  resolution: number;
  columns: CellColumns<P>;
  /** of the cell in the columns */
  row: number;
  period: PeriodOrWeek;
}

export function cellFeature<P>(
  subject: CellSubject<P>,
  run: PublishedRun,
  { cell, resolution, columns, row, period }: CellRow<P>,
): ServedFeature {
  const figures = cellProperties(columns, row, subject.propertiesOf(resolution));
  return {
    id: cell,
    geometry: { type: "Polygon", coordinates: [cellToRing(cell)] },
    properties: { cell, resolution, period, ...figures, ...subject.constantsOf(run) },
  };
}
