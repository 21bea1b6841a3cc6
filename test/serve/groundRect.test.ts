import { describe, expect, it } from "vitest";
import { childCount } from "../../src/grid/shard.ts";
import { partToWorldRect, shardToWorldRect } from "../../src/serve/tiles/groundRect.ts";
import { levelGeometry } from "../../src/serve/tiles/levelGeometry.ts";
import { SHARDS } from "./fakeStore.ts";

describe("the rectangle of a part", () => {
  it("holds every cell of it, and no more than its neighbourhood", () => {
    for (const shard of SHARDS)
      for (let part = 0; part < 7; part++) {
        const rect = partToWorldRect({ shard, part }, 10);
        const range = { shard, resolution: 10, first: part * 7 ** 4, count: 7 ** 4 } as const;
        const { x, y, reachX, reachY } = levelGeometry(range);
        expect(Math.min(...x) - reachX).toBeGreaterThan(rect.west);
        expect(Math.max(...x) + reachX).toBeLessThan(rect.east);
        expect(Math.min(...y) - reachY).toBeGreaterThan(rect.north);
        expect(Math.max(...y) + reachY).toBeLessThan(rect.south);
        const whole = shardToWorldRect(shard);
        expect((rect.east - rect.west) / (whole.east - whole.west)).toBeLessThan(0.5);
      }
  });
});

describe("the rectangle of a shard", () => {
  it("holds every cell of every resolution", () => {
    for (const shard of SHARDS) {
      const rect = shardToWorldRect(shard);
      for (const resolution of [10, 9, 8, 7, 6, 5] as const) {
        const range = { shard, resolution, first: 0, count: childCount(resolution) };
        const { x, y, reachX, reachY } = levelGeometry(range);
        expect(Math.min(...x) - reachX).toBeGreaterThan(rect.west);
        expect(Math.max(...x) + reachX).toBeLessThan(rect.east);
        expect(Math.min(...y) - reachY).toBeGreaterThan(rect.north);
        expect(Math.max(...y) + reachY).toBeLessThan(rect.south);
      }
    }
  });
});
