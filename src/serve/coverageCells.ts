/**
 * Cells out of a run's packed levels: one by its id, or pages of those that touch a box. Order: shard, then h3 child
 * order, so that pages neither overlap nor leave anything out. Resolutions 8–10 are kept per shard, 5–7 nationally.
 */
import { cellToChildPos, getResolution, isValidCell } from "h3-js";
import type { BaseColumns, LevelResolution, PeriodColumns } from "../coverage/columns.ts";
import { CELL_RESOLUTION, type CellId, cellToRing, cellToShard, SHARD_RESOLUTION } from "../grid/cell.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import { childAt, childCount } from "../grid/shard.ts";
import type { Page, PublishedRun, PublishedStore } from "../store/published.ts";
import type { Box } from "./box.ts";
import { cellProperties, isInDomain } from "./cellProperties.ts";
import { rowsInBox } from "./cellsInBox.ts";
import type { ServedFeature } from "./features.ts";
import { shardToWorldRect } from "./tiles/levelGeometry.ts";
import { bboxToWorldRect, rectsOverlap, type WorldRect } from "./tiles/mercator.ts";

export interface CellQuery {
  resolution: LevelResolution;
  period: PeriodOrWeek;
  box: Box | undefined;
  limit: number;
  offset: number;
}

/** Cells of one shard, by their place among its children; `from` is where the shard begins in its columns. */
interface Rows {
  shard: CellId;
  from: number;
  base: BaseColumns;
  indexes: number[];
}

/** Levels 7, 6 and 5 are also kept for the whole country. */
type NationalResolution = 7 | 6 | 5;
export function isNational(resolution: LevelResolution): resolution is NationalResolution {
  return resolution <= 7;
}

/** Shards read at a time: 8 × 16,807 rows of base columns are 1.6 MB. */
const SHARDS_AT_A_TIME = 8;

/** Cells of the domain per result key and resolution, per isolate: so that a count over the country is done once. */
const domainCounts = new Map<string, number>();
const MAX_KEPT_COUNTS = 5_000;

export async function readCells(
  store: PublishedStore,
  run: PublishedRun,
  query: CellQuery,
): Promise<Page<ServedFeature>> {
  return isNational(query.resolution)
    ? readNationalCells(store, run, { ...query, resolution: query.resolution })
    : readShardCells(store, run, { ...query, resolution: query.resolution as 8 | 9 | 10 });
}

/** Null where the id is no cell of the run: no H3 cell, another resolution, sea or abroad. */
export async function readCell(
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
  const level = await readLevel(store, run, { shard, resolution: resolution as LevelResolution, period });
  if (!level) return null;
  const index = cellToChildPos(cell, SHARD_RESOLUTION);
  if (!isInDomain(level.base, level.from + index)) return null;
  return cellFeature(cell, resolution, level, level.from + index, period);
}

/** Both layers of one shard at one resolution, wherever they are kept. */
async function readLevel(
  store: PublishedStore,
  run: PublishedRun,
  { shard, resolution, period }: { shard: CellId; resolution: LevelResolution; period: PeriodOrWeek },
) {
  if (!isNational(resolution)) {
    const at = resolution as 8 | 9 | 10;
    const [bases, periods] = await Promise.all([
      store.readLevels(run, [shard], "base", at),
      store.readLevels(run, [shard], period, at),
    ]);
    const [base, ofPeriod] = [bases.get(shard), periods.get(shard)];
    return base && ofPeriod ? { base, period: ofPeriod, from: 0 } : null;
  }
  const [base, ofPeriod] = await Promise.all([
    store.readNationalLevel(run, "base", resolution),
    store.readNationalLevel(run, period, resolution),
  ]);
  const place = base?.shards.indexOf(shard) ?? -1;
  if (!base || !ofPeriod || place < 0) return null;
  return { base: base.columns, period: ofPeriod.columns, from: place * childCount(resolution) };
}

async function readNationalCells(
  store: PublishedStore,
  run: PublishedRun,
  query: CellQuery & { resolution: NationalResolution },
): Promise<Page<ServedFeature>> {
  const [base, period] = await Promise.all([
    store.readNationalLevel(run, "base", query.resolution),
    store.readNationalLevel(run, query.period, query.resolution),
  ]);
  if (!base || !period) return { items: [], matched: 0 };
  const children = childCount(query.resolution);
  const order = base.shards.map((shard, n) => ({ shard, from: n * children }));
  order.sort((one, other) => (one.shard < other.shard ? -1 : 1));
  const rows = order.map(({ shard, from }) => ({
    shard,
    from,
    base: base.columns,
    indexes: rowsInBox(shard, query.resolution, { base: base.columns, from }, query.box),
  }));
  const page = cutPage(rows, 0, query);
  const items = page.flatMap((part) => features(part, period.columns, query));
  return { items, matched: rows.reduce((sum, { indexes }) => sum + indexes.length, 0) };
}

