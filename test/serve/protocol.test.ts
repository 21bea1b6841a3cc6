import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { positionToTile } from "../../src/serve/tiles/mercator.ts";
import { ORIGIN, startApi } from "./askApi.ts";
import { expectProblem, expectRules } from "./expectRules.ts";
import { RUN_ID, SHARDS, UTRECHT } from "./fakeStore.ts";

const { x, y } = positionToTile(UTRECHT.lng, UTRECHT.lat, 12);
const TILES = "/v1/collections/coverage/tiles/WebMercatorQuad";
const CELL = SHARDS[0];

/** One address for every path of the OpenAPI document, in its order of parameters. */
const SAMPLES: Record<string, string> = {
  collectionId: "coverage",
  tileMatrixSetId: "WebMercatorQuad",
  tileMatrix: "12",
  tileRow: String(y),
  tileCol: String(x),
  runId: RUN_ID,
};
const FEATURE_IDS: Record<string, string> = {
  regions: "GM0001",
  coverage: CELL,
  response: CELL,
  aeds: encodeURIComponent("demo:aed/1"),
  "ambulance-posts": "demo:post-1",
  "police-fire-posts": "demo:station-1",
};

async function everyAddress(): Promise<string[]> {
  const { paths } = await startApi().askJson("/v1/openapi.json");
  // gaps cannot do without a region: `gaps.test.ts` holds them to the same rules
  const complete = Object.keys(paths).filter((path) => !path.startsWith("/collections/gaps/"));
  return complete.map((path) => {
    const collection = path.split("/")[2];
    const filled = path
      .replace("{featureId}", FEATURE_IDS[collection])
      .replace(/\{(\w+)\}/g, (_, name: string) => SAMPLES[name]);
    return filled === "/" ? "/v1" : `/v1${filled}`;
  });
}

// what goes wrong on purpose here is logged: not in the test's own output
beforeAll(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterAll(() => void vi.restoreAllMocks());

describe("every address", () => {
  it("answers GET with 200 and all the headers", async () => {
    const { ask } = startApi();
    const addresses = await everyAddress();
    expect(addresses).toHaveLength(27);
    for (const address of addresses) {
      const response = await ask(address);
      expect(response.status, address).toBe(200);
      expectRules(response, address);
    }
  });

  it("accepts f=json", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      expect((await ask(`${address}?f=json`)).status, address).toBe(200);
    }
  });

  it("answers HEAD as GET without a body", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      const [get, head] = [await ask(address), await ask(address, { method: "HEAD" })];
      expect(head.status, address).toBe(200);
      expect(await head.text(), address).toBe("");
      for (const name of ["ETag", "Content-Type", "Cache-Control", "Vary", "API-Version"]) {
        expect(head.headers.get(name), `${address} ${name}`).toBe(get.headers.get(name));
      }
    }
  });

  it("answers OPTIONS with 204 and what is allowed", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      const response = await ask(address, { method: "OPTIONS" });
      expect(response.status, address).toBe(204);
      expectRules(response, address);
      expect(response.headers.get("Access-Control-Allow-Methods")).toBe("GET, HEAD, OPTIONS");
    }
  });

  it("refuses other methods with 405 and Allow", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const response = await ask(address, { method });
        expect(response.headers.get("Allow"), address).toBe("GET, HEAD, OPTIONS");
        await expectProblem(response, 405);
      }
    }
  });

  it("gives a strong ETag and 304 to a client that holds it, with the headers of the 200", async () => {
    const { ask } = startApi();
    for (const address of (await everyAddress()).filter((address) => address !== "/v1/health")) {
      const first = await ask(address);
      const etag = first.headers.get("ETag")!;
      expect(etag, address).toMatch(/^"[0-9a-f]{32}"$/);
      for (const held of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const second = await ask(address, { headers: { "If-None-Match": held } });
        expect(second.status, `${address} ${held}`).toBe(304);
        expect(await second.text()).toBe("");
        expectRules(second, address);
        for (const name of ["ETag", "Cache-Control", "Vary", "Content-Location"]) {
          expect(second.headers.get(name), `${address} ${name}`).toBe(first.headers.get(name));
        }
      }
      expect((await ask(address, { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
    }
  });

  it("refuses a parameter that it does not have with 400, naming it", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      const { errors } = await expectProblem(await ask(`${address}?bogus=1&other=2`), 400);
      expect(
        errors!.map(({ parameter }) => parameter),
        address,
      ).toEqual(["bogus", "other"]);
    }
  });

  it("refuses with 406 a client that wants none of our forms", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      await expectProblem(await ask(address, { headers: { Accept: "image/png" } }), 406);
      const any = await ask(address, { headers: { Accept: "image/png, */*;q=0.1" } });
      expect(any.status, address).toBe(200);
    }
  });

  it("is 404 with a slash at the end, but for the root", async () => {
    const { ask } = startApi();
    for (const address of await everyAddress()) {
      const response = await ask(`${address}/`);
      if (address === "/v1") expect(response.status).toBe(200);
      else await expectProblem(response, 404);
    }
  });

  it("says 503 and what to do when the database is dead, unless it needs none", async () => {
    const { ask } = startApi({ isDead: true });
    const withoutDatabase = ["/v1/conformance", "/v1/openapi.json", "/v1/tile-matrix-sets", "/v1/validation"];
    for (const address of await everyAddress()) {
      const response = await ask(address);
      if (withoutDatabase.some((path) => address.startsWith(path)))
        expect(response.status, address).toBe(200);
      else {
        expect(response.headers.get("Retry-After"), address).toBeTruthy();
        expect((await expectProblem(response, 503)).detail).toContain("DATABASE_URL");
      }
    }
  });

  it("tells nothing of an error's inside", async () => {
    const body = await (await startApi({ isDead: true }).ask("/v1/collections/aeds/items")).text();
    expect(body).not.toContain("connection refused");
    expect(body).not.toMatch(/\bat \S+:\d+/);
  });

  it("has a problem or an answer, never an error, before the first run", async () => {
    const { ask } = startApi({ run: null });
    for (const address of await everyAddress()) {
      const response = await ask(address);
      expect([200, 404, 503], address).toContain(response.status);
      expectRules(response, address);
    }
    const { detail } = await expectProblem(await ask("/v1/collections/aeds/items"), 503);
    expect(detail).toContain("npm run recalculate");
  });
});

