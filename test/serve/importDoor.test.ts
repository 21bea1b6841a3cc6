import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { expectRules } from "./expectRules.ts";
import {
  AEDS,
  accepted,
  aedCsv,
  keyFor,
  NOW,
  problemOf,
  startImportApi,
  useImportApi,
} from "./importWorld.ts";

const world = useImportApi();

const WRITES = [
  ["POST", "/v1/imports"],
  ["GET", "/v1/imports"],
  ["OPTIONS", "/v1/imports"],
  ["GET", "/v1/imports/00000000-0000-4000-8000-000000000001"],
  ["DELETE", "/v1/imports/00000000-0000-4000-8000-000000000001"],
] as const;

describe("without a live key", () => {
  it("no address that writes exists: 404, as any other path, key or no key", async () => {
    await world.test().database.sql`update intake.api_key set revoked_at = now()`;
    for (const [method, path] of WRITES) {
      for (const by of [undefined, world.key(), "zesminuten_nonsense"]) {
        const response = await world.api().ask(path, by, { method });
        expect(response.headers.get("Cache-Control"), path).toBe("no-store");
        await problemOf(response, 404);
      }
    }
  });

  it("an expired key is none", async () => {
    const later = startImportApi(world.test(), { now: () => new Date(NOW.getTime() + 86_400_000) });
    expect((await later.ask("/v1/imports", world.key())).status).toBe(404);
  });

  it("they exist where the deployment says so, and are gone where it says no", async () => {
    const off = startImportApi(world.test(), { isEnabled: false });
    for (const [method, path] of WRITES)
      expect((await off.ask(path, world.key(), { method })).status).toBe(404);
    await world.test().database.sql`truncate intake.api_key`;
    const on = startImportApi(world.test(), { isEnabled: true });
    expect((await on.ask("/v1/imports")).status).toBe(401);
  });
});

