import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { MEDIA } from "../../src/serve/respond.ts";
import { ORIGIN, startApi } from "./askApi.ts";
import { fakeRun, RUN_ID } from "./fakeStore.ts";

const { ask, askJson } = startApi();
interface Link {
  rel: string;
  href: string;
  type?: string;
}
const relsOf = (links: Link[]) => links.map(({ rel }) => rel);

describe("the landing page", () => {
  it("links to everything that clients look for", async () => {
    const { links, title } = await askJson("/v1");
    expect(relsOf(links)).toEqual(
      expect.arrayContaining(["self", "service-desc", "service-doc", "conformance", "data"]),
    );
    expect(links.find(({ rel }: Link) => rel === "service-desc")).toMatchObject({
      href: `${ORIGIN}/v1/openapi.json`,
      type: "application/vnd.oai.openapi+json;version=3.0",
    });
    expect(title).toBe("Zesminuten (demo)");
  });

  it("is HTML for a browser, with a full policy and nothing to run", async () => {
    const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (const response of [await ask("/v1", { headers: { Accept: accept } }), await ask("/v1?f=html")]) {
      expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
      expect(await response.text()).toContain("112");
    }
    expect((await ask("/v1/openapi.json?f=html")).headers.get("Content-Type")).toContain("text/html");
  });

  it("is Dutch unless English is preferred", async () => {
    const inLanguage = async (language: string, query = "") => {
      const response = await ask(`/v1${query}`, { headers: { "Accept-Language": language } });
      return response.headers.get("Content-Language");
    };
    expect(await inLanguage("de")).toBe("nl");
    expect(await inLanguage("en-GB,en;q=0.9,nl;q=0.8")).toBe("en");
    expect(await inLanguage("en;q=0.5,nl")).toBe("nl");
    expect(await inLanguage("nl", "?lang=en")).toBe("en");
  });
});

describe("the OpenAPI document", () => {
  it("is 3.0.3, says who to write to and needs nothing from outside itself", async () => {
    const response = await ask("/v1/openapi.json");
    expect(response.headers.get("Content-Type")).toBe(MEDIA.openapi);
    const text = await response.text();
    const document = JSON.parse(text);
    expect(document).toMatchObject({
      openapi: "3.0.3",
      info: {
        version: "0.1.0",
        contact: { name: expect.any(String), email: expect.any(String), url: expect.any(String) },
      },
      servers: [{ url: `${ORIGIN}/v1` }],
    });
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty(reference.split("/")[3]);
    }
  });

  it("has paths of lower case and dashes, and parameters of camel case", async () => {
    const { paths } = await askJson("/v1/openapi.json");
    const exceptions = ["bbox-crs", "filter-crs"];
    for (const [path, { get }] of Object.entries<{
      get: { operationId: string; parameters?: { name: string }[] };
    }>(paths)) {
      for (const segment of path.split("/").slice(1)) {
        if (path !== "/openapi.json") expect(segment).toMatch(/^(|[a-z0-9-]+|\{[a-zA-Z]+\})$/);
      }
      expect(get.operationId).toMatch(/^[a-z][a-zA-Z]+$/);
      for (const { name } of get.parameters ?? [])
        if (!exceptions.includes(name)) expect(name).toMatch(/^[a-z][a-zA-Z]*$/);
    }
  });

  it("describes bbox and limit as clients need them", async () => {
    const { paths } = await askJson("/v1/openapi.json");
    for (const id of [
      "regions",
      "coverage",
      "response",
      "gaps",
      "aeds",
      "ambulance-posts",
      "police-fire-posts",
    ]) {
      const { parameters } = paths[`/collections/${id}/items`].get;
      const named = (name: string) =>
        parameters.find((parameter: { name: string }) => parameter.name === name);
      expect(named("bbox")).toMatchObject({
        style: "form",
        explode: false,
        schema: {
          type: "array",
          minItems: 4,
          maxItems: 6,
          items: { type: "number" },
          oneOf: [
            { minItems: 4, maxItems: 4 },
            { minItems: 6, maxItems: 6 },
          ],
        },
      });
      expect(named("limit").schema).toMatchObject({
        type: "integer",
        minimum: 1,
        default: 100,
        maximum: expect.any(Number),
      });
      expect(named("datetime").schema.type).toBe("string");
    }
  });
});

describe("collections", () => {
  it("have systems, storage and links, and each equals its entry in the list", async () => {
    const { collections, crs, links } = await askJson("/v1/collections");
    expect(relsOf(links)).toContain("self");
    expect(crs[0]).toBe("http://www.opengis.net/def/crs/OGC/1.3/CRS84");
    expect(crs).toHaveLength(3);
    expect(collections.map(({ id }: { id: string }) => id)).toEqual([
      "regions",
      "coverage",
      "response",
      "gaps",
      "aeds",
      "ambulance-posts",
      "police-fire-posts",
    ]);
    for (const entry of collections) {
      expect(await askJson(`/v1/collections/${entry.id}`)).toEqual(entry);
      expect(entry).toMatchObject({
        title: expect.stringContaining("(demo)"),
        storageCrs: crs[0],
        synthetic: true,
      });
      expect(relsOf(entry.links)).toEqual(
        expect.arrayContaining(["self", entry.id === "gaps" ? "search" : "items"]),
      );
      const hasTiles = relsOf(entry.links).includes("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector");
      expect(hasTiles).toBe(["coverage", "response", "aeds"].includes(entry.id));
    }
  });

  it("do not say (demo) of real inputs", async () => {
    const { collections } = await startApi({ run: fakeRun(RUN_ID, "real") }).askJson("/v1/collections");
    for (const { title, synthetic } of collections) {
      expect(title).not.toContain("demo");
      expect(synthetic).toBe(false);
    }
  });
});

