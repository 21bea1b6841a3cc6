import { gridDisk } from "h3-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { positionToCell, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import type { PopulationUnit } from "../../src/load/records.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import type { Database } from "../../src/store/database.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importPopulationCells } from "../../src/store/imports/importPopulationCells.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import type { ImportSource } from "../../src/store/imports/report.ts";
import { readShardPeople } from "../../src/store/imports/shardPeople.ts";
import { unpackAges } from "../../src/store/inputPacking.ts";
import { fromBase64 } from "../../src/store/packing.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { diesAtTransaction } from "./dyingDatabase.ts";
import {
  aed,
  brokenAfterTwoBatches,
  countingBytes,
  disc,
  given,
  NOW,
  OPTIONS,
  real,
  rectangle,
  square,
  synthetic,
} from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.sql`truncate source, input_edition, import_log, protected_unit, exact.responder_shard,
    exact.drawn_unit, exact.protection_key, population_source, population_shard, region, region_shard,
    aed, run, run_shard, published`;
});

const LNG = 4.48;
const LAT = 51.92;
const A = square("E0900N4300", LNG, LAT, 100);
const B = square("E0905N4300", LNG + 0.01, LAT, 60);
const SHARD = positionToCell({ lng: LNG, lat: LAT }, 5);

const load = (source: ImportSource, units: PopulationUnit[], database = test.as("load")) =>
  importPopulation(database, source, [given(units)], OPTIONS);
const total = async (edition: number) => {
  const [row] = await test.database
    .sql`select sum(residents) as residents from population_shard where edition = ${edition}`;
  return row.residents as number;
};

describe("squares of one source", () => {
  it("come in as people per cell, none lost", async () => {
    const report = await load(real("cbs"), [A, B]);
    expect(report).toMatchObject({ edition: 1, accepted: 2, added: 2, refused: null });
    // 100 + 60
    expect(await total(1)).toBeCloseTo(160, 9);
    const [people] = await readShardPeople(test.database, { population: 1, regions: 0 });
    expect(people.residents.reduce((sum, count) => sum + count, 0)).toBeCloseTo(160, 9);
    expect(report.notes[0]).toMatch(/residents of all sources in force: 160 given, 160 placed/);
  });

  it("change nothing when they come a second time, in whatever order", async () => {
    await load(real("cbs"), [A, B]);
    const report = await load(real("cbs"), [B, A]);
    expect(report).toMatchObject({ edition: 1, isNewEdition: false, unchanged: 2, added: 0 });
    expect((await readEditions(test.database)).population.edition).toBe(1);
  });

  it("replace what the source held before", async () => {
    await load(real("cbs"), [A, B]);
    const report = await load(real("cbs"), [{ ...A, residents: 110 }]);
    expect(report).toMatchObject({ edition: 2, changed: 1, retired: 1 });
    expect(await total(2)).toBeCloseTo(110, 9);
    // what was before is kept for an undo, and merged no more
    const parts = await test.database.sql`select edition, until from population_source order by edition`;
    expect(parts).toEqual([
      { edition: 1, until: 2 },
      { edition: 2, until: null },
    ]);
  });

  it("keep a withheld number apart from zero", async () => {
    await load(real("cbs"), [A, { ...B, residents: null, dwellings: null }]);
    const report = await load(real("cbs"), [A, { ...B, residents: 0, dwellings: null }]);
    expect(report).toMatchObject({ changed: 1, unchanged: 1 });
  });
});

describe("two sources", () => {
  it("are merged, the finer one first, whichever came first", async () => {
    const postcode = disc("3011", LNG, LAT, 1_000);
    await load(real("pc4"), [postcode]);
    await load(real("cbs"), [A]);
    const [one] = await readShardPeople(test.database, { population: 2, regions: 0 });
    await test.database.sql`truncate source, input_edition, population_source, population_shard`;
    await load(real("cbs"), [A]);
    await load(real("pc4"), [postcode]);
    const [other] = await readShardPeople(test.database, { population: 2, regions: 0 });
    expect(other).toEqual(one);
    // the disc's 1,000 hold the square's 100: together they are 1,000 people, not 1,100
    expect(await total(2)).toBeCloseTo(1_000, 6);
  });
});

