import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PoliceFirePost } from "../../src/load/records.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importPoliceFirePosts } from "../../src/store/imports/importPoliceFirePosts.ts";
import { importPosts } from "../../src/store/imports/importPosts.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import { publishedStore } from "../../src/store/publishedStore.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { foundSmallCountry } from "../world/smallCountry.ts";
import { countingBytes, given, NOW, OPTIONS, post, real, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
  await foundSmallCountry(test.database);
});
afterAll(() => test.close());

const station = (ref: string, changes: Partial<PoliceFirePost> = {}): PoliceFirePost => ({
  ref,
  kind: "fire",
  name: null,
  position: { lng: 5.1, lat: 52.1 },
  ...changes,
});
const load = (posts: PoliceFirePost[]) =>
  importPoliceFirePosts(test.as("load"), real("osm-stations"), [given(posts)], OPTIONS);
const published = async () => {
  await recalculate(test.as("run"), { trigger: "test" });
  const store = publishedStore(test.as("serve"));
  return { store, run: (await store.readPublishedRun())! };
};
const EVERYTHING = { limit: 100, offset: 0 };

describe("police and fire posts", () => {
  it("are no input of a run before they were first loaded", async () => {
    const { store, run } = await published();
    expect(Object.keys(run.inputs)).not.toContain("policeFirePosts");
    expect(await store.readPoliceFirePosts(run, EVERYTHING)).toEqual({ items: [], matched: 0 });
  });

  it("come in without touching ambulance posts, though these are synthetic", async () => {
    await importPosts(test.as("load"), synthetic("demo-posts"), [given([post("a")])], OPTIONS);
    const report = await load([station("node/1"), station("way/2", { kind: "police", name: "Noord" })]);
    expect(report).toMatchObject({ kind: "policeFirePosts", edition: 1, added: 2, retiredSources: [] });
    const editions = await readEditions(test.database);
    expect(editions.posts).toMatchObject({ edition: 1, nature: "synthetic" });
    expect(editions.policeFirePosts).toMatchObject({ edition: 1, nature: "real" });
    const { store, run } = await published();
    expect(run.inputs.policeFirePosts).toBe("real");
    expect((await store.readPosts(run, EVERYTHING)).matched).toBe(1);
    expect(await store.readPoliceFirePosts(run, EVERYTHING)).toEqual({
      items: [
        { id: "osm-stations:node/1", kind: "fire", name: null, lng: 5.1, lat: 52.1 },
        { id: "osm-stations:way/2", kind: "police", name: "Noord", lng: 5.1, lat: 52.1 },
      ],
      matched: 2,
    });
    expect(await store.readPoliceFirePost(run, "osm-stations:way/2")).toMatchObject({ kind: "police" });
  });

  it("change nothing a second time, and are served by a run as they were when it was planned", async () => {
    expect(
      await load([station("way/2", { kind: "police", name: "Noord" }), station("node/1")]),
    ).toMatchObject({
      edition: 1,
      unchanged: 2,
    });
    const { run: before } = await published();
    expect(await load([station("node/1", { kind: "police" })])).toMatchObject({
      edition: 2,
      changed: 1,
      retired: 1,
    });
    const { store, run } = await published();
    expect((await store.readPoliceFirePosts(run, EVERYTHING)).items.map(({ kind }) => kind)).toEqual([
      "police",
    ]);
    expect((await store.readPoliceFirePosts(before, EVERYTHING)).matched).toBe(2);
  });

  it("go when their source is dropped", async () => {
    const report = await dropSource(test.as("load"), "osm-stations", { now: NOW, random: countingBytes });
    expect(report).toMatchObject({ kind: "policeFirePosts", edition: 3, retired: 1 });
    expect((await readEditions(test.database)).policeFirePosts.nature).toBe("absent");
  });

  it("come back when the drop is undone", async () => {
    const [{ id }] = await test.database.sql`select id from import_log where kind = 'policeFirePosts'
      order by sequence desc limit 1`;
    const report = await undoImport(test.as("load"), id, { now: NOW, random: countingBytes });
    expect(report).toMatchObject({ edition: 4, added: 1, refused: null });
    const open = await test.database.sql`select ref, kind, since from police_fire_post where until is null`;
    expect(open).toEqual([{ ref: "node/1", kind: "police", since: 4 }]);
  });
});
