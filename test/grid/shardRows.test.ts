import { polygonToCells } from "h3-js";
import { describe, expect, it } from "vitest";
import { type ShardGrid, shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD, RUN_COUNT, rangesWithin, shardRows } from "../../src/grid/shardRows.ts";

/** An edge of the icosahedron runs along the coast of Zeeland and Holland: rows of cells kink in these shards. */
const KINKED = ["85196b23fffffff", "85196b2ffffffff", "85196b33fffffff", "85194d97fffffff"];

describe("the rows of a shard", () => {
  it("hold each cell once", () => {
    expect(new Set(ROW_TO_CHILD).size).toBe(16_807);
  });

  it("are straight but for a few metres, except where the icosahedron has an edge", () => {
    const bends = dutchShards().map((shard) => ({
      shard,
      bend: Math.max(...shardRows(shardGrid(shard)).bendMeters),
    }));
    const kinked = bends.filter(({ bend }) => bend > 10).map(({ shard }) => shard);
    expect(kinked).toEqual(expect.arrayContaining(KINKED));
    // 31 of the 424 shards of this box, half of them sea
    expect(kinked.length).toBeLessThan(40);
  });

  it.each([...KINKED, "85196943fffffff", "851fa443fffffff"])("miss no cell near a point, in %s", (shard) => {
    const grid = shardGrid(shard);
    const rows = shardRows(grid);
    const ranges = new Int32Array(2 * RUN_COUNT);
    for (const radius of [500, 1_000, 2_500]) {
      for (const [px, py] of points(grid)) {
        const found = new Set<number>();
        const count = rangesWithin(rows, px, py, radius, ranges);
        for (let r = 0; r < count; r += 2)
          for (let n = ranges[r]; n < ranges[r + 1]; n++) found.add(ROW_TO_CHILD[n]);
        let missed = 0;
        for (let n = 0; n < 16_807; n++) {
          if (Math.hypot(grid.x[n] - px, grid.y[n] - py) <= radius && !found.has(n)) missed++;
        }
        expect(missed).toBe(0);
      }
    }
  });
});

/** Cells all over the shard, and places just outside it. */
function points({ x, y }: ShardGrid): [number, number][] {
  return Array.from({ length: 40 }, (_, n) => {
    const cell = n * 420;
    return [x[cell] * (n % 4 === 0 ? 1.2 : 1) + n, y[cell] * (n % 4 === 0 ? 1.2 : 1) - n];
  });
}

function dutchShards(): string[] {
  return polygonToCells(
    [
      [50.7, 3.3],
      [50.7, 7.3],
      [53.6, 7.3],
      [53.6, 3.3],
    ],
    5,
  );
}
