/**
 * The import message and its consumer. The message holds an id and nothing else: the file waits in the database. One
 * that keeps failing ends in the dead-letter queue, which says so to who asked.
 */
import { z } from "zod";
import type { Database } from "../store/database.ts";
import {
  claimRequest,
  finishRequest,
  LEASE_SECONDS,
  readRequest,
  readWaiting,
  releaseRequest,
  sweepRequests,
} from "../store/imports/requests.ts";
import type { ImportWork } from "./importTask.ts";

export const importMessage = z.strictObject({ importId: z.uuid() });
export type ImportMessage = z.infer<typeof importMessage>;

const RETRY_SECONDS = 10;

export async function consumeImports(work: ImportWork, batch: MessageBatch): Promise<void> {
  // with it come the readers, which an isolate that computes a shard must not carry
  const { runImportTask } = await import("./importTask.ts");
  for (const message of batch.messages) {
    const id = idOf(message);
    if (id === null) continue;
    try {
      const outcome = await runImportTask(work, id);
      if (outcome === "busy") message.retry({ delaySeconds: LEASE_SECONDS });
      else message.ack();
    } catch (error) {
      console.error(JSON.stringify({ event: "import failed", importId: id, problem: String(error) }));
      await releaseRequest(work.database, id, String(error)).catch(() => {});
      message.retry({ delaySeconds: RETRY_SECONDS * message.attempts });
    }
  }
}

/** Fails what nobody works on; what somebody still has is looked at again. */
export async function buryImports({ database, now }: ImportWork, batch: MessageBatch): Promise<void> {
  for (const message of batch.messages) {
    const id = idOf(message);
    if (id === null) continue;
    const claimed = await claimRequest(database, id, now());
    if (claimed) {
      const problem = claimed.request.problem ?? "no reason given";
      await finishRequest(database, id, { status: "failed", problem, now: now() });
    }
    const held = claimed ? null : await readRequest(database, id);
    if (held && held.finishedAt === null) message.retry({ delaySeconds: LEASE_SECONDS });
    else message.ack();
  }
}

/** What is left behind is cleared away, and what waits is told to the queue again: its messages may be lost. */
export async function resumeImports(
  database: Database,
  queue: Pick<Queue<ImportMessage>, "send">,
  now: Date,
): Promise<number> {
  await sweepRequests(database, now);
  const waiting = await readWaiting(database, now);
  for (const importId of waiting) await queue.send({ importId });
  return waiting.length;
}

/** A message of another shape is not ours to try again. */
function idOf(message: Message): string | null {
  const parsed = importMessage.safeParse(message.body);
  if (parsed.success) return parsed.data.importId;
  console.error(JSON.stringify({ event: "import message refused", problem: parsed.error.message }));
  message.ack();
  return null;
}
