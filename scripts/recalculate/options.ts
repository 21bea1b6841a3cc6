/** The options of `npm run recalculate`. */
import { parseArgs } from "node:util";

export const RECALCULATE_HELP = `Zesminuten: calculate the zones of what is loaded, and publish them.

  npm run recalculate -- [options]

A run that was cut off goes on where it stopped; shards whose inputs did not change are carried over; when nothing
changed, nothing is done. Readers see the old zones until all new ones are in. A run in which regions moved though
none of their inputs changed waits for a person.

options
  --workers <n>           compute in n threads (for a first national load); without it in this process
  --dry-run               only tell what would be computed, what carried over, and why
  --accept <run>          publish a run that waits for a person
  --roll-back [run]       put the last run before the published one in force again, or the one named
  --why <text>            why it is rolled back; kept with the run
  --data .data            data folder, as of npm start; a running npm start is found by itself
  --database-url <url>    a real Postgres or Neon instead of the embedded one
  --help                  this text`;

export interface RecalculateArguments {
  action: "run" | "dry run" | "accept" | "roll back" | "help";
  /** of accept and roll back */
  runId?: string;
  why: string;
  /** threads; 0 = in this process */
  workers: number;
  dataFolder: string;
  databaseUrl?: string;
}

/** More threads than that want more memory than a machine of today has. Assumption. */
const WORKERS_MAX = 64;

export function readRecalculateArguments(args: string[]): RecalculateArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      workers: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      accept: { type: "string" },
      "roll-back": { type: "boolean", default: false },
      why: { type: "string" },
      data: { type: "string", default: ".data" },
      "database-url": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const chosen = [values["dry-run"], values.accept !== undefined, values["roll-back"]].filter(Boolean).length;
  if (chosen > 1) throw new Error("got several of --dry-run, --accept and --roll-back, expected one of them");
  if (positionals.length > (values["roll-back"] ? 1 : 0)) {
    throw new Error(`got ${positionals.join(" ")}, expected options only; see --help`);
  }
  return {
    action: actionOf(values),
    runId: values.accept ?? positionals[0],
    why: values.why ?? "no reason given",
    workers: workersOf(values.workers),
    dataFolder: values.data,
    databaseUrl: values["database-url"],
  };
}

function actionOf(values: {
  help: boolean;
  "dry-run": boolean;
  accept?: string;
  "roll-back": boolean;
}): RecalculateArguments["action"] {
  if (values.help) return "help";
  if (values["dry-run"]) return "dry run";
  if (values.accept !== undefined) return "accept";
  return values["roll-back"] ? "roll back" : "run";
}

function workersOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > WORKERS_MAX) {
    throw new Error(`got --workers ${text}, expected a whole number from 1 to ${WORKERS_MAX}`);
  }
  return count;
}
