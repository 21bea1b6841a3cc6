/**
 * RD New (EPSG:28992, the Dutch national grid, metres) to WGS84. Checked against CBS's own centres: within 0.6 m along
 * each axis, which is their rounding to 1e-5 degrees (`npm run load -- check`).
 */
import proj4 from "proj4";
import type { LngLat } from "./records.ts";

/** EPSG:28992 with the Helmert parameters of EPSG transformation 4833 (to ETRS89, equal to WGS84 within 1 m). */
const RD_NEW =
  "+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 " +
  "+ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.87740,4.0725 +units=m +no_defs";

/** The area for which RD is defined (Kadaster): 7–300 km east, 289–629 km north. */
const RD_EXTENT_METERS = { west: 7_000, south: 289_000, east: 300_000, north: 629_000 };

const converter = proj4(RD_NEW, "WGS84");

export function rdToPosition(x: number, y: number): LngLat {
  const [lng, lat] = converter.forward([x, y]);
  return { lng, lat };
}

/** The inverse, for serving in RD: metres east and north. */
export function positionToRd({ lng, lat }: LngLat): [x: number, y: number] {
  return converter.inverse([lng, lat]) as [number, number];
}

export function isInRd(x: number, y: number): boolean {
  const { west, south, east, north } = RD_EXTENT_METERS;
  return x >= west && x <= east && y >= south && y <= north;
}
