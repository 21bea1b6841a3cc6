/**
 * The whole country through the real queue of the real Worker: CPU per shard from the operating system, memory of
 * the isolate (heap and array buffers) through the inspector while it computes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_startWorker } from "wrangler";
import { MODEL_VERSION } from "../../src/refresh/version.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openDataFolder } from "../database/attach.ts";
import { quietEnvironment } from "../start/worker.ts";
import { freePort } from "./freePort.ts";
import type { AddRow } from "./row.ts";

export async function measureShardsInWorker(folder: string, add: AddRow): Promise<void> {
  const own = await openDataFolder(join(folder, "data"));
  const { connectionStrings, neonHttp } = own;
  const database = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
  const [port, inspectorPort] = [await freePort(), await freePort()];
  const worker = await startInspectedWorker(port, inspectorPort, folder, {
    DATABASE_URL: connectionStrings.run,
    NEON_HTTP: neonHttp!,
  });
  try {
    await measureOneShard(database, port, inspectorPort, add);
    await measureCountry(database, port, inspectorPort, add);
  } finally {
    await worker.dispose();
    await own.close();
  }
}

/** The first shard of a fresh isolate, the one with most AEDs: all that it allocates, before anything is collected. */
async function measureOneShard(
  database: Database,
  port: number,
  inspectorPort: number,
  add: AddRow,
): Promise<void> {
  const shard = await planOneShard(database);
  const memory = await watchMemory(inspectorPort, 2);
  const idleBytes = await memory.now();
  await trigger(port);
  await until(async () => {
    const rows =
      await database.sql`select run_shard.status from run_shard join run on id = run_id where trigger = 'bench'`;
    if (rows.length === 0) throw new Error("the run of one shard is gone: another was planned in its place");
    return rows[0].status === "done";
  });
  const peakBytes = memory.stop();
  await database.sql`update run set status = 'superseded' where trigger = 'bench'`;
  add({
    group: "main",
    name: "a full shard in the Worker, memory",
    value: peakBytes / 1e6,
    unit: "MB",
    target: "≤ 64",
    note: `${shard}, the one with most AEDs, in a fresh isolate: heap and array buffers by the inspector, garbage included; ${(idleBytes / 1e6).toFixed(0)} MB before it`,
  });
}

async function measureCountry(
  database: Database,
  port: number,
  inspectorPort: number,
  add: AddRow,
): Promise<void> {
  const memory = await watchMemory(inspectorPort, 100);
  const before = cpuByProcess();
  const { shards, wallSeconds } = await runCountry(database, port);
  const cpu = [...cpuByProcess()].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0);
  add({
    group: "main",
    name: "a full shard in the Worker, CPU",
    value: (cpu / shards) * 1_000,
    unit: "ms",
    target: "≤ 150",
    note: `mean over all ${shards} shards computed through the queue, publishing included; ${wallSeconds.toFixed(0)} s in all; at most ${(memory.stop() / 1e6).toFixed(0)} MB held, garbage included`,
  });
}

/** A run of one shard that can never be complete, so that nothing is published. */
async function planOneShard({ sql }: Database): Promise<string> {
  await forgetResults({ sql } as Database);
  const [{ shard }] = await sql`select shard from merged_aed where until is null
    and shard in (select shard from run_shard) group by shard order by count(*) desc limit 1`;
  const [{ id }] =
    await sql`insert into run (status, trigger, editions, inputs, scenario, data_date, code_version, shard_count)
    select 'planned', 'bench', editions, inputs, scenario, data_date, ${MODEL_VERSION}, 2 from run
    join published on run_id = run.id returning id`;
  await sql`insert into run_shard (run_id, shard, status) values (${id}, ${shard}, 'planned')`;
  return shard as string;
}

/** Nothing is current and nothing can be carried over. */
async function forgetResults({ sql }: Database): Promise<void> {
  await sql`update run set code_version = 'bench'`;
  await sql`truncate shard_result`;
}

export async function trigger(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled`);
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}

export async function startInspectedWorker(
  port: number,
  inspectorPort: number,
  folder: string,
  variables: Record<string, string>,
) {
  Object.assign(process.env, quietEnvironment(folder));
  const worker = await unstable_startWorker({
    config: "wrangler.toml",
    bindings: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, { type: "plain_text" as const, value }]),
    ),
    dev: {
      remote: false,
      watch: false,
      persist: join(folder, "bench-state"),
      server: { hostname: "127.0.0.1", port },
      inspector: { hostname: "127.0.0.1", port: inspectorPort },
      testScheduled: true,
      logLevel: "none",
    },
  });
  await worker.ready;
  return worker;
}

async function runCountry(
  database: Database,
  port: number,
): Promise<{ shards: number; wallSeconds: number }> {
  await forgetResults(database);
  const begun = performance.now();
  await trigger(port);
  let shards = 0;
  await until(async () => {
    const [run] =
      await database.sql`select status, shard_count, problem from run where code_version <> 'bench'
      order by planned_at desc limit 1`;
    if (run?.status === "failed") throw new Error(`the run failed: ${run.problem}`);
    shards = run?.shard_count ?? 0;
    return run?.status === "published";
  });
  return { shards, wallSeconds: (performance.now() - begun) / 1_000 };
}

/** Asks V8 every so often what it holds: heap, embedder heap and array buffers, in bytes. */
export async function watchMemory(inspectorPort: number, everyMilliseconds: number) {
  const socket = await openInspector(inspectorPort);
  let [peak, last, id] = [0, 0, 0];
  socket.addEventListener("message", ({ data }) => {
    const { result } = JSON.parse(String(data)) as { result?: Record<string, number> };
    if (!result?.usedSize) return;
    last = result.usedSize + (result.embedderHeapUsedSize ?? 0) + (result.backingStorageSize ?? 0);
    peak = Math.max(peak, last);
  });
  const ask = () => socket.send(JSON.stringify({ id: ++id, method: "Runtime.getHeapUsage" }));
  const timer = setInterval(ask, everyMilliseconds);
  return {
    async now(): Promise<number> {
      await until(async () => last > 0);
      return last;
    },
    stop(): number {
      clearInterval(timer);
      socket.close();
      if (peak === 0) throw new Error("got no heap usage from the inspector, expected an answer");
      return peak;
    },
  };
}

async function openInspector(port: number): Promise<WebSocket> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  // wrangler's inspector wants to hear from a page of this machine; Node's client takes headers, the DOM's type does not know
  const init = { headers: { Origin: "http://localhost" } } as unknown as string[];
  const socket = new WebSocket(targets[0].webSocketDebuggerUrl, init);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("the inspector did not answer")));
  });
  return socket;
}

/** The ids of the workerd processes below this one. */
export function workerdProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isOwnWorkerd(pid));
}

function isOwnWorkerd(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return stat.includes("(workerd)") && parent === process.pid;
  } catch {
    return false;
  }
}

/** User and system seconds of each workerd below this process; the kernel counts in hundredths. */
function cpuByProcess(): Map<number, number> {
  return new Map(
    workerdProcesses().map((pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [pid, (Number(fields[11]) + Number(fields[12])) / 100];
    }),
  );
}
