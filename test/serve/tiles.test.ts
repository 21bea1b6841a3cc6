import { VectorTile } from "@mapbox/vector-tile";
import { getResolution, gridDisk } from "h3-js";
import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { NO_UINT8, NO_UINT16 } from "../../src/coverage/columns.ts";
import { cellToPosition, cellToRing, cellToShard, positionToShard } from "../../src/grid/cell.ts";
import { numberToCell } from "../../src/grid/cellNumber.ts";
import { cellToShardIndex, childAt, childCount } from "../../src/grid/shard.ts";
import { encodeAedTile } from "../../src/serve/tiles/aedTile.ts";
import { zoomToResolution } from "../../src/serve/tiles/cellTile.ts";
import { encodeCoverageTile, type ShardLevel } from "../../src/serve/tiles/coverageTile.ts";
import { latToWorld, lngToWorld, positionToTile, TILE_EXTENT } from "../../src/serve/tiles/mercator.ts";
import { fakeBase, fakePeriod } from "./fakeColumns.ts";
import { AEDS, SHARDS, UTRECHT } from "./fakeStore.ts";

const ZOOMS = [0, 4, 7, 8, 9, 10, 11, 12, 13, 14];

const LEVELS = new Map(
  [5, 6, 7, 8, 9, 10].map((resolution) => [
    resolution,
    SHARDS.map((shard) => ({
      shard,
      first: 0,
      count: childCount(resolution),
      base: fakeBase(shard, resolution),
      period: fakePeriod(shard, resolution, "week"),
      from: 0,
    })),
  ]),
);

function levelsAt(zoom: number): ShardLevel[] {
  return LEVELS.get(zoomToResolution(zoom))!;
}

function decode(bytes: Uint8Array): VectorTile {
  return new VectorTile(new PbfReader(bytes));
}

function tileAt(zoom: number, { lng, lat } = UTRECHT) {
  const address = positionToTile(lng, lat, zoom);
  const layer = decode(encodeCoverageTile(address, levelsAt(zoom), { isSynthetic: false })).layers.coverage;
  const features = Array.from({ length: layer.length }, (_, n) => layer.feature(n));
  return { address, features };
}

/** h3's own corners in the tile's units, not rounded. */
function exactRing(cell: string, { z, x, y }: { z: number; x: number; y: number }): [number, number][] {
  const scale = 2 ** z * TILE_EXTENT;
  return cellToRing(cell).map(([lng, lat]) => [
    lngToWorld(lng) * scale - x * TILE_EXTENT,
    latToWorld(lat) * scale - y * TILE_EXTENT,
  ]);
}

