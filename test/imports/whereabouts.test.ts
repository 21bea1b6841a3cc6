/** Period weights of responders, from counts to protected units to what a shard computes; synthetic people. */
import { gridDisk } from "h3-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cellToShard, positionToCell } from "../../src/grid/cell.ts";
import { PERIODS } from "../../src/grid/periods.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { computeShard } from "../../src/pipeline.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { readInputsInForce } from "../../src/store/editions.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { readExactCounts } from "../../src/store/imports/exactCounts.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import { readShardInput } from "../../src/store/shardInputs.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { countingBytes, given, NOW, OPTIONS, real, square } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.sql`truncate source, input_edition, import_log, protected_unit, population_source,
    population_shard, run, exact.responder_shard, exact.drawn_unit, exact.drawn_period_area, exact.drawn_before,
    exact.protection_key`;
});

const CENTER = positionToCell({ lng: 4.48, lat: 51.92 });
const SHARD = cellToShard(CENTER);
/** A town of 469 cells with 1 to 7 responders each: 1,871 in all. */
const TOWN = new Map(gridDisk(CENTER, 12).map((cell, n) => [cell, 1 + (n % 7)]));
/** By day four in ten are home, 300 more work in the middle; at night all are home. */
const NEAR = new Map(
  [...TOWN].map(([cell, count]) => {
    const atWork = cell === CENTER ? 300_000 : 0;
    return [cell, [400 * count + atWork, 900 * count, 1_000 * count, 750 * count]];
  }),
);
const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);

const load = (id: string, cells: Map<string, number>, near: Map<string, number[]> | null, now = NOW) => {
  const counted = { cells, near, responderCount: sum(cells.values()), rejectedCount: 0, findings: [] };
  return importResponders(test.as("load"), real(id), counted, { now, random: countingBytes });
};
const unitRows = (edition: number) => test.database
  .sql`select unit, protected_count, weekday, evening, night, weekend
  from protected_unit where edition = ${edition} order by unit`;
const inputOf = async () => {
  const { editions, inputs } = await readInputsInForce(test.as("run"));
  return readShardInput(test.as("run"), shardGrid(SHARD), { editions, inputs, keyBase: "" });
};
const densities = async () => {
  const input = await inputOf();
  return computeShard(shardGrid(SHARD), { ...input, streets: null, responderStreets: null }, DEFAULT_SCENARIO)
    .layers;
};

describe("responders with period weights", () => {
  it("come back from the exact schema as they were counted", async () => {
    await load("hv", TOWN, NEAR);
    expect(await readExactCounts(test.as("load"), ["hv"])).toEqual({ homes: TOWN, near: NEAR });
  });

  it("give every unit a figure per period, made of protected figures alone", async () => {
    expect(await load("hv", TOWN, NEAR)).toMatchObject({ edition: 1, refused: null, notes: [] });
    const units = await unitRows(1);
    expect(units.length).toBeGreaterThan(10);
    const areas = await test.database.sql`select counts, protected_counts from exact.drawn_period_area`;
    for (const { counts, protected_counts } of areas) {
      for (const number of counts) expect(number).toBeGreaterThanOrEqual(200);
      for (const number of protected_counts) expect(number % 25).toBe(0);
    }
    // no share but an area's: what a unit tells per period is its figure times one of few
    const shares = new Set(units.map(({ protected_count, night }) => (night / protected_count).toFixed(9)));
    expect(shares.size).toBeLessThanOrEqual(areas.length * 3);
    // and all together they are near the truth: 1,871 · 0.4 + 300 by day, 1,871 at night
    for (const [n, period] of PERIODS.entries()) {
      const exact = sum([...NEAR.values()].map((near) => near[n])) / 1_000;
      const published = sum(units.map((unit) => unit[period]));
      expect(Math.abs(published - exact)).toBeLessThan(0.1 * exact);
    }
  });

  it("leave the units themselves as homes alone would make them", async () => {
    await load("hv", TOWN, NEAR);
    const withWeights = await unitRows(1);
    await test.database
      .sql`truncate source, input_edition, protected_unit, exact.responder_shard, exact.drawn_unit,
      exact.drawn_period_area`;
    await load("hv", TOWN, null);
    const homesOnly = await unitRows(1);
    expect(homesOnly.map(({ unit, protected_count }) => [unit, protected_count])).toEqual(
      withWeights.map(({ unit, protected_count }) => [unit, protected_count]),
    );
    for (const unit of homesOnly)
      expect(PERIODS.map((period) => unit[period])).toEqual([null, null, null, null]);
  });

  it("give each period its own density, the week their mean by when arrests happen, and the base homes", async () => {
    await load("hv", TOWN, NEAR);
    expect((await readInputsInForce(test.as("run"))).inputs).toMatchObject({
      responders: "real",
      whereabouts: "real",
    });
    await importPopulation(
      test.as("load"),
      real("people"),
      [given([square("E0900N4300", 4.48, 51.92, 100)])],
      OPTIONS,
    );
    const layers = await densities();
    const row = layers.base[0].land.findIndex((land) => land !== 255);
    const tenths = PERIODS.map((period) => layers[period][0].responderDensityTenths![row]);
    const home = layers.base[0].responderDensityTenths[row];
    const unit = (await inputOf()).units!.find(({ cellCount }) => cellCount > 0)!;
    for (const [n, period] of PERIODS.entries()) {
      expect(tenths[n] / home).toBeCloseTo(unit.near![period] / unit.protectedCount, 2);
    }
    // 0.355 weekday + 0.213 evening + 0.29 night + 0.142 weekend
    const week = 0.355 * tenths[0] + 0.213 * tenths[1] + 0.29 * tenths[2] + 0.142 * tenths[3];
    expect(Math.abs(layers.week[0].responderDensityTenths![row] - week)).toBeLessThan(2);
  });

  it("change nothing where none are loaded: same columns, no word of whereabouts", async () => {
    await load("hv", TOWN, null);
    expect((await readInputsInForce(test.as("run"))).inputs).not.toHaveProperty("whereabouts");
    const { units } = await inputOf();
    for (const unit of units!) expect(Object.keys(unit)).not.toContain("near");
    const layers = await densities();
    for (const period of PERIODS) expect(layers[period][0]).not.toHaveProperty("responderDensityTenths");
  });

  it("of one source stand beside homes of another, who are near home all week", async () => {
    await load("hv", TOWN, NEAR);
    const far = new Map([[positionToCell({ lng: 6.6, lat: 53.2 }), 60]]);
    await load("other", far, null);
    const [{ counts }] = await test.database
      .sql`select jsonb_agg(counts) as counts from exact.drawn_period_area`;
    const total = (n: number) => sum((counts as number[][]).map((numbers) => numbers[n]));
    expect(total(0)).toBe(sum(TOWN.values()) + 60);
    expect(total(3)).toBeCloseTo(sum(TOWN.values()) + 60, 9);
  });

  it("change nothing when they come a second time, and figures stand while no period moved by 50", async () => {
    await load("hv", TOWN, NEAR);
    const before = await unitRows(1);
    expect(await load("hv", TOWN, NEAR)).toMatchObject({ edition: 1, isNewEdition: false });
    const moved = new Map(NEAR).set(
      CENTER,
      NEAR.get(CENTER)!.map((number) => number + 40_000),
    );
    expect(await load("hv", TOWN, moved)).toMatchObject({ edition: 1, isNewEdition: false });
    expect(await unitRows(1)).toEqual(before);
    const farther = new Map(NEAR).set(
      CENTER,
      NEAR.get(CENTER)!.map((number) => number + 60_000),
    );
    expect(await load("hv", TOWN, farther)).toMatchObject({ edition: 2, isNewEdition: true });
  });

  it("go with the source that told them: then all periods show homes again", async () => {
    await load("hv", TOWN, NEAR);
    expect(await load("hv", TOWN, null)).toMatchObject({ edition: 2, isNewEdition: true });
    expect(await test.database.sql`select * from exact.drawn_period_area`).toEqual([]);
    expect((await unitRows(2)).every(({ weekday }) => weekday === null)).toBe(true);
  });

  it("of too few people are read but not shown, and the report says so", async () => {
    // 90 by day: too few for an area of 200, enough for units
    const few = new Map([...TOWN].slice(0, 61));
    const near = new Map(
      [...few].map(([cell, count]) => [cell, [400 * count, 900 * count, 1_000 * count, 900 * count]]),
    );
    const report = await load("hv", few, near);
    expect(report.notes.join()).toMatch(/period weights were read, but fewer than 200/);
    expect((await unitRows(1)).every(({ weekday }) => weekday === null)).toBe(true);
  });

  it("follow new population: the same figures over other ground", async () => {
    await load("hv", TOWN, NEAR);
    const areas = await test.database.sql`select * from exact.drawn_period_area order by unit`;
    const people = given([square("E0900N4300", 4.48, 51.92, 100), square("E0901N4300", 4.49, 51.93, 50)]);
    await importPopulation(test.as("load"), real("people"), [people], OPTIONS);
    expect((await readEditions(test.database)).responders.edition).toBe(2);
    for (const { weekday, protected_count } of await unitRows(2)) {
      expect(weekday).toBeGreaterThan(0.2 * protected_count);
    }
    expect(await test.database.sql`select * from exact.drawn_period_area order by unit`).toEqual(areas);
  });

  it("cannot be read by whoever serves or runs", async () => {
    await load("hv", TOWN, NEAR);
    for (const role of ["serve", "run"] as const) {
      await expect(test.as(role).sql`select * from exact.drawn_period_area`).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  it("are erased with their source, also when too few are left to show anybody", async () => {
    await load("hv", TOWN, NEAR);
    await load("small", new Map([[CENTER, 12]]), null);
    const report = await dropSource(test.as("load"), "hv", { now: NOW, random: countingBytes });
    expect(report).toMatchObject({ refused: null, retired: sum(TOWN.values()) });
    expect(report!.notes.join()).toMatch(/fewer than 40 responders/);
    expect(await readExactCounts(test.database, ["hv"])).toEqual({ homes: new Map(), near: null });
    for (const table of ["drawn_unit", "drawn_period_area"]) {
      expect(await test.database.sql.query(`select * from exact.${table}`)).toEqual([]);
    }
    expect((await readEditions(test.database)).responders.nature).toBe("absent");
    expect((await inputOf()).units).toBeNull();
  });
});
