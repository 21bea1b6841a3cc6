import { cellToParent } from "h3-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { cityPbf } from "../../scripts/streets/cityPbf.ts";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { NO_UINT8, NO_UINT16, type PeriodColumns } from "../../src/coverage/columns.ts";
import { regionFigures } from "../../src/coverage/regionFigures.ts";
import { shardGrid, shardIndexToCell } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import { computeShard } from "../../src/pipeline.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { importStreets } from "../../src/store/imports/importStreets.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { readShardInput } from "../../src/store/shardInputs.ts";
import { readStoredStreets } from "../../src/store/storedStreets.ts";
import { cellsAround } from "../../src/travel/cellsAround.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { wholeLevel } from "../harness/wholeLevel.ts";
import { OPTIONS, real } from "../imports/world.ts";
import { sourceOf } from "../load/sources.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";
import { foundSmallCountry, SHARDS, setAeds, villageCell } from "../world/smallCountry.ts";
import { place } from "../world/streets.ts";

let test: TestDatabase;
const database = () => test.database;
beforeAll(async () => {
  test = await startTestDatabase();
  await foundSmallCountry(database());
});
afterAll(() => test.close());

const [HERE, THERE] = SHARDS;
const GRID = shardGrid(HERE);
const aedAt = (ref: string, n: number) => ({ ref, ...villageCell(HERE, n), openHours: DAY_AND_NIGHT });

/** A city of streets around the first village, every street 100 m, a canal through its middle. */
async function loadCity(seed: number) {
  const city = syntheticCity({
    ...CITY,
    corner: place(GRID, [-1_450, -1_450]),
    columns: 30,
    rows: 30,
    blockMeters: 100,
    canalEvery: 15,
    bridgeEvery: 20,
    motorwayRow: 0,
    seed,
  });
  const bytes = cityPbf(city);
  const [southWest, northEast] = [place(GRID, [-3_000, -3_000]), place(GRID, [3_000, 3_000])];
  const report = await importStreets(test.as("load"), real("osm"), [sourceOf(bytes)], {
    ...OPTIONS,
    files: () => [{ name: "city.osm.pbf", contentHash: String(seed) }],
    inflate,
    area: [southWest.lng, southWest.lat, northEast.lng, northEast.lat],
  });
  expect(report.refused).toBeNull();
}

async function weekColumns(shard = HERE): Promise<PeriodColumns> {
  const store = publishedStore(database());
  const run = (await store.readPublishedRun())!;
  return (await wholeLevel(store, run, ["week"], 10, shard)).week;
}

async function blockCount(): Promise<number> {
  return (await database().sql`select count(*)::int as blocks from meter_block`)[0].blocks;
}

/** The columns say what a search on the stored network says. */
async function expectAsSearched(positions: { lng: number; lat: number }[]): Promise<number> {
  const { streets } = (await publishedStore(database()).readPublishedRun())!.editions;
  const network = await (await readStoredStreets(database(), HERE, streets!))!.readNetwork();
  const search = streetMeters(GRID, network, "foot");
  const around = cellsAround(GRID);
  const least = new Map<number, number>();
  for (const position of positions) {
    const reach = around(position);
    const { meters } = search(position, reach);
    meters.forEach((value, i) => {
      const child = ROW_TO_CHILD[reach.row[i]];
      if (value <= 3_500) least.set(child, Math.min(value, least.get(child) ?? Number.POSITIVE_INFINITY));
    });
  }
  const columns = await weekColumns();
  let measured = 0;
  columns.streetMeters.forEach((meters, n) => {
    if (columns.onStreets[n] !== 200) return;
    measured++;
    expect(meters).toBe(least.get(n));
  });
  return measured;
}

describe("a run without streets", () => {
  it("estimates every metre and says yes or no only where a straight line proves it", async () => {
    await setAeds(database(), 1, [aedAt("a", 9)]);
    await recalculate(database(), { trigger: "test" });
    const { streetMeters: meters, nearestMeters, onStreets, within500mByStreet } = await weekColumns();
    const inReach = [...nearestMeters.keys()].filter((n) => nearestMeters[n] !== NO_UINT16);
    expect(inReach.length).toBeGreaterThan(1_400);
    for (const n of inReach) {
      // straight lines are rounded up before and after: a metre and a half
      expect(Math.abs(meters[n] - 1.4 * nearestMeters[n])).toBeLessThanOrEqual(2.5);
      expect(onStreets[n]).toBe(0);
      expect(within500mByStreet[n]).toBe(nearestMeters[n] <= 500 ? NO_UINT8 : 0);
    }
    expect(await blockCount()).toBe(0);
  });
});

