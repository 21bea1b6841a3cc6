/** What a run would do, told shard by shard where it would compute, in all where it would not. */
import type { DryShard } from "../../src/refresh/dryRun.ts";

export function dryRunText(shards: readonly DryShard[]): string {
  if (shards.length === 0) return "nothing would be calculated: no population and no regions are loaded";
  const computed = shards.filter(({ isCarriedOver }) => !isCarriedOver);
  const lines = computed.map(({ shard, why }) => `  ${shard}  ${why.join(", ")}`);
  const carried = `${shards.length - computed.length} would be carried over: their results are known`;
  return [`${computed.length} of ${shards.length} shards would be computed:`, ...lines, carried].join("\n");
}
