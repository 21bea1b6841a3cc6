/**
 * The shard message and its consumer. A message that keeps failing ends in the dead-letter queue, which writes the
 * reason into the ledger and fails the run: the published one keeps serving.
 */
import { z } from "zod";
import type { Database } from "../store/database.ts";
import { type PlannedRun, type PlanOutcome, planRun } from "./planRun.ts";
import { publishIfComplete } from "./publish.ts";
import { recordShardProblem, runShardTask } from "./shardTask.ts";

export const shardMessage = z.strictObject({ runId: z.uuid(), shard: z.string().length(15) });
export type ShardMessage = z.infer<typeof shardMessage>;

type ShardQueue = Pick<Queue<ShardMessage>, "sendBatch">;

/** Queues take at most 100 messages a call. */
const SEND_BATCH = 100;
const RETRY_SECONDS = 10;

export async function enqueueRun(
  database: Database,
  queue: ShardQueue,
  trigger: string,
): Promise<PlanOutcome> {
  const plan = await planRun(database, { trigger });
  if (plan.outcome !== "planned" && plan.outcome !== "resumed") return plan;
  await sendShards(queue, plan);
  if (plan.shards.length === 0) await publishOrReopen(database, queue, plan.runId);
  return plan;
}

async function sendShards(queue: ShardQueue, { runId, shards }: PlannedRun): Promise<void> {
  for (let at = 0; at < shards.length; at += SEND_BATCH) {
    const batch = shards.slice(at, at + SEND_BATCH);
    await queue.sendBatch(batch.map((shard) => ({ body: { runId, shard } })));
  }
}

export async function consumeShards(
  database: Database,
  queue: ShardQueue,
  batch: MessageBatch,
): Promise<void> {
  for (const message of batch.messages) {
    const parsed = shardMessage.safeParse(message.body);
    if (!parsed.success) {
      console.error(JSON.stringify({ event: "shard message refused", problem: parsed.error.message }));
      message.ack();
      continue;
    }
    const { runId, shard } = parsed.data;
    try {
      await runShardTask(database, runId, shard);
      await publishOrReopen(database, queue, runId);
      message.ack();
    } catch (error) {
      await recordShardProblem(database, runId, shard, String(error)).catch(() => {});
      message.retry({ delaySeconds: RETRY_SECONDS * message.attempts });
    }
  }
}

/** Shards whose results were gone by the time all were in go on the queue again. */
async function publishOrReopen(database: Database, queue: ShardQueue, runId: string): Promise<void> {
  const outcome = await publishIfComplete(database, runId);
  if (typeof outcome !== "string") await sendShards(queue, { runId, shards: outcome.reopened });
}

export async function buryShards({ sql }: Database, batch: MessageBatch): Promise<void> {
  for (const message of batch.messages) {
    const parsed = shardMessage.safeParse(message.body);
    if (parsed.success) {
      const { runId, shard } = parsed.data;
      await sql.transaction([
        sql`update run_shard set status = 'failed' where run_id = ${runId} and shard = ${shard} and status <> 'done'`,
        sql`update run set status = 'failed', problem = 'shard ' || ${shard} || ': ' ||
            coalesce((select problem from run_shard where run_id = ${runId} and shard = ${shard}), 'no reason given')
          where id = ${runId} and status = 'planned'`,
      ]);
    }
    message.ack();
  }
}
