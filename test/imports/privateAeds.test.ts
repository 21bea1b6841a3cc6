import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migrate, readMigrations } from "../../scripts/database/migrate.ts";
import { privateRef } from "../../src/load/privateRef.ts";
import type { Aed } from "../../src/load/records.ts";
import { decideApart } from "../../src/store/imports/aedApart.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { readOrMakeKey } from "../../src/store/imports/protectionKey.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import type { PublishedRun, ServedAed } from "../../src/store/published.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { emptyInputs, readInForce } from "./inForce.ts";
import { aed, countingBytes, given, NOW, OPTIONS, real } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => emptyInputs(test.database));

const HOUSE = { lng: 4.361234, lat: 52.001234 };
const hidden = (ref: string, changes: Partial<Aed> = {}) =>
  aed(ref, { access: "private", name: "Fam. De Wit", position: HOUSE, operator: "De Wit", ...changes });
const OSM = [hidden("node/4711"), aed("node/4712")];
const TOWN = [hidden("kast-0815"), hidden("node/4711", { checkedDate: null }), aed("hal")];
/** What leads to a house: refs, position and names, as they could stand in any column. */
const TELLING = /4711|0815|4\.361234|52\.001234|Wit/;

const load = (id: string, aeds: Aed[], actor?: string) =>
  importAeds(test.as("load"), real(id), [given(aeds)], { ...OPTIONS, actor });

async function served(edition?: number): Promise<ServedAed[]> {
  const aeds = edition ?? (await readEditions(test.database)).aeds.edition;
  const run = { editions: { aeds } } as PublishedRun;
  return (await publishedStore(test.as("serve")).readAeds(run, { limit: 100, offset: 0 })).items;
}
const servedHidden = async () => (await served()).filter(({ coarsened }) => coarsened);

