import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { platform } from "../../scripts/load/fileOptions.ts";
import { inflate } from "../../scripts/load/inflate.ts";
import { cityPbf } from "../../scripts/streets/cityPbf.ts";
import { type PbfNode, type PbfWay, writeOsmPbf } from "../../scripts/streets/osmPbfWriter.ts";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import type { DegreeBox } from "../../src/load/records.ts";
import { planRun } from "../../src/refresh/planRun.ts";
import { recalculate } from "../../src/refresh/recalculate.ts";
import { dropSource } from "../../src/store/imports/dropSource.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importFiles } from "../../src/store/imports/importFiles.ts";
import { readImportLog } from "../../src/store/imports/importHistory.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importStreets } from "../../src/store/imports/importStreets.ts";
import { undoImport } from "../../src/store/imports/undoImport.ts";
import { readStoredStreets } from "../../src/store/storedStreets.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { sourceOf } from "../load/sources.ts";
import { diesAtTransaction } from "./dyingDatabase.ts";
import { emptyInputs, readInForce } from "./inForce.ts";
import { countingBytes, given, OPTIONS, real, rectangle, synthetic } from "./world.ts";

let test: TestDatabase;
const database = () => test.database;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.close());
beforeEach(() => emptyInputs(test.database));

const AREA: DegreeBox = [5.2, 52.2, 5.4, 52.4];
/** A street of 21 nodes 137 m apart, 2.7 km, in the middle of the area; `bends` moves its middle to the north. */
function streetFile({ bends = 0, refs = [] as number[], count = 21, box = AREA } = {}): Uint8Array {
  const nodes: PbfNode[] = Array.from({ length: count }, (_, n) => ({
    id: n + 1,
    lngE7: 53_000_000 + n * 20_000,
    latE7: 523_000_000 + (n === 10 ? bends : 0),
    tags: {},
  }));
  const all = [...nodes.map(({ id }) => id), ...refs];
  const ways: PbfWay[] = [{ id: 1, refs: all, tags: { highway: "residential" } }];
  return writeOsmPbf([{ nodes }, { ways }], { box });
}
const HERE = positionToShard({ lng: 5.31, lat: 52.3 });

function load(bytes: Uint8Array, source = real("osm"), db = test.as("load")) {
  const files = () => [{ name: "streets.osm.pbf", contentHash: `${bytes.length}` }];
  return importStreets(db, source, [sourceOf(bytes)], { ...OPTIONS, files, inflate });
}

/** The newest first. */
async function readLog() {
  return (await readImportLog(database(), { kinds: ["streets"], limit: 10 })).imports;
}

async function stored(shard = HERE) {
  const { streets } = await readEditions(database());
  return readStoredStreets(test.as("run"), shard, streets.edition);
}

