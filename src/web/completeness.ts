/** Where the register of AEDs is incomplete, and which region a point lies in. Pure. */
import type { RegionFeature } from "./dataClient.ts";

/** Below this share of the expected AEDs a gap may be one in the data (`docs`: completeness). */
export const COMPLETENESS_WARNING_BELOW = 0.8;

export function isIncomplete({ properties }: RegionFeature): boolean {
  const { aedCompleteness } = properties;
  return aedCompleteness != null && aedCompleteness < COMPLETENESS_WARNING_BELOW;
}

/** Share of the residents of these regions who live where the register is incomplete; 0 without residents. */
export function incompleteResidentShare(regions: readonly RegionFeature[]): number {
  const residentsOf = (some: readonly RegionFeature[]) =>
    some.reduce((sum, { properties }) => sum + (properties.residents ?? 0), 0);
  return residentsOf(regions.filter(isIncomplete)) / Math.max(1, residentsOf(regions));
}

export function regionAt(regions: readonly RegionFeature[], lng: number, lat: number): RegionFeature | null {
  return regions.find(({ geometry }) => contains(geometry, lng, lat)) ?? null;
}

export function isBoxInView({ bbox }: RegionFeature, [west, south, east, north]: readonly number[]): boolean {
  return bbox !== undefined && bbox[0] <= east && bbox[2] >= west && bbox[1] <= north && bbox[3] >= south;
}

/** Outlines are polygons or multipolygons; a ring crossed an odd number of times holds the point. */
function contains(geometry: GeoJSON.Geometry | null, lng: number, lat: number): boolean {
  if (geometry?.type === "Polygon") return isInside(geometry.coordinates, lng, lat);
  if (geometry?.type === "MultiPolygon")
    return geometry.coordinates.some((rings) => isInside(rings, lng, lat));
  return false;
}

/** Even-odd over all rings, so that holes are outside. */
function isInside(rings: GeoJSON.Position[][], lng: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/** West, south, east, north of a feature: its own box, else that of its outline; null without either. */
export function regionBox({ bbox, geometry }: RegionFeature): [number, number, number, number] | null {
  if (bbox) return bbox;
  const positions = positionsOf(geometry);
  if (positions.length === 0) return null;
  const lngs = positions.map(([lng]) => lng);
  const lats = positions.map(([, lat]) => lat);
  return [least(lngs), least(lats), greatest(lngs), greatest(lats)];
}

function positionsOf(geometry: GeoJSON.Geometry | null): GeoJSON.Position[] {
  if (geometry?.type === "Polygon") return geometry.coordinates.flat();
  if (geometry?.type === "MultiPolygon") return geometry.coordinates.flat(2);
  return geometry?.type === "Point" ? [geometry.coordinates] : [];
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
const greatest = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
