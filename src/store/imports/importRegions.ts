/**
 * Regions of one source into the database. A file replaces what its source held of the same kinds: buurten leave the
 * gemeenten of the same source alone.
 */
import { regionsToCells } from "../../grid/polygonToCells.ts";
import type { Read } from "../../load/reader.ts";
import type { Region } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { commitRegions } from "./commitRegions.ts";
import { readEditions } from "./editions.ts";
import { onlyFirst } from "./onlyFirst.ts";
import { toRegionRow } from "./regionRows.ts";
import {
  addFindings,
  contentHashOf,
  emptyReport,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  readAll,
  refusalOf,
  reportFindings,
  startFindings,
} from "./report.ts";
import { readGemeenteTable } from "./rollUpRows.ts";
import { planSource, readSources, sourceStatements } from "./sources.ts";

export async function importRegions(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<Region>>,
  { now, onProgress, files = () => [] }: ImportOptions,
): Promise<ImportReport> {
  const editions = await readEditions(database);
  const plan = planSource(await readSources(database), "regions", source);
  const empty = emptyReport("regions", source.id, editions.regions.edition);
  if (plan.refused !== null) return { ...empty, refused: plan.refused };

  const findings = startFindings();
  const read = await readAll(reads, findings, onProgress);
  const regions = onlyFirst(read, "code", ({ code }) => code, findings);
  const refused = refusalOf(findings, regions.length);
  if (refused) return { ...empty, ...reportFindings(findings, files()), refused };

  const fresh = regionsToCells(regions);
  addFindings(findings, fresh.findings);
  const kinds = new Set<string>(regions.map(({ kind }) => kind));
  const codes = new Set(regions.map(({ code }) => code));
  const retires = plan.retires.map(({ id }) => id);
  const contentHash = contentHashOf(files());
  return commitRegions(database, {
    editions,
    inForce: plan.inForce,
    isRemoved: ({ sourceId, kind, code }) =>
      (sourceId === source.id && kinds.has(kind)) || retires.includes(sourceId) || codes.has(code),
    drawn: regions.map((region) => toRegionRow(region, source.id)),
    fresh: fresh.shards,
    table: await readGemeenteTable(database),
    statements: sourceStatements(database, "regions", source, contentHash, plan.retires, now),
    report: { ...empty, accepted: regions.length, retiredSources: retires },
    findings,
    files: files(),
    contentHash,
    now,
    onProgress: (done, total) => onProgress?.({ stage: "storing", done, total }),
  });
}
