/**
 * A person's word that AEDs which merging took for one are two, and that word taken back. It is kept by the ids that
 * the sources give, so it outlives new editions of them.
 */
import { pairKey } from "../../load/sourcedAed.ts";
import type { Database } from "../database.ts";
import type { Statement } from "./bulkInsert.ts";
import { commitEditions, readEditions } from "./editions.ts";
import { followMerge, readApart } from "./mergedAeds.ts";
import { emptyReport, type ImportAct, type ImportReport } from "./report.ts";
import { readSources } from "./sources.ts";

export type ApartDecision = "apart" | "together";

/** Stands for a source in the log of imports; no source can be named so. */
const LOG_IDS: Record<ApartDecision, string> = { apart: "aeds:apart", together: "aeds:together" };

/** `ids`: two or more ids as the API shows them under `sources`: `source:ref`. Every pair of them is decided. */
export async function decideApart(
  database: Database,
  decision: ApartDecision,
  ids: readonly string[],
  act: ImportAct,
): Promise<ImportReport> {
  const before = (await readEditions(database)).aeds;
  const report = emptyReport("aeds", LOG_IDS[decision], before.edition);
  const apart = await readApart(database);
  const pairs = pairsOf(ids);
  const refused = (await unknownId(database, ids)) ?? refusalOf(decision, pairs, apart);
  if (refused) return { ...report, refused };

  for (const pair of pairs) {
    if (decision === "apart") apart.add(pair);
    else apart.delete(pair);
  }
  const unchanged = (await readSources(database)).filter(
    ({ kind, isRetired }) => kind === "aeds" && !isRetired,
  );
  const followed = await followMerge(database, { unchanged, changed: [], edition: before.edition, apart });
  const told: ImportReport = {
    ...report,
    edition: before.edition + Number(followed.isChange),
    isNewEdition: followed.isChange,
    notes: [...followed.notes, ...(followed.isChange ? [] : [NO_EFFECT[decision]])],
  };
  const { nature, dataDate } = before;
  const moved = await commitEditions(database, {
    read: { aeds: before.edition },
    moves: followed.isChange ? [{ kind: "aeds", nature, dataDate }] : [],
    statements: [
      ...pairs.map((pair) => decisionStatement(database, decision, pair, act.now)),
      ...followed.statements,
    ],
    log: { report: told, contentHash: "", act, isChange: true },
  });
  return moved === null ? told : { ...report, refused: moved };
}

const NO_EFFECT: Record<ApartDecision, string> = {
  apart: "they were not taken for one AED; that they are two is remembered",
  together: "they stay two AEDs: the rules tell them apart as well",
};

function refusalOf(
  decision: ApartDecision,
  pairs: readonly string[],
  apart: ReadonlySet<string>,
): string | null {
  if (pairs.length === 0)
    return "got fewer than two different ids, expected the ids of the AEDs as the API shows them under sources";
  const isNews = (pair: string) => apart.has(pair) === (decision === "together");
  if (pairs.some(isNews)) return null;
  return decision === "apart"
    ? "these were taken apart before; nothing was changed"
    : "these were not taken apart; nothing was changed";
}

async function unknownId({ sql }: Database, ids: readonly string[]): Promise<string | null> {
  const rows = await sql`select id from unnest(${[...ids]}::text[]) as asked(id)
    where not exists (select from aed where until is null and source_id || ':' || ref = asked.id)`;
  if (rows.length === 0) return null;
  const unknown = rows.map(({ id }) => id).join(", ");
  return `got ${unknown}, which no source in force holds, expected ids as the API shows them under sources, such as osm:node/5; check them`;
}

function pairsOf(ids: readonly string[]): string[] {
  const distinct = [...new Set(ids)];
  return distinct.flatMap((one, n) => distinct.slice(n + 1).map((other) => pairKey(one, other)));
}

function decisionStatement({ sql }: Database, decision: ApartDecision, pair: string, now: Date): Statement {
  const [one, other] = pair.split("\n");
  return decision === "apart"
    ? sql`insert into aed_apart (one, other, decided_at) values (${one}, ${other}, ${now.toISOString()}::timestamptz)
        on conflict do nothing`
    : sql`delete from aed_apart where one = ${one} and other = ${other}`;
}
