/**
 * Cells out of a run's packed levels, in pages of those that touch a box. Order: shard, then h3 child
 * order, so that pages neither overlap nor leave anything out. Resolutions 8–10 are kept per shard, 5–7 nationally.
 */
import type { BaseColumns, LevelResolution } from "../coverage/columns.ts";
import type { PeriodOrWeek } from "../grid/periods.ts";
import { childAt, childCount } from "../grid/shard.ts";
import {
  isNational,
  type NationalResolution,
  partCount,
  partSize,
  type ShardResolution,
} from "../store/levelParts.ts";
import type { Page, PartPlace, PublishedRun, PublishedStore } from "../store/published.ts";
import type { Box } from "./box.ts";
import { cellFeature } from "./cellFeature.ts";
import type { CellSubject } from "./cellSubjects.ts";
import { rowsInBox } from "./cellsInBox.ts";
import type { ServedFeature } from "./features.ts";
import { partToWorldRect } from "./tiles/groundRect.ts";
import type { CellRange } from "./tiles/levelGeometry.ts";
import { bboxToWorldRect, rectsOverlap, type WorldRect } from "./tiles/mercator.ts";

export interface CellQuery {
  resolution: LevelResolution;
  period: PeriodOrWeek;
  box: Box | undefined;
  limit: number;
  offset: number;
}

/** Cells of one part of a level, counted from its first; `from` is where it begins in its columns. */
interface Rows extends PartPlace, CellRange {
  from: number;
  base: BaseColumns;
  cells: number[];
}

/** Shards read at a time: base columns of 8 × 16,807 cells are 1.6 MB. */
const SHARDS_AT_A_TIME = 8;

/** Cells of the domain per part, per isolate: so that a count over the country is done once. */
const domainCounts = new Map<string, number>();
const MAX_KEPT_COUNTS = 5_000;

export async function readCells<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  run: PublishedRun,
  query: CellQuery,
): Promise<Page<ServedFeature>> {
  return isNational(query.resolution)
    ? readNationalCells(subject, store, run, { ...query, resolution: query.resolution })
    : readShardCells(subject, store, run, { ...query, resolution: query.resolution });
}

async function readNationalCells<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  run: PublishedRun,
  query: CellQuery & { resolution: NationalResolution },
): Promise<Page<ServedFeature>> {
  const { resolution, period } = query;
  const layer = subject.layerOf(period);
  const { shards, columns } = await store.readNationalLevel(run, ["base", layer], resolution);
  const count = childCount(resolution);
  const order = shards.map((shard, n) => ({ shard, part: 0, resolution, first: 0, count, from: n * count }));
  order.sort((one, other) => (one.shard < other.shard ? -1 : 1));
  const { base } = columns;
  const rows = order.map((place) => ({
    ...place,
    base,
    cells: rowsInBox(place, { base, from: place.from }, query.box),
  }));
  const page = cutPage(rows, 0, query);
  const items = page.flatMap((part) => features(subject, run, part, { period: columns[layer] as P, query }));
  return { items, matched: rows.reduce((sum, { cells }) => sum + cells.length, 0) };
}

async function readShardCells<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  run: PublishedRun,
  query: CellQuery & { resolution: ShardResolution },
): Promise<Page<ServedFeature>> {
  const { resolution, period, box } = query;
  const places = placesInBox(run, resolution, box);
  const page: Rows[] = [];
  let matched = 0;
  const step = SHARDS_AT_A_TIME * partCount(resolution);
  for (let n = 0; n < places.length; n += step) {
    const batch = places.slice(n, n + step);
    const known = knownCount(run, batch, query, matched);
    if (known !== null) {
      matched += known;
      continue;
    }
    const rows = await readRows(store, run, batch, query);
    page.push(...cutPage(rows, matched, query));
    matched += rows.reduce((sum, { cells }) => sum + cells.length, 0);
  }
  const layer = subject.layerOf(period);
  const onPage = await store.readLevelParts(run, [layer], resolution, page);
  const items = page.flatMap((part, n) =>
    features(subject, run, part, { period: onPage[n].columns[layer] as P, query }),
  );
  return { items, matched };
}

/** In the order of the pages: shard, then part. */
function placesInBox(run: PublishedRun, resolution: ShardResolution, box: Box | undefined): PartPlace[] {
  return [...run.resultKeys.keys()]
    .sort()
    .flatMap((shard) => Array.from({ length: partCount(resolution) }, (_, part) => ({ shard, part })))
    .filter((place) => {
      const rect = partToWorldRect(place, resolution);
      return !box || box.parts.some((part) => rectsOverlap(rect, bboxToWorldRect(part)));
    });
}

async function readRows(
  store: PublishedStore,
  run: PublishedRun,
  places: PartPlace[],
  { resolution, box }: CellQuery & { resolution: ShardResolution },
): Promise<Rows[]> {
  const parts = await store.readLevelParts(run, ["base"], resolution, places);
  return parts.map(({ shard, part, first, columns: { base } }) => {
    const range = { shard, resolution, first, count: partSize(resolution) };
    const cells = rowsInBox(range, { base, from: 0 }, box);
    if (isWhollyInside({ shard, part }, resolution, box))
      keepCount(run, { shard, part }, resolution, cells.length);
    return { ...range, part, from: 0, base, cells };
  });
}

/** The parts of `rows` that fall on the page, when `before` cells come before them. */
function cutPage(rows: Rows[], before: number, { limit, offset }: CellQuery): Rows[] {
  const parts: Rows[] = [];
  let at = before;
  for (const part of rows) {
    const cells = part.cells.slice(Math.max(0, offset - at), Math.max(0, offset + limit - at));
    if (cells.length > 0) parts.push({ ...part, cells });
    at += part.cells.length;
  }
  return parts;
}

/** The cells of a batch that need not be read: all counted before, and none of them on the page. Else null. */
function knownCount(
  run: PublishedRun,
  places: PartPlace[],
  query: CellQuery & { resolution: ShardResolution },
  before: number,
): number | null {
  let sum = 0;
  for (const place of places) {
    const count = domainCounts.get(countKey(run, place, query.resolution));
    if (count === undefined || !isWhollyInside(place, query.resolution, query.box)) return null;
    sum += count;
  }
  const isOnPage = before < query.offset + query.limit && before + sum > query.offset;
  return isOnPage ? null : sum;
}

function keepCount(run: PublishedRun, place: PartPlace, resolution: ShardResolution, count: number): void {
  if (domainCounts.size >= MAX_KEPT_COUNTS) domainCounts.clear();
  domainCounts.set(countKey(run, place, resolution), count);
}

function countKey(run: PublishedRun, { shard, part }: PartPlace, resolution: ShardResolution): string {
  return `${run.resultKeys.get(shard)}/${resolution}/${part}`;
}

/** Certain only for a box in degrees; for RD the cells are asked one by one. */
function isWhollyInside(place: PartPlace, resolution: ShardResolution, box: Box | undefined): boolean {
  if (!box) return true;
  if (box.rd) return false;
  const inner = partToWorldRect(place, resolution);
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

function features<P>(
  subject: CellSubject<P>,
  run: PublishedRun,
  { shard, resolution, first, from, base, cells }: Rows,
  { period, query }: { period: P; query: CellQuery },
): ServedFeature[] {
  return cells.map((n) => {
    const cell = childAt(shard, resolution, first + n);
    const columns = { base, period };
    return cellFeature(subject, run, { cell, resolution, columns, row: from + n, period: query.period });
  });
}
