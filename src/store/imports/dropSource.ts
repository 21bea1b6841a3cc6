/**
 * Takes one source out of force, with all that followed from it; exact responder counts are erased.
 * Nothing that it had displaced comes back by itself: load that again. Like any import it can be undone.
 */
import type { Database } from "../database.ts";
import { commitPlaces } from "./commitPlaces.ts";
import { commitRegions } from "./commitRegions.ts";
import { dropStreets } from "./dropStreets.ts";
import { commitEditions, type EditionsInForce, readEditions } from "./editions.ts";
import { eraseStatement, readExactCounts } from "./exactCounts.ts";
import { endUnitsStatement, massNotes } from "./importPopulation.ts";
import { commitResponders, type ResponderImportOptions } from "./importResponders.ts";
import { followMerge } from "./mergedAeds.ts";
import { mergePopulation, readRegionCells, readUnits } from "./mergePopulation.ts";
import { populationColumns } from "./populationShards.ts";
import { emptyReport, type ImportReport, type ImportSource, startFindings } from "./report.ts";
import { readGemeenteTable } from "./rollUpRows.ts";
import { natureOf, oldestDataDate, readSources, retireStatement, type StoredSource } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";
import { closeSourcesStatement, VERSIONED_TABLES, type VersionedKindName } from "./versionedRows.ts";

export interface Drop {
  editions: EditionsInForce;
  source: StoredSource;
  /** what stays in force of the same kind */
  inForce: ImportSource[];
  report: ImportReport;
  contentHash: string;
  options: ResponderImportOptions;
}

/** null = there is no such source in force. */
export async function dropSource(
  database: Database,
  sourceId: string,
  options: ResponderImportOptions,
): Promise<ImportReport | null> {
  const editions = await readEditions(database);
  const sources = (await readSources(database)).filter(({ isRetired }) => !isRetired);
  const source = sources.find(({ id }) => id === sourceId);
  if (!source) return null;
  const { kind } = source;
  const inForce = sources.filter((other) => other.kind === kind && other.id !== sourceId);
  const report = { ...emptyReport(kind, sourceId, editions[kind].edition), retiredSources: [sourceId] };
  const drop: Drop = { editions, source, inForce, report, contentHash: source.contentHash ?? "", options };
  if (kind === "responders") return dropResponders(database, drop);
  if (kind === "population") return dropPopulation(database, drop);
  if (kind === "regions") return dropRegions(database, drop);
  if (kind === "streets") return dropStreets(database, drop);
  return dropVersioned(database, drop, kind);
}

async function dropVersioned(
  database: Database,
  { editions, source, inForce, report, contentHash, options }: Drop,
  kind: VersionedKindName,
): Promise<ImportReport> {
  const table = VERSIONED_TABLES[kind];
  const [{ open }] = await database.sql.query(
    `select count(*)::integer as open from ${table} where source_id = $1 and until is null`,
    [source.id],
  );
  const before = editions[kind];
  const { statements, notes } =
    kind === "aeds"
      ? await followMerge(database, { unchanged: inForce, changed: [], edition: before.edition })
      : { statements: [], notes: [] };
  const told = { ...report, retired: open, edition: before.edition + 1, isNewEdition: true, notes };
  const moved = await commitEditions(database, {
    read: { [kind]: before.edition },
    moves: [{ kind, nature: natureOf(inForce), dataDate: oldestDataDate(inForce) }],
    statements: [
      closeSourcesStatement(database, table, [source.id], before.edition),
      ...statements,
      retireStatement(database, [source], options.now),
    ],
    log: { report: told, contentHash, act: options, isChange: true },
  });
  return moved === null ? told : { ...report, refused: moved };
}

async function dropResponders(
  database: Database,
  { editions, source, inForce, report, contentHash, options }: Drop,
): Promise<ImportReport> {
  const gone = await readExactCounts(database, [source.id]);
  const rest = await readExactCounts(
    database,
    inForce.map(({ id }) => id),
  );
  return commitResponders(database, {
    before: editions.responders,
    inForce,
    counts: rest,
    report: { ...report, retired: [...gone.homes.values()].reduce((sum, count) => sum + count, 0) },
    isErasure: true,
    contentHash,
    statementsAt: () => [
      eraseStatement(database, [source.id]),
      retireStatement(database, [source], options.now),
    ],
    options,
  });
}

async function dropPopulation(
  database: Database,
  { editions, source, inForce, report, contentHash, options }: Drop,
): Promise<ImportReport> {
  const before = editions.population.edition;
  await sweepEditions(database, "population", ["population_shard"], before);
  const gone = await readUnits(database, [source.id], before);
  const units = await readUnits(
    database,
    inForce.map(({ id }) => id),
    before,
  );
  const merged = mergePopulation(units, await readRegionCells(database, editions.regions.edition));
  const staged = await stageRows(database, {
    table: "population_shard",
    edition: before + 1,
    columns: await populationColumns(merged.shards),
  });
  if ("refused" in staged) return { ...report, refused: staged.refused };
  return commitPlaces(database, {
    editions,
    moves: [{ kind: "population", nature: natureOf(inForce), dataDate: oldestDataDate(inForce) }],
    statements: [
      staged.verify,
      retireStatement(database, [source], options.now),
      endUnitsStatement(database, [source.id], before),
    ],
    report: { ...report, retired: gone.length, notes: massNotes(merged.report) },
    contentHash,
    act: options,
  });
}

async function dropRegions(
  database: Database,
  { editions, source, inForce, report, contentHash, options }: Drop,
): Promise<ImportReport> {
  return commitRegions(database, {
    editions,
    inForce,
    isRemoved: ({ sourceId }) => sourceId === source.id,
    drawn: [],
    fresh: new Map(),
    table: await readGemeenteTable(database),
    statements: [retireStatement(database, [source], options.now)],
    report,
    findings: startFindings(),
    files: [],
    contentHash,
    act: options,
  });
}
