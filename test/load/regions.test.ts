import { describe, expect, it } from "vitest";
import { readRegions } from "../../src/load/regions.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedFile, sourceOf } from "./sources.ts";

type Ring = number[][];

const ring = (lng: number, lat: number, size: number): Ring => [
  [lng, lat],
  [lng + size, lat],
  [lng + size, lat + size],
  [lng, lat + size],
  [lng, lat],
];
const SQUARE = ring(5.3, 52.1, 0.1);
const polygon = (...rings: Ring[]) => ({ type: "Polygon", coordinates: rings });
const delft = (properties: object, geometry: unknown = polygon(SQUARE)) => ({
  type: "Feature",
  properties: {
    gemeentecode: "GM0503",
    gemeentenaam: "Delft",
    water: "NEE",
    aantal_inwoners: 106_086,
    ...properties,
  },
  geometry,
});
const read = (...features: unknown[]) =>
  readAll(readRegions(sourceOf(JSON.stringify({ type: "FeatureCollection", features }), 1000)));

describe("CBS regions", () => {
  it("are gemeente, wijk or buurt by the finest code they have, with the region they lie in", async () => {
    const buurt = { buurtcode: "BU0363AA01", buurtnaam: "Kop Zeedijk", wijkcode: "WK0363AA" };
    const wijk = { wijkcode: "WK050311", wijknaam: "Binnenstad" };
    const { records, findings } = await read(delft({}), delft(wijk), delft(buurt));
    expect(findings).toEqual([]);
    expect(records.map(({ kind, code, name, parentCode }) => [kind, code, name, parentCode])).toEqual([
      ["gemeente", "GM0503", "Delft", null],
      ["wijk", "WK050311", "Binnenstad", "GM0503"],
      ["buurt", "BU0363AA01", "Kop Zeedijk", "WK0363AA"],
    ]);
  });

  it("are known by the upper-case names of older years", async () => {
    const properties = { GM_CODE: "GM0503", GM_NAAM: "Delft", H2O: "NEE", AANT_INW: 106_086 };
    const { records } = await read({ type: "Feature", properties, geometry: polygon(SQUARE) });
    expect(records).toMatchObject([{ code: "GM0503", name: "Delft", residents: 106_086 }]);
  });

  it("have no residents where CBS writes -99997, and none where it writes 0", async () => {
    const { records } = await read(
      delft({ aantal_inwoners: -99997 }),
      delft({ wijkcode: "WK050311", aantal_inwoners: 0 }),
    );
    expect(records.map(({ residents }) => residents)).toEqual([null, 0]);
  });

  it("leave their water out and count it", async () => {
    const { records, findings } = await read(delft({}), delft({ water: "JA" }), delft({ water: "JA" }));
    expect(records.map(({ polygons }) => polygons.length)).toEqual([1]);
    expect(findings).toMatchObject([{ severity: "warning", place: "file", got: "2 features of water" }]);
  });

  it("keep their holes and their parts", async () => {
    const hole = ring(5.32, 52.12, 0.02).toReversed();
    const geometry = { type: "MultiPolygon", coordinates: [[SQUARE, hole], [ring(5.5, 52.1, 0.1)]] };
    const { records } = await read(delft({}, geometry));
    expect(records[0].polygons).toEqual([[SQUARE, hole], [ring(5.5, 52.1, 0.1)]]);
  });

  it("become one when several features have one code", async () => {
    const { records, findings } = await read(delft({}), delft({}, polygon(ring(5.5, 52.1, 0.1))));
    expect(findings).toEqual([]);
    expect(records).toMatchObject([{ code: "GM0503", residents: 106_086, polygons: { length: 2 } }]);
  });

  it("have unknown residents when their features disagree", async () => {
    const { records, findings } = await read(
      delft({}),
      delft({ aantal_inwoners: 5 }, polygon(ring(5.5, 52.1, 0.1))),
    );
    expect(records).toMatchObject([{ residents: null }]);
    expect(findings).toMatchObject([
      { severity: "warning", place: "feature 2, gemeente GM0503", field: "residents" },
    ]);
  });
});