describe("a key", () => {
  it("is asked for with 401 and the way to bring it", async () => {
    for (const by of [undefined, "zesminuten_nonsense", world.key().slice(0, -1)]) {
      const response = await world.api().ask("/v1/imports", by);
      expect(response.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
      expect(response.headers.get("Cache-Control")).toBe("private, no-store");
      await problemOf(response, 401);
    }
    const basic = await world
      .api()
      .ask("/v1/imports", undefined, { headers: { Authorization: `Basic ${world.key()}` } });
    expect(basic.status).toBe(401);
    expect((await world.api().ask(`/v1/imports?key=${world.key()}`)).status).toBe(401);
  });

  it("that ended says so to who holds it", async () => {
    await keyFor(world.test(), "other", "imports:aeds");
    await world.test().database
      .sql`update intake.api_key set revoked_at = '2026-02-03T00:00:00Z' where name = 'gis'`;
    expect((await problemOf(await world.api().ask("/v1/imports", world.key()), 401)).detail).toMatch(
      /revoked since 2026-02-03/,
    );
  });

  it("does what its scopes say and nothing else", async () => {
    const { detail } = await problemOf(
      await world.api().send(world.key(), "kind=posts&source=rivm", "{}", "application/json"),
      403,
    );
    expect(detail).toMatch(/expected one for imports:posts/);
    const location = await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    const posts = await keyFor(world.test(), "posts", "imports:posts");
    await problemOf(await world.api().ask(location, posts), 403);
    await problemOf(await world.api().ask(location, posts, { method: "DELETE" }), 403);
    expect(await (await world.api().ask("/v1/imports", posts)).json()).toMatchObject({
      numberMatched: 0,
      imports: [],
    });
  });

  it("is in no log, no row and no answer", async () => {
    const log = vi.mocked(console.error);
    log.mockClear();
    const broken = startImportApi(world.test(), { enqueue: () => Promise.reject(new Error("no queue")) });
    const response = await broken.send(world.key(), AEDS, aedCsv("1"));
    expect(response.status).toBe(500);
    expect(log).toHaveBeenCalled();
    const rows = await world.test().database.sql`select * from intake.import_request`;
    for (const text of [JSON.stringify(log.mock.calls), JSON.stringify(rows), await response.text()]) {
      expect(text).not.toContain(world.key());
    }
  });
});

describe("what is refused before it is read", () => {
  it("is told by status and by what to do", async () => {
    const cases: [status: number, query: string, body: string, type: string, says: RegExp][] = [
      [400, "kind=aeds", "x", "text/csv", /source: got nothing/],
      [400, "source=town", "x", "text/csv", /kind/],
      [400, `${AEDS}&colour=red`, "x", "text/csv", /unknown query parameter "colour"/],
      [
        400,
        `${AEDS}&dataDate=2026-02-31`.replace("&dataDate=2026-02-01", ""),
        "x",
        "text/csv",
        /expected a day/,
      ],
      [400, "kind=aeds&source=My%20List", "x", "text/csv", /small letters/],
      [400, `${AEDS}&columns=%7B%22colour%22%3A%22x%22%7D`, "x", "text/csv", /got "colour" in columns/],
      [415, AEDS, aedCsv("1"), "application/x-www-form-urlencoded", /text\/csv/],
      [415, AEDS, aedCsv("1"), "application/geo+json", /got CSV in the body/],
      [400, `${AEDS}&extent=5,52,4,53`, "x", "text/csv", /extent: got "5,52,4,53"/],
      [
        400,
        "kind=regions&source=x&extent=4,52,5,53",
        "{}",
        "application/json",
        /extent: got it with regions.*leave it out/,
      ],
      [400, "kind=streets&source=x", "x", "text/csv", /kind: got "streets", expected one of aeds,/],
      [415, AEDS, '{"type":"FeatureCollection"', "text/csv", /got GeoJSON in the body/],
      [415, AEDS, '[{"lng":4.36}]', "application/x-ndjson", /got a list of JSON records in the body/],
      [
        415,
        "kind=regions&source=x",
        '{"lng":1}',
        "application/json",
        /NDJSON.* in the body, expected GeoJSON/,
      ],
      [415, AEDS, "\0\0\0\rOSMHeader", "application/vnd.openstreetmap.data+pbf", /npm run load/],
      [415, AEDS, "\0\0\0\u000e\n\tOSMHeader", "text/csv", /npm run load/],
      [415, AEDS, "PK\x03\x04rest", "text/csv", /zip or a spreadsheet/],
      [415, AEDS, "<!doctype html><title>login</title>", "text/csv", /web page/],
      [415, AEDS, "", "text/csv", /empty/],
    ];
    for (const [status, query, body, type, says] of cases) {
      const { detail } = await problemOf(await world.api().send(world.key(), query, body, type), status);
      expect(detail).toMatch(says);
    }
    expect(await world.test().database.sql`select * from intake.import_request`).toEqual([]);
    expect(world.api().queue).toEqual([]);
  });

  it("is a body that is packed", async () => {
    const headers = { "Content-Type": "text/csv", "Content-Encoding": "gzip" };
    const response = await world
      .api()
      .ask(`/v1/imports?${AEDS}`, world.key(), { method: "POST", body: "x", headers });
    expect((await problemOf(response, 415)).detail).toMatch(/unpacked/);
  });

  it("is too large by its header, or on the way where the header says nothing: nothing is kept", async () => {
    const headers = { "Content-Type": "text/csv", "Content-Length": "5000000" };
    const said = await world
      .api()
      .ask(`/v1/imports?${AEDS}`, world.key(), { method: "POST", body: "x", headers });
    expect((await problemOf(said, 413)).detail).toMatch(/3 MB.*npm run load/);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(1_000_000).fill(65));
      },
    });
    const init = { method: "POST", body: endless, duplex: "half", headers: { "Content-Type": "text/csv" } };
    await problemOf(await world.api().ask(`/v1/imports?${AEDS}`, world.key(), init as RequestInit), 413);
    expect(sent).toBeLessThan(10);
    for (const table of ["import_request", "import_body"]) {
      expect(await world.test().database.sql.query(`select * from intake.${table}`)).toEqual([]);
    }
  });

  it("is cut off on the way: nothing is kept", async () => {
    const headers = { "Content-Type": "text/csv", "Content-Length": "5000" };
    const response = await world.api().ask(`/v1/imports?${AEDS}`, world.key(), {
      method: "POST",
      body: aedCsv("1"),
      headers,
    });
    expect((await problemOf(response, 400)).detail).toMatch(/expected 5000/);
    const dying = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(aedCsv("1")).subarray(0, 20));
      },
      pull: () => Promise.reject(new Error("connection reset")),
    });
    const init = { method: "POST", body: dying, duplex: "half", headers: { "Content-Type": "text/csv" } };
    expect((await world.api().ask(`/v1/imports?${AEDS}`, world.key(), init as RequestInit)).status).toBe(500);
    expect(await world.test().database.sql`select * from intake.import_request`).toEqual([]);
    expect(await world.test().database.sql`select * from intake.import_body`).toEqual([]);
  });

  it("is one more while twenty wait", async () => {
    for (let n = 0; n < 20; n++) await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    const response = await world.api().send(world.key(), AEDS, aedCsv("1"));
    expect(response.headers.get("Retry-After")).toBe("60");
    await problemOf(response, 429);
  });

  it("is another method, with what is allowed", async () => {
    const put = await world.api().ask("/v1/imports", world.key(), { method: "PUT" });
    expect(put.headers.get("Allow")).toBe("GET, HEAD, POST, OPTIONS");
    await problemOf(put, 405);
    const preflight = await world.api().ask("/v1/imports", undefined, { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    // a page of another origin cannot send a key
    expect(preflight.headers.get("Access-Control-Allow-Headers")).not.toMatch(/authorization/i);
  });
});

