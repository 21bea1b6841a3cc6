/**
 * A position as files write it → WGS84, or the finding that says what is wrong and what it looks like instead:
 * swapped, in metres of the Dutch grid, without its decimal point, or not in the Netherlands.
 */
import { dutchPositionFault } from "./dutchExtent.ts";
import { isWithinHalo } from "./dutchHalo.ts";
import { fromRd, type GivenCrs, notRdAdvice, RD_ADVICE, RD_EXPECTED } from "./givenCrs.ts";
import { type Finding, rejected, shortText } from "./reader.ts";
import type { LngLat } from "./records.ts";

export interface PositionRules {
  /** take positions anywhere on earth, not only in the Netherlands and within the halo of its border */
  anywhere?: boolean;
  /** what the numbers of the file are; degrees where it is not told */
  crs?: GivenCrs;
}

const EXPECTED = "degrees (WGS84) in the Netherlands or within 2.5 km of it, such as lng 4.9 and lat 52.4";
const ABROAD_ADVICE = "It lies abroad; correct it, or load with --anywhere if that is meant.";
/** Degrees without their decimal point, as spreadsheets make them of `51.96570`. */
const LOST_POINT_FACTORS = [1e4, 1e5, 1e6, 1e7, 1e8];
/** Extent of the RD grid (EPSG:28992), metres. */
const RD_EXTENT = { west: -7_000, east: 300_000, south: 289_000, north: 629_000 };

export function readPosition(
  lngText: unknown,
  latText: unknown,
  place: string,
  rules: PositionRules = {},
): { position: LngLat } | { finding: Finding } {
  const [x, y] = [parseDegrees(lngText), parseDegrees(latText)];
  const isRdTold = rules.crs === "EPSG:28992";
  const position = isRdTold ? fromRd(x, y) : { lng: x, lat: y };
  const got = isRdTold
    ? `x ${show(lngText)}, y ${show(latText)}`
    : `lng ${show(lngText)}, lat ${show(latText)}`;
  if (!position) return { finding: rejected(place, "x, y", got, RD_EXPECTED, notRdAdvice(x, y)) };
  const refuse = (field: string, advice: string) => ({
    finding: rejected(place, field, got, EXPECTED, advice),
  });
  const fault = dutchPositionFault(position);
  switch (fault) {
    case null:
      if (rules.anywhere || isWithinHalo(position)) return { position };
      return refuse("lng, lat", ABROAD_ADVICE);
    case "not a number":
      return refuse(
        Number.isFinite(position.lng) ? "lat" : "lng",
        "Write both coordinates as decimal degrees.",
      );
    case "zero":
      return refuse("lng, lat", "0, 0 is a placeholder; give the real position or leave the AED out.");
    case "swapped":
      if (rules.anywhere) return { position };
      return refuse("lng, lat", "Latitude and longitude look swapped; swap the columns and load again.");
    case "far":
      if (rules.anywhere) return { position };
      return refuse("lng, lat", ABROAD_ADVICE);
    case "out of range":
      return refuse("lng, lat", adviceOutOfRange(position));
  }
}

/** `51.96`, `51,96`, 51.96; NaN for anything else, so that `51°57'` is never read as 51. */
export function parseDegrees(value: unknown): number {
  if (typeof value === "number") return value;
  const text = typeof value === "string" ? value.trim() : "";
  return /^[+-]?\d{1,12}(?:[.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

function adviceOutOfRange({ lng, lat }: LngLat): string {
  if (isRd(lng, lat)) return RD_ADVICE;
  if (isRd(lat, lng))
    return "These look like RD coordinates with x and y swapped; swap the columns and load with --crs EPSG:28992.";
  if (hasLostPoint(lng, lat)) return "The decimal point seems lost (a spreadsheet took it out); restore it.";
  return "Longitude runs from −180 to 180, latitude from −90 to 90; correct the numbers.";
}

function isRd(x: number, y: number): boolean {
  return x > RD_EXTENT.west && x < RD_EXTENT.east && y > RD_EXTENT.south && y < RD_EXTENT.north;
}

/** The two may have lost a different number of places. */
function hasLostPoint(lng: number, lat: number): boolean {
  const factors = [1, ...LOST_POINT_FACTORS];
  return factors.some((a) =>
    factors.some((b) => dutchPositionFault({ lng: lng / a, lat: lat / b }) === null),
  );
}

function show(value: unknown): string {
  return value === undefined || value === null || value === "" ? "nothing" : shortText(value, 30);
}
