import { cellToParent } from "h3-js";
import { describe, expect, it } from "vitest";
import { NO_UINT8 } from "../../src/coverage/columns.ts";
import { cellToShardIndex, shardIndexToCell } from "../../src/grid/shard.ts";
import { CRS84, ETRS89, positionToCrs, RD_NEW } from "../../src/serve/crs.ts";
import { startApi } from "./askApi.ts";
import { fakeBase, fakePeriod } from "./fakeColumns.ts";
import { RUN_ID, SHARDS } from "./fakeStore.ts";
import { cellsOfDomain, type Page } from "./followPages.ts";

const { ask, askJson } = startApi();

describe("coordinate systems", () => {
  const ofPost = (crs: string) =>
    ask(`/v1/collections/ambulance-posts/items/demo:post-1?crs=${encodeURIComponent(crs)}`);
  it("are named in Content-Crs and give their own axes", async () => {
    // demo:post-1 lies at 4.8 east, 52.1 north
    const expected = new Map<string, [number, number]>([
      [CRS84, [4.8, 52.1]],
      [ETRS89, [52.1, 4.8]],
    ]);
    for (const [crs, coordinates] of expected) {
      const response = await ofPost(crs);
      expect(response.headers.get("Content-Crs")).toBe(`<${crs}>`);
      expect(((await response.json()) as Page["features"][0]).geometry.coordinates).toEqual(coordinates);
    }
  });

  it("turn the corner stone of Amersfoort into its RD numbers", () => {
    // the origin of RD: 155,000 463,000 at 52°09'22.178" N, 5°23'15.500" E on Bessel; in WGS84 52.15517, 5.38721
    const [x, y] = positionToCrs([5.387_206, 52.155_174], RD_NEW);
    expect(Math.abs(x - 155_000)).toBeLessThan(1);
    expect(Math.abs(y - 463_000)).toBeLessThan(1);
  });

  it("that we do not have are refused", async () => {
    for (const crs of ["EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/3857", ""]) {
      expect((await ofPost(crs)).status).toBe(400);
    }
  });
});

describe("one cell", () => {
  const cell = cellsOfDomain(10)[100];
  it("says what its columns say, with the names of the API", async () => {
    const feature = await askJson(`/v1/collections/coverage/items/${cell}?period=night`);
    const [base, period] = [fakeBase(SHARDS[0], 10), fakePeriod(SHARDS[0], 10, "night")];
    const n = cellToShardIndex(cell);
    expect(feature).toMatchObject({
      type: "Feature",
      id: cell,
      runId: RUN_ID,
      synthetic: true,
      dataDate: "2023-12-31",
    });
    expect(feature.geometry.coordinates[0]).toHaveLength(7);
    expect(feature.properties).toMatchObject({
      cell,
      resolution: 10,
      period: "night",
      residents: base.residentTenths[n] / 10,
      dwellings: base.dwellingTenths[n] / 10,
      inOfficialZone: base.officialZone[n] === 200,
      reachableWithin500m: period.reachable[n] === 200,
      nearestAedMeters: period.nearestMeters[n],
      nearestAedStreetMeters: period.streetMeters[n],
      travelSource: { 0: "straight", 1: "streetsAtMost", 200: "streets" }[period.onStreets[n]],
      synthetic: true,
      inputs: { aeds: "synthetic" },
    });
    expect(feature.links.map(({ rel }: { rel: string }) => rel)).toEqual(["self", "collection"]);
  });

  it("says null, not 0, where the column has no value", async () => {
    const base = fakeBase(SHARDS[0], 10);
    const unknown = base.responderDensityTenths.findIndex(
      (value, n) => value === 65_535 && base.land[n] !== NO_UINT8,
    );
    const feature = await askJson(`/v1/collections/coverage/items/${shardIndexToCell(SHARDS[0], unknown)}`);
    expect(feature.properties.respondersPerSquareKm).toBeNull();
  });

  it.each([9, 8, 7, 6, 5])("is a roll-up with shares at resolution %i", async (resolution) => {
    const parent = cellsOfDomain(resolution)[0];
    const { properties } = await askJson(`/v1/collections/coverage/items/${parent}`);
    expect(properties).toMatchObject({
      resolution,
      officialZoneShare: expect.any(Number),
      hoursUnknownShare: expect.any(Number),
    });
    expect(properties).toHaveProperty("within500mByStreetShare");
    expect(properties).not.toHaveProperty("inOfficialZone");
    expect(properties).not.toHaveProperty("travelSource");
  });

  it("is 404 where it is sea, too coarse, too fine, elsewhere or no cell", async () => {
    const sea = shardIndexToCell(SHARDS[0], fakeBase(SHARDS[0], 10).land.indexOf(NO_UINT8));
    const elsewhere = "8a2a1072b59ffff"; // New York
    for (const id of [
      sea,
      cellToParent(cell, 4),
      "8b1969c9e000fff",
      elsewhere,
      "x",
      "zzzzzzzzzzzzzzz",
      cell.toUpperCase(),
    ]) {
      expect((await ask(`/v1/collections/coverage/items/${id}`)).status, id).toBe(404);
    }
  });
});
