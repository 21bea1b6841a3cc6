import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseDigest, importDamaged } from "../../scripts/fuzz/importDamaged.ts";
import type { FailedCase } from "../../scripts/fuzz/runFuzz.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());

describe("damaged files through the real import", () => {
  it("are taken in as a whole or leave every table as it was", async () => {
    const failed: FailedCase[] = [];
    const onFailure = (one: FailedCase) => failed.push(one);
    const { taken, refused } = await importDamaged(test.database, {
      seed: 112,
      from: 0,
      count: 40,
      onFailure,
    });
    expect(failed).toEqual([]);
    expect(taken).toBeGreaterThan(3);
    expect(refused).toBeGreaterThan(3);
  });

  it("would show in the digest, whatever row they changed", async () => {
    const before = await databaseDigest(test.database);
    expect(await databaseDigest(test.database)).toBe(before);
    await test.database.sql`update aed set name = 'changed' where ref = (select min(ref) from aed)`;
    expect(await databaseDigest(test.database)).not.toBe(before);
  });
});
