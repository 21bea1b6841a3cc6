import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellToPosition, cellToRing } from "../../src/grid/cell.ts";
import { positionToRd, rdToPosition } from "../../src/load/rdToPosition.ts";
import { isPositionInBox, parseBox } from "../../src/serve/box.ts";
import { CRS84, ETRS89, RD_NEW } from "../../src/serve/crs.ts";
import { startApi } from "./askApi.ts";
import { AEDS, UTRECHT } from "./fakeStore.ts";
import { cellsOfDomain, idsOf, type Page } from "./followPages.ts";

const { ask, askJson } = startApi();

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
        expect(await idsOf(askJson, ofAeds([west, south, east, north].join(",")))).toEqual(
          inside.map(({ id }) => id),
        );
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
    const ids = await idsOf(askJson, ofAeds(`${UTRECHT.lng + 0.02},-90,${UTRECHT.lng - 0.02},90`));
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
    expect(await idsOf(askJson, `/v1/collections/aeds/items?limit=3&${query}`)).toEqual(
      inside.map(({ id }) => id),
    );
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
    const lngFirst = await idsOf(askJson, ofAeds(`${west},${south},${east},${north}`));
    const latFirst = await idsOf(
      askJson,
      ofAeds(`${south},${west},${north},${east}`, `&bbox-crs=${encodeURIComponent(ETRS89)}`),
    );
    expect(latFirst).toEqual(lngFirst);
    expect(latFirst.length).toBeGreaterThan(0);
  });

  it("of any four numbers in any system is answered, or refused as upside down", async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const systems = fc.constantFrom(CRS84, ETRS89, RD_NEW).map(encodeURIComponent);
    const collections = fc.constantFrom("aeds", "regions", "coverage", "response");
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(number, number, number, number),
        systems,
        collections,
        async (box, crs, id) => {
          const numbers = encodeURIComponent(box.join(","));
          const response = await ask(`/v1/collections/${id}/items?limit=5&bbox=${numbers}&bbox-crs=${crs}`);
          expect([200, 400]).toContain(response.status);
        },
      ),
      { numRuns: 80 },
    );
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
        expect(
          await idsOf(askJson, `/v1/collections/coverage/items?limit=2000&bbox=${bbox.join(",")}`),
        ).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it("finds the cell under a point", async () => {
    const [land] = cellsOfDomain(10);
    const { lng, lat } = cellToPosition(land);
    expect(await idsOf(askJson, `/v1/collections/coverage/items?bbox=${lng},${lat},${lng},${lat}`)).toEqual([
      land,
    ]);
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
