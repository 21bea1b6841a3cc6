/** Several threads that compute shards beside each other, for a first national load. */
import { Worker } from "node:worker_threads";
import type { RunHead, ShardOutcome } from "../../src/refresh/shardTask.ts";
import type { ShardAnswer, ShardOrder, ThreadData } from "./shardThread.ts";

export interface ShardThreads {
  computeShard(run: RunHead, shard: string): Promise<ShardOutcome>;
  /** how many shards keep all threads busy: each reads one while it computes another */
  inFlight: number;
  close(): Promise<void>;
}

const IN_FLIGHT_EACH = 2;

export function startShardThreads(count: number, workerData: ThreadData): ShardThreads {
  const waiting = new Map<number, { resolve(outcome: ShardOutcome): void; reject(error: Error): void }>();
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const hear = (answer: ShardAnswer) => {
    const asked = waiting.get(answer.order);
    waiting.delete(answer.order);
    if ("outcome" in answer) asked?.resolve(answer.outcome);
    else asked?.reject(new Error(answer.problem));
  };
  const threads = Array.from({ length: count }, () => {
    const thread = new Worker(new URL("./shardThread.ts", import.meta.url), { workerData });
    return thread.on("message", hear).on("error", fail);
  });
  let order = 0;
  return {
    inFlight: count * IN_FLIGHT_EACH,
    computeShard: (run, shard) =>
      new Promise((resolve, reject) => {
        order++;
        waiting.set(order, { resolve, reject });
        threads[order % count].postMessage({ order, run, shard } satisfies ShardOrder);
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
