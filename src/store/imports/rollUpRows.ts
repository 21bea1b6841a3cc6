/**
 * Provincie, veiligheidsregio and GGD as rows of their own, with the gemeenten they are the sum of.
 */
import { GEMEENTE_TABLE, type GemeenteRow } from "../../load/gemeenteTable.ts";
import type { Finding } from "../../load/reader.ts";
import { rollUpRegions } from "../../load/regionRollUps.ts";
import type { Database } from "../database.ts";
import { type HeldRegion, type RegionRow, toRollUpRow } from "./regionRows.ts";

export interface RollUpRows {
  rows: RegionRow[];
  members: { parentCode: string; childCode: string }[];
  /** gemeente → provincie that is in force, drawn or summed */
  provincieOf: Map<string, string>;
  findings: Finding[];
}

/** `drawn`: all regions that will be in force and have an outline of their own. */
export function rollUpRows(drawn: readonly HeldRegion[], table: readonly GemeenteRow[]): RollUpRows {
  const regions = drawn.map(({ statedResidents, ...rest }) => ({
    ...rest,
    residents: statedResidents,
    polygons: [],
  }));
  const summed = rollUpRegions(regions, table);
  const boundsOf = new Map(drawn.map((row) => [row.code, row]));
  const rows: RegionRow[] = [];
  const members: RollUpRows["members"] = [];
  for (const region of summed.regions) {
    // one with an outline of its own has its own cells: adding its parts would count everybody twice
    if (boundsOf.has(region.code)) continue;
    const children = [...summed.codesOfGemeente]
      .filter(([, codes]) => Object.values(codes).includes(region.code))
      .map(([childCode]) => childCode);
    rows.push(
      toRollUpRow(
        region,
        children.map((code) => boundsOf.get(code)!),
      ),
    );
    members.push(...children.map((childCode) => ({ parentCode: region.code, childCode })));
  }
  const inForce = new Set([...drawn, ...rows].map(({ code }) => code));
  const provincieOf = new Map(
    table.flatMap(({ code, provincie }) =>
      provincie && inForce.has(provincie) ? [[code, provincie] as const] : [],
    ),
  );
  return { rows, members, provincieOf, findings: summed.findings.map(asWarning) };
}

/** The table that was loaded, or the one that ships. */
export async function readGemeenteTable({ sql }: Database): Promise<readonly GemeenteRow[]> {
  const rows =
    await sql`select code, name, provincie, veiligheidsregio, ggd from gemeente_table order by code`;
  return rows.length > 0 ? (rows as GemeenteRow[]) : GEMEENTE_TABLE;
}

/** A roll-up left out is no rejected record of the file. */
function asWarning(finding: Finding): Finding {
  return { ...finding, severity: "warning" };
}