describe("a tileset", () => {
  const address = "/v1/collections/coverage/tiles/WebMercatorQuad";

  it("is told as TileJSON with run-keyed addresses, row before column", async () => {
    const response = await ask(`${address}?f=tilejson&period=night`);
    expect(response.headers.get("Cache-Control")).toBe("no-cache");
    expect(await response.json()).toMatchObject({
      tilejson: "3.0.0",
      tiles: [`${ORIGIN}${address}/{z}/{y}/{x}?period=night&runId=${RUN_ID}`],
      vector_layers: [
        {
          id: "coverage",
          description: expect.stringContaining("last 13 hexadecimal characters"),
          fields: {},
        },
        { id: "demo" },
      ],
      minzoom: 0,
      maxzoom: 12,
      bounds: [3.2, 50.7, 7.3, 53.7],
      attribution: "© GeoNames, CC BY 4.0",
      synthetic: true,
    });
  });

  it("names as fields what its tiles carry, and nothing else", async () => {
    for (const id of ["coverage", "response", "aeds"]) {
      const tileJson = await askJson(`/v1/collections/${id}/tiles/WebMercatorQuad?f=tilejson`);
      const carried = new Set<string>();
      // zoom 11 has roll-ups, zoom 12 cells; Utrecht is in column 1053 and row 675 of zoom 11
      for (const [z, y, x] of [
        [11, 675, 1053],
        [12, 1351, 2106],
      ]) {
        const url = tileJson.tiles[0].replace("{z}", z).replace("{y}", y).replace("{x}", x);
        const response = await ask(url);
        expect(response.status).toBe(200);
        const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
        expect(Object.keys(tile.layers)).toEqual([id, "demo"]);
        for (let n = 0; n < tile.layers[id].length; n++) {
          for (const name of Object.keys(tile.layers[id].feature(n).properties)) carried.add(name);
        }
      }
      expect([...carried].sort()).toEqual(Object.keys(tileJson.vector_layers[0].fields).sort());
    }
  });

  it("is described with limits that hold the country, a templated item and the tiling scheme", async () => {
    const { links, tileMatrixSetLimits, layers, ...rest } = await askJson(address);
    expect(rest).toMatchObject({ dataType: "vector", runId: RUN_ID });
    expect(links.find(({ rel }: Link) => rel === "item")).toMatchObject({
      href: `${ORIGIN}${address}/{tileMatrix}/{tileRow}/{tileCol}?period=week&runId=${RUN_ID}`,
      type: MEDIA.mvt,
      templated: true,
    });
    expect(relsOf(links)).toContain("http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme");
    expect(tileMatrixSetLimits).toHaveLength(15);
    // zoom 7: 3.2° E is column 65.1, 7.3° E 66.6; 53.7° N is row 41.4, 50.7° N 43.0
    expect(tileMatrixSetLimits[7]).toEqual({
      tileMatrix: "7",
      minTileCol: 65,
      maxTileCol: 66,
      minTileRow: 41,
      maxTileRow: 43,
    });
    expect(layers).toHaveLength(1);
  });

  it("has a style that draws every layer of its tiles from its TileJSON", async () => {
    for (const id of ["coverage", "response", "aeds"]) {
      const style = await askJson(`/v1/collections/${id}/tiles/WebMercatorQuad?f=style`);
      expect(style).toMatchObject({ version: 8, name: expect.stringContaining("(demo)") });
      const { vector_layers } = await askJson(style.sources[id].url);
      const drawn = style.layers.map((layer: Record<string, string>) => layer["source-layer"]);
      expect(drawn).toEqual(vector_layers.map((layer: { id: string }) => layer.id));
    }
  });

  it("is cut by OGC's WebMercatorQuad", async () => {
    const { tileMatrices, crs } = await askJson("/v1/tile-matrix-sets/WebMercatorQuad");
    expect(crs).toBe("http://www.opengis.net/def/crs/EPSG/0/3857");
    // OGC 17-083r4, table D.1
    expect(tileMatrices[0]).toMatchObject({
      id: "0",
      matrixWidth: 1,
      pointOfOrigin: [-20037508.342789244, 20037508.342789244],
    });
    expect(tileMatrices[0].scaleDenominator).toBeCloseTo(559082264.0287178, 5);
    expect(tileMatrices[12]).toMatchObject({ id: "12", matrixWidth: 4096, tileWidth: 256 });
  });
});

describe("health", () => {
  it("tells the age of the run and of every source by the given clock", async () => {
    const response = await ask("/v1/health");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await response.json()).toMatchObject({
      status: "pass",
      runId: RUN_ID,
      // published 01:31, imported 01:00, asked 03:31; 2023-12-31 to 2026-01-01 is 1 + 366 + 365 days
      publishedAgeSeconds: 7200,
      sources: [
        {
          sourceId: "demo",
          synthetic: true,
          dataDate: "2023-12-31",
          dataAgeDays: 732,
          importAgeSeconds: 9_060,
        },
      ],
    });
  });

  it("warns of a run older than 36 hours, and of none at all, saying what to do", async () => {
    const old = { ...fakeRun(), publishedAt: "2025-12-30T00:00:00.000Z" };
    expect(await startApi({ run: old }).askJson("/v1/health")).toMatchObject({
      status: "warn",
      notes: [expect.stringContaining("recalculate")],
    });
    expect(await startApi({ run: null }).askJson("/v1/health")).toMatchObject({
      status: "warn",
      runId: null,
      notes: [expect.stringContaining("recalculate")],
    });
  });
});
