/**
 * Rows of `region`: the drawn regions of one source, and the roll-ups made of gemeenten.
 */
import type { Region } from "../../load/records.ts";
import type { Database } from "../database.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import { boundsOf, simplifyOutline } from "./regionOutline.ts";
import { storableText } from "./storableText.ts";

/** The source of rows that no file holds: sums of gemeenten. */
export const ROLL_UP_SOURCE = "roll-ups";

export interface RegionRow {
  code: string;
  kind: Region["kind"];
  name: string;
  parentCode: string | null;
  sourceId: string;
  statedResidents: number | null;
  bounds: [west: number, south: number, east: number, north: number];
  /** JSON; empty for roll-ups */
  outline: string;
}

export function toRegionRow(region: Region, sourceId: string): RegionRow {
  const { code, kind, name, parentCode, residents: statedResidents, polygons } = region;
  const outline = JSON.stringify(simplifyOutline(polygons));
  return {
    code,
    kind,
    name: storableText(name),
    parentCode,
    sourceId,
    statedResidents,
    bounds: boundsOf(polygons),
    outline,
  };
}

/** No outline of its own; its bounds are those of its members. */
export function toRollUpRow(region: Region, members: readonly Pick<RegionRow, "bounds">[]): RegionRow {
  const { code, kind, name, parentCode, residents: statedResidents } = region;
  const bounds = members.reduce<RegionRow["bounds"]>(
    (all, { bounds: [west, south, east, north] }) => [
      Math.min(all[0], west),
      Math.min(all[1], south),
      Math.max(all[2], east),
      Math.max(all[3], north),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  return { code, kind, name, parentCode, sourceId: ROLL_UP_SOURCE, statedResidents, bounds, outline: "[]" };
}

export function regionColumns(rows: readonly RegionRow[]): Record<string, BulkColumn> {
  return {
    code: { type: "text", values: rows.map(({ code }) => code) },
    kind: { type: "text", values: rows.map(({ kind }) => kind) },
    name: { type: "text", values: rows.map(({ name }) => name) },
    parent_code: { type: "text", values: rows.map(({ parentCode }) => parentCode) },
    source_id: { type: "text", values: rows.map(({ sourceId }) => sourceId) },
    stated_residents: { type: "float8", values: rows.map(({ statedResidents }) => statedResidents) },
    west: { type: "float8", values: rows.map(({ bounds }) => bounds[0]) },
    south: { type: "float8", values: rows.map(({ bounds }) => bounds[1]) },
    east: { type: "float8", values: rows.map(({ bounds }) => bounds[2]) },
    north: { type: "float8", values: rows.map(({ bounds }) => bounds[3]) },
    outline: { type: "jsonb", values: rows.map(({ outline }) => outline) },
  };
}

/** A row in force without its outline. */
export type HeldRegion = Omit<RegionRow, "outline">;

export async function readHeldRegions({ sql }: Database, edition: number): Promise<HeldRegion[]> {
  const rows =
    await sql`select code, kind, name, parent_code, source_id, stated_residents, west, south, east, north
    from region where edition = ${edition} order by code`;
  return rows.map((row) => ({
    code: row.code,
    kind: row.kind,
    name: row.name,
    parentCode: row.parent_code,
    sourceId: row.source_id,
    statedResidents: row.stated_residents,
    bounds: [row.west, row.south, row.east, row.north],
  }));
}

const OUTLINES_PER_ANSWER = 2_000;

/** code → outline as JSON, of the rows that may have changed. */
export async function readOutlines(
  { sql }: Database,
  edition: number,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const outlines = new Map<string, string>();
  for (let at = 0; at < codes.length; at += OUTLINES_PER_ANSWER) {
    const rows = await sql`select code, outline from region
      where edition = ${edition} and code = any(${codes.slice(at, at + OUTLINES_PER_ANSWER)}::text[])`;
    for (const { code, outline } of rows) outlines.set(code, JSON.stringify(outline));
  }
  return outlines;
}
