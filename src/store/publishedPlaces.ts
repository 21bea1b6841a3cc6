/** AEDs, ambulance posts and police and fire posts of the editions that a run names, in pages. */
import type { AedOrigin } from "../load/sourcedAed.ts";
import type { Database } from "./database.ts";
import type {
  Bbox,
  Page,
  PageQuery,
  PublishedRun,
  ServedAed,
  ServedPoliceFirePost,
  ServedPost,
} from "./published.ts";

const EVERYWHERE: Bbox = [-180, -90, 180, 90];

const AED_COLUMNS = `id, lng, lat, name, opening_hours, open_hours, always_open, indoor, access,
  checked_date::text as checked_date, coarsened, sources`;
const AED_FROM = "from merged_aed where since <= $1 and (until is null or until > $1)";
const AED_SOURCES = "select id, title, data_date::text as data_date from source where kind = 'aeds'";

export async function readAeds(
  { sql }: Database,
  run: PublishedRun,
  query: PageQuery,
): Promise<Page<ServedAed>> {
  const [west, south, east, north] = query.bbox ?? EVERYWHERE;
  const where = `${AED_FROM} and lng between $2 and $4 and lat between $3 and $5`;
  const edition = run.editions.aeds;
  const [rows, counts, sources] = await sql.transaction([
    sql.query(`select ${AED_COLUMNS} ${where} order by id limit $6 offset $7`, [
      edition,
      west,
      south,
      east,
      north,
      query.limit,
      query.offset,
    ]),
    sql.query(`select count(*)::int as matched ${where}`, [edition, west, south, east, north]),
    sql.query(AED_SOURCES),
  ]);
  const sourceOf = sourceById(sources);
  return { items: rows.map((row) => rowToAed(row, sourceOf)), matched: counts[0].matched };
}

/** By its own id, or by the id of any row that it is made of: that of a source which another came before. */
export async function readAed({ sql }: Database, run: PublishedRun, id: string): Promise<ServedAed | null> {
  // Postgres holds no NUL in a text
  if (id.includes("\0")) return null;
  const edition = run.editions.aeds;
  const [rows, sources] = await sql.transaction([
    sql.query(`select ${AED_COLUMNS} ${AED_FROM} and id = $2`, [edition, id]),
    sql.query(AED_SOURCES),
  ]);
  const found = rows.length > 0 ? rows : await readMember({ sql } as Database, edition, id);
  return found.length > 0 ? rowToAed(found[0], sourceById(sources)) : null;
}

function readMember({ sql }: Database, edition: number, id: string): Promise<Record<string, unknown>[]> {
  const colon = id.indexOf(":");
  const origin = { sourceId: id.slice(0, colon), ref: id.slice(colon + 1) };
  return sql.query(`select ${AED_COLUMNS} ${AED_FROM} and sources::jsonb @> $2::jsonb`, [
    edition,
    JSON.stringify([origin]),
  ]);
}

type SourceOf = ReadonlyMap<string, Record<string, unknown>>;

function sourceById(rows: Record<string, unknown>[]): SourceOf {
  return new Map(rows.map((row) => [row.id as string, row]));
}

function rowToAed(row: Record<string, unknown>, sourceOf: SourceOf): ServedAed {
  const origins = row.sources as AedOrigin[];
  return {
    id: row.id as string,
    lng: Number(row.lng),
    lat: Number(row.lat),
    name: row.name as string | null,
    openingHours: row.opening_hours as string | null,
    openHours: row.open_hours as string,
    alwaysOpen: row.always_open as boolean | null,
    indoor: row.indoor as boolean | null,
    access: row.access as ServedAed["access"],
    checkedDate: row.checked_date as string | null,
    coarsened: row.coarsened as boolean,
    sources: origins.map(({ sourceId, ref, checkedDate }) => ({
      sourceId,
      title: (sourceOf.get(sourceId)?.title as string | undefined) ?? sourceId,
      ref,
      checkedDate,
      dataDate: (sourceOf.get(sourceId)?.data_date as string | null | undefined) ?? null,
    })),
  };
}

const POST_COLUMNS = "source_id || ':' || ref as id, lng, lat, name, availability, open_hours";
const POST_FROM = "from ambulance_post where since <= $1 and (until is null or until > $1)";

export async function readPosts(
  database: Database,
  run: PublishedRun,
  query: PageQuery,
): Promise<Page<ServedPost>> {
  const { rows, matched } = await readPoints(database, POST_COLUMNS, POST_FROM, run.editions.posts, query);
  return { items: rows.map(rowToPost), matched };
}

export async function readPost(
  database: Database,
  run: PublishedRun,
  id: string,
): Promise<ServedPost | null> {
  const row = await readPoint(database, POST_COLUMNS, POST_FROM, run.editions.posts, id);
  return row && rowToPost(row);
}

const POLICE_FIRE_COLUMNS = "source_id || ':' || ref as id, kind, name, lng, lat";
const POLICE_FIRE_FROM = "from police_fire_post where since <= $1 and (until is null or until > $1)";

export async function readPoliceFirePosts(
  database: Database,
  { editions: { policeFirePosts = 0 } }: PublishedRun,
  query: PageQuery,
): Promise<Page<ServedPoliceFirePost>> {
  const page = await readPoints(database, POLICE_FIRE_COLUMNS, POLICE_FIRE_FROM, policeFirePosts, query);
  return { items: page.rows.map(rowToPoliceFire), matched: page.matched };
}

export async function readPoliceFirePost(
  database: Database,
  { editions: { policeFirePosts = 0 } }: PublishedRun,
  id: string,
): Promise<ServedPoliceFirePost | null> {
  const row = await readPoint(database, POLICE_FIRE_COLUMNS, POLICE_FIRE_FROM, policeFirePosts, id);
  return row && rowToPoliceFire(row);
}

function rowToPoliceFire(row: Row): ServedPoliceFirePost {
  return {
    id: row.id as string,
    kind: row.kind as ServedPoliceFirePost["kind"],
    name: row.name as string | null,
    lng: Number(row.lng),
    lat: Number(row.lat),
  };
}

type Row = Record<string, unknown>;

async function readPoints(
  { sql }: Database,
  columns: string,
  from: string,
  edition: number,
  query: PageQuery,
): Promise<{ rows: Row[]; matched: number }> {
  const box = query.bbox ?? EVERYWHERE;
  const where = `${from} and lng between $2 and $4 and lat between $3 and $5`;
  const [rows, counts] = await sql.transaction([
    sql.query(`select ${columns} ${where} order by source_id, ref limit $6 offset $7`, [
      edition,
      ...box,
      query.limit,
      query.offset,
    ]),
    sql.query(`select count(*)::int as matched ${where}`, [edition, ...box]),
  ]);
  return { rows, matched: counts[0].matched };
}

/** By `<source>:<ref>`. */
async function readPoint(
  { sql }: Database,
  columns: string,
  from: string,
  edition: number,
  id: string,
): Promise<Row | null> {
  const colon = id.indexOf(":");
  const rows = await sql.query(`select ${columns} ${from} and source_id = $2 and ref = $3`, [
    edition,
    id.slice(0, colon),
    id.slice(colon + 1),
  ]);
  return rows[0] ?? null;
}

function rowToPost(row: Record<string, unknown>): ServedPost {
  return {
    id: row.id as string,
    lng: Number(row.lng),
    lat: Number(row.lat),
    name: row.name as string,
    availability: row.availability as string | null,
    openHours: row.open_hours as string,
  };
}
