/**
 * All that one shard needs, halo included, of the editions that its run names; and the key that stands for it.
 * Unchanged key = unchanged result. Only protected responder units are read: never the exact counts.
 */
import { cellToParent, gridDisk } from "h3-js";
import { type CellId, HALO_METERS, SHARD_CELL_COUNT, SHARD_RESOLUTION } from "../grid/cell.ts";
import { PERIODS, type Period } from "../grid/periods.ts";
import { childAt, childCount, type ShardGrid } from "../grid/shard.ts";
import type { ShardPopulation } from "../load/populationToCells.ts";
import { domainOf, type ShardAed, type ShardInput } from "../pipeline.ts";
import type { GroundedUnit } from "../privacy/spread.ts";
import { nearPosts, type ShardPost } from "../simulate/nearPosts.ts";
import type { ShardCells } from "../simulate/people.ts";
import type { Database } from "./database.ts";
import { unpackAges, unpackPopulation, unpackRegions } from "./inputPacking.ts";
import { fromBase64 } from "./packing.ts";
import type { InputNatures, RunEditions } from "./schema.ts";
import { type InputHashes, shardKey } from "./shardKey.ts";
import { readStoredStreets, type StoredStreets } from "./storedStreets.ts";

/** Resolutions below the shard at which a unit may lie. */
const FINER_RESOLUTIONS = [6, 7, 8, 9, 10];

/** All but the metres along streets, which are read only for a shard that must be computed. */
export interface KeyedShardInput extends Omit<ShardInput, "streets" | "responderStreets"> {
  key: string;
  inputHashes: InputHashes;
  /** null = no streets are loaded here */
  streets: StoredStreets | null;
}

export async function readShardInput(
  database: Database,
  grid: ShardGrid,
  { editions, inputs, keyBase }: { editions: RunEditions; inputs: InputNatures; keyBase: string },
): Promise<KeyedShardInput> {
  const shard = grid.shard;
  const ring = gridDisk(shard, 1).filter((other) => other !== shard);
  const [aedRows, populationRows, regionRows, unitRows, aroundRows, postRows] =
    await database.sql.transaction([
      selectAeds(database, boxWithHalo(grid), editions.aeds),
      database.sql`select encode(cells, 'base64') as cells, encode(ages, 'base64') as ages, content_hash
      from population_shard
      where edition = ${editions.population} and shard = ${shard}`,
      database.sql`select encode(cells, 'base64') as cells, content_hash from region_shard
      where edition = ${editions.regions} and shard = ${shard}`,
      selectUnits(database, [shard, ...ring], editions.responders),
      database.sql`select shard, encode(cells, 'base64') as cells, content_hash from population_shard
      where edition = ${editions.population} and shard = any(${ring}::text[]) order by shard`,
      database.sql`select lng, lat, open_hours from ambulance_post
      where since <= ${editions.posts} and (until is null or until > ${editions.posts})
      order by lng, lat, open_hours, source_id, ref`,
    ]);
  const streets = await readStoredStreets(database, shard, editions.streets ?? 0);
  const aeds = withinHalo(grid, aedRows.map(rowToAed));
  // no responders loaded is not the same as none on this ground: null, not an empty list
  const units = inputs.responders === "absent" ? null : unitRows.map(rowToUnit);
  const regionsAround = await regionsOfRing(database, ring, editions, units ?? []);
  const posts = inputs.posts === "absent" ? null : nearPosts(grid, postRows.map(rowToPost));
  const hasWhereabouts = inputs.whereabouts !== undefined;
  const keyed = await shardKey(keyBase, shard, {
    aeds,
    population: [populationRows, aroundRows].map(contentHashes),
    regions: [regionRows, regionsAround].map(contentHashes),
    responders: units,
    posts,
    streets: streets?.contentHash,
    whereabouts: hasWhereabouts || undefined,
  });
  return {
    ...keyed,
    shard,
    streets,
    aeds,
    units,
    hasWhereabouts,
    population: populationRows.length ? rowToPopulation(populationRows[0]) : null,
    regions: regionRows.length ? unpackRegions(fromBase64(regionRows[0].cells)) : [],
    neighbours: ring.map((other) => rowsToCells(other, aroundRows, regionsAround)),
    posts,
  };
}

/**
 * Which cells around are land matters only where a unit has responders and no residents to spread them by: mostly
 * nowhere, so that the rows are seldom read.
 */
async function regionsOfRing(
  { sql }: Database,
  ring: CellId[],
  editions: RunEditions,
  units: readonly GroundedUnit[],
): Promise<Record<string, string>[]> {
  if (!units.some(({ residents, cellCount }) => residents === 0 && cellCount > 0)) return [];
  return (await sql`select shard, encode(cells, 'base64') as cells, content_hash from region_shard
    where edition = ${editions.regions} and shard = any(${ring}::text[]) order by shard`) as Record<
    string,
    string
  >[];
}

