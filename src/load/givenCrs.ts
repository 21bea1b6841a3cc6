/**
 * Files whose coordinates are metres of the Dutch grid: converted where the person who loads them says so, never by a
 * guess. What is not on the grid then is a fault, so that degrees are never taken for metres near the origin.
 */
import { isInRd, rdToPosition } from "./rdToPosition.ts";
import type { LngLat } from "./records.ts";

/** The coordinates of a file; degrees (WGS84) where nothing is told. */
export const GIVEN_CRS = ["EPSG:4326", "EPSG:28992"] as const;
export type GivenCrs = (typeof GIVEN_CRS)[number];

/** As people call it: `EPSG:28992`, `epsg:28992`, `EPSG::28992`, `28992`, `rd`; null for what is none of these. */
export function knownCrs(text: string): GivenCrs | null {
  const name = text.toUpperCase().replace(/^(?:EPSG::?)?(\d+)$/, "EPSG:$1");
  return GIVEN_CRS.find((known) => known === (name === "RD" ? "EPSG:28992" : name)) ?? null;
}

/** How Dutch files head the two columns; what stands in them is told by `--crs` all the same. */
export const RD_X_NAMES = ["rd_x", "x_rd", "x_coord", "xcoord", "x_coordinaat", "xcoordinaat"];
export const RD_Y_NAMES = ["rd_y", "y_rd", "y_coord", "ycoord", "y_coordinaat", "ycoordinaat"];

/** What a finding says of metres where degrees were expected. */
export const RD_ADVICE =
  "These look like RD coordinates (EPSG:28992, metres); load with --crs EPSG:28992 to have them converted.";
export const RD_EXPECTED = "metres of the Dutch grid (RD, EPSG:28992), x 7,000–300,000 and y 289,000–629,000";

/** x and y of the file as degrees; null where they are not on the Dutch grid. */
export function fromRd(x: unknown, y: unknown): LngLat | null {
  return typeof x === "number" && typeof y === "number" && isInRd(x, y) ? rdToPosition(x, y) : null;
}

/** Why metres were not found where the person said that there are. */
export function notRdAdvice(x: unknown, y: unknown): string {
  if (typeof x === "number" && typeof y === "number") {
    if (isInRd(y, x)) return "x and y look swapped; swap the columns and load again.";
    if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return "These look like degrees; load without --crs.";
  }
  return "Correct the numbers, or load without --crs.";
}

/**
 * A geometry's lists within lists, down to its corners, at most `depth` deep; anything else stays as it is, to be told
 * where it is odd. "not RD" where a corner is not on the Dutch grid.
 */
export function cornersFromRd(value: unknown, depth: number): unknown {
  if (!Array.isArray(value) || depth === 0) return value;
  if (typeof value[0] === "number") {
    const position = fromRd(value[0], value[1]);
    return position ? [position.lng, position.lat] : "not RD";
  }
  const parts = value.map((part) => cornersFromRd(part, depth - 1));
  return parts.includes("not RD") ? "not RD" : parts;
}
