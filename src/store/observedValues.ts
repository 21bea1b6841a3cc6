/**
 * The observed values of an edition, as the model reads them: the newest per region and measure. Any stage that would
 * use a value of its own asks here first (`load/observedInUse.ts` says which region's value counts).
 */
import { newestByRegion, type ObservedByRegion } from "../load/observedInUse.ts";
import type { ObservedValue } from "../load/records.ts";
import type { Database } from "./database.ts";

/** `edition` undefined = a run of before observed values were loaded. */
export async function readObserved(
  { sql }: Database,
  edition: number | undefined,
): Promise<ObservedByRegion> {
  const rows =
    await sql`select ref, region_code, measure, value, source, date::text as date from observed_value
    where since <= ${edition ?? 0} and (until is null or until > ${edition ?? 0})
    order by source_id collate "C", ref collate "C"`;
  return newestByRegion(
    rows.map(({ region_code, ...row }) => ({ ...row, regionCode: region_code }) as ObservedValue),
  );
}

/** Per region the codes of the regions around it, from small to large, itself first. */
export async function readRegionsAround({ sql }: Database, edition: number): Promise<Map<string, string[]>> {
  const [regions, members] = await sql.transaction([
    sql`select code, kind, parent_code from region where edition = ${edition}`,
    sql`select parent_code, child_code from region_member where edition = ${edition}`,
  ]);
  const kindOf = new Map(regions.map((row) => [row.code as string, row.kind as string]));
  const parentsOf = new Map<string, Set<string>>();
  const add = (child: string, parent: string | null) => {
    if (parent !== null && kindOf.has(parent)) {
      parentsOf.set(child, (parentsOf.get(child) ?? new Set()).add(parent));
    }
  };
  for (const { code, parent_code } of regions) add(code, parent_code);
  for (const { parent_code, child_code } of members) add(child_code, parent_code);
  const rank = (code: string) => SMALL_TO_LARGE.indexOf(kindOf.get(code)!);
  const around = (code: string, found: Set<string>): Set<string> => {
    if (found.has(code)) return found;
    found.add(code);
    for (const parent of parentsOf.get(code) ?? []) around(parent, found);
    return found;
  };
  return new Map(
    [...kindOf.keys()].map((code) => {
      const [, ...others] = around(code, new Set());
      return [code, [code, ...others.sort((p, q) => rank(p) - rank(q) || (p < q ? -1 : 1))]];
    }),
  );
}

/** A veiligheidsregio, by which ambulances are organised, counts before a GGD of the same size. */
const SMALL_TO_LARGE = ["buurt", "wijk", "place", "gemeente", "veiligheidsregio", "ggd", "provincie"];