describe("a coverage tile", () => {
  it.each([
    [0, 5],
    [7, 5],
    [8, 6],
    [9, 7],
    [10, 8],
    [11, 9],
    [12, 10],
    [14, 10],
  ])("holds at zoom %i cells of resolution %i", (zoom, resolution) => {
    const { features } = tileAt(zoom);
    expect(features.length).toBeGreaterThan(0);
    for (const { id } of features) expect(getResolution(numberToCell(id!))).toBe(resolution);
  });

  it.each(ZOOMS)("holds at zoom %i every cell of the domain that touches it, once", (zoom) => {
    const { address, features } = tileAt(zoom);
    const resolution = zoomToResolution(zoom);
    // brute force: h3's ring overlaps the tile by its envelope
    const expected = levelsAt(zoom).flatMap(({ shard, base }) =>
      Array.from({ length: childCount(resolution) }, (_, n) => n)
        .filter((n) => base.land[n] !== NO_UINT8)
        .map((n) => childAt(shard, resolution, n))
        .filter((cell) => {
          const ring = exactRing(cell, address);
          const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
          return (
            Math.max(...xs) >= 0 &&
            Math.min(...xs) <= TILE_EXTENT &&
            Math.max(...ys) >= 0 &&
            Math.min(...ys) <= TILE_EXTENT
          );
        }),
    );
    const cells = features.map(({ id }) => numberToCell(id!));
    expect(new Set(cells).size).toBe(cells.length);
    // the buffer adds cells that only nearly touch it
    expect(expected.filter((cell) => !cells.includes(cell))).toEqual([]);
    expect(cells.length).toBeLessThanOrEqual(expected.length * 1.1 + 10);
  });

  it.each(ZOOMS)("draws at zoom %i closed rings, clockwise on the screen, within a unit of h3's", (zoom) => {
    const { address, features } = tileAt(zoom);
    for (const feature of features) {
      const rings = feature.loadGeometry();
      expect(rings).toHaveLength(1);
      const ring = rings[0];
      expect(ring).toHaveLength(7);
      expect([ring[6].x, ring[6].y]).toEqual([ring[0].x, ring[0].y]);
      // y grows downwards: the shoelace sum is positive for clockwise rings (MVT 2.1 §4.3.3.3)
      const doubleArea = ring
        .slice(0, 6)
        .reduce((sum, { x, y }, n) => sum + x * ring[n + 1].y - ring[n + 1].x * y, 0);
      expect(doubleArea).toBeGreaterThan(0);
      // half a unit of rounding and what a constant hexagon is off
      const exact = exactRing(numberToCell(feature.id!), address);
      for (const { x, y } of ring) {
        const off = Math.min(...exact.map(([ex, ey]) => Math.max(Math.abs(ex - x), Math.abs(ey - y))));
        expect(off).toBeLessThanOrEqual(1);
      }
    }
  });

  it("leaves no gap of more than a unit between neighbours, across shards too", () => {
    const home = positionToShard(UTRECHT);
    const other = SHARDS.find((shard) => shard !== home)!;
    const [from, to] = [cellToPosition(home), cellToPosition(other)];
    const border = { lng: (from.lng + to.lng) / 2, lat: (from.lat + to.lat) / 2 };
    const { features } = tileAt(12, border);
    const corners = new Map(features.map((f) => [numberToCell(f.id!), f.loadGeometry()[0].slice(0, 6)]));
    let pairs = 0;
    let across = 0;
    for (const [cell, ring] of corners) {
      for (const neighbour of gridDisk(cell, 1)) {
        const next = corners.get(neighbour);
        if (!next || neighbour === cell) continue;
        pairs++;
        if (cellToShard(cell) !== cellToShard(neighbour)) across++;
        const shared = ring.filter((a) =>
          next.some((b) => Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1),
        );
        expect(shared).toHaveLength(2);
      }
    }
    expect(pairs).toBeGreaterThan(5000);
    expect(across).toBeGreaterThan(10);
  });

  it("says what the columns say, rounding up residents to whole ones and metres to tens", () => {
    const levels = new Map(levelsAt(12).map((level) => [level.shard, level]));
    for (const { id, properties } of tileAt(12).features) {
      const cell = numberToCell(id!);
      const { base, period } = levels.get(cellToShard(cell))!;
      const n = cellToShardIndex(cell);
      expect(properties).toEqual({
        synthetic: false,
        inOfficialZone: base.officialZone[n] === 200,
        reachableWithin500m: period.reachable[n] === 200,
        hoursUnknown: period.hoursUnknown[n] === 200,
        residents: Math.ceil(base.residentTenths[n] / 10),
        ...(period.openShare[n] === NO_UINT8 ? {} : { openShare: period.openShare[n] / 200 }),
        ...(period.nearestMeters[n] === NO_UINT16
          ? {}
          : { nearestAedMeters: Math.ceil(period.nearestMeters[n] / 10) * 10 }),
        ...(period.streetMeters[n] === NO_UINT16
          ? {}
          : { nearestAedStreetMeters: Math.ceil(period.streetMeters[n] / 10) * 10 }),
        ...(period.onStreets[n] === NO_UINT8
          ? {}
          : { travelSource: { 0: "straight", 1: "streetsAtMost", 200: "streets" }[period.onStreets[n]] }),
        ...(period.detourHundredths[n] === NO_UINT16
          ? {}
          : { detour: Math.round(period.detourHundredths[n] / 10) / 10 }),
        ...(period.within500mByStreet[n] === NO_UINT8
          ? {}
          : { within500mByStreet: period.within500mByStreet[n] === 200 }),
        ...(period.nearNotReachable[n] === NO_UINT8
          ? {}
          : { nearButNotReachable: period.nearNotReachable[n] === 200 }),
        aedsWithin500m: period.within500mTenths[n] / 10,
        aedsPerSquareKm: period.aedDensityHundredths[n] / 100,
        ...(base.responderDensityTenths[n] === NO_UINT16
          ? {}
          : { respondersPerSquareKm: base.responderDensityTenths[n] / 10 }),
      });
    }
  });

  it("leaves out what a run of before did not store", () => {
    const [level, ...others] = levelsAt(12).map((each) => structuredClone(each));
    for (const { period } of [level, ...others]) delete (period as Partial<typeof period>).streetMeters;
    const address = positionToTile(UTRECHT.lng, UTRECHT.lat, 12);
    const bytes = encodeCoverageTile(address, [level, ...others], { isSynthetic: false });
    const { coverage } = decode(bytes).layers;
    expect(coverage.length).toBe(tileAt(12).features.length);
    for (let n = 0; n < coverage.length; n++) {
      expect(coverage.feature(n).properties).not.toHaveProperty("nearestAedStreetMeters");
    }
  });

  it("says shares above resolution 10", () => {
    const { properties } = tileAt(9).features[0];
    expect(properties.officialZoneShare).toBeTypeOf("number");
    expect(properties).not.toHaveProperty("inOfficialZone");
  });

  it("never rounds a distance across a class bound such as 500 m", () => {
    const level = structuredClone(levelsAt(12)[0]);
    const edges = [499, 500, 501, 2500];
    edges.forEach((meters, n) => {
      level.period.nearestMeters[n] = meters;
      level.base.land[n] = 200;
    });
    const { lng, lat } = cellToPosition(childAt(level.shard, 10, 0));
    const layer = decode(encodeCoverageTile(positionToTile(lng, lat, 12), [level], { isSynthetic: false }))
      .layers.coverage;
    const found = new Map(
      Array.from({ length: layer.length }, (_, n) => layer.feature(n)).map(({ id, properties }) => [
        numberToCell(id!),
        properties.nearestAedMeters,
      ]),
    );
    expect(edges.map((_, n) => found.get(childAt(level.shard, 10, n)))).toEqual([500, 500, 510, 2500]);
  });

  it("carries the word DEMO as lines where inputs are synthetic, and only there", () => {
    const address = positionToTile(UTRECHT.lng, UTRECHT.lat, 12);
    const demo = decode(encodeCoverageTile(address, levelsAt(12), { isSynthetic: true }));
    expect(Object.keys(demo.layers)).toEqual(["coverage", "demo"]);
    expect(demo.layers.demo.length).toBe(4);
    expect(demo.layers.demo.feature(0).properties).toEqual({ label: "(demo)", synthetic: true });
    expect(
      demo.layers.demo
        .feature(1)
        .loadGeometry()
        .map((line) => line.length),
    ).toEqual([4, 2]);
    expect(demo.layers.coverage.feature(0).properties.synthetic).toBe(true);
    const real = decode(encodeCoverageTile(address, levelsAt(12), { isSynthetic: false }));
    expect(Object.keys(real.layers)).toEqual(["coverage"]);
  });

  it("has no bytes where no cell of the domain is", () => {
    const address = positionToTile(UTRECHT.lng + 3, UTRECHT.lat, 12);
    expect(encodeCoverageTile(address, levelsAt(12), { isSynthetic: true })).toHaveLength(0);
  });
});

