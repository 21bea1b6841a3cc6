/**
 * What was published when: a row per move of the pointer, and per region and layer the figures on the days on which they
 * changed. Figures are rounded to what nobody can tell apart, so that sums in another order are no change.
 */
import type { Layer } from "../coverage/columns.ts";
import type { Database } from "./database.ts";
import type { HistoryQuery, Page, RegionHistoryEntry } from "./published.ts";

/** The last publication of a Dutch day counts: one that is back at the figures of the day before leaves no row. */
const TODAY = "(now() at time zone 'Europe/Amsterdam')::date";
const FIGURES = (of: string) => `(select jsonb_object_agg(key,
    case jsonb_typeof(value) when 'number' then to_jsonb(round(value::text::numeric, 4)) else value end)
  from jsonb_each(${of}) where jsonb_typeof(value) in ('number', 'null'))`;

/** Statements for the transaction that moves the pointer, after it moved; nothing happens where it did not. */
export function recordPublication({ sql }: Database, runId: string) {
  return [
    sql`insert into publication (sequence, run_id, moved_at, trigger, inputs, code_version, data_date)
      select sequence, run.id, moved_at, trigger, inputs, code_version, data_date
      from published join run on run.id = published.run_id where run.id = ${runId} on conflict do nothing`,
    sql.query(
      `delete from region_history where date = ${TODAY} and code in
        (select code from region_result join published using (run_id) where run_id = $1)`,
      [runId],
    ),
    sql.query(
      `with own as (select code, figures from region_result join published using (run_id) where run_id = $1),
      told as (
        select code, 'base' as layer, ${FIGURES("figures")} as figures from own
        union all
        select code, period.key, ${FIGURES("period.value")} from own, jsonb_each(figures->'periods') as period)
      insert into region_history (code, layer, date, run_id, figures)
      select told.code, told.layer, ${TODAY}, $1, told.figures from told left join lateral (
        select figures from region_history as before where before.code = told.code and before.layer = told.layer
        order by date desc limit 1) as last on true
      where told.figures is not null and told.figures is distinct from last.figures`,
      [runId],
    ),
  ];
}

export async function readRegionHistory(
  { sql }: Database,
  code: string,
  { layer, limit, offset }: HistoryQuery,
): Promise<Page<RegionHistoryEntry>> {
  const where = "where code = $1 and ($2::text is null or layer = $2)";
  const [rows, counts] = await sql.transaction([
    sql.query(
      `select date::text as date, layer, figures, run_id, inputs, code_version, data_date::text as data_date
      from region_history join lateral (select inputs, code_version, data_date from publication
        where publication.run_id = region_history.run_id limit 1) as publication on true
      ${where} order by date desc, layer limit $3 offset $4`,
      [code, layer ?? null, limit, offset],
    ),
    sql.query(`select count(*)::int as matched from region_history ${where}`, [code, layer ?? null]),
  ]);
  const items = rows.map((row) => ({
    date: row.date as string,
    layer: row.layer as Layer,
    figures: row.figures,
    runId: row.run_id as string,
    inputs: row.inputs,
    codeVersion: row.code_version as string,
    dataDate: row.data_date as string | null,
  }));
  return { items, matched: counts[0].matched };
}