describe("ages", () => {
  const OLD = { ...A, ages: [10, 20, 30, 25, 15] };
  const ages = async (edition: number) => {
    const rows = await test.database.sql`select encode(ages, 'base64') as ages from population_shard
      where edition = ${edition} order by shard`;
    return rows.map((row) => row.ages && unpackAges(fromBase64(row.ages)));
  };
  const known = (group: Float64Array) =>
    group.reduce((sum, count) => sum + (Number.isNaN(count) ? 0 : count), 0);

  it("are stored per cell beside the people, and absent where nobody tells them", async () => {
    await load(real("cbs"), [OLD]);
    const [groups] = await ages(1);
    expect(groups.map(known)).toEqual(OLD.ages.map((count) => expect.closeTo(count, 9)));
    await load(real("cbs"), [A]);
    expect(await ages(2)).toEqual([null]);
  });

  it("of the same people are a change, and come a second time as none", async () => {
    await load(real("cbs"), [A]);
    expect(await load(real("cbs"), [OLD])).toMatchObject({ edition: 2, changed: 1 });
    expect(await load(real("cbs"), [OLD])).toMatchObject({ edition: 2, unchanged: 1, isNewEdition: false });
    expect(await total(2)).toBeCloseTo(100, 9);
  });

  it("reach the figures of a region", async () => {
    await load(real("cbs"), [OLD]);
    const town = rectangle("GM0001", [LNG - 0.05, LAT - 0.05, LNG + 0.05, LAT + 0.05]);
    await importRegions(test.as("load"), real("regions"), [given([town])], OPTIONS);
    await recalculate(test.as("run"), { trigger: "test" });
    const store = publishedStore(test.as("serve"));
    const run = (await store.readPublishedRun())!;
    const { figures } = (await store.readRegion(run, "GM0001"))!;
    expect(figures.residentsByAge).toEqual(OLD.ages.map((count) => expect.closeTo(count, 6)));
  });
});

describe("squares of two sizes", () => {
  const big = {
    ...square("E0900N4300", LNG, LAT, 500),
    shape: { ...A.shape, sideMeters: 500 },
  } as PopulationUnit;

  it("may have one code, also in one source", async () => {
    const report = await load(real("cbs"), [A, big]);
    expect(report).toMatchObject({ accepted: 2, added: 2, rejected: 0 });
    expect(await load(real("cbs"), [big, A])).toMatchObject({ edition: 1, unchanged: 2 });
  });
});

describe("population that does not come through", () => {
  it("changes nothing when the reader fails after two batches", async () => {
    await load(real("cbs"), [A]);
    const units = [A, B, { ...A, code: "E0901N4300" }, { ...A, code: "E0902N4300" }];
    const broken = importPopulation(test.database, real("cbs"), [brokenAfterTwoBatches(units)], OPTIONS);
    await expect(broken).rejects.toThrow("read error");
    expect(await total(1)).toBeCloseTo(100, 9);
    expect((await readEditions(test.database)).population.edition).toBe(1);
  });

  it("leaves the old edition in force when the database is lost between staging and the end, and sweeps later", async () => {
    await load(real("cbs"), [A]);
    await expect(load(real("cbs"), [B], diesAtTransaction(test.database, "input_edition"))).rejects.toThrow(
      "lost",
    );
    const editions = await test.database.sql`select distinct edition from population_shard order by edition`;
    // staged, but seen by nobody
    expect(editions).toEqual([{ edition: 1 }, { edition: 2 }]);
    expect((await readEditions(test.database)).population.edition).toBe(1);

    const report = await load(real("cbs"), [A, B]);
    expect(report).toMatchObject({ edition: 2, added: 1, unchanged: 1 });
    expect(await total(2)).toBeCloseTo(160, 9);
  });

  it("tells one of two at once that the other was there, and mixes nothing", async () => {
    await load(real("cbs"), [A]);
    const database = afterFirst("insert into population_shard", test.database, () =>
      load(real("pc4"), [disc("3011", 5, 52, 500)]),
    );
    const report = await load(real("cbs"), [A, B], database);
    expect(report.refused).toMatch(/another import.*Load the file again/);
    expect(await total(2)).toBeCloseTo(600, 6);
    expect(await load(real("cbs"), [A, B])).toMatchObject({ edition: 3, added: 1, refused: null });
    expect(await total(3)).toBeCloseTo(660, 6);
  });
});

