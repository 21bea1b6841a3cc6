/**
 * Runs for the inputs in force: through the queue (`enqueueRun`), or here and now with the very same shard task
 * (`recalculate`: the scripts, and the first national load).
 */
import type { Database } from "../store/database.ts";
import { type PlanOutcome, planRun } from "./planRun.ts";
import { publishIfComplete } from "./publish.ts";
import { readRunHead, runShard } from "./shardTask.ts";

/** How many shards are in flight: one computes while others wait for the database. */
const IN_FLIGHT = 4;

export interface RecalculateOptions {
  trigger: string;
  onProgress?: (done: number, total: number) => void;
}

export interface RecalculateOutcome {
  plan: PlanOutcome["outcome"];
  runId: string | null;
  computed: number;
  carriedOver: number;
  reason?: string;
}

/** Plans (or resumes) a run, computes its shards in this process and publishes it. */
export async function recalculate(
  database: Database,
  { trigger, onProgress = () => {} }: RecalculateOptions,
): Promise<RecalculateOutcome> {
  const plan = await planRun(database, { trigger });
  if (plan.outcome === "refused")
    return { plan: "refused", runId: null, computed: 0, carriedOver: 0, reason: plan.reason };
  if (plan.outcome === "current") return { plan: "current", runId: plan.runId, computed: 0, carriedOver: 0 };

  const run = (await readRunHead(database, plan.runId))!;
  const counts = { computed: 0, "carried over": 0, "unknown run": 0 };
  const waiting = [...plan.shards];
  onProgress(0, plan.shards.length);
  const worker = async () => {
    for (let shard = waiting.shift(); shard; shard = waiting.shift()) {
      counts[await runShard(database, run, shard)]++;
      onProgress(plan.shards.length - waiting.length, plan.shards.length);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  await publishIfComplete(database, plan.runId);
  return {
    plan: plan.outcome,
    runId: plan.runId,
    computed: counts.computed,
    carriedOver: counts["carried over"],
  };
}
