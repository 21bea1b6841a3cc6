/** The Worker: wiring only. The one file that sees the environment and every part. */
import "./grid/h3Memory.ts";
import { buryShards, consumeShards, enqueueRun, type ShardMessage } from "./refresh/queue.ts";
import { createApp } from "./serve/app.ts";
import { CONTACT, VERSION } from "./serve/identity.ts";
import { servePage } from "./serve/page.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { publishedStore } from "./store/publishedStore.ts";

export interface Env {
  /** may read inputs and results and write results (role zesminuten_run): queue and cron */
  DATABASE_URL: string;
  /** may only read what is public (role zesminuten_serve): every request; falls back on DATABASE_URL */
  DATABASE_URL_SERVE?: string;
  /** address of a local Neon-protocol server; absent where the database is Neon's own */
  NEON_HTTP?: string;
  /** public origin, when it is not the one of the request */
  BASE_URL?: string;
  SHARDS: Queue<ShardMessage>;
  ASSETS: Fetcher;
}

const DEAD_LETTERS = "zesminuten-shards-dead";

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return servePage(request, env.ASSETS);
    return appOf(env).fetch(request, env, context);
  },

  async scheduled(controller, env) {
    const plan = await enqueueRun(open(env), env.SHARDS, `cron ${controller.cron}`);
    console.log(
      JSON.stringify({ event: "run planned", ...plan, shards: "shards" in plan ? plan.shards.length : 0 }),
    );
  },

  async queue(batch, env) {
    const consume = batch.queue === DEAD_LETTERS ? buryShards : consumeShards;
    await consume(open(env), batch);
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
    cache: (caches as unknown as { default: Cache }).default,
  });
  return app;
}

function open(env: Env, connectionString = env.DATABASE_URL): Database {
  return openDatabase({ connectionString, neonHttp: env.NEON_HTTP });
}
