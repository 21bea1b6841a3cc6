import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decideApart } from "../../src/store/imports/aedApart.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import type { PublishedRun } from "../../src/store/published.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { aed, countingBytes, given, NOW, OPTIONS, real, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.sql`truncate aed, merged_aed, aed_apart, source, input_edition, import_log`;
});

/** Metres north of where all AEDs of `world.ts` stand. */
const at = (meters: number) => ({ position: { lng: 4.36, lat: 52 + meters / 111_265 } });
const load = (id: string, aeds: ReturnType<typeof aed>[], dataDate: string | null = "2025-01-01") =>
  importAeds(test.as("load"), real(id, { dataDate }), [given(aeds)], OPTIONS);
const drop = (id: string) => dropSource(test.as("load"), id, { now: NOW, random: countingBytes });
const decide = (decision: "apart" | "together", ...ids: string[]) =>
  decideApart(test.as("load"), decision, ids, { now: NOW });

/** What everybody who reads AEDs gets, of the edition in force or of one before. */
async function served(edition?: number) {
  const inForce = (await readEditions(test.database)).aeds.edition;
  const run = { editions: { aeds: edition ?? inForce } } as PublishedRun;
  const { items } = await publishedStore(test.as("serve")).readAeds(run, { limit: 100, offset: 0 });
  return items;
}
const members = async (edition?: number) =>
  (await served(edition)).map(({ sources }) =>
    sources.map(({ sourceId, ref }) => `${sourceId}:${ref}`).sort(),
  );

const TOWN = [aed("a1", { name: "Bibliotheek" }), aed("a2", { name: "Sporthal", ...at(300) })];
const OSM = [
  aed("node/1", { name: "bibliotheek", checkedDate: "2025-02-03", openingHours: null, ...at(12) }),
  aed("node/3", { name: null, ...at(900) }),
];

