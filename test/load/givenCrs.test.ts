import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { readAmbulancePosts } from "../../src/load/ambulancePosts.ts";
import { readPoliceFireGeoJson } from "../../src/load/policeFirePosts.ts";
import type { ByteSource, Read } from "../../src/load/reader.ts";
import type { LngLat } from "../../src/load/records.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readResponderCsv } from "../../src/load/responderCsv.ts";
import { readResponderJson } from "../../src/load/responderJson.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";
import { readAll, sourceOf } from "./sources.ts";

const CRS = "EPSG:28992";
/** The tower of Amersfoort, the origin of RD: 155,000 east, 463,000 north; 5°23′13.93″ E, 52°09′18.62″ N. */
const TOWER = { lng: 5 + 23 / 60 + 13.93 / 3600, lat: 52 + 9 / 60 + 18.62 / 3600 };
const point = (x: unknown, y: unknown) => ({ type: "Point", coordinates: [x, y] });
const collection = (properties: object, geometry: object) =>
  JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", properties, geometry }] });

type Rules = { crs?: typeof CRS };
type Reader = (bytes: ByteSource, rules: Rules) => Read<{ position: LngLat }>;
const READERS: [string, Reader, (x: unknown, y: unknown) => string][] = [
  ["AEDs in CSV", readAedCsv, (x, y) => `naam;x;y\nA;${x};${y}\n`],
  ["AEDs in CSV under Dutch headers", readAedCsv, (x, y) => `naam;X-coördinaat;Y-coördinaat\nA;${x};${y}\n`],
  ["AEDs in GeoJSON", readAedJson, (x, y) => collection({ naam: "A" }, point(x, y))],
  ["ambulance posts", readAmbulancePosts, (x, y) => collection({ standplaats: "A" }, point(x, y))],
  ["police posts", readPoliceFireGeoJson, (x, y) => collection({ soort: "politie" }, point(x, y))],
  ["responders", readResponderCsv, (x, y) => `x,y\n${x},${y}\n`],
  ["responders in GeoJSON", readResponderJson, (x, y) => collection({ count: 2 }, point(x, y))],
];

describe.each(READERS)("%s in metres of the Dutch grid", (_, read, text) => {
  const readAt = (x: unknown, y: unknown, rules: Rules) => readAll(read(sourceOf(text(x, y)), rules));

  it("are refused with the option that converts them", async () => {
    const { records, findings } = await readAt(155_000, 463_000, {});
    expect(records).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: "rejected" });
    expect(findings[0].advice).toContain("--crs EPSG:28992");
  });

  it("are converted when told", async () => {
    const { records, findings } = await readAt(155_000, 463_000, { crs: CRS });
    expect(findings).toEqual([]);
    // what is written to a hundredth of a second lies within 0.3 m
    expect(geodesicMeters(records[0].position, TOWER)).toBeLessThan(0.5);
  });

  it.each([
    ["degrees", 5.3872, 52.1551, "without --crs"],
    ["x and y swapped", 463_000, 155_000, "swapped"],
    ["nothing that is on the grid", 155_000, 763_000, "Correct the numbers"],
  ])("are refused where they are %s after all", async (_what, x, y, advice) => {
    const { records, findings } = await readAt(x, y, { crs: CRS });
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", field: "x, y" }]);
    expect(findings[0].advice).toContain(advice);
  });
});

describe("regions in metres of the Dutch grid", () => {
  const ring = (x: number, y: number) =>
    [[x, y], [x + 1000, y], [x + 1000, y + 1000], [x, y + 1000], [x, y]] as const; // biome-ignore format: a ring
  const readRing = (corners: unknown, crs?: typeof CRS) => {
    const geometry = { type: "Polygon", coordinates: [corners] };
    const text = collection({ gemeentecode: "GM0307", gemeentenaam: "Amersfoort" }, geometry);
    return readAll(readRegions(sourceOf(text), { crs }));
  };

  it("are refused with the option that converts them", async () => {
    const { records, findings } = await readRing(ring(155_000, 463_000));
    expect(records).toEqual([]);
    expect(findings[0].advice).toContain("--crs EPSG:28992");
  });

  it("are converted corner by corner when told", async () => {
    const { records, findings } = await readRing(ring(155_000, 463_000), CRS);
    expect(findings).toEqual([]);
    const [[corners]] = records[0].polygons;
    const [first, second] = corners.map(([lng, lat]) => ({ lng, lat }));
    expect(geodesicMeters(first, TOWER)).toBeLessThan(0.5);
    // a metre of RD is 0.9999079 m at the tower
    expect(geodesicMeters(first, second)).toBeCloseTo(1000 / 0.9999079, 0);
  });

  it.each([
    [
      "degrees",
      [
        [5.3, 52.1],
        [5.4, 52.1],
        [5.4, 52.2],
        [5.3, 52.1],
      ],
    ],
    [
      "texts",
      [
        ["155000", "463000"],
        ["156000", "463000"],
        ["156000", "464000"],
        ["155000", "463000"],
      ],
    ],
    ["one corner off the grid", [...ring(155_000, 463_000).slice(0, 3), [0, 0], [155_000, 463_000]]],
    ["no list", 7],
  ])("are refused where they are %s", async (_, corners) => {
    const { records, findings } = await readRing(corners, CRS);
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected" }]);
  });
});
