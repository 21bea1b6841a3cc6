import fc from "fast-check";
import { gridDisk } from "h3-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cellToShard, positionToCell, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { cellToShardIndex } from "../../src/grid/shard.ts";
import type { GemeenteRow } from "../../src/load/gemeenteTable.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { INPUT_KINDS } from "../../src/store/imports/editions.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { readImportLog } from "../../src/store/imports/importHistory.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importPopulationCells } from "../../src/store/imports/importPopulationCells.ts";
import { importPosts } from "../../src/store/imports/importPosts.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importRegionTable } from "../../src/store/imports/importRegionTable.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import type { ImportOptions, ImportReport, InputKind } from "../../src/store/imports/report.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { diesAtTransaction } from "./dyingDatabase.ts";
import { emptyInputs, readInForce } from "./inForce.ts";
import { aed, countingBytes, disc, given, post, real, rectangle, square, synthetic } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => emptyInputs(test.database));

/** What a file of this test holds is told by three small numbers: whose it is, which records, which variant of them. */
type Act = { what: (typeof WHATS)[number]; source: number; bits: number; variant: number };
const WHATS = ["aeds", "posts", "population", "cells", "regions", "table", "drop"] as const;
const NAMES = ["a", "b", "c"];
/** The kinds that the acts import: an undo of another kind would find nothing to take back. */
const UNDONE_KINDS = ["aeds", "posts", "population", "regions"] as const satisfies InputKind[];

/** The import of an act, the same whenever it is done. */
function perform(act: Act, n: number): Promise<ImportReport | null> {
  const { what, source, bits, variant } = act;
  const database = test.as("load");
  const contentHash = `hash ${JSON.stringify(act)}`;
  const options: ImportOptions = {
    now: new Date(Date.UTC(2025, 0, 1, 0, n)),
    files: () => [{ name: "file", contentHash }],
  };
  const id = `${what}-${NAMES[source]}`;
  // the third source of each kind is an invented one
  const from = source === 2 ? synthetic(id) : { ...real(id), title: `Title ${variant}` };
  const some = <T>(all: T[]) => given(all.filter((_, i) => (bits >> i) % 2 === 1));
  const move = variant * 0.001;
  switch (what) {
    case "aeds": {
      const aeds = ["1", "2", "3"].map((ref) => aed(ref, { name: `${ref} of ${variant}` }));
      return importAeds(database, from, [some(aeds)], options);
    }
    case "posts":
      return importPosts(database, from, [some([post("1"), post("2", { name: `${variant}` })])], options);
    case "population": {
      const units = [
        square("E0900N4300", 4.48, 51.92, 100 + variant),
        square("E0900N4301", 4.48, 51.9209, 7.7),
        disc("3011", 4.482, 51.921, 400 / 3 + variant),
      ];
      return importPopulation(database, from, [some(units)], options);
    }
    case "cells":
      return importPopulationCells(database, synthetic("cells"), madeCells(bits, variant), options);
    case "regions": {
      const regions = [
        rectangle("GM0226", [4.45, 51.9, 4.5 + move, 51.93]),
        rectangle("GM0293", [4.5 + move, 51.9, 4.55, 51.93]),
        rectangle("BU02260000", [4.45, 51.9, 4.47, 51.93], { kind: "buurt", residents: variant }),
      ];
      return importRegions(database, from, [some(regions)], options);
    }
    case "table": {
      const rows = ["GM0226", "GM0293"].map((code): GemeenteRow => {
        return { code, name: code, provincie: `PV2${variant}`, veiligheidsregio: null, ggd: null };
      });
      return importRegionTable(database, [some(rows)], options);
    }
    case "drop": {
      const kind = (["aeds", "posts", "population", "regions"] as const)[variant];
      return dropSource(database, `${kind}-${NAMES[source]}`, { ...options, random: countingBytes });
    }
  }
}

function madeCells(bits: number, variant: number) {
  const middle = positionToCell({ lng: 4.48, lat: 51.92 });
  const residents = new Float64Array(SHARD_CELL_COUNT);
  for (const [i, cell] of gridDisk(middle, 1).entries()) {
    if (cellToShard(cell) === cellToShard(middle))
      residents[cellToShardIndex(cell)] = ((bits >> i) % 2) + variant + 1;
  }
  return new Map([[cellToShard(middle), { residents, dwellings: residents.map((count) => count / 2) }]]);
}

const undo = (id: string) =>
  undoImport(test.as("load"), id, { now: new Date("2025-06-01T00:00:00Z"), random: countingBytes });

const newestOf = async (kinds: readonly InputKind[]) => {
  const { imports } = await readImportLog(test.database, { kinds, limit: 500 });
  return imports.find(({ undoes, undoneBy }) => !undoes && !undoneBy);
};

/** Fifty responders around Rotterdam: their units have to follow people and regions. */
async function loadResponders(): Promise<void> {
  const cells = new Map(gridDisk(positionToCell({ lng: 4.48, lat: 51.92 }), 3).map((cell) => [cell, 2]));
  const counted = { cells, responderCount: 74, rejectedCount: 0, findings: [] };
  const options = { now: new Date("2025-01-01T00:00:00Z"), random: countingBytes };
  const report = await importResponders(test.as("load"), real("hv"), counted, options);
  expect(report.refused).toBeNull();
}

