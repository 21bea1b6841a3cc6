/**
 * The same questions put to PostGIS on geography, with a spatial index and one core like ours: the zone alone (which
 * cells have a day-and-night AED within 500 m?), and all that our pass answers at once (counts within 500 m and 1 km
 * and the nearest within 2,500 m, for the week and each period). A throw-away cluster, where PostGIS is installed.
 */
import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { LAYER_MASK, weekHoursToAvailability } from "../../src/coverage/availability.ts";
import { computeZones, type PeriodZones } from "../../src/coverage/zones.ts";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import type { BenchShard } from "./country.ts";
import { timed } from "./row.ts";

/** One shard: PostGIS takes most of a minute for all its figures. */
const COMPARED_SHARD_COUNT = 1;
const SYSTEM_VERSIONS = "/usr/lib/postgresql";

export interface PostgisComparison {
  cells: number;
  /** ours, all layers */
  ownSeconds: number;
  /** PostGIS, the same layers */
  allSeconds: number;
  /** PostGIS, the zone alone */
  zoneSeconds: number;
  /** figures compared: per cell and layer two counts and one distance */
  figures: number;
  /** figures that differ, distances by more than 3 cm */
  differing: number;
}

/** The comparison, or a sentence that says why there is none. Compares the shards with most AEDs. */
export async function comparePostgis(shards: BenchShard[]): Promise<PostgisComparison | string> {
  const bin = findServer();
  if (!bin) return "not measured: PostgreSQL with PostGIS is not installed here";
  const chosen = [...shards].sort((p, q) => q.aeds.length - p.aeds.length).slice(0, COMPARED_SHARD_COUNT);
  const cluster = startCluster(bin);
  try {
    const client = new pg.Client({ host: cluster.folder, database: "postgres", user: "bench" });
    await client.connect();
    try {
      return await compare(client, chosen);
    } finally {
      await client.end();
    }
  } finally {
    cluster.stop();
  }
}

async function compare(client: pg.Client, shards: BenchShard[]): Promise<PostgisComparison> {
  await prepare(client, shards);
  await client.query(ZONE_QUESTION);
  const zone = await timed(() => client.query(ZONE_QUESTION));
  const all = await timed(() => client.query(ALL_QUESTION));
  const own = await timed(() => shards.map((shard) => computeZones(shard.grid, shard.aeds)));
  const rows = new Map(all.result.rows.map((row) => [`${row.shard} ${row.index}`, row]));
  let [cells, figures, differing] = [0, 0, 0];
  for (const [s, shard] of shards.entries()) {
    for (let n = 0; n < shard.domain.length; n++) {
      if (shard.domain[n] === 0) continue;
      cells++;
      for (const layer of PERIODS_AND_WEEK) {
        figures += 3;
        differing += countDifferences(own.result[s][layer], n, rows.get(`${s} ${n}`), layer);
      }
    }
  }
  const seconds = { ownSeconds: own.cpuSeconds, allSeconds: all.wallSeconds, zoneSeconds: zone.wallSeconds };
  return { cells, figures, differing, ...seconds };
}

/** Which cells have a day-and-night AED within 500 m. */
const ZONE_QUESTION = `select c.shard, c.index from cell c where exists (
  select from aed a where a.week and ST_DWithin(c.at, a.at, 500))`;

/** Everything that one pass of ours gives. A cell with no AED within 2,500 m has no row. */
const ALL_QUESTION = `select shard, index, ${PERIODS_AND_WEEK.map(
  (layer) => `min(meters) filter (where ${layer}) as ${layer}_nearest,
    count(*) filter (where ${layer} and meters <= 500)::int as ${layer}_500,
    count(*) filter (where ${layer} and meters <= 1000)::int as ${layer}_1000`,
).join(", ")}
  from (select c.shard, c.index, a.*, ST_Distance(c.at, a.at) as meters
    from cell c join aed a on ST_DWithin(c.at, a.at, 2500)) as pair group by shard, index`;

function countDifferences(
  zones: PeriodZones,
  n: number,
  row: Record<string, number> | undefined,
  layer: string,
): number {
  const nearest = row?.[`${layer}_nearest`] ?? Number.POSITIVE_INFINITY;
  const own = zones.nearestMeters[n];
  const isSameNearest = own === nearest || Math.abs(own - nearest) < 0.03;
  return (
    Number(!isSameNearest) +
    Number(zones.within500m[n] !== (row?.[`${layer}_500`] ?? 0)) +
    Number(zones.within1000m[n] !== (row?.[`${layer}_1000`] ?? 0))
  );
}

async function prepare(client: pg.Client, shards: BenchShard[]): Promise<void> {
  await client.query("create extension postgis");
  await client.query("set max_parallel_workers_per_gather = 0; set jit = off; set work_mem = '256MB'");
  await client.query("create table cell (shard int, index int, at geography(point))");
  await client.query(
    "create table aed (at geography(point), week bool, weekday bool, evening bool, night bool, weekend bool)",
  );
  for (const [s, { grid, domain }] of shards.entries()) {
    const index = Array.from(domain.keys()).filter((n) => domain[n] > 0);
    await client.query(
      `insert into cell select $1, i, ${POINT} from unnest($2::int[], $3::float8[], $4::float8[]) as p(i, lng, lat)`,
      [s, index, index.map((n) => grid.lng[n]), index.map((n) => grid.lat[n])],
    );
  }
  const aeds = [...new Set(shards.flatMap((shard) => shard.aeds))];
  const masks = aeds.map((aed) => weekHoursToAvailability(aed.openHours, aed.alwaysOpen).reachable);
  const has = (mask: number) => masks.map((reachable) => (reachable & mask) === mask);
  await client.query(
    `insert into aed select ${POINT}, week, weekday, evening, night, weekend
      from unnest($1::float8[], $2::float8[], $3::bool[], $4::bool[], $5::bool[], $6::bool[], $7::bool[])
        as p(lng, lat, week, weekday, evening, night, weekend)`,
    [
      aeds.map((aed) => aed.position.lng),
      aeds.map((aed) => aed.position.lat),
      ...PERIODS_AND_WEEK.map((layer) => has(LAYER_MASK[layer])),
    ],
  );
  await client.query("create index on aed using gist (at)");
  await client.query("analyze");
}

const POINT = "ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography";

function findServer(): string | null {
  if (!existsSync(SYSTEM_VERSIONS)) return null;
  const version = readdirSync(SYSTEM_VERSIONS).sort().at(-1);
  const hasPostgis = existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`);
  const bin = join(SYSTEM_VERSIONS, version ?? "", "bin");
  return hasPostgis && existsSync(join(bin, "initdb")) ? bin : null;
}

/** PostgreSQL refuses to run as root: there the system's `postgres` user runs it. */
function startCluster(bin: string): { folder: string; stop(): void } {
  const folder = mkdtempSync(join(tmpdir(), "zesminuten-postgis-"));
  const isRoot = process.getuid?.() === 0;
  const ids = isRoot
    ? {
        uid: Number(execFileSync("id", ["-u", "postgres"])),
        gid: Number(execFileSync("id", ["-g", "postgres"])),
      }
    : {};
  if (isRoot) chownSync(folder, ids.uid!, ids.gid!);
  const options = { ...ids, cwd: folder, stdio: "ignore" as const };
  const data = join(folder, "data");
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale", "C"],
    options,
  );
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c shared_buffers=512MB -c fsync=off`;
  execFileSync(
    join(bin, "pg_ctl"),
    ["-D", data, "-w", "-o", settings, "-l", join(folder, "log"), "start"],
    options,
  );
  return {
    folder,
    stop() {
      execFileSync(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], options);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
