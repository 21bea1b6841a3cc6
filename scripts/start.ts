/**
 * `npm start`: database → Neon-protocol server → migrations → Worker, the demo on the first start, the run for what
 * is loaded; one address, one process group, ended as a whole.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { inUse, type OwnDatabase, openDatabaseUrl, openDataFolder } from "./database/attach.ts";
import { EMBEDDED_FOLDER } from "./database/embedded.ts";
import { type FolderLock, lockFolder, type Running, readRunning } from "./database/folder.ts";
import { fillDatabase } from "./start/data.ts";
import { makeDemoBeside } from "./start/demo.ts";
import { type Ending, prepareEnding } from "./start/ending.ts";
import { emptyDataFolder } from "./start/fresh.ts";
import { endLeftovers } from "./start/leftovers.ts";
import { readOptions, START_HELP, type StartOptions } from "./start/options.ts";
import { isPortFree } from "./start/port.ts";
import { type Steps, showSteps } from "./start/steps.ts";
import { buildWebIfOlder } from "./start/webAssets.ts";
import { type RunningWorker, startWorker } from "./start/worker.ts";
import { bundleWorkerIfOlder } from "./start/workerBundle.ts";

const ending = prepareEnding();
process.exit(await main(ending));

/** The exit code: 0 after help, a no, or Ctrl-C. */
async function main(ending: Ending): Promise<number> {
  const steps = showSteps(process.stdout);
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === null) {
      console.log(START_HELP);
      return 0;
    }
    const failure = await Promise.race([serve(options, steps, ending), ending.asked.then(() => null)]);
    return failure === null ? 0 : fail(failure);
  } catch (error) {
    return fail(error as Error);
  } finally {
    steps.close();
    await ending.close();
  }
}

function fail(error: Error): number {
  console.error(`\n${error.message}`);
  return 1;
}

/** Serves until something ends by itself; null when the person said no to --fresh. */
async function serve(options: StartOptions, steps: Steps, ending: Ending): Promise<Error | null> {
  const dataFolder = resolve(options.dataFolder);
  const lock = await takeFolder(dataFolder, options.port);
  ending.closeAtEnd(() => lock.release());
  if (options.isFresh && !(await emptyDataFolder(dataFolder, options.isSure))) return null;

  const tell = (more: Partial<Running>) =>
    lock.tell({ pid: process.pid, command: "npm start", startedAt, ...more });
  const startedAt = new Date().toISOString();
  await tell({});
  const isNew = options.databaseUrl === undefined && !existsSync(join(dataFolder, EMBEDDED_FOLDER));
  const demo = isNew && options.hasDemo ? makeDemoBeside(steps) : null;
  demo?.catch(() => {});
  const bundled = buildWebIfOlder(steps).then(() => bundleWorkerIfOlder(steps));
  const [own, scriptPath] = await Promise.all([openOwn(options, dataFolder, steps, ending), bundled]);
  const { connectionStrings, neonHttp } = own;
  await tell({ connectionStrings, neonHttp });

  const filled = fillDatabase(own, { hasDemo: options.hasDemo, demo }, steps);
  // waited for below; until then its failure is not to end the process past the closers
  filled.catch(() => {});
  const worker = await openWorker(options.port, dataFolder, own, scriptPath, steps, ending);
  const address = `http://127.0.0.1:${options.port}/`;
  await tell({ connectionStrings, neonHttp, address, workerProcesses: worker.processes });
  steps.say(`\nZesminuten is at ${address}   (Ctrl-C ends it; the Worker's log is ${worker.logPath})\n`);
  await Promise.race([filled, own.failed.then(raise), worker.failed.then(raise)]);
  steps.say("What is loaded is on the map.");
  if (options.showsTimings) printTimings(steps);
  return Promise.race([own.failed, worker.failed]);
}

/** The folder's lock and a free port, or a sentence about what is in the way. */
async function takeFolder(dataFolder: string, port: number): Promise<FolderLock> {
  const before = readRunning(dataFolder);
  const lock = await lockFolder(dataFolder);
  if (lock === null) throw new Error(inUse(dataFolder, before));
  await endLeftovers(before?.workerProcesses ?? []);
  if (await isPortFree(port)) return lock;
  lock.release();
  throw new Error(`got port ${port}, in use by another program; stop that or give another one with --port`);
}

async function openOwn(
  { databaseUrl }: StartOptions,
  dataFolder: string,
  steps: Steps,
  ending: Ending,
): Promise<OwnDatabase> {
  const own = await steps.run("database and migrations", () =>
    databaseUrl === undefined ? openDataFolder(dataFolder) : openDatabaseUrl(databaseUrl),
  );
  ending.closeAtEnd(own.close);
  return own;
}

async function openWorker(
  port: number,
  dataFolder: string,
  { connectionStrings, neonHttp }: OwnDatabase,
  scriptPath: string,
  steps: Steps,
  ending: Ending,
): Promise<RunningWorker> {
  const { run: DATABASE_URL, serve: DATABASE_URL_SERVE, load: DATABASE_URL_LOAD } = connectionStrings;
  const variables = {
    DATABASE_URL,
    DATABASE_URL_SERVE,
    DATABASE_URL_LOAD,
    // on one machine a look into the cache takes 6 ms, a third of making the tile
    ...(neonHttp && { NEON_HTTP: neonHttp, TILE_CACHE: "off" }),
  };
  const worker = await steps.run("Worker", () => startWorker({ port, dataFolder, variables, scriptPath }));
  ending.closeAtEnd(worker.close);
  return worker;
}

function printTimings(steps: Steps): void {
  for (const { label, startSeconds, seconds } of steps.timings()) {
    console.log(`${label.padEnd(34)} from ${startSeconds.toFixed(1)} s, took ${seconds.toFixed(1)} s`);
  }
}

function raise(error: Error): never {
  throw error;
}
