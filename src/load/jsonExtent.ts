/** The ground that a JSON file says it covers: GeoJSON's `bbox`, the `bounds` of the Overpass API and of OpenStreetMap's. */
import { asObject } from "./geoJsonFeatures.ts";
import { type Extent, type Finding, listText, warning } from "./reader.ts";

export interface ToldExtent {
  extent: Extent | null;
  finding: Finding | null;
}

export function extentOfFrame({ bbox, bounds }: Record<string, unknown>): ToldExtent {
  if (bbox === undefined && bounds === undefined) return { extent: null, finding: null };
  const box = bbox === undefined ? boundsList(asObject(bounds)) : bbox;
  const extent = toExtent(box);
  if (extent) return { extent, finding: null };
  const advice = "The file counts as the whole of its source; tell the ground it covers with --extent.";
  const finding = warning("file", "bbox", listText(box), "west, south, east, north in degrees", advice);
  return { extent: null, finding };
}

/** Four numbers, or six with heights; in order, and on earth. */
export function toExtent(box: unknown): Extent | null {
  if (!Array.isArray(box) || !box.every(Number.isFinite)) return null;
  const [west, south, east, north] = box.length === 6 ? [box[0], box[1], box[3], box[4]] : box;
  const isOnEarth = west >= -180 && east <= 180 && south >= -90 && north <= 90;
  const isFour = box.length === 4 || box.length === 6;
  return isFour && isOnEarth && west <= east && south <= north ? [west, south, east, north] : null;
}

function boundsList({ minlon, minlat, maxlon, maxlat }: Record<string, unknown>): unknown[] {
  return [minlon, minlat, maxlon, maxlat];
}
