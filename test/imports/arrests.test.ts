import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourcesText } from "../../scripts/load/sourcesText.ts";
import { readArrests } from "../../src/load/arrests.ts";
import { eraseArrests, importArrests, readArrestAggregates } from "../../src/store/imports/importArrests.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { sourceOf } from "../load/sources.ts";
import { OPTIONS, real, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

/** Synthetic: 24 arrests in one gemeente, one at an age and a second that nothing else in the database has. */
const csv = (count = 24) => {
  const rows = Array.from({ length: count }, (_, n) => {
    return `GM0503,2024-03-04 09:30,${n === 0 ? 97 : 60 + n},${n % 2 ? "ja" : "nee"},${n === 0 ? 1_234 : 400 + n}`;
  });
  return ["gemeente,moment,leeftijd,thuis,responstijd", ...rows].join("\n");
};
const load = (text: string, source = synthetic("register")) =>
  importArrests(test.as("load"), source, [readArrests(sourceOf(text))], OPTIONS);

describe("observed arrests", () => {
  it("are kept as an aggregate that the loader reads", async () => {
    expect(await load(csv())).toMatchObject({ arrestCount: 24, refused: null });
    const [{ source, aggregate }] = await readArrestAggregates(test.as("load"));
    expect(source).toMatchObject({ id: "register", isSynthetic: true });
    expect(aggregate.counts).toEqual([{ code: "GM0503", periods: ["weekday"], arrests: 24 }]);
    expect(aggregate.answers.atHome).toMatchObject([{ answers: { yes: 12, no: 12 } }]);
  });

  it("are read by no role that serves or runs", async () => {
    for (const role of ["serve", "run"] as const) {
      await expect(readArrestAggregates(test.as(role))).rejects.toThrow(/permission denied/);
    }
  });

  it("leave no row, no value of one and no word of them in any other table", async () => {
    const tables = await test.database.sql`select table_schema, table_name from information_schema.tables
      where table_schema in ('public', 'exact', 'intake') and table_type = 'BASE TABLE'`;
    expect(tables.length).toBeGreaterThan(15);
    for (const { table_schema, table_name } of tables) {
      const rows = await test.database.sql.query(
        `select t::text as row from ${table_schema}.${table_name} t`,
      );
      const text = rows.map(({ row }) => row).join("\n");
      expect(text, table_name).not.toMatch(/\b(?:97|1234)\b/);
      if (table_name !== "observed_arrests") expect(text, table_name).not.toContain("register");
    }
  });

  it("stand among the sources, replace those of before, and are erased", async () => {
    expect(await sourcesText(test.as("load"))).toMatch(/observed arrests: for validation only\n {2}register/);
    await load(csv(30));
    expect((await readArrestAggregates(test.as("load")))[0].aggregate.counts[0].arrests).toBe(30);
    expect(await eraseArrests(test.as("load"), "register")).toBe(true);
    expect(await readArrestAggregates(test.as("load"))).toEqual([]);
  });

  it("are refused where they are fewer than ten, broken off, or mixed real and synthetic", async () => {
    expect((await load(csv(9))).refused).toMatch(/fewer than 10 arrests/);
    expect((await load(csv().slice(0, -3))).refused).toBeNull();
    expect((await load(`${csv()}\n"open`)).refused).toMatch(/not usable/);
    expect((await load(csv(), real("other"))).refused).toMatch(/synthetic arrests are in force \(register\)/);
    expect(await readArrestAggregates(test.as("load"))).toHaveLength(1);
  });
});