describe("one AED in two sources", () => {
  it("is served once, names both with their own ids, and has the fresher fields", async () => {
    await load("town", TOWN);
    const report = await load("osm", OSM);
    expect(report).toMatchObject({ added: 2, edition: 2, refused: null });
    expect(report.notes.join()).toMatch(/3 AEDs of 2 sources; 1 of them told by more than one source/);
    const aeds = await served();
    expect(aeds.map(({ id }) => id)).toEqual(["osm:node/3", "town:a1", "town:a2"]);
    expect(aeds[1]).toMatchObject({
      name: "bibliotheek",
      checkedDate: "2025-02-03",
      lat: at(12).position.lat,
      sources: [
        { sourceId: "osm", title: "Source osm", ref: "node/1", checkedDate: "2025-02-03" },
        {
          sourceId: "town",
          title: "Source town",
          ref: "a1",
          checkedDate: "2024-05-06",
          dataDate: "2025-01-01",
        },
      ],
    });
  });

  it("keeps its id while the row known longest lives, and is found by the ids of the others too", async () => {
    await load("town", TOWN);
    await load("osm", OSM);
    await load("town", [aed("a1", { name: "Bibliotheek West" }), TOWN[1]]);
    const store = publishedStore(test.as("serve"));
    const run = { editions: { aeds: 3 } } as PublishedRun;
    const own = await store.readAed(run, "town:a1");
    expect(own?.id).toBe("town:a1");
    expect(await store.readAed(run, "osm:node/1")).toEqual(own);
    expect(await store.readAed(run, "osm:node/9")).toBeNull();
    expect(await store.readAed(run, "osm:\0")).toBeNull();
    expect(await store.readAed(run, 'x"]:y')).toBeNull();
    // then it is the other's
    await load("town", [TOWN[1]]);
    expect((await served()).map(({ id }) => id)).toEqual(["osm:node/1", "osm:node/3", "town:a2"]);
  });

  it("is what it was, in the edition of before", async () => {
    await load("town", TOWN);
    const before = await served();
    await load("osm", OSM);
    expect(await members(1)).toEqual([["town:a1"], ["town:a2"]]);
    expect((await served(1)).map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  });

  it("changes with the day that a source is said to be of, which is a new edition then", async () => {
    const [one, other] = [
      aed("1", { checkedDate: null, name: "Gemeentehuis De Brug" }),
      aed("2", { checkedDate: null, name: "De Brug" }),
    ];
    await load("town", [one], "2024-01-01");
    await load("osm", [other], "2023-01-01");
    expect((await served())[0].name).toBe("Gemeentehuis De Brug");
    const report = await load("osm", [other], "2025-01-01");
    expect(report).toMatchObject({ unchanged: 1, isNewEdition: true, edition: 3 });
    expect((await served())[0].name).toBe("De Brug");
  });

  it("gets a warning where both are as fresh and contradict each other", async () => {
    const open = { checkedDate: null, openingHours: "24/7" };
    const shut = { checkedDate: null, openingHours: "off", openHours: "0".repeat(168), alwaysOpen: false };
    await load("town", [aed("1", open)]);
    const report = await load("osm", [aed("2", { ...shut, name: "AED 1" })]);
    expect(report.findings).toMatchObject([{ severity: "warning", place: "AED town:1", field: "openHours" }]);
    expect(report.findingCounts).toMatchObject([{ severity: "warning", count: 1 }]);
    expect((await served())[0]).toMatchObject({ alwaysOpen: false, openHours: "0".repeat(168) });
  });
});

describe("a source that goes", () => {
  it("leaves the other's own rows exactly as they were alone, and comes back exactly", async () => {
    await load("town", TOWN);
    const alone = await served();
    await load("osm", OSM);
    const both = await served();
    await drop("osm");
    expect(await served()).toEqual(alone);
    await load("osm", OSM);
    expect(await served()).toEqual(both);
    await drop("town");
    expect(await members()).toEqual([["osm:node/1"], ["osm:node/3"]]);
    expect((await served())[0]).toMatchObject({ id: "osm:node/1", name: "bibliotheek" });
  });

  it("leaves as little behind where its import is undone, and an undone decision is none", async () => {
    await load("town", TOWN);
    const alone = await served();
    await load("osm", OSM);
    const both = await served();
    await decide("apart", "town:a1", "osm:node/1");
    const undoLast = async () => {
      const [{ id }] = await test.database.sql`select id from import_log where undoes is null
        and id not in (select undoes from import_log where undoes is not null) order by sequence desc limit 1`;
      return undoImport(test.as("load"), id, { now: NOW, random: countingBytes });
    };
    expect(await undoLast()).toMatchObject({ refused: null, retiredSources: [] });
    expect(await served()).toEqual(both);
    expect(await test.database.sql`select * from aed_apart`).toEqual([]);
    expect(await undoLast()).toMatchObject({ refused: null, retiredSources: ["osm"] });
    expect(await served()).toEqual(alone);
    await load("osm", OSM);
    expect(await served()).toEqual(both);
  });

  it("synthetic ones are never merged with real ones: they go", async () => {
    await importAeds(test.database, synthetic("demo"), [given([aed("x")])], OPTIONS);
    await load("town", TOWN);
    expect(await members()).toEqual([["town:a1"], ["town:a2"]]);
  });
});

describe("AEDs that were wrongly taken for one", () => {
  it("are taken apart and put together by a person, and stay so over new editions and when a source returns", async () => {
    await load("town", TOWN);
    await load("osm", OSM);
    const merged = await served();
    const report = await decide("apart", "town:a1", "osm:node/1");
    expect(report).toMatchObject({ refused: null, edition: 3, isNewEdition: true });
    expect(await members()).toEqual([["osm:node/1"], ["osm:node/3"], ["town:a1"], ["town:a2"]]);
    await load("osm", [OSM[0]]);
    await drop("osm");
    await load("osm", OSM);
    expect(await members()).toHaveLength(4);
    expect(await decide("together", "osm:node/1", "town:a1")).toMatchObject({ isNewEdition: true });
    expect(await served()).toEqual(merged);
    const log = await test.database
      .sql`select source_id from import_log where source_id like 'aeds:%' order by sequence`;
    expect(log).toEqual([{ source_id: "aeds:apart" }, { source_id: "aeds:together" }]);
  });

  it("refuses ids that nobody holds, and what is so already, and changes nothing then", async () => {
    await load("town", TOWN);
    await load("osm", OSM);
    expect((await decide("apart", "town:a1", "osm:node/77")).refused).toMatch(
      /got osm:node\/77.*no source in force/,
    );
    expect((await decide("apart", "town:a1", "town:a1")).refused).toMatch(/fewer than two different ids/);
    expect((await decide("together", "town:a1", "osm:node/1")).refused).toMatch(/not taken apart/);
    expect((await readEditions(test.database)).aeds.edition).toBe(2);
    await decide("apart", "town:a1", "osm:node/1");
    expect((await decide("apart", "osm:node/1", "town:a1")).refused).toMatch(/taken apart before/);
  });

  it("remembers that two are two though they were not taken for one, without a new edition", async () => {
    await load("town", TOWN);
    await load("osm", OSM);
    const report = await decide("apart", "town:a2", "osm:node/3");
    expect(report).toMatchObject({ isNewEdition: false, edition: 2, refused: null });
    expect(report.notes.join()).toMatch(/remembered/);
  });
});

describe("an import that fails", () => {
  it("leaves the AEDs in force as they were", async () => {
    await load("town", TOWN);
    const before = await served();
    await expect(load("osm", [aed("node/1", { openHours: "1".repeat(169) })])).rejects.toThrow();
    expect(await served()).toEqual(before);
  });
});

describe("sources in any order", () => {
  it("give the same AEDs, whatever went on and off between", { timeout: 120_000 }, async () => {
    const record = fc.record({
      ref: fc.constantFrom("1", "2", "3", "node/1", "node/2"),
      meters: fc.integer({ min: 0, max: 90 }),
      indoor: fc.constantFrom(null, true, false),
      checkedDate: fc.constantFrom(null, "2024-01-01", "2025-01-01"),
    });
    const files = fc.record({
      a: fc.uniqueArray(record, { minLength: 1, maxLength: 4, selector: ({ ref }) => ref }),
      b: fc.uniqueArray(record, { minLength: 1, maxLength: 4, selector: ({ ref }) => ref }),
      c: fc.uniqueArray(record, { minLength: 1, maxLength: 4, selector: ({ ref }) => ref }),
    });
    const order = fc.array(fc.constantFrom("a", "b", "c", "-a", "-b", "-c"), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(files, order, async (of, steps) => {
        const take = (id: "a" | "b" | "c") =>
          load(
            id,
            of[id].map(({ meters, ...rest }) => aed(rest.ref, { ...rest, name: null, ...at(meters) })),
          );
        const truncate = () => test.database.sql`truncate aed, merged_aed, source, input_edition`;
        const withoutIds = async () => (await served()).map(({ id, ...rest }) => JSON.stringify(rest)).sort();
        await truncate();
        for (const step of [...steps, "c", "b", "a"]) {
          if (step.startsWith("-")) await drop(step.slice(1));
          else await take(step as "a");
        }
        const there = await withoutIds();
        await truncate();
        for (const id of ["a", "b", "c"] as const) await take(id);
        expect(there).toEqual(await withoutIds());
      }),
      { numRuns: 8 },
    );
  });
});