describe("a tile of AEDs", () => {
  it("says per period whether an AED can be reached, and leaves out what is not known", () => {
    const address = positionToTile(UTRECHT.lng, UTRECHT.lat, 10);
    const layer = decode(encodeAedTile(address, AEDS.slice(0, 3), { isSynthetic: true })).layers.aeds;
    const [always, mondays, unknown] = [0, 1, 2].map((n) => layer.feature(n).properties);
    expect(always).toEqual({
      synthetic: true,
      id: "demo:aed/0",
      alwaysOpen: true,
      hoursUnknown: false,
      reachableWeekday: true,
      reachableEvening: true,
      reachableNight: true,
      reachableWeekend: true,
    });
    // open on Monday 08–18 only: not in all hours of the weekday period
    expect(mondays).toMatchObject({ alwaysOpen: false, reachableWeekday: false, name: "AED 1" });
    expect(unknown).toEqual({ synthetic: true, id: "demo:aed/2", name: "AED 2", hoursUnknown: true });
  });

  it("puts an AED within a unit of where it is", () => {
    const address = positionToTile(AEDS[4].lng, AEDS[4].lat, 14);
    const layer = decode(encodeAedTile(address, [AEDS[4]], { isSynthetic: false })).layers.aeds;
    const { coordinates } = layer.feature(0).toGeoJSON(address.x, address.y, 14).geometry as {
      coordinates: number[];
    };
    // a unit at zoom 14 is 360 / 2^14 / 4096 = 5.4e-6 degrees
    expect(Math.abs(coordinates[0] - AEDS[4].lng)).toBeLessThan(5.4e-6);
    expect(Math.abs(coordinates[1] - AEDS[4].lat)).toBeLessThan(5.4e-6);
  });
});
