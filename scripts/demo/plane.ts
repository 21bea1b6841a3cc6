/**
 * One flat map of the whole country for making the demo: lines in degrees stay straight, so catchments can be cut in it.
 * Up to 3 % off east–west at the country's ends: for inventing towns only, never for a distance that is published.
 */
import type { LngLat } from "../../src/load/records.ts";

const METERS_PER_DEGREE = 111_195;
/** The middle of the country; scales degrees of longitude. */
const MIDDLE_LAT = 52.2;
const METERS_PER_DEGREE_EAST = METERS_PER_DEGREE * Math.cos((MIDDLE_LAT * Math.PI) / 180);

export interface Point {
  x: number;
  y: number;
}

export function toPoint({ lng, lat }: LngLat): Point {
  return { x: lng * METERS_PER_DEGREE_EAST, y: lat * METERS_PER_DEGREE };
}

export function toLngLat({ x, y }: Point): LngLat {
  return { lng: x / METERS_PER_DEGREE_EAST, lat: y / METERS_PER_DEGREE };
}
