/** The Worker: wiring only. The one file that sees the environment and every part. */
import "./grid/h3Memory.ts";
import { buryImports, consumeImports, type ImportMessage, resumeImports } from "./refresh/importQueue.ts";
import { buryShards, consumeShards, enqueueRun, type ShardMessage } from "./refresh/queue.ts";
import { createApp } from "./serve/app.ts";
import { CONTACT, VERSION } from "./serve/identity.ts";
import { type ImportService, readEnabled } from "./serve/imports/service.ts";
import { servePage } from "./serve/page.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { publishedStore } from "./store/publishedStore.ts";

export interface Env {
  /** may read inputs and results and write results (role zesminuten_run): queue and cron */
  DATABASE_URL: string;
  /** may only read what is public (role zesminuten_serve): every request; falls back on DATABASE_URL */
  DATABASE_URL_SERVE?: string;
  /** may load, keys and exact counts included (role zesminuten_load): imports through the API; absent = there are none */
  DATABASE_URL_LOAD?: string;
  /** whether the addresses that write exist: unset = while a live key does */
  API_KEYS_ENABLED?: string;
  /** address of a local Neon-protocol server; absent where the database is Neon's own */
  NEON_HTTP?: string;
  /** "off" where the database is nearer than the platform's cache: on one machine */
  TILE_CACHE?: "off";
  /** public origin, when it is not the one of the request */
  BASE_URL?: string;
  SHARDS: Queue<ShardMessage>;
  IMPORTS: Queue<ImportMessage>;
  ASSETS: Fetcher;
}

const IMPORT_QUEUES = {
  "zesminuten-imports": consumeImports,
  "zesminuten-imports-dead": buryImports,
} as const;
const DEAD_LETTERS = "zesminuten-shards-dead";

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return servePage(request, env.ASSETS);
    return appOf(env).fetch(request, env, context);
  },

  async scheduled(controller, env) {
    const imports = importsOf(env);
    if (imports) await resumeImports(imports.database, env.IMPORTS, imports.now());
    const plan = await enqueueRun(open(env), env.SHARDS, `cron ${controller.cron}`);
    console.log(
      JSON.stringify({ event: "run planned", ...plan, shards: "shards" in plan ? plan.shards.length : 0 }),
    );
  },

  async queue(batch, env) {
    if (batch.queue in IMPORT_QUEUES) {
      const imports = importsOf(env);
      // without the login nothing was taken in, so nothing can wait
      return imports
        ? IMPORT_QUEUES[batch.queue as keyof typeof IMPORT_QUEUES](imports, batch)
        : batch.ackAll();
    }
    if (batch.queue === DEAD_LETTERS) await buryShards(open(env), batch);
    else await consumeShards(open(env), env.SHARDS, batch);
  },
} satisfies ExportedHandler<Env>;

/** Built once per isolate: it keeps nothing of a request, and the environment of an isolate does not change. */
let app: ReturnType<typeof createApp> | undefined;

function appOf(env: Env): ReturnType<typeof createApp> {
  app ??= createApp({
    store: publishedStore(open(env, env.DATABASE_URL_SERVE)),
    version: VERSION,
    contact: CONTACT,
    baseUrl: env.BASE_URL,
    cache: env.TILE_CACHE === "off" ? undefined : (caches as unknown as { default: Cache }).default,
    imports: importsOf(env),
  });
  return app;
}

/** What the writing side needs; absent without a login of its own. */
function importsOf(env: Env): ImportService | undefined {
  if (!env.DATABASE_URL_LOAD) return undefined;
  return {
    database: open(env, env.DATABASE_URL_LOAD),
    enqueue: async (importId) => void (await env.IMPORTS.send({ importId })),
    planRun: async (trigger) => {
      const plan = await enqueueRun(open(env), env.SHARDS, trigger);
      return plan.outcome === "refused" ? null : plan.runId;
    },
    now: () => new Date(),
    random: (bytes) => void crypto.getRandomValues(bytes),
    isEnabled: readEnabled(env.API_KEYS_ENABLED),
  };
}

function open(env: Env, connectionString = env.DATABASE_URL): Database {
  return openDatabase({ connectionString, neonHttp: env.NEON_HTTP });
}
