/**
 * The coordinate systems on the wire. Inside, everything is CRS84 (WGS84, lng lat); only here they change.
 * Accuracy: EPSG:4258 (ETRS89) is taken as equal to WGS84, which drifts 2.5 cm a year and is now within 1 m;
 * EPSG:28992 goes by a seven-parameter shift, not RDNAPTRANS, and is within 0.6 m of it in the Netherlands.
 */
import { positionToRd, rdToPosition } from "../load/rdToPosition.ts";

export const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
export const RD_NEW = "http://www.opengis.net/def/crs/EPSG/0/28992";
export const ETRS89 = "http://www.opengis.net/def/crs/EPSG/0/4258";
export const WEB_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857";
/** CRS84 first: it is the default. */
export const CRS_URIS = [CRS84, RD_NEW, ETRS89] as const;
export type CrsUri = (typeof CRS_URIS)[number];

export const CRS_ACCURACY =
  "EPSG:4258 is taken as equal to WGS84 (within 1 m). EPSG:28992 is computed by a seven-parameter shift, not by " +
  "RDNAPTRANS: within 0.6 m in the Netherlands, and without meaning far outside it.";

type Coordinates = readonly number[] | readonly Coordinates[];
export interface Geometry {
  type: "Point" | "Polygon" | "MultiPolygon";
  coordinates: Coordinates;
}

/** 1e-7 degrees is a centimetre; more digits would claim what nobody measured. */
const DEGREE_FACTOR = 1e7;
const METER_FACTOR = 1e2;

/** Axis order as each system has it: lng lat, x y, and lat lng for EPSG:4258. */
export function positionToCrs([lng, lat]: readonly number[], crs: CrsUri): [number, number] {
  if (crs === RD_NEW) {
    const [x, y] = positionToRd({ lng, lat });
    return [round(x, METER_FACTOR), round(y, METER_FACTOR)];
  }
  const [roundLng, roundLat] = [round(lng, DEGREE_FACTOR), round(lat, DEGREE_FACTOR)];
  return crs === ETRS89 ? [roundLat, roundLng] : [roundLng, roundLat];
}

export function crsToPosition(first: number, second: number, crs: CrsUri): [lng: number, lat: number] {
  if (crs === ETRS89) return [second, first];
  if (crs === CRS84) return [first, second];
  const { lng, lat } = rdToPosition(first, second);
  return [lng, lat];
}

export function geometryToCrs(geometry: Geometry, crs: CrsUri): Geometry {
  const change = (coordinates: Coordinates): Coordinates =>
    typeof coordinates[0] === "number"
      ? positionToCrs(coordinates as readonly number[], crs)
      : (coordinates as readonly Coordinates[]).map(change);
  return { type: geometry.type, coordinates: change(geometry.coordinates) };
}

function round(value: number, factor: number): number {
  return Math.round(value * factor) / factor;
}
