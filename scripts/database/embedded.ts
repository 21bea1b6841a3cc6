/**
 * The embedded Postgres: PGlite in a folder, or in memory for tests, with one `pg` client in front of it.
 * It does one thing at a time. A killed process leaves a folder that recovers from its own write-ahead log.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { pgliteSocket } from "./pgliteSocket.ts";

export interface Embedded {
  client: Client;
  /** the whole data folder as a tar, to start others from */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The folder of the database inside the data folder. */
export const EMBEDDED_FOLDER = "postgres";

/** Opens the database in `folder`, or makes it there; null = in memory, from `templatePath` where given. */
export async function openEmbedded(folder: string | null, templatePath?: string): Promise<Embedded> {
  if (folder !== null && !existsSync(folder)) await createFolder(folder);
  const pglite =
    folder === null ? await openInMemory(templatePath) : await PGlite.create({ dataDir: folder });
  const client = new Client({
    stream: () => pgliteSocket(pglite) as never,
    user: "postgres",
    database: "postgres",
  });
  // a lost wire shows as a failed query; without a listener it would end the process first
  client.on("error", () => {});
  await client.connect();
  await client.query("set timezone to 'UTC'");
  return {
    client,
    dump: async () => new Uint8Array(await (await pglite.dumpDataDir("none")).arrayBuffer()),
    close: async () => {
      await client.end();
      await pglite.close();
    },
  };
}

async function openInMemory(templatePath?: string): Promise<PGlite> {
  if (templatePath === undefined) return PGlite.create();
  return PGlite.create({ loadDataDir: new Blob([await readFile(templatePath)]) });
}

/**
 * Made in memory and then written (2 s instead of 4 s: the bootstrap rewrites its files many times), beside the
 * final name and renamed, so that a folder with that name is always a whole one.
 */
async function createFolder(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const blank = await PGlite.create();
  const loadDataDir = await blank.dumpDataDir("none");
  await blank.close();
  const written = await PGlite.create({ dataDir: unfinished, loadDataDir });
  await written.close();
  await rename(unfinished, folder);
}
