/** Regions with the figures of a run, in pages; searched by name, best match first. */
import type { RegionsOfShard } from "../grid/polygonToCells.ts";
import type { Database } from "./database.ts";
import { unpackRegions } from "./inputPacking.ts";
import { fromBase64 } from "./packing.ts";
import type { Page, PageQuery, PublishedRun, RegionFigures, ServedRegion } from "./published.ts";

export interface RegionQuery extends PageQuery {
  kind?: string;
  search?: string;
  withOutline?: boolean;
}

const FROM = `from region left join region_result on region_result.code = region.code and run_id = $2
  where edition = $1`;

export async function readRegions(
  { sql }: Database,
  run: PublishedRun,
  query: RegionQuery,
): Promise<Page<ServedRegion>> {
  const { condition, values } = conditionOf(query);
  const head = [run.editions.regions, run.id, ...values];
  const outline = query.withOutline === false ? "'[]'::jsonb" : "outline";
  // a name that begins with the search comes before one that holds it; larger places first
  const order = query.search
    ? `order by (lower(name) like $3::text || '%') desc, (figures->>'residents')::float8 desc nulls last, region.code`
    : "order by region.code";
  const [rows, counts] = await sql.transaction([
    sql.query(
      `select region.code, kind, name, parent_code, west, south, east, north, ${outline} as outline, figures
        ${FROM} ${condition} ${order} limit $${head.length + 1} offset $${head.length + 2}`,
      [...head, query.limit, query.offset],
    ),
    sql.query(`select count(*)::int as matched ${FROM} ${condition}`, head),
  ]);
  return { items: rows.map(rowToRegion), matched: counts[0].matched };
}

export async function readRegion(
  { sql }: Database,
  run: PublishedRun,
  code: string,
): Promise<ServedRegion | null> {
  const rows = await sql.query(
    `select region.code, kind, name, parent_code, west, south, east, north, outline, figures ${FROM} and region.code = $3`,
    [run.editions.regions, run.id, code],
  );
  return rows.length ? rowToRegion(rows[0]) : null;
}

/** The very cells that the run's sums were made of. */
export async function readRegionShards(
  { sql }: Database,
  run: PublishedRun,
  shards: readonly string[],
): Promise<Map<string, RegionsOfShard[]>> {
  const rows = await sql.query(
    `select shard, encode(cells, 'base64') as cells from region_shard
      where edition = $1 and shard = any($2::text[]) order by shard`,
    [run.editions.regions, shards],
  );
  return new Map(rows.map(({ shard, cells }) => [shard as string, unpackRegions(fromBase64(cells))]));
}

/** `$3` is the search in lower case, with the pattern's own signs escaped. */
function conditionOf({ kind, search, bbox }: RegionQuery): { condition: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  if (search) {
    values.push(search.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`));
    parts.push(`and lower(name) like '%' || $3::text || '%'`);
  }
  if (kind) {
    values.push(kind);
    parts.push(`and kind = $${values.length + 2}`);
  }
  if (bbox) {
    const first = values.length + 3;
    values.push(...bbox);
    parts.push(
      `and west <= $${first + 2} and east >= $${first} and south <= $${first + 3} and north >= $${first + 1}`,
    );
  }
  return { condition: parts.join(" "), values };
}

function rowToRegion(row: Record<string, unknown>): ServedRegion {
  return {
    code: row.code as string,
    name: row.name as string,
    kind: row.kind as string,
    parentCode: row.parent_code as string | null,
    bbox: [Number(row.west), Number(row.south), Number(row.east), Number(row.north)],
    outline: row.outline as ServedRegion["outline"],
    figures: row.figures as RegionFigures,
  };
}
