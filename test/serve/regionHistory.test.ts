import { describe, expect, it } from "vitest";
import { startApi } from "./askApi.ts";
import { expectRules } from "./expectRules.ts";
import { RUN_ID } from "./fakeStore.ts";

const { ask, askJson } = startApi();
const PATH = "/v1/collections/regions/items/GM0002/history";

describe("the history of a region", () => {
  it("tells what was published on which day, newest first, and what it was made from", async () => {
    const { code, numberMatched, numberReturned, history } = await askJson(PATH);
    expect([code, numberMatched, numberReturned]).toEqual(["GM0002", 3, 3]);
    expect(history[0]).toEqual({
      date: "2026-01-02",
      layer: "week",
      figures: { reachableWithin500mShare: 0.51 },
      runId: RUN_ID,
      inputs: expect.objectContaining({ aeds: "real", responders: "synthetic" }),
      synthetic: true,
      codeVersion: "5",
      dataDate: "2025-12-01",
    });
  });

  it("is given in pages by an absolute next link, and of one layer", async () => {
    const first = await askJson(`${PATH}?limit=2`);
    expect(first.numberReturned).toBe(2);
    const next = first.links.find(({ rel }: { rel: string }) => rel === "next").href;
    const second = await askJson(next);
    expect(second.history.map(({ date }: { date: string }) => date)).toEqual(["2025-12-30"]);
    expect(second.links.map(({ rel }: { rel: string }) => rel)).toEqual(["self"]);
    expect((await askJson(`${PATH}?layer=base`)).numberMatched).toBe(1);
  });

  it("is empty for a region that never changed, and unknown for one that never was", async () => {
    expect((await askJson("/v1/collections/regions/items/GM0003/history")).history).toEqual([]);
    const unknown = await ask("/v1/collections/regions/items/GM9999/history");
    expect(unknown.status).toBe(404);
    expectRules(unknown, await unknown.text());
  });

  it("refuses a layer that there is none of, and keeps the rules of every answer", async () => {
    const refused = await ask(`${PATH}?layer=responseWeek`);
    expect(refused.status).toBe(400);
    expect((await refused.json()) as object).toMatchObject({ errors: [{ parameter: "layer" }] });
    const answer = await ask(PATH);
    expectRules(answer, await answer.clone().text());
    expect(answer.headers.get("Cache-Control")).toMatch(/max-age=60/);
  });
});
