import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rejected } from "../../src/load/reader.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importPosts } from "../../src/store/imports/importPosts.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { aed, brokenAfterTwoBatches, given, OPTIONS, post, real, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.sql`truncate aed, merged_aed, ambulance_post, source, input_edition, import_log`;
});

const load = (source: ReturnType<typeof real>, aeds: ReturnType<typeof aed>[]) =>
  importAeds(test.as("load"), source, [given(aeds)], OPTIONS);

const openRows = () => test.database.sql`select source_id, ref, since, until, name from aed
  where until is null order by source_id, ref`;

describe("AEDs of one source", () => {
  it("come in as edition 1, with every field as it was read", async () => {
    const given1 = aed("a", { name: 'De "Hoek", {x}', indoor: null, alwaysOpen: null, checkedDate: null });
    const report = await load(real("town"), [given1, aed("b")]);
    expect(report).toMatchObject({ edition: 1, accepted: 2, added: 2, changed: 0, retired: 0, unchanged: 0 });
    const [row] = await test.database.sql`select *, checked_date::text as checked from aed where ref = 'a'`;
    expect(row).toMatchObject({ since: 1, until: null, lng: 4.36, lat: 52, name: 'De "Hoek", {x}' });
    expect(row).toMatchObject({ indoor: null, always_open: null, checked: null, access: "public" });
    expect(row.open_hours).toBe("1".repeat(168));
    expect(row.known_since).toBe(1);
    expect((await readEditions(test.database)).aeds).toEqual({
      edition: 1,
      nature: "real",
      dataDate: "2025-01-01",
    });
  });

  it("change nothing when they come a second time", async () => {
    await load(real("town"), [aed("a"), aed("b")]);
    const report = await load(real("town"), [aed("b"), aed("a")]);
    expect(report).toMatchObject({
      edition: 1,
      isNewEdition: false,
      added: 0,
      changed: 0,
      retired: 0,
      unchanged: 2,
    });
    const [{ logged }] = await test.database.sql`select count(*)::int as logged from import_log`;
    expect(logged).toBe(1);
    expect(await openRows()).toHaveLength(2);
  });

  it("let a day be told later, for a file that is in force already", async () => {
    await load({ ...real("town"), dataDate: null }, [aed("a")]);
    expect((await readEditions(test.database)).aeds).toMatchObject({ edition: 1, dataDate: null });
    await load({ ...real("town"), dataDate: "2026-11-01" }, [aed("a")]);
    expect((await readEditions(test.database)).aeds).toMatchObject({ edition: 1, dataDate: "2026-11-01" });
    // the oldest of all sources in force counts
    await load({ ...real("village"), dataDate: "2019-02-03" }, [aed("b")]);
    await load({ ...real("village"), dataDate: "2020-02-03" }, [aed("b")]);
    expect((await readEditions(test.database)).aeds).toMatchObject({ edition: 2, dataDate: "2020-02-03" });
  });

  it("close what changed or vanished and open what is new, and leave the rest alone", async () => {
    await load(real("town"), [aed("same"), aed("changed"), aed("gone")]);
    const report = await load(real("town"), [aed("same"), aed("changed", { name: "moved" }), aed("new")]);
    expect(report).toMatchObject({ edition: 2, added: 1, changed: 1, retired: 1, unchanged: 1 });
    const rows = await test.database.sql`select ref, since, until from aed order by ref, since`;
    expect(rows).toEqual([
      { ref: "changed", since: 1, until: 2 },
      { ref: "changed", since: 2, until: null },
      { ref: "gone", since: 1, until: 2 },
      { ref: "new", since: 2, until: null },
      { ref: "same", since: 1, until: null },
    ]);
  });

  it("leave the AEDs of another source alone", async () => {
    await load(real("town"), [aed("a")]);
    await load(real("village"), [aed("a")]);
    expect(await openRows()).toMatchObject([
      { source_id: "town", ref: "a", since: 1 },
      { source_id: "village", ref: "a", since: 2 },
    ]);
  });

  it("keep the first of two with one ref and say so", async () => {
    const report = await load(real("town"), [aed("a", { name: "first" }), aed("a", { name: "second" })]);
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(report.findings[0]).toMatchObject({ field: "ref", got: "a", severity: "rejected" });
    expect(await openRows()).toMatchObject([{ name: "first" }]);
  });
});

