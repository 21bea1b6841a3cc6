import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/database.ts";

const { DATABASE_URL: connectionString, NEON_HTTP: neonHttp } = env as unknown as Record<string, string>;

describe("Neon's driver inside workerd", () => {
  it("reads the migrated tables", async () => {
    const { sql } = openDatabase({ connectionString, neonHttp });
    expect(navigator.userAgent).toBe("Cloudflare-Workers");
    expect(await sql`select count(*)::int as runs from run`).toEqual([{ runs: 0 }]);
  });

  it("writes all of a batch or nothing", async () => {
    const { sql } = openDatabase({ connectionString, neonHttp });
    const insert = (id: string) => sql`insert into source (id, kind, title, is_synthetic)
      values (${id}, 'aeds', 'test', true)`;
    await expect(sql.transaction([insert("worker-a"), insert("worker-a")])).rejects.toMatchObject({
      code: "23505",
    });
    await sql.transaction([insert("worker-a"), insert("worker-b")]);
    const kept = await sql`delete from source where id like 'worker-%' returning id`;
    expect(kept.map(({ id }) => id).sort()).toEqual(["worker-a", "worker-b"]);
  });

  it("is refused the exact counts", async () => {
    const { sql } = openDatabase({ connectionString, neonHttp });
    const read = sql`select * from exact.responder_shard`;
    await expect(read).rejects.toMatchObject({ name: "NeonDbError", code: "42501" });
  });

  it("computes in typed arrays what it read as base64", async () => {
    const { sql } = openDatabase({ connectionString, neonHttp });
    // 1, 2, 253 as little-endian 16-bit numbers
    const [row] = await sql`select encode('\\x01000200fd00'::bytea, 'base64') as column`;
    const bytes = Uint8Array.from(atob(row.column), (character) => character.charCodeAt(0));
    expect([...new Uint16Array(bytes.buffer)]).toEqual([1, 2, 253]);
  });
});
