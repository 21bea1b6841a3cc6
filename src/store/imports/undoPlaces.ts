/**
 * Population and regions as they were before an import. Units and outlines come back as they were kept; people per
 * cell and the ground of the protected units are made again on the other inputs of today.
 */
import type { CellId } from "../../grid/cell.ts";
import type { Database } from "../database.ts";
import type { RegionCells } from "../inputPacking.ts";
import { populationShard, region, regionMember, regionShard } from "../schema.ts";
import type { Statement } from "./bulkInsert.ts";
import { commitPlaces } from "./commitPlaces.ts";
import { commitEditions } from "./editions.ts";
import { massNotes } from "./importPopulation.ts";
import { mergePopulation, readRegionCells, readUnits } from "./mergePopulation.ts";
import { stagePopulationOn } from "./populationFollows.ts";
import { populationColumns } from "./populationShards.ts";
import type { ImportReport } from "./report.ts";
import { natureOf, oldestDataDate } from "./sources.ts";
import { digestOf, type Staged, stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";
import type { Undo } from "./undoImport.ts";
import { copyEdition, undoStatements } from "./undoStatements.ts";

export async function undoPopulation(database: Database, undo: Undo): Promise<ImportReport> {
  const { editions, entry, before, inForce, report, options } = undo;
  if (!report.isNewEdition) return undoSourceOnly(database, undo);
  const current = editions.population.edition;
  await sweepEditions(database, "population", ["population_shard"], current);
  const units = await stageUnits(database, before.edition, current);
  if ("refused" in units) return { ...report, refused: units.refused };
  const cells = await stagePopulationOf(database, undo);
  if ("refused" in cells) return { ...report, refused: cells.refused };
  return commitPlaces(database, {
    editions,
    moves: [{ kind: "population", nature: natureOf(inForce), dataDate: oldestDataDate(inForce) }],
    statements: [
      units.verify,
      cells.verify,
      database.sql`update population_source set until = ${current + 1}
        where until is null and edition > ${before.edition} and edition <= ${current}`,
      ...undoStatements(database, entry),
    ],
    report: { ...report, notes: [...report.notes, ...cells.notes] },
    contentHash: "",
    act: options,
    undoes: entry.id,
  });
}

/** Merged from the units of then on the regions of now; a population made as cells has no units, only its cells. */
async function stagePopulationOf(
  database: Database,
  { editions, before, inForce }: Undo,
): Promise<(Staged & { notes: string[] }) | { refused: string }> {
  const edition = editions.population.edition + 1;
  const ids = inForce.map(({ id }) => id);
  const units = await readUnits(database, ids, before.edition);
  if (units.length === 0) {
    const copy = { name: "population_shard", table: populationShard, from: before.edition, to: edition };
    const carriedOver = ids.length > 0 ? copyEdition(database, copy) : undefined;
    const staged = await stageRows(database, { table: "population_shard", edition, carriedOver });
    return "refused" in staged ? staged : { ...staged, notes: [] };
  }
  const merged = mergePopulation(units, await readRegionCells(database, editions.regions.edition));
  const columns = await populationColumns(merged.shards);
  const staged = await stageRows(database, { table: "population_shard", edition, columns });
  return "refused" in staged ? staged : { ...staged, notes: massNotes(merged.report) };
}

/** The units that were in force at edition `from` and ended since, once more. */
function stageUnits({ sql }: Database, from: number, current: number): ReturnType<typeof stageRows> {
  const carriedOver = sql.query(
    `insert into population_source (source_id, edition, part, units)
      select source_id, $1::integer, part, units from population_source where edition <= $2 and until > $2
      returning ${digestOf("population_source")}`,
    [current + 1, from],
  );
  return stageRows({ sql } as Database, { table: "population_source", edition: current + 1, carriedOver });
}

export async function undoRegions(database: Database, undo: Undo): Promise<ImportReport> {
  const { editions, entry, before, inForce, report, options } = undo;
  if (!report.isNewEdition) return undoSourceOnly(database, undo);
  const [from, to] = [before.edition, editions.regions.edition + 1];
  await sweepEditions(database, "regions", ["region", "region_member", "region_shard"], to - 1);
  const stage = async (name: "region" | "region_shard", table: typeof region | typeof regionShard) =>
    stageRows(database, {
      table: name,
      edition: to,
      carriedOver: copyEdition(database, { name, table, from, to }),
    });
  const rows = await stage("region", region);
  if ("refused" in rows) return { ...report, refused: rows.refused };
  const cells = await stage("region_shard", regionShard);
  if ("refused" in cells) return { ...report, refused: cells.refused };
  const regions: Map<CellId, RegionCells[]> = await readRegionCells(database, from);
  const population = await stagePopulationOn(database, editions, regions);
  if (population && "refused" in population) return { ...report, refused: population.refused };
  const move = { kind: "regions", nature: natureOf(inForce), dataDate: oldestDataDate(inForce) } as const;
  return commitPlaces(database, {
    editions,
    moves: population ? [move, population.move] : [move],
    statements: [
      rows.verify,
      cells.verify,
      ...(population ? [population.verify] : []),
      copyEdition(database, { name: "region_member", table: regionMember, from, to }),
      ...restoreGemeenteTable(database, before.gemeenteTable),
      ...undoStatements(database, entry),
    ],
    report: { ...report, notes: [...report.notes, ...(population?.notes ?? [])] },
    contentHash: "",
    act: options,
    undoes: entry.id,
  });
}

function restoreGemeenteTable({ sql }: Database, rows: readonly unknown[] = []): Statement[] {
  return [
    sql`delete from gemeente_table`,
    sql`insert into gemeente_table
      select * from jsonb_populate_recordset(null::gemeente_table, ${JSON.stringify(rows)}::jsonb)`,
  ];
}

/** The import had changed a title, a day or the table of gemeenten, and no edition. */
async function undoSourceOnly(
  database: Database,
  { editions, entry, before, report, options }: Undo,
): Promise<ImportReport> {
  const { kind } = entry;
  const moved = await commitEditions(database, {
    read: { [kind]: editions[kind].edition },
    moves: [],
    statements: [
      ...(kind === "regions" ? restoreGemeenteTable(database, before.gemeenteTable) : []),
      ...undoStatements(database, entry),
    ],
    log: { report, contentHash: "", act: options, isChange: true, undoes: entry.id },
  });
  return moved === null ? report : { ...report, refused: moved };
}
