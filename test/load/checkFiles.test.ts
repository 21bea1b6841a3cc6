import { describe, expect, it } from "vitest";
import { readAmbulancePosts } from "../../src/load/ambulancePosts.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import { readReachAreas } from "../../src/load/reachAreas.ts";
import { isSquareCentres, readSquareCentres } from "../../src/load/squareCentres.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";
import { readAll, sourceOf } from "./sources.ts";

const collection = (...features: object[]) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: features.map((one) => ({ type: "Feature", ...one })),
  });
const point = (lng: number, lat: number) => ({ type: "Point", coordinates: [lng, lat] });

describe("centres of squares", () => {
  const centre = (properties: object, { lng, lat }: { lng: number; lat: number }) => ({
    properties,
    geometry: point(lng, lat),
  });

  it("are converted from the south-west corner and half a side, by the size in the name", async () => {
    const told = rdToPosition(97_450, 451_450);
    const text = collection(
      centre({ crs28992res100m: "E0974N4514" }, told),
      centre({ C28992R500: "E0970N4510" }, rdToPosition(97_250, 451_250)),
    );
    expect(isSquareCentres(text)).toBe(true);
    const { records, findings } = await readAll(readSquareCentres(sourceOf(text)));
    expect(findings).toEqual([]);
    expect(records.map(({ code }) => code)).toEqual(["E0974N4514", "E0970N4510"]);
    for (const { told, converted } of records) expect(geodesicMeters(told, converted)).toBeLessThan(1e-6);
  });

  it("are refused without a code, a place or a point", async () => {
    const good = rdToPosition(97_450, 451_450);
    const text = collection(
      centre({ code: "E0974N4514" }, good),
      centre({ crs28992res100m: "E0974" }, good),
      { properties: { crs28992res100m: "E0974N4514" }, geometry: { type: "Polygon", coordinates: [] } },
      centre({ crs28992res100m: "E0974N4514" }, { lng: 97_450, lat: 451_450 }),
    );
    const { records, findings } = await readAll(readSquareCentres(sourceOf(text)));
    expect(records).toEqual([]);
    expect(findings.map(({ field }) => field)).toEqual(["code", "code", "geometry", "lng, lat"]);
  });
});

describe("areas that posts reach", () => {
  const square = { type: "Polygon", coordinates: [[[5, 52], [5.1, 52], [5.1, 52.1], [5, 52.1], [5, 52]]] }; // biome-ignore format: a ring
  const post = { Standplaats: "Hoek", Postcode: "1034 cs", Huisnummer: "1c" };

  it("have the refs of their posts", async () => {
    const areas = await readAll(readReachAreas(sourceOf(collection({ properties: post, geometry: square }))));
    const posts = await readAll(
      readAmbulancePosts(sourceOf(collection({ properties: post, geometry: point(5.05, 52.05) }))),
    );
    expect(areas.findings).toEqual([]);
    expect(areas.records).toMatchObject([{ ref: "1034CS-1c", name: "Hoek" }]);
    expect(areas.records[0].polygons).toEqual([square.coordinates]);
    expect(posts.records[0].ref).toBe(areas.records[0].ref);
  });

  it("are refused without a post or an area, and told to whoever loads them as posts", async () => {
    const text = collection(
      { properties: { Standplaats: "Hoek" }, geometry: square },
      { properties: post, geometry: point(5, 52) },
    );
    const { records, findings } = await readAll(readReachAreas(sourceOf(text)));
    expect(records).toEqual([]);
    expect(findings.map(({ field }) => field)).toEqual(["postcode", "geometry"]);
    const asPosts = await readAll(
      readAmbulancePosts(sourceOf(collection({ properties: post, geometry: square }))),
    );
    expect(asPosts.findings[0].advice).toContain("npm run load -- check");
  });
});
