/**
 * Metres along streets beside the results: read where they were searched before; searched and written for sources
 * that appeared since. The network itself is read only then. Two writers at once are harmless: a block is named by
 * what it holds, and a lost one is searched again.
 */
import type { ShardGrid } from "../grid/shard.ts";
import type { LngLat, TravelMode } from "../load/records.ts";
import {
  distinctSources,
  indexMeters,
  knownMeters,
  knownOrSearched,
  type MeterBlock,
  makeMeterBlocks,
  missingSources,
} from "../travel/meterBlocks.ts";
import { type StreetMeters, streetMeters } from "../travel/streetMeters.ts";
import type { Database } from "./database.ts";
import { deflate, fromBase64, inflate, packColumns, sha256, toBase64, unpackColumns } from "./packing.ts";
import type { StoredStreets } from "./storedStreets.ts";

/** Raise it when the search or the packing gives other metres: blocks of before are then left aside, and swept. */
export const METERS_VERSION = 1;

/** What the metres are from: blocks of one kind are kept and renewed together. */
export type SourceKind = "aeds" | "responders";

interface BlockPlace {
  shard: string;
  streetsHash: string;
  mode: TravelMode;
  kind: SourceKind;
}

/** Metres from each of the sources, which it may be asked for in any order. */
export async function readStreetMeters(
  database: Database,
  grid: ShardGrid,
  streets: StoredStreets,
  { mode, kind, sources }: { mode: TravelMode; kind: SourceKind; sources: readonly LngLat[] },
): Promise<StreetMeters> {
  const place = { shard: grid.shard, streetsHash: streets.contentHash, mode, kind };
  const asked = distinctSources(sources);
  const stored = await readBlocks(database, place);
  const index = indexMeters(stored);
  const missing = missingSources(grid, index, asked);
  if (missing.length === 0) return knownMeters(index);
  const search = streetMeters(grid, await streets.readNetwork(), mode);
  // blocks that are mostly of sources long gone are made anew, so that they do not pile up
  const isStale = index.size > 2 * asked.length;
  const added = isStale
    ? [...makeMeterBlocks(grid, asked, knownOrSearched(index, search))]
    : [...makeMeterBlocks(grid, missing, search)];
  await writeBlocks(database, place, added, isStale);
  return knownMeters(indexMeters(isStale ? added : [...stored, ...added]));
}

async function readBlocks(
  { sql }: Database,
  { shard, streetsHash, mode, kind }: BlockPlace,
): Promise<MeterBlock[]> {
  const rows = await sql`select encode(sources, 'base64') as sources, encode(meters, 'base64') as meters
    from meter_block where shard = ${shard} and streets_hash = ${streetsHash} and mode = ${mode} and kind = ${kind}
      and version = ${METERS_VERSION} order by block`;
  return rows.map((row) => ({
    ...unpackColumns<Omit<MeterBlock, "bytes">>(fromBase64(row.sources))!,
    bytes: inflate(fromBase64(row.meters)),
  }));
}

/** All blocks in one transaction; `replace`: whatever stood there goes in the same one. */
async function writeBlocks(
  { sql }: Database,
  { shard, streetsHash, mode, kind }: BlockPlace,
  blocks: readonly MeterBlock[],
  replace: boolean,
): Promise<void> {
  const rows = await Promise.all(
    blocks.map(async ({ bytes, ...sources }) => {
      const packed = { sources: packColumns({ ...sources }), meters: deflate(bytes) };
      const [sourcesHash, metersHash] = await Promise.all([sha256(packed.sources), sha256(packed.meters)]);
      return { ...packed, block: await sha256(sourcesHash + metersHash) };
    }),
  );
  await sql.transaction([
    ...(replace
      ? [
          sql`delete from meter_block where shard = ${shard} and streets_hash = ${streetsHash}
            and mode = ${mode} and kind = ${kind}`,
        ]
      : []),
    ...rows.map(
      ({ block, sources, meters }) => sql`insert into meter_block
        (shard, streets_hash, mode, kind, version, block, sources, meters)
        values (${shard}, ${streetsHash}, ${mode}, ${kind}, ${METERS_VERSION}, ${block},
          decode(${toBase64(sources)}, 'base64'), decode(${toBase64(meters)}, 'base64'))
        on conflict do nothing`,
    ),
  ]);
}
