/** Tiles where an edge of H3's icosahedron bends the lattice, and hexagons of the whole country beside h3's own. */
import { VectorTile } from "@mapbox/vector-tile";
import { getIcosahedronFaces, gridDisk, polygonToCells } from "h3-js";
import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { cellToRing } from "../../src/grid/cell.ts";
import { numberToCell } from "../../src/grid/cellNumber.ts";
import { isOnFaceEdge } from "../../src/grid/faceEdge.ts";
import { childAt, childCount } from "../../src/grid/shard.ts";
import { zoomToResolution } from "../../src/serve/tiles/cellTile.ts";
import { encodeCoverageTile } from "../../src/serve/tiles/coverageTile.ts";
import { partToWorldRect, shardToWorldRect } from "../../src/serve/tiles/groundRect.ts";
import { hexagonPlacer, TILE_BUFFER_UNITS } from "../../src/serve/tiles/hexagonPlacer.ts";
import { levelGeometry } from "../../src/serve/tiles/levelGeometry.ts";
import {
  latToWorld,
  lngToWorld,
  positionToTile,
  TILE_EXTENT,
  type TileAddress,
} from "../../src/serve/tiles/mercator.ts";
import { fakeBase, fakePeriod } from "./fakeColumns.ts";

/** The edge passes Goes on its east side, within this tile of every zoom to 14. */
const GOES = { lng: 3.93, lat: 51.5 };
/** The edge runs from 53.5° N 4.6° E to 50.8° N 3.65° E: these shards lie across it. */
const KINKED = ["85196b23fffffff", "85196b2ffffffff", "85196b33fffffff", "85194d97fffffff"];
/** West, south, east, north of the country and what is beside it. */
const COUNTRY = polygonToCells(
  [
    [50.7, 3.2],
    [50.7, 7.3],
    [53.6, 7.3],
    [53.6, 3.2],
  ],
  5,
);
/** The largest zoom that shows a resolution, where a metre is most units, and every how many cells one is looked at. */
const LEVELS = [
  { resolution: 5, zoom: 7, stride: 1 },
  { resolution: 6, zoom: 8, stride: 1 },
  { resolution: 7, zoom: 9, stride: 1 },
  { resolution: 8, zoom: 10, stride: 3 },
  { resolution: 9, zoom: 11, stride: 11 },
  { resolution: 10, zoom: 14, stride: 53 },
] as const;

type Point = [number, number];

/** h3's own corners in the tile's units, not rounded, not closed. */
function exactCorners(cell: string, { z, x, y }: TileAddress): Point[] {
  const scale = 2 ** z * TILE_EXTENT;
  return cellToRing(cell)
    .slice(1)
    .map(([lng, lat]) => [
      lngToWorld(lng) * scale - x * TILE_EXTENT,
      latToWorld(lat) * scale - y * TILE_EXTENT,
    ]);
}

/** The corners that MVT commands draw (2.1 §4.3): one move, one line through the others, close. */
function drawnCorners(geometry: number[]): Point[] {
  const unzigzag = (value: number) => (value >>> 1) ^ -(value & 1);
  const count = 1 + (geometry[3] >>> 3);
  const closeAt = 4 + 2 * (count - 1);
  const isOneRing = geometry[0] === 9 && (geometry[3] & 7) === 2 && geometry[closeAt] === 15;
  if (!isOneRing || geometry.length !== closeAt + 1)
    throw new Error(`got commands ${geometry}, expected one closed ring and nothing after it`);
  let [x, y] = [0, 0];
  return [geometry.slice(1, 3), geometry.slice(4, closeAt)].flatMap((steps) =>
    Array.from({ length: steps.length / 2 }, (_, n): Point => {
      x += unzigzag(steps[2 * n]);
      y += unzigzag(steps[2 * n + 1]);
      return [x, y];
    }),
  );
}

/** How far the corners of either lie from the nearest of the other, along the worse axis. */
function farthest(some: Point[], others: Point[]): number {
  let worst = 0;
  for (const [from, to] of [
    [some, others],
    [others, some],
  ])
    for (const [x, y] of from) {
      let nearest = Number.POSITIVE_INFINITY;
      for (const [otherX, otherY] of to)
        nearest = Math.min(nearest, Math.max(Math.abs(x - otherX), Math.abs(y - otherY)));
      worst = Math.max(worst, nearest);
    }
  return worst;
}

/** Shards whose hexagons at the level are more than a unit off, with the worst of them. */
function badShards(
  shards: string[],
  { resolution, zoom }: (typeof LEVELS)[number],
  stride: number,
): string[] {
  const geometry: number[] = [];
  return shards.flatMap((shard) => {
    const address = positionToTile(...(cellToRing(shard)[0] as [number, number]), zoom);
    const place = hexagonPlacer({ shard, resolution, first: 0, count: childCount(resolution) }, address);
    let worst = 0;
    for (let index = 0; index < childCount(resolution); index += stride) {
      place.writeHexagon(index, geometry);
      const exact = exactCorners(childAt(shard, resolution, index), address);
      worst = Math.max(worst, farthest(drawnCorners(geometry), exact));
    }
    return worst > 1 ? [`${shard} ${worst.toFixed(1)}`] : [];
  });
}

