import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readKeysOptions } from "../../scripts/keys/options.ts";
import { runKeys } from "../../scripts/keys/runKeys.ts";
import { findKey, hasLiveKey, keyState } from "../../src/store/keys.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => test.database.sql`truncate intake.api_key`);

const NOW = new Date("2026-03-01T12:00:00Z");
const daysLater = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const keys = (args: string[], now = NOW) => runKeys(test.database, readKeysOptions(args)!, now);
const make = async (name: string, ...args: string[]) =>
  (await keys(["make", name, "--scope", "imports:aeds", ...args])).out;
const state = async (key: string, now: Date) => keyState((await findKey(test.as("load"), key, now))!, now);

describe("npm run keys", () => {
  it("shows a random key of 256 bits once and keeps its SHA-256 only", async () => {
    const { out, told } = await keys(["make", "gis", "--scope", "imports:aeds", "--scope", "imports:posts"]);
    // 43 characters of 6 bits hold 256 bits
    expect(out).toMatch(/^zesminuten_[A-Za-z0-9_-]{43}$/);
    expect(told).toMatch(/shown this once; it works until 2027-03-01/);
    expect(await make("other")).not.toBe(out);
    const dump = JSON.stringify(await test.database.sql`select * from intake.api_key`);
    expect(dump).not.toContain(out);
    expect(dump).not.toContain(out.slice("zesminuten_".length));
    expect(dump).toContain(createHash("sha256").update(out).digest("hex"));
    expect(await findKey(test.as("load"), out, NOW)).toMatchObject({
      name: "gis",
      scopes: ["imports:aeds", "imports:posts"],
    });
  });

  it("lists names, states and days, and never a key", async () => {
    expect((await keys(["list"])).out).toMatch(/no address that writes/);
    const key = await make("gis", "--days", "30");
    await findKey(test.as("load"), key, NOW);
    const { out } = await keys(["list"]);
    expect(out).toMatch(/gis +live +2026-03-01 +2026-03-31 +2026-03-01 +imports:aeds/);
    expect(out).not.toContain(key);
  });

  it("lets a key live until its day and no longer", async () => {
    const key = await make("gis", "--days", "30");
    expect(await state(key, daysLater(29.99))).toBe("live");
    expect(await state(key, daysLater(30))).toBe("expired");
    expect(await hasLiveKey(test.as("load"), daysLater(29.99))).toBe(true);
    expect(await hasLiveKey(test.as("load"), daysLater(30))).toBe(false);
  });

  it("rotates: the new one lives as long again, the old one ends after the overlap", async () => {
    const old = await make("gis", "--days", "30");
    const { out: fresh } = await keys(["rotate", "gis", "--overlap-days", "7"], daysLater(10));
    expect(await state(old, daysLater(16.9))).toBe("live");
    expect(await state(old, daysLater(17))).toBe("expired");
    expect(await state(fresh, daysLater(39.9))).toBe("live");
    expect(await state(fresh, daysLater(40))).toBe("expired");
    expect((await findKey(test.as("load"), fresh, NOW))!.scopes).toEqual(["imports:aeds"]);
    await expect(keys(["rotate", "nobody"])).rejects.toThrow(/no live key is named/);
  });

  it("never lengthens the life of the old key by rotating", async () => {
    const old = await make("gis", "--days", "3");
    await keys(["rotate", "gis", "--overlap-days", "7"]);
    expect(await state(old, daysLater(3))).toBe("expired");
  });

  it("revokes at once, by name or by id, and frees the name", async () => {
    const key = await make("gis");
    await expect(make("gis")).rejects.toThrow(/which a live key has/);
    expect((await keys(["revoke", "gis"])).told).toMatch(/1 key of "gis" ended now/);
    expect(await state(key, NOW)).toBe("revoked");
    await expect(keys(["revoke", "gis"])).rejects.toThrow(/no live key/);
    const second = await make("gis");
    const [{ id }] = await test.database.sql`select id from intake.api_key where revoked_at is null`;
    await keys(["revoke", id]);
    expect(await state(second, NOW)).toBe("revoked");
  });

  it("tells what is typed wrong", () => {
    expect(() => readKeysOptions(["make", "gis"])).toThrow(/got no --scope/);
    expect(() => readKeysOptions(["make", "gis", "--scope", "everything"])).toThrow(
      /expected one of imports:aeds/,
    );
    expect(() => readKeysOptions(["make", "a\nb", "--scope", "imports:aeds"])).toThrow(/rename it/);
    expect(() => readKeysOptions(["make", "gis", "--scope", "imports:aeds", "--days", "9999"])).toThrow(
      /to 730/,
    );
    expect(() => readKeysOptions(["rotate"])).toThrow(/expected one/);
    expect(() => readKeysOptions(["lend", "gis"])).toThrow(/make, list, rotate or revoke/);
    expect(readKeysOptions([])).toBeNull();
  });
});

describe("a text that is no key", () => {
  it("finds nothing", async () => {
    const key = await make("gis");
    for (const text of ["", "zesminuten_", key.slice(0, -1), `${key}x`, key.toUpperCase(), "' or true --"]) {
      expect(await findKey(test.as("load"), text, NOW), text).toBeNull();
    }
  });
});

describe("the roles", () => {
  it("let the loader look keys up and never make, change or revoke one", async () => {
    const key = await make("gis");
    const { sql } = test.as("load");
    expect(await findKey(test.as("load"), key, NOW)).toMatchObject({ name: "gis" });
    for (const statement of [
      sql`insert into intake.api_key (name, hash, scopes, created_at, expires_at)
        values ('mine', 'x', '{}', now(), now())`,
      sql`update intake.api_key set expires_at = now() + interval '99 years'`,
      sql`update intake.api_key set scopes = '{imports:responders}'`,
      sql`delete from intake.api_key`,
    ]) {
      await expect(statement).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("keep who serves and who runs away from keys and from what came in", async () => {
    for (const role of ["serve", "run"] as const) {
      for (const table of ["api_key", "import_request", "import_body"]) {
        const read = test.as(role).sql.query(`select * from intake.${table}`);
        await expect(read, `${role} ${table}`).rejects.toMatchObject({ code: "42501" });
      }
    }
  });
});
