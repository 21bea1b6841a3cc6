/** What a run would do now, shard by shard and why; writes nothing. */
import { LAYERS } from "../coverage/columns.ts";
import { shardGrid } from "../grid/shard.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../scenario.ts";
import type { Database } from "../store/database.ts";
import { readInputsInForce } from "../store/editions.ts";
import { readShardInput } from "../store/shardInputs.ts";
import { changedKinds, type InputHashes } from "../store/shardKey.ts";
import { hasShardResult } from "../store/shardResults.ts";
import { landShards } from "./planRun.ts";
import { keyBaseOf } from "./shardTask.ts";
import { MODEL_VERSION } from "./version.ts";

export interface DryShard {
  shard: string;
  isCarriedOver: boolean;
  /** kinds of input that differ from the published run, `code`, `scenario`; `no result`: nothing differs, or no run is published */
  why: string[];
}

export async function dryRun(
  database: Database,
  { scenario = DEFAULT_SCENARIO, onProgress = () => {} }: DryRunOptions = {},
): Promise<DryShard[]> {
  const { sql } = database;
  const { editions, inputs } = await readInputsInForce(database);
  const [[stored], [published], before] = await sql.transaction([
    sql`select ${JSON.stringify(scenario)}::jsonb as scenario`,
    sql`select code_version, scenario from run where id = (select run_id from published)`,
    sql`select shard, input_hashes from run_shard where run_id = (select run_id from published)`,
  ]);
  const hashes = new Map(before.map((row) => [row.shard as string, row.input_hashes as InputHashes | null]));
  const everywhere = published ? changedEverywhere(published, stored.scenario) : [];
  const shards = await landShards(database, editions);
  const keyBase = keyBaseOf(MODEL_VERSION, stored.scenario);
  const told: DryShard[] = [];
  for (const shard of shards) {
    const { key, inputHashes } = await readShardInput(database, shardGrid(shard), {
      editions,
      inputs,
      keyBase,
    });
    const own = hashes.get(shard);
    const why = [...everywhere, ...(own ? changedKinds(own, inputHashes) : [])];
    const isCarriedOver = await hasShardResult(database, key, LAYERS);
    told.push({ shard, isCarriedOver, why: isCarriedOver || why.length > 0 ? why : ["no result"] });
    onProgress(told.length, shards.length);
  }
  return told;
}

interface DryRunOptions {
  scenario?: Scenario;
  onProgress?: (done: number, total: number) => void;
}

function changedEverywhere(published: Record<string, unknown>, scenario: unknown): string[] {
  const isSameScenario = JSON.stringify(published.scenario) === JSON.stringify(scenario);
  return [
    ...(published.code_version === MODEL_VERSION ? [] : ["code"]),
    ...(isSameScenario ? [] : ["scenario"]),
  ];
}
