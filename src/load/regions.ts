/**
 * Regions from GeoJSON: CBS gemeenten, wijken and buurten, or any regions with code, name and kind.
 * Water is left out and counted; the features of one code and name become one region; a code with two names, and a
 * region with a broken ring, is refused; rings that turn the wrong way are turned round.
 */
import { dutchPositionFault, isNearNetherlands } from "./dutchExtent.ts";
import { asObject, readGeoJsonFeatures } from "./geoJsonFeatures.ts";
import { fromRd, type GivenCrs, RD_EXPECTED } from "./givenCrs.ts";
import { type ByteSource, type Finding, type Read, rejected, warning } from "./reader.ts";
import type { Region, RegionKind } from "./records.ts";
import { describeRegion, type RegionDescription } from "./regionProperties.ts";
import { ringFault, turnRings } from "./ringFaults.ts";
import { selfCrossing } from "./selfCrossing.ts";

export interface RegionOptions {
  /** what the regions are, for files whose features do not say so */
  kind?: RegionKind;
  /** what the numbers of the file are; degrees where it is not told */
  crs?: GivenCrs;
}

type Polygons = Region["polygons"];

/** A municipality with all its islands is about 1 MB; more than this is not one region. Assumption. */
const MAX_FEATURE_CHARACTERS = 32_000_000;

/** Regions come in one batch at the end: the features of one code may stand anywhere in the file. */
export async function* readRegions(bytes: ByteSource, options: RegionOptions = {}): Read<Region> {
  const collected: Collected = { regions: new Map(), refused: new Set(), waterCount: 0, turnedCount: 0 };
  let read = 0;
  for await (const batch of readGeoJsonFeatures(bytes, { maxCharacters: MAX_FEATURE_CHARACTERS })) {
    const findings = [...batch.findings];
    for (const { place, feature } of batch.features)
      takeFeature(place, feature, options, collected, findings);
    read = batch.bytesRead;
    yield { records: [], findings, bytesRead: read };
  }
  const { regions, refused } = collected;
  yield {
    records: [...regions].filter(([key]) => !refused.has(key)).map(([, region]) => region),
    findings: fileFindings(collected),
    bytesRead: read,
  };
}

interface Collected {
  /** by kind and code */
  regions: Map<string, Region>;
  /** half a region would look like a whole one */
  refused: Set<string>;
  waterCount: number;
  /** rings that turned the other way than GeoJSON says */
  turnedCount: number;
}

function takeFeature(
  place: string,
  feature: unknown,
  { kind, crs }: RegionOptions,
  collected: Collected,
  findings: Finding[],
): void {
  const { properties, geometry } = asObject(feature);
  const described = describeRegion(place, properties, kind);
  if ("severity" in described) {
    findings.push(described);
    return;
  }
  if (described.isWater) {
    collected.waterCount++;
    return;
  }
  const { regions, refused } = collected;
  const key = `${described.kind} ${described.code}`;
  const { polygons, findings: ringFindings } = readPolygons(`${place}, ${key}`, geometry, crs);
  findings.push(...ringFindings);
  const known = regions.get(key);
  if (!polygons) refused.add(key);
  else {
    collected.turnedCount += turnRings(polygons);
    if (known) regions.set(key, merge(`${place}, ${key}`, known, described, polygons, { refused, findings }));
    else regions.set(key, toRegion(described, polygons));
  }
}

function toRegion({ isWater: _, ...description }: RegionDescription, polygons: Polygons): Region {
  return { ...description, polygons };
}

/**
 * CBS repeats a region's number on each of its parts; where the parts disagree nobody knows which is right. Two names
 * are two regions with one code: neither is taken.
 */
function merge(
  place: string,
  known: Region,
  part: RegionDescription,
  polygons: Polygons,
  { refused, findings }: { refused: Set<string>; findings: Finding[] },
): Region {
  if (known.name !== part.name && ![known.name, part.name].includes(known.code)) {
    refused.add(`${known.kind} ${known.code}`);
    const got = `${part.name}, and ${known.name} before`;
    const advice = "neither is taken: give each region a code of its own";
    findings.push(rejected(place, "code", got, `one name for ${known.code}`, advice));
    return known;
  }
  const held = new Set(known.polygons.map((polygon) => JSON.stringify(polygon)));
  const fresh = polygons.filter((polygon) => !held.has(JSON.stringify(polygon)));
  if (fresh.length < polygons.length) {
    const got = `${polygons.length - fresh.length} outlines that came before`;
    findings.push(warning(place, "geometry", got, "each outline once", "taken once"));
  }
  let residents = known.residents ?? part.residents;
  if (known.residents !== null && part.residents !== null && known.residents !== part.residents) {
    const got = `${known.residents} and ${part.residents} for ${known.code}`;
    findings.push(warning(place, "residents", got, "one number for one region", "taken as not known"));
    residents = null;
  }
  return { ...known, residents, polygons: [...known.polygons, ...fresh] };
}

function fileFindings({ waterCount, turnedCount }: Collected): Finding[] {
  const findings: Finding[] = [];
  if (waterCount > 0) {
    const got = `${waterCount} features of water`;
    findings.push(warning("file", "water", got, "land", "left out: nobody lives there"));
  }
  if (turnedCount > 0) {
    const got = `${turnedCount} rings that turn the other way`;
    const expected = "outer rings counter-clockwise, holes clockwise (RFC 7946)";
    findings.push(warning("file", "winding", got, expected, "turned round: the same ground"));
  }
  return findings;
}

function readPolygons(
  place: string,
  geometry: unknown,
  crs: GivenCrs | undefined,
): { polygons: Polygons | null; findings: Finding[] } {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const given = type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : null;
  const parts = crs === "EPSG:28992" ? cornersFromRd(given) : given;
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

/** Lists within lists, down to pairs of numbers; anything else stays as it is, to be told where it is odd. */
function cornersFromRd(value: unknown): unknown | "not RD" {
  if (!Array.isArray(value)) return value;
  if (typeof value[0] === "number") {
    const position = fromRd(value[0], value[1]);
    return position ? [position.lng, position.lat] : "not RD";
  }
  const parts: unknown[] = value.map(cornersFromRd);
  return parts.includes("not RD") ? "not RD" : parts;
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