describe("answers to who has a key", () => {
  it("are for nobody else, and carry the headers of every answer", async () => {
    const location = await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    for (const path of ["/v1/imports", location, "/v1/imports?bogus=1", "/v1/imports/nothing"]) {
      const response = await world.api().ask(path, world.key());
      expectRules(response, path);
      expect(response.headers.get("Cache-Control"), path).toBe("private, no-store");
      expect(response.headers.get("ETag"), path).toBeNull();
    }
  });

  it("stand in the OpenAPI document, with the key in a header", async () => {
    const document = await world.statusOf("/v1/openapi.json");
    expect(document.components.securitySchemes.key).toMatchObject({ type: "http", scheme: "bearer" });
    expect(Object.keys(document.paths["/imports"])).toEqual(expect.arrayContaining(["get", "post"]));
    const { requestBody, parameters, security } = document.paths["/imports"].post;
    expect(Object.keys(requestBody.content)).toContain("text/csv");
    expect(Object.keys(requestBody.content).join()).not.toMatch(/pbf|protobuf/);
    expect(parameters.map(({ name }: { name: string }) => name)).toContain("dataDate");
    expect(security).toEqual([{ key: [] }]);
  });
});

describe("a database that is away", () => {
  it("is 503 and nothing half: at the door, and while a file comes in", async () => {
    const nowhere = openDatabase({
      connectionString: "postgres://user:geheim@localhost/db",
      neonHttp: "http://127.0.0.1:9/sql",
    });
    const dead = startImportApi({ ...world.test(), as: () => nowhere });
    const response = await dead.send(world.key(), AEDS, aedCsv("1"));
    expect(response.headers.get("Retry-After")).toBe("5");
    expect((await problemOf(response, 503)).detail).not.toContain("geheim");
    expect(await world.test().database.sql`select * from intake.import_request`).toEqual([]);
  });
});
