/** What is particular to answers of the Overpass API: where an element stands, and an answer that broke off. */
import { asObject } from "./geoJsonFeatures.ts";
import { type Finding, rejected } from "./reader.ts";
import type { LngLat } from "./records.ts";

/** A node's own position, the centre that was asked for, or the middle of the corners or of the box; null without any. */
export function overpassPosition(element: Record<string, unknown>): LngLat | null {
  const own = positionOf(element) ?? positionOf(asObject(element.center));
  if (own) return own;
  const corners = Array.isArray(element.geometry) ? element.geometry.map(asObject).map(positionOf) : [];
  const known = corners.filter((corner) => corner !== null);
  const isClosed = known.length > 1 && isSame(known[0], known[known.length - 1]);
  return meanOf(isClosed ? known.slice(1) : known) ?? middleOf(asObject(element.bounds));
}

/** A query that ran out of time or memory answers with the part it had: half a register would retire the other half. */
export function overpassFault({ remark }: Record<string, unknown>): Finding | null {
  if (typeof remark !== "string" || !/error|timed out|out of memory/i.test(remark)) return null;
  const advice = "The answer is only a part; ask again, for a smaller area or with a longer timeout.";
  return rejected("file", "remark", remark, "a whole answer of the Overpass API", advice);
}

function positionOf({ lat, lon }: Record<string, unknown>): LngLat | null {
  return typeof lat === "number" && typeof lon === "number" ? { lng: lon, lat } : null;
}

function isSame(p: LngLat, q: LngLat): boolean {
  return p.lng === q.lng && p.lat === q.lat;
}

/** Rounded as OpenStreetMap does, as the centroid of a way in a PBF is. */
function meanOf(corners: readonly LngLat[]): LngLat | null {
  if (corners.length === 0) return null;
  const mean = (of: (corner: LngLat) => number) =>
    Math.round((corners.reduce((sum, corner) => sum + of(corner), 0) / corners.length) * 1e7) / 1e7;
  return { lng: mean(({ lng }) => lng), lat: mean(({ lat }) => lat) };
}

function middleOf({ minlat, minlon, maxlat, maxlon }: Record<string, unknown>): LngLat | null {
  const [low, high] = [positionOf({ lat: minlat, lon: minlon }), positionOf({ lat: maxlat, lon: maxlon })];
  return low && high ? meanOf([low, high]) : null;
}
