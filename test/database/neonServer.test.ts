import { neon } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { NO_REAL_POSTGRES, realPostgres, startRealDatabase } from "../harness/realPostgres.ts";

const SERVERS = [
  { name: "the embedded database", start: startTestDatabase, isThere: true },
  { name: "a real Postgres", start: startRealDatabase, isThere: realPostgres !== null },
];
const title = ({ name, isThere }: (typeof SERVERS)[number]) =>
  name + (isThere ? "" : ` (${NO_REAL_POSTGRES})`);

for (const server of SERVERS)
  describe.skipIf(!server.isThere)(`in front of ${title(server)}`, () => {
    let test: TestDatabase;
    beforeAll(async () => {
      test = await server.start();
    });
    afterAll(() => test.close());

    type Told = { rows: unknown[]; message: string; code: string };

    function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
      return fetch(test.neonHttp, {
        method: "POST",
        headers: { "neon-connection-string": test.connectionStrings.owner, ...headers },
        body,
      });
    }

    describe("a query", () => {
      it("gives values by their Postgres types", async () => {
        const [row] = await test.database.sql`select 1 + ${41}::int as answer, null::text as nothing,
      true as yes, 12345678901::bigint as big, '{"a": [1]}'::jsonb as document, array['x', 'y'] as list,
      '2026-01-02T03:04:05Z'::timestamptz::text as moment`;
        expect(row).toEqual({
          answer: 42,
          nothing: null,
          yes: true,
          big: "12345678901",
          document: { a: [1] },
          list: ["x", "y"],
          moment: "2026-01-02 03:04:05+00",
        });
      });

      it("names the fields, the command and the count as Neon does", async () => {
        const sql = neon(test.connectionStrings.owner, { fullResults: true, arrayMode: true });
        const result = await sql`select 7::int as seven, 'x'::text as letter`;
        expect(result).toMatchObject({ command: "SELECT", rowCount: 1, rowAsArray: true, rows: [[7, "x"]] });
        expect(result.fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual([
          ["seven", 23],
          ["letter", 25],
        ]);
      });

      it("gives objects with JSON values where raw text is not asked for", async () => {
        const response = await post(
          JSON.stringify({ query: "select 7 as n, 0.5::float8 as f, 8::bigint as b, false as no" }),
        );
        expect(((await response.json()) as Told).rows).toEqual([{ n: 7, f: 0.5, b: "8", no: false }]);
      });

      it("fails as a NeonDbError with Postgres' code, detail and constraint", async () => {
        const { sql } = test.database;
        await sql`create table once (id int constraint once_id primary key)`;
        await sql`insert into once values (1)`;
        const failure = sql`insert into once values (1)`;
        await expect(failure).rejects.toMatchObject({
          name: "NeonDbError",
          code: "23505",
          severity: "ERROR",
          detail: "Key (id)=(1) already exists.",
          table: "once",
          constraint: "once_id",
        });
      });

      it("refuses two statements in one query, as Neon does", async () => {
        const failure = test.database.sql.query("select 1; select 2");
        await expect(failure).rejects.toMatchObject({ code: "42601" });
      });

      it("leaves nothing behind for the next one", async () => {
        const { sql } = test.database;
        await sql`set statement_timeout = 77`;
        await sql`create temporary table left_behind (id int)`;
        await sql`begin`;
        await sql`set role zesminuten_serve`;
        const [row] =
          await sql`select current_setting('statement_timeout') as timeout, current_user = session_user as myself,
      to_regclass('left_behind') as left_behind`;
        expect(row).toEqual({ timeout: "0", myself: true, left_behind: null });
      });

      it("carries 8 MB of bytes there and back", async () => {
        // 6,000,000 bytes are 8,000,000 characters of base64
        const text = Buffer.alloc(6_000_000, "zesminuten").toString("base64");
        const [row] = await test.database
          .sql`select translate(encode(decode(${text}, 'base64'), 'base64'), E'\n', '') as back`;
        expect(row.back).toBe(text);
      });
    });

    describe("a batch", () => {
      it("is one transaction: a failure takes everything back", async () => {
        const { sql } = test.database;
        await sql`create table pair (id int primary key)`;
        const failure = sql.transaction([
          sql`insert into pair values (1)`,
          sql`insert into pair values (2)`,
          sql`insert into pair values (1)`,
        ]);
        await expect(failure).rejects.toMatchObject({ code: "23505" });
        expect(await sql`select count(*)::int as n from pair`).toEqual([{ n: 0 }]);
        await sql.transaction([sql`insert into pair values (1)`, sql`insert into pair values (2)`]);
        expect(await sql`select count(*)::int as n from pair`).toEqual([{ n: 2 }]);
      });

      it("keeps the isolation level and the mode that it asks for", async () => {
        const { sql } = test.database;
        const [[row]] = await sql.transaction(
          [
            sql`select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as ro`,
          ],
          { isolationLevel: "Serializable", readOnly: true },
        );
        expect(row).toEqual({ level: "serializable", ro: "on" });
      });

      it("refuses an isolation level that does not exist", async () => {
        const response = await post(JSON.stringify({ queries: [{ query: "select 1" }] }), {
          "neon-batch-isolation-level": "Perfect",
        });
        expect(response.status).toBe(400);
        expect(((await response.json()) as Told).message).toContain("got Neon-Batch-Isolation-Level Perfect");
      });

      it("never mixes with others that come at the same time", async () => {
        const { sql } = test.database;
        await sql`create table counter (n int)`;
        await sql`insert into counter values (0)`;
        await Promise.all(
          Array.from({ length: 20 }, () =>
            sql.transaction([sql`select n from counter for update`, sql`update counter set n = n + 1`]),
          ),
        );
        expect(await sql`select n from counter`).toEqual([{ n: 20 }]);
      });
    });

    describe("the door", () => {
      it("refuses a wrong password, and no password", async () => {
        const wrong = test.connectionStrings.owner.replace(/:[^:@]+@/, ":guess@");
        for (const value of [wrong, "postgresql://zesminuten_owner@127.0.0.1/zesminuten", "nonsense"]) {
          const response = await post(JSON.stringify({ query: "select 1" }), {
            "neon-connection-string": value,
          });
          expect([response.status, ((await response.json()) as Told).code]).toEqual([400, "28P01"]);
        }
      });

      it("says what it expected of a body of another shape", async () => {
        for (const body of [
          "",
          "{",
          "[]",
          '{"query": 1}',
          '{"queries": [1]}',
          '{"query": "select 1", "params": {}}',
        ]) {
          const response = await post(body);
          expect(response.status).toBe(400);
          expect(((await response.json()) as Told).message).toContain("expected {query, params}");
        }
      });

      it("refuses a body larger than 64 MB and goes on serving", async () => {
        const response = await post(JSON.stringify({ query: "x".repeat(64 * 1024 * 1024) }));
        expect(response.status).toBe(413);
        expect(await test.database.sql`select 1 as x`).toEqual([{ x: 1 }]);
      });

      it("refuses an answer larger than 64 MB, as Neon does", async () => {
        const failure = test.database.sql`select repeat('x', 67108865) as x`;
        await expect(failure).rejects.toThrow("HTTP status 507");
      });

      it("runs nothing of a request that is cut off", async () => {
        const { sql } = test.database;
        await sql`create table cut (id int)`;
        const abort = new AbortController();
        const body = new ReadableStream({
          start: (controller) =>
            controller.enqueue(new TextEncoder().encode('{"query": "insert into cut values (1)"')),
        });
        const headers = { "neon-connection-string": test.connectionStrings.owner };
        const init = { method: "POST", headers, body, duplex: "half", signal: abort.signal };
        const request = fetch(test.neonHttp, init as RequestInit);
        setTimeout(() => abort.abort(), 100);
        await expect(request).rejects.toThrow("abort");
        expect(await sql`select count(*)::int as n from cut`).toEqual([{ n: 0 }]);
      });
    });
  });
