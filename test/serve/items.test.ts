import fc from "fast-check";
import { cellToParent } from "h3-js";
import { describe, expect, it } from "vitest";
import { NO_UINT8 } from "../../src/coverage/columns.ts";
import { cellToPosition, cellToRing } from "../../src/grid/cell.ts";
import { cellToShardIndex, childAt, childCount, shardIndexToCell } from "../../src/grid/shard.ts";
import { positionToRd, rdToPosition } from "../../src/load/rdToPosition.ts";
import { isPositionInBox, parseBox } from "../../src/serve/box.ts";
import { CRS84, ETRS89, positionToCrs, RD_NEW } from "../../src/serve/crs.ts";
import { NOW, startApi } from "./askApi.ts";
import { AEDS, fakeBase, fakePeriod, POSTS, REGIONS, RUN_ID, SHARDS, UTRECHT } from "./fakeStore.ts";

interface Page {
  features: { id: string; geometry: { coordinates: never }; properties: Record<string, unknown> }[];
  numberMatched: number;
  numberReturned: number;
  links: { rel: string; href: string; type: string }[];
}
const { ask, askJson } = startApi();

/** Follows `next` to the end. */
async function everyPage(path: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next: string | undefined = path; next; ) {
    const page: Page = await askJson(next);
    pages.push(page);
    next = page.links.find(({ rel }) => rel === "next")?.href;
    expect(pages.length).toBeLessThan(400);
  }
  return pages;
}

async function idsOf(path: string): Promise<string[]> {
  const pages = await everyPage(path);
  const ids = pages.flatMap(({ features }) => features.map(({ id }) => id));
  for (const page of pages) {
    expect(page.numberReturned).toBe(page.features.length);
    expect(page.numberMatched).toBe(ids.length);
  }
  expect(new Set(ids).size).toBe(ids.length);
  return ids;
}

/** A rectangle and a hexagon meet, by clipping the hexagon to it: not the code's way of telling. */
function meets(ring: number[][], [west, south, east, north]: number[]): boolean {
  const sides: [(p: number[]) => number][] = [
    [([x]) => x - west],
    [([x]) => east - x],
    [([, y]) => y - south],
    [([, y]) => north - y],
  ];
  let part = ring.slice(0, 6);
  for (const [inside] of sides) {
    part = part.flatMap((to, n) => {
      const from = part.at(n - 1)!;
      const [a, b] = [inside(from), inside(to)];
      const cut = from.map((value, axis) => value + ((to[axis] - value) * a) / (a - b));
      return [...(a < 0 !== b < 0 ? [cut] : []), ...(b >= 0 ? [to] : [])];
    });
  }
  return part.length > 0;
}

function cellsOfDomain(resolution: number): string[] {
  return SHARDS.flatMap((shard) => {
    const { land } = fakeBase(shard, resolution);
    return Array.from({ length: childCount(resolution) }, (_, n) => n)
      .filter((n) => land[n] !== NO_UINT8)
      .map((n) => childAt(shard, resolution, n));
  });
}

