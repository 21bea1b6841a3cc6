/** Starts the Worker's process, waits until it serves, and ends it with everything below it. */
import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endLeftovers, markTree, type ProcessMark } from "./leftovers.ts";
import type { WorkerNews, WorkerTask } from "./workerProcess.ts";

export interface RunningWorker {
  logPath: string;
  processes: ProcessMark[];
  close(): Promise<void>;
  /** settles when the process ends without being told to */
  failed: Promise<Error>;
}

const CONFIG_PATH = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));
/** How long the process gets to end itself and workerd. */
const END_WITHIN_MILLISECONDS = 5_000;

export async function startWorker({
  port,
  dataFolder,
  variables,
  scriptPath,
  configPath = CONFIG_PATH,
}: {
  port: number;
  dataFolder: string;
  variables: Record<string, string>;
  scriptPath: string;
  configPath?: string;
}): Promise<RunningWorker> {
  const folder = join(dataFolder, "worker");
  await mkdir(folder, { recursive: true });
  const logPath = join(folder, "worker.log");
  const child = fork(new URL("./workerProcess.ts", import.meta.url), {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...quietEnvironment(folder) },
  });
  const log = createWriteStream(logPath);
  child.stdout!.pipe(log, { end: false });
  child.stderr!.pipe(log, { end: false });
  const failed = new Promise<Error>((resolve) => {
    child.once("exit", (code, signal) =>
      resolve(new Error(`the Worker's process ended (${signal ?? code})`)),
    );
  });
  const task: WorkerTask = { configPath, scriptPath, port, stateFolder: join(folder, "state"), variables };
  const news = await Promise.race([ask(child, task), failed]);
  let processes = markTree(child.pid!);
  // a process that died takes the knowledge of those below it along: what was seen before counts too
  const close = () => end(child, [...processes, ...markTree(child.pid!)]);
  if (news instanceof Error || "failed" in news) {
    await close();
    const reason = news instanceof Error ? news.message : news.failed;
    throw new Error(
      `the Worker did not start: ${reason}; its log, ${logPath}, ends with:\n${await tail(logPath)}`,
    );
  }
  // the first answer is there when every process below is
  await Promise.race([fetch(`http://127.0.0.1:${port}/`), failed]);
  processes = markTree(child.pid!);
  return { logPath, processes, close, failed };
}

/**
 * Nothing is sent to anyone; logs and the registry of running Workers stay in the data folder. Wrangler's own
 * recording of every request doubles the Worker's CPU for a small answer (5.1 instead of 2.6 ms), and nobody reads it.
 */
export function quietEnvironment(folder: string): Record<string, string> {
  return {
    X_LOCAL_OBSERVABILITY: "false",
    X_LOCAL_EXPLORER: "false",
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_LOG_PATH: join(folder, "wrangler-logs"),
    WRANGLER_REGISTRY_PATH: join(folder, "registry"),
    CI: "true",
  };
}

function ask(child: ChildProcess, task: WorkerTask): Promise<WorkerNews> {
  child.send(task);
  return new Promise((resolve) => child.once("message", resolve as (news: unknown) => void));
}

/** Closing the channel is the order to end; what is left after a while is killed by its id. */
async function end(child: ChildProcess, processes: readonly ProcessMark[]): Promise<void> {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null && child.signalCode === null) {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill("SIGKILL"), END_WITHIN_MILLISECONDS);
    await exited;
    clearTimeout(timer);
  }
  await endLeftovers(processes);
}

async function tail(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-15).join("\n");
}
