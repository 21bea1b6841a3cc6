/**
 * The whole country through the real queue of the real Worker: CPU per shard from the operating system, memory of
 * the isolate (heap and array buffers) through the inspector while it computes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_startWorker } from "wrangler";
import { openDatabase } from "../../src/store/database.ts";
import { openDataFolder } from "../database/attach.ts";
import { freePort } from "./freePort.ts";
import type { AddRow } from "./row.ts";

export async function measureShardsInWorker(folder: string, add: AddRow): Promise<void> {
  const own = await openDataFolder(join(folder, "data"));
  const { connectionStrings, neonHttp } = own;
  const database = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
  // another code version makes every key new: nothing is carried over
  await database.sql`update run set code_version = 'bench'`;
  const [port, inspectorPort] = [await freePort(), await freePort()];
  const worker = await unstable_startWorker({
    config: "wrangler.toml",
    bindings: {
      DATABASE_URL: { type: "plain_text", value: connectionStrings.run },
      NEON_HTTP: { type: "plain_text", value: neonHttp! },
    },
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
  try {
    await worker.ready;
    const memory = await watchMemory(inspectorPort);
    const workerd = workerdProcesses();
    const before = cpuSeconds(workerd);
    const begun = performance.now();
    await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled`);
    const shards = await untilPublished(database);
    const wallSeconds = (performance.now() - begun) / 1_000;
    const cpu = cpuSeconds(workerd) - before;
    addRows(add, { shards, cpu, wallSeconds, peakBytes: memory.stop() });
  } finally {
    await worker.dispose();
    await own.close();
  }
}

function addRows(
  add: AddRow,
  {
    shards,
    cpu,
    wallSeconds,
    peakBytes,
  }: { shards: number; cpu: number; wallSeconds: number; peakBytes: number },
): void {
  add({
    group: "main",
    name: "a full shard in the Worker, CPU",
    value: (cpu / shards) * 1_000,
    unit: "ms",
    target: "≤ 150",
    note: `mean over all ${shards} shards through the queue, publishing included; ${wallSeconds.toFixed(0)} s in all`,
  });
  add({
    group: "main",
    name: "memory of the isolate while it computes shards, peak",
    value: peakBytes / 1e6,
    unit: "MB",
    target: "≤ 64",
    note: "heap in use and array buffers, by the inspector every 50 ms",
  });
}

async function untilPublished({ sql }: ReturnType<typeof openDatabase>): Promise<number> {
  for (;;) {
    const rows =
      await sql`select status, shard_count, problem from run where code_version <> 'bench' order by planned_at desc limit 1`;
    if (rows[0]?.status === "published") return rows[0].shard_count as number;
    if (rows[0]?.status === "failed") throw new Error(`the run failed: ${rows[0].problem}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Asks V8 every 50 ms what it holds: used heap, embedder heap and array buffers. */
async function watchMemory(inspectorPort: number): Promise<{ stop(): number }> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("the inspector did not answer")));
  });
  let [peak, id] = [0, 0];
  socket.addEventListener("message", ({ data }) => {
    const { result } = JSON.parse(String(data)) as { result?: Record<string, number> };
    if (!result?.usedSize) return;
    peak = Math.max(
      peak,
      result.usedSize + (result.embedderHeapUsedSize ?? 0) + (result.backingStorageSize ?? 0),
    );
  });
  const timer = setInterval(
    () => socket.send(JSON.stringify({ id: ++id, method: "Runtime.getHeapUsage" })),
    50,
  );
  return {
    stop() {
      clearInterval(timer);
      socket.close();
      if (peak === 0) throw new Error("got no heap usage from the inspector, expected an answer every 50 ms");
      return peak;
    },
  };
}

/** The ids of the workerd processes below this one. */
function workerdProcesses(): number[] {
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

/** User and system time of these processes; the kernel counts in hundredths of a second. */
function cpuSeconds(pids: number[]): number {
  const ticks = pids.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, value) => sum + value, 0) / 100;
}
