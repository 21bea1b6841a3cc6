import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeAeds } from "../../src/load/mergeAeds.ts";
import { mergeParts } from "../../src/load/mergeParts.ts";
import { privateRef } from "../../src/load/privateRef.ts";
import type { Aed } from "../../src/load/records.ts";
import { keyOfRow, type SourcedAed } from "../../src/load/sourcedAed.ts";

const KEY = new Uint8Array(32);
const HOME = { lng: 4.9, lat: 52.1 };
const hidden = (node: number) => privateRef(KEY, { sourceId: "", ref: `node/${node}` });

function row(sourceId: string, ref: string, x: number, y: number, changes: Partial<Aed> = {}): SourcedAed {
  const aed: Aed = {
    ref, position: { lng: HOME.lng + x / 68_550, lat: HOME.lat + y / 111_265 }, name: null, openingHours: null, openHours: "?".repeat(168),
    alwaysOpen: null, indoor: null, access: "unknown", checkedDate: null, coarsened: false, operator: null, level: null, serial: null, ...changes,
  }; // biome-ignore format: a record
  return { sourceId, dataDate: null, knownSince: 1, aed };
}

const placed = (rows: readonly SourcedAed[]) =>
  rows.map((one) => ({ sourceId: one.sourceId, ref: one.aed.ref, position: one.aed.position, coarsened: one.aed.coarsened, one })); // biome-ignore format: a place
const partsOf = (rows: readonly SourcedAed[], size: number) =>
  mergeParts(placed(rows), size).map((part) => part.map(({ one }) => one));

/** AEDs by id, and the findings, whatever the order. */
function merged(parts: readonly SourcedAed[][]) {
  const all = parts.map((part) => mergeAeds(part));
  const byId = all.flatMap((one) => one.merged).sort((p, q) => (p.id < q.id ? -1 : 1));
  return {
    byId,
    findings: new Map(all.flatMap((one) => [...one.findings]).sort(([p], [q]) => (p < q ? -1 : 1))),
  };
}

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const record = fc.record({
  sourceId: some("a", "b", "c"),
  ref: some("node/1", "node/2", hidden(1), hidden(2), "70001", "70002", "1", "2", "3", "4", "5", "6"),
  x: fc.integer({ min: 0, max: 400 }),
  y: fc.integer({ min: 0, max: 60 }),
  indoor: some(null, null, true, false),
  serial: some(null, null, null, "S1"),
  checkedDate: some(null, "2024-01-01"),
});
const world = fc
  .uniqueArray(record, { minLength: 2, maxLength: 25, selector: ({ sourceId, ref }) => `${sourceId}:${ref}` })
  .map((records) =>
    records.map(({ sourceId, ref, x, y, ...changes }) =>
      ref.startsWith("private/")
        ? row(sourceId, ref, x, y, { coarsened: true, access: "private" })
        : row(sourceId, ref, x, y, changes),
    ),
  );

describe("merging part by part", () => {
  it("gives what merging all at once gives, whatever the parts' size", () => {
    let partCount = 0;
    let sharedCount = 0;
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 6 }), (rows, size) => {
        const parts = partsOf(rows, size);
        partCount += parts.length;
        const whole = merged([rows]);
        sharedCount += whole.byId.filter(({ sources }) => sources.length > 1).length;
        expect(merged(parts)).toEqual(whole);
        expect(parts.flat().map(keyOfRow).sort()).toEqual(rows.map(keyOfRow).sort());
      }),
      { numRuns: 600 },
    );
    expect(partCount).toBeGreaterThan(1_500);
    expect(sharedCount).toBeGreaterThan(400);
  });

  it("keeps a crowd at one spot in one part, so that it is one there too", () => {
    // 60 of one source at one spot are never told by their place: 60, x, and the two far ones as one
    const pile = Array.from({ length: 60 }, (_, n) => row("a", `pile ${n}`, 0, 0));
    const beside = [row("b", "x", 3, 3), row("b", "far", 300, 0), row("a", "far too", 305, 0)];
    const parts = partsOf([...pile, ...beside], 10);
    expect(parts.map(({ length }) => length).sort((p, q) => p - q)).toEqual([2, 61]);
    const { byId } = merged(parts);
    expect(byId).toHaveLength(62);
    expect(byId).toEqual(merged([[...pile, ...beside]]).byId);
  });

  it("fills parts up to their size where nothing hangs together", () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => row(n % 2 ? "a" : "b", `${n}`, n * 100, 0));
    expect(partsOf(rows, 300).map(({ length }) => length)).toEqual([300, 300, 300, 100]);
    const alone = Array.from({ length: 10 }, (_, n) => row("a", `${n}`, 0, 0));
    expect(partsOf(alone, 4).map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(partsOf([], 4)).toEqual([]);
  });
});
