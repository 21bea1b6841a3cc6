/**
 * Sessions of a Postgres, embedded or real, handed out one request at a time and given back clean:
 * nothing of one request (role, setting, temporary table, open transaction) is seen by the next.
 */
import { type Client, Pool, type PoolClient } from "pg";

export interface Sessions {
  /** runs `work` alone on one session, as `role` (null = the user who connected) */
  withSession<T>(role: string | null, work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type Session = Pick<Client, "query">;

/** A real Postgres serves several requests at once; Neon's own pool is larger, our batches are not. */
const POOL_SIZE = 4;

/** The embedded database has one session: requests wait for each other. */
export function singleSession(client: Client): Sessions {
  let last: Promise<unknown> = Promise.resolve();
  return {
    withSession(role, work) {
      const answered = last.then(() => asRole(client, role, work));
      // the answer does not wait for the washing, the next request does
      last = answered.catch(() => {}).then(() => wash(client));
      // a session that cannot be washed serves nobody any more: told to whoever asks next
      last.catch(() => {});
      return answered;
    },
    close: async () => void (await last.catch(() => {})),
  };
}

export function pooledSessions(databaseUrl: string): Sessions {
  // the same clock as Neon and the embedded database, whatever the server's own is
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE, options: "-c timezone=GMT" });
  pool.on("error", () => {});
  return {
    async withSession(role, work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        return await asRole(client, role, work);
      } finally {
        await wash(client).catch((error: Error) => {
          broken = error;
        });
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

async function asRole<T>(
  client: Client | PoolClient,
  role: string | null,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (role !== null) await client.query(`set role ${client.escapeIdentifier(role)}`);
  return work(client);
}

async function wash(client: Client | PoolClient): Promise<void> {
  try {
    await client.query("discard all");
  } catch {
    // a request left its transaction open: discard refuses inside one
    await client.query("rollback");
    await client.query("discard all");
  }
}