describe("any history of imports and undos", () => {
  const act = fc.record({
    what: fc.constantFrom(...WHATS),
    source: fc.nat({ max: 2 }),
    bits: fc.integer({ min: 1, max: 7 }),
    variant: fc.nat({ max: 2 }),
  });
  const step = fc.oneof(
    { weight: 3, arbitrary: act },
    { weight: 2, arbitrary: fc.constantFrom(...UNDONE_KINDS) },
  );

  it("leaves in force what only the imports that still stand would have left", {
    timeout: 600_000,
  }, async () => {
    let undone = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await emptyInputs(test.database);
      await loadResponders();
      const standing = new Map<string, { act: Act; n: number }>();
      for (const [n, one] of steps.entries()) {
        if (typeof one !== "string") {
          const last = (await newestOf(INPUT_KINDS))?.sequence;
          await perform(one, n);
          const newest = await newestOf(INPUT_KINDS);
          if (newest && newest.sequence !== last) standing.set(newest.id, { act: one, n });
          continue;
        }
        const newest = await newestOf([one]);
        if (!newest) continue;
        const report = (await undo(newest.id))!;
        if (report.refused) expect(report.refused).toMatch(/not kept any more/);
        else undone += Number(standing.delete(newest.id));
      }
      const now = await readInForce(test.database);
      await emptyInputs(test.database);
      await loadResponders();
      for (const { act, n } of standing.values()) await perform(act, n);
      expect(now).toEqual(await readInForce(test.database));
    });
    await fc.assert(property, { numRuns: 20 });
    expect(undone).toBeGreaterThan(20);
  });
});

describe("an import", () => {
  const load = (source: string, ...refs: string[]) =>
    importAeds(test.as("load"), real(source), [given(refs.map((ref) => aed(ref)))], {
      now: new Date("2025-01-01T00:00:00Z"),
    });
  const refusal = async (id: string) => (await undo(id))!.refused;

  it("comes back once, with its own counts the other way round", async () => {
    await load("town", "1", "2", "3");
    await importAeds(
      test.as("load"),
      real("town"),
      [given([aed("2", { name: "other" }), aed("3"), aed("4")])],
      { now: new Date("2025-01-02T00:00:00Z"), actor: "key gis" },
    );
    const { id } = (await newestOf(["aeds"]))!;
    expect(await undo(id)).toMatchObject({
      edition: 3,
      isNewEdition: true,
      accepted: 3,
      added: 1,
      changed: 1,
      retired: 1,
      unchanged: 1,
      notes: [`takes back ${id}, imported on 2025-01-02 by key gis`],
    });
    const open = await test.database.sql`select ref, name, since from aed where until is null order by ref`;
    expect(open).toEqual([
      { ref: "1", name: "AED 1", since: 3 },
      { ref: "2", name: "AED 2", since: 3 },
      { ref: "3", name: "AED 3", since: 1 },
    ]);
    expect(await refusal(id)).toMatch(/was undone already/);
    const { imports } = await readImportLog(test.database, { kinds: ["aeds"], limit: 1 });
    expect(imports[0]).toMatchObject({ undoes: id, actor: "command line" });
    expect(await refusal(imports[0].id)).toMatch(/is itself an undo/);
    expect(await undo("00000000-0000-4000-8000-000000000000")).toBeNull();
  });

  it("is not taken back from under later ones of its kind, which are named, the newest first", async () => {
    await load("town", "1");
    const first = (await newestOf(["aeds"]))!.id;
    await load("village", "1");
    const second = (await newestOf(["aeds"]))!.id;
    await load("hamlet", "1");
    const third = (await newestOf(["aeds"]))!.id;
    await importPosts(test.as("load"), real("rivm"), [given([post("1")])], { now: new Date(0) });
    expect(await refusal(first)).toContain(
      `${third} (hamlet), ${second} (village); undo those first, in this order`,
    );
    for (const id of [third, second, first]) expect(await refusal(id)).toBeNull();
    expect(await test.database.sql`select * from source where kind = 'aeds'`).toEqual([]);
  });

  it("of which the edition before is swept says so", async () => {
    for (const n of [0, 1, 2, 3, 4]) await perform({ what: "regions", source: 0, bits: 3, variant: n }, n);
    for (const _ of [4, 3, 2]) expect(await refusal((await newestOf(["regions"]))!.id)).toBeNull();
    // three are kept, and one more until the next import sweeps
    const refusals = [await refusal((await newestOf(["regions"]))!.id)];
    refusals.push(await refusal((await newestOf(["regions"]))!.id));
    expect(refusals.at(-1)).toMatch(/the last 3 imports of regions can be undone/);
  });

  it("is taken back by one of two who do it at once", async () => {
    await load("town", "1");
    await load("town", "1", "2");
    const { id } = (await newestOf(["aeds"]))!;
    const both = await Promise.all([refusal(id), refusal(id)]);
    expect(both.filter((why) => why === null)).toHaveLength(1);
    expect(both.find((why) => why !== null)).toMatch(/already|another import/);
    expect(await test.database.sql`select ref from aed where until is null`).toEqual([{ ref: "1" }]);
  });

  it("stays when the database is lost on the way, and comes back later", async () => {
    await perform({ what: "population", source: 0, bits: 3, variant: 0 }, 0);
    await perform({ what: "population", source: 0, bits: 7, variant: 1 }, 1);
    const { id } = (await newestOf(["population"]))!;
    const before = await readInForce(test.database);
    const dying = diesAtTransaction(test.as("load"), "input_edition");
    const lost = undoImport(dying, id, { now: new Date(0), random: countingBytes });
    await expect(lost).rejects.toThrow("connection lost");
    expect(await readInForce(test.database)).toEqual(before);
    expect(await refusal(id)).toBeNull();
  });
});
