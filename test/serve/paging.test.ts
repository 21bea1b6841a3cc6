import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, startApi } from "./askApi.ts";
import { AEDS, POSTS, REGIONS, RUN_ID, STATIONS } from "./fakeStore.ts";
import { cellsOfDomain, idsOf, type Page } from "./followPages.ts";

const { ask, askJson } = startApi();

describe("paging", () => {
  it.each([
    ["aeds", AEDS.map(({ id }) => id)],
    ["regions", REGIONS.map(({ code }) => code)],
    ["ambulance-posts", POSTS.map(({ id }) => id)],
    ["police-fire-posts", STATIONS.map(({ id }) => id)],
  ])("gives every one of %s once, whatever the limit", async (collection, expected) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (limit) => {
        expect(await idsOf(askJson, `/v1/collections/${collection}/items?limit=${limit}`)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it.each([5, 6, 7, 8, 9])(
    "gives every cell of resolution %i once, in the order of shards",
    async (resolution) => {
      const expected = cellsOfDomain(resolution);
      const limit = Math.ceil(expected.length / 3);
      const ids = await idsOf(
        askJson,
        `/v1/collections/coverage/items?resolution=${resolution}&limit=${limit}`,
      );
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

describe("a collection's page", () => {
  it("carries provenance and a time stamp in UTC, and each feature says it is synthetic", async () => {
    for (const collection of [
      "regions",
      "coverage",
      "response",
      "aeds",
      "ambulance-posts",
      "police-fire-posts",
    ]) {
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
