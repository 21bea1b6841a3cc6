/** From the store to the bytes of a tile: which shards it touches, what is read, which encoder writes it. */
import type { CellId } from "../../grid/cell.ts";
import type { PeriodOrWeek } from "../../grid/periods.ts";
import { childCount } from "../../grid/shard.ts";
import { isNational, partCount, partSize, type ShardResolution } from "../../store/levelParts.ts";
import type { PartPlace, PublishedRun, PublishedStore, ServedAed } from "../../store/published.ts";
import { type CellSubject, COVERAGE, RESPONSE } from "../cellSubjects.ts";
import type { TiledCollectionId } from "../collectionTexts.ts";
import { isSynthetic } from "../context.ts";
import { AED_BUFFER_UNITS, encodeAedTile } from "./aedTile.ts";
import { zoomToResolution } from "./cellTile.ts";
import { encodeSubjectTile, type ShardLevel } from "./coverageTile.ts";
import { partToWorldRect, shardToWorldRect } from "./groundRect.ts";
import { TILE_BUFFER_UNITS } from "./hexagonPlacer.ts";
import { rectsOverlap, type TileAddress, tileToWorldRect, worldRectToBbox } from "./mercator.ts";

export interface TileRequest {
  collection: TiledCollectionId;
  address: TileAddress;
  period: PeriodOrWeek;
  run: PublishedRun;
}

/** Everything that determines a tile's bytes but the release: results or edition, address, demo or not. */
export function tileSource({ collection, address: { z, x, y }, period, run }: TileRequest): string {
  const where = `${collection}/${z}/${y}/${x} ${isSynthetic(run) ? "demo" : "real"}`;
  if (collection === "aeds") return `${where} ${run.editions.aeds} ${run.inputs.aeds}`;
  const keys = touchingShards(run, { z, x, y }).map((shard) => `${shard}=${run.resultKeys.get(shard)}`);
  return `${where} ${period} ${keys.join(",")}`;
}

export async function readTile(store: PublishedStore, request: TileRequest): Promise<Uint8Array> {
  const { collection, address, run } = request;
  if (collection === "aeds") {
    const aeds = await readTileAeds(store, run, address);
    return encodeAedTile(address, aeds, { isSynthetic: isSynthetic(run) });
  }
  return collection === "coverage"
    ? readCellTile(COVERAGE, store, request)
    : readCellTile(RESPONSE, store, request);
}

async function readCellTile<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  request: TileRequest,
): Promise<Uint8Array> {
  const { address, run } = request;
  subject.check(run);
  const levels = await readTileLevels(subject, store, request);
  return encodeSubjectTile(subject, address, levels, { isSynthetic: isSynthetic(run) });
}

/** In the order of their ids, so that the same results give the same bytes. */
function touchingShards(run: PublishedRun, address: TileAddress): CellId[] {
  const rect = tileToWorldRect(address, TILE_BUFFER_UNITS);
  return [...run.resultKeys.keys()].filter((shard) => rectsOverlap(rect, shardToWorldRect(shard))).sort();
}

async function readTileLevels<P>(
  subject: CellSubject<P>,
  store: PublishedStore,
  { address, period, run }: TileRequest,
): Promise<ShardLevel<P>[]> {
  const shards = touchingShards(run, address);
  if (shards.length === 0) return [];
  const resolution = zoomToResolution(address.z);
  const layer = subject.layerOf(period);
  if (!isNational(resolution)) {
    const places = touchingParts(shards, resolution, address);
    const parts = await store.readLevelParts(run, ["base", layer], resolution, places);
    const count = partSize(resolution);
    return parts.map(({ shard, first, columns }) => ({
      shard,
      first,
      count,
      base: columns.base,
      period: columns[layer] as P,
      from: 0,
    }));
  }
  const { shards: order, columns } = await store.readNationalLevel(run, ["base", layer], resolution);
  const count = childCount(resolution);
  const places = new Map(order.map((shard, n) => [shard, n * count]));
  return shards.map((shard) => {
    const from = places.get(shard)!;
    return { shard, first: 0, count, base: columns.base, period: columns[layer] as P, from };
  });
}

/** In the order of the shards, then of the parts. */
function touchingParts(shards: CellId[], resolution: ShardResolution, address: TileAddress): PartPlace[] {
  const rect = tileToWorldRect(address, TILE_BUFFER_UNITS);
  return shards
    .flatMap((shard) => Array.from({ length: partCount(resolution) }, (_, part) => ({ shard, part })))
    .filter((place) => rectsOverlap(rect, partToWorldRect(place, resolution)));
}

/** A tile of zoom 11 holds some hundreds; read on until all of them are there. */
const AEDS_AT_A_TIME = 5_000;

async function readTileAeds(
  store: PublishedStore,
  run: PublishedRun,
  address: TileAddress,
): Promise<ServedAed[]> {
  const bbox = worldRectToBbox(tileToWorldRect(address, AED_BUFFER_UNITS));
  const aeds: ServedAed[] = [];
  for (let matched = 1; aeds.length < matched; ) {
    const page = await store.readAeds(run, { bbox, limit: AEDS_AT_A_TIME, offset: aeds.length });
    if (page.items.length === 0) break;
    aeds.push(...page.items);
    matched = page.matched;
  }
  return aeds;
}
