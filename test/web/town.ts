/**
 * A town with villages around it, written into the input tables for the browser: four shards around Utrecht, people
 * thinning out from each centre, AEDs of all kinds of hours, a lake without land. Seeded: the same in every run.
 * One village has far fewer AEDs than expected, so that its register counts as incomplete.
 */
import { Delaunay } from "d3-delaunay";
import { cellToChildren } from "h3-js";
import { CELL_RESOLUTION, cellToShard, positionToCell, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import type { Database } from "../../src/store/database.ts";
import { packPopulation, packRegions } from "../../src/store/inputPacking.ts";
import { sha256, toBase64 } from "../../src/store/packing.ts";
import { DAY_AND_NIGHT, openOn, UNKNOWN, WORKDAYS } from "../world/hours.ts";

interface Place {
  code: string;
  name: string;
  lng: number;
  lat: number;
  residents: number;
  aedCount: number;
}

/** AEDs at about the national rate of 1 per 667 residents, but for the last place. */
const PLACES: readonly Place[] = [
  { code: "DEMO0001", name: "Utrecht (demo)", lng: 5.12, lat: 52.09, residents: 360_000, aedCount: 540 },
  { code: "DEMO0002", name: "Nieuwegein (demo)", lng: 5.09, lat: 52.03, residents: 64_000, aedCount: 98 },
  { code: "DEMO0003", name: "Zeist (demo)", lng: 5.23, lat: 52.09, residents: 66_000, aedCount: 105 },
  { code: "DEMO0004", name: "Bilthoven (demo)", lng: 5.2, lat: 52.13, residents: 43_000, aedCount: 70 },
  { code: "DEMO0005", name: "Maarssen (demo)", lng: 5.04, lat: 52.14, residents: 39_000, aedCount: 12 },
];
/** Responders are counted in cells of this resolution, about 36 km². */
const UNIT_RESOLUTION = 6;
/** Ground beyond this distance from every centre holds nobody. */
const REACH_METERS = 9_000;
const METERS_PER_DEGREE = 111_195;
const COS_LAT = Math.cos((52.09 * Math.PI) / 180);

/** A pond with no land: clicking it must say so. */
export const LAKE = { lng: 5.16, lat: 52.155, radiusMeters: 900 };
/** One AED of each kind, apart from the scattered ones, at a place that tests can click. */
export const KNOWN_AED = { ref: "office", name: "Gemeentekantoor", lng: 5.0605, lat: 52.0605 };

export const TOWN_SHARDS = [
  ...new Set(
    [
      [5.12, 52.09],
      [5.3, 52.12],
      [4.95, 52.06],
      [5.1, 52.2],
      [5.15, 51.98],
    ].map(([lng, lat]) => cellToShard(positionToCell({ lng, lat }))),
  ),
].sort();

export async function foundTown({ sql }: Database): Promise<void> {
  for (const shard of TOWN_SHARDS) {
    const { residents, region } = shardGround(shard);
    const people = await packPopulation({ residents, dwellings: residents.map((count) => count / 2.1) });
    const codes = PLACES.map(({ code }) => code);
    const regions = await packRegions([{ kind: "place", codes, cell: region }]);
    await sql.transaction([
      sql`insert into population_shard (edition, shard, cells, content_hash, residents)
        values (1, ${shard}, decode(${toBase64(people)}, 'base64'), ${await sha256(people)}, ${sum(residents)})`,
      sql`insert into region_shard (edition, shard, cells, content_hash)
        values (1, ${shard}, decode(${toBase64(regions)}, 'base64'), ${await sha256(regions)})`,
    ]);
  }
  await writeRegions({ sql } as Database);
  await writeAeds({ sql } as Database);
  await writeResponders({ sql } as Database);
  await writePosts({ sql } as Database);
  for (const kind of ["population", "regions", "aeds", "responders", "posts"]) {
    await sql`insert into input_edition (kind, edition, nature, data_date) values (${kind}, 1, 'synthetic', '2026-01-31')`;
  }
}

function shardGround(shard: string): { residents: Float64Array; region: Uint16Array } {
  const { lng, lat } = shardGrid(shard);
  const residents = new Float64Array(SHARD_CELL_COUNT);
  const region = new Uint16Array(SHARD_CELL_COUNT);
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    const at = { lng: lng[n], lat: lat[n] };
    if (metersBetween(at, LAKE) < LAKE.radiusMeters) continue;
    const distances = PLACES.map((place) => metersBetween(at, place));
    region[n] = 1 + distances.indexOf(Math.min(...distances));
    residents[n] = PLACES.reduce((total, place, p) => total + densityAt(place, distances[p]), 0);
  }
  return { residents, region };
}

/** Residents of one cell: a place thins out over about the root of its size; whole people, none far out. */
function densityAt({ residents }: Place, meters: number): number {
  if (meters > REACH_METERS) return 0;
  const scaleMeters = 4.2 * Math.sqrt(residents);
  const cellSquareMeters = 12_800;
  const density = residents / (2 * Math.PI * scaleMeters ** 2);
  return Math.floor(density * cellSquareMeters * Math.exp(-((meters / scaleMeters) ** 2) / 2));
}