describe("streets", () => {
  it("are in force after a load, shard by shard, as the file has them", async () => {
    const report = await load(streetFile());
    expect(report).toMatchObject({ refused: null, kind: "streets", edition: 1, accepted: 1, retired: 0 });
    expect(report.added).toBeGreaterThanOrEqual(1);
    expect(report.notes.join("\n")).toMatch(/1 way in 20 pieces became 2 nodes and 1 edge, 3 km/);
    expect(report.notes.join("\n")).toMatch(/known within 5.2,52.2,5.4,52.4 .*reaches 2 km beyond/);
    const network = await (await stored())!.readNetwork();
    expect(network.areas).toEqual([AREA]);
    // 20 × 0.002 degrees of longitude at 52.3° north: 0.04 × 68.2 km
    expect(network.edgeMeters[0]).toBeGreaterThan(2_725);
    expect(network.edgeMeters[0]).toBeLessThan(2_732);
    const inForce = (await readEditions(database())).streets;
    expect(inForce).toEqual({ edition: 1, nature: "real", dataDate: "2025-01-01" });
  });

  it("loaded twice change nothing, not even the log", async () => {
    await load(streetFile());
    const before = await readInForce(database());
    const again = await load(streetFile());
    expect(again).toMatchObject({ refused: null, edition: 1, isNewEdition: false, added: 0, changed: 0 });
    expect(again.unchanged).toBeGreaterThanOrEqual(1);
    expect(await readInForce(database())).toEqual(before);
    expect(await readLog()).toHaveLength(1);
  });

  it("of a newer file take the place of the older ones, and another source that of the first", async () => {
    await load(streetFile());
    const older = (await stored())!.contentHash;
    expect(await load(streetFile({ bends: 3_000 }))).toMatchObject({ edition: 2, added: 0 });
    expect((await stored())!.contentHash).not.toBe(older);
    expect(await load(streetFile(), real("other"))).toMatchObject({ edition: 3, retiredSources: ["osm"] });
    expect((await stored())!.contentHash).toBe(older);
    expect(await load(streetFile(), synthetic("invented"))).toMatchObject({
      refused: expect.stringMatching(/never mixed/),
    });
  });

  it("are gone after a drop, and back after its undo", async () => {
    await load(streetFile());
    const before = await readInForce(database());
    const dropped = await dropSource(test.as("load"), "osm", { ...OPTIONS, random: countingBytes });
    expect(dropped).toMatchObject({ refused: null, edition: 2 });
    expect(dropped!.retired).toBeGreaterThanOrEqual(1);
    expect(await stored()).toBeNull();
    expect((await readEditions(database())).streets.nature).toBe("absent");
    const [{ id }] = await readLog();
    await undoImport(test.as("load"), id, { ...OPTIONS, random: countingBytes });
    expect(await readInForce(database())).toMatchObject({
      source: before.source,
      street_shard: before.street_shard,
    });
  });

  it("that an import changed are as before after its undo", async () => {
    await load(streetFile());
    const before = await readInForce(database());
    await load(streetFile({ bends: 3_000 }));
    const [{ id }] = await readLog();
    const undone = await undoImport(test.as("load"), id, { ...OPTIONS, random: countingBytes });
    expect(undone).toMatchObject({ refused: null, edition: 3 });
    expect((await readInForce(database())).street_shard).toEqual(before.street_shard);
  });

  it("stay what they were when the database dies half-way", async () => {
    await load(streetFile());
    const before = await readInForce(database());
    // at the sweep that comes first, and at the batch that would bring the new ones into force
    for (const text of ["street_shard", "update input_edition"]) {
      await load(streetFile({ bends: 3_000 }), real("osm"), diesAtTransaction(test.as("load"), text)).catch(
        () => {},
      );
      expect(await readInForce(database())).toEqual(before);
    }
    expect(await load(streetFile({ bends: 3_000 }))).toMatchObject({ refused: null, edition: 2 });
  });

  it("are refused as a whole when the file is cut off or has no street, and nothing changes", async () => {
    await load(streetFile());
    const before = await readInForce(database());
    const whole = streetFile({ bends: 3_000 });
    const cut = await load(whole.subarray(0, whole.length - 9));
    expect(cut.refused).toMatch(/not usable \(byte \d+, file\): got \d+ bytes, then the end of the file/);
    const houses = writeOsmPbf([{ ways: [{ id: 1, refs: [1], tags: { building: "yes" } }] }], { box: AREA });
    const none = await load(houses);
    expect(none.refused).toMatch(/got no highway, expected ways with a highway tag/);
    const motorway = writeOsmPbf([{ ways: [{ id: 1, refs: [1], tags: { highway: "motorway" } }] }], {
      box: AREA,
    });
    expect((await load(motorway)).refused).toMatch(/got only closed highways \(1\)/);
    // ways there are, but none that can be placed: the way is named, not the file
    const lost = writeOsmPbf([{ ways: [{ id: 7, refs: [1, 2], tags: { highway: "path" } }] }], { box: AREA });
    const placeless = await load(lost);
    expect(placeless.refused).toMatch(/got no usable record/);
    expect(placeless.findings).toMatchObject([{ place: "way 7", field: "nodes" }]);
    expect(await readInForce(database())).toEqual(before);
  });

  it("are refused as a whole when nothing of them is left, and nothing changes", async () => {
    await load(streetFile());
    const before = await readInForce(database());
    // 3 nodes are 274 m: an island, and nothing else in the file
    const scrap = await load(streetFile({ count: 3 }));
    expect(scrap.refused).toMatch(/got streets of 27\d m in all, none of them hanging together over 2000 m/);
    // the streets lie 7 km east of what the file says it covers
    const elsewhere = await load(streetFile({ box: [5.1, 52.2, 5.2, 52.4] }));
    expect(elsewhere.refused).toMatch(/got no street within 5.1,52.2,5.2,52.4/);
    expect(await readInForce(database())).toEqual(before);
  });

  it("with a fault in one way come in without it, and the report names it", async () => {
    const report = await load(streetFile({ refs: [99] }));
    expect(report).toMatchObject({ refused: null, accepted: 1 });
    expect(report.findings).toMatchObject([
      { severity: "warning", place: "way 1", got: "21 of 22 positions" },
    ]);
  });

  it("come through the table of imports too, where extracts can be read", async () => {
    const bytes = streetFile();
    const file = {
      name: "a.osm.pbf",
      format: "pbf",
      head: "",
      bytes: sourceOf(bytes),
      contentHash: () => "x",
    } as const;
    const request = { subject: "streets", source: real("osm"), files: [file], options: {} } as const;
    expect(await importFiles(test.as("load"), request, OPTIONS, platform)).toMatchObject({
      refused: null,
      edition: 1,
    });
    const { random } = platform;
    await expect(importFiles(test.as("load"), request, OPTIONS, { random })).rejects.toThrow(
      /none can be read/,
    );
  });
});