/** Every row of every column that who serves may read. */
async function readable(): Promise<string> {
  const { sql } = test.as("serve");
  const tables = await sql`select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
    from information_schema.columns where table_schema = 'public' and table_name <> 'migration_ledger'
    group by table_name`;
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(["aed", "merged_aed", "import_log"]));
  const rows = await Promise.all(
    tables.map(({ name, columns }) =>
      sql.query(`select to_jsonb(t)::text as row from (select ${columns} from ${name}) t`),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

describe("a private AED", () => {
  it("keeps nothing that leads to its house in what who serves may read", async () => {
    await load("osm", OSM);
    await load("town", TOWN);
    const text = await readable();
    expect(text).toMatch(/node\/4712/);
    expect(text).not.toMatch(TELLING);
    expect(JSON.stringify(await served())).not.toMatch(TELLING);
  });

  it("is found by the id that is served, and not by the ref of its source", async () => {
    await load("osm", OSM);
    const [one] = await servedHidden();
    expect(one.id).toMatch(/^osm:private\/[0-9a-f]{32}$/);
    expect(one.sources.map(({ sourceId, ref }) => `${sourceId}:${ref}`)).toEqual([one.id]);
    const run = { editions: { aeds: 1 } } as PublishedRun;
    const store = publishedStore(test.as("serve"));
    expect((await store.readAed(run, one.id))?.id).toBe(one.id);
    expect(await store.readAed(run, "osm:node/4711")).toBeNull();
  });

  it("stays the same when its file is loaded again", async () => {
    await load("osm", OSM);
    const before = await readInForce(test.database);
    expect(await load("osm", OSM)).toMatchObject({ isNewEdition: false, unchanged: 2 });
    expect(await readInForce(test.database)).toEqual(before);
  });

  it("is one with that of another source only as the same element", async () => {
    await load("osm", OSM);
    await load("town", TOWN);
    const aeds = await servedHidden();
    const sourcesOf = aeds.map(({ sources }) => sources.map(({ sourceId }) => sourceId).sort());
    expect(sourcesOf.sort()).toEqual([["osm", "town"], ["town"]]);
    const [both] = aeds.filter(({ sources }) => sources.length === 2);
    const ids = both.sources.map(({ sourceId, ref }) => `${sourceId}:${ref}`);
    expect(await decideApart(test.as("load"), "apart", ids, { now: NOW })).toMatchObject({ refused: null });
    expect(await servedHidden()).toHaveLength(3);
  });

  it("is as it was when the import of another source is undone", async () => {
    await load("osm", OSM);
    const before = await readInForce(test.database);
    await load("town", TOWN);
    const [{ id }] = await test.database.sql`select id from import_log where source_id = 'town'`;
    await undoImport(test.as("load"), id, { now: NOW, random: countingBytes });
    expect(await readInForce(test.database)).toEqual(before);
  });

  it("is not found by guessing its element with a key, neither beside it nor in its place", async () => {
    const refs = async () => (await servedHidden()).flatMap(({ sources }) => sources.map(({ ref }) => ref));
    await load("osm", OSM);
    const [operators] = await refs();
    await load("sent", [hidden("node/4711")], "key gis");
    expect((await servedHidden()).map(({ sources }) => sources.length)).toEqual([1, 1]);
    const [gis] = (await refs()).filter((ref) => ref !== operators);
    // another key in the place of what the first sent, then in that of what the operator loaded
    expect(await load("sent", [hidden("node/4711")], "key other")).toMatchObject({ added: 1, unchanged: 0 });
    expect(await refs()).not.toContain(gis);
    expect(await load("osm", [hidden("node/4711")], "key third")).toMatchObject({ added: 1, unchanged: 0 });
    expect(await refs()).not.toContain(operators);
    expect(await servedHidden()).toHaveLength(2);
  });

  it("stays the same when its sender sends it again, in one source or two", async () => {
    await load("sent", [hidden("node/4711")], "key gis");
    expect(await load("sent", [hidden("node/4711")], "key gis")).toMatchObject({ isNewEdition: false });
    await load("sent-too", [hidden("node/4711")], "key gis");
    expect((await servedHidden()).map(({ sources }) => sources.length)).toEqual([2]);
  });

  it("gets an open ref back when it is not private any more", async () => {
    await load("osm", OSM);
    await load("osm", [aed("node/4711"), aed("node/4712")]);
    expect((await served()).map(({ id }) => id)).toEqual(["osm:node/4711", "osm:node/4712"]);
  });
});

describe("a database from before", () => {
  /** As the rows were: the refs of the sources, in open and in closed rows. */
  async function undisguise(): Promise<void> {
    const { sql } = test.database;
    const key = await readOrMakeKey(test.database, "privateAeds", countingBytes);
    const plain = new Map(
      ["node/4711", "kast-0815"].map((ref) => [privateRef(key, { sourceId: "town", ref }), ref]),
    );
    for (const [opaque, ref] of plain) {
      await sql`update aed set ref = ${ref} where ref = ${opaque}`;
      await sql`update merged_aed set id = replace(id, ${opaque}, ${ref}),
        sources = replace(sources::text, ${opaque}, ${ref})::json`;
      await sql`update aed_apart set one = replace(one, ${opaque}, ${ref}), other = replace(other, ${opaque}, ${ref})`;
      await sql`update import_log set before = replace(before::text, ${opaque}, ${ref})::jsonb`;
    }
  }

  async function migrateAgain(): Promise<void> {
    const migration = (await readMigrations()).find(({ name }) => name.endsWith("opaque_private_refs"))!;
    await migrate(test.database, [{ ...migration, name: `${migration.name}_${Math.random()}` }]);
  }

  /** All editions, where a ref can stand. */
  const everything = async () => ({
    aed: await test.database.sql`select * from aed order by source_id, ref, since`,
    merged: await test.database
      .sql`select id, since, until, sources::text as sources from merged_aed order by id, since`,
    apart: await test.database.sql`select * from aed_apart`,
    before: await test.database
      .sql`select before->'apart' as apart from import_log order by imported_at, edition`,
  });

  /** Four editions: one hidden AED of two sources, then taken apart, then gone from the town. */
  async function history(): Promise<void> {
    await load("osm", OSM);
    await load("town", TOWN);
    const both = (await servedHidden()).find(({ sources }) => sources.length === 2)!;
    const ids = both.sources.map(({ sourceId, ref }) => `${sourceId}:${ref}`);
    await decideApart(test.as("load"), "apart", ids, { now: NOW });
    await load("town", [TOWN[0], TOWN[2]]);
  }

  it("has in SQL the refs that loading makes, in all editions", async () => {
    await history();
    const before = await everything();
    await undisguise();
    expect(await readable()).toMatch(/4711/);
    await migrateAgain();
    expect(await everything()).toEqual(before);
  });

  it("gets a key of its own, under which its files change nothing", async () => {
    await history();
    await undisguise();
    await test.database.sql`delete from exact.protection_key`;
    await migrateAgain();
    expect(await readable()).not.toMatch(TELLING);
    expect(await load("osm", OSM)).toMatchObject({ isNewEdition: false, unchanged: 2 });
    expect(await load("town", [TOWN[0], TOWN[2]])).toMatchObject({ isNewEdition: false, unchanged: 2 });
    expect(await servedHidden()).toHaveLength(2);
  });
});
