/**
 * Starts the database thread and hands out one connection string per role. Passwords are made anew at each start:
 * whoever has not been told one, a web page in a browser included, gets nothing from the port.
 */
import { randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { DatabasePlace, ThreadAnswer, ThreadData, ThreadRequest } from "./databaseThread.ts";

/** owner = everything and the migrations; the others as `migrations/` grants them. */
export const DATABASE_ROLES = ["owner", "serve", "run", "load"] as const;
export type DatabaseRole = (typeof DATABASE_ROLES)[number];

export interface DatabaseServer {
  /** address of the Neon-protocol server, the Worker's `NEON_HTTP` */
  neonHttp: string;
  connectionStrings: Record<DatabaseRole, string>;
  /** the embedded data folder as a tar */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
  /** settles when the thread ends by itself, which it never should */
  failed: Promise<Error>;
}

export async function startDatabaseServer(
  place: DatabasePlace,
  { port }: { port?: number } = {},
): Promise<DatabaseServer> {
  const passwords = new Map(DATABASE_ROLES.map((role) => [role, randomBytes(24).toString("base64url")]));
  const roles = DATABASE_ROLES.map((role): [string, string | null] => [passwords.get(role)!, sqlRole(role)]);
  const workerData: ThreadData = { place, roles, port };
  const thread = new Worker(new URL("./databaseThread.ts", import.meta.url), { workerData });
  const failed = new Promise<Error>((resolve) => {
    thread.once("error", resolve);
    thread.once("exit", (code) => resolve(new Error(`database thread ended with code ${code}`)));
  });
  const ask = async (request: ThreadRequest | null): Promise<ThreadAnswer> => {
    const answered = new Promise<ThreadAnswer>((resolve) => thread.once("message", resolve));
    if (request !== null) thread.postMessage(request);
    const outcome = await Promise.race([answered, failed]);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const { port: neonPort } = (await ask(null)) as { port: number };
  return {
    neonHttp: `http://127.0.0.1:${neonPort}/sql`,
    connectionStrings: Object.fromEntries(
      DATABASE_ROLES.map((role) => [role, connectionString(role, passwords.get(role)!, neonPort)]),
    ) as Record<DatabaseRole, string>,
    dump: async () => ((await ask("dump")) as { dump: Uint8Array }).dump,
    close: async () => void (await ask("close")),
    failed,
  };
}

/** The name in Postgres; null = the user who owns the database. */
export function sqlRole(role: DatabaseRole): string | null {
  return role === "owner" ? null : `zesminuten_${role}`;
}

function connectionString(role: DatabaseRole, password: string, port: number): string {
  return `postgresql://zesminuten_${role}:${password}@127.0.0.1:${port}/zesminuten`;
}
