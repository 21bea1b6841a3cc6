/** A thread that computes shards one after another with the Worker's own shard task; started by `shardThreads.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { type RunHead, runShard, type ShardOutcome } from "../../src/refresh/shardTask.ts";
import { openDatabase } from "../../src/store/database.ts";

export interface ThreadData {
  connectionString: string;
  neonHttp?: string;
}
export interface ShardOrder {
  order: number;
  run: RunHead;
  shard: string;
}
export type ShardAnswer = { order: number } & ({ outcome: ShardOutcome } | { problem: string });

const database = openDatabase(workerData as ThreadData);

parentPort!.on("message", async ({ order, run, shard }: ShardOrder) => {
  parentPort!.postMessage({ order, ...(await compute(run, shard)) } satisfies ShardAnswer);
});

async function compute(
  run: RunHead,
  shard: string,
): Promise<{ outcome: ShardOutcome } | { problem: string }> {
  try {
    return { outcome: await runShard(database, run, shard) };
  } catch (error) {
    return { problem: `shard ${shard}: ${(error as Error).message}` };
  }
}
