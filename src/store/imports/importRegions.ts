/**
 * Regions of one source into the database. A file replaces what its source held of the same kinds: buurten leave the
 * gemeenten of the same source alone.
 */
import { regionsToCells } from "../../grid/polygonToCells.ts";
import type { Read } from "../../load/reader.ts";
import type { Region } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { commitRegions } from "./commitRegions.ts";
import { readImport } from "./readImport.ts";
import { toRegionRow } from "./regionRows.ts";
import { addFindings, type ImportOptions, type ImportReport, type ImportSource } from "./report.ts";
import { readGemeenteTable } from "./rollUpRows.ts";
import { sourceStatements } from "./sources.ts";

export async function importRegions(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<Region>>,
  options: ImportOptions,
): Promise<ImportReport> {
  const key = { field: "code", of: ({ code }: Region) => code };
  const begun = await readImport(database, "regions", source, reads, key, options);
  if (begun.refusal) return begun.refusal;
  const { plan, records, findings, contentHash, told } = begun;
  const { onProgress } = options;
  const fresh = regionsToCells(records);
  addFindings(findings, fresh.findings);
  const kinds = new Set<string>(records.map(({ kind }) => kind));
  const codes = new Set(records.map(({ code }) => code));
  const retires = plan.retires.map(({ id }) => id);
  return commitRegions(database, {
    ...begun,
    inForce: plan.inForce,
    isRemoved: ({ sourceId, kind, code }) =>
      (sourceId === source.id && kinds.has(kind)) || retires.includes(sourceId) || codes.has(code),
    drawn: records.map((region) => toRegionRow(region, source.id)),
    fresh: fresh.shards,
    table: await readGemeenteTable(database),
    statements: sourceStatements(database, "regions", source, contentHash, plan.retires, options.now),
    report: { ...told, accepted: records.length, retiredSources: retires },
    act: options,
    onProgress: (done, total) => onProgress?.({ stage: "storing", done, total }),
  });
}
