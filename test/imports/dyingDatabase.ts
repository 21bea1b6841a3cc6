/** A database that is lost in the middle of what is done to it. */
import type { Database } from "../../src/store/database.ts";

/** The database as it is, but lost at the first transaction that touches `text`. */
export function diesAtTransaction(database: Database, text: string): Database {
  return withTransaction(database, async (statements, run) => {
    if (statements.some((statement) => queryOf(statement).includes(text))) throw new Error("connection lost");
    return run();
  });
}

function withTransaction(
  database: Database,
  around: (statements: unknown[], run: () => Promise<unknown>) => Promise<unknown>,
): Database {
  const sql = new Proxy(database.sql, {
    get(target, name) {
      if (name !== "transaction") return Reflect.get(target, name);
      return (statements: never[]) => around(statements, () => target.transaction(statements));
    },
  });
  return { ...database, sql };
}

function queryOf(statement: unknown): string {
  return JSON.stringify((statement as { queryData: unknown }).queryData);
}
