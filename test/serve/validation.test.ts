import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ValidationSchema } from "../../src/serve/validation.ts";
import { startApi } from "./askApi.ts";

describe("the validation", () => {
  it("is what stands in the docs, row by row, of the form that OpenAPI tells, without asking a database", async () => {
    const { ask, reads } = startApi();
    const document = (await (await ask("/v1/validation")).json()) as Record<string, unknown>;
    expect(ValidationSchema.strict().safeParse(document).error?.issues ?? []).toEqual([]);
    expect(document.rows).toEqual(JSON.parse(readFileSync("docs/validation.json", "utf8")));
    expect(reads).toEqual([]);
  });

  it("keeps what failed, and says of which data each row is", async () => {
    const { rows } = await startApi().askJson("/v1/validation");
    const verdicts = new Set(rows.map(({ verdict }: { verdict: string }) => verdict));
    expect(verdicts).toContain("fail");
    for (const { data, kind } of rows) expect(data === "none").toBe(kind === "unit");
  });
});
