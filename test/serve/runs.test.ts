import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { startApi } from "./askApi.ts";
import { RUN_ID } from "./fakeStore.ts";

const { ask, askJson } = startApi();

describe("the scenario in the API", () => {
  it("describes every assumption of a run with words, unit, source and range", async () => {
    const { components } = await askJson("/v1/openapi.json");
    const { properties } = components.schemas.Scenario;
    expect(properties.doorSeconds).toMatchObject({ type: "number", minimum: 30, maximum: 150, default: 75 });
    expect(properties.doorSeconds.description).toContain("(s; calibrated");
    expect(properties.alert.properties.alertedMax).toMatchObject({ nullable: true, maximum: 1_000 });
    expect((await askJson(`/v1/runs/${RUN_ID}`)).scenario).toEqual(DEFAULT_SCENARIO);
  });
});

describe("runs", () => {
  it("are told by id, with what they were computed from", async () => {
    const { runs } = await askJson("/v1/runs");
    expect(runs).toHaveLength(1);
    expect(await askJson(`/v1/runs/${RUN_ID}`)).toEqual(runs[0]);
    expect(runs[0]).toMatchObject({ id: RUN_ID, shardCount: 3, editions: { aeds: 1 }, synthetic: true });
    expect((await ask("/v1/runs/latest")).status).toBe(404);
  });
});
