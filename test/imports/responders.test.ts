import { cellToChildren, cellToParent, gridDisk } from "h3-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { positionToCell } from "../../src/grid/cell.ts";
import { countResponders } from "../../src/load/countResponders.ts";
import { readResponderCsv } from "../../src/load/responderCsv.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { readExactCounts } from "../../src/store/imports/exactCounts.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import type { ImportSource } from "../../src/store/imports/report.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { countingBytes, NOW, real, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.sql`truncate source, input_edition, import_log, protected_unit, exact.responder_shard,
    exact.drawn_unit, exact.drawn_before, exact.protection_key`;
});

const CENTER = positionToCell({ lng: 4.48, lat: 51.92 });
/** A town: 91 cells with 1 to 7 responders each. */
const TOWN = new Map(gridDisk(CENTER, 5).map((cell, n) => [cell, 1 + (n % 7)]));
const TOWN_COUNT = [...TOWN.values()].reduce((sum, count) => sum + count, 0);

const load = (source: ImportSource, cells: Map<string, number>, now = NOW) => {
  const responderCount = [...cells.values()].reduce((sum, count) => sum + count, 0);
  const counted = { cells, responderCount, rejectedCount: 0, findings: [] };
  return importResponders(test.as("load"), source, counted, { now, random: countingBytes });
};
const unitRows = (edition: number) => test.database.sql`select unit, protected_count, cell_count, residents
  from protected_unit where edition = ${edition} order by unit`;
const drawnRows = () =>
  test.database.sql`select unit, count, protected_count from exact.drawn_unit order by unit`;

describe("responders of one source", () => {
  it("become units that hold at least forty, rounded to multiples of ten", async () => {
    const report = await load(real("hartveilig"), TOWN);
    expect(report).toMatchObject({ edition: 1, accepted: TOWN_COUNT, added: TOWN_COUNT, refused: null });
    const units = await unitRows(1);
    const drawn = await drawnRows();
    expect(units.length).toBeGreaterThan(3);
    expect(drawn.map(({ unit }) => unit)).toEqual(units.map(({ unit }) => unit));
    for (const { count } of drawn) expect(count).toBeGreaterThanOrEqual(40);
    for (const { protected_count } of units) expect(protected_count % 10).toBe(0);
    for (const [n, { count }] of drawn.entries()) {
      expect(Math.abs(units[n].protected_count - count)).toBeLessThan(10);
    }
    expect(drawn.reduce((sum, { count }) => sum + count, 0)).toBe(TOWN_COUNT);
  });

  it("stand in the exact schema cell by cell, and come back as they were counted", async () => {
    await load(real("hartveilig"), TOWN);
    expect(await readExactCounts(test.database, ["hartveilig"])).toEqual({ homes: TOWN, near: null });
  });

  it("change nothing when they come a second time", async () => {
    await load(real("hartveilig"), TOWN);
    const report = await load(real("hartveilig"), TOWN);
    expect(report).toMatchObject({
      edition: 1,
      isNewEdition: false,
      added: 0,
      retired: 0,
      unchanged: TOWN_COUNT,
    });
    const [{ logged }] = await test.database.sql`select count(*)::int as logged from import_log`;
    expect(logged).toBe(1);
  });

  it("replace the source's counts, while figures that moved by less than fifteen stand", async () => {
    await load(real("hartveilig"), TOWN);
    const before = await unitRows(1);
    const moved = new Map(TOWN).set(CENTER, TOWN.get(CENTER)! + 3);
    const report = await load(real("hartveilig"), moved);
    expect(report).toMatchObject({ edition: 1, isNewEdition: false, added: 3, retired: 0 });
    expect(await readExactCounts(test.database, ["hartveilig"])).toEqual({ homes: moved, near: null });
    expect(await unitRows(1)).toEqual(before);
    expect(await unitRows(2)).toEqual([]);
  });

  it("make a new edition when a unit moved by fifteen or more, with the other figures as they were", async () => {
    await load(real("hartveilig"), TOWN);
    const before = new Map((await unitRows(1)).map((row) => [row.unit, row.protected_count]));
    const report = await load(real("hartveilig"), new Map(TOWN).set(CENTER, TOWN.get(CENTER)! + 40));
    expect(report).toMatchObject({ edition: 2, isNewEdition: true });
    const after = await unitRows(2);
    const differing = after.filter(({ unit, protected_count }) => before.get(unit) !== protected_count);
    const centerAncestors = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((resolution) =>
      cellToParent(CENTER, resolution),
    );
    expect(differing.length).toBeGreaterThan(0);
    for (const { unit } of differing) expect(centerAncestors).toContain(unit);
    expect(await unitRows(1)).toHaveLength(before.size);
  });

  it("are protected together with those of other sources", async () => {
    const far = positionToCell({ lng: 6.6, lat: 53.2 });
    await load(real("hartveilig"), TOWN);
    await load(real("other"), new Map([[far, 45]]));
    const drawn = await drawnRows();
    expect(drawn.reduce((sum, { count }) => sum + count, 0)).toBe(TOWN_COUNT + 45);
  });

  it("are refused when they are too few to protect, and nothing is kept", async () => {
    const report = await load(real("hartveilig"), new Map([[CENTER, 12]]));
    expect(report.refused).toMatch(/fewer than \d+ responders/);
    expect(await readExactCounts(test.database, ["hartveilig"])).toEqual({ homes: new Map(), near: null });
    expect((await readEditions(test.database)).responders.edition).toBe(0);
  });
});

describe("an earlier file of responders", () => {
  const figures = async (edition: number) => [await unitRows(edition), await drawnRows()];

  it("loaded again brings exactly the protected units of before back, figures and ground", async () => {
    await load(real("hartveilig"), TOWN);
    // a unit that stands with fewer people than a new one needs
    const [{ unit }] = await test.database
      .sql`select unit from exact.drawn_unit where resolution = 9 limit 1`;
    const thinner = new Map(
      [...TOWN].map(([cell, count], n) => [
        cell,
        cellToParent(cell, 9) === unit && n % 3 === 0 ? count - 1 : count,
      ]),
    );
    expect(await load(real("hartveilig"), thinner)).toMatchObject({ isNewEdition: false });
    const before = await figures(1);
    const wrong = new Map([...TOWN].slice(45).map(([cell, count]) => [cell, count + 2]));
    expect(await load(real("hartveilig"), wrong)).toMatchObject({ edition: 2, isNewEdition: true });
    expect((await figures(2))[0]).not.toEqual(before[0]);
    expect(await load(real("hartveilig"), thinner)).toMatchObject({ edition: 3, isNewEdition: true });
    expect(await figures(3)).toEqual(before);
  });

  it("is what the refusal of an undo asks for", async () => {
    await load(real("hartveilig"), TOWN);
    const [{ id }] = await test.database.sql`select id from import_log`;
    const report = await undoImport(test.as("load"), id, { now: NOW, random: countingBytes });
    expect(report!.refused).toMatch(/load the earlier file again, which brings the figures of before back/);
    expect(await unitRows(1)).not.toEqual([]);
  });

  it("is not remembered once somebody's counts are erased", async () => {
    await load(real("hartveilig"), TOWN);
    await load(real("other"), new Map([[CENTER, 90]]));
    expect(await test.database.sql`select id from exact.drawn_before`).toEqual([{ id: 1 }]);
    await dropSource(test.as("load"), "other", { now: NOW, random: countingBytes });
    expect(await test.database.sql`select id from exact.drawn_before`).toEqual([]);
  });

  it("cannot be read by whoever serves or runs", async () => {
    for (const role of ["serve", "run"] as const) {
      await expect(test.as(role).sql`select * from exact.drawn_before`).rejects.toThrow(/permission denied/);
    }
  });
});

describe("editions of protected units", () => {
  it("go when no run and none of the last imports needs them any more", async () => {
    await test.database.sql`truncate run`;
    const grown = (n: number) => new Map(TOWN).set(CENTER, TOWN.get(CENTER)! + 40 * n);
    await load(real("hartveilig"), grown(0));
    // a run that is kept names edition 1
    await test.database
      .sql`insert into run (status, trigger, editions, inputs, scenario, code_version, shard_count)
      values ('published', 'test', '{"responders": 1}', '{}', '{}', '1', 0)`;
    for (const n of [1, 2, 3, 4, 5, 6]) {
      expect((await load(real("hartveilig"), grown(n))).edition).toBe(n + 1);
    }
    const kept = await test.database.sql`select distinct edition from protected_unit order by edition`;
    expect(kept.map(({ edition }) => edition)).toEqual([1, 3, 4, 5, 6, 7]);
  });
});

describe("real and synthetic responders", () => {
  it("real ones erase the synthetic counts and draw every figure anew, with another key", async () => {
    await load(synthetic("demo-responders"), TOWN);
    const report = await load(real("hartveilig"), TOWN);
    expect(report).toMatchObject({ edition: 2, retiredSources: ["demo-responders"] });
    expect(await readExactCounts(test.database, ["demo-responders"])).toEqual({
      homes: new Map(),
      near: null,
    });
    expect((await readEditions(test.database)).responders.nature).toBe("real");
    const keys = await test.database.sql`select id from exact.protection_key order by id`;
    expect(keys).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it("synthetic ones are refused over real ones", async () => {
    await load(real("hartveilig"), TOWN);
    const report = await load(synthetic("demo-responders"), TOWN);
    expect(report.refused).toMatch(/real responders data are in force \(hartveilig\)/);
  });
});

describe("the public schema", () => {
  it("holds no exact count: neither per unit nor in the log, the sources or the editions", async () => {
    await load(real("hartveilig"), TOWN);
    const drawn = await drawnRows();
    const exactTotal = String(TOWN_COUNT);
    const tables = await test.database.sql`select table_name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`;
    expect(tables.length).toBeGreaterThan(10);
    for (const { table_name } of tables) {
      const rows = await test.database.sql.query(
        `select row_to_json(t)::text as row from public.${table_name} t`,
      );
      for (const { row } of rows) expect(row).not.toMatch(new RegExp(`\\b${exactTotal}\\b`));
    }
    // arithmetic: a published figure is a multiple of ten, nine exact counts of ten are not
    const inexact = drawn.filter(({ count, protected_count }) => count !== protected_count);
    expect(inexact.length).toBeGreaterThan(0);
  });

  it("is closed for whoever serves or runs: the exact counts cannot be read", async () => {
    await load(real("hartveilig"), TOWN);
    for (const role of ["serve", "run"] as const) {
      for (const table of ["responder_shard", "drawn_unit", "protection_key"]) {
        await expect(test.as(role).sql.query(`select * from exact.${table}`)).rejects.toThrow(
          /permission denied/,
        );
      }
    }
  });
});

describe("a responders file", () => {
  it("goes from CSV to protected units, every row counted once", async () => {
    const positions = cellToChildren(cellToParent(CENTER, 8), 10).flatMap(() => [
      "4.4801,51.9202",
      "4.4801,51.9202",
    ]);
    const csv = ["lng,lat", ...positions, "0,0"].join("\n");
    async function* bytes() {
      yield new TextEncoder().encode(csv);
    }
    const counted = await countResponders(readResponderCsv(bytes()));
    const report = await importResponders(test.database, real("csv"), counted, {
      now: NOW,
      random: countingBytes,
    });
    // 49 cells × 2 rows; the row at 0, 0 is no position
    expect(report).toMatchObject({ accepted: 98, rejected: 1 });
    expect((await drawnRows()).reduce((sum, { count }) => sum + count, 0)).toBe(98);
  });
});
