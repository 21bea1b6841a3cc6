/**
 * `npm run recalculate`: the zones of the inputs in force, computed here with the Worker's own shard task and published.
 */
import { dryRun } from "../src/refresh/dryRun.ts";
import { acceptRun, rollBack } from "../src/refresh/pointer.ts";
import { recalculate } from "../src/refresh/recalculate.ts";
import { type AttachedDatabase, attachDatabase } from "./database/attach.ts";
import { type Progress, startProgress } from "./load/progress.ts";
import { dryRunText } from "./recalculate/dryRunText.ts";
import {
  RECALCULATE_HELP,
  type RecalculateArguments,
  readRecalculateArguments,
} from "./recalculate/options.ts";
import { recalculateText } from "./recalculate/outcomeText.ts";
import { startShardThreads } from "./recalculate/shardThreads.ts";

const ACTOR = "command line";

process.exit(await main());

async function main(): Promise<number> {
  try {
    const options = readRecalculateArguments(process.argv.slice(2));
    if (options.action === "help") {
      console.log(RECALCULATE_HELP);
      return 0;
    }
    const { dataFolder, databaseUrl } = options;
    const command = "npm run recalculate";
    const attached = await attachDatabase({ dataFolder, databaseUrl, role: "run", command });
    try {
      return await act(attached, options);
    } finally {
      await attached.close();
    }
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function act(attached: AttachedDatabase, options: RecalculateArguments): Promise<number> {
  const { database } = attached;
  const { action, runId, why } = options;
  if (action === "accept") return accept(attached, runId!);
  if (action === "roll back") {
    const outcome = await rollBack(database, { runId, actor: ACTOR, why });
    if ("refused" in outcome) throw new Error(`nothing rolled back: ${outcome.refused}`);
    console.log(`run ${outcome.runId} is in force instead of ${outcome.insteadOf}, which stays readable`);
    return 0;
  }
  const progress = startProgress(0);
  try {
    return action === "dry run"
      ? await tellDryRun(attached, progress)
      : await run(attached, options.workers, progress);
  } finally {
    progress.stop();
  }
}

async function accept({ database }: AttachedDatabase, runId: string): Promise<number> {
  const outcome = await acceptRun(database, runId, ACTOR);
  if (outcome === null) throw new Error(`got ${runId} to accept, expected a run that waits for a person`);
  console.log(
    outcome === "published" ? `published run ${runId}` : `run ${runId} is not published: ${outcome}`,
  );
  return outcome === "published" ? 0 : 1;
}

async function tellDryRun({ database }: AttachedDatabase, progress: Progress): Promise<number> {
  const onProgress = (done: number, total: number) => progress.step("looking", done, total);
  const shards = await dryRun(database, { onProgress });
  progress.stop();
  console.log(dryRunText(shards));
  return 0;
}

async function run(attached: AttachedDatabase, workers: number, progress: Progress): Promise<number> {
  const { database, connectionString, neonHttp } = attached;
  const threads = workers > 0 ? startShardThreads(workers, { connectionString, neonHttp }) : undefined;
  const startedAt = performance.now();
  try {
    const onProgress = (done: number, total: number) => progress.step("zones", done, total);
    const { computeShard, inFlight } = threads ?? {};
    const outcome = await recalculate(database, { trigger: "person", onProgress, computeShard, inFlight });
    progress.stop();
    console.log(recalculateText(outcome));
    if (outcome.publishing) console.log(costText(performance.now() - startedAt));
    return outcome.plan === "refused" ? 1 : 0;
  } finally {
    await threads?.close();
  }
}

/** The embedded database and the threads are part of this process. */
function costText(milliseconds: number): string {
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return `${(milliseconds / 1000).toFixed(1)} s, at most ${peakMegabytes.toFixed(0)} MB in memory`;
}
