/**
 * Metres along streets beside the results: read where they were searched before; searched and written for sources
 * that appeared since. The network itself is read only then. Two writers at once are harmless: a block is named by
 * what it holds, and a lost one is searched again.
 */
import type { ShardGrid } from "../grid/shard.ts";
import { joinBytes } from "../load/joinBytes.ts";
import type { DegreeBox, LngLat, TravelMode } from "../load/records.ts";
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
export const METERS_VERSION = 2;

/** What the metres are from: blocks of one kind are kept and renewed together. */
export type SourceKind = "aeds" | "responders";

interface BlockPlace {
  shard: string;
  streetsHash: string;
  mode: TravelMode;
  kind: SourceKind;
}

export interface MeterSources {
  mode: TravelMode;
  kind: SourceKind;
  sources: readonly LngLat[];
  /** how far from a source its cells lie, in a straight line: what the reach has that it is asked for; 2,500 by default */
  reachMeters?: number;
}

/** Metres from each of the sources, which it may be asked for in any order. */
export async function readStreetMeters(
  database: Database,
  grid: ShardGrid,
  streets: StoredStreets,
  { mode, kind, sources, reachMeters }: MeterSources,
): Promise<StreetMeters> {
  const place = { shard: grid.shard, streetsHash: streets.contentHash, mode, kind };
  const asked = distinctSources(sources);
  const stored = await readBlocks(database, place);
  const index = indexMeters(stored);
  const missing = missingSources(grid, index, asked, reachMeters);
  if (missing.length === 0) return knownMeters(index);
  const network = await streets.readNetwork();
  const search = streetMeters(grid, network, mode);
  const how = { areas: network.areas, reachMeters };
  // blocks that are mostly of sources long gone, or of another reach, are made anew, so that they do not pile up
  const storedCount = stored.reduce((sum, { lng }) => sum + lng.length, 0);
  const isStale = storedCount > 2 * asked.length;
  const added = isStale
    ? [...makeMeterBlocks(grid, asked, knownOrSearched(index, search), how)]
    : [...makeMeterBlocks(grid, missing, search, how)];
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
    ...unpackColumns<Omit<MeterBlock, "areas" | "bytes">>(fromBase64(row.sources))!,
    ...splitAreas(inflate(fromBase64(row.meters))),
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
    blocks.map(async ({ areas, bytes, ...sources }) => {
      const packed = { sources: packColumns({ ...sources }), meters: deflate(joinAreas(areas, bytes)) };
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

/** The boxes go before the metres: how many, then four degrees of each, as floats of eight bytes. */
function joinAreas(areas: readonly DegreeBox[], bytes: Uint8Array): Uint8Array {
  return joinBytes([new Uint8Array(Float64Array.from([areas.length, ...areas.flat()]).buffer), bytes]);
}

function splitAreas(bytes: Uint8Array): Pick<MeterBlock, "areas" | "bytes"> {
  const floats = (from: number, to: number) => new Float64Array(bytes.slice(8 * from, 8 * to).buffer);
  const [count] = floats(0, 1);
  const degrees = floats(1, 1 + 4 * count);
  const areas = Array.from(
    { length: count },
    (_, n) => [...degrees.subarray(4 * n, 4 * n + 4)] as unknown as DegreeBox,
  );
  return { areas, bytes: bytes.subarray(8 * (1 + 4 * count)) };
}
