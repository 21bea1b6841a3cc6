import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readInForce } from "../imports/inForce.ts";
import { AEDS, accepted, aedCsv, problemOf, useImportApi } from "./importWorld.ts";

const world = useImportApi();

describe("a file that is sent", () => {
  it("is followed from received to done, with the report of the command line", async () => {
    const body = `${aedCsv("1", "2")}\n3;AED 3;0;0;24/7`;
    const location = await accepted(
      await world.api().send(world.key(), `${AEDS}&title=Town&fileName=list.csv`, body),
    );
    expect(location).toMatch(/^https:\/\/zesminuten\.test\/v1\/imports\/[0-9a-f-]{36}$/);
    expect(await world.statusOf(location)).toMatchObject({
      status: "received",
      report: null,
      actor: "key gis",
    });
    expect(await world.openAeds()).toEqual([]);
    await world.api().drain();
    const done = await world.statusOf(location);
    expect(done).toMatchObject({
      status: "done",
      kind: "aeds",
      source: "town",
      fileNames: ["list.csv"],
      contentHash: createHash("sha256").update(body).digest("hex"),
      report: { edition: 1, newEdition: true, accepted: 2, added: 2, rejected: 1 },
    });
    expect(done.report.findings[0]).toMatchObject({ place: "row 4", severity: "rejected" });
    expect(await world.openAeds()).toEqual(["1", "2"]);
    const [log] = await world.test().database.sql`select id, actor, content_hash from import_log`;
    expect(log).toEqual({ id: done.id, actor: "key gis", content_hash: done.contentHash });
    expect(await world.test().database.sql`select * from intake.import_body`).toEqual([]);
  });

  it("changes nothing a second time, and says so", async () => {
    for (const _ of [1, 2]) {
      const location = await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
      await world.api().drain();
      expect((await world.statusOf(location)).status).toBe("done");
    }
    expect(await world.test().database.sql`select count(*)::int as n from import_log`).toEqual([{ n: 1 }]);
    const { imports, numberMatched } = await world.statusOf("/v1/imports");
    expect(numberMatched).toBe(2);
    expect(
      imports.map(({ report }: { report: { newEdition: boolean } }) => report.newEdition).sort(),
    ).toEqual([false, true]);
  });

  it("that is not usable is refused with the reason, and what is in force stays", async () => {
    await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    await world.api().drain();
    const location = await accepted(await world.api().send(world.key(), AEDS, "name;opening_hours\nx;24/7"));
    await world.api().drain();
    const { status, problem, report } = await world.statusOf(location);
    expect(status).toBe("refused");
    expect(problem).toMatch(/not usable/);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(await world.openAeds()).toEqual(["1"]);
  });

  it("is read in every text form that the command line reads", async () => {
    const tags = { emergency: "defibrillator", opening_hours: "24/7" };
    const node = { type: "node", id: 7, lat: 52.01, lon: 4.36, tags };
    const feature = (id: string, lng: number) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lng, 52.01] },
      properties: { ref: id },
    });
    const record = (ref: string) => ({ ref, lat: 52.01, lng: 4.36 });
    const forms: [type: string, body: string, refs: string[]][] = [
      ["application/json", JSON.stringify({ version: 0.6, elements: [node] }), ["node/7"]],
      ["application/json", JSON.stringify([record("a"), record("b")]), ["a", "b"]],
      [
        "application/geo+json",
        JSON.stringify({ type: "FeatureCollection", features: [feature("c", 4.36)] }),
        ["c"],
      ],
      ["application/geo+json", JSON.stringify(feature("d", 4.36)), ["d"]],
      [
        "application/x-ndjson",
        `${JSON.stringify(record("e"))}\n${JSON.stringify(record("f"))}\n`,
        ["e", "f"],
      ],
    ];
    for (const [type, body, refs] of forms) {
      await accepted(await world.api().send(world.key(), AEDS, body, type));
      await world.api().drain();
      expect(await world.openAeds(), body).toEqual(refs);
    }
  });

  it("of many parts arrives whole and in order", async () => {
    const refs = Array.from({ length: 30_000 }, (_, n) => `aed-${n}-${"x".repeat(40)}`);
    const lines = refs.map((ref, n) => `${ref};AED;${(52 + (n % 100) / 1e3).toFixed(3)};4.36;24/7`);
    const body = ["ref;name;lat;lng;opening_hours", ...lines].join("\n");
    expect(body.length).toBeGreaterThan(2 * 1024 * 1024);
    const location = await accepted(await world.api().send(world.key(), AEDS, body));
    const [{ parts }] = await world.test().database
      .sql`select count(*)::int as parts from intake.import_body`;
    expect(parts).toBe(Math.ceil(body.length / (1024 * 1024)));
    await world.api().drain();
    expect(await world.statusOf(location)).toMatchObject({ status: "done", report: { accepted: 30_000 } });
  });

  it("plans a run for what is new, and the run before keeps its editions", async () => {
    await world.test().database
      .sql`insert into population_shard (edition, shard, cells, content_hash, residents)
      values (1, '85196953fffffff', '', 'x', 0)`;
    await world.test().database
      .sql`insert into input_edition (kind, edition, nature) values ('population', 1, 'real')`;
    const [first, second] = [aedCsv("1"), aedCsv("1", "2")];
    const locations = [];
    for (const body of [first, second]) {
      locations.push(await accepted(await world.api().send(world.key(), AEDS, body)));
      await world.api().drain();
    }
    const [one, two] = await Promise.all(locations.map((location) => world.statusOf(location)));
    const runs = await world.test().database
      .sql`select id, trigger, status, editions->'aeds' as aeds from run order by planned_at`;
    expect(runs).toEqual([
      { id: one.runId, trigger: `import ${one.id}`, status: "superseded", aeds: 1 },
      { id: two.runId, trigger: `import ${two.id}`, status: "planned", aeds: 2 },
    ]);
  });
});

