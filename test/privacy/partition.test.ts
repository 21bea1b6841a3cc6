import fc from "fast-check";
import { cellToChildren, cellToParent, latLngToCell } from "h3-js";
import { describe, expect, test } from "vitest";
import { partitionResponders, toResolution, type Unit } from "../../src/privacy/partition.ts";
import { partitionNaive } from "../oracle/partitionNaive.ts";
import { elsewhere } from "./elsewhere.ts";

const UTRECHT_8 = latLngToCell(52.09, 5.12, 8);
const blocks = cellToChildren(UTRECHT_8, 9);
const houses = (block: string) => cellToChildren(block, 10);
const sum = (units: readonly Unit[]) => units.reduce((total, { count }) => total + count, 0);
const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);

/** Villages, farms and far corners: the two H3 roots of the Netherlands, and one place beyond both. */
const position = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      lat: fc.double({ min: 52, max: 52.02, noNaN: true }),
      lng: fc.double({ min: 5, max: 5.03, noNaN: true }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      lat: fc.double({ min: 50.8, max: 53.4, noNaN: true }),
      lng: fc.double({ min: 3.4, max: 7.1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ lat: 12.2, lng: -68.9 }, { lat: 12.3, lng: -68.8 }) },
);
const exactCounts = fc
  .array(fc.tuple(position, fc.integer({ min: 0, max: 14 })), { maxLength: 60 })
  .map(
    (places) => new Map(places.map(([{ lat, lng }, count]) => [latLngToCell(lat, lng, 10), count] as const)),
  );
const anyK = fc.integer({ min: 1, max: 60 });

/** Ten who are nobody's neighbours: they become the root's unit, so that nothing else has to be dissolved into it. */
const SCATTERED = elsewhere(UTRECHT_8, 5).map((cell) => [cell, 2] as [string, number]);
const ROOT = { unit: cellToParent(UTRECHT_8, 0), resolution: 0, count: 10 };

describe("the partition", () => {
  test("makes a unit of a block with k, and of its parent what is left", () => {
    // block 0: 6 + 4 = 10 = k → unit of resolution 9. Blocks 1–4 hold 3 each: 12 ≥ 10 → the parent, less block 0.
    const counts = new Map([
      ...SCATTERED,
      [houses(blocks[0])[0], 6],
      [houses(blocks[0])[3], 4],
      ...[1, 2, 3, 4].map((i) => [houses(blocks[i])[2], 3] as [string, number]),
    ]);
    expect(partitionResponders(counts)).toEqual([
      { unit: blocks[0], resolution: 9, count: 10 },
      { unit: UTRECHT_8, resolution: 8, count: 12 },
      ROOT,
    ]);
  });

  test("carries a rest below k upward past full neighbours until it holds k", () => {
    // 9 in Utrecht's cell and 1 in another resolution-8 cell of the same resolution-7 parent: 10 there.
    const sibling = cellToChildren(cellToParent(UTRECHT_8, 7), 8).find((cell) => cell !== UTRECHT_8)!;
    const counts = new Map([...SCATTERED, [houses(blocks[0])[0], 9], [cellToChildren(sibling, 10)[0], 1]]);
    expect(partitionResponders(counts)).toEqual([
      { unit: cellToParent(UTRECHT_8, 7), resolution: 7, count: 10 },
      ROOT,
    ]);
  });

  test("dissolves the coarsest, smallest unit into the root when the root's rest is below k", () => {
    // Utrecht: units of 12 and 10 (both resolution 9); 5 far away, same root: the 10 becomes the root's with 15.
    const utrecht: [string, number][] = [
      [houses(blocks[0])[0], 12],
      [houses(blocks[1])[0], 10],
    ];
    const block0 = { unit: blocks[0], resolution: 9, count: 12 };
    const [far] = elsewhere(UTRECHT_8, 1);
    expect(partitionResponders(new Map([...utrecht, [far, 5]]))).toEqual([block0, { ...ROOT, count: 15 }]);
    // the same without anybody there: whether one person is does not show in the shape
    expect(partitionResponders(new Map(utrecht))).toEqual([block0, { ...ROOT, count: 10 }]);
  });

  test("is empty below k responders in the whole country, and one unit at exactly k", () => {
    const nine = new Map([
      [houses(blocks[0])[0], 4],
      [latLngToCell(12.2, -68.9, 10), 5],
    ]);
    expect(partitionResponders(nine)).toEqual([]);
    const ten = new Map([...nine, [houses(blocks[6])[0], 1]]);
    const units = partitionResponders(ten);
    expect(units).toHaveLength(1);
    expect(units[0].count).toBe(10);
  });

  test("never leaves a unit below k, for any k, and conserves the sum", () => {
    fc.assert(
      fc.property(exactCounts, anyK, (counts, k) => {
        const units = partitionResponders(counts, { k });
        for (const { count } of units) expect(count).toBeGreaterThanOrEqual(k);
        expect(sum(units)).toBe(total(counts) < k ? 0 : total(counts));
        expect(new Set(units.map(({ unit }) => unit)).size).toBe(units.length);
      }),
      { numRuns: 300 },
    );
  });

  test("agrees with the naive partition", () => {
    const key = ({ unit, count }: { unit: string; count: number }) => `${unit} ${count}`;
    fc.assert(
      fc.property(exactCounts, anyK, (counts, k) => {
        const fast = partitionResponders(counts, { k }).map(key).sort();
        expect(fast).toEqual(partitionNaive(counts, k).map(key).sort());
      }),
      { numRuns: 100 },
    );
  });

  test("does not depend on the order of the input", () => {
    fc.assert(
      fc.property(exactCounts, anyK, fc.integer(), (counts, k, seed) => {
        const shuffled = new Map([...counts].sort(([a], [b]) => hash(a, seed) - hash(b, seed)));
        expect(partitionResponders(shuffled, { k })).toEqual(partitionResponders(counts, { k }));
      }),
      { numRuns: 100 },
    );
  });

  test("knows a cell's parents as h3 does", () => {
    fc.assert(
      fc.property(
        position,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 10 }),
        ({ lat, lng }, a, b) => {
          const cell = latLngToCell(lat, lng, Math.max(a, b));
          expect(toResolution(cell, Math.min(a, b))).toBe(cellToParent(cell, Math.min(a, b)));
        },
      ),
    );
  });

  test("refuses counts that are not whole numbers and a k below 1", () => {
    expect(() => partitionResponders(new Map([[houses(blocks[0])[0], 1.5]]))).toThrow("got 1.5 responders");
    expect(() => partitionResponders(new Map(), { k: 0 })).toThrow("got k = 0");
  });
});

function hash(cell: string, seed: number): number {
  let h = seed | 0;
  for (const character of cell) h = Math.imul(h ^ character.charCodeAt(0), 0x5bd1e995) ^ (h >>> 13);
  return h;
}