async function readShardCells(
  store: PublishedStore,
  run: PublishedRun,
  query: CellQuery & { resolution: 8 | 9 | 10 },
): Promise<Page<ServedFeature>> {
  const shards = [...run.resultKeys.keys()].sort().filter((shard) => shardTouches(shard, query.box));
  const page: Rows[] = [];
  let matched = 0;
  for (let n = 0; n < shards.length; n += SHARDS_AT_A_TIME) {
    const batch = shards.slice(n, n + SHARDS_AT_A_TIME);
    const known = knownCount(run, batch, query, matched);
    if (known !== null) {
      matched += known;
      continue;
    }
    const bases = await store.readLevels(run, batch, "base", query.resolution);
    const rows = batch.flatMap((shard): Rows[] => {
      const base = bases.get(shard);
      if (!base) return [];
      const indexes = rowsInBox(shard, query.resolution, { base, from: 0 }, query.box);
      if (isWhollyInside(shard, query.box)) keepCount(run, shard, query.resolution, indexes.length);
      return [{ shard, from: 0, base, indexes }];
    });
    page.push(...cutPage(rows, matched, query));
    matched += rows.reduce((sum, { indexes }) => sum + indexes.length, 0);
  }
  const periods = await store.readLevels(
    run,
    page.map(({ shard }) => shard),
    query.period,
    query.resolution,
  );
  const items = page.flatMap((part) => {
    const period = periods.get(part.shard);
    return period ? features(part, period, query) : [];
  });
  return { items, matched };
}

/** The parts of `rows` that fall on the page, when `before` cells come before them. */
function cutPage(rows: Rows[], before: number, { limit, offset }: CellQuery): Rows[] {
  const parts: Rows[] = [];
  let at = before;
  for (const part of rows) {
    const indexes = part.indexes.slice(Math.max(0, offset - at), Math.max(0, offset + limit - at));
    if (indexes.length > 0) parts.push({ ...part, indexes });
    at += part.indexes.length;
  }
  return parts;
}

/** The cells of a batch that need not be read: all counted before, and none of them on the page. Else null. */
function knownCount(run: PublishedRun, shards: CellId[], query: CellQuery, before: number): number | null {
  let sum = 0;
  for (const shard of shards) {
    const count = domainCounts.get(countKey(run, shard, query.resolution));
    if (count === undefined || !isWhollyInside(shard, query.box)) return null;
    sum += count;
  }
  const isOnPage = before < query.offset + query.limit && before + sum > query.offset;
  return isOnPage ? null : sum;
}

function keepCount(run: PublishedRun, shard: CellId, resolution: number, count: number): void {
  if (domainCounts.size >= MAX_KEPT_COUNTS) domainCounts.clear();
  domainCounts.set(countKey(run, shard, resolution), count);
}

function countKey(run: PublishedRun, shard: CellId, resolution: number): string {
  return `${run.resultKeys.get(shard)}/${resolution}`;
}

function shardTouches(shard: CellId, box: Box | undefined): boolean {
  return !box || box.parts.some((part) => rectsOverlap(shardToWorldRect(shard), bboxToWorldRect(part)));
}

/** Certain only for a box in degrees; for RD the cells are asked one by one. */
export function isWhollyInside(shard: CellId, box: Box | undefined): boolean {
  if (!box) return true;
  if (box.rd) return false;
  const inner = shardToWorldRect(shard);
  return box.parts.some((part) => holds(bboxToWorldRect(part), inner));
}

function holds(outer: WorldRect, inner: WorldRect): boolean {
  return (
    outer.west <= inner.west &&
    outer.east >= inner.east &&
    outer.north <= inner.north &&
    outer.south >= inner.south
  );
}

function features(
  { shard, from, base, indexes }: Rows,
  period: PeriodColumns,
  query: CellQuery,
): ServedFeature[] {
  return indexes.map((index) =>
    cellFeature(
      childAt(shard, query.resolution, index),
      query.resolution,
      { base, period },
      from + index,
      query.period,
    ),
  );
}

function cellFeature(
  cell: CellId,
  resolution: number,
  columns: { base: BaseColumns; period: PeriodColumns },
  row: number,
  period: PeriodOrWeek,
): ServedFeature {
  return {
    id: cell,
    geometry: { type: "Polygon", coordinates: [cellToRing(cell)] },
    properties: { cell, resolution, period, ...cellProperties(columns, row, resolution) },
  };
}