describe("synthetic population", () => {
  const residents = new Float64Array(SHARD_CELL_COUNT).fill(2);
  const cells = new Map([[SHARD, { residents, dwellings: new Float64Array(SHARD_CELL_COUNT).fill(1) }]]);

  it("comes as cells, and a second time changes nothing", async () => {
    const report = await importPopulationCells(test.as("load"), synthetic("demo"), cells, OPTIONS);
    expect(report).toMatchObject({ edition: 1, accepted: 16_807, added: 16_807 });
    expect(await total(1)).toBe(33_614);
    expect(await importPopulationCells(test.as("load"), synthetic("demo"), cells, OPTIONS)).toMatchObject({
      edition: 1,
      isNewEdition: false,
      unchanged: 16_807,
    });
  });

  it("goes when real squares come, and is refused over them", async () => {
    await importPopulationCells(test.database, synthetic("demo"), cells, OPTIONS);
    const report = await load(real("cbs"), [A]);
    expect(report).toMatchObject({ edition: 2, retiredSources: ["demo"] });
    expect(await total(2)).toBeCloseTo(100, 9);
    const refused = await importPopulationCells(test.database, synthetic("demo"), cells, OPTIONS);
    expect(refused.refused).toMatch(/real population data are in force \(cbs\)/);
  });
});

describe("what follows from the population", () => {
  const town = new Map(gridDisk(positionToCell({ lng: LNG, lat: LAT }), 4).map((cell) => [cell, 3]));
  const counted = { cells: town, responderCount: 183, rejectedCount: 0, findings: [] };
  const units = (edition: number) => test.database.sql`select unit, protected_count, cell_count, residents
    from protected_unit where edition = ${edition} order by unit`;

  it("is a new edition of the protected units: same figures, new ground", async () => {
    await importResponders(test.database, real("hv"), counted, { now: NOW, random: countingBytes });
    const before = await units(1);
    const drawn = await test.database.sql`select * from exact.drawn_unit order by unit`;
    const report = await load(real("cbs"), [A, B]);
    const after = await units(2);
    expect(report.followed).toEqual({ responders: 2 });
    expect(after.map((row) => [row.unit, row.protected_count])).toEqual(
      before.map((row) => [row.unit, row.protected_count]),
    );
    expect(before.reduce((sum, row) => sum + row.residents, 0)).toBe(0);
    // every square lies within the outermost unit, so all 160 live on some unit's ground
    expect(after.reduce((sum, row) => sum + row.residents, 0)).toBeCloseTo(160, 9);
    expect(await units(1)).toEqual(before);
    expect(await test.database.sql`select * from exact.drawn_unit order by unit`).toEqual(drawn);
  });

  it("is where private AEDs are shown: among at least a hundred residents", async () => {
    await load(real("cbs"), [A, B]);
    const hidden = aed("home", { access: "private", position: { lng: LNG, lat: LAT }, name: "Fam. Jansen" });
    await importAeds(test.database, real("osm"), [given([hidden])], OPTIONS);
    const [row] = await test.database.sql`select lng, lat, name, coarsened, always_open from aed`;
    expect(row).toMatchObject({ name: null, coarsened: true, always_open: null });
    expect([row.lng, row.lat]).not.toEqual([LNG, LAT]);
  });
});

/** Something else happens right after the first statement that begins so. */
function afterFirst(text: string, database: Database, act: () => Promise<unknown>): Database {
  let hasActed = false;
  const sql = new Proxy(database.sql, {
    get(target, name) {
      if (name !== "query") return Reflect.get(target, name);
      return (query: string, ...rest: unknown[]) => {
        const statement = target.query(query, ...(rest as [unknown[]]));
        if (!query.startsWith(text) || hasActed) return statement;
        hasActed = true;
        return statement.then(async (rows) => {
          await act();
          return rows;
        });
      };
    },
  });
  return { ...database, sql };
}