describe("the log", () => {
  const logged = () => test.database.sql`select id, actor, edition, report->>'isNewEdition' as "isNew",
    before->'edition' as "before", jsonb_path_query_array(before, '$.sources[*].id') as "sources"
    from import_log order by sequence`;

  it("says who changed what, in which order, and what was in force before", async () => {
    const id = "00000000-0000-4000-8000-000000000001";
    const act = { ...OPTIONS, id, actor: "key town hall" };
    await importAeds(test.as("load"), real("town"), [given([aed("a")])], act);
    await load({ ...real("town"), title: "Other title" }, [aed("a")]);
    await load(real("village"), [aed("b")]);
    expect(await logged()).toEqual([
      { id, actor: "key town hall", edition: 1, isNew: "true", before: 0, sources: [] },
      { id: expect.any(String), actor: "command line", edition: 1, isNew: "false", before: 1, sources: ["town"] },
      { id: expect.any(String), actor: "command line", edition: 2, isNew: "true", before: 1, sources: ["town"] },
    ]); // biome-ignore format: a table
  });

  it("takes no second import under one id: a message that comes twice changes nothing", async () => {
    const act = { ...OPTIONS, id: "00000000-0000-4000-8000-000000000001" };
    await importAeds(test.as("load"), real("town"), [given([aed("a")])], act);
    const second = await importAeds(test.as("load"), real("town"), [given([aed("b")])], act);
    expect(second.refused).toMatch(/another import of the same kind/);
    expect(await openRows()).toMatchObject([{ ref: "a" }]);
  });
});

describe("text that a database cannot hold", () => {
  it("is stored without what it cannot, and is no change the second time", async () => {
    const odd = aed("a", { name: "De\0 Hoek \ud83d" });
    async function* reader() {
      // a finding cut between the halves of an emoji
      const finding = rejected("row 2", "name", `\0${"x".repeat(78)}😀`, "a name", "correct it");
      yield { records: [odd], findings: [finding], bytesRead: 1 };
    }
    const report = await importAeds(test.database, real("town"), [reader()], OPTIONS);
    expect(report).toMatchObject({ accepted: 1, rejected: 1, refused: null });
    expect(await openRows()).toMatchObject([{ name: "De Hoek \ufffd" }]);
    expect(await load(real("town"), [odd])).toMatchObject({ isNewEdition: false, unchanged: 1 });
  });
});

describe("a file that holds much less than its source did", () => {
  it("is taken in, with the question whether it was complete", async () => {
    await load(real("town"), [aed("a"), aed("b"), aed("c")]);
    expect((await load(real("town"), [aed("a"), aed("b")])).notes).toEqual([]);
    await load(real("town"), [aed("a"), aed("b"), aed("c")]);
    const report = await load(real("town"), [aed("a")]);
    expect(report).toMatchObject({ retired: 2, refused: null });
    expect(report.notes[0]).toMatch(/2 of the 3 .* was the file complete/);
    // half a register, cut between two rows
    await load(real("town"), [aed("a"), aed("b")]);
    expect((await load(real("town"), [aed("a")])).notes[0]).toMatch(/1 of the 2/);
  });
});

