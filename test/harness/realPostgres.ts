/**
 * A real Postgres for one test file, where one is installed: it does several things at a time, so it shows the races
 * that the embedded one hides. Its own folder in the temporary folder, its own port, gone afterwards.
 */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { startDatabaseServer } from "../../scripts/database/databaseServer.ts";
import { migrate } from "../../scripts/database/migrate.ts";
import { type TestDatabase, testDatabaseOf } from "./database.ts";
import { freePort } from "./startProcess.ts";

/** Where Postgres lies, and as whom it may run (never as root); null where there is none. */
export const realPostgres = findPostgres();
export const NO_REAL_POSTGRES = "skipped: no Postgres installed";

export async function startRealDatabase(): Promise<TestDatabase & { databaseUrl: string }> {
  const { bin, user } = realPostgres!;
  const folder = mkdtempSync(join(tmpdir(), "zesminuten-postgres-"));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const initdb = ["-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync"];
  execFileSync(join(bin, "initdb"), initdb, { ...user, cwd: folder, stdio: "ignore" });
  const port = await freePort();
  const settings = ["-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const postgres = spawn(join(bin, "postgres"), ["-D", data, ...settings], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => postgres.once("exit", resolve));
  const databaseUrl = `postgresql://owner@127.0.0.1:${port}/postgres`;
  await waitUntilAnswers(databaseUrl);

  const server = await startDatabaseServer({ kind: "url", databaseUrl });
  const test = testDatabaseOf(server);
  await migrate(test.database);
  const close = async () => {
    await server.close();
    // fast shutdown: open connections are cut
    postgres.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { ...test, databaseUrl, close };
}

async function waitUntilAnswers(databaseUrl: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new Client(databaseUrl);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (tries === 200) throw error;
      await wait(100);
    }
  }
}

function findPostgres(): { bin: string; user?: { uid: number; gid: number } } | null {
  try {
    const program = (process.env.PATH ?? "")
      .split(delimiter)
      .map((folder) => join(folder, "postgres"))
      .find(exists);
    if (program === undefined) return null;
    const bin = dirname(realpathSync(program));
    if (process.getuid?.() !== 0) return { bin };
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
    return { bin, user: { uid: id("-u"), gid: id("-g") } };
  } catch {
    return null;
  }
}

function exists(path: string): boolean {
  try {
    return realpathSync(path) !== "";
  } catch {
    return false;
  }
}
