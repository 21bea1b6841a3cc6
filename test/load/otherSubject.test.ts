import { describe, expect, it } from "vitest";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { readAmbulancePosts } from "../../src/load/ambulancePosts.ts";
import { readAll, sourceOf } from "./sources.ts";

const points = (properties: Record<string, string>) => {
  const geometry = { type: "Point", coordinates: [4.9, 52.4] };
  return sourceOf(
    JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", geometry, properties }] }),
  );
};
const POST = { Standplaats: "Amsterdam", Beschikbaarheid: "24 uur" };

describe("a file of another subject", () => {
  it("makes no AEDs of ambulance posts", async () => {
    const { records, findings } = await readAll(readAedJson(points(POST)));
    expect(records).toEqual([]);
    expect(findings).toMatchObject([
      { severity: "rejected", got: "Standplaats, as files of ambulance posts have", expected: "AEDs" },
    ]);
    expect(findings[0].advice).toContain("npm run load -- posts");
  });

  it("makes no AEDs of postcode points, unless the columns were told", async () => {
    const csv = "postcode,lon,lat,inwoners_2021\n1011,4.9,52.37,9600\n";
    const { records, findings } = await readAll(readAedCsv(sourceOf(csv)));
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "file", field: "headers" }]);
    const told = await readAll(readAedCsv(sourceOf(csv), { columns: { lng: "lon", lat: "lat" } }));
    expect(told.records).toHaveLength(1);
  });

  it("makes no ambulance posts of AEDs", async () => {
    for (const properties of [{ naam: "Gemeentehuis", "24_7": "true" }, { emergency: "defibrillator" }]) {
      expect((await readAll(readAmbulancePosts(points(properties as never)))).records).toEqual([]);
    }
    const station = { emergency: "ambulance_station", name: "Post" };
    expect((await readAll(readAmbulancePosts(points(station)))).records).toHaveLength(1);
  });
});

it("is told by its amenity: a police station is no AED unless it says so", async () => {
  const feature = (properties: object) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [5.1, 52.1] },
    properties,
  });
  const features = [
    feature({ amenity: "police", name: "Bureau" }),
    feature({ amenity: "pharmacy", emergency: "defibrillator" }),
  ];
  const text = JSON.stringify({ type: "FeatureCollection", features });
  const { records, findings } = await readAll(readAedJson(sourceOf(text)));
  expect(records).toHaveLength(1);
  expect(findings).toMatchObject([
    { severity: "rejected", place: "feature 1", field: "amenity", got: "police" },
  ]);
});