function rowsToCells(
  shard: CellId,
  populationRows: readonly Record<string, string>[],
  regionRows: readonly Record<string, string>[],
): ShardCells {
  const people = populationRows.find((row) => row.shard === shard);
  const regions = regionRows.find((row) => row.shard === shard);
  const residents = people
    ? unpackPopulation(fromBase64(people.cells)).residents
    : new Float64Array(SHARD_CELL_COUNT);
  return {
    shard,
    residents,
    domain: domainOf(residents, regions ? unpackRegions(fromBase64(regions.cells)) : []),
  };
}

/** By shard: the halo lies in several. */
function contentHashes(rows: Record<string, unknown>[]): unknown[] {
  return rows.map((row) => [row.shard, row.content_hash]);
}

function rowToPost(row: Record<string, unknown>): ShardPost {
  return { position: { lng: Number(row.lng), lat: Number(row.lat) }, openHours: row.open_hours as string };
}

function rowToPopulation({ cells, ages }: Record<string, string | null>): ShardPopulation {
  return { ...unpackPopulation(fromBase64(cells!)), ages: ages ? unpackAges(fromBase64(ages)) : null };
}

function selectAeds({ sql }: Database, [west, south, east, north]: number[], edition: number) {
  return sql`select lng, lat, open_hours, always_open, shard from merged_aed
    where lng between ${west} and ${east} and lat between ${south} and ${north}
      and since <= ${edition} and (until is null or until > ${edition})
    order by lng, lat, open_hours, always_open, id`;
}

/** A degree of latitude is nowhere shorter on WGS84 (at the equator); one of longitude is that times the cosine. */
const DEGREE_METERS_MIN = 110_570;

/** West, south, east and north of the shard's centres and their halo: a little too wide, never too narrow. */
function boxWithHalo({ lng, lat }: ShardGrid): number[] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (let n = 0; n < lng.length; n++) {
    west = Math.min(west, lng[n]);
    east = Math.max(east, lng[n]);
    south = Math.min(south, lat[n]);
    north = Math.max(north, lat[n]);
  }
  const haloLat = HALO_METERS / DEGREE_METERS_MIN;
  const haloLng = haloLat / Math.cos(((north + haloLat) * Math.PI) / 180);
  return [west - haloLng, south - haloLat, east + haloLng, north + haloLat];
}

/** Units within the shards (a range of ids per resolution), and the coarser ones whose ground they are part of. */
function selectUnits({ sql }: Database, shards: readonly CellId[], edition: number) {
  const holders = shards.flatMap((shard) =>
    Array.from({ length: SHARD_RESOLUTION + 1 }, (_, resolution) => cellToParent(shard, resolution)),
  );
  const ranges = shards.flatMap((shard) => FINER_RESOLUTIONS.map((resolution) => ({ shard, resolution })));
  const first = ranges.map(({ shard, resolution }) => childAt(shard, resolution, 0));
  const last = ranges.map(({ shard, resolution }) => childAt(shard, resolution, childCount(resolution) - 1));
  return sql`select unit, resolution, protected_count, cell_count, residents, weekday, evening, night, weekend
    from protected_unit
    where edition = ${edition} and (unit = any(${holders}::text[]) or exists (
      select from unnest(${first}::text[], ${last}::text[]) as r(first, last)
      where unit collate "C" between r.first and r.last))
    order by unit`;
}

function rowToUnit(row: Record<string, unknown>): GroundedUnit {
  const near = PERIODS.map((period) => [period, Number(row[period])] as const);
  return {
    unit: row.unit as string,
    resolution: row.resolution as number,
    protectedCount: row.protected_count as number,
    cellCount: row.cell_count as number,
    residents: Number(row.residents),
    ...(row.weekday === null ? {} : { near: Object.fromEntries(near) as Record<Period, number> }),
  };
}

function rowToAed(row: Record<string, unknown>): ShardAed {
  return {
    position: { lng: Number(row.lng), lat: Number(row.lat) },
    openHours: row.open_hours as string,
    alwaysOpen: row.always_open as boolean | null,
    shard: row.shard as string,
  };
}

function withinHalo(grid: ShardGrid, aeds: ShardAed[]): ShardAed[] {
  let reach2 = 0;
  for (let n = 0; n < grid.x.length; n++) reach2 = Math.max(reach2, grid.x[n] ** 2 + grid.y[n] ** 2);
  const reach = Math.sqrt(reach2) + HALO_METERS;
  return aeds.filter(({ position }) => {
    const { x, y } = grid.toLocal(position);
    return Math.hypot(x, y) <= reach;
  });
}
