import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attachDatabase } from "../../scripts/database/attach.ts";
import { readLoadOptions } from "../../scripts/load/options.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const NODE = join(ROOT, "node_modules/.bin/node");
const DUIVEN = join(ROOT, "../shared/data/duiven/duiven_aeds_2014.csv");
const hasData = existsSync(DUIVEN);

let folder: string;
let dataFolder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zesminuten-load-"));
  dataFolder = join(folder, "data");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  code: number;
  out: string;
  err: string;
}
function load(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(NODE, ["scripts/load.ts", ...args, "--data", dataFolder], { cwd: ROOT }, (error, out, err) => {
      resolve({ code: error ? ((error.code as unknown as number) ?? 1) : 0, out, err });
    });
  });
}

async function ask(query: string): Promise<Record<string, unknown>[]> {
  const { database, close } = await attachDatabase({ dataFolder });
  const rows = await database.sql.query(query);
  await close();
  return rows;
}

const count = (out: string, name: string) => Number(new RegExp(`${name} +(\\d+)`).exec(out)?.[1]);

// each command starts Node and the database anew
describe("npm run load", { timeout: 240_000 }, () => {
  it("explains itself to somebody who has never seen it", async () => {
    const { code, out } = await load("--help");
    expect(code).toBe(0);
    for (const word of [
      "aeds",
      "responders",
      "population",
      "regions",
      "posts",
      "streets",
      "demo",
      "sources",
      "drop",
    ]) {
      expect(out).toMatch(new RegExp(`^  ${word} `, "m"));
    }
  });

  it.skipIf(!hasData)(
    `takes the 27 AEDs of Duiven, and changes nothing the second time${hasData ? "" : " (skipped: no shared data)"}`,
    async () => {
      const first = await load("aeds", DUIVEN, "--no-recalculate");
      expect(first.err).toBe("");
      expect(first.code).toBe(0);
      expect(count(first.out, "accepted")).toBe(27);
      expect(count(first.out, "added")).toBe(27);
      // two of them say 24/7 and give hours
      expect(first.out).toMatch(/2 × warning {2}openHours/);
      const second = await load("aeds", DUIVEN, "--no-recalculate");
      expect(second.code).toBe(0);
      expect(count(second.out, "unchanged")).toBe(27);
      expect(second.out).toMatch(/nothing changed/);
      expect(await ask("select count(*)::integer as open from aed where until is null")).toEqual([
        { open: 27 },
      ]);
      const [{ content_hash }] = await ask("select content_hash from source where id = 'duiven-aeds'");
      expect(content_hash).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it("takes regions and AEDs told by column, and calculates the zones", async () => {
    const ring = [
      [5.3, 52.3],
      [5.32, 52.3],
      [5.32, 52.32],
      [5.3, 52.32],
      [5.3, 52.3],
    ];
    const feature = {
      type: "Feature",
      properties: { code: "dorp", name: "Dorp", kind: "place" },
      geometry: { type: "Polygon", coordinates: [ring] },
    };
    const regions = join(folder, "regions_2025.geojson");
    await writeFile(regions, JSON.stringify({ type: "FeatureCollection", features: [feature] }));
    const aeds = join(folder, "register.txt");
    await writeFile(aeds, "nr;oost;noord;open\n1;5,31;52,31;24/7\n2;61;52,31;24/7\n");
    const columns = join(folder, "columns.json");
    await writeFile(columns, JSON.stringify({ ref: "nr", lng: "oost", lat: "noord", openingHours: "open" }));

    expect(
      (await load("aeds", aeds, "--columns", columns, "--source", "register", "--no-recalculate")).out,
    ).toMatch(/rejected {2}row 3/);
    const { code, out } = await load("regions", regions);
    expect(code).toBe(0);
    expect(out).toMatch(/data of 2025-01-01/);
    expect(out).toMatch(/published run \S+: \d+ shards computed/);
    const [{ figures }] = await ask("select figures from region_result where code = 'dorp'");
    // one AED, day and night; no population is loaded
    expect(figures).toMatchObject({ aedCount: 1, aedAlwaysOpenCount: 1, residents: 0 });
    const listed = await load("sources");
    expect(listed.out).toMatch(/register +in force +real/);
    expect(listed.out).toMatch(/regions: edition 1, real, data of 2025-01-01/);
  });

  it("says what is wrong, and ends with 1, when nothing can be taken in", async () => {
    const empty = join(folder, "empty.csv");
    await writeFile(empty, "name,opening_hours\nsomewhere,24/7\n");
    const { code, out } = await load("aeds", empty);
    expect(code).toBe(1);
    expect(out).toMatch(/nothing was taken in: the file as a whole is not usable/);
    expect(await load("aeds", join(folder, "absent.csv"))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/not there/),
    });
    expect(await load("posts", empty)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/which is CSV, expected GeoJSON/),
    });
  });

  it("drops a source only when told so", async () => {
    expect(await load("drop", "register")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/add --yes/),
    });
    const { code, out } = await load("drop", "register", "--yes", "--no-recalculate");
    expect(code).toBe(0);
    expect(count(out, "retired")).toBe(1);
    expect(await load("drop", "register", "--yes")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/not in force/),
    });
    const { out: history } = await load("imports");
    const [newest] = history.split("\n");
    expect(newest).toMatch(/aeds +register +edition \d+: \+0 ~0 −1/);
    expect(history).toMatch(/by command line {2}register.txt {2}sha256 [0-9a-f]{12}/);
    const [id] = newest.split(" ");
    const undone = await load("undo", id, "--yes", "--no-recalculate");
    expect(undone).toMatchObject({ code: 0, out: expect.stringMatching(/takes back/) });
  });
});

describe("what may be typed", () => {
  it("is told when it is wrong, before anything is opened", () => {
    expect(() => readLoadOptions(["everything", "a.csv"])).toThrow(/expected one of aeds, responders/);
    expect(() => readLoadOptions(["aeds"])).toThrow(/at least one file/);
    expect(() => readLoadOptions(["drop", "one", "two"])).toThrow(/one source id/);
    expect(() => readLoadOptions(["demo", "a.csv"])).toThrow(/nothing more/);
    expect(() => readLoadOptions(["aeds", "a.csv", "--date", "2025-02-31"])).toThrow(/expected a day/);
    expect(() => readLoadOptions(["aeds", "a.csv", "--source", "My AEDs"])).toThrow(/small letters/);
    expect(() => readLoadOptions(["responders", "--synthetic", "--total", "many"])).toThrow(/whole number/);
    expect(() => readLoadOptions(["aeds", "a.csv", "--colums", "map.json"])).toThrow(/colums/);
  });

  it("is help when there is nothing, and a command otherwise", () => {
    expect(readLoadOptions([])).toEqual({ help: {} });
    expect(readLoadOptions(["aeds", "a.csv", "--help"])).toEqual({ help: { subject: "aeds" } });
    expect(readLoadOptions(["--help", "--lang", "nl"])).toEqual({ help: { lang: "nl" } });
    expect(() => readLoadOptions(["--help", "--lang", "fr"])).toThrow(/expected nl or en/);
    expect(readLoadOptions(["responders", "--synthetic"])).toMatchObject({
      subject: "responders",
      operands: [],
      seed: 1,
    });
    expect(readLoadOptions(["aeds", "a.csv", "b.csv"])).toMatchObject({
      operands: ["a.csv", "b.csv"],
      recalculates: true,
    });
  });
});
