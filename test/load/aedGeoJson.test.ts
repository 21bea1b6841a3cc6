import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedGeoJson } from "../../src/load/aedGeoJson.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedBytes, sharedFile, sourceOf } from "./sources.ts";

const point = (properties: object, rest: object = {}, coordinates: unknown = [5.1, 52.1]) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates },
  ...rest,
});
const collection = (...features: unknown[]) =>
  JSON.stringify({ type: "FeatureCollection", features }, null, 1);
const read = (text: string | Uint8Array, chunkSize = 11) =>
  readAll(readAedGeoJson(sourceOf(text, chunkSize)));

describe("AEDs from GeoJSON", () => {
  it("reads OSM tags and takes the OSM id for the ref, however it is written", async () => {
    const tags = {
      emergency: "defibrillator",
      opening_hours: "24/7",
      indoor: "no",
      access: "yes",
      ref: "kast 7",
    };
    const { records, findings } = await read(
      collection(
        point(tags, { id: "n1" }),
        point(tags, { id: "node/2" }),
        point({ ...tags, "@id": "way/3" }),
        point(tags, { id: 4 }),
        point(tags),
      ),
    );
    expect(findings).toEqual([]);
    expect(records.map(({ ref }) => ref)).toEqual(["node/1", "node/2", "way/3", "4", "kast 7"]);
    expect(records[0]).toMatchObject({ alwaysOpen: true, indoor: false, access: "public" });
  });

  it.each([
    [{ ...point({}), geometry: { type: "LineString", coordinates: [] } }, "geometry"],
    [{ ...point({}), geometry: null }, "geometry"],
    [point({ emergency: "fire_hydrant" }), "emergency"],
    [point({}, {}, [52.1, 5.1]), "lng, lat"],
    [point({}, {}, ["5.1", null]), "lng"],
    [point({}, {}, []), "lng"],
    [7, "geometry"],
  ])("refuses the odd feature and reads on", async (odd, field) => {
    const text = collection(point({ ref: "a" }), odd, point({ ref: "b" }));
    const { records, findings } = await read(odd === 7 ? text.replace(/\b7\b/, "{}") : text);
    expect(records.map(({ ref }) => ref)).toEqual(["a", "b"]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "feature 2", field }]);
  });

  it("gives the same whatever the chunks are, with brackets, quotes and escapes in the texts", async () => {
    const text = collection(
      ...['a}"]', "b\\", "{[", "\u20ac}", '\\"'].map((name, i) => point({ ref: `${i}`, name })),
    );
    const whole = await read(text, 1e6);
    expect(whole.records.map(({ name }) => name)).toEqual(['a}"]', "b\\", "{[", "\u20ac}", '\\"']);
    for (let size = 1; size < 40; size += 1) expect((await read(text, size)).records).toEqual(whole.records);
  });

  it.each([
    ["", "an empty file"],
    ["[1,2]", "no list of features"],
    ['{"type":"FeatureCollection"}', "no list of features"],
    ["PK\u0003\u0004", "a zip or a spreadsheet (xlsx, ods)"],
    ['{"features":[7]}', "something between the features"],
    ['{"features":[{"a":1},{"b":', "the end of the file after 1 features"],
    ['{"features":[]', "the end of the file after 0 features"],
  ])("says in one finding that %j cannot be read to its end", async (text, got) => {
    const { findings } = await read(text);
    expect(findings.filter(({ place }) => place === "file")).toMatchObject([{ severity: "rejected", got }]);
  });

  it("names bytes that are not UTF-8", async () => {
    const { findings } = await read(new Uint8Array([123, 34, 255, 254]));
    expect(findings).toMatchObject([{ place: "file", got: "bytes that are not UTF-8, near byte 2" }]);
  });
});

describe.skipIf(!hasSharedData)(
  `AEDs of Duiven and Delft from GeoJSON (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it("are in Duiven the very records of the CSV", async () => {
      const csv = await readAll(readAedCsv(sharedFile("duiven/duiven_aeds_2014.csv")));
      const geoJson = await readAll(readAedGeoJson(sharedFile("duiven/duiven_aeds_2014.geojson")));
      expect(geoJson.records).toHaveLength(27);
      expect(geoJson.records).toEqual(csv.records);
      expect(geoJson.findings.map(({ place }) => place)).toEqual(["feature 24", "feature 27"]);
    });

    it("are 13 in Delft, one private, one day and night", async () => {
      const { records, findings } = await readAll(
        readAedGeoJson(sharedFile("delft/aeds_delft_campus.geojson")),
      );
      expect(findings).toEqual([]);
      expect(records).toHaveLength(13);
      expect(records.filter(({ access }) => access === "private").map(({ ref }) => ref)).toEqual([
        "node/12565417301",
      ]);
      expect(records.filter(({ alwaysOpen }) => alwaysOpen).map(({ ref }) => ref)).toEqual([
        "node/10126996006",
      ]);
    });

    it("end with a finding, and do not throw, wherever the file is cut", async () => {
      const bytes = sharedBytes("delft/aeds_delft_campus.geojson");
      const end = bytes.lastIndexOf(125);
      for (let length = 0; length <= end; length += 61) {
        const { records, findings } = await readAll(readAedGeoJson(sourceOf(bytes.subarray(0, length))));
        expect(records.length).toBeLessThanOrEqual(13);
        expect(findings.filter(({ place }) => place === "file")).toHaveLength(1);
      }
    });
  },
);
