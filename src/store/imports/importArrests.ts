/**
 * Observed arrests: read, aggregated in memory, and only the aggregate stored, where no role but the loader's reads.
 * No input of a run: nothing that is served depends on it. Not in the log of imports either, which everybody reads.
 */
import type { Arrest } from "../../load/arrests.ts";
import type { Read } from "../../load/reader.ts";
import { type ArrestAggregate, aggregateArrests, MIN_ARRESTS } from "../../privacy/aggregateArrests.ts";
import type { Database } from "../database.ts";
import {
  addFindings,
  type Findings,
  type ImportOptions,
  type ImportSource,
  refusalOf,
  startFindings,
} from "./report.ts";
import { readGemeenteTable } from "./rollUpRows.ts";
import { storableJson } from "./storableText.ts";

export interface ArrestReport {
  /** rows read; told to who loads the file, stored nowhere */
  arrestCount: number;
  findings: Findings;
  aggregate: ArrestAggregate | null;
  /** why nothing was stored; null when the aggregate was */
  refused: string | null;
}

export interface StoredArrests {
  source: ImportSource;
  aggregate: ArrestAggregate;
}

/** A file replaces what its source held. */
export async function importArrests(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<Arrest>>,
  { now, onProgress }: ImportOptions,
): Promise<ArrestReport> {
  const findings = startFindings();
  const arrests: Arrest[] = [];
  for (const read of reads) {
    for await (const { records, findings: found, bytesRead } of read) {
      for (const arrest of records) arrests.push(arrest);
      addFindings(findings, found);
      onProgress?.({ stage: "reading", done: bytesRead, total: null });
    }
  }
  const told = { arrestCount: arrests.length, findings, aggregate: null };
  const refused = refusalOf(findings, arrests.length) ?? (await mixRefusal(database, source));
  if (refused) return { ...told, refused };
  const aggregate = aggregateArrests(arrests, await readGemeenteTable(database));
  if (!aggregate) {
    const why = `got fewer than ${MIN_ARRESTS} arrests, of which nothing may be kept; load a larger area or a longer time. Nothing was changed.`;
    return { ...told, refused: why };
  }
  await store(database, source, aggregate, now);
  return { ...told, aggregate, refused: null };
}

/** What validation reads: every source in force with its aggregate. Only the loader's role may. */
export async function readArrestAggregates({ sql }: Database): Promise<StoredArrests[]> {
  const rows =
    await sql`select source_id, title, is_synthetic, attribution, data_date::text as data_date, aggregate
    from exact.observed_arrests order by source_id`;
  return rows.map((row) => ({
    source: {
      id: row.source_id,
      title: row.title,
      isSynthetic: row.is_synthetic,
      attribution: row.attribution,
      dataDate: row.data_date,
    },
    aggregate: row.aggregate as ArrestAggregate,
  }));
}

/** True when there was such a source. */
export async function eraseArrests({ sql }: Database, sourceId: string): Promise<boolean> {
  const rows =
    await sql`delete from exact.observed_arrests where source_id = ${sourceId} returning source_id`;
  return rows.length > 0;
}

/** Real and synthetic arrests are never held together: what is validated against which must be plain. */
async function mixRefusal({ sql }: Database, { id, isSynthetic }: ImportSource): Promise<string | null> {
  const rows = await sql`select source_id from exact.observed_arrests
    where is_synthetic <> ${isSynthetic} and source_id <> ${id} order by source_id`;
  if (rows.length === 0) return null;
  const [held, given] = isSynthetic ? ["real", "synthetic"] : ["synthetic", "real"];
  return `${held} arrests are in force (${rows[0].source_id}), got ${given} ones; drop them first (npm run load -- drop ${rows[0].source_id}). Nothing was changed.`;
}

async function store(
  { sql }: Database,
  { id, title, isSynthetic, attribution, dataDate }: ImportSource,
  aggregate: ArrestAggregate,
  now: Date,
): Promise<void> {
  await sql`insert into exact.observed_arrests
      (source_id, title, is_synthetic, attribution, data_date, imported_at, aggregate)
    values (${id}, ${title}, ${isSynthetic}, ${attribution}, ${dataDate}::date, ${now.toISOString()}::timestamptz,
      ${storableJson(aggregate)}::jsonb)
    on conflict (source_id) do update set title = excluded.title, is_synthetic = excluded.is_synthetic,
      attribution = excluded.attribution, data_date = excluded.data_date, imported_at = excluded.imported_at,
      aggregate = excluded.aggregate`;
}