describe("a run along streets", () => {
  it("has the metres of a search on the stored network, and keeps them beside the results", async () => {
    await loadCity(1);
    expect(await recalculate(database(), { trigger: "test" })).toMatchObject({ computed: 1, carriedOver: 1 });
    expect(await expectAsSearched([villageCell(HERE, 9)])).toBeGreaterThan(500);
    expect(await blockCount()).toBe(1);
  });

  it("searches only from the AED that is new", async () => {
    const blocks = await database().sql`select block from meter_block`;
    await setAeds(database(), 2, [aedAt("a", 9), aedAt("b", 2)]);
    await recalculate(database(), { trigger: "test" });
    expect(await expectAsSearched([villageCell(HERE, 9), villageCell(HERE, 2)])).toBeGreaterThan(500);
    const after = await database().sql`select block from meter_block`;
    expect(after.map(({ block }) => block)).toEqual(expect.arrayContaining(blocks.map(({ block }) => block)));
    expect(after).toHaveLength(2);
  });

  it("tells region and country what is within 500 m along streets", async () => {
    const store = publishedStore(database());
    const run = (await store.readPublishedRun())!;
    const { figures } = (await store.readRegion(run, "DEMO0001"))!;
    // residents are powers of two: the share names the cells. All ten lie within 500 m straight, some behind the canal
    const { streetMeters: meters, onStreets } = await weekColumns();
    const shareOf = (isSo: (meters: number) => boolean) => {
      const cells = Array.from({ length: 10 }, (_, n) => ({ n, index: villageCell(HERE, n).index }));
      expect(cells.every(({ index }) => onStreets[index] === 200)).toBe(true);
      return cells.reduce((sum, { n, index }) => sum + (isSo(meters[index]) ? 2 ** n : 0), 0) / 1_023;
    };
    const { street500mShare, nearButNotReachableShare } = figures.periods.week;
    expect(street500mShare).toBe(shareOf((each) => each <= 500));
    expect(street500mShare).toBeGreaterThan(0.5);
    expect(street500mShare).toBeLessThan(1);
    expect(nearButNotReachableShare).toBe(shareOf((each) => each > 750));
    // no streets there, and no AED either: nobody is within 500 m, and that is known
    const other = (await store.readRegion(run, "DEMO0002"))!.figures;
    expect(other.periods.week.street500mShare).toBe(0);
    expect((await weekColumns(THERE)).streetMeters.every((meters) => meters === NO_UINT16)).toBe(true);
  });

  it("sends responders along streets, by metres that are kept for where they are counted", async () => {
    const unit = cellToParent(shardIndexToCell(HERE, villageCell(HERE, 9).index), 7);
    await database()
      .sql`insert into protected_unit (edition, unit, resolution, protected_count, cell_count, residents)
      values (1, ${unit}, 7, 60, 343, 1023)`;
    await database()
      .sql`insert into input_edition (kind, edition, nature) values ('responders', 1, 'synthetic')`;
    await recalculate(database(), { trigger: "test" });
    const store = publishedStore(database());
    const run = (await store.readPublishedRun())!;
    const stored = (await store.readRegion(run, "DEMO0001"))!.figures.response!.week;
    const { streets, ...input } = await readShardInput(database(), GRID, { ...run, keyBase: "" });
    const search = streetMeters(GRID, await streets!.readNetwork(), "foot");
    const figuresBy = (ways: typeof search | null) => {
      const { regionSums } = computeShard(
        GRID,
        { ...input, streets: search, responderStreets: ways },
        DEFAULT_SCENARIO,
      );
      return regionFigures(regionSums.DEMO0001, DEFAULT_SCENARIO).response!.week;
    };
    expect(stored.responderCpr).toBeCloseTo(figuresBy(search).responderCpr!, 9);
    expect(stored.responderAedReady).toBeCloseTo(figuresBy(search).responderAedReady!, 9);
    expect(Math.abs(stored.responderCpr! - figuresBy(null).responderCpr!)).toBeGreaterThan(0.001);
    const kinds = await database().sql`select distinct kind from meter_block order by kind`;
    expect(kinds.map(({ kind }) => kind)).toEqual(["aeds", "responders"]);
    await database().sql`delete from input_edition where kind = 'responders'`;
    await database().sql`delete from meter_block where kind = 'responders'`;
    await recalculate(database(), { trigger: "test" });
  });

  it("is made anew by other streets, whose metres push out those of streets that are gone", async () => {
    for (const seed of [2, 3, 4, 5, 6]) {
      await loadCity(seed);
      await recalculate(database(), { trigger: "test" });
      await expectAsSearched([villageCell(HERE, 9), villageCell(HERE, 2)]);
    }
    const kept = await database().sql`select count(distinct content_hash)::int as hashes from street_shard
      where shard = ${HERE}`;
    const blocks = await database().sql`select distinct streets_hash from meter_block where shard = ${HERE}`;
    expect(blocks.length).toBeLessThanOrEqual(kept[0].hashes);
    expect(blocks.length).toBeLessThan(6);
  });
});
