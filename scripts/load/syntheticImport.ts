/** `responders --synthetic`: invented responders where people live, from the population in force. */
import { syntheticResponders } from "../../src/load/syntheticResponders.ts";
import type { Database } from "../../src/store/database.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import type { ImportOptions, ImportReport, ImportSource } from "../../src/store/imports/report.ts";
import { readShardPeople } from "../../src/store/imports/shardPeople.ts";
import type { LoadOptions } from "./options.ts";
import { fillRandom } from "./random.ts";

/** Registered at the end of 2023, and the residents they were among (CBS 2024): 1.3 per hundred. */
const REGISTERED_2023 = 236_715;
const RESIDENTS_2024 = 17_942_942;

export async function importSyntheticResponders(
  database: Database,
  source: ImportSource,
  { total, seed }: LoadOptions,
  options: ImportOptions,
): Promise<ImportReport> {
  const { population } = await readEditions(database);
  const people = await readShardPeople(database, { population: population.edition, regions: 0 });
  const residents = people.reduce((sum, shard) => sum + shard.residents.reduce((n, m) => n + m, 0), 0);
  if (residents === 0) {
    throw new Error(
      "got no population, expected one to place responders in; load population or the demo first",
    );
  }
  const share = Math.min(1, residents / RESIDENTS_2024);
  const cells = syntheticResponders({
    population: new Map(people.map(({ shard, residents }) => [shard, { residents }])),
    total: total ?? Math.round(REGISTERED_2023 * share),
    seed,
  });
  const responderCount = [...cells.values()].reduce((sum, count) => sum + count, 0);
  const counted = { cells, responderCount, rejectedCount: 0, findings: [] };
  return importResponders(database, source, counted, { ...options, random: fillRandom });
}
