import { gridDisk } from "h3-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { positionToCell } from "../../src/grid/cell.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { readExactCounts } from "../../src/store/imports/exactCounts.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { aed, countingBytes, given, NOW, OPTIONS, real, rectangle, square, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

const drop = (id: string) => dropSource(test.as("load"), id, { now: NOW, random: countingBytes });

describe("a source that is dropped", () => {
  it("leaves the other AEDs in force, and a synthetic register may come after the last real one", async () => {
    await importAeds(test.database, real("town"), [given([aed("a"), aed("b")])], OPTIONS);
    await importAeds(test.database, real("village"), [given([aed("a")])], OPTIONS);
    expect(await drop("town")).toMatchObject({ kind: "aeds", edition: 3, retired: 2 });
    const open = await test.database.sql`select source_id from aed where until is null`;
    expect(open).toEqual([{ source_id: "village" }]);
    expect((await readEditions(test.database)).aeds.nature).toBe("real");
    await drop("village");
    expect((await readEditions(test.database)).aeds).toMatchObject({ edition: 4, nature: "absent" });
    const report = await importAeds(test.database, synthetic("demo"), [given([aed("a")])], OPTIONS);
    expect(report).toMatchObject({ edition: 5, refused: null });
    expect(await drop("town")).toBeNull();
  });

  it("has its responders erased, and the figures of the others drawn on their own", async () => {
    const cells = new Map(gridDisk(positionToCell({ lng: 4.48, lat: 51.92 }), 3).map((cell) => [cell, 4]));
    const counted = { cells, responderCount: 148, rejectedCount: 0, findings: [] };
    await importResponders(test.database, real("hv"), counted, { now: NOW, random: countingBytes });
    expect(await drop("hv")).toMatchObject({ kind: "responders", edition: 2, retired: 148 });
    expect(await readExactCounts(test.database, ["hv"])).toEqual({ homes: new Map(), near: null });
    expect(await test.database.sql`select * from exact.drawn_unit`).toEqual([]);
    expect(await test.database.sql`select * from protected_unit where edition = 2`).toEqual([]);
    expect((await readEditions(test.database)).responders.nature).toBe("absent");
  });

  it("has its responders erased also when too few are left to show anybody", async () => {
    const center = positionToCell({ lng: 4.48, lat: 51.92 });
    const load = (id: string, count: number) => {
      const counted = { cells: new Map([[center, count]]), responderCount: count, rejectedCount: 0 };
      const options = { now: NOW, random: countingBytes };
      return importResponders(test.database, real(id), { ...counted, findings: [] }, options);
    };
    await load("large", 60);
    await load("small", 12);
    const report = await drop("large");
    expect(report).toMatchObject({ refused: null, retired: 60 });
    expect(report!.notes.join()).toMatch(/fewer than 40 responders/);
    expect(await readExactCounts(test.database, ["large"])).toEqual({ homes: new Map(), near: null });
    expect(await test.database.sql`select * from exact.drawn_unit`).toEqual([]);
    const { edition, nature } = (await readEditions(test.database)).responders;
    expect(nature).toBe("absent");
    expect(await test.database.sql`select * from protected_unit where edition = ${edition}`).toEqual([]);
    // with more of them again they are shown together: 12 + 50
    expect(await load("large", 50)).toMatchObject({ refused: null, edition: edition + 1 });
    const drawn = await test.database.sql`select count from exact.drawn_unit`;
    expect(drawn).toEqual([{ count: 62 }]);
  });

  it("takes its people and its regions along, and leaves those of others", async () => {
    const [one, other] = [square("E0900N4300", 4.48, 51.92, 100), square("E0950N4300", 4.55, 51.92, 60)];
    await importPopulation(test.database, real("one"), [given([one])], OPTIONS);
    await importPopulation(test.database, real("other"), [given([other])], OPTIONS);
    expect(await drop("one")).toMatchObject({ kind: "population", edition: 3, retired: 1 });
    const [{ residents }] = await test.database.sql`select sum(residents) as residents from population_shard
      where edition = 3`;
    expect(residents).toBeCloseTo(60, 9);

    await importRegions(
      test.database,
      real("a"),
      [given([rectangle("GM0001", [4.4, 51.9, 4.5, 51.95])])],
      OPTIONS,
    );
    await importRegions(
      test.database,
      real("b"),
      [given([rectangle("GM0002", [4.5, 51.9, 4.6, 51.95])])],
      OPTIONS,
    );
    expect(await drop("a")).toMatchObject({ kind: "regions", edition: 3, retired: 1 });
    expect(await test.database.sql`select code from region where edition = 3`).toEqual([{ code: "GM0002" }]);
  });
});
