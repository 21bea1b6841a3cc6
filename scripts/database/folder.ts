/**
 * Who owns a data folder: one process at a time, by a file lock that the system takes away when the process dies,
 * however it dies. `running.json` beside it tells others whom to ask.
 */
import { readFileSync, rmSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ProcessMark } from "../start/leftovers.ts";
import type { DatabaseRole } from "./databaseServer.ts";

/** What the owner tells: who it is and, once its database answers others too, where. */
export interface Running {
  pid: number;
  /** as a person would type it: `npm start` */
  command: string;
  startedAt: string;
  /** the page's address, for `npm start` */
  address?: string;
  neonHttp?: string;
  connectionStrings?: Record<DatabaseRole, string>;
  /** to be ended by the next start, should this one be killed */
  workerProcesses?: ProcessMark[];
}

export interface FolderLock {
  tell(running: Running): Promise<void>;
  release(): void;
}

const SQLITE_BUSY = 5;

/** Null when another process, or this one, owns the folder. */
export async function lockFolder(dataFolder: string): Promise<FolderLock | null> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(dataFolder, "owner.lock"));
  if (lock === null) return null;
  const path = join(dataFolder, "running.json");
  return {
    async tell(running) {
      // holds passwords of the local server: for this user's eyes
      await writeFile(`${path}.new`, JSON.stringify(running, null, 2), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    release() {
      rmSync(path, { force: true });
      lock.close();
    },
  };
}

/** What the owner of the folder last told; null when it told nothing yet. */
export function readRunning(dataFolder: string): Running | null {
  try {
    return JSON.parse(readFileSync(join(dataFolder, "running.json"), "utf8")) as Running;
  } catch {
    return null;
  }
}

/** SQLite serves for its portable exclusive file lock only; the file stays empty. */
function takeLock(path: string): DatabaseSync | null {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec("pragma locking_mode = exclusive; pragma journal_mode = memory; begin exclusive");
    return file;
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
}
