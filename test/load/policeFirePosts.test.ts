import { describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { writeOsmPbf } from "../../scripts/streets/osmPbfWriter.ts";
import {
  type PoliceFireOptions,
  readPoliceFireGeoJson,
  readPoliceFireOsmPbf,
} from "../../src/load/policeFirePosts.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedFile, sourceOf } from "./sources.ts";

const read = (features: object[], options: PoliceFireOptions = {}) =>
  readAll(readPoliceFireGeoJson(sourceOf(JSON.stringify({ features }), 50), options));
const point = (properties: object, coordinates: unknown = [5.1, 52.1], id?: string) => ({
  id,
  properties,
  geometry: { type: "Point", coordinates },
});

describe("police and fire posts of GeoJSON", () => {
  it("say what they are in the words of OpenStreetMap, Dutch or English", async () => {
    const words = ["fire_station", "Brandweer", "kazerne", "police", "POLITIE"];
    const { records, findings } = await read(
      words.map((soort, n) => point({ id: n, soort, naam: `Post ${n}` }, [(51 + n) / 10, 52.1])),
    );
    expect(findings).toEqual([]);
    expect(records.map(({ kind }) => kind)).toEqual(["fire", "fire", "fire", "police", "police"]);
    expect(records[1]).toEqual({ ref: "1", kind: "fire", name: "Post 1", position: { lng: 5.2, lat: 52.1 } });
  });

  it("are what the person told where the file does not say, and never something else than it says", async () => {
    const features = [point({ naam: "Zuid" }), point({ naam: "Noord", amenity: "police" }, [5.2, 52.2])];
    const untold = await read(features);
    expect(untold.records.map(({ name, kind }) => [name, kind])).toEqual([["Noord", "police"]]);
    expect(untold.findings).toMatchObject([{ place: "feature 1", field: "kind", got: "nothing" }]);
    const told = await read(features, { kind: "fire" });
    expect(told.records.map(({ ref, kind }) => [ref, kind])).toEqual([["Zuid@52.100,5.100", "fire"]]);
    expect(told.findings).toMatchObject([
      { place: "feature 2", field: "kind", expected: "fire, as --kind says" },
    ]);
  });

  it("that are buildings stand in the middle of their outline", async () => {
    const outline = [
      [5.1, 52.1],
      [5.102, 52.1],
      [5.102, 52.101],
      [5.1, 52.101],
      [5.1, 52.1],
    ];
    const amenity = "fire_station";
    const polygon = {
      id: "way/1",
      properties: { amenity },
      geometry: { type: "Polygon", coordinates: [outline] },
    };
    const multi = {
      id: "relation/2",
      properties: { amenity },
      geometry: { type: "MultiPolygon", coordinates: [[outline]] },
    };
    const { records } = await read([polygon, multi]);
    expect(records.map(({ ref }) => ref)).toEqual(["way/1", "relation/2"]);
    for (const { position } of records) {
      expect(position.lng).toBeCloseTo(5.101, 9);
      expect(position.lat).toBeCloseTo(52.1005, 9);
    }
  });

  it.each([
    [point({ amenity: "police" }, [52.1, 5.1]), "lng, lat"],
    [point({ amenity: "police" }, [2.3, 48.8]), "lng, lat"],
    [point({ amenity: "police" }, "here"), "geometry"],
    [
      {
        properties: { amenity: "police" },
        geometry: { type: "Polygon", coordinates: [[[5, 52], "x", [5, 53], []]] },
      },
      "lng",
    ],
    [{ properties: { amenity: "police" }, geometry: { type: "MultiPolygon", coordinates: [7] } }, "geometry"],
    [point({ amenity: "hospital" }), "kind"],
    [{ properties: null, geometry: null }, "kind"],
  ])("are refused as %j for their %s", async (feature, field) => {
    const { records, findings } = await read([feature]);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "feature 1", field }]);
  });

  it("are refused a second time in one file", async () => {
    const { records, findings } = await read([
      point({ amenity: "police" }, [5.1, 52.1], "node/1"),
      point({ amenity: "police" }, [5.3, 52.1], "node/1"),
    ]);
    expect(records).toHaveLength(1);
    expect(findings).toMatchObject([{ place: "feature 2", field: "ref", got: "node/1" }]);
  });
});

describe("police and fire posts of OpenStreetMap", () => {
  const node = (id: number, lng: number, lat: number, tags = {}) => ({
    id,
    lngE7: Math.round(lng * 1e7),
    latE7: Math.round(lat * 1e7),
    tags,
  });

  it("are nodes and outlines, nothing of another amenity, nothing abroad", async () => {
    const nodes = [
      node(1, 5.1, 52.1, { amenity: "police", name: " Bureau Noord " }),
      node(2, 5.2, 52.1, { amenity: "hospital" }),
      node(3, 5.3, 52.1),
      node(4, 5.302, 52.1),
      node(5, 5.302, 52.102),
      node(6, 2.3, 48.8, { amenity: "fire_station" }),
    ];
    const ways = [{ id: 9, refs: [3, 4, 5, 3], tags: { amenity: "fire_station" } }];
    const bytes = writeOsmPbf([{ nodes, ways }]);
    const { records, findings } = await readAll(readPoliceFireOsmPbf(sourceOf(bytes), { inflate }));
    expect(records.map(({ ref, kind, name }) => [ref, kind, name])).toEqual([
      ["node/1", "police", "Bureau Noord"],
      ["way/9", "fire", null],
    ]);
    // the mean of its three corners
    expect(records[1].position.lng).toBeCloseTo((5.3 + 5.302 + 5.302) / 3, 6);
    expect(findings).toMatchObject([{ place: "node 6", field: "lng, lat" }]);
  });

  it.skipIf(!hasSharedData)(
    `of Monaco are found with --anywhere (${NO_SHARED_DATA} where absent)`,
    async () => {
      const file = sharedFile("monaco/monaco-latest.osm.pbf");
      const { records } = await readAll(readPoliceFireOsmPbf(file, { inflate, anywhere: true }));
      const count = (kind: string) => records.filter((post) => post.kind === kind).length;
      expect(count("fire")).toBeGreaterThanOrEqual(2);
      expect(count("police")).toBeGreaterThanOrEqual(1);
      expect(new Set(records.map(({ ref }) => ref)).size).toBe(records.length);
    },
  );
});
