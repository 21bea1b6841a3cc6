/** A run that is not published: because it is broken, or because a person must look at it first. */
import type { RegionFigures } from "../coverage/regionFigures.ts";
import type { Database } from "../store/database.ts";
import { changedKinds, type InputHashes } from "../store/shardKey.ts";

export interface Past {
  /**
   * of the published run; null where it was made by the same code, so that what its inputs left alone is the same by
   * its key, or where it cannot be compared: none yet, other ground, another scenario
   */
  figures: Map<string, RegionFigures> | null;
  /** shards with other inputs than there */
  changedShards: ReadonlySet<string>;
}

/** What the published run said, and on which shards the inputs changed since. */
export async function readPast({ sql }: Database, runId: string): Promise<Past> {
  const nothing: Past = { figures: null, changedShards: new Set() };
  const comparable =
    await sql`select 1 from published join run before on before.id = published.run_id join run after on after.id = ${runId}
      where before.code_version <> after.code_version and before.scenario = after.scenario
        and before.editions->'regions' = after.editions->'regions'`;
  if (comparable.length === 0) return nothing;
  const [shards, results] = await sql.transaction([
    sql`select coalesce(before.shard, after.shard) as shard, before.input_hashes as before, after.input_hashes as after
      from (select * from run_shard where run_id = (select run_id from published)) before
      full join (select * from run_shard where run_id = ${runId}) after on after.shard = before.shard`,
    sql`select code, figures from region_result where run_id = (select run_id from published)`,
  ]);
  if (shards.some(({ before, after }) => !before || !after)) return nothing;
  const changed = shards.filter(
    ({ before, after }) => changedKinds(before as InputHashes, after as InputHashes).length > 0,
  );
  return {
    figures: new Map(results.map(({ code, figures }) => [code, figures])),
    changedShards: new Set(changed.map(({ shard }) => shard as string)),
  };
}

/** Fails the run where something is broken: the published one keeps serving. */
export async function refuseBroken(
  { sql }: Database,
  { id }: { id: string },
  broken: readonly string[],
): Promise<void> {
  if (broken.length === 0) return;
  const problem = `${enumerate(broken)}; the run is not published`;
  await sql`update run set status = 'failed', problem = ${problem} where id = ${id} and status = 'planned'`;
  throw new Error(problem);
}

/** Leaves the run to a person; told in the ledger, in the health and by the command. */
export async function holdBack(
  { sql }: Database,
  { id }: { id: string },
  moved: readonly string[],
): Promise<"waiting"> {
  const problem = `without a changed input moved ${enumerate(moved)}; look, then publish it with npm run recalculate -- --accept ${id}`;
  await sql`update run set status = 'waiting', problem = ${problem} where id = ${id} and status = 'planned'`;
  return "waiting";
}

const TOLD = 5;
function enumerate(sentences: readonly string[]): string {
  const more = sentences.length > TOLD ? [`and ${sentences.length - TOLD} more`] : [];
  return [...sentences.slice(0, TOLD), ...more].join(", ");
}
