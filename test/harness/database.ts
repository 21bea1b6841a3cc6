/**
 * A migrated, empty database for one test file: the embedded Postgres in memory, behind the Neon-protocol server.
 * Each gets its own copy (0.4 s) of a template that is made once per version of the migrations (2 s).
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import {
  type DatabaseRole,
  type DatabaseServer,
  startDatabaseServer,
} from "../../scripts/database/databaseServer.ts";
import { migrate, readMigrations } from "../../scripts/database/migrate.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";

export interface TestDatabase {
  /** as the owner, who may everything */
  database: Database;
  /** as one of the roles of `migrations/` */
  as(role: DatabaseRole): Database;
  connectionStrings: Record<DatabaseRole, string>;
  neonHttp: string;
  close(): Promise<void>;
}

export async function startTestDatabase(): Promise<TestDatabase> {
  return testDatabaseOf(
    await startDatabaseServer({ kind: "memory", templatePath: await migratedTemplate() }),
  );
}

export function testDatabaseOf({ connectionStrings, neonHttp, close }: DatabaseServer): TestDatabase {
  const as = (role: DatabaseRole) => openDatabase({ connectionString: connectionStrings[role], neonHttp });
  return { database: as("owner"), as, connectionStrings, neonHttp, close };
}

const CACHE_FOLDER = new URL("../../node_modules/.cache/zesminuten/", import.meta.url).pathname;

/** A tar of a migrated database, made once per content of the migrations and version of PGlite. */
async function migratedTemplate(): Promise<string> {
  const hash = createHash("sha256").update(manifest.devDependencies["@electric-sql/pglite"]);
  for (const { name, contentHash } of await readMigrations()) hash.update(name).update(contentHash);
  const templatePath = join(CACHE_FOLDER, `migrated-${hash.digest("hex").slice(0, 16)}.tar`);
  if (!existsSync(templatePath)) await makeTemplate(templatePath);
  return templatePath;
}

/** Written beside and renamed: test files that start together may each make it, none reads half of it. */
async function makeTemplate(templatePath: string): Promise<void> {
  const server = await startDatabaseServer({ kind: "memory" });
  await migrate(
    openDatabase({ connectionString: server.connectionStrings.owner, neonHttp: server.neonHttp }),
  );
  const unfinished = `${templatePath}.${process.pid}`;
  await mkdir(CACHE_FOLDER, { recursive: true });
  await writeFile(unfinished, await server.dump());
  await rename(unfinished, templatePath);
  const older = (await readdir(CACHE_FOLDER)).filter(
    (name) => name.endsWith(".tar") && !templatePath.endsWith(name),
  );
  for (const name of older) await rm(join(CACHE_FOLDER, name), { force: true });
  await server.close();
}
