/** What a calculation came to, in a sentence for the command line. */
import type { RecalculateOutcome } from "../../src/refresh/recalculate.ts";

export function recalculateText({
  plan,
  runId,
  computed,
  carriedOver,
  publishing,
  reason,
}: RecalculateOutcome): string {
  const count = `${computed} shards computed, ${carriedOver} carried over`;
  if (plan === "refused") return `nothing calculated: ${reason}`;
  if (plan === "current") return `nothing to do: run ${runId} has these inputs and is published`;
  if (plan === "waiting") return `nothing to do: run ${runId} waits for a person: ${reason}`;
  if (plan === "withdrawn") {
    return `nothing to do: run ${runId} has these inputs and was withdrawn: ${reason}; to publish it all the same: npm run recalculate -- --roll-back ${runId}`;
  }
  if (publishing === "waiting") return `calculated run ${runId}, ${count}; it is not published: ${reason}`;
  if (publishing !== "published") return `calculated run ${runId}, ${count}; a newer run is in its place`;
  return `published run ${runId}: ${count}`;
}
