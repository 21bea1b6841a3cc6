/**
 * Editions of population, regions, streets and protected units that nothing needs any more: those that never came into force, and those that
 * neither a run nor an undo may still ask for.
 */
import type { Database } from "../database.ts";
import { EFFECTIVE_IMPORTS } from "./importHistory.ts";

/**
 * So many of the last imports of a kind can be undone. Every buurt of the country is some 50 MB of outlines an
 * edition; AEDs and posts keep all their rows anyway. Assumption.
 */
export const UNDO_KEPT_COUNT = 3;

export async function sweepEditions(
  { sql }: Database,
  kind: "population" | "regions" | "streets" | "responders",
  tables: readonly string[],
  inForce: number,
): Promise<void> {
  const kept = `select (before->>'edition')::integer from import_log where kind = $2 and before is not null`;
  const sweeps = tables.map((table) =>
    // the edition before the one in force stays too: a run may just be planned on it
    sql.query(
      `delete from ${table} where edition > $1 or (edition < $1 - 1 and edition not in
        (select (editions->>$2)::integer from run where status in ('planned', 'waiting', 'published', 'withdrawn')) and edition not in (${kept}))`,
      [inForce, kind],
    ),
  );
  const units = sql.query(
    `delete from population_source
      where edition > $1 or until <= (select least($1, min(edition)) from (${kept}) as kept(edition))`,
    [inForce, kind],
  );
  const forget = sql.query(
    `update import_log set before = null where kind = $1 and before is not null and id not in
      (select id from (${EFFECTIVE_IMPORTS}) effective where kind = $1 order by sequence desc limit $2)`,
    [kind, UNDO_KEPT_COUNT],
  );
  await sql.transaction([forget, ...sweeps, ...(kind === "population" ? [units] : [])]);
}
