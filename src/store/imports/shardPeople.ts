/**
 * Residents and domain of every shard, from the population and regions of two editions, in force or staged.
 */
import { SHARD_CELL_COUNT } from "../../grid/cell.ts";
import { domainOf } from "../../pipeline.ts";
import type { ShardPeople } from "../../privacy/spread.ts";
import type { Database } from "../database.ts";
import { unpackPopulation, unpackRegions } from "../inputPacking.ts";
import { fromBase64 } from "../packing.ts";

export interface PlaceEditions {
  population: number;
  regions: number;
}

/** Rows per answer: a shard is up to 200 kB, an answer ends at 64 MB. */
const SHARDS_PER_ANSWER = 40;

export async function readShardPeople(
  database: Database,
  editions: PlaceEditions,
): Promise<(ShardPeople & { shard: string })[]> {
  const people: (ShardPeople & { shard: string })[] = [];
  for (let after = ""; ; ) {
    const rows = await database.sql`
      select shard, encode(population.cells, 'base64') as population, encode(region.cells, 'base64') as regions
      from (select shard, cells from population_shard where edition = ${editions.population}) population
      full join (select shard, cells from region_shard where edition = ${editions.regions}) region using (shard)
      where shard > ${after} order by shard limit ${SHARDS_PER_ANSWER}`;
    for (const row of rows) people.push({ shard: row.shard, ...(await unpackPeople(row)) });
    if (rows.length < SHARDS_PER_ANSWER) return people;
    after = rows[rows.length - 1].shard;
  }
}

async function unpackPeople(row: Record<string, string | null>): Promise<ShardPeople> {
  const { residents } = row.population
    ? await unpackPopulation(fromBase64(row.population))
    : { residents: new Float64Array(SHARD_CELL_COUNT) };
  const regions = row.regions ? await unpackRegions(fromBase64(row.regions)) : [];
  return { residents, domain: domainOf(residents, regions) };
}
