/**
 * The whole country through the real queue of the real Worker: CPU per shard from the operating system, memory of
 * the isolate (heap and array buffers) through the inspector while it computes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_startWorker } from "wrangler";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openDataFolder } from "../database/attach.ts";
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
    const workerd = workerdProcesses();
    const before = cpuSeconds(workerd);
    const { shards, wallSeconds } = await runCountry(database, port);
    add({
      group: "main",
      name: "a full shard in the Worker, CPU",
      value: ((cpuSeconds(workerd) - before) / shards) * 1_000,
      unit: "ms",
      target: "≤ 150",
      note: `mean over all ${shards} shards computed through the queue, publishing included; ${wallSeconds.toFixed(0)} s in all`,
    });
    const memory = await watchMemory(inspectorPort);
    await runCountry(database, port);
    const { liveBytes, heldBytes } = memory.stop();
    add({
      group: "main",
      name: "memory of the isolate while it computes shards and publishes, peak",
      value: liveBytes / 1e6,
      unit: "MB",
      target: "≤ 64",
      note: `in use after a collection, heap and array buffers, by the inspector every 100 ms; ${(heldBytes / 1e6).toFixed(0)} MB with what waits to be collected`,
    });
  } finally {
    await worker.dispose();
    await own.close();
  }
}

async function startInspectedWorker(
  port: number,
  inspectorPort: number,
  folder: string,
  variables: Record<string, string>,
) {
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

/** The whole country anew: nothing is current and nothing can be carried over. */
async function runCountry(
  database: Database,
  port: number,
): Promise<{ shards: number; wallSeconds: number }> {
  await database.sql`update run set code_version = 'bench'`;
  await database.sql`truncate shard_result`;
  const begun = performance.now();
  await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled`);
  const shards = await untilPublished(database);
  return { shards, wallSeconds: (performance.now() - begun) / 1_000 };
}

async function untilPublished({ sql }: Database): Promise<number> {
  for (;;) {
    const rows =
      await sql`select status, shard_count, problem from run where code_version <> 'bench' order by planned_at desc limit 1`;
    if (rows[0]?.status === "published") return rows[0].shard_count as number;
    if (rows[0]?.status === "failed") throw new Error(`the run failed: ${rows[0].problem}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

interface PeakMemory {
  /** right after a collection: what the code really holds */
  liveBytes: number;
  /** as it is found, garbage included */
  heldBytes: number;
}

/** Asks V8 every 100 ms what it holds, before and after collecting: heap, embedder heap and array buffers. */
async function watchMemory(inspectorPort: number): Promise<{ stop(): PeakMemory }> {
  const socket = await openInspector(inspectorPort);
  const peak: PeakMemory = { liveBytes: 0, heldBytes: 0 };
  // every third message is a collection: what is asked before it counts as held, after it as live
  let id = 0;
  socket.addEventListener("message", ({ data }) => {
    const { id: answered, result } = JSON.parse(String(data)) as {
      id: number;
      result?: Record<string, number>;
    };
    if (!result?.usedSize) return;
    const bytes = result.usedSize + (result.embedderHeapUsedSize ?? 0) + (result.backingStorageSize ?? 0);
    const kind = answered % 3 === 1 ? "heldBytes" : "liveBytes";
    peak[kind] = Math.max(peak[kind], bytes);
  });
  const timer = setInterval(() => {
    for (const method of ["Runtime.getHeapUsage", "HeapProfiler.collectGarbage", "Runtime.getHeapUsage"]) {
      socket.send(JSON.stringify({ id: ++id, method }));
    }
  }, 100);
  return {
    stop() {
      clearInterval(timer);
      socket.close();
      if (peak.liveBytes === 0)
        throw new Error("got no heap usage from the inspector, expected an answer every 100 ms");
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