describe("a run", () => {
  it("is planned anew for other streets, and computes the shards that have them", async () => {
    const box: [number, number, number, number] = [5.29, 52.29, 5.32, 52.31];
    await importRegions(test.as("load"), real("gemeenten"), [given([rectangle("GM1", box)])], OPTIONS);
    expect(await recalculate(database(), { trigger: "test" })).toMatchObject({
      plan: "planned",
      carriedOver: 0,
    });
    expect(await planRun(database(), { trigger: "test" })).toMatchObject({ outcome: "current" });
    await load(streetFile());
    const outcome = await recalculate(database(), { trigger: "test" });
    expect(outcome).toMatchObject({ plan: "planned" });
    expect(outcome.computed).toBeGreaterThanOrEqual(1);
    await load(streetFile());
    expect(await planRun(database(), { trigger: "test" })).toMatchObject({ outcome: "current" });
  });
});

describe("a city", () => {
  it("of 25,000 streets with houses is stored within its size", async () => {
    const size = { corner: { lng: 5.25, lat: 52.25 }, columns: 130, rows: 150 };
    const bytes = cityPbf(syntheticCity({ ...CITY, ...size }));
    const { streets, findings } = await loadCity(bytes);
    expect(findings).toEqual([]);
    const { edge_count, size: stored } = streets[0];
    expect(edge_count).toBeGreaterThan(10_000);
    // at most 3 bytes per directed edge, and every edge here goes both ways for somebody
    expect(stored / (2 * edge_count)).toBeLessThanOrEqual(3);
  });
});

async function loadCity(bytes: Uint8Array) {
  const options = { ...OPTIONS, inflate, area: AREA };
  const { findings, refused } = await importStreets(
    test.as("load"),
    real("city"),
    [sourceOf(bytes, 65_536)],
    options,
  );
  expect(refused).toBeNull();
  const streets = await database().sql`select edge_count, length(network) as size from street_shard
    order by edge_count desc`;
  return { findings, streets: streets as { edge_count: number; size: number }[] };
}