describe("other regions", () => {
  const properties = { code: "demo-1", name: "Ede (demo)", kind: "place", residents: 1200 };

  it("need a code and a kind, their own or told", async () => {
    const feature = { type: "Feature", properties, geometry: polygon(SQUARE) };
    expect((await read(feature)).records).toMatchObject([{ ...properties, parentCode: null }]);
    const text = JSON.stringify({ features: [{ ...feature, properties: { code: "A", naam: "Aa" } }] });
    const told = await readAll(readRegions(sourceOf(text), { kind: "wijk" }));
    expect(told.records).toMatchObject([{ code: "A", name: "Aa", kind: "wijk", residents: null }]);
  });

  it.each([
    [{ name: "no code" }, "code"],
    [{ code: "A", name: "no kind" }, "kind"],
    [{ code: "A", kind: "planet" }, "kind"],
    [{ code: "A", kind: "wijk", residents: -3 }, "residents"],
    [{ gemeentecode: "503" }, "gemeentecode"],
  ])("are refused as %j for their %s", async (wrong, field) => {
    const { records, findings } = await read({
      type: "Feature",
      properties: wrong,
      geometry: polygon(SQUARE),
    });
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "feature 1", field }]);
  });
});

describe("a code that comes twice", () => {
  const elsewhere = polygon(ring(5.5, 52.1, 0.1));

  it("under two names is refused, whichever comes first, and the others stay", async () => {
    const [one, other] = [delft({}), delft({ gemeentenaam: "Dordrecht" }, elsewhere)];
    for (const features of [
      [one, other],
      [other, one],
    ]) {
      const { records, findings } = await read(...features, delft({ wijkcode: "WK050311" }));
      expect(records.map(({ code }) => code)).toEqual(["WK050311"]);
      expect(findings).toMatchObject([
        {
          severity: "rejected",
          place: "feature 2, gemeente GM0503",
          field: "code",
          expected: "one name for GM0503",
        },
      ]);
    }
  });

  it("with the same outline is taken once", async () => {
    const { records, findings } = await read(delft({}), delft({}), delft({}, elsewhere));
    expect(records).toMatchObject([{ polygons: { length: 2 } }]);
    expect(findings).toMatchObject([
      { severity: "warning", place: "feature 2, gemeente GM0503", field: "geometry" },
    ]);
  });

  it("without a name on one of its parts is one region", async () => {
    const { records, findings } = await read(delft({}), delft({ gemeentenaam: null }, elsewhere));
    expect(findings).toEqual([]);
    expect(records).toMatchObject([{ name: "Delft", polygons: { length: 2 } }]);
  });
});

describe("a broken ring", () => {
  const rd = [155_000, 463_000];
  it.each([
    ["not closed", SQUARE.slice(0, 4), "a closed ring: the last position is the first"],
    ["too short", SQUARE.slice(0, 3), "a ring of at least 4 positions"],
    ["without numbers", [...SQUARE.slice(0, 4), ["a", "b"]], "two numbers"],
    ["in RD metres", [rd, [156_000, 463_000], [156_000, 464_000], rd], "degrees (WGS84), lng before lat"],
    ["swapped", SQUARE.map(([lng, lat]) => [lat, lng]), "a ring in the Netherlands or within 25 km of it"],
    [
      "flat",
      [
        [5.3, 52.1],
        [5.4, 52.2],
        [5.35, 52.15],
        [5.3, 52.1],
      ],
      "a ring around ground",
    ],
    ["abroad", ring(2.3, 48.8, 0.1), "a ring in the Netherlands or within 25 km of it"],
  ])("that is %s takes its region with it and is named", async (_, broken, expected) => {
    const good = delft({ wijkcode: "WK050311" });
    const { records, findings } = await read(
      good,
      delft({}, { type: "Polygon", coordinates: [SQUARE, broken] }),
    );
    expect(records.map(({ code }) => code)).toEqual(["WK050311"]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "feature 2, gemeente GM0503", field: "polygon 1, ring 2", expected },
    ]);
  });

  it("in one of its features takes the whole region with it, whichever comes first", async () => {
    const open = polygon(SQUARE.slice(0, 4));
    expect((await read(delft({}), delft({}, open))).records).toEqual([]);
    expect((await read(delft({}, open), delft({}))).records).toEqual([]);
  });

  it("that turns the wrong way is turned round, holes the other way, and counted for the file", async () => {
    const hole = ring(5.32, 52.12, 0.02);
    const right = await read(delft({}, polygon(SQUARE, hole.toReversed())));
    expect(right.findings).toEqual([]);
    const wrong = await read(delft({}, polygon(SQUARE.toReversed(), hole)));
    expect(wrong.findings).toMatchObject([
      { severity: "warning", place: "file", field: "winding", got: "2 rings that turn the other way" },
    ]);
    expect(wrong.records).toEqual(right.records);
    // counter-clockwise from the south-west: east before north
    expect(wrong.records[0].polygons[0][0]).toEqual(SQUARE);
  });

  it("that crosses itself is kept with a warning", async () => {
    const bowtie = [[5.3, 52.1], [5.4, 52.2], [5.4, 52.1], [5.3, 52.2], [5.3, 52.1]]; // biome-ignore format: a row
    const { records, findings } = await read(delft({}, polygon(bowtie)));
    expect(records.length).toBe(1);
    expect(findings).toMatchObject([{ severity: "warning", field: "polygon 1, ring 1" }]);
  });
});

