/** All that is in force, row for row and without the numbers of editions: what two histories are compared by. */
import type { Database } from "../../src/store/database.ts";
import { readEditions } from "../../src/store/imports/editions.ts";

export type InForce = Record<string, unknown[]>;

const EVERY_TABLE = `source, input_edition, import_log, aed, merged_aed, aed_apart, ambulance_post, police_fire_post,
  observed_value, region, region_member, region_shard,
  gemeente_table, population_source, population_shard, street_shard, protected_unit, exact.responder_shard, exact.drawn_unit,
  exact.drawn_period_area, exact.drawn_before, exact.protection_key`;

export async function emptyInputs({ sql }: Database): Promise<void> {
  await sql.query(`truncate ${EVERY_TABLE}`);
}

export async function readInForce(database: Database): Promise<InForce> {
  const { population, regions, responders, streets } = await readEditions(database);
  const all = async (name: string, from: string, params: unknown[] = []) => {
    const rows = await database.sql.query(
      `select (to_jsonb(${name}) - 'since' - 'until' - 'edition' - 'changed_at' - 'known_since')::text as row from ${from} order by 1`,
      params,
    );
    return [name, rows.map(({ row }) => row)] as const;
  };
  const parts = await Promise.all([
    all("source", "source"),
    all("input_edition", "input_edition where nature <> 'absent'"),
    all("aed", "aed where until is null"),
    all("merged_aed", "merged_aed where until is null"),
    all("aed_apart", "aed_apart"),
    all("ambulance_post", "ambulance_post where until is null"),
    all("police_fire_post", "police_fire_post where until is null"),
    all("observed_value", "observed_value where until is null"),
    all("gemeente_table", "gemeente_table"),
    all("region", "region where edition = $1", [regions.edition]),
    all("region_member", "region_member where edition = $1", [regions.edition]),
    all("region_shard", "region_shard where edition = $1", [regions.edition]),
    all("population_source", "population_source where edition <= $1 and (until is null or until > $1)", [
      population.edition,
    ]),
    all("population_shard", "population_shard where edition = $1", [population.edition]),
    all("street_shard", "street_shard where edition = $1", [streets.edition]),
    all("protected_unit", "protected_unit where edition = $1", [responders.edition]),
  ]);
  return Object.fromEntries(parts);
}