async function writeRegions({ sql }: Database): Promise<void> {
  const voronoi = Delaunay.from(
    PLACES,
    ({ lng }) => lng,
    ({ lat }) => lat,
  ).voronoi([4.8, 51.9, 5.45, 52.27]);
  for (const [p, place] of PLACES.entries()) {
    const ring = voronoi.cellPolygon(p) as unknown as [number, number][];
    const lngs = ring.map(([lng]) => lng);
    const lats = ring.map(([, lat]) => lat);
    await sql`insert into region (edition, code, kind, name, source_id, west, south, east, north, outline)
      values (1, ${place.code}, 'place', ${place.name}, 'demo', ${Math.min(...lngs)}, ${Math.min(...lats)},
        ${Math.max(...lngs)}, ${Math.max(...lats)}, ${JSON.stringify([[ring]])})`;
  }
}

async function writeAeds({ sql }: Database): Promise<void> {
  const random = mulberry32(20_260_131);
  const hours = [DAY_AND_NIGHT, openOn(WORKDAYS, 7, 23), openOn([0, 1, 2, 3, 4, 5], 8, 18), UNKNOWN];
  const rows = PLACES.flatMap((place) =>
    Array.from({ length: place.aedCount }, (_, n) => {
      const kind = pickKind(random());
      const radius = 4.2 * Math.sqrt(place.residents) * Math.sqrt(-2 * Math.log(1 - random()));
      const angle = 2 * Math.PI * random();
      return {
        ref: `${place.code}-${n}`,
        name: `AED ${n + 1} ${place.name}`,
        lng: place.lng + (radius * Math.cos(angle)) / (METERS_PER_DEGREE * COS_LAT),
        lat: place.lat + (radius * Math.sin(angle)) / METERS_PER_DEGREE,
        openHours: hours[kind],
        openingHours: ["24/7", "Mo-Fr 07:00-23:00", "Mo-Sa 08:00-18:00", null][kind],
        alwaysOpen: [true, false, false, null][kind],
      };
    }),
  );
  rows.push({ ...KNOWN_AED, openHours: hours[2], openingHours: "Mo-Sa 08:00-18:00", alwaysOpen: false });
  await insertAeds({ sql } as Database, rows);
  await sql`insert into source (id, kind, title, is_synthetic, attribution, data_date)
    values ('demo', 'aeds', 'Demo-register', true, 'Zesminuten (demo)', '2026-01-31')
    on conflict (id) do nothing`;
}

/** Protected units of 7 per shard: 5 responders more for each that follows. */
async function writeResponders({ sql }: Database): Promise<void> {
  for (const shard of TOWN_SHARDS) {
    for (const [n, unit] of cellToChildren(shard, UNIT_RESOLUTION).entries()) {
      await sql`insert into protected_unit (edition, unit, resolution, protected_count, cell_count, residents)
        values (1, ${unit}, ${UNIT_RESOLUTION}, ${50 + 5 * n}, ${7 ** (CELL_RESOLUTION - UNIT_RESOLUTION)}, 10000)`;
    }
  }
}

/** Two posts, open day and night. */
async function writePosts({ sql }: Database): Promise<void> {
  for (const [ref, lng, lat] of [
    ["a", 5.1, 52.08],
    ["b", 5.24, 52.1],
  ] as const) {
    await sql`insert into ambulance_post (source_id, ref, since, lng, lat, name, open_hours)
      values ('demo', ${ref}, 1, ${lng}, ${lat}, ${`Post ${ref}`}, ${DAY_AND_NIGHT})`;
  }
}

/** 70 % day and night, 18 % limited in two ways, 12 % unknown. */
function pickKind(random: number): number {
  if (random < 0.7) return 0;
  if (random < 0.8) return 1;
  return random < 0.88 ? 2 : 3;
}

async function insertAeds({ sql }: Database, rows: Record<string, unknown>[]): Promise<void> {
  const withShard = rows.map((row) => ({
    ...row,
    shard: cellToShard(positionToCell(row as { lng: number; lat: number })),
  }));
  await sql`insert into merged_aed (id, since, shard, lng, lat, name, opening_hours, open_hours, always_open,
      indoor, access, checked_date, coarsened, sources)
    select 'demo:' || (r->>'ref'), 1, r->>'shard', (r->>'lng')::float8, (r->>'lat')::float8, r->>'name',
      r->>'openingHours', r->>'openHours', (r->>'alwaysOpen')::boolean, true, 'public', '2025-11-03', false,
      json_build_array(json_build_object('sourceId', 'demo', 'ref', r->>'ref', 'checkedDate', '2025-11-03'))
    from jsonb_array_elements(${JSON.stringify(withShard)}::jsonb) as r`;
}

function metersBetween(one: { lng: number; lat: number }, other: { lng: number; lat: number }): number {
  const dx = (one.lng - other.lng) * METERS_PER_DEGREE * COS_LAT;
  const dy = (one.lat - other.lat) * METERS_PER_DEGREE;
  return Math.hypot(dx, dy);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A small seeded generator (Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
