/**
 * Blocks of sources with their metres, as they are kept beside the results: made once per edition of the streets,
 * read instead of searching again. A source is known by its position and by the cells that its metres belong to.
 */
import type { ShardGrid } from "../grid/shard.ts";
import type { DegreeBox, LngLat } from "../load/records.ts";
import { cellsAround } from "./cellsAround.ts";
import { type KnownArea, knownArea } from "./knownArea.ts";
import { packMeters, rowsHash, unpackMeters } from "./packedMeters.ts";
import type { StreetMeters } from "./streetMeters.ts";
import type { Reach } from "./travel.ts";

export interface MeterBlock {
  /** one value per source */
  lng: Float64Array;
  lat: Float64Array;
  ownDetour: Float64Array;
  rowsHash: Uint32Array;
  /** boxes within which the streets were known */
  areas: readonly DegreeBox[];
  /** metres of source i: from byte start[i] on */
  start: Uint32Array;
  bytes: Uint8Array;
}

/** About this many bytes of metres a block, before they are deflated: a row of the database that fits an isolate. */
const BLOCK_BYTES = 1_000_000;
/** A byte to three a cell, and a source has at most 1,650 cells. */
const SOURCE_BYTES_MAX = 3 * 1_650;

/** Searches from each source and packs what it finds, block by block. `areas`: of the streets that are searched. */
export function* makeMeterBlocks(
  grid: ShardGrid,
  sources: readonly LngLat[],
  alongStreets: StreetMeters,
  { areas, reachMeters }: { areas: readonly DegreeBox[]; reachMeters?: number },
): Generator<MeterBlock> {
  const around = cellsAround(grid, reachMeters);
  const bytes = new Uint8Array(BLOCK_BYTES + SOURCE_BYTES_MAX);
  let first = 0;
  while (first < sources.length) {
    const rows: { ownDetour: number; rowsHash: number; start: number }[] = [];
    let at = 0;
    while (first + rows.length < sources.length && at < BLOCK_BYTES) {
      const source = sources[first + rows.length];
      const reach = around(source);
      const found = alongStreets(source, reach);
      rows.push({ ownDetour: found.ownDetour, rowsHash: rowsHash(reach), start: at });
      at = packMeters(found, reach, bytes, at);
    }
    const own = sources.slice(first, first + rows.length);
    first += rows.length;
    yield {
      lng: Float64Array.from(own, ({ lng }) => lng),
      lat: Float64Array.from(own, ({ lat }) => lat),
      ownDetour: Float64Array.from(rows, (row) => row.ownDetour),
      rowsHash: Uint32Array.from(rows, (row) => row.rowsHash),
      areas,
      start: Uint32Array.from(rows, ({ start }) => start),
      bytes: bytes.slice(0, at),
    };
  }
}

/** Where in which block a source stands, by its position and its cells. */
export type MeterIndex = Map<string, { block: MeterBlock; i: number; area: KnownArea }>;

export function indexMeters(blocks: readonly MeterBlock[]): MeterIndex {
  const index: MeterIndex = new Map();
  for (const block of blocks) {
    const area = knownArea(block.areas);
    for (let i = 0; i < block.lng.length; i++) {
      index.set(nameOf({ lng: block.lng[i], lat: block.lat[i] }, block.rowsHash[i]), { block, i, area });
    }
  }
  return index;
}

/** Each place once. */
export function distinctSources(sources: readonly LngLat[]): LngLat[] {
  return [...new Map(sources.map((source) => [nameOf(source, 0), source])).values()];
}

/** The sources whose metres are not in the index, or belong to other cells than are asked for now. */
export function missingSources(
  grid: ShardGrid,
  index: MeterIndex,
  sources: readonly LngLat[],
  reachMeters?: number,
): LngLat[] {
  const around = cellsAround(grid, reachMeters);
  return sources.filter((source) => !index.has(nameOf(source, rowsHash(around(source)))));
}

/** Metres from blocks for the sources that are there, searched for all others. */
export function knownOrSearched(index: MeterIndex, search: StreetMeters): StreetMeters {
  const known = knownMeters(index);
  const isKnown = (source: LngLat, reach: Reach) => index.has(nameOf(source, rowsHash(reach)));
  return (source, reach) => (isKnown(source, reach) ? known : search)(source, reach);
}

/** Metres read from blocks. Throws for a source that is missing. */
export function knownMeters(index: MeterIndex): StreetMeters {
  let meters = new Uint16Array(0);
  return (source, reach) => {
    const entry = index.get(nameOf(source, rowsHash(reach)));
    if (!entry) {
      throw new Error(
        `got a source at ${source.lng}, ${source.lat} whose metres along streets are not known, expected one of the ${index.size} that were searched; search from it first`,
      );
    }
    const { block, i, area } = entry;
    if (meters.length < reach.count) meters = new Uint16Array(reach.count);
    unpackMeters(block.bytes, block.start[i], block.ownDetour[i], reach, meters);
    return {
      ownDetour: block.ownDetour[i],
      meters: meters.subarray(0, reach.count),
      leastOutside: area.leastMetersOutside(source),
    };
  };
}

function nameOf({ lng, lat }: LngLat, rows: number): string {
  return `${lng} ${lat} ${rows}`;
}
