/**
 * Where the data of one kind come from, and the rule that real and synthetic data are never in force together:
 * a real source takes every synthetic one of its kind out of force; a synthetic one never displaces a real one.
 */
import type { Database } from "../database.ts";
import type { Nature } from "../schema.ts";
import type { Statement } from "./bulkInsert.ts";
import type { ImportSource, InputKind } from "./report.ts";

export interface StoredSource extends ImportSource {
  kind: InputKind;
  contentHash: string | null;
  isRetired: boolean;
}

/** Either why the source may not come in, or who goes and who is then in force (the new one included). */
export type SourcePlan = { refused: string } | SourceAdmitted;

export interface SourceAdmitted {
  refused: null;
  retires: StoredSource[];
  inForce: ImportSource[];
}

export async function readSources({ sql }: Database): Promise<StoredSource[]> {
  const rows = await sql`select id, kind, title, is_synthetic, attribution, data_date::text as data_date,
    content_hash, retired_at is not null as is_retired from source order by kind, id`;
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    isSynthetic: row.is_synthetic,
    attribution: row.attribution,
    dataDate: row.data_date,
    contentHash: row.content_hash,
    isRetired: row.is_retired,
  }));
}

/**
 * A synthetic source also takes the other synthetic ones of its kind out of force: two invented registers
 * of one country would be counted twice.
 */
export function planSource(
  stored: readonly StoredSource[],
  kind: InputKind,
  source: ImportSource,
): SourcePlan {
  const same = stored.find(({ id }) => id === source.id);
  if (same && same.kind !== kind) {
    return { refused: `source ${source.id} holds ${same.kind}, got ${kind}; choose another --source.` };
  }
  if (same && same.isSynthetic !== source.isSynthetic) {
    const [held, given] = [same.isSynthetic, source.isSynthetic].map((is) => (is ? "synthetic" : "real"));
    return { refused: `source ${source.id} is ${held}, got ${given} data for it; choose another --source.` };
  }
  const others = stored.filter((one) => one.kind === kind && !one.isRetired && one.id !== source.id);
  const real = others.filter(({ isSynthetic }) => !isSynthetic);
  if (source.isSynthetic && real.length > 0) {
    const ids = real.map(({ id }) => id).join(", ");
    return {
      refused: `real ${kind} data are in force (${ids}) and are never mixed with synthetic ones; drop them first (npm run load -- drop ${real[0].id}) or keep them.`,
    };
  }
  return {
    refused: null,
    retires: others.filter(({ isSynthetic }) => isSynthetic),
    inForce: [...real, source],
  };
}

/**
 * One source of streets at a time: two networks that were read apart do not meet where their files do. Any other goes.
 */
export function planStreetSource(stored: readonly StoredSource[], source: ImportSource): SourcePlan {
  const plan = planSource(stored, "streets", source);
  if (plan.refused !== null) return plan;
  const isOther = (one: StoredSource) => one.kind === "streets" && !one.isRetired && one.id !== source.id;
  return { refused: null, retires: stored.filter(isOther), inForce: [source] };
}

/** Writes the source as it now is and takes the others out of force. */
export function sourceStatements(
  { sql }: Database,
  kind: InputKind,
  source: ImportSource,
  contentHash: string,
  retires: readonly { id: string }[],
  now: Date,
): Statement[] {
  return [
    sql`insert into source (id, kind, title, is_synthetic, attribution, data_date, content_hash, retired_at)
      values (${source.id}, ${kind}, ${source.title}, ${source.isSynthetic}, ${source.attribution},
        ${source.dataDate}::date, ${contentHash}, null)
      on conflict (id) do update set title = excluded.title, attribution = excluded.attribution,
        data_date = excluded.data_date, content_hash = excluded.content_hash, retired_at = null`,
    retireStatement({ sql } as Database, retires, now),
    // a day told later for the same file: no new edition, but the day of the one in force
    sql`update input_edition set data_date =
        (select min(data_date) from source where kind = ${kind} and retired_at is null)
      where kind = ${kind}`,
  ];
}

export function retireStatement({ sql }: Database, retires: readonly { id: string }[], now: Date): Statement {
  return sql`update source set retired_at = ${now.toISOString()}::timestamptz
    where id = any(${retires.map(({ id }) => id)}::text[]) and retired_at is null`;
}

export function natureOf(inForce: readonly ImportSource[]): Nature {
  if (inForce.length === 0) return "absent";
  return inForce.some(({ isSynthetic }) => isSynthetic) ? "synthetic" : "real";
}

/** The oldest day that a source in force names. */
export function oldestDataDate(inForce: readonly ImportSource[]): string | null {
  return inForce.map(({ dataDate }) => dataDate).reduce(older, null);
}

function older(p: string | null, q: string | null): string | null {
  if (p === null || q === null) return p ?? q;
  return p < q ? p : q;
}