describe("a corner far away", () => {
  it.each([
    ["Africa", [5.3, 5.2]],
    ["the other end of the world", [-175, 52.1]],
  ])("in %s refuses the region and tells which one it is", async (_, corner) => {
    const stray = [SQUARE[0], SQUARE[1], corner, SQUARE[2], SQUARE[3], SQUARE[0]];
    const { records, findings } = await read(delft({}, polygon(stray)), delft({ gemeentecode: "GM0599" }));
    expect(records.map(({ code }) => code)).toEqual(["GM0599"]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "feature 1, gemeente GM0503", field: "polygon 1, ring 1, corner 3" },
    ]);
    expect(findings[0].got).toBe(corner.join(", "));
  });

  it("at sea or just over the border is a corner like any other", async () => {
    const wide = [[2.6, 55.7], [2.6, 52], [7.2, 51.9], [7.2, 55.7], [2.6, 55.7]]; // biome-ignore format: a row
    expect((await read(delft({}, polygon(wide)))).records).toHaveLength(1);
  });
});

describe("residents", () => {
  it.each(["1.234", 12.5, { toString: 1 }, [5], true, "veel"])(
    "of %j are no whole number, and never a guess",
    async (aantal_inwoners) => {
      const { records, findings } = await read(delft({ aantal_inwoners }));
      expect(records).toEqual([]);
      expect(findings).toMatchObject([{ severity: "rejected", place: "feature 1", field: "residents" }]);
    },
  );
});

describe("a file", () => {
  it.each([
    ["", "an empty file"],
    ["{", "no list of features"],
    ['{"type":"Feature"}', "no list of features"],
    ["null", "no list of features"],
    ['{"features":[null]}', "something between the features"],
    ['{"features":[7]}', "something between the features"],
    [new Uint8Array([0x7b, 0x22, 0xff, 0xfe]), "bytes that are not UTF-8"],
  ])("that holds %j is refused as %s", async (content, got) => {
    const { records, findings } = await readAll(readRegions(sourceOf(content)));
    expect(records).toEqual([]);
    expect(findings).toMatchObject([
      { severity: "rejected", place: "file", got: expect.stringContaining(got) },
    ]);
  });

  it.each([[], [[]], {}, { properties: 7, geometry: { type: "Polygon", coordinates: 3 } }, delft({}, null)])(
    "with the feature %j names it and goes on",
    async (feature) => {
      const { records, findings } = await read(feature, delft({ wijkcode: "WK050311" }));
      expect(records.length).toBe(1);
      expect(findings).toMatchObject([{ severity: "rejected", place: expect.stringMatching(/^feature 1/) }]);
    },
  );
});

describe.skipIf(!hasSharedData)(`real CBS files of 2024 (${NO_SHARED_DATA} where absent)`, () => {
  it.each([
    [
      "netherlands/gemeente_2024.geojson",
      "gemeente",
      342,
      17_942_942,
      ["81 features of water", "883 rings that turn the other way"],
    ],
    ["rijnmond/wijk_2024.geojson", "wijk", 969, 7_037_675, ["1119 rings that turn the other way"]],
    ["rijnmond/buurt_2024.geojson", "buurt", 625, 1_312_605, ["640 rings that turn the other way"]],
  ])(
    "%s holds as many regions of kind %s and residents as it should",
    async (path, kind, count, residents, notes) => {
      const { records, findings } = await readAll(readRegions(sharedFile(path)));
      expect(records.length).toBe(count);
      expect(records.every((region) => region.kind === kind)).toBe(true);
      expect(records.reduce((sum, region) => sum + (region.residents ?? 0), 0)).toBe(residents);
      expect(findings.map(({ got }) => got)).toEqual(notes);
    },
  );
});
