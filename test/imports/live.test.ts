/** Live data all the way into the database: from a server of this machine by the ordinary imports. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeSource } from "../../scripts/load/describeSource.ts";
import { platform, readFileOptions } from "../../scripts/load/fileOptions.ts";
import { fetchLive } from "../../scripts/load/live/fetchLive.ts";
import { createPoliteFetch } from "../../scripts/load/live/politeFetch.ts";
import { type Take, takeLive } from "../../scripts/load/live/takeLive.ts";
import { type LoadOptions, readLoadOptions } from "../../scripts/load/options.ts";
import type { FileSubject } from "../../src/store/imports/fileSubjects.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importFiles } from "../../src/store/imports/importFiles.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { type LiveServer, startLiveServer } from "../load/liveServer.ts";
import { readInForce } from "./inForce.ts";
import { aed, given, NOW, OPTIONS, real } from "./world.ts";

let test: TestDatabase;
let server: LiveServer;
let folder: string;
beforeAll(async () => {
  test = await startTestDatabase();
  server = await startLiveServer();
  folder = await mkdtemp(join(tmpdir(), "zesminuten-live-"));
});
afterAll(async () => {
  await Promise.all([test.close(), server.close(), rm(folder, { recursive: true, force: true })]);
});

const options = readLoadOptions(["live", "--gemeente", "GM0503"]) as LoadOptions;
const ask = createPoliteFetch({
  userAgent: "test",
  pauseMilliseconds: 0,
  backoffMilliseconds: 1,
  attempts: 2,
});
const take: Take = async (told, files) => {
  const subject = told.subject as FileSubject;
  const source = describeSource(told, files);
  const given = { subject, source, files, options: await readFileOptions(subject, told) };
  return importFiles(test.as("load"), given, { now: NOW }, platform);
};
const loadTown = async () => {
  const services = {
    overpass: `${server.url}/interpreter`,
    boundaries: `${server.url}/w`,
    squares: `${server.url}/s`,
  };
  const files = await fetchLive(ask, { gemeente: "GM0503", services, folder });
  return takeLive({ files, folder, name: "gm0503" }, options, take);
};

describe("npm run load -- live", () => {
  it("puts boundaries, squares and AEDs into force, and keeps what the source holds elsewhere", async () => {
    const there = aed("node/9", { position: { lng: 6.1, lat: 52.5 } });
    const gone = aed("node/8", { position: { lng: 4.36, lat: 52.005 } });
    await importAeds(test.as("load"), real("osm-live"), [given([there, gone])], OPTIONS);
    expect(await loadTown()).toEqual({ taken: 3, isWhole: true });
    const { sql } = test.database;
    const refs = await sql`select ref from aed where until is null order by ref`;
    expect(refs.map(({ ref }) => ref)).toEqual(["node/1", "node/9", "way/2"]);
    const [{ codes }] = await sql`select array_agg(code order by code) as codes from region
      where edition = (select max(edition) from region) and kind in ('gemeente', 'wijk', 'buurt')`;
    expect(codes).toEqual(["BU05030101", "BU05030102", "GM0503", "WK050301"]);
    const [{ residents }] = await sql`select sum(residents) as residents from population_shard
      where edition = (select max(edition) from population_shard)`;
    expect(Number(residents)).toBeCloseTo(60, 9);
    const sources =
      await sql`select id, attribution, data_date::text as date from source where id <> 'x' order by id`;
    expect(sources).toEqual([
      { id: "cbs-regions-gm0503", attribution: "CBS, CC BY 4.0", date: null },
      { id: "cbs-squares-gm0503", attribution: "CBS, CC BY 4.0", date: null },
      { id: "osm-live", attribution: "© OpenStreetMap contributors, ODbL", date: "2026-11-20" },
    ]);
    // what was taken in is fetched anew the next time
    expect(await readdir(folder).catch(() => [])).toEqual([]);
  });

  it("changes nothing on a day that a service is away", async () => {
    const before = await readInForce(test.database);
    const away: LiveServer["faults"][number]["fault"] = (response) => void response.writeHead(503).end();
    for (let n = 0; n < 2; n++) server.faults.push({ match: "interpreter", fault: away });
    await expect(loadTown()).rejects.toThrow(/answered 503/);
    expect(await readInForce(test.database)).toEqual(before);
  });
});
