/**
 * The process that runs the Worker in workerd through wrangler. It ends when told so, and also when its parent is
 * gone however that came about: the channel between them closes, and workerd must not outlive it.
 */
import { unstable_startWorker } from "wrangler";

export interface WorkerTask {
  configPath: string;
  port: number;
  /** the Worker's local state: queues, caches */
  stateFolder: string;
  variables: Record<string, string>;
}

export type WorkerNews = { ready: true } | { failed: string };

// Ctrl-C reaches the whole group; the parent decides the order
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

const started = new Promise<Awaited<ReturnType<typeof unstable_startWorker>>>((resolve) => {
  process.once("message", (task: WorkerTask) => {
    start(task).then(
      (worker) => {
        resolve(worker);
        tell({ ready: true });
      },
      (error: Error) => tell({ failed: error.message }),
    );
  });
});

/** How long wrangler gets to end workerd by itself. */
const END_WITHIN_MILLISECONDS = 3_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), END_WITHIN_MILLISECONDS);
  void started.then((worker) => worker.dispose()).finally(() => process.exit(0));
});

async function start({ configPath, port, stateFolder, variables }: WorkerTask) {
  const bindings = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, { type: "plain_text" as const, value }]),
  );
  const worker = await unstable_startWorker({
    config: configPath,
    bindings,
    dev: {
      remote: false,
      watch: false,
      persist: stateFolder,
      server: { hostname: "127.0.0.1", port },
      inspector: false,
      testScheduled: true,
      logLevel: "warn",
    },
  });
  await worker.ready;
  return worker;
}

function tell(news: WorkerNews): void {
  process.send?.(news);
}
