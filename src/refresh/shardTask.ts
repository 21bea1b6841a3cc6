/**
 * One shard of one run: read the inputs, compute, store, tick the ledger. One queue message, idempotent:
 * any order, twice harmless. A shard whose key is known is carried over without computing.
 */
import { layersOf } from "../coverage/columns.ts";
import { type ShardGrid, shardGrid } from "../grid/shard.ts";
import { computeShard, peopleOf, type ShardInput } from "../pipeline.ts";
import { type Scenario, scenarioSchema } from "../scenario.ts";
import { responderPlaces } from "../simulate/people.ts";
import type { Database } from "../store/database.ts";
import { readStreetMeters } from "../store/meterBlocks.ts";
import type { InputNatures, RunEditions } from "../store/schema.ts";
import { type KeyedShardInput, readShardInput } from "../store/shardInputs.ts";
import { hasShardResult, writeShardResult } from "../store/shardResults.ts";

export interface RunHead {
  id: string;
  editions: RunEditions;
  inputs: InputNatures;
  scenario: Scenario;
  /** without the simulated response */
  zonesOnly: boolean;
  /** what the keys of all its shards begin with: scenario, code and layers */
  keyBase: string;
}

export async function readRunHead({ sql }: Database, runId: string): Promise<RunHead | null> {
  const rows =
    await sql`select editions, inputs, scenario, code_version, zones_only from run where id = ${runId}`;
  if (rows.length === 0) return null;
  const { editions, inputs, code_version: codeVersion, zones_only: zonesOnly } = rows[0];
  const keyBase = keyBaseOf(codeVersion, rows[0].scenario, zonesOnly);
  const scenario = scenarioSchema.parse(rows[0].scenario);
  return { id: runId, editions, inputs, scenario, zonesOnly, keyBase } as RunHead;
}

/** `scenario` as the database gives it, which orders its names in its own way. */
export function keyBaseOf(codeVersion: string, scenario: unknown, zonesOnly = false): string {
  return JSON.stringify([codeVersion, scenario, ...(zonesOnly ? ["zones only"] : [])]);
}

export type ShardOutcome = "computed" | "carried over" | "unknown run";

export async function runShardTask(database: Database, runId: string, shard: string): Promise<ShardOutcome> {
  const run = await readRunHead(database, runId);
  if (!run) return "unknown run";
  return runShard(database, run, shard);
}

export async function runShard(database: Database, run: RunHead, shard: string): Promise<ShardOutcome> {
  const grid = shardGrid(shard);
  const input = await readShardInput(database, grid, run);
  const isKnown = await hasShardResult(database, input.key, layersOf(run));
  if (!isKnown) {
    const metered = await readWays(database, grid, input, run);
    const result = computeShard(grid, metered, run.scenario, run);
    await writeShardResult(database, input.key, shard, result);
  }
  await database.sql`update run_shard set status = 'done', result_key = ${input.key}, is_carried_over = ${isKnown},
      input_hashes = ${JSON.stringify(input.inputHashes)}::jsonb, attempts = attempts + 1, problem = null, finished_at = now()
    where run_id = ${run.id} and shard = ${shard}`;
  return isKnown ? "carried over" : "computed";
}

/** The input with metres along streets, where streets are loaded: from AEDs, and from where responders are. */
async function readWays(
  database: Database,
  grid: ShardGrid,
  input: KeyedShardInput,
  { scenario: { alert }, zonesOnly }: RunHead,
): Promise<ShardInput> {
  const { streets: stored } = input;
  if (!stored) return { ...input, streets: null, responderStreets: null };
  const aeds = input.aeds.map(({ position }) => position);
  const streets = await readStreetMeters(database, grid, stored, {
    mode: "foot",
    kind: "aeds",
    sources: aeds,
  });
  if (zonesOnly) return { ...input, streets, responderStreets: null };
  const responderStreets = await readStreetMeters(database, grid, stored, {
    mode: "foot",
    kind: "responders",
    sources: responderPlaces(peopleOf(grid, input)),
    reachMeters: alert.alertRadiusMeters,
  });
  return { ...input, streets, responderStreets };
}

/** Writes down why a shard could not be computed; the queue tries again, the ledger remembers. */
export async function recordShardProblem(
  { sql }: Database,
  runId: string,
  shard: string,
  problem: string,
): Promise<void> {
  await sql`update run_shard set attempts = attempts + 1, problem = ${problem.slice(0, 1_000)}
    where run_id = ${runId} and shard = ${shard} and status <> 'done'`;
}
