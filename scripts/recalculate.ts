/**
 * `npm run recalculate`: the zones of the inputs in force, computed here with the Worker's own shard task and published.
 */
import { parseArgs } from "node:util";
import { type RecalculateOutcome, recalculate } from "../src/refresh/recalculate.ts";
import { attachDatabase } from "./database/attach.ts";
import { startProgress } from "./load/progress.ts";

const HELP = `Zesminuten: calculate the zones of what is loaded, and publish them.

  npm run recalculate -- [options]

A run that was cut off goes on where it stopped; shards whose inputs did not change are carried over; when nothing
changed, nothing is done. Readers see the old zones until all new ones are in.

options
  --data .data            data folder, as of npm start; a running npm start is found by itself
  --database-url <url>    a real Postgres or Neon instead of the embedded one
  --help                  this text`;

process.exit(await main());

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: "string", default: ".data" },
        "database-url": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    return await run(values.data, values["database-url"]);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function run(dataFolder: string, databaseUrl?: string): Promise<number> {
  const command = "npm run recalculate";
  const { database, close } = await attachDatabase({ dataFolder, databaseUrl, role: "run", command });
  const progress = startProgress(0);
  try {
    const onProgress = (done: number, total: number) => progress.step("zones", done, total);
    const outcome = await recalculate(database, { trigger: "person", onProgress });
    progress.stop();
    console.log(tell(outcome));
    return outcome.plan === "refused" ? 1 : 0;
  } finally {
    progress.stop();
    await close();
  }
}

function tell({ plan, runId, computed, carriedOver, reason }: RecalculateOutcome): string {
  if (plan === "refused") return `nothing calculated: ${reason}`;
  if (plan === "current") return `nothing to do: run ${runId} has these inputs and is published`;
  return `published run ${runId}: ${computed} shards computed, ${carriedOver} carried over`;
}