describe("an address that does not exist", () => {
  it.each([
    "/v1/nope",
    "/v1/collections/holes",
    "/v1/collections/holes/items",
    "/v2",
    "/v1//",
    "/v1/collections.json",
    "/",
  ])("is a 404 problem: %s", async (path) => {
    await expectProblem(await startApi().ask(path), 404);
  });

  it("is 404 for every method: no write route answers without a key", async () => {
    const { ask } = startApi();
    for (const path of ["/v1/imports", "/v1/jobs", "/v1/processes/placement/execution", "/v1/imports/1"]) {
      for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
        await expectProblem(await ask(path, { method }), 404);
      }
    }
  });

  it("refuses a NUL character, which the database would choke on", async () => {
    const { ask } = startApi();
    await expectProblem(await ask("/v1/collections/regions/items?search=a%00b"), 400);
    await expectProblem(await ask("/v1/collections/aeds/items/demo%00"), 400);
  });
});

describe("absolute addresses", () => {
  it("are made from the request's origin, or from the configured one", async () => {
    const own = await startApi().askJson("/v1/collections");
    expect(own.links[0].href).toBe(`${ORIGIN}/v1/collections`);
    const configured = await startApi({ baseUrl: "https://elders.test/" }).askJson("/v1/collections?f=json");
    expect(configured.links[0].href).toBe("https://elders.test/v1/collections?f=json");
  });

  it("in every document lead to an answer", async () => {
    const { ask, askJson } = startApi();
    const seen = new Set<string>();
    const todo = [
      "/v1",
      "/v1/collections/coverage/tiles",
      `${TILES}?f=json`,
      "/v1/runs",
      "/v1/tile-matrix-sets",
    ];
    for (let path = todo.pop(); path; path = todo.pop()) {
      const document = await askJson(path);
      for (const href of hrefsOf(document).filter((href) => !href.includes("{") && !seen.has(href))) {
        seen.add(href);
        expect(href).toMatch(/^https:\/\/zesminuten\.test\/v1/);
        expect((await ask(href)).status, href).toBe(200);
        if (!href.includes("f=") && !href.includes("/items")) todo.push(href);
      }
    }
    expect(seen.size).toBeGreaterThan(20);
  });
});

function hrefsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(hrefsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "href" && typeof part === "string" ? [part] : hrefsOf(part),
  );
}
