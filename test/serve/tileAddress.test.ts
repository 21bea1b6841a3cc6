import { describe, expect, it } from "vitest";
import { acceptsGzip, clientAcceptEncoding } from "../../src/serve/tiles/gzip.ts";
import { positionToTile } from "../../src/serve/tiles/mercator.ts";
import { ORIGIN, startApi } from "./askApi.ts";
import { expectProblem, expectRules } from "./expectRules.ts";
import { fakeRun, RUN_ID, SHARDS, UTRECHT } from "./fakeStore.ts";

const { x, y } = positionToTile(UTRECHT.lng, UTRECHT.lat, 12);
const TILES = "/v1/collections/coverage/tiles/WebMercatorQuad";
const TILE = `${TILES}/12/${y}/${x}`;

describe("a tile's address", () => {
  it("may be kept for ever with its run, and a minute without", async () => {
    const { ask } = startApi();
    const keyed = await ask(`${TILE}?runId=${RUN_ID}`);
    expect(keyed.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    const pointer = await ask(TILE);
    expect(pointer.headers.get("Cache-Control")).toBe("public, max-age=60, stale-while-revalidate=86400");
    expect(pointer.headers.get("Content-Location")).toBe(`${ORIGIN}${TILE}?runId=${RUN_ID}`);
    expect(pointer.headers.get("Content-Type")).toBe("application/vnd.mapbox-vector-tile");
    expect(pointer.headers.get("Content-Crs")).toContain("3857");
  });

  it("is gzipped only when asked, with a tag of its own", async () => {
    const { ask } = startApi();
    const plain = await ask(TILE);
    const zipped = await ask(TILE, { headers: { "Accept-Encoding": "br, gzip;q=0.5" } });
    expect(plain.headers.get("Content-Encoding")).toBeNull();
    expect(zipped.headers.get("Content-Encoding")).toBe("gzip");
    for (const { headers } of [plain, zipped]) expect(headers.get("Vary")).toBe("Accept-Encoding");
    expect(zipped.headers.get("ETag")).not.toBe(plain.headers.get("ETag"));
    const unzipped = zipped.body!.pipeThrough(new DecompressionStream("gzip") as never);
    expect(await new Response(unzipped as BodyInit).arrayBuffer()).toEqual(await plain.arrayBuffer());
    const refused = await ask(TILE, { headers: { "Accept-Encoding": "gzip;q=0, identity" } });
    expect(refused.headers.get("Content-Encoding")).toBeNull();
  });

  it("is 204 in range where nothing is, and 404 out of range", async () => {
    const { ask } = startApi();
    const empty = await ask(`${TILES}/12/0/0`);
    expect(empty.status).toBe(204);
    expectRules(empty, "empty tile");
    for (const wrong of ["12/4096/0", "12/0/4096", "15/0/0", "-1/0/0", "x/0/0", "12/0/1.5", "01/0/0"]) {
      await expectProblem(await ask(`${TILES}/${wrong}`), 404);
    }
    await expectProblem(await ask(`/v1/collections/aeds/tiles/WebMercatorQuad/10/337/526`), 404);
    await expectProblem(await ask("/v1/collections/regions/tiles"), 404);
    await expectProblem(await ask("/v1/collections/coverage/tiles/WorldCRS84Quad"), 404);
  });

  it("is not read again for a client that holds it", async () => {
    const { ask, reads } = startApi();
    const etag = (await ask(TILE)).headers.get("ETag")!;
    reads.length = 0;
    expect((await ask(TILE, { headers: { "If-None-Match": etag } })).status).toBe(304);
    expect(reads).toEqual(["run"]);
  });

  it("has another tag for another period, tile or run with other results, and the same for carried-over shards", async () => {
    const tagOf = async (path: string, api = startApi()) => (await api.ask(path)).headers.get("ETag");
    const here = await tagOf(TILE);
    expect(await tagOf(`${TILE}?period=night`)).not.toBe(here);
    expect(await tagOf(`${TILES}/12/${y}/${x + 1}`)).not.toBe(here);
    expect(
      await tagOf(TILE, startApi({ run: { ...fakeRun(), id: "00000000-0000-4000-8000-000000000009" } })),
    ).toBe(here);
    const changed = { ...fakeRun(), resultKeys: new Map(SHARDS.map((shard) => [shard, "changed"])) };
    expect(await tagOf(TILE, startApi({ run: changed }))).not.toBe(here);
    expect(await tagOf(TILE, startApi({ run: fakeRun(RUN_ID, "real") }))).not.toBe(here);
  });

  it("is made once where there is a cache, for both encodings", async () => {
    const kept = new Map<string, Response>();
    const cache = {
      match: async (request: Request) => kept.get(request.url)?.clone(),
      put: async (request: Request, response: Response) => void kept.set(request.url, response),
    } as unknown as Cache;
    const { ask, reads } = startApi({ cache });
    const gzip = { headers: { "Accept-Encoding": "gzip" } };
    const first = [await (await ask(TILE)).arrayBuffer(), await (await ask(TILE, gzip)).arrayBuffer()];
    reads.length = 0;
    const again = [await (await ask(TILE)).arrayBuffer(), await (await ask(TILE, gzip)).arrayBuffer()];
    expect(reads).toEqual(["run", "run"]);
    expect(again).toEqual(first);
    expect(kept.size).toBe(2);
  });
});

describe("the encoding of a tile", () => {
  it("is what the client accepts, where the platform has put its own header before us", () => {
    const request = new Request("https://x.test", { headers: { "Accept-Encoding": "br, gzip" } });
    expect(clientAcceptEncoding(request)).toBe("br, gzip");
    expect(clientAcceptEncoding(Object.assign(request, { cf: { clientAcceptEncoding: "" } }))).toBe("");
  });

  it.each([
    ["", false],
    ["gzip", true],
    ["GZIP", true],
    ["br, gzip;q=0.1", true],
    ["gzip;q=0", false],
    ["gzip; q=0.0", false],
    ["*", true],
    ["*;q=0", false],
    ["*, gzip;q=0", false],
    ["identity", false],
    ["br", false],
  ])("for Accept-Encoding %j is gzip: %s", (accepted, isGzip) => {
    expect(acceptsGzip(accepted)).toBe(isGzip);
  });
});
