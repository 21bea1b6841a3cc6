import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attachDatabase } from "../../scripts/database/attach.ts";
import { startDatabaseServer } from "../../scripts/database/databaseServer.ts";
import { migrate, readMigrations } from "../../scripts/database/migrate.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import type { PublishedRun } from "../../src/store/published.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase, testDatabaseOf } from "../harness/database.ts";
import { NO_REAL_POSTGRES, realPostgres, startRealDatabase } from "../harness/realPostgres.ts";
import { aed, given, OPTIONS, real } from "../imports/world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

const extra = (name: string, ...statements: string[]) => ({
  name,
  statements,
  contentHash: statements.join(),
});

describe("migrate", () => {
  it("does nothing the second time", async () => {
    expect(await migrate(test.database)).toEqual([]);
  });

  it("applies what is new, and only that", async () => {
    const wanted = [...(await readMigrations()), extra("9000_more", "create table more (id int)")];
    expect(await migrate(test.database, wanted)).toEqual(["9000_more"]);
    expect(await migrate(test.database, wanted)).toEqual([]);
  });

  it("leaves nothing of a migration that fails half-way", async () => {
    const broken = extra("9001_broken", "create table half (id int)", "create table half (id int)");
    await expect(migrate(test.database, [broken])).rejects.toThrow("migration 9001_broken was not applied");
    const [row] = await test.database.sql`select to_regclass('half') as half,
      (select count(*)::int from migration_ledger where name = '9001_broken') as told`;
    expect(row).toEqual({ half: null, told: 0 });
  });

  it("refuses a migration that was changed after it was applied", async () => {
    await migrate(test.database, [extra("9002_first", "select 1")]);
    await expect(migrate(test.database, [extra("9002_first", "select 2")])).rejects.toThrow(
      "got migration 9002_first with another content",
    );
  });

  it("lets two processes apply the same one at once", async () => {
    const both = [extra("9003_race", "create table race (id int)")];
    const applied = await Promise.all([migrate(test.database, both), migrate(test.database, both)]);
    expect(applied.flat()).toEqual(["9003_race"]);
  });
});

describe.skipIf(!realPostgres)(
  `migrate on a real Postgres${realPostgres ? "" : ` (${NO_REAL_POSTGRES})`}`,
  () => {
    let real: Awaited<ReturnType<typeof startRealDatabase>>;
    beforeAll(async () => {
      real = await startRealDatabase();
    });
    afterAll(() => real.close());

    it("lets eight processes apply the same one at once, once", async () => {
      const both = [extra("9003_race", "select pg_sleep(0.1)", "create table race (id int)")];
      const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(real.database, both)));
      expect(applied.flat()).toEqual(["9003_race"]);
    });

    it("keeps who serves and who runs away from exact counts", async () => {
      for (const role of ["serve", "run"] as const) {
        const read = real.as(role).sql`select * from exact.responder_shard`;
        await expect(read).rejects.toMatchObject({ code: "42501" });
      }
      expect(await real.as("load").sql`select * from exact.responder_shard`).toEqual([]);
    });

    it("is reached by commands through its address", async () => {
      const attached = await attachDatabase({
        dataFolder: "unused",
        databaseUrl: real.databaseUrl,
        role: "run",
      });
      expect(await attached.database.sql`select current_user::text as me`).toEqual([
        { me: "zesminuten_run" },
      ]);
      await attached.close();
    });
  },
);

