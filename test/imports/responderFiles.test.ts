/** Files of responders in every format, through the table of imports; synthetic people. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { platform } from "../../scripts/load/fileOptions.ts";
import { reportText } from "../../scripts/load/reportText.ts";
import { fileFormat } from "../../src/load/fileFormat.ts";
import { importFiles } from "../../src/store/imports/importFiles.ts";
import type { ImportReport } from "../../src/store/imports/report.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { sourceOf } from "../load/sources.ts";
import { emptyInputs, readInForce } from "./inForce.ts";
import { OPTIONS, real } from "./world.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => emptyInputs(test.database));

/** 300 homes on a line through a town, each with a workplace in its middle: 1 and 2 responders in turn, 450 in all. */
const PLACES = Array.from({ length: 300 }, (_, n) => [
  { lng: 4.4 + n / 5_000, lat: 51.92, count: 1 + (n % 2), weights: [0.4, 0.9, 1, 0.75] },
  { lng: 4.43, lat: 51.93, count: 1 + (n % 2), weights: [0.5, 0.05, 0, 0.1] },
]).flat();
const PERIODS = ["weekday", "evening", "night", "weekend"];
const named = (weights: readonly number[]) =>
  Object.fromEntries(weights.map((weight, n) => [PERIODS[n], weight]));

const FILES: Record<string, string> = {
  "a.csv": [
    `lng,lat,count,${PERIODS.join(",")}`,
    ...PLACES.map(({ lng, lat, count, weights }) => [lng, lat, count, ...weights].join(",")),
  ].join("\n"),
  "a.ndjson": PLACES.map(({ weights, ...place }) =>
    JSON.stringify({ ...place, weights: named(weights) }),
  ).join("\n"),
  "a.geojson": JSON.stringify({
    type: "FeatureCollection",
    features: PLACES.map(({ lng, lat, count, weights }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lng, lat] },
      properties: { count, ...named(weights) },
    })),
  }),
  "a.json": JSON.stringify(PLACES.map(({ weights, ...place }) => ({ ...place, ...named(weights) }))),
};

function load(name: string, text = FILES[name]) {
  const head = text.slice(0, 4_096);
  const bytes = sourceOf(text, 10_007);
  const file = { name, format: fileFormat(head), head, bytes, contentHash: () => "one register" };
  const request = { subject: "responders", source: real("hv"), files: [file], options: {} } as const;
  return importFiles(test.as("load"), request, OPTIONS, platform);
}

const exactRows = () =>
  test.database.sql`select shard, encode(cells, 'hex') as cells from exact.responder_shard order by shard`;
const everything = async () => [
  await readInForce(test.database),
  await exactRows(),
  await test.database.sql`select unit, count, protected_count from exact.drawn_unit order by unit`,
  await test.database.sql`select unit, counts, protected_counts from exact.drawn_period_area order by unit`,
  await test.database.sql`select * from protected_unit order by edition, unit`,
];

describe("a file of responders", () => {
  it.each(Object.keys(FILES))(
    "says the same as CSV, %s too: nothing changes, no second drawing",
    async (name) => {
      expect(await load("a.csv")).toMatchObject({ refused: null, accepted: 450, edition: 1, rejected: 0 });
      const [{ units }] = await test.database.sql`select count(*)::integer as units from protected_unit
      where edition = 1 and weekday is not null`;
      expect(units).toBeGreaterThan(0);
      const before = await everything();
      expect(await load(name)).toMatchObject({
        refused: null,
        unchanged: 450,
        edition: 1,
        isNewEdition: false,
      });
      expect(await everything()).toEqual(before);
    },
  );

  it.each(["a.ndjson", "a.geojson", "a.json"])("that is cut off, %s, changes nothing", async (name) => {
    await load("a.csv");
    const before = await everything();
    // in the middle of a record, half of the register
    const half = FILES[name].slice(0, FILES[name].indexOf("4.43", FILES[name].length / 2));
    expect((await load(name, half)).refused).toMatch(/not usable .*Nothing was changed/);
    expect(await everything()).toEqual(before);
  });

  it("with one weight above 1 comes in without that row, and the report names it, not where it is", async () => {
    const rows = FILES["a.ndjson"].split("\n");
    const report = await load("a.ndjson", [rows[0].replace("0.75", "7.5"), ...rows.slice(1)].join("\n"));
    expect(report).toMatchObject({ refused: null, accepted: 449, rejected: 1 });
    expect(report.findings).toMatchObject([{ place: "line 1", field: "weekend", got: "more than 1" }]);
    expect(JSON.stringify(report)).not.toContain("4.4,");
  });

  it("with a few people more is counted, and the report says why nothing that is shown changes", async () => {
    const told = (report: ImportReport) => reportText("responders", report);
    await load("a.csv");
    expect(told(await load("a.csv"))).toContain("nothing changed");
    const one = "4.4,51.92,3,0.4,0.9,1,0.75";
    const report = await load("a.csv", `${FILES["a.csv"]}\n${one}`);
    expect(report).toMatchObject({ added: 3, retired: 0, isNewEdition: false });
    expect(told(report)).toContain("what is shown stays as it was");
    expect(told(report)).not.toContain("nothing changed");
  });

  it("without weights leaves everybody at home in every period", async () => {
    const homes = PLACES.filter(({ weights }) => weights[2] === 1).map(({ lng, lat, count }) => ({
      lng,
      lat,
      count,
    }));
    await load("a.csv");
    const drawn = () => test.database.sql`select unit, protected_count from exact.drawn_unit order by unit`;
    const withWeights = await drawn();
    const report = await load("b.ndjson", homes.map((home) => JSON.stringify(home)).join("\n"));
    expect(report).toMatchObject({ refused: null, accepted: 450, edition: 2 });
    expect(await drawn()).toEqual(withWeights);
    expect(await test.database.sql`select * from exact.drawn_period_area`).toEqual([]);
  });
});
