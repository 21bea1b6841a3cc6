/**
 * The process that runs the Worker in workerd, by the bundle that would be uploaded and what wrangler.toml says of it.
 * Miniflare itself, not wrangler's development server: that puts a second workerd in front, which takes 3 ms of every
 * request to be able to put a changed bundle in its place. It ends when told so, and also when its parent is
 * gone however that came about: the channel between them closes, and workerd must not outlive it.
 */
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

export interface WorkerTask {
  configPath: string;
  /** the bundle, one file */
  scriptPath: string;
  port: number;
  /** the Worker's local state: queues, caches */
  stateFolder: string;
  variables: Record<string, string>;
}

export type WorkerNews = { ready: true } | { failed: string };

// Ctrl-C reaches the whole group; the parent decides the order
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

const started = new Promise<Miniflare>((resolve) => {
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

/** How long Miniflare gets to end workerd by itself. */
const END_WITHIN_MILLISECONDS = 3_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), END_WITHIN_MILLISECONDS);
  void started.then((worker) => worker.dispose()).finally(() => process.exit(0));
});

async function start({ configPath, scriptPath, port, stateFolder, variables }: WorkerTask) {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath);
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      defaultPersistRoot: stateFolder,
      workers: [
        {
          ...workerOptions,
          name: "zesminuten",
          bindings: variables,
          modules: [{ type: "ESModule", path: scriptPath }],
        },
      ],
    }),
  );
  await worker.ready;
  return worker;
}

function tell(news: WorkerNews): void {
  process.send?.(news);
}
