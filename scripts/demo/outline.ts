/**
 * The land of the demo: the European Netherlands as world-atlas (Natural Earth, 1:10 million) draws it.
 * The outline counts the IJsselmeer as land; `lake.ts` keeps people and AEDs out of it.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { MultiPolygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryObject, Topology } from "topojson-specification";
import { indexPolygon, isInPolygon } from "../../src/grid/polygonIndex.ts";
import type { LngLat } from "../../src/load/records.ts";

type Ring = [number, number][];
/** ISO 3166-1 numeric. */
const NETHERLANDS = "528";

/** GeoJSON MultiPolygon coordinates; the Caribbean parts (west of Greenwich) left out. */
export function landOutline(): Ring[][] {
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
  const atlas = JSON.parse(readFileSync(file, "utf8")) as Topology;
  const countries = atlas.objects.countries as { type: "GeometryCollection"; geometries: GeometryObject[] };
  const country = countries.geometries.find(({ id }) => id === NETHERLANDS);
  if (country?.type !== "MultiPolygon")
    throw new Error(
      `got ${country?.type} for country ${NETHERLANDS}, expected a MultiPolygon; use world-atlas 2.0.2`,
    );
  const { coordinates } = feature(atlas, country).geometry as MultiPolygon;
  return (coordinates as Ring[][]).filter(([outer]) => outer[0][0] > 0);
}

/** A fast test for millions of points; several polygons at once, as long as they do not overlap. */
export function pointInRings(rings: Ring[]): (position: LngLat) => boolean {
  const index = indexPolygon(rings);
  return ({ lng, lat }) => isInPolygon(index, lng, lat);
}
