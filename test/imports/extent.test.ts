/** Imports of files that are complete for a box only, against a replay of the rule on a plain map. */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Extent, Read } from "../../src/load/reader.ts";
import type { Aed } from "../../src/load/records.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importPosts } from "../../src/store/imports/importPosts.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { emptyInputs, type InForce, readInForce } from "./inForce.ts";
import { aed, countingBytes, given, NOW, OPTIONS, post, real } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => emptyInputs(test.database));

async function* declaring<R>(records: R[], extent: Extent | undefined): Read<R> {
  yield* given(records);
  yield { records: [], findings: [], bytesRead: records.length + 1, ...(extent && { extent }) };
}

const load = (
  aeds: Aed[],
  { told, declared, id }: { told?: Extent; declared?: Extent; id?: string } = {},
  source = real("town"),
) => importAeds(test.as("load"), source, [declaring(aeds, declared)], { ...OPTIONS, id, extent: told });
const openRefs = async () =>
  (await test.database.sql`select ref from aed where until is null order by ref`).map(({ ref }) => ref);

/** Sixteen places on a grid, so that sides of boxes go through them. */
const place = (n: number) => ({ lng: 4 + (n % 4) / 10, lat: 52 + Math.floor(n / 4) / 10 });
const standing = (n: number, name = "a") => aed(`n${n}`, { position: place(n), name: `AED ${n} ${name}` });

const side = fc.integer({ min: 0, max: 3 });
const box = fc
  .tuple(side, side, side, side)
  .map(
    ([a, b, c, d]): Extent => [
      4 + Math.min(a, b) / 10,
      52 + Math.min(c, d) / 10,
      4 + Math.max(a, b) / 10,
      52 + Math.max(c, d) / 10,
    ],
  );
/** A file: which of the places it tells, under which name each, and its box. */
const step = fc.record({
  told: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.constantFrom("a", "b")), {
    minLength: 1,
    maxLength: 8,
    selector: ([n]) => n,
  }),
  extent: fc.option(box, { nil: undefined }),
});

type Held = Map<number, string>;

/** The rule in one sentence per line. */
function replay(held: Held, { told, extent }: { told: [number, string][]; extent?: Extent }): Held {
  const next: Held = new Map();
  for (const [n, name] of held) {
    const { lng, lat } = place(n);
    const isCovered = !extent || !(lng < extent[0] || lng > extent[2] || lat < extent[1] || lat > extent[3]);
    if (!isCovered) next.set(n, name);
  }
  for (const [n, name] of told) next.set(n, name);
  return next;
}

describe("a file that is complete for a box", () => {
  it("leaves in force what the replay of the rule leaves, and is undone exactly, for any history", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
        await emptyInputs(test.database);
        await load([standing(5, "other")], {}, real("other"));
        const undone: { id: string; before: InForce }[] = [];
        let held: Held = new Map();
        for (const { told, extent } of steps) {
          const before = [...held.keys()];
          held = replay(held, { told, extent });
          const [id, inForce] = [crypto.randomUUID(), await readInForce(test.database)];
          const report = await load(
            told.map(([n, name]) => standing(n, name)),
            { told: extent, id },
          );
          const rows = await test.database.sql`select ref, name from aed
            where until is null and source_id = 'town' order by ref`;
          const expected = [...held].map(([n, name]) => ({ ref: `n${n}`, name: `AED ${n} ${name}` }));
          expect(rows).toEqual(expected.sort((p, q) => (p.ref < q.ref ? -1 : 1)));
          expect(report.retired).toBe(before.filter((n) => !held.has(n)).length);
          if (report.isNewEdition) undone.unshift({ id, before: inForce });
        }
        for (const { id, before } of undone) {
          const report = await undoImport(test.as("load"), id, { now: NOW, random: countingBytes });
          expect(report?.refused).toBeNull();
          expect(await readInForce(test.database)).toEqual(before);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("says what stays, and asks when records lie outside the box", async () => {
    await load([standing(0), standing(1), standing(15)]);
    const report = await load([standing(2)], { told: [4, 52, 4.1, 52] });
    expect(report).toMatchObject({ added: 1, retired: 2 });
    expect(report.notes).toEqual(
      expect.arrayContaining([
        "complete within 4,52,4.1,52 only: 1 that this source held elsewhere stay as they are",
        "1 of the 1 records lie outside that box: is it right?",
      ]),
    );
    expect(await openRefs()).toEqual(["n15", "n2"]);
  });

  it("may declare the box itself; one that is but the box of its records is the whole of its source", async () => {
    await load([standing(0), standing(5), standing(15)]);
    await load([standing(0)], { declared: [3.95, 51.95, 4.15, 52.15] });
    expect(await openRefs()).toEqual(["n0", "n15"]);
    const report = await load([standing(0), standing(5)], { declared: [4, 52, 4.1, 52.1] });
    expect(report.retired).toBe(1);
    expect(await openRefs()).toEqual(["n0", "n5"]);
  });

  it("leaves other sources alone", async () => {
    await load([standing(0)], {}, real("other"));
    await load([standing(1)], { told: [3, 51, 5, 53] });
    expect(await openRefs()).toEqual(["n0", "n1"]);
  });

  it("may be one of posts", async () => {
    const at = (ref: string, lng: number) => post(ref, { position: { lng, lat: 52 } });
    await importPosts(test.as("load"), real("rav"), [given([at("a", 4), at("b", 5)])], OPTIONS);
    const report = await importPosts(test.as("load"), real("rav"), [given([at("c", 4.1)])], {
      ...OPTIONS,
      extent: [3.5, 51, 4.5, 53],
    });
    expect(report).toMatchObject({ added: 1, retired: 1 });
    const rows = await test.database.sql`select ref from ambulance_post where until is null order by ref`;
    expect(rows).toEqual([{ ref: "b" }, { ref: "c" }]);
  });
});
