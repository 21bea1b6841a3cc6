import { beforeAll, describe, expect, it } from "vitest";
import { positionToTile } from "../../src/serve/tiles/mercator.ts";
import { startApi } from "../serve/askApi.ts";
import { UTRECHT } from "../serve/fakeStore.ts";

const { x, y } = positionToTile(UTRECHT.lng, UTRECHT.lat, 12);
const TILE = `/v1/collections/coverage/tiles/WebMercatorQuad/12/${y}/${x}`;
let ask: ReturnType<typeof startApi>["ask"];
beforeAll(() => {
  ask = startApi({ cache: (caches as unknown as { default: Cache }).default }).ask;
});

describe("serving inside workerd", () => {
  it("encodes a tile and gzips it by the platform's stream", async () => {
    const [plain, zipped] = [await ask(TILE), await ask(TILE, { headers: { "Accept-Encoding": "gzip" } })];
    expect(zipped.headers.get("Content-Encoding")).toBe("gzip");
    const bytes = new Uint8Array(await plain.arrayBuffer());
    const packed = new Uint8Array(await zipped.arrayBuffer());
    // RFC 1952: a gzip file begins with 1f 8b
    expect([...packed.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(bytes);
    expect(packed.length).toBeLessThan(60_000);
  });

  it("gives the same tile again out of the platform's cache", async () => {
    const zipped = { headers: { "Accept-Encoding": "gzip" } };
    const first = await (await ask(TILE, zipped)).arrayBuffer();
    expect(await (await ask(TILE, zipped)).arrayBuffer()).toEqual(first);
  });

  it("turns positions into RD without Node", async () => {
    const crs = encodeURIComponent("http://www.opengis.net/def/crs/EPSG/0/28992");
    const feature = (await (
      await ask(`/v1/collections/ambulance-posts/items/demo:post-2?crs=${crs}`)
    ).json()) as {
      geometry: { coordinates: [number, number] };
    };
    // 5.1 E 52.2 N is 20 km west and 5 km north of Amersfoort (155,000 463,000)
    expect(feature.geometry.coordinates[0]).toBeGreaterThan(130_000);
    expect(feature.geometry.coordinates[0]).toBeLessThan(140_000);
    expect(feature.geometry.coordinates[1]).toBeGreaterThan(463_000);
    expect(feature.geometry.coordinates[1]).toBeLessThan(473_000);
  });

  it("makes the OpenAPI document without eval", async () => {
    const document = (await (await ask("/v1/openapi.json")).json()) as { openapi: string };
    expect(document.openapi).toBe("3.0.3");
  });
});
