import { cellToChildren, cellToLatLng, greatCircleDistance, polygonToCells, UNITS } from "h3-js";
import { describe, expect, it } from "vitest";
import { positionToCell } from "../../src/grid/cell.ts";
import { localPlane } from "../../src/grid/localPlane.ts";
import {
  cellCenters,
  cellToShardIndex,
  childAt,
  childCount,
  fitCenters,
  shardGrid,
  shardIndexToCell,
} from "../../src/grid/shard.ts";

/** Every resolution-5 cell over the Netherlands and its neighbours: west, south, east, north. */
const DUTCH_SHARDS = polygonToCells(
  [
    [50.7, 3.2],
    [50.7, 7.3],
    [53.6, 7.3],
    [53.6, 3.2],
  ],
  5,
);

describe("a shard's cells", () => {
  it("stand in h3's child order at every resolution, for a shard in each corner of the country", () => {
    for (const shard of DUTCH_SHARDS.filter((_, n) => n % 40 === 0)) {
      for (const resolution of [5, 6, 7, 8, 9, 10]) {
        const children = cellToChildren(shard, resolution);
        expect(children.every((child, index) => childAt(shard, resolution, index) === child)).toBe(true);
      }
    }
  });

  it("give their index back", () => {
    const shard = DUTCH_SHARDS[17];
    for (let index = 0; index < 16_807; index += 11) {
      expect(cellToShardIndex(shardIndexToCell(shard, index))).toBe(index);
    }
  });

  it("have centres within a millimetre of h3's, in every Dutch shard", () => {
    // 1 mm is 9e-9 degrees of latitude
    let worst = 0;
    for (const shard of DUTCH_SHARDS) {
      const grid = shardGrid(shard);
      for (let index = 0; index < 16_807; index += 97) {
        const [lat, lng] = cellToLatLng(shardIndexToCell(shard, index));
        worst = Math.max(worst, Math.abs(lat - grid.lat[index]), Math.abs(lng - grid.lng[index]));
      }
    }
    expect(worst).toBeLessThan(9e-9);
  });

  it("have such centres at every resolution and in any range, from the fit of resolution 10", () => {
    let worst = 0;
    for (const shard of DUTCH_SHARDS) {
      const fit = fitCenters(shard);
      for (const resolution of [5, 6, 7, 8, 9, 10]) {
        const count = Math.ceil(childCount(resolution) / 7);
        const first = childCount(resolution) - count;
        const { lng, lat } = cellCenters(shard, fit, { resolution, first, count });
        expect(lng.length).toBe(count);
        for (let n = 0; n < count; n += Math.ceil(count / 10)) {
          const [exactLat, exactLng] = cellToLatLng(childAt(shard, resolution, first + n));
          worst = Math.max(worst, Math.abs(exactLat - lat[n]), Math.abs(exactLng - lng[n]));
        }
      }
    }
    expect(worst).toBeLessThan(9e-9);
    expect(DUTCH_SHARDS.some((shard) => fitCenters(shard) === null)).toBe(true);
  });

  it("lie in the plane where the projection puts them", () => {
    const grid = shardGrid(DUTCH_SHARDS[100]);
    for (let index = 0; index < 16_807; index += 301) {
      const local = grid.toLocal({ lng: grid.lng[index], lat: grid.lat[index] });
      expect(Math.hypot(local.x - grid.x[index], local.y - grid.y[index])).toBeLessThan(0.001);
    }
  });
});

describe("the local plane", () => {
  it("keeps distances up to 25 km within 0.35 % of the sphere and 0.001 % of a known geodesic", () => {
    // east–west at 52° N: along the parallel N cos φ Δλ; the geodesic is shorter by x³ tan²φ / (24 R²), 1.3 cm here
    const plane = localPlane({ lng: 5, lat: 52 });
    const a = plane.toLocal({ lng: 5, lat: 52 });
    const b = plane.toLocal({ lng: 5.2917, lat: 52 });
    const normal = 6_378_137 / Math.sqrt(1 - 0.00669437999014 * Math.sin((52 * Math.PI) / 180) ** 2);
    const parallel = normal * Math.cos((52 * Math.PI) / 180) * ((0.2917 * Math.PI) / 180);
    const geodesic = parallel - (parallel ** 3 * Math.tan((52 * Math.PI) / 180) ** 2) / (24 * 6_378_000 ** 2);
    expect(Math.hypot(a.x - b.x, a.y - b.y) / geodesic).toBeCloseTo(1, 5);
    const sphere = greatCircleDistance([52, 5], [52, 5.2917], UNITS.m);
    expect(Math.abs(Math.hypot(a.x - b.x, a.y - b.y) / sphere - 1)).toBeLessThan(0.0035);
  });
});

describe("lng and lat", () => {
  it("are swapped for h3 in one place: Amsterdam is a cell, and a swapped Amsterdam is another", () => {
    const amsterdam = positionToCell({ lng: 4.9, lat: 52.37 });
    expect(cellToLatLng(amsterdam)[0]).toBeCloseTo(52.37, 2);
    expect(positionToCell({ lng: 52.37, lat: 4.9 })).not.toBe(amsterdam);
  });
});
