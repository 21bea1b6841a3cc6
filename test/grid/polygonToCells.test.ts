import fc from "fast-check";
import { cellToLatLng, polygonToCells } from "h3-js";
import { describe, expect, it } from "vitest";
import {
  CELL_RESOLUTION,
  cellToPosition,
  cellToShard,
  positionToCell,
  positionToShard,
  SHARD_CELL_COUNT,
} from "../../src/grid/cell.ts";
import { discToShardCells, shardsNearDisc } from "../../src/grid/discCells.ts";
import { indexPolygon, isInPolygon, type Polygon } from "../../src/grid/polygonIndex.ts";
import { polygonToShardCells, regionsToCells } from "../../src/grid/polygonToCells.ts";
import { shardGrid, shardIndexToCell } from "../../src/grid/shard.ts";
import { shardRows } from "../../src/grid/shardRows.ts";
import type { Region, RegionKind } from "../../src/load/records.ts";
import { readRegions } from "../../src/load/regions.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedFile } from "../load/sources.ts";
import { isInPolygonNaive } from "../oracle/pointInPolygon.ts";

const shard = positionToShard({ lng: 5.3872, lat: 52.1552 });
const grid = shardGrid(shard);

function box(west: number, south: number, east: number, north: number): Polygon {
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ];
}

function region(code: string, polygons: Polygon[], kind: RegionKind = "gemeente"): Region {
  return { code, name: code, kind, parentCode: null, residents: null, polygons };
}

/** A star around a point: radii in degrees, one per corner, so that it never crosses itself. */
function star(lng: number, lat: number, radii: number[]): [number, number][] {
  const corners = radii.map((radius, n): [number, number] => {
    const angle = (2 * Math.PI * n) / radii.length;
    return [lng + 1.6 * radius * Math.cos(angle), lat + radius * Math.sin(angle)];
  });
  return [...corners, corners[0]];
}

const radii = (least: number, most: number) =>
  fc.array(fc.double({ min: least, max: most, noNaN: true }), { minLength: 3, maxLength: 40 });
/** A star of 3 to 11 km with a hole of 0.5 to 2 km, near where four shards meet or anywhere else. */
const starWithHole = fc
  .record({
    lng: fc.double({ min: 4.5, max: 6.5, noNaN: true }),
    lat: fc.double({ min: 51.5, max: 53, noNaN: true }),
    outer: radii(0.03, 0.1),
    hole: radii(0.005, 0.02),
  })
  .map(({ lng, lat, outer, hole }): Polygon => [star(lng, lat, outer), star(lng, lat, hole)]);

/** Whether a position lies so near to an edge that two correct programs may differ by rounding: some 0.1 m. */
function isOnEdge(polygon: Polygon, lng: number, lat: number): boolean {
  return polygon.some((ring) =>
    ring.some(([qLng, qLat], i) => {
      if (i === 0) return false;
      const [pLng, pLat] = ring[i - 1];
      const [dx, dy] = [qLng - pLng, qLat - pLat];
      const t = Math.max(0, Math.min(1, ((lng - pLng) * dx + (lat - pLat) * dy) / (dx * dx + dy * dy)));
      return Math.hypot(lng - pLng - t * dx, lat - pLat - t * dy) < 1e-6;
    }),
  );
}

