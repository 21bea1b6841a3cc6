/**
 * The database for a command: the one of a running `npm start`, else the embedded one for the command's own
 * duration, or the real Postgres of `databaseUrl`. Always migrated, always Neon's driver.
 */
import { setTimeout as wait } from "node:timers/promises";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { type DatabaseRole, type DatabaseServer, startDatabaseServer } from "./databaseServer.ts";
import { lockFolder, type Running, readRunning } from "./folder.ts";
import { migrate } from "./migrate.ts";

export interface AttachedDatabase {
  database: Database;
  connectionString: string;
  /** absent where the driver talks to Neon itself */
  neonHttp?: string;
  /** lets go: of the running `npm start`, or ends the database that was started here */
  close(): Promise<void>;
}

/** A database of our own, with the connection string of every role. */
export type OwnDatabase = Pick<DatabaseServer, "connectionStrings" | "close" | "failed"> & {
  neonHttp?: string;
  isEmbedded?: boolean;
};

/** How long a starting `npm start` may take to answer; creation takes 2–8 s. */
const ANSWER_WITHIN_MILLISECONDS = 60_000;

export async function attachDatabase({
  dataFolder,
  databaseUrl,
  role = "owner",
  command = "a command",
}: {
  dataFolder: string;
  databaseUrl?: string;
  role?: DatabaseRole;
  command?: string;
}): Promise<AttachedDatabase> {
  if (databaseUrl !== undefined) return attachTo(await openDatabaseUrl(databaseUrl), role);
  const lock = await lockFolder(dataFolder);
  if (lock === null) return attachTo(await findRunning(dataFolder), role);
  try {
    await lock.tell({ pid: process.pid, command, startedAt: new Date().toISOString() });
    const own = await openDataFolder(dataFolder);
    const close = async () => {
      await own.close();
      lock.release();
    };
    return attachTo({ ...own, close }, role);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The embedded database of a folder whose lock the caller holds, migrated. */
export async function openDataFolder(dataFolder: string): Promise<OwnDatabase> {
  return migrated({ ...(await startDatabaseServer({ kind: "folder", dataFolder })), isEmbedded: true });
}

/** A real Postgres behind the local server, or Neon itself, migrated. */
export async function openDatabaseUrl(databaseUrl: string): Promise<OwnDatabase> {
  if (!isNeonHost(databaseUrl)) return migrated(await startDatabaseServer({ kind: "url", databaseUrl }));
  const connectionStrings = { owner: databaseUrl, serve: databaseUrl, run: databaseUrl, load: databaseUrl };
  return migrated({ connectionStrings, close: async () => {}, failed: new Promise(() => {}) });
}

export function isNeonHost(databaseUrl: string): boolean {
  return URL.canParse(databaseUrl) && /\.neon\.(tech|build)$/.test(new URL(databaseUrl).hostname);
}

async function migrated<D extends OwnDatabase>(own: D): Promise<D> {
  try {
    const { connectionStrings, neonHttp } = own;
    await migrate(openDatabase({ connectionString: connectionStrings.owner, neonHttp }));
    return own;
  } catch (error) {
    await own.close();
    throw error;
  }
}

function attachTo(
  { connectionStrings, neonHttp, close }: Pick<OwnDatabase, "connectionStrings" | "neonHttp" | "close">,
  role: DatabaseRole,
): AttachedDatabase {
  const connectionString = connectionStrings[role];
  return { database: openDatabase({ connectionString, neonHttp }), connectionString, neonHttp, close };
}

/** The database of the process that owns the folder, once it answers. */
async function findRunning(
  dataFolder: string,
): Promise<Pick<OwnDatabase, "connectionStrings" | "neonHttp" | "close">> {
  const deadline = performance.now() + ANSWER_WITHIN_MILLISECONDS;
  for (;;) {
    const running = readRunning(dataFolder);
    if (running?.connectionStrings !== undefined && (await answers(running))) {
      const { connectionStrings, neonHttp } = running;
      return { connectionStrings, neonHttp, close: async () => {} };
    }
    if (running !== null && running.command !== "npm start") throw new Error(inUse(dataFolder, running));
    if (performance.now() > deadline) {
      throw new Error(
        `${inUse(dataFolder, running)} It gave no answer for ${ANSWER_WITHIN_MILLISECONDS / 1000} s.`,
      );
    }
    await wait(200);
  }
}

async function answers({ connectionStrings, neonHttp }: Running): Promise<boolean> {
  try {
    const { sql } = openDatabase({ connectionString: connectionStrings!.owner, neonHttp });
    await sql`select 1`;
    return true;
  } catch {
    return false;
  }
}

/** The sentence for a folder that another process owns. */
export function inUse(dataFolder: string, running: Running | null): string {
  const owner = running === null ? "another process" : `${running.command} (process ${running.pid})`;
  const where = running?.address ? ` It serves at ${running.address}.` : "";
  return `got data folder ${dataFolder}, in use by ${owner}; stop that first or give another folder with --data.${where}`;
}
