import { describe, expect, it } from "vitest";
import { readAedJson } from "../../src/load/aedJson.ts";
import { fileFormat } from "../../src/load/fileFormat.ts";
import type { JsonForm } from "../../src/load/jsonRecords.ts";
import { readAll, sourceOf } from "./sources.ts";

const point = (properties: object, rest: object = {}, coordinates: unknown = [5.1, 52.1]) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates },
  ...rest,
});
const collection = (...features: unknown[]) =>
  JSON.stringify({ type: "FeatureCollection", features }, null, 1);
const read = (text: string | Uint8Array, chunkSize = 11) => readAll(readAedJson(sourceOf(text, chunkSize)));

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

const readAs = (form: JsonForm, text: string, options = {}, chunkSize = 11) =>
  readAll(readAedJson(sourceOf(text, chunkSize), { form, ...options }));

describe("AEDs from an answer of the Overpass API", () => {
  const tags = { emergency: "defibrillator", opening_hours: "24/7", check_date: "2024-05-06", level: "1" };
  const answer = (elements: unknown[], around: object = {}) =>
    JSON.stringify(
      { version: 0.6, osm3s: { timestamp_osm_base: "2025-03-01T10:00:00Z" }, elements, ...around },
      null,
      1,
    );

  it("are nodes where they stand, ways and relations at their centre, corners or box", async () => {
    const corners = [
      { lat: 52.1, lon: 5.1 },
      { lat: 52.1, lon: 5.3 },
      { lat: 52.3, lon: 5.3 },
      { lat: 52.3, lon: 5.1 },
      { lat: 52.1, lon: 5.1 },
    ];
    const bounds = { minlat: 52, minlon: 5, maxlat: 52.2, maxlon: 5.2 };
    const { records, findings } = await readAs(
      "overpass",
      answer([
        { type: "node", id: 1, lat: 52.1, lon: 5.1, tags },
        { type: "way", id: 2, center: { lat: 52.2, lon: 5.2 }, tags },
        { type: "way", id: 3, geometry: corners, tags },
        { type: "relation", id: 4, bounds, tags },
        { type: "node", id: 9, lat: 52.1, lon: 5.1 },
      ]),
    );
    expect(findings).toEqual([]);
    expect(records.map(({ ref, position }) => [ref, position.lng, position.lat])).toEqual([
      ["node/1", 5.1, 52.1],
      ["way/2", 5.2, 52.2],
      ["way/3", 5.2, 52.2],
      ["relation/4", 5.1, 52.1],
    ]);
    expect(records[0]).toMatchObject({ alwaysOpen: true, checkedDate: "2024-05-06", level: "1" });
  });

  it("name what is no AED and what has no position, and read on", async () => {
    const { records, findings } = await readAs(
      "overpass",
      answer([
        { type: "node", id: 1, lat: 52.1, lon: 5.1, tags: { amenity: "bench" } },
        { type: "way", id: 2, nodes: [1, 2, 3], tags },
        { type: "node", id: 3, lat: 52.1, lon: 5.1, tags },
      ]),
    );
    expect(records.map(({ ref }) => ref)).toEqual(["node/3"]);
    expect(findings).toMatchObject([
      { place: "element 1", field: "emergency", severity: "rejected" },
      { place: "element 2", field: "position", advice: expect.stringContaining("out center") },
    ]);
  });

  it("are not taken where the server broke off, before the list or after it", async () => {
    const node = { type: "node", id: 1, lat: 52.1, lon: 5.1, tags };
    const remark = 'runtime error: Query timed out in "query" at line 2 after 25 seconds.';
    for (const text of [answer([node], { remark }), JSON.stringify({ remark, elements: [node] })]) {
      const { findings } = await readAs("overpass", text);
      expect(findings).toMatchObject([{ severity: "rejected", place: "file", field: "remark" }]);
    }
    expect((await readAs("overpass", answer([node], { remark: "considered and done" }))).findings).toEqual(
      [],
    );
  });

  it("tell which ground the question was for", async () => {
    const bounds = { minlat: 51, minlon: 4, maxlat: 52, maxlon: 5.5 };
    for await (const batch of readAedJson(sourceOf(answer([], { bounds })), { form: "overpass" })) {
      if (batch.extent) expect(batch.extent).toEqual([4, 51, 5.5, 52]);
    }
    expect.assertions(1);
  });
});

describe("the ground that a GeoJSON file covers", () => {
  const extentOf = async (around: object) => {
    const text = JSON.stringify({ type: "FeatureCollection", features: [point({ ref: "a" })], ...around });
    let extent: unknown;
    const findings = [];
    for await (const batch of readAedJson(sourceOf(text, 9))) {
      extent ??= batch.extent;
      findings.push(...batch.findings);
    }
    return { extent, findings };
  };

  it("is its bbox, of four numbers or six, before the features or after", async () => {
    expect(await extentOf({ bbox: [4, 51, 5, 52] })).toEqual({ extent: [4, 51, 5, 52], findings: [] });
    expect(await extentOf({ bbox: [4, 51, -9, 5, 52, 30] })).toEqual({
      extent: [4, 51, 5, 52],
      findings: [],
    });
    expect(await extentOf({})).toEqual({ extent: undefined, findings: [] });
  });

  it("is not a bbox in metres, out of order or of three numbers: that is told", async () => {
    for (const bbox of [
      [100_000, 400_000, 120_000, 420_000],
      [5, 51, 4, 52],
      [4, 51, 5],
      ["4", 51, 5, 52],
      null,
      7,
    ]) {
      const { extent, findings } = await extentOf({ bbox });
      expect(extent).toBeUndefined();
      expect(findings).toMatchObject([{ severity: "warning", place: "file", field: "bbox" }]);
    }
  });
});