describe("responders", () => {
  const csv = [
    "lng,lat",
    ...Array.from({ length: 60 }, (_, n) => `${(4.48 + n * 1e-6).toFixed(6)},51.92`),
  ].join("\n");

  it("are counted within the request, and neither position, file nor hash is stored", async () => {
    const location = await accepted(await world.api().send(world.key(), "kind=responders&source=hv", csv));
    expect(world.api().queue).toEqual([]);
    expect(await world.statusOf(location)).toMatchObject({
      status: "done",
      contentHash: null,
      report: { accepted: 60, added: 60, newEdition: true },
    });
    const [{ units }] = await world.test().database.sql`select count(*)::int as units from protected_unit`;
    expect(units).toBe(1);
    const tables = ["intake.import_request", "intake.import_body", "import_log", "source"];
    const dump = JSON.stringify(
      await Promise.all(tables.map((table) => world.test().database.sql.query(`select * from ${table}`))),
    );
    expect(dump).not.toMatch(/4\.48|51\.92/);
    expect(dump).not.toContain(createHash("sha256").update(csv).digest("hex"));
  });

  it("cut off on the way change nothing", async () => {
    const headers = { "Content-Type": "text/csv", "Content-Length": "99999" };
    const init = { method: "POST", body: csv, headers };
    expect((await world.api().ask("/v1/imports?kind=responders&source=hv", world.key(), init)).status).toBe(
      400,
    );
    expect(await world.test().database.sql`select * from exact.responder_shard`).toEqual([]);
    expect(await world.test().database.sql`select * from intake.import_request`).toEqual([]);
  });
});

describe("an undo by DELETE", () => {
  it("waits its turn, and leaves in force what was before", async () => {
    await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    await world.api().drain();
    const before = await readInForce(world.test().database);
    const location = await accepted(await world.api().send(world.key(), AEDS, aedCsv("1", "2", "3")));
    await world.api().drain();
    const undo = await accepted(await world.api().ask(location, world.key(), { method: "DELETE" }));
    await world.api().drain();
    const { id } = await world.statusOf(location);
    expect(await world.statusOf(undo)).toMatchObject({
      status: "done",
      undoes: id,
      report: { edition: 3, retired: 2 },
    });
    expect(await world.statusOf(location)).toMatchObject({ undoneBy: undo.split("/").at(-1) });
    expect(await readInForce(world.test().database)).toEqual(before);
    expect(
      (await problemOf(await world.api().ask(location, world.key(), { method: "DELETE" }), 409)).detail,
    ).toMatch(/undone already/);
    expect(
      (await problemOf(await world.api().ask(undo, world.key(), { method: "DELETE" }), 409)).detail,
    ).toMatch(/itself an undo/);
  });

  it("is 409 from under a later one, and where nothing was changed", async () => {
    const first = await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    await world.api().drain();
    const same = await accepted(await world.api().send(world.key(), AEDS, aedCsv("1")));
    expect(
      (await problemOf(await world.api().ask(same, world.key(), { method: "DELETE" }), 409)).detail,
    ).toMatch(/is received/);
    await world.api().drain();
    expect(
      (await problemOf(await world.api().ask(same, world.key(), { method: "DELETE" }), 409)).detail,
    ).toMatch(/changed nothing/);
    const second = await accepted(
      await world.api().send(world.key(), "kind=aeds&source=village", aedCsv("1")),
    );
    await world.api().drain();
    const { detail } = await problemOf(await world.api().ask(first, world.key(), { method: "DELETE" }), 409);
    expect(detail).toContain(second.split("/").at(-1));
    const unknown = "/v1/imports/00000000-0000-4000-8000-000000000009";
    for (const path of [unknown, "/v1/imports/no-such-id"]) {
      await problemOf(await world.api().ask(path, world.key(), { method: "DELETE" }), 404);
    }
  });
});

describe("the list", () => {
  it("is paged, the newest first, with who, what and when", async () => {
    for (const refs of [["1"], ["1", "2"], ["1", "2", "3"]]) {
      await accepted(await world.api().send(world.key(), AEDS, aedCsv(...refs)));
      await world.api().drain();
    }
    const seen: string[] = [];
    for (let next: string | undefined = "/v1/imports?limit=2"; next; ) {
      const page = await world.statusOf(next);
      expect(page.numberMatched).toBe(3);
      seen.push(...page.imports.map(({ id }: { id: string }) => id));
      next = page.links.find(({ rel }: { rel: string }) => rel === "next")?.href;
    }
    expect(new Set(seen).size).toBe(3);
    const [one] = (await world.statusOf("/v1/imports")).imports;
    expect(one).toMatchObject({ actor: "key gis", source: "town", kind: "aeds", status: "done" });
    expect(one.report.findings).toBeUndefined();
  });
});