describe("hexagons", () => {
  it.each(LEVELS)(
    "of resolution $resolution are within a unit of h3's in every shard of the country",
    (level) => {
      expect(COUNTRY.length).toBeGreaterThan(400);
      expect(badShards(COUNTRY, level, level.stride)).toEqual([]);
    },
  );

  it.each(LEVELS)(
    "of resolution $resolution are within a unit of h3's in each cell of kinked shards",
    (level) => {
      expect(badShards(KINKED, level, 1)).toEqual([]);
    },
  );

  it("have more than six corners where h3 has them, and no remains of the cell before", () => {
    const address = positionToTile(GOES.lng, GOES.lat, 11);
    const counts = new Set<number>();
    const geometry: number[] = [];
    for (const shard of [KINKED[0], COUNTRY.find((other) => !isOnFaceEdge(other))!]) {
      const place = hexagonPlacer({ shard, resolution: 9, first: 0, count: childCount(9) }, address);
      for (let index = 0; index < childCount(9); index++) {
        place.writeHexagon(index, geometry);
        const corners = drawnCorners(geometry);
        expect(corners).toHaveLength(exactCorners(childAt(shard, 9, index), address).length);
        counts.add(corners.length);
      }
    }
    expect([...counts].sort()).toEqual([6, 7, 8]);
  });
});

describe("an edge of the icosahedron", () => {
  it("is found in the shards it crosses, and in few others", () => {
    expect(KINKED.map(isOnFaceEdge)).toEqual([true, true, true, true]);
    expect(COUNTRY.filter(isOnFaceEdge).length).toBeLessThan(40);
  });

  it("leaves every cell inside the rectangle of its shard, and of its part", () => {
    for (const shard of COUNTRY.filter(isOnFaceEdge)) {
      const whole = shardToWorldRect(shard);
      for (const { resolution, stride } of LEVELS)
        for (let index = 0; index < childCount(resolution); index += stride) {
          const part = Math.floor(index / 7 ** 4);
          const rects = resolution === 10 ? [whole, partToWorldRect({ shard, part }, 10)] : [whole];
          for (const [lng, lat] of cellToRing(childAt(shard, resolution, index))) {
            const [x, y] = [lngToWorld(lng), latToWorld(lat)];
            const isInside = rects.every(
              (rect) => x > rect.west && x < rect.east && y > rect.north && y < rect.south,
            );
            expect(isInside).toBe(true);
          }
        }
    }
  });

  it("leaves no corner of a level farther out than its reach, and some near it", () => {
    for (const shard of COUNTRY.filter(isOnFaceEdge))
      for (const { resolution, stride } of LEVELS) {
        const range = { shard, resolution, first: 0, count: childCount(resolution) };
        const { x, y, reachX, reachY } = levelGeometry(range);
        let most = 0;
        for (let index = 0; index < range.count; index += stride)
          for (const [lng, lat] of cellToRing(childAt(shard, resolution, index))) {
            most = Math.max(most, Math.abs(lngToWorld(lng) - x[index]) / reachX);
            most = Math.max(most, Math.abs(latToWorld(lat) - y[index]) / reachY);
          }
        expect(most).toBeLessThan(1);
        expect(most).toBeGreaterThan(0.85);
      }
  });

  it("puts on a tile the cells whose own corners touch it, of a part as of the whole shard", () => {
    for (const shard of KINKED)
      for (const zoom of [12, 14]) {
        const address = positionToTile(...(cellToRing(shard)[2] as [number, number]), zoom);
        const expected: number[] = [];
        for (let index = 0; index < childCount(10); index++) {
          const corners = exactCorners(childAt(shard, 10, index), address);
          const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
          const touches = (values: number[]) =>
            Math.max(...values) >= -TILE_BUFFER_UNITS &&
            Math.min(...values) <= TILE_EXTENT + TILE_BUFFER_UNITS;
          if (touches(xs) && touches(ys)) expected.push(index);
        }
        const found: number[] = [];
        for (let first = 0; first < childCount(10); first += 7 ** 4) {
          const place = hexagonPlacer({ shard, resolution: 10, first, count: 7 ** 4 }, address);
          for (let n = 0; n < 7 ** 4; n++) if (place.isOnTile(n)) found.push(first + n);
        }
        expect(expected.length).toBeGreaterThan(20);
        expect(found).toEqual(expected);
      }
  });
});

/** Corners of each cell on the tile at Goes, by cell. */
function tileAtGoes(zoom: number): Map<string, Point[]> {
  const resolution = zoomToResolution(zoom);
  const address = positionToTile(GOES.lng, GOES.lat, zoom);
  const levels = gridDisk(KINKED[0], 2).map((shard) => {
    const base = fakeBase(shard, resolution);
    return {
      shard,
      first: 0,
      count: childCount(resolution),
      base: { ...base, land: base.land.fill(200) },
      period: fakePeriod(shard, resolution, "week"),
      from: 0,
    };
  });
  const bytes = encodeCoverageTile(address, levels, { isSynthetic: false });
  const layer = new VectorTile(new PbfReader(bytes)).layers.coverage;
  return new Map(
    Array.from({ length: layer.length }, (_, n) => {
      const feature = layer.feature(n);
      const ring = feature.loadGeometry()[0].slice(0, -1);
      return [numberToCell(feature.id!), ring.map(({ x, y }): Point => [x, y])];
    }),
  );
}

describe("the tile of Goes", () => {
  it.each([7, 9, 10, 11, 12, 14])("has at zoom %i neighbours that share their edges to the unit", (zoom) => {
    const corners = tileAtGoes(zoom);
    expect([...corners.keys()].some((cell) => getIcosahedronFaces(cell).length > 1)).toBe(true);
    let pairs = 0;
    for (const [cell, ring] of corners)
      for (const neighbour of gridDisk(cell, 1)) {
        const next = corners.get(neighbour);
        if (!next || neighbour === cell) continue;
        pairs++;
        const shared = (some: Point[], others: Point[]) =>
          some.filter((a) => others.some((b) => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])) <= 1));
        // both ends, and a corner of both where the edge itself is bent
        expect([2, 3]).toContain(shared(ring, next).length);
        expect(shared(next, ring)).toHaveLength(shared(ring, next).length);
      }
    expect(pairs).toBeGreaterThan(10);
  });
});
