/**
 * Postcode discs are spread over land: where other regions change what is land, the population is merged again.
 */
import type { CellId } from "../../grid/cell.ts";
import type { Database } from "../database.ts";
import type { RegionCells } from "../inputPacking.ts";
import type { Statement } from "./bulkInsert.ts";
import type { EditionMove, EditionsInForce } from "./editions.ts";
import { massNotes } from "./importPopulation.ts";
import { mergePopulation, readUnits } from "./mergePopulation.ts";
import { isPopulationInForce, populationColumns } from "./populationShards.ts";
import { readSources } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";

export interface PopulationFollow {
  move: EditionMove;
  verify: Statement;
  notes: string[];
}

/** null = the population stays as it is (or was made as cells, which know their own land). */
export async function stagePopulationOn(
  database: Database,
  { population }: EditionsInForce,
  regions: ReadonlyMap<CellId, RegionCells[]>,
): Promise<PopulationFollow | { refused: string } | null> {
  const sources = await readSources(database);
  const ids = sources
    .filter(({ kind, isRetired }) => kind === "population" && !isRetired)
    .map(({ id }) => id);
  const units = await readUnits(database, ids, population.edition);
  if (units.length === 0) return null;
  const merged = mergePopulation(units, regions);
  if (await isPopulationInForce(database, merged.shards, population.edition)) return null;

  await sweepEditions(database, "population", ["population_shard"], population.edition);
  const staged = await stageRows(database, {
    table: "population_shard",
    edition: population.edition + 1,
    columns: await populationColumns(merged.shards),
  });
  if ("refused" in staged) return staged;
  const move = { kind: "population", nature: population.nature, dataDate: population.dataDate } as const;
  return { move, verify: staged.verify, notes: massNotes(merged.report) };
}
