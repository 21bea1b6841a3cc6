/** Keeps the last runs and drops what no kept run refers to. */
import type { Database } from "../store/database.ts";
import { METERS_VERSION } from "../store/meterBlocks.ts";

/** The published run, the one before it and one more: assumption, enough to compare and to roll back. */
export const KEPT_RUN_COUNT = 3;

export async function sweepOldRuns({ sql }: Database): Promise<void> {
  await sql.transaction([
    sql`delete from run where status not in ('planned', 'waiting') and id not in (
        select run_id from published union select previous_run_id from published where previous_run_id is not null
        union (select id from run where status in ('published', 'withdrawn') order by planned_at desc limit ${KEPT_RUN_COUNT}))
      and planned_at < (select max(planned_at) from run where status = 'published')`,
    sql`delete from run_shard where run_id not in (select id from run)`,
    sql`delete from region_result where run_id not in (select id from run)`,
    sql`delete from national_level where run_id not in (select id from run)`,
    sql`delete from shard_result where created_at < now() - interval '1 hour' and key not in (
        select result_key from run_shard where result_key is not null)`,
    sql`delete from meter_block where version <> ${METERS_VERSION} or not exists (
        select from street_shard where shard = meter_block.shard and content_hash = streets_hash)`,
  ]);
}
