import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attachDatabase, isNeonHost, openDataFolder } from "../../scripts/database/attach.ts";
import { lockFolder } from "../../scripts/database/folder.ts";
import { temporaryFolder } from "../harness/folder.ts";

const node = "node_modules/.bin/node";

/** Lets the writer commit until `rows` and kills it at once; what it last said it had committed. */
async function writeAndKill(dataFolder: string, rows: number): Promise<number> {
  const writer = spawn(node, ["test/harness/endlessWriter.ts", dataFolder]);
  let committed = 0;
  let complaint = "";
  writer.stderr.on("data", (data) => {
    complaint += data;
  });
  writer.stdout.on("data", (data) => {
    committed = Number(String(data).trim().split("\n").at(-1));
    if (committed >= rows) writer.kill("SIGKILL");
  });
  await exited(writer);
  expect(complaint).toBe("");
  return committed;
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

describe("a data folder", () => {
  it("keeps what is written from one command to the next", async () => {
    const dataFolder = await temporaryFolder();
    const first = await attachDatabase({ dataFolder });
    await first.database.sql`insert into source values ('x', 'aeds', 'X', true)`;
    await first.close();
    const second = await attachDatabase({ dataFolder });
    expect(await second.database.sql`select title from source`).toEqual([{ title: "X" }]);
    await second.close();
  });

  it("has one owner: a second command is told who, a running start is joined", async () => {
    const dataFolder = await temporaryFolder();
    const load = await attachDatabase({ dataFolder, command: "npm run load" });
    await expect(attachDatabase({ dataFolder })).rejects.toThrow(
      `in use by npm run load (process ${process.pid}); stop that first`,
    );
    await load.close();

    const lock = (await lockFolder(dataFolder))!;
    const own = await openDataFolder(dataFolder);
    const startedAt = new Date().toISOString();
    await lock.tell({ pid: process.pid, command: "npm start", startedAt, ...own });
    const joined = await attachDatabase({ dataFolder, role: "run" });
    expect(await joined.database.sql`select current_user::text as me`).toEqual([{ me: "zesminuten_run" }]);
    await joined.close();
    expect(await joined.database.sql`select 1 as still`).toEqual([{ still: 1 }]);
    await own.close();
    lock.release();
  });

  it("takes no notice of what a dead owner told", async () => {
    const dataFolder = await temporaryFolder();
    const stale = {
      pid: 1,
      command: "npm start",
      startedAt: "2026-01-01T00:00:00Z",
      neonHttp: "http://127.0.0.1:9/sql",
    };
    await writeFile(join(dataFolder, "running.json"), JSON.stringify(stale));
    const attached = await attachDatabase({ dataFolder });
    expect(await attached.database.sql`select 1 as one`).toEqual([{ one: 1 }]);
    await attached.close();
  });

  it("holds every committed row, and no half batch, after `kill -9` in the middle of writing", async () => {
    const dataFolder = await temporaryFolder();
    const told = [await writeAndKill(dataFolder, 500), await writeAndKill(dataFolder, 3_000)];
    expect(told[1]).toBeGreaterThan(told[0]);
    const attached = await attachDatabase({ dataFolder });
    const [{ n }] = await attached.database.sql`select count(*)::int as n from written`;
    await attached.close();
    expect(n).toBeGreaterThanOrEqual(told[1]);
    expect(n % 100).toBe(0);
  });

  it("is made anew when its making was killed half-way", async () => {
    const dataFolder = await temporaryFolder();
    const writer = spawn(node, ["test/harness/endlessWriter.ts", dataFolder]);
    setTimeout(() => writer.kill("SIGKILL"), 1_500);
    await exited(writer);
    const attached = await attachDatabase({ dataFolder });
    expect(await attached.database.sql`select count(*)::int as n from source`).toEqual([{ n: 0 }]);
    await attached.close();
  });
});

describe("a database address", () => {
  it("of Neon is left to Neon's driver, any other gets the local server", () => {
    expect(isNeonHost("postgresql://u:p@ep-cool-1.eu-central-1.aws.neon.tech/db?sslmode=require")).toBe(true);
    expect(isNeonHost("postgresql://u:p@neon.tech.example.org/db")).toBe(false);
    expect(isNeonHost("postgresql://postgres@127.0.0.1:5432/db")).toBe(false);
  });

  it("where nothing answers gives a sentence that says so", async () => {
    const silent = createServer();
    const port = await new Promise<number>((resolve) =>
      silent.listen(0, "127.0.0.1", () => resolve((silent.address() as { port: number }).port)),
    );
    await new Promise((resolve) => silent.close(resolve));
    const databaseUrl = `postgresql://nobody@127.0.0.1:${port}/none`;
    await expect(attachDatabase({ dataFolder: "unused", databaseUrl })).rejects.toThrow(
      "database does not answer: connect ECONNREFUSED",
    );
  });
});
