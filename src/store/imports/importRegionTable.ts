/**
 * The table of gemeenten with their provincie, veiligheidsregio and GGD: replaces the one in use, and makes the
 * roll-ups of the gemeenten in force again.
 */
import type { GemeenteRow } from "../../load/gemeenteTable.ts";
import type { Read } from "../../load/reader.ts";
import type { Database } from "../database.ts";
import { bulkInsert } from "./bulkInsert.ts";
import { commitRegions } from "./commitRegions.ts";
import { readEditions } from "./editions.ts";
import { onlyFirst } from "./onlyFirst.ts";
import {
  contentHashOf,
  emptyReport,
  type ImportOptions,
  type ImportReport,
  readAll,
  refusalOf,
  reportFindings,
  startFindings,
} from "./report.ts";
import { readSources } from "./sources.ts";

/** Not a source of regions: with the demo's regions in force it displaces nothing. */
const TABLE_ID = "region-table";

export async function importRegionTable(
  database: Database,
  reads: Iterable<Read<GemeenteRow>>,
  { onProgress, files = () => [], ...act }: ImportOptions,
): Promise<ImportReport> {
  const editions = await readEditions(database);
  const empty = emptyReport("regions", TABLE_ID, editions.regions.edition);
  const findings = startFindings();
  const table = onlyFirst(await readAll(reads, findings, onProgress), "code", ({ code }) => code, findings);
  const refused = refusalOf(findings, table.length);
  if (refused) return { ...empty, ...reportFindings(findings, files()), refused };

  const inForce = (await readSources(database)).filter(
    ({ kind, isRetired }) => kind === "regions" && !isRetired,
  );
  const report = await commitRegions(database, {
    editions,
    inForce,
    isRemoved: () => false,
    drawn: [],
    fresh: new Map(),
    table,
    statements: [
      database.sql`delete from gemeente_table`,
      ...bulkInsert(database, "gemeente_table", {}, tableColumns(table)),
    ],
    report: empty,
    findings,
    files: files(),
    contentHash: contentHashOf(files()),
    act,
  });
  return report.refused ? report : { ...report, accepted: table.length };
}

function tableColumns(table: readonly GemeenteRow[]) {
  return {
    code: { type: "text", values: table.map(({ code }) => code) },
    name: { type: "text", values: table.map(({ name }) => name) },
    provincie: { type: "text", values: table.map(({ provincie }) => provincie) },
    veiligheidsregio: { type: "text", values: table.map(({ veiligheidsregio }) => veiligheidsregio) },
    ggd: { type: "text", values: table.map(({ ggd }) => ggd) },
  } as const;
}
