/**
 * Regions from GeoJSON: CBS gemeenten, wijken and buurten, or any regions with code, name and kind.
 * Water is left out and counted; the features of one code become one region; a region with a broken ring is refused.
 */
import { dutchPositionFault, isNearNetherlands } from "./dutchExtent.ts";
import { type ByteSource, type Finding, type Read, rejected, warning } from "./reader.ts";
import type { Region, RegionKind } from "./records.ts";
import { describeRegion, type RegionDescription } from "./regionProperties.ts";
import { ringFault, selfCrossing } from "./ringFaults.ts";

export interface RegionOptions {
  /** what the regions are, for files whose features do not say so */
  kind?: RegionKind;
}

type Polygons = Region["polygons"];

/** One string of V8 holds 512 million characters; all Dutch buurten of 2024 at full detail take about 150 MB. */
const MAX_FILE_BYTES = 400_000_000;

export async function* readRegions(bytes: ByteSource, { kind }: RegionOptions = {}): Read<Region> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parts: string[] = [];
  let bytesRead = 0;
  try {
    for await (const chunk of bytes) {
      bytesRead += chunk.length;
      if (bytesRead > MAX_FILE_BYTES) {
        yield { records: [], findings: [fileFinding(`more than ${MAX_FILE_BYTES} bytes`)], bytesRead };
        return;
      }
      parts.push(decoder.decode(chunk, { stream: true }));
      yield { records: [], findings: [], bytesRead };
    }
    parts.push(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield { records: [], findings: [fileFinding("bytes that are not UTF-8")], bytesRead };
    return;
  }
  const features = parseFeatures(parts.join(""));
  yield "severity" in features
    ? { records: [], findings: [features], bytesRead }
    : { ...collectRegions(features.features, kind), bytesRead };
}

function fileFinding(got: string): Finding {
  return rejected(
    "file",
    "GeoJSON",
    got,
    "a FeatureCollection in UTF-8",
    "export the regions as GeoJSON (WGS84)",
  );
}

function parseFeatures(text: string): { features: unknown[] } | Finding {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return fileFinding(
      text.trim() === "" ? "an empty file" : `broken JSON: ${(error as SyntaxError).message}`,
    );
  }
  const features = (parsed as { features?: unknown } | null)?.features;
  return Array.isArray(features) ? { features } : fileFinding("JSON without a list of features");
}

function collectRegions(features: unknown[], kind?: RegionKind): { records: Region[]; findings: Finding[] } {
  const regions = new Map<string, Region>();
  const findings: Finding[] = [];
  const refused = new Set<string>();
  let waterCount = 0;
  for (const [n, feature] of features.entries()) {
    const place = `feature ${n + 1}`;
    const { properties, geometry } = (feature ?? {}) as { properties?: unknown; geometry?: unknown };
    const described = describeRegion(place, properties, kind);
    if ("severity" in described) {
      findings.push(described);
      continue;
    }
    if (described.isWater) {
      waterCount++;
      continue;
    }
    const key = `${described.kind} ${described.code}`;
    const { polygons, findings: ringFindings } = readPolygons(`${place}, ${key}`, geometry);
    findings.push(...ringFindings);
    const known = regions.get(key);
    // half a region would look like a whole one
    if (!polygons) refused.add(key);
    else
      regions.set(
        key,
        known ? merge(place, known, described, polygons, findings) : toRegion(described, polygons),
      );
  }
  if (waterCount > 0) findings.push(waterFinding(waterCount));
  const records = [...regions].filter(([key]) => !refused.has(key)).map(([, region]) => region);
  return { records, findings };
}

function toRegion({ isWater: _, ...description }: RegionDescription, polygons: Polygons): Region {
  return { ...description, polygons };
}

/** CBS repeats a region's number on each of its parts; where the parts disagree nobody knows which is right. */
function merge(
  place: string,
  known: Region,
  part: RegionDescription,
  polygons: Polygons,
  findings: Finding[],
): Region {
  let residents = known.residents ?? part.residents;
  if (known.residents !== null && part.residents !== null && known.residents !== part.residents) {
    const got = `${known.residents} and ${part.residents} for ${known.code}`;
    findings.push(warning(place, "residents", got, "one number for one region", "taken as not known"));
    residents = null;
  }
  return { ...known, residents, polygons: [...known.polygons, ...polygons] };
}

function waterFinding(count: number): Finding {
  return warning("file", "water", `${count} features of water`, "land", "left out: nobody lives there");
}

function readPolygons(place: string, geometry: unknown): { polygons: Polygons | null; findings: Finding[] } {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const parts = type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : null;
  if (!Array.isArray(parts) || parts.length === 0) {
    const got = typeof type === "string" ? type : "no geometry";
    const finding = rejected(place, "geometry", got, "a Polygon or MultiPolygon", "draw the region's area");
    return { polygons: null, findings: [finding] };
  }
  const findings: Finding[] = [];
  const polygons: Polygons = [];
  for (const [p, rings] of parts.entries()) {
    if (!Array.isArray(rings) || rings.length === 0) {
      findings.push(
        rejected(place, `polygon ${p + 1}`, "no rings", "an outer ring, then holes", "draw it again"),
      );
      continue;
    }
    for (const [r, ring] of rings.entries())
      findings.push(...ringFindings(place, `polygon ${p + 1}, ring ${r + 1}`, ring));
    polygons.push((rings as number[][][]).map((ring) => ring.map(([lng, lat]) => [lng, lat])));
  }
  return { polygons: findings.some(({ severity }) => severity === "rejected") ? null : polygons, findings };
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
  const crossing = selfCrossing(positions);
  if (!crossing) return [];
  const got = `a ring that crosses itself near ${crossing.lng}, ${crossing.lat}`;
  const advice = "read even-odd: where it covers itself twice counts as outside; draw it again";
  return [warning(place, field, got, "a ring that does not cross itself", advice)];
}
