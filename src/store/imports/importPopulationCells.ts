/**
 * A synthetic population that was made as people per cell: the whole country at once, in place of all before it.
 */
import type { CellId } from "../../grid/cell.ts";
import type { Database } from "../database.ts";
import { type PopulationCells, unpackPopulation } from "../inputPacking.ts";
import { fromBase64 } from "../packing.ts";
import { commitPlaces } from "./commitPlaces.ts";
import { readEditions } from "./editions.ts";
import { endUnitsStatement } from "./importPopulation.ts";
import { isPopulationInForce, type PopulationShards, populationColumns } from "./populationShards.ts";
import {
  contentHashOf,
  emptyReport,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
} from "./report.ts";
import { natureOf, planSource, readSources, sourceStatements } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";

export async function importPopulationCells(
  database: Database,
  source: ImportSource,
  shards: PopulationShards,
  { onProgress, files = () => [], ...act }: ImportOptions,
): Promise<ImportReport> {
  if (!source.isSynthetic) {
    throw new Error(
      `got real population ${source.id} as cells, expected squares or discs; use importPopulation`,
    );
  }
  const editions = await readEditions(database);
  const before = editions.population.edition;
  const stored = await readSources(database);
  const plan = planSource(stored, "population", source);
  const empty = emptyReport("population", source.id, before);
  if (plan.refused !== null) return { ...empty, refused: plan.refused };
  if (shards.size === 0)
    return { ...empty, refused: "got no cells with people, expected at least one; nothing was changed." };

  const isOwn = stored.some(({ id, isRetired }) => id === source.id && !isRetired);
  const held = isOwn ? await readShards(database, before) : new Map<CellId, PopulationCells>();
  const report = { ...empty, ...compareCells(shards, held), hashes: {} };
  if (isOwn && (await isPopulationInForce(database, shards, before))) return report;

  await sweepEditions(database, "population", ["population_shard"], before);
  const staged = await stageRows(database, {
    table: "population_shard",
    edition: before + 1,
    columns: await populationColumns(shards),
    onProgress: (done) => onProgress?.({ stage: "storing", done, total: shards.size }),
  });
  if ("refused" in staged) return { ...empty, refused: staged.refused };
  const contentHash = contentHashOf(files());
  const retires = plan.retires.map(({ id }) => id);
  return commitPlaces(database, {
    editions,
    moves: [{ kind: "population", nature: natureOf(plan.inForce), dataDate: source.dataDate }],
    statements: [
      staged.verify,
      ...sourceStatements(database, "population", source, contentHash, plan.retires, act.now),
      endUnitsStatement(database, [source.id, ...retires], before),
    ],
    report: { ...report, retiredSources: retires },
    contentHash,
    act,
  });
}

async function readShards({ sql }: Database, edition: number): Promise<Map<CellId, PopulationCells>> {
  const held = new Map<CellId, PopulationCells>();
  const shards = await sql`select shard from population_shard where edition = ${edition}`;
  for (const { shard } of shards) {
    const [{ cells }] = await sql`select encode(cells, 'base64') as cells from population_shard
      where edition = ${edition} and shard = ${shard}`;
    held.set(shard, await unpackPopulation(fromBase64(cells)));
  }
  return held;
}

/** In cells where somebody lives. */
function compareCells(shards: PopulationShards, held: PopulationShards) {
  const counts = { accepted: 0, added: 0, changed: 0, retired: 0, unchanged: 0 };
  for (const shard of new Set([...shards.keys(), ...held.keys()])) {
    const given = shards.get(shard);
    const before = held.get(shard);
    const length = (given ?? before)!.residents.length;
    for (let i = 0; i < length; i++) {
      const isGiven = given !== undefined && (given.residents[i] > 0 || given.dwellings[i] > 0);
      const isHeld = before !== undefined && (before.residents[i] > 0 || before.dwellings[i] > 0);
      if (isGiven) counts.accepted++;
      if (isGiven && !isHeld) counts.added++;
      else if (!isGiven && isHeld) counts.retired++;
      else if (isGiven && isHeld) {
        const isSame =
          given.residents[i] === before.residents[i] && given.dwellings[i] === before.dwellings[i];
        counts[isSame ? "unchanged" : "changed"]++;
      }
    }
  }
  return counts;
}