describe("a point in a polygon", () => {
  it("is inside where the naive count over all edges says so", () => {
    const position = fc.tuple(
      fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      fc.double({ min: -0.12, max: 0.12, noNaN: true }),
    );
    fc.assert(
      fc.property(starWithHole, fc.array(position, { minLength: 50, maxLength: 50 }), (polygon, offsets) => {
        const index = indexPolygon(polygon);
        const [lng0, lat0] = polygon[1][0];
        for (const [dLng, dLat] of offsets) {
          const [lng, lat] = [lng0 + dLng, lat0 + dLat];
          if (isOnEdge(polygon, lng, lat)) continue;
          expect(isInPolygon(index, lng, lat)).toBe(isInPolygonNaive(polygon, lng, lat));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("lies in exactly one of the faces of a mesh, also on an edge or a corner", () => {
    // a 4 × 4 mesh with shaken corners, each face drawn in its own direction; asked on its corners and along its edges
    const shake = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(shake, (shaken) => {
        const isBorder = (n: number) => n === 0 || n === 4;
        const corner = (i: number, j: number): [number, number] => [
          5 + (i + (isBorder(i) ? 0 : shaken[i * 5 + j])) / 100,
          52 + (j + (isBorder(j) ? 0 : shaken[25 + i * 5 + j])) / 100,
        ];
        const faces = Array.from({ length: 16 }, (_, n) => {
          const [i, j] = [n % 4, Math.floor(n / 4)];
          const ring = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j)];
          return indexPolygon([n % 2 === 0 ? ring : ring.toReversed()]);
        });
        for (let i = 1; i < 4; i++) {
          for (let j = 1; j < 4; j++) {
            const [p, east, north] = [corner(i, j), corner(i + 1, j), corner(i, j + 1)];
            const midway = (q: [number, number]): [number, number] => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
            for (const [lng, lat] of [p, midway(east), midway(north)]) {
              expect(faces.filter((face) => isInPolygon(face, lng, lat)).length).toBe(1);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("on the side of a box belongs to the box east or north of it", () => {
    const [west, east] = [indexPolygon(box(5, 52, 5.1, 52.1)), indexPolygon(box(5.1, 52, 5.2, 52.1))];
    expect([isInPolygon(west, 5.1, 52.05), isInPolygon(east, 5.1, 52.05)]).toEqual([false, true]);
    const north = indexPolygon(box(5, 52.1, 5.1, 52.2));
    expect([isInPolygon(west, 5.05, 52.1), isInPolygon(north, 5.05, 52.1)]).toEqual([false, true]);
  });
});

describe("polygons to cells", () => {
  it("finds the cells that h3 finds, holes out, in every shard they touch", () => {
    fc.assert(
      fc.property(starWithHole, (polygon) => {
        const found = new Set<string>();
        for (const [of, cells] of polygonToShardCells([polygon])) {
          for (const index of cells) found.add(shardIndexToCell(of, index));
        }
        const expected = new Set(polygonToCells(polygon, CELL_RESOLUTION, true));
        expect(expected.size).toBeGreaterThan(100);
        for (const cell of new Set([...found, ...expected])) {
          if (found.has(cell) === expected.has(cell)) continue;
          const { lng, lat } = cellToPosition(cell);
          expect(isOnEdge(polygon, lng, lat)).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("counts a cell of two overlapping polygons once", () => {
    const once = polygonToShardCells([box(5.38, 52.15, 5.4, 52.16)]);
    expect(polygonToShardCells([box(5.38, 52.15, 5.4, 52.16), box(5.38, 52.15, 5.4, 52.16)])).toEqual(once);
  });

  it("marks every cell of a shard that lies wholly inside", () => {
    const cells = polygonToShardCells([box(5.1, 51.95, 5.7, 52.35)]).get(shard)!;
    expect(cells.length).toBe(SHARD_CELL_COUNT);
    expect(cells[1_234]).toBe(1_234);
  });
});

describe("regions to cells", () => {
  it("gives each cell the region of its centre, per kind", () => {
    const regions = [
      region("GM0001", [box(5.2, 52.05, 5.3872, 52.25)]),
      region("GM0002", [box(5.3872, 52.05, 5.6, 52.25)]),
      region("WK000101", [box(5.3, 52.1, 5.35, 52.2)], "wijk"),
    ];
    const { shards, findings } = regionsToCells(regions);
    expect(findings).toEqual([]);
    const [gemeente, wijk] = shards.get(shard)!;
    expect([gemeente.kind, gemeente.codes]).toEqual(["gemeente", ["GM0001", "GM0002"]]);
    expect([wijk.kind, wijk.codes]).toEqual(["wijk", ["WK000101"]]);
    gemeente.cell.forEach((value, index) => {
      const isCovered =
        grid.lng[index] >= 5.2 &&
        grid.lng[index] < 5.6 &&
        grid.lat[index] >= 52.05 &&
        grid.lat[index] < 52.25;
      expect(value).toBe(isCovered ? (grid.lng[index] < 5.3872 ? 1 : 2) : 0);
    });
    expect(wijk.cell.some((value) => value === 1)).toBe(true);
  });

  it("lets the lower code keep an overlap and counts the cells, whatever the order", () => {
    const regions = [
      region("GM0002", [box(5.36, 52.14, 5.4, 52.17)]),
      region("GM0001", [box(5.38, 52.14, 5.42, 52.17)]),
    ];
    const { shards, findings } = regionsToCells(regions);
    const overlap = polygonToShardCells([box(5.38, 52.14, 5.4, 52.17)]);
    const count = [...overlap.values()].reduce((sum, cells) => sum + cells.length, 0);
    expect(findings).toMatchObject([
      { severity: "warning", place: "gemeente GM0002", got: `${count} cells that lie in GM0001 too` },
    ]);
    for (const index of overlap.get(shard)!) {
      const [{ cell, codes }] = shards.get(shard)!;
      expect(codes[cell[index] - 1]).toBe("GM0001");
    }
    expect(regionsToCells(regions.toReversed())).toEqual({ shards, findings });
  });

  it("names a region in which no cell has its centre", () => {
    const [lat, lng] = cellToLatLng(shardIndexToCell(shard, 9));
    const beside = box(lng + 0.0003, lat + 0.0001, lng + 0.0004, lat + 0.0002);
    expect(regionsToCells([region("BU00010101", [beside], "buurt")]).findings).toMatchObject([
      { severity: "warning", place: "buurt BU00010101", got: "no cell centre inside" },
    ]);
  });

  it("passes over roll-ups, which have no polygons", () => {
    expect(regionsToCells([region("PV26", [], "provincie")])).toEqual({ shards: new Map(), findings: [] });
  });

  it.skipIf(!hasSharedData)(
    `puts the 342 municipalities on the ground their areas say (${NO_SHARED_DATA} where absent)`,
    async () => {
      const { records } = await readAll(readRegions(sharedFile("netherlands/gemeente_2024.geojson")));
      const { shards, findings } = regionsToCells(records);
      expect(findings.filter(({ got }) => !got.includes("cells that lie in"))).toEqual([]);
      const cellCounts = new Map<string, number>();
      for (const [{ codes, cell }] of shards.values()) {
        for (const value of cell)
          if (value > 0) cellCounts.set(codes[value - 1], (cellCounts.get(codes[value - 1]) ?? 0) + 1);
      }
      expect(cellCounts.size).toBe(342);
      // the Netherlands without open water is 33,700 km² (CBS 2024), the file simplified: cells of 12,860 m² on average
      const areaKm2 = ([...cellCounts.values()].reduce((sum, count) => sum + count, 0) * 12_860) / 1e6;
      expect(areaKm2).toBeGreaterThan(33_700 * 0.97);
      expect(areaKm2).toBeLessThan(33_700 * 1.06);
      // Delft, 24.06 km² of which 22.65 land (CBS): cells of 12,870 m²
      expect((cellCounts.get("GM0503")! * 12_870) / 1e6).toBeGreaterThan(21.9);
      expect((cellCounts.get("GM0503")! * 12_870) / 1e6).toBeLessThan(25);
    },
  );
});

describe("discs to cells", () => {
  it("finds every cell whose centre is near enough, in every shard near it", () => {
    const disc = fc.record({
      lng: fc.double({ min: 5.2, max: 5.6, noNaN: true }),
      lat: fc.double({ min: 52.05, max: 52.25, noNaN: true }),
      radiusMeters: fc.double({ min: 10, max: 12_000, noNaN: true }),
    });
    fc.assert(
      fc.property(disc, ({ lng, lat, radiusMeters }) => {
        const { x, y } = grid.toLocal({ lng, lat });
        const near: number[] = [];
        grid.x.forEach((cellX, index) => {
          if (Math.hypot(cellX - x, grid.y[index] - y) <= radiusMeters) near.push(index);
        });
        const found = discToShardCells(grid, shardRows(grid), { lng, lat }, radiusMeters);
        expect([...found].sort((p, q) => p - q)).toEqual(near);
        if (near.length > 0) expect(shardsNearDisc({ lng, lat }, radiusMeters)).toContain(shard);
      }),
      { numRuns: 60 },
    );
  });

  it("looks at every shard that holds a cell of the disc", () => {
    const disc = fc.record({
      lng: fc.double({ min: 4, max: 6.5, noNaN: true }),
      lat: fc.double({ min: 51, max: 53.3, noNaN: true }),
      radiusMeters: fc.double({ min: 100, max: 12_600, noNaN: true }),
      angle: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
    });
    fc.assert(
      fc.property(disc, ({ lng, lat, radiusMeters, angle }) => {
        const rim = {
          lng: lng + (radiusMeters * Math.cos(angle)) / (111_320 * Math.cos((lat * Math.PI) / 180)),
          lat: lat + (radiusMeters * Math.sin(angle)) / 111_200,
        };
        expect(shardsNearDisc({ lng, lat }, radiusMeters)).toContain(cellToShard(positionToCell(rim)));
      }),
      { numRuns: 2_000 },
    );
  });
});