describe("an import that does not go through", () => {
  it("changes nothing when the reader fails after two batches", async () => {
    await load(real("town"), [aed("a")]);
    const broken = importAeds(
      test.database,
      real("town"),
      [brokenAfterTwoBatches([aed("b"), aed("c"), aed("d"), aed("e")])],
      OPTIONS,
    );
    await expect(broken).rejects.toThrow("read error on the disk");
    expect(await openRows()).toMatchObject([{ ref: "a", since: 1 }]);
    expect((await readEditions(test.database)).aeds.edition).toBe(1);
  });

  it("changes nothing when the file is broken, though its first records are good", async () => {
    await load(real("town"), [aed("a"), aed("b")]);
    async function* cutOff() {
      yield { records: [aed("a")], findings: [], bytesRead: 10 };
      const finding = rejected("byte 11", "file", "the end", "a closing bracket", "fetch it again.");
      yield { records: [], findings: [finding], bytesRead: 11 };
    }
    const report = await importAeds(test.database, real("town"), [cutOff()], OPTIONS);
    expect(report.refused).toMatch(/byte 11.*fetch it again/);
    expect(await openRows()).toHaveLength(2);
  });

  it("changes nothing when no record is usable", async () => {
    await load(real("town"), [aed("a")]);
    const report = await load(real("town"), []);
    expect(report.refused).toMatch(/no usable record/);
    expect(await openRows()).toHaveLength(1);
  });

  it("changes nothing when a row of the batch is refused by the database", async () => {
    await load(real("town"), [aed("a")]);
    const tooLong = importAeds(
      test.database,
      real("town"),
      [given([aed("b", { openHours: "1".repeat(169) })])],
      OPTIONS,
    );
    await expect(tooLong).rejects.toThrow();
    expect(await openRows()).toMatchObject([{ ref: "a" }]);
    const [{ logged }] = await test.database.sql`select count(*)::int as logged from import_log`;
    expect(logged).toBe(1);
  });

  it("tells the one of two at once that came second, and keeps nothing of it", async () => {
    await load(real("town"), [aed("a")]);
    let others: Promise<unknown> = Promise.resolve();
    async function* slow() {
      yield { records: [aed("b")], findings: [], bytesRead: 1 };
      others = load(real("village"), [aed("v")]);
      await others;
      yield { records: [aed("c")], findings: [], bytesRead: 2 };
    }
    const report = await importAeds(test.database, real("town"), [slow()], OPTIONS);
    expect(report.refused).toMatch(/another import changed the aeds.*Load the file again/);
    expect(await openRows()).toMatchObject([
      { source_id: "town", ref: "a" },
      { source_id: "village", ref: "v" },
    ]);
    expect((await readEditions(test.database)).aeds.edition).toBe(2);
  });
});

describe("real and synthetic", () => {
  it("real AEDs take the synthetic ones out of force in the same edition", async () => {
    await load(synthetic("demo-aeds"), [aed("s1"), aed("s2")]);
    const report = await load(real("town"), [aed("a")]);
    expect(report).toMatchObject({ edition: 2, added: 1, retiredSources: ["demo-aeds"] });
    expect(await openRows()).toMatchObject([{ source_id: "town", ref: "a" }]);
    expect((await readEditions(test.database)).aeds.nature).toBe("real");
    const [{ retired }] = await test.database
      .sql`select retired_at is not null as retired from source where id = 'demo-aeds'`;
    expect(retired).toBe(true);
  });

  it("synthetic AEDs are refused while real ones are in force, with what to do", async () => {
    await load(real("town"), [aed("a")]);
    const report = await load(synthetic("demo-aeds"), [aed("s1")]);
    expect(report.refused).toMatch(/real aeds data are in force \(town\).*drop town/);
    expect(await openRows()).toMatchObject([{ source_id: "town" }]);
  });

  it("a second synthetic register replaces the first", async () => {
    await load(synthetic("demo-aeds"), [aed("s1")]);
    const report = await load(synthetic("trial"), [aed("s1")]);
    expect(report.retiredSources).toEqual(["demo-aeds"]);
    expect(await openRows()).toMatchObject([{ source_id: "trial" }]);
  });

  it("a source cannot become another kind or nature", async () => {
    await load(real("town"), [aed("a")]);
    const posts = await importPosts(test.database, real("town"), [given([post("p")])], OPTIONS);
    expect(posts.refused).toMatch(/source town holds aeds, got posts/);
    expect((await load(synthetic("town"), [aed("a")])).refused).toMatch(/source town is real/);
  });
});

describe("posts", () => {
  it("come in, change and retire as AEDs do", async () => {
    const posts = (records: ReturnType<typeof post>[]) =>
      importPosts(test.as("load"), real("rivm"), [given(records)], OPTIONS);
    expect(await posts([post("1"), post("2")])).toMatchObject({ edition: 1, added: 2 });
    expect(await posts([post("1"), post("2")])).toMatchObject({ edition: 1, unchanged: 2 });
    expect(await posts([post("2", { availability: null })])).toMatchObject({
      edition: 2,
      changed: 1,
      retired: 1,
    });
  });
});
