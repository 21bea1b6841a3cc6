import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import type { DegreeBox, LngLat } from "../../src/load/records.ts";
import { readStreetMeters } from "../../src/store/meterBlocks.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import { cellsAround } from "../../src/travel/cellsAround.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { place } from "../world/streets.ts";

const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
const loose = syntheticCity({
  ...CITY,
  corner: place(GRID, [-1_500, -1_500]),
  columns: 30,
  rows: 30,
  blockMeters: 100,
});
const AREAS: DegreeBox[] = [-1, 1].map((half) => {
  const [low, high] = [
    place(GRID, [1_000 * half - 1_000, -1_600]),
    place(GRID, [1_000 * half + 1_000, 1_600]),
  ];
  return [low.lng, low.lat, high.lng, high.lat];
});
const NETWORK = buildNetwork(AREAS, loose, loose.edges);
const at = (n: number) => place(GRID, [-1_000 + 97 * n, 31 * n - 500]);

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

let networkReads = 0;
function ask(
  sources: LngLat[],
  {
    contentHash = "streets",
    kind = "aeds" as "aeds" | "responders",
    reachMeters = undefined as number | undefined,
  } = {},
) {
  const streets = {
    contentHash,
    readNetwork: async () => {
      networkReads++;
      return NETWORK;
    },
  };
  return readStreetMeters(test.as("run"), GRID, streets, {
    mode: "foot",
    kind,
    sources,
    reachMeters,
  });
}

async function blockCount(): Promise<number> {
  const rows = await test.database.sql`select count(*)::int as blocks from meter_block`;
  return rows[0].blocks;
}

async function expectSearched(
  got: Awaited<ReturnType<typeof ask>>,
  sources: LngLat[],
  reachMeters?: number,
): Promise<void> {
  const search = streetMeters(GRID, NETWORK, "foot");
  const around = cellsAround(GRID, reachMeters);
  for (const source of sources) {
    const reach = around(source);
    const expected = search(source, reach);
    const { ownDetour, meters, leastOutside } = got(source, reach);
    expect(ownDetour).toBe(expected.ownDetour);
    for (const child of [0, 400, 9_000]) {
      const [lng, lat] = [GRID.lng[child], GRID.lat[child]];
      expect(leastOutside!(lng, lat)).toBe(expected.leastOutside!(lng, lat));
    }
    expect([...meters]).toEqual([...expected.meters]);
  }
}

describe("metres along streets in the database, as the role that runs", () => {
  const first = [at(1), at(2), at(3), { ...at(1) }];

  it("are searched once and read from then on", async () => {
    await expectSearched(await ask(first), first);
    expect([networkReads, await blockCount()]).toEqual([1, 1]);
    await expectSearched(await ask(first.slice(1)), first.slice(1));
    expect([networkReads, await blockCount()]).toEqual([1, 1]);
  });

  it("are extended when a source appears, and only by that", async () => {
    const more = [...first, at(4)];
    await expectSearched(await ask(more), more);
    expect([networkReads, await blockCount()]).toEqual([2, 2]);
    const sizes = await test.database.sql`select length(meters) as bytes from meter_block order by bytes`;
    expect(sizes[0].bytes).toBeLessThan(sizes[1].bytes / 2);
  });

  it("are not written twice by two writers of the same source", async () => {
    const more = [...first, at(4), at(9)];
    const [one, other] = await Promise.all([ask(more), ask(more)]);
    await expectSearched(one, more);
    await expectSearched(other, more);
    expect(await blockCount()).toBe(3);
  });

  it("are made anew when most are of sources that are gone", async () => {
    // five are known, two are asked: the two stay and the others go
    const left = [at(2), at(20)];
    await expectSearched(await ask(left), left);
    expect(await blockCount()).toBe(1);
    await expectSearched(await ask(left), left);
  });

  it("belong to one content of the streets and one kind of source", async () => {
    const before = networkReads;
    await expectSearched(await ask([at(2)], { contentHash: "other streets" }), [at(2)]);
    await expectSearched(await ask([at(2)], { kind: "responders" }), [at(2)]);
    expect(networkReads).toBe(before + 2);
    expect(await blockCount()).toBe(3);
  });

  it("of another reach are searched again, and take the place of the former before they pile up", async () => {
    const sources = [at(2), at(5)];
    const before = networkReads;
    const blocks: number[] = [];
    for (const reachMeters of [2_000, 1_500, 2_000, 1_500, 1_000]) {
      const got = await ask(sources, { contentHash: "reached streets", kind: "responders", reachMeters });
      await expectSearched(got, sources, reachMeters);
      const rows = await test.database.sql`select count(*)::int as blocks from meter_block
        where streets_hash = 'reached streets'`;
      blocks.push(rows[0].blocks);
    }
    expect(blocks).toEqual([1, 2, 2, 2, 3]);
    expect(networkReads).toBe(before + 3);
    // six are stored and two are asked
    await expectSearched(
      await ask(sources, { contentHash: "reached streets", kind: "responders", reachMeters: 700 }),
      sources,
      700,
    );
    const left = await test.database.sql`select 1 from meter_block where streets_hash = 'reached streets'`;
    expect(left).toHaveLength(1);
    await test.database.sql`delete from meter_block where streets_hash = 'reached streets'`;
  });

  it("of no source at all are no block", async () => {
    await ask([], { contentHash: "third streets" });
    expect(await blockCount()).toBe(3);
  });
});