describe("AEDs from plain JSON records", () => {
  const openAed = {
    id: "0b4366b3-3fd4-43a7-96f4-f10180b0410d",
    osm_id: 10776183984,
    latitude: "51.8260393000",
    longitude: "5.7971147000",
    access: null,
    indoor: true,
    location: "binnen, code 1234",
    opening_hours: "24/7",
    operator: { name: "Stichting AED Dukenburg", website: "https://example.org" },
    address: { city: "Nijmegen" },
  };

  it("read what the OpenAED API gives, by the node of OpenStreetMap", async () => {
    const { records, findings } = await readAs(
      "json-list",
      JSON.stringify([openAed, { ...openAed, osm_id: null }]),
    );
    expect(findings).toEqual([]);
    expect(records.map(({ ref }) => ref)).toEqual(["node/10776183984", openAed.id]);
    expect(records[0]).toMatchObject({
      position: { lng: 5.7971147, lat: 51.8260393 },
      name: "Stichting AED Dukenburg",
      operator: "Stichting AED Dukenburg",
      indoor: true,
      access: "unknown",
      alwaysOpen: true,
    });
    expect(JSON.stringify(records)).not.toContain("1234");
  });

  it("take told columns, and refuse a list of another subject", async () => {
    const columns = { lng: "oost", lat: "noord", ref: "kast" };
    const text = JSON.stringify([{ kast: "k1", oost: 5.1, noord: "52,1" }]);
    expect((await readAs("json-list", text, { columns })).records).toMatchObject([
      { ref: "k1", position: { lng: 5.1, lat: 52.1 } },
    ]);
    const posts = JSON.stringify([{ standplaats: "Delft", lng: 4.3, lat: 52 }]);
    expect((await readAs("json-list", posts)).findings).toMatchObject([{ field: "properties" }]);
  });

  it("read a record on every line: features, elements and plain ones, with separators and empty lines", async () => {
    const lines = [
      JSON.stringify(point({ ref: "a" })),
      "",
      `\x1e${JSON.stringify({ type: "node", id: 5, lat: 52.1, lon: 5.2, tags: { emergency: "defibrillator" } })}`,
      `${JSON.stringify({ ref: "c", lat: 52.1, lon: 5.3, naam: '€ {"}\n' })}\r`,
      JSON.stringify({ ref: "d", lat: 52.1, lon: 5.4 }),
    ].join("\n");
    const whole = await readAs("ndjson", lines, {}, 1e6);
    expect(whole.findings).toEqual([]);
    expect(whole.records.map(({ ref }) => ref)).toEqual(["a", "node/5", "c", "d"]);
    for (let size = 1; size < 30; size++)
      expect((await readAs("ndjson", `${lines}\n`, {}, size)).records).toEqual(whole.records);
  });

  it("name a broken line by its number and read on, and a file that ends within one as a whole", async () => {
    const good = JSON.stringify({ ref: "a", lat: 52.1, lon: 5.3 });
    const { records, findings } = await readAs("ndjson", `${good}\n{"ref":\n7\n${good.replace("a", "b")}\n`);
    expect(records.map(({ ref }) => ref)).toEqual(["a", "b"]);
    expect(findings).toMatchObject([
      { place: "line 2", field: "line", severity: "rejected" },
      { place: "line 3", field: "lng", severity: "rejected" },
    ]);
    expect((await readAs("ndjson", `${good}\n${good.slice(0, -4)}`)).findings).toMatchObject([
      { place: "file", advice: expect.stringContaining("cut off") },
    ]);
    expect((await readAs("ndjson", "")).findings).toMatchObject([{ place: "file", got: "an empty file" }]);
    expect((await readAs("ndjson", `{"name":"${"x".repeat(1_100_000)}`, {}, 65_536)).findings).toMatchObject([
      { place: "file", field: "line" },
    ]);
  });
});

describe("the form of a file", () => {
  it.each([
    ['{"type":"FeatureCollection","features":[]}', "json"],
    ['{\n "type": "FeatureCollection",\n "features": [\n', "json"],
    ['{"version":0.6,"elements":[{"type":"node"}]}', "overpass"],
    ['{\n "osm3s": {"copyright": "x"},\n "elements": [', "overpass"],
    ['\xef\xbb\xbf [{"id":1}]', "json-list"],
    ['{"type":"Feature","geometry":null}\n{"type":"Feature"', "ndjson"],
    ['\x1e{"ref":"1","features":["x"]\n', "json"],
    ['\x1e{"ref":"1"}\n\x1e{"ref":"2"}\n', "ndjson"],
    ["naam;lat;lon\n", "csv"],
    ["", "csv"],
  ])("%j is %s", (head, form) => {
    expect(fileFormat(head)).toBe(form);
  });
});
