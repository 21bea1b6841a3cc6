/** AEDs, ambulance posts and police and fire posts of the editions that a run names, in pages. */
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

const AED_COLUMNS = `aed.source_id || ':' || aed.ref as id, aed.source_id, source.title as source_title, lng, lat, name,
  opening_hours, open_hours, always_open, indoor, access, checked_date::text as checked_date, coarsened`;
const AED_FROM = `from aed left join source on source.id = aed.source_id and source.kind = 'aeds'
  where since <= $1 and (until is null or until > $1)`;

export async function readAeds(
  { sql }: Database,
  run: PublishedRun,
  query: PageQuery,
): Promise<Page<ServedAed>> {
  const [west, south, east, north] = query.bbox ?? EVERYWHERE;
  const where = `${AED_FROM} and lng between $2 and $4 and lat between $3 and $5`;
  const edition = run.editions.aeds;
  const [rows, counts] = await sql.transaction([
    sql.query(`select ${AED_COLUMNS} ${where} order by aed.source_id, aed.ref limit $6 offset $7`, [
      edition,
      west,
      south,
      east,
      north,
      query.limit,
      query.offset,
    ]),
    sql.query(`select count(*)::int as matched ${where}`, [edition, west, south, east, north]),
  ]);
  return { items: rows.map(rowToAed), matched: counts[0].matched };
}

export async function readAed({ sql }: Database, run: PublishedRun, id: string): Promise<ServedAed | null> {
  const colon = id.indexOf(":");
  const rows = await sql.query(`select ${AED_COLUMNS} ${AED_FROM} and aed.source_id = $2 and aed.ref = $3`, [
    run.editions.aeds,
    id.slice(0, colon),
    id.slice(colon + 1),
  ]);
  return rows.length ? rowToAed(rows[0]) : null;
}

function rowToAed(row: Record<string, unknown>): ServedAed {
  return {
    id: row.id as string,
    sourceId: row.source_id as string,
    sourceTitle: (row.source_title as string | null) ?? (row.source_id as string),
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
