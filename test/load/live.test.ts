import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openInputFile } from "../../scripts/load/files.ts";
import { fetchLive } from "../../scripts/load/live/fetchLive.ts";
import { createPoliteFetch, type PoliteOptions } from "../../scripts/load/live/politeFetch.ts";
import { liveServices, PUBLIC_SERVICES } from "../../scripts/load/live/services.ts";
import { readLoadOptions } from "../../scripts/load/options.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import type { Read } from "../../src/load/reader.ts";
import { readRegions } from "../../src/load/regions.ts";
import { FAULTS, type LiveServer, startLiveServer } from "./liveServer.ts";

let server: LiveServer;
let folder: string;
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zesminuten-live-"));
  Object.assign(server, { requests: [], faults: [], pageSize: 2, tellsMatched: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const waits: string[] = [];
/** As in use, but for the seconds. */
const polite = (changes: Partial<PoliteOptions> = {}) => {
  waits.length = 0;
  return createPoliteFetch({
    userAgent: "Zesminuten/test (https://zesminuten.test)",
    pauseMilliseconds: 0,
    backoffMilliseconds: 1,
    timeoutMilliseconds: 400,
    onWait: (sentence) => waits.push(sentence),
    ...changes,
  });
};
const fetchTown = (ask = polite(), gemeente: string | null = "GM0503") => {
  const services = {
    overpass: `${server.url}/interpreter`,
    boundaries: `${server.url}/wijkenbuurten/wfs`,
    squares: `${server.url}/squares/wfs`,
  };
  return fetchLive(ask, { gemeente, services, folder });
};

async function recordsOf<R>(read: Read<R>): Promise<R[]> {
  const records: R[] = [];
  for await (const batch of read) {
    expect(batch.findings.filter(({ severity }) => severity === "rejected")).toEqual([]);
    records.push(...batch.records);
  }
  return records;
}

/** What the ordinary readers make of the files. */
async function readFiles({ regions, squares, aeds }: Awaited<ReturnType<typeof fetchTown>>) {
  const pages = await Promise.all(
    regions.map(async (path) => recordsOf(readRegions((await openInputFile(path)).bytes))),
  );
  const aedFile = await openInputFile(aeds);
  expect(aedFile.format).toBe("overpass");
  return {
    regions: pages.flat(),
    squares: await recordsOf(readPopulationSquares((await openInputFile(squares)).bytes, {})),
    aeds: await recordsOf(readAedJson(aedFile.bytes, { form: "overpass" })),
  };
}

const TOWN = { regions: 4, squares: 2, aeds: 2 };
async function expectTown(files: Awaited<ReturnType<typeof fetchTown>>) {
  const { regions, squares, aeds } = await readFiles(files);
  expect({ regions: regions.length, squares: squares.length, aeds: aeds.length }).toEqual(TOWN);
}

describe("what the services tell of a gemeente", () => {
  it("comes as files that the ordinary readers take", async () => {
    const files = await fetchTown();
    const { regions, squares, aeds } = await readFiles(files);
    expect(regions.map(({ code, residents }) => [code, residents])).toEqual([
      ["GM0503", 60],
      ["WK050301", 60],
      ["BU05030101", 35],
      ["BU05030102", 25],
    ]);
    expect(
      squares.map(({ code, residents, dwellings, ages }) => [code, residents, dwellings, ages?.[0]]),
    ).toEqual([
      ["E0844N4468", 35, 15, 5],
      ["E0850N4470", 25, null, null],
    ]);
    expect(aeds.map(({ ref }) => ref)).toEqual(["node/1", "way/2"]);
  });

  it("declares as the ground of the AEDs its box and 2,500 m around, water left out", async () => {
    const { extent } = await fetchTown();
    // 2,500 / 111,320 = 0.02246°; at 52.01° north a degree of longitude is 0.6155 of that: 0.03649°
    const expected = [4.35 - 0.03649, 52 - 0.02246, 4.37 + 0.03649, 52.01 + 0.02246];
    for (const [at, side] of extent.entries()) expect(side).toBeCloseTo(expected[at], 4);
    const { form } = server.requests.at(-1)!;
    expect(form).toContain(`(${extent[1]},${extent[0]},${extent[3]},${extent[2]})`);
    expect(form).toContain("out+center");
  });

  it("is asked for one by one, with a pause, by a client that says who it is", async () => {
    await fetchTown(polite({ pauseMilliseconds: 30 }));
    const { requests } = server;
    expect(requests.every(({ userAgent }) => userAgent.startsWith("Zesminuten/"))).toBe(true);
    for (let n = 1; n < requests.length; n++)
      expect(requests[n].at - requests[n - 1].at).toBeGreaterThanOrEqual(28);
  });

  it("is whole whatever a service gives at once, whether it says how many there are or not", async () => {
    for (const tellsMatched of [true, false]) {
      for (const pageSize of [1, 3, 1_000]) {
        Object.assign(server, { pageSize, tellsMatched });
        await rm(folder, { recursive: true, force: true });
        await expectTown(await fetchTown());
      }
    }
  });

  it("may be of all gemeenten", async () => {
    const { regions } = await readFiles(await fetchTown(polite(), null));
    expect(regions.filter(({ kind }) => kind === "gemeente").map(({ code }) => code)).toEqual([
      "GM0503",
      "GM0599",
    ]);
  });

  it("is nothing for a code that is not there: said so", async () => {
    await expect(fetchTown(polite(), "GM9999")).rejects.toThrow(/got no boundary of GM9999.*check the code/);
  });
});

describe("a bad day of a service", () => {
  it.each([
    ["busy", "wijken"],
    ["gatewayTimeout", "gemeenten"],
    ["truncated", "buurten"],
    ["cutText", "vierkant_100m"],
    ["webPage", "wijken"],
    ["nothing", "gemeenten"],
    ["otherJson", "vierkant_100m"],
    ["hang", "buurten"],
    ["partOnly", "interpreter"],
    ["truncated", "interpreter"],
    ["otherJson", "interpreter"],
  ] as const)("%s at %s is outlived by asking again", async (fault, match) => {
    server.faults.push({ match, fault: FAULTS[fault] }, { match, fault: FAULTS[fault] });
    await expectTown(await fetchTown());
    expect(waits).toHaveLength(2);
    expect(server.faults).toEqual([]);
  });

  it.each([
    ["busy", /answered 429/],
    ["webPage", /a web page/],
    ["partOnly", /only a part/],
    ["cutText", /not whole/],
    ["hang", /not answer in time/],
  ] as const)(
    "%s for ever is given up with what to do, and what was fetched is not fetched again",
    async (fault, says) => {
      for (let n = 0; n < 3; n++) server.faults.push({ match: "interpreter", fault: FAULTS[fault] });
      const failure = fetchTown(polite({ attempts: 3 }));
      await expect(failure).rejects.toThrow(says);
      await expect(failure).rejects.toThrow(/after 3 attempts.*Nothing was changed.*start it again later/);
      expect(await readFile(join(folder, "aeds.json"), "utf8").catch(() => null)).toBeNull();
      server.requests.length = 0;
      await expectTown(await fetchTown());
      expect(server.requests.map(({ url }) => url)).toEqual(["/interpreter"]);
    },
  );

  it("that says how long to wait is given that time, but not an hour", async () => {
    const waitOf = (seconds: string) => ({
      match: "gemeenten",
      fault: ((response) =>
        void response.writeHead(429, { "Retry-After": seconds }).end()) satisfies typeof FAULTS.busy,
    });
    server.faults.push(waitOf("1"));
    const begun = Date.now();
    await fetchTown();
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_000);
    await rm(folder, { recursive: true });
    server.faults.push(waitOf("3600"));
    await expect(fetchTown()).rejects.toThrow(/answered 429, for 3600 s/);
  });

  it("that is our own mistake is not tried again", async () => {
    const fault = (response: Parameters<typeof FAULTS.busy>[0]) =>
      void response.writeHead(400).end("<p>no such layer</p>");
    server.faults.push({ match: "gemeenten", fault });
    await expect(fetchTown()).rejects.toThrow(/answered 400: no such layer/);
    expect(server.requests).toHaveLength(1);
  });

  it("is told apart from a machine that is offline", async () => {
    const gone = await startLiveServer();
    await gone.close();
    const ask = polite({ attempts: 2 });
    for (const url of [gone.url, "http://zesminuten.invalid/"]) {
      const asked = ask({ url }, (text) => text);
      await expect(asked).rejects.toThrow(
        /after 2 attempts: no connection \((E[A-Z_]+)\): this machine may be offline/,
      );
    }
  });

  it("is waited for twice as long each time, spread by chance from half to one and a half", async () => {
    const spent = async (random: number) => {
      for (let n = 0; n < 2; n++) server.faults.push({ match: "gemeenten", fault: FAULTS.busy });
      await rm(folder, { recursive: true, force: true });
      const begun = Date.now();
      await fetchTown(polite({ backoffMilliseconds: 200, random: () => random }));
      return Date.now() - begun;
    };
    // (200 + 400) × 0.5 and × 1.5 (timers may be a millisecond early)
    expect(await spent(0)).toBeGreaterThanOrEqual(298);
    expect(await spent(1)).toBeGreaterThanOrEqual(898);
  });
});

describe("where and what to ask", () => {
  it("is told by options before the environment, and public without either", () => {
    expect(liveServices({}, {})).toEqual(PUBLIC_SERVICES);
    const environment = {
      ZESMINUTEN_OVERPASS_URL: "https://a.test/x",
      ZESMINUTEN_SQUARES_URL: "https://b.test/",
    };
    expect(liveServices({ overpass: "http://c.test/" }, environment)).toEqual({
      ...PUBLIC_SERVICES,
      overpass: "http://c.test/",
      squares: "https://b.test/",
    });
    expect(() => liveServices({ overpass: "ftp://c.test" }, {})).toThrow(/got ftp:\/\/c.test as --overpass/);
  });

  it("is one gemeente by its code, or all", () => {
    expect(readLoadOptions(["live", "--gemeente", "GM0503"])).toMatchObject({ gemeente: "GM0503" });
    expect(readLoadOptions(["live", "--all"])).toMatchObject({ subject: "live", gemeente: undefined });
    for (const [args, got] of [
      [[], "neither"],
      [["--gemeente", "Delft"], "--gemeente Delft"],
      [["--gemeente", "GM0503", "--all"], "--gemeente GM0503 and --all"],
    ] as const) {
      expect(() => readLoadOptions(["live", ...args])).toThrow(`got ${got}, expected --gemeente with a code`);
    }
  });
});
