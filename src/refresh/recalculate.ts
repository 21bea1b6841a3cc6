/**
 * Runs for the inputs in force: through the queue (`enqueueRun`), or here and now with the very same shard task
 * (`recalculate`: the scripts, and the first national load).
 */
import type { Database } from "../store/database.ts";
import { openShards, type PlanOutcome, planRun } from "./planRun.ts";
import { type PublishOutcome, publishIfComplete } from "./publish.ts";
import { type RunHead, readRunHead, runShard, type ShardOutcome } from "./shardTask.ts";

/** How many shards are in flight: one computes while others wait for the database. */
const IN_FLIGHT = 4;

export interface RecalculateOptions {
  trigger: string;
  /** without the simulated response */
  zonesOnly?: boolean;
  onProgress?: (done: number, total: number) => void;
  /** where a shard is computed: here, or in a thread */
  computeShard?: (run: RunHead, shard: string) => Promise<ShardOutcome>;
  /** how many are asked for at once */
  inFlight?: number;
}

export interface RecalculateOutcome {
  plan: PlanOutcome["outcome"];
  runId: string | null;
  computed: number;
  carriedOver: number;
  /** absent where there was nothing to publish */
  publishing?: PublishOutcome;
  /** why nothing was planned or published */
  reason?: string;
}

/** Plans (or resumes) a run, computes its shards and publishes it. */
export async function recalculate(
  database: Database,
  { trigger, zonesOnly, ...options }: RecalculateOptions,
): Promise<RecalculateOutcome> {
  const plan = await planRun(database, { trigger, zonesOnly });
  const nothing = { plan: plan.outcome, computed: 0, carriedOver: 0 };
  if (plan.outcome === "refused") return { ...nothing, runId: null, reason: plan.reason };
  if (plan.outcome !== "planned" && plan.outcome !== "resumed") {
    return { ...nothing, runId: plan.runId, reason: await problemOf(database, plan.runId) };
  }

  const run = (await readRunHead(database, plan.runId))!;
  const counts = { computed: 0, "carried over": 0, "unknown run": 0 };
  let publishing: PublishOutcome = "incomplete";
  // what was carried over may be swept meanwhile: then it is computed in a second round
  for (let shards = plan.shards; ; shards = await openShards(database, run.id)) {
    await computeShards(database, run, shards, { ...options, counts });
    publishing = await publishIfComplete(database, run.id);
    if (typeof publishing === "string") break;
  }
  const { computed, "carried over": carriedOver } = counts;
  const reason = publishing === "waiting" ? await problemOf(database, run.id) : undefined;
  return { ...nothing, runId: run.id, computed, carriedOver, publishing, reason };
}

async function problemOf({ sql }: Database, runId: string): Promise<string | undefined> {
  const rows = await sql`select problem from run where id = ${runId}`;
  return rows[0]?.problem ?? undefined;
}

async function computeShards(
  database: Database,
  run: RunHead,
  shards: readonly string[],
  {
    counts,
    onProgress = () => {},
    computeShard = (head, shard) => runShard(database, head, shard),
    inFlight = IN_FLIGHT,
  }: Omit<RecalculateOptions, "trigger" | "zonesOnly"> & { counts: Record<ShardOutcome, number> },
): Promise<void> {
  const waiting = [...shards];
  onProgress(0, shards.length);
  const worker = async () => {
    for (let shard = waiting.shift(); shard; shard = waiting.shift()) {
      counts[await computeShard(run, shard)]++;
      onProgress(shards.length - waiting.length, shards.length);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}