describe("paging", () => {
  it.each([
    ["aeds", AEDS.map(({ id }) => id)],
    ["regions", REGIONS.map(({ code }) => code)],
    ["ambulance-posts", POSTS.map(({ id }) => id)],
  ])("gives every one of %s once, whatever the limit", async (collection, expected) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (limit) => {
        expect(await idsOf(`/v1/collections/${collection}/items?limit=${limit}`)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it.each([5, 6, 7, 8, 9])(
    "gives every cell of resolution %i once, in the order of shards",
    async (resolution) => {
      const expected = cellsOfDomain(resolution);
      const limit = Math.ceil(expected.length / 3);
      const ids = await idsOf(`/v1/collections/coverage/items?resolution=${resolution}&limit=${limit}`);
      expect(ids).toEqual(expected);
    },
  );

  it("gives all 3 × 16,807 cells less the sea, and counts them only once", async () => {
    const api = startApi();
    const first: Page = await api.askJson("/v1/collections/coverage/items?limit=2000");
    expect(first.numberMatched).toBe(cellsOfDomain(10).length);
    const last: Page = await api.askJson(
      `/v1/collections/coverage/items?limit=2000&offset=${first.numberMatched - 1}`,
    );
    expect(last.features.map(({ id }) => id)).toEqual(cellsOfDomain(10).slice(-1));
    api.reads.length = 0;
    const past: Page = await api.askJson(`/v1/collections/coverage/items?offset=${first.numberMatched}`);
    expect(past).toMatchObject({ numberReturned: 0, numberMatched: first.numberMatched });
    expect(api.reads.filter((read) => read === "levels base 10")).toEqual([]);
  });

  it("carries the run into the next page", async () => {
    const { links }: Page = await askJson("/v1/collections/aeds/items?limit=10");
    const next = links.find(({ rel }) => rel === "next")!;
    expect(next.type).toBe("application/geo+json");
    expect(new URL(next.href).searchParams.get("runId")).toBe(RUN_ID);
    const keyed = await ask(next.href);
    expect(keyed.headers.get("Cache-Control")).toContain("immutable");
  });

  it("cuts a limit above the maximum and refuses one that is no number", async () => {
    const page: Page = await askJson("/v1/collections/aeds/items?limit=999999");
    expect(page.numberReturned).toBe(AEDS.length);
    for (const limit of ["0", "-1", "1.5", "abc", "", "1e3", "NaN", "10&limit=20"]) {
      const response = await ask(`/v1/collections/aeds/items?limit=${limit}`);
      expect(response.status, limit).toBe(400);
      const { errors } = (await response.json()) as { errors: { parameter: string; detail: string }[] };
      expect(errors[0].parameter).toBe("limit");
      expect(errors[0].detail).toMatch(/got .* expected .*; /);
    }
  });

  it("names every error of a request, not the first only", async () => {
    const response = await ask(
      "/v1/collections/coverage/items?limit=x&bbox=1,2&period=noon&crs=EPSG:4326&bogus=1&datetime=ever",
    );
    const { errors } = (await response.json()) as { errors: { parameter: string }[] };
    expect(errors.map(({ parameter }) => parameter).sort()).toEqual([
      "bbox",
      "bogus",
      "crs",
      "datetime",
      "limit",
      "period",
    ]);
  });
});

describe("bbox", () => {
  const ofAeds = (bbox: string, more = "") => `/v1/collections/aeds/items?limit=1000&bbox=${bbox}${more}`;

  it("selects what lies in it, edges included", async () => {
    const coordinate = fc.double({ min: -0.11, max: 0.11, noNaN: true });
    await fc.assert(
      fc.asyncProperty(coordinate, coordinate, coordinate, coordinate, async (a, b, c, d) => {
        const [west, east] = [a, b].sort((one, other) => one - other).map((value) => UTRECHT.lng + value);
        const [south, north] = [c, d].sort((one, other) => one - other).map((value) => UTRECHT.lat + value);
        const inside = AEDS.filter(
          ({ lng, lat }) => lng >= west && lng <= east && lat >= south && lat <= north,
        );
        expect(await idsOf(ofAeds([west, south, east, north].join(",")))).toEqual(inside.map(({ id }) => id));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["the world", "-180,-90,180,90", AEDS.length],
    ["heights, ignored", "-180,-90,-100,180,90,9000", AEDS.length],
    ["long decimals", "5.1234567890123456789,52.0,5.12345678901234567891,52.1", null],
    ["exponents", "-1.8e2,-9e1,1.8E2,9e%2B1", AEDS.length],
    ["beyond the world", "-400,-100,400,100", AEDS.length],
    ["nothing at all", "0,0,0,0", 0],
    ["the pole", "0,90,0,90", 0],
    ["the antimeridian, away from us", "170,-90,-170,90", 0],
    ["the antimeridian, all round to us", "170,-90,10,90", AEDS.length],
  ])("takes %s", async (_, bbox, count) => {
    const page: Page = await askJson(ofAeds(bbox));
    if (count !== null) expect(page.numberMatched).toBe(count);
  });

  it("across the antimeridian with both ends in the country leaves out only what is between", async () => {
    const ids = await idsOf(ofAeds(`${UTRECHT.lng + 0.02},-90,${UTRECHT.lng - 0.02},90`));
    const outside = AEDS.filter(({ lng }) => lng >= UTRECHT.lng + 0.02 || lng <= UTRECHT.lng - 0.02);
    expect(outside.length).toBeLessThan(AEDS.length);
    expect(ids).toEqual(outside.map(({ id }) => id));
  });

  it.each([
    "",
    "1",
    "1,2,3",
    "1,2,3,4,5",
    "1,2,3,4,5,6,7",
    "a,b,c,d",
    "1,2,3,NaN",
    "1,2,3,Infinity",
    "1,2,3,1e999",
    "1;2;3;4",
    "0,10,1,5",
    "1,2,,4",
    "0x1,2,3,4",
  ])("refuses %j with 400", async (bbox) => {
    const response = await ask(ofAeds(bbox));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ parameter: "bbox" }] });
  });

  it("never fails on garbage", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect((await ask(ofAeds(encodeURIComponent(text)))).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });

  it("in RD selects what lies in the square of metres, page by page", async () => {
    const [x, y] = positionToRd(UTRECHT).map(Math.round);
    const [west, south, east, north] = [x - 5000, y - 5000, x + 5000, y + 5000];
    const inside = AEDS.filter((aed) => {
      const [ax, ay] = positionToRd(aed);
      return ax >= west && ax <= east && ay >= south && ay <= north;
    });
    expect(inside.length).toBeGreaterThan(10);
    const query = `bbox=${west},${south},${east},${north}&bbox-crs=${encodeURIComponent(RD_NEW)}`;
    expect(await idsOf(`/v1/collections/aeds/items?limit=3&${query}`)).toEqual(inside.map(({ id }) => id));
    const swapped = query.replace(`${west},${south},${east}`, `${east},${south},${west}`);
    expect((await ask(`/v1/collections/aeds/items?${swapped}`)).status).toBe(400);
  });

  it("in RD has an envelope in degrees that holds the square, and corners of it that the square does not", () => {
    // Enschede, 100 km east of RD's origin: the grid is turned by 1.2°, so 20 km are askew by 400 m
    const [x, y] = positionToRd({ lng: 6.9, lat: 52.2 });
    const result = parseBox([x - 10_000, y - 10_000, x + 10_000, y + 10_000], RD_NEW);
    if (!result.ok) throw new Error(result.detail);
    const [west, south, east, north] = result.box.envelope;
    for (let n = 0; n <= 100; n++) {
      for (const [dx, dy] of [
        [n * 200 - 10_000, -10_000],
        [n * 200 - 10_000, 10_000],
        [-10_000, n * 200 - 10_000],
        [10_000, n * 200 - 10_000],
      ]) {
        const { lng, lat } = rdToPosition(x + dx, y + dy);
        // 1e-7 degrees are a centimetre: the sides are curved between the points that were carried over
        expect(lng).toBeGreaterThanOrEqual(west - 1e-6);
        expect(lng).toBeLessThanOrEqual(east + 1e-6);
        expect(lat).toBeGreaterThanOrEqual(south - 1e-6);
        expect(lat).toBeLessThanOrEqual(north + 1e-6);
      }
    }
    expect(isPositionInBox({ lng: 6.9, lat: 52.2 }, result.box)).toBe(true);
    expect(isPositionInBox({ lng: west + 1e-4, lat: south + 1e-4 }, result.box)).toBe(false);
  });

  it("in EPSG:4258 has latitude first", async () => {
    const [west, south, east, north] = [5.1, 52.05, 5.2, 52.1];
    const lngFirst = await idsOf(ofAeds(`${west},${south},${east},${north}`));
    const latFirst = await idsOf(
      ofAeds(`${south},${west},${north},${east}`, `&bbox-crs=${encodeURIComponent(ETRS89)}`),
    );
    expect(latFirst).toEqual(lngFirst);
    expect(latFirst.length).toBeGreaterThan(0);
  });

  it("selects each hexagon that meets it, and no other", async () => {
    const cells = cellsOfDomain(10).map((cell) => ({
      cell,
      ring: cellToRing(cell),
      at: cellToPosition(cell),
    }));
    const degrees = fc.double({ min: -0.05, max: 0.05, noNaN: true });
    const size = fc.double({ min: 0, max: 0.01, noNaN: true });
    await fc.assert(
      fc.asyncProperty(degrees, degrees, size, size, async (dx, dy, width, height) => {
        const [west, south] = [UTRECHT.lng + dx, UTRECHT.lat + dy];
        const bbox = [west, south, west + width, south + height];
        const expected = cells
          .filter(({ at }) => Math.abs(at.lng - west) < 0.02 && Math.abs(at.lat - south) < 0.02)
          .filter(({ ring }) => meets(ring, bbox))
          .map(({ cell }) => cell);
        expect(await idsOf(`/v1/collections/coverage/items?limit=2000&bbox=${bbox.join(",")}`)).toEqual(
          expected,
        );
      }),
      { numRuns: 8 },
    );
  });

  it("finds the cell under a point", async () => {
    const [land] = cellsOfDomain(10);
    const { lng, lat } = cellToPosition(land);
    expect(await idsOf(`/v1/collections/coverage/items?bbox=${lng},${lat},${lng},${lat}`)).toEqual([land]);
  });
});

describe("datetime", () => {
  it.each([
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00%2B01:00",
    "2023-01-01/2024-01-01",
    "../2024-01-01",
    "2024-01-01/..",
    "/2024-01-01",
    "2024-01-01/",
    "../..",
  ])("takes %s: features without a time match", async (datetime) => {
    expect(await askJson(`/v1/collections/aeds/items?datetime=${datetime}`)).toMatchObject({
      numberMatched: AEDS.length,
    });
  });
  it.each([
    "",
    "yesterday",
    "2024-13-01",
    "2024-01-01T25:00:00Z",
    "2024-02-01/2024-01-01",
    "a/b",
    "2024-01-01/2024-02-01/2024-03-01",
    "/",
    "2024",
  ])("refuses %j", async (datetime) =>
    expect((await ask(`/v1/collections/aeds/items?datetime=${datetime}`)).status).toBe(400),
  );
});

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
    expect(properties).not.toHaveProperty("inOfficialZone");
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

describe("a collection's page", () => {
  it("carries provenance and a time stamp in UTC, and each feature says it is synthetic", async () => {
    for (const collection of ["regions", "coverage", "aeds", "ambulance-posts"]) {
      const page = await askJson(`/v1/collections/${collection}/items?limit=1`);
      expect(page).toMatchObject({
        type: "FeatureCollection",
        synthetic: true,
        runId: RUN_ID,
        dataDate: "2023-12-31",
      });
      expect(page.inputs).toMatchObject({ aeds: "synthetic", posts: "synthetic" });
      expect(page.timeStamp).toBe(NOW.toISOString());
      expect(page.features[0].properties.synthetic).toBe(true);
    }
  });

  it("refuses a run that does not exist with 404, and one that is no id with 400", async () => {
    expect((await ask("/v1/collections/aeds/items?runId=00000000-0000-4000-8000-00000000ffff")).status).toBe(
      404,
    );
    expect((await ask("/v1/collections/aeds/items?runId=latest")).status).toBe(400);
  });
});
