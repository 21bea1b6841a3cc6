import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDatabaseServer } from "../../scripts/database/databaseServer.ts";
import { migrate, readMigrations } from "../../scripts/database/migrate.ts";
import { LAYERS, type Layer } from "../../src/coverage/columns.ts";
import { childCount } from "../../src/grid/shard.ts";
import type { ShardResult } from "../../src/pipeline.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import type { PublishedRun, PublishedStore } from "../../src/store/published.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { writeShardResult } from "../../src/store/shardResults.ts";
import { startTestDatabase, type TestDatabase, testDatabaseOf } from "../harness/database.ts";
import { wholeLevel } from "../harness/wholeLevel.ts";
import { foundSmallCountry, SHARDS, setAeds } from "../world/smallCountry.ts";

const RESOLUTIONS = [10, 9, 8, 7, 6, 5] as const;

/** Every value names its shard, layer, resolution and row, so that no mix-up can look right. */
function valueAt(shard: number, layer: Layer, resolution: number, row: number): number {
  return ((shard * 6 + LAYERS.indexOf(layer)) * 6 + RESOLUTIONS.indexOf(resolution as 10)) * 20_000 + row;
}

function namedResult(shard: number): ShardResult {
  const levelsOf = (layer: Layer) =>
    RESOLUTIONS.map((resolution) => ({
      value: Uint32Array.from({ length: childCount(resolution) }, (_, row) =>
        valueAt(shard, layer, resolution, row),
      ),
    }));
  const layers = Object.fromEntries(LAYERS.map((layer) => [layer, levelsOf(layer)]));
  return { layers, regionSums: {} } as unknown as ShardResult;
}

const runOf = (keys: Map<string, string>) => ({ id: "test", resultKeys: keys }) as unknown as PublishedRun;

let test: TestDatabase;
let store: PublishedStore;
beforeAll(async () => {
  test = await startTestDatabase();
  store = publishedStore(test.as("serve"));
  for (const n of [0, 1]) await writeShardResult(test.as("run"), `named ${n}`, SHARDS[n], namedResult(n));
});
afterAll(() => test.close());

describe("a shard's stored levels", () => {
  const run = runOf(new Map(SHARDS.map((shard, n) => [shard, `named ${n}`])));

  it.each([10, 9, 8] as const)("come back whole at resolution %i, in every layer", async (resolution) => {
    for (const n of [0, 1]) {
      const levels = await wholeLevel(store, run, LAYERS, resolution, SHARDS[n]);
      for (const layer of LAYERS) {
        const expected = Array.from({ length: childCount(resolution) }, (_, row) =>
          valueAt(n, layer, resolution, row),
        );
        expect((levels[layer] as unknown as { value: number[] }).value).toEqual(expected);
      }
    }
  });

  it("come in the order asked, each with its first child, and without shards that are none of the run", async () => {
    const places = [
      { shard: SHARDS[1], part: 5 },
      { shard: "85000000fffffff", part: 0 },
      { shard: SHARDS[0], part: 2 },
    ];
    const parts = await store.readLevelParts(run, ["night"], 10, places);
    expect(parts.map(({ shard, part, first }) => [shard, part, first])).toEqual([
      [SHARDS[1], 5, 5 * 2_401],
      [SHARDS[0], 2, 2 * 2_401],
    ]);
    const values = parts.map(({ columns }) => (columns.night as unknown as { value: Uint32Array }).value);
    expect(values.map((value) => value.length)).toEqual([2_401, 2_401]);
    expect(values[1][7]).toBe(valueAt(0, "night", 10, 2 * 2_401 + 7));
  });

  it("are kept as they are, so that Postgres reads a part without the others", async () => {
    const [row] = await test.database.sql`select attstorage from pg_attribute
      where attrelid = 'shard_result'::regclass and attname = 'parts'`;
    expect(row).toEqual({ attstorage: "e" });
  });

  it("that are gone are an error, never ground without figures", async () => {
    const gone = runOf(new Map([[SHARDS[0], "swept"]]));
    const places = [{ shard: SHARDS[0], part: 0 }];
    await expect(store.readLevelParts(gone, ["base"], 10, places)).rejects.toThrow("got no rows for 1 parts");
    const nowhere = { id: "00000000-0000-4000-8000-000000000009", resultKeys: new Map() };
    await expect(store.readNationalLevel(nowhere as unknown as PublishedRun, ["base"], 7)).rejects.toThrow(
      "got no rows",
    );
  });
});

describe("a database of the version before", () => {
  it("keeps its inputs and publishes nothing until its results are computed again", {
    timeout: 120_000,
  }, async () => {
    const server = await startDatabaseServer({ kind: "memory" });
    const { database } = testDatabaseOf(server);
    try {
      const migrations = await readMigrations();
      const at = migrations.findIndex(({ name }) => name.endsWith("shard_parts"));
      await migrate(database, migrations.slice(0, at));
      const { sql } = database;
      await sql`insert into source (id, kind, title, is_synthetic) values ('old', 'aeds', 'Old', false)`;
      const [{ id }] = await sql`insert into run (status, trigger, editions, inputs, scenario, code_version,
          shard_count, published_at)
        values ('published', 'test', '{}', '{}', '{}', '1', 1, now()) returning id`;
      await sql`insert into run_shard (run_id, shard, status, result_key) values (${id}, ${SHARDS[0]}, 'done', 'old')`;
      await sql`insert into shard_result (key, layer, shard, level10, coarse) values ('old', 'base', ${SHARDS[0]}, '', '')`;
      await sql`insert into published (id, run_id, sequence) values (1, ${id}, 1)`;

      await migrate(database, migrations);
      const store = publishedStore(database);
      expect(await store.readPublishedRun()).toBeNull();
      expect(await store.readRun(id)).toBeNull();
      expect(await sql`select id from source`).toEqual([{ id: "old" }]);

      await foundSmallCountry(database);
      await setAeds(database, 1, []);
      expect(await recalculate(database, { trigger: "test" })).toMatchObject({
        plan: "planned",
        computed: 2,
      });
      const run = (await store.readPublishedRun())!;
      const { base } = await wholeLevel(store, run, ["base"], 10, SHARDS[0]);
      expect(base.land.length).toBe(16_807);
    } finally {
      await server.close();
    }
  });
});
