import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { attachDatabase } from "../../scripts/database/attach.ts";
import { endLeftovers, isAlive, type ProcessMark } from "../../scripts/start/leftovers.ts";
import { temporaryFolder } from "../harness/folder.ts";
import { freePort, startProcess } from "../harness/startProcess.ts";

/** How many of them live on, once they had time to end. */
async function livingAfter(processes: ProcessMark[], seconds: number): Promise<number> {
  for (let waited = 0; waited < seconds * 10 && processes.some(isAlive); waited++) await wait(100);
  return processes.filter(isAlive).length;
}

async function healthAt(port: number): Promise<{ status: string }> {
  return (await fetch(`http://127.0.0.1:${port}/v1/health`)).json() as Promise<{ status: string }>;
}

// a whole start takes 5 s; several in a test, on a machine that does other things too
describe("npm start", { timeout: 180_000 }, () => {
  it("serves from the Worker over the database, is joined by commands, and ends whole on Ctrl-C", async () => {
    const dataFolder = await temporaryFolder();
    const port = await freePort();
    const started = startProcess("--no-demo", "--data", dataFolder, "--port", String(port));
    await started.printed(`Zesminuten is at http://127.0.0.1:${port}/`);
    await started.printed("What is loaded is on the map.");
    // a source that a command writes is seen by the Worker: one database
    const command = await attachDatabase({ dataFolder, role: "load" });
    await command.database
      .sql`insert into source (id, kind, title, is_synthetic) values ('s1', 'aeds', 'S', true)`;
    await command.close();
    expect(await healthAt(port)).toMatchObject({ sources: [{ sourceId: "s1" }] });

    const second = startProcess("--no-demo", "--data", dataFolder, "--port", String(await freePort()));
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toContain(`in use by npm start (process ${started.child.pid})`);
    expect(second.output()).toContain(`It serves at http://127.0.0.1:${port}/.`);

    const processes = started.processes();
    // itself, the Worker's process, and workerd at least
    expect(processes.length).toBeGreaterThanOrEqual(3);
    started.child.kill("SIGINT");
    expect(await started.exitCode).toBe(0);
    expect(await livingAfter(processes, 5)).toBe(0);
  });

  it("leaves no process and no loss when it is killed, and starts again at the same port", async () => {
    const dataFolder = await temporaryFolder();
    const port = await freePort();
    const args = ["--no-demo", "--data", dataFolder, "--port", String(port)];
    const first = startProcess(...args);
    await first.printed("Zesminuten is at");
    const command = await attachDatabase({ dataFolder, role: "load" });
    await command.database
      .sql`insert into source (id, kind, title, is_synthetic) values ('s2', 'aeds', 'S', true)`;
    const processes = first.processes();
    first.child.kill("SIGKILL");
    await first.exitCode;

    const again = startProcess(...args);
    await again.printed("Zesminuten is at");
    expect(await livingAfter(processes, 0)).toBe(0);
    expect(await healthAt(port)).toMatchObject({ sources: [{ sourceId: "s2" }] });
    again.child.kill("SIGTERM");
    expect(await again.exitCode).toBe(0);
  });

  it("ends as a whole, and says so, when the Worker's process is killed", async () => {
    const port = String(await freePort());
    const started = startProcess("--no-demo", "--data", await temporaryFolder(), "--port", port);
    await started.printed("What is loaded is on the map.");
    const processes = started.processes();
    const wrangler = processes.find(({ pid }) =>
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("workerProcess"),
    );
    process.kill(wrangler!.pid, "SIGKILL");
    expect(await started.exitCode).toBe(1);
    expect(started.output()).toContain("the Worker's process ended (SIGKILL)");
    expect(await livingAfter(processes, 5)).toBe(0);
  });

  it("runs twice beside itself, in two folders at two ports", async () => {
    const ports = [await freePort(), await freePort()];
    const both = await Promise.all(
      ports.map(async (port) =>
        startProcess("--no-demo", "--data", await temporaryFolder(), "--port", String(port)),
      ),
    );
    await Promise.all(both.map((started) => started.printed("Zesminuten is at")));
    for (const port of ports) expect(await healthAt(port)).toMatchObject({ sources: [] });
    for (const { child } of both) child.kill("SIGINT");
    expect(await Promise.all(both.map(({ exitCode }) => exitCode))).toEqual([0, 0]);
  });

  it("says so when the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const started = startProcess("--data", await temporaryFolder(), "--port", String(port));
    expect(await started.exitCode).toBe(1);
    expect(started.output()).toContain(`got port ${port}, in use by another program`);
    await new Promise((resolve) => other.close(resolve));
  });

  it("does not empty a folder without a yes", async () => {
    const dataFolder = await temporaryFolder();
    const attached = await attachDatabase({ dataFolder });
    await attached.close();
    await writeFile(join(dataFolder, "notes.txt"), "not Zesminuten's");
    const started = startProcess("--fresh", "--data", dataFolder, "--port", String(await freePort()));
    expect(await started.exitCode).toBe(1);
    expect(started.output()).toContain("add --yes to delete the data");
  });
});

describe("leftovers", { timeout: 60_000 }, () => {
  it("are ended only when they began at the moment that was noted", async () => {
    const sleeper = startProcess(
      "--no-demo",
      "--data",
      await temporaryFolder(),
      "--port",
      String(await freePort()),
    );
    const [mark] = sleeper.processes();
    expect(await endLeftovers([{ ...mark, startTicks: "1" }])).toBe(0);
    expect(isAlive(mark)).toBe(true);
    expect(await endLeftovers([mark])).toBe(1);
    expect(isAlive(mark)).toBe(false);
  });
});
