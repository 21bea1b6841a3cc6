/**
 * Regions from GeoJSON: CBS gemeenten, wijken and buurten, or any regions with code, name and kind.
 * Water is left out and counted; the features of one code and name become one region; a code with two names, and a
 * region with a broken ring, is refused; rings that turn the wrong way are turned round.
 */
import { asObject, readGeoJsonFeatures } from "./geoJsonFeatures.ts";
import type { GivenCrs } from "./givenCrs.ts";
import { type ByteSource, type Finding, type Read, rejected, warning } from "./reader.ts";
import type { Region, RegionKind } from "./records.ts";
import { readPolygons } from "./regionPolygons.ts";
import { describeRegion, type RegionDescription } from "./regionProperties.ts";
import { turnRings } from "./ringFaults.ts";

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
