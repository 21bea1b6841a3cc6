/** From the store to the bytes of a tile: which shards it touches, what is read, which encoder writes it. */
import type { CellId } from "../../grid/cell.ts";
import type { PeriodOrWeek } from "../../grid/periods.ts";
import { childCount } from "../../grid/shard.ts";
import type { PublishedRun, PublishedStore, ServedAed } from "../../store/published.ts";
import type { TiledCollectionId } from "../collectionTexts.ts";
import { isSynthetic } from "../context.ts";
import { isNational } from "../coverageCells.ts";
import { AED_BUFFER_UNITS, encodeAedTile } from "./aedTile.ts";
import { encodeCoverageTile, type ShardLevel, zoomToResolution } from "./coverageTile.ts";
import { TILE_BUFFER_UNITS } from "./hexagonPlacer.ts";
import { shardToWorldRect } from "./levelGeometry.ts";
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
  const options = { isSynthetic: isSynthetic(run) };
  if (collection === "aeds") return encodeAedTile(address, await readTileAeds(store, run, address), options);
  return encodeCoverageTile(address, await readTileLevels(store, request), options);
}

/** In the order of their ids, so that the same results give the same bytes. */
function touchingShards(run: PublishedRun, address: TileAddress): CellId[] {
  const rect = tileToWorldRect(address, TILE_BUFFER_UNITS);
  return [...run.resultKeys.keys()].filter((shard) => rectsOverlap(rect, shardToWorldRect(shard))).sort();
}

async function readTileLevels(
  store: PublishedStore,
  { address, period, run }: TileRequest,
): Promise<ShardLevel[]> {
  const shards = touchingShards(run, address);
  if (shards.length === 0) return [];
  const resolution = zoomToResolution(address.z);
  if (isNational(resolution)) {
    const [base, ofPeriod] = await Promise.all([
      store.readNationalLevel(run, "base", resolution),
      store.readNationalLevel(run, period, resolution),
    ]);
    if (!base || !ofPeriod) return [];
    const places = new Map(base.shards.map((shard, n) => [shard, n * childCount(resolution)]));
    return shards.flatMap((shard) => {
      const from = places.get(shard);
      return from === undefined ? [] : [{ shard, base: base.columns, period: ofPeriod.columns, from }];
    });
  }
  const at = resolution as 8 | 9 | 10;
  const [bases, periods] = await Promise.all([
    store.readLevels(run, shards, "base", at),
    store.readLevels(run, shards, period, at),
  ]);
  return shards.flatMap((shard) => {
    const [base, ofPeriod] = [bases.get(shard), periods.get(shard)];
    return base && ofPeriod ? [{ shard, base, period: ofPeriod, from: 0 }] : [];
  });
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