describe("migrations/", () => {
  it("work for an owner who is no superuser, as on Neon", async () => {
    const server = await startDatabaseServer({ kind: "memory" });
    const { sql } = testDatabaseOf(server).database;
    const statements = (await readMigrations()).flatMap((migration) => migration.statements);
    const results = await sql.transaction([
      sql`create role plain_owner createrole`,
      sql`grant create on database postgres to plain_owner`,
      sql`alter schema public owner to plain_owner`,
      sql`set local session authorization plain_owner`,
      ...statements.map((statement) => sql.query(statement)),
      sql`set local role zesminuten_run`,
      sql`select count(*)::int as runs, current_user::text as me from run`,
    ]);
    expect(results.at(-1)).toEqual([{ runs: 0, me: "zesminuten_run" }]);
    await server.close();
  });

  it("bring AEDs from before merging into force, and their file changes nothing", {
    timeout: 120_000,
  }, async () => {
    const server = await startDatabaseServer({ kind: "memory" });
    const { database } = testDatabaseOf(server);
    const migrations = await readMigrations();
    const from = migrations.findIndex(({ name }) => name.endsWith("merged_aeds"));
    await migrate(database, migrations.slice(0, from));
    const [gone, held] = [aed("gone"), aed("hè", { name: 'De "Hoek"', checkedDate: null })];
    for (const [one, since, until] of [
      [gone, 1, 2],
      [held, 2, null],
    ] as const) {
      const { ref, position, name, openingHours, openHours, alwaysOpen, indoor, access, checkedDate } = one;
      await database.sql`insert into aed (source_id, ref, since, until, shard, lng, lat, name, opening_hours,
          open_hours, always_open, indoor, access, checked_date, coarsened)
        values ('town', ${ref}, ${since}, ${until}, ${positionToShard(position)}, ${position.lng}, ${position.lat}, ${name},
          ${openingHours}, ${openHours}, ${alwaysOpen}, ${indoor}, ${access}, ${checkedDate}, false)`;
    }
    await database.sql`insert into source (id, kind, title, is_synthetic) values ('town', 'aeds', 'Town', false)`;
    await database.sql`insert into input_edition (kind, edition, nature) values ('aeds', 2, 'real')`;
    expect(await migrate(database)).toContain(migrations[from].name);
    const aedsOf = async (edition: number) =>
      (
        await publishedStore(database).readAeds({ editions: { aeds: edition } } as PublishedRun, {
          limit: 9,
          offset: 0,
        })
      ).items;
    expect(await aedsOf(1)).toMatchObject([
      { id: "town:gone", sources: [{ ref: "gone", checkedDate: "2024-05-06" }] },
    ]);
    expect(await aedsOf(2)).toMatchObject([
      { id: "town:hè", name: 'De "Hoek"', sources: [{ title: "Town" }] },
    ]);
    const report = await importAeds(database, real("town"), [given([held])], OPTIONS);
    expect(report).toMatchObject({ unchanged: 1, isNewEdition: false });
    await server.close();
  });

  it("hold every table and column of the schema", { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "zesminuten-migrations-"));
    try {
      await cp("migrations", folder, { recursive: true });
      const before = (await readdir(folder)).sort();
      const generate = ["generate", "--dialect", "postgresql", "--schema", "./src/store/schema.ts"];
      await promisify(execFile)("node_modules/.bin/drizzle-kit", [
        ...generate,
        "--out",
        relative(".", folder),
      ]);
      expect((await readdir(folder)).sort()).toEqual(before);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("the roles", () => {
  const exactTables = ["exact.responder_shard", "exact.protection_key"];

  it("keep who serves and who runs away from exact counts", async () => {
    for (const role of ["serve", "run"] as const) {
      for (const table of exactTables) {
        const read = test.as(role).sql.query(`select * from ${table}`);
        await expect(read).rejects.toMatchObject({ code: "42501" });
      }
    }
  });

  it("keep them away also by `set local role` within a batch of the owner", async () => {
    const { sql } = test.database;
    for (const role of ["zesminuten_serve", "zesminuten_run"]) {
      const batch = sql.transaction([
        sql.query(`set local role ${role}`),
        sql`select * from exact.responder_shard`,
      ]);
      await expect(batch).rejects.toMatchObject({
        code: "42501",
        message: "permission denied for schema exact",
      });
    }
  });

  it("tell what serves when a source was imported, not what its report quotes", async () => {
    const { sql } = test.as("serve");
    await expect(sql`select source_id, imported_at from import_log`).resolves.toEqual([]);
    for (const column of ["report", "before", "file_names", "*"]) {
      await expect(sql.query(`select ${column} from import_log`)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("let the loader read and write exact counts", async () => {
    const { sql } = test.as("load");
    await sql`insert into exact.responder_shard values ('test', 1, '85196953fffffff', decode('AAAA', 'base64'))`;
    const rows = await sql`select encode(cells, 'base64') as cells from exact.responder_shard`;
    expect(rows).toEqual([{ cells: "AAAA" }]);
  });

  it("let who serves read and not write, who runs do both", async () => {
    const insert = "insert into published values (1, gen_random_uuid(), null, now(), 1)";
    await expect(test.as("serve").sql.query(insert)).rejects.toMatchObject({ code: "42501" });
    await test.as("run").sql.query(insert);
    expect(await test.as("serve").sql`select sequence::int from published`).toEqual([{ sequence: 1 }]);
  });

  it("give none of them the right to make or drop tables", async () => {
    for (const role of ["serve", "run", "load"] as const) {
      const { sql } = test.as(role);
      await expect(sql`create table mine (id int)`).rejects.toMatchObject({ code: "42501" });
      await expect(sql`drop table published`).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("reach tables of later migrations too", async () => {
    await migrate(test.database, [extra("9004_later", "create table later (id int)")]);
    expect(await test.as("serve").sql`select * from later`).toEqual([]);
  });
});
