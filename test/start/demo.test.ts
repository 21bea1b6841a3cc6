import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type AttachedDatabase, attachDatabase } from "../../scripts/database/attach.ts";
import { temporaryFolder } from "../harness/folder.ts";
import { freePort, startProcess } from "../harness/startProcess.ts";

async function doneShards({ database: { sql } }: AttachedDatabase): Promise<Map<string, string>> {
  const rows =
    await sql`select run_id, shard, finished_at::text as finished from run_shard where status = 'done'`;
  return new Map(rows.map(({ run_id, shard, finished }) => [`${run_id}/${shard}`, finished]));
}

describe("the first start", { timeout: 900_000 }, () => {
  it("killed while it loads and killed while it computes, ends with the whole country on the map", async () => {
    const dataFolder = await temporaryFolder();
    const port = await freePort();
    const args = ["--data", dataFolder, "--port", String(port)];

    const loading = startProcess(...args);
    await loading.printed("demo: population");
    loading.child.kill("SIGKILL");
    await loading.exitCode;

    const computing = startProcess(...args);
    await computing.printed("demo: responders");
    const attached = await attachDatabase({ dataFolder, role: "run" });
    let doneBefore = await doneShards(attached);
    while (doneBefore.size < 10) {
      await wait(200);
      doneBefore = await doneShards(attached);
    }
    computing.child.kill("SIGKILL");
    await computing.exitCode;
    expect(computing.output()).not.toContain("What is loaded is on the map.");

    const last = startProcess(...args);
    await last.printed("What is loaded is on the map.");
    const joined = await attachDatabase({ dataFolder, role: "run" });
    const doneAfter = await doneShards(joined);
    // what was finished was kept, not computed again
    expect([...doneBefore].filter(([shard, finished]) => doneAfter.get(shard) !== finished)).toEqual([]);
    const runs = await joined.database
      .sql`select status, zones_only, shard_count from run order by planned_at`;
    // the zones first, then the same with the simulated response
    const shards = { status: "published", shard_count: doneAfter.size / 2 };
    expect(runs).toEqual([
      { ...shards, zones_only: true },
      { ...shards, zones_only: false },
    ]);
    const counts = await joined.database.sql`select
      (select count(*)::int from aed where until is null) as aeds,
      (select count(distinct source_id)::int from import_log) as sources`;
    // 26,892 AEDs as registered in 2023; one source of each of five kinds
    expect(counts).toEqual([{ aeds: 26_892, sources: 5 }]);
    const health = await fetch(`http://127.0.0.1:${port}/v1/health`);
    expect(await health.json()).toMatchObject({ synthetic: true, runId: expect.any(String) });
    last.child.kill("SIGINT");
    expect(await last.exitCode).toBe(0);
  });
});
