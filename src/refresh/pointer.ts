/** The pointer moved by a person: a run accepted that waits, or an older one put back in force. */
import type { Database } from "../store/database.ts";
import { recordPublication } from "../store/regionHistory.ts";
import { type PublishOutcome, publishIfComplete } from "./publish.ts";

/** Publishes a run that waits for a person; null = there is no such run waiting. */
export async function acceptRun(
  database: Database,
  runId: string,
  actor: string,
): Promise<PublishOutcome | null> {
  const rows =
    await database.sql`update run set status = 'planned', accepted_by = ${actor}, accepted_at = now()
    where id::text = ${runId} and status = 'waiting' returning id`;
  return rows.length === 0 ? null : publishIfComplete(database, runId);
}

export type RollBackOutcome = { runId: string; insteadOf: string } | { refused: string };

/**
 * Puts a kept run in force again: the one named, else the last one published before the one in force. That one becomes
 * `withdrawn`: it stays readable, and is not planned again until an input, the scenario or the code changes.
 */
export async function rollBack(
  database: Database,
  { runId, actor, why }: { runId?: string; actor: string; why: string },
): Promise<RollBackOutcome> {
  const { sql } = database;
  const [[current], [target]] = await sql.transaction([
    sql`select run_id, sequence from published`,
    sql`select id from run where published_at is not null and id <> (select run_id from published)
      and case when ${runId ?? null}::text is null then status = 'published'
        and planned_at < (select planned_at from run where id = (select run_id from published)) else id::text = ${runId ?? null} end
      order by planned_at desc limit 1`,
  ]);
  if (!current) return { refused: "got no published run to roll back from" };
  if (!target) return { refused: await refusalOf(sql, runId) };
  const problem = `rolled back by ${actor}: ${why}`;
  const [moved] = await sql.transaction([
    // compare and set: who rolls back looked at the run that is in force now
    sql`update published set run_id = id_of.id, previous_run_id = published.run_id, sequence = sequence + 1,
        moved_at = now()
      from (select id from run where id = ${target.id} and published_at is not null) as id_of
      where published.id = 1 and published.run_id = ${current.run_id} and sequence = ${current.sequence} returning run_id`,
    sql`update run set status = 'withdrawn', problem = ${problem}
      where id = ${current.run_id} and exists (select from published where run_id = ${target.id})`,
    sql`update run set status = 'published', problem = null
      where id = ${target.id} and exists (select from published where run_id = ${target.id})`,
    ...recordPublication(database, target.id),
  ]);
  if (moved.length === 0) return { refused: "another run was published meanwhile; look again" };
  return { runId: target.id, insteadOf: current.run_id };
}

async function refusalOf(sql: Database["sql"], runId?: string): Promise<string> {
  const kept = await sql`select id from run where published_at is not null
    and id <> (select run_id from published) order by planned_at desc`;
  const names = kept.map(({ id }) => id).join(", ") || "none";
  return `got ${runId ?? "no older run"} to roll back to, expected one that is kept: ${names}`;
}
