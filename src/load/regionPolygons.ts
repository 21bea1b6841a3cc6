/**
 * The geometry of a region's feature → its polygons in degrees, or what is wrong with it: rings that are broken, abroad
 * or swapped, a stray corner, a crossing.
 */
import { dutchPositionFault, isNearNetherlands } from "./dutchExtent.ts";
import { cornersFromRd, type GivenCrs, RD_EXPECTED } from "./givenCrs.ts";
import { type Finding, rejected, warning } from "./reader.ts";
import type { Region } from "./records.ts";
import { ringFault } from "./ringFaults.ts";
import { selfCrossing } from "./selfCrossing.ts";

/** null where any ring cannot be used: half a region would look like a whole one. */
export function readPolygons(
  place: string,
  geometry: unknown,
  crs: GivenCrs | undefined,
): { polygons: Region["polygons"] | null; findings: Finding[] } {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const given = type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : null;
  const parts = crs === "EPSG:28992" ? cornersFromRd(given, 4) : given;
  if (parts === "not RD") {
    const expected = `a geometry of ${RD_EXPECTED}`;
    const finding = rejected(
      place,
      "geometry",
      "something else",
      expected,
      "Correct it, or load without --crs.",
    );
    return { polygons: null, findings: [finding] };
  }
  if (!Array.isArray(parts) || parts.length === 0) {
    const got = typeof type === "string" ? type : "no geometry";
    const finding = rejected(place, "geometry", got, "a Polygon or MultiPolygon", "draw the region's area");
    return { polygons: null, findings: [finding] };
  }
  const findings: Finding[] = [];
  for (const [p, rings] of parts.entries()) {
    if (!Array.isArray(rings) || rings.length === 0) {
      findings.push(
        rejected(place, `polygon ${p + 1}`, "no rings", "an outer ring, then holes", "draw it again"),
      );
      continue;
    }
    for (const [r, ring] of rings.entries())
      findings.push(...ringFindings(place, `polygon ${p + 1}, ring ${r + 1}`, ring));
  }
  if (findings.some(({ severity }) => severity === "rejected")) return { polygons: null, findings };
  const toPosition = ([lng, lat]: number[]): [number, number] => [lng, lat];
  const polygons = (parts as number[][][][]).map((rings) => rings.map((ring) => ring.map(toPosition)));
  return { polygons, findings };
}

function ringFindings(place: string, field: string, ring: unknown): Finding[] {
  const fault = ringFault(ring);
  if (fault) return [rejected(place, field, fault.got, fault.expected, fault.advice)];
  const positions = ring as number[][];
  if (!positions.some(([lng, lat]) => isNearNetherlands({ lng, lat }))) {
    const [lng, lat] = positions[0];
    const isSwapped = dutchPositionFault({ lng, lat }) === "swapped";
    const advice = isSwapped ? "lng and lat are swapped: GeoJSON has lng first" : "leave out regions abroad";
    return [
      rejected(place, field, `${lng}, ${lat}`, "a ring in the Netherlands or within 25 km of it", advice),
    ];
  }
  const stray = strayFinding(place, field, positions);
  return stray ? [stray] : crossingFindings(place, field, positions);
}

/**
 * The country with its part of the North Sea, and the ground around it: no Dutch region has a corner beyond. One stray
 * corner would otherwise lay the region over half a continent.
 */
const REACH = { west: 2.5, south: 50.2, east: 7.7, north: 55.8 };

function strayFinding(place: string, field: string, positions: number[][]): Finding | null {
  const corner = positions.findIndex(
    ([lng, lat]) => !(lng >= REACH.west && lng <= REACH.east && lat >= REACH.south && lat <= REACH.north),
  );
  if (corner === -1) return null;
  const got = `${positions[corner][0]}, ${positions[corner][1]}`;
  const expected = "all corners of a ring in the Netherlands, on its sea or near it";
  return rejected(place, `${field}, corner ${corner + 1}`, got, expected, "correct that corner");
}

function crossingFindings(place: string, field: string, positions: number[][]): Finding[] {
  const crossing = selfCrossing(positions);
  if (!crossing) return [];
  const isTangle = crossing === "not looked for";
  const got = isTangle
    ? "a ring too tangled to tell whether it crosses itself"
    : `a ring that crosses itself near ${crossing.lng}, ${crossing.lat}`;
  const advice = "read even-odd: where it covers itself twice counts as outside; draw it again";
  return [warning(place, field, got, "a ring that does not cross itself", advice)];
}
