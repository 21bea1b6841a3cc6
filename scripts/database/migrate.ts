/**
 * Brings a database to the tables of `migrations/`: each file in one batch with its row in the ledger, so a
 * migration is whole or absent, and a second run does nothing.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Database } from "../../src/store/database.ts";

export interface Migration {
  name: string;
  statements: string[];
  contentHash: string;
}

const MIGRATIONS_FOLDER = new URL("../../migrations/", import.meta.url);
const UNIQUE_VIOLATION = "23505";

/** Names of the migrations that were applied now, in order. */
export async function migrate(database: Database, migrations?: Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const applied = await readLedger(database);
  const appliedNow: string[] = [];
  for (const migration of wanted) {
    const contentHash = applied.get(migration.name);
    if (contentHash === undefined) {
      if (await apply(database, migration)) appliedNow.push(migration.name);
    } else if (contentHash !== migration.contentHash) {
      throw new Error(
        `got migration ${migration.name} with another content than was applied to this database, expected it ` +
          "unchanged; restore the file and add a new migration, or start on an empty data folder",
      );
    }
  }
  return appliedNow;
}

/** The files in the order of drizzle-kit's journal. */
export async function readMigrations(folder: URL = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const journal = JSON.parse(await readFile(new URL("meta/_journal.json", folder), "utf8")) as {
    entries: { tag: string }[];
  };
  return Promise.all(
    journal.entries.map(async ({ tag }) => {
      const text = await readFile(new URL(`${tag}.sql`, folder), "utf8");
      const statements = text
        .split("--> statement-breakpoint")
        .filter((statement) => statement.trim() !== "");
      return { name: tag, statements, contentHash: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

async function readLedger({ sql }: Database): Promise<Map<string, string>> {
  const [{ exists }] = await sql`select to_regclass('public.migration_ledger') is not null as exists`;
  if (!exists) {
    await sql`create table if not exists migration_ledger (
      name text primary key, content_hash text not null, applied_at timestamptz not null default now())`;
  }
  const rows = await sql`select name, content_hash from migration_ledger`;
  return new Map(rows.map((row) => [row.name as string, row.content_hash as string]));
}

/** False when another process was applying the same one: its ledger row makes ours wait, then fail as a whole. */
async function apply({ sql }: Database, { name, statements, contentHash }: Migration): Promise<boolean> {
  try {
    await sql.transaction([
      sql`insert into migration_ledger (name, content_hash) values (${name}, ${contentHash})`,
      ...statements.map((statement) => sql.query(statement)),
    ]);
    return true;
  } catch (error) {
    const { code, table } = error as { code?: string; table?: string };
    if (code === UNIQUE_VIOLATION && table === "migration_ledger") return false;
    throw new Error(`migration ${name} was not applied: ${(error as Error).message}`, { cause: error });
  }
}
