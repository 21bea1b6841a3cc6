/**
 * Police and fire posts from GeoJSON and from OpenStreetMap (`amenity=police`, `amenity=fire_station`). A building
 * stands at the mean of its outline's corners.
 */
import { asObject, readGeoJsonFeatures, textOf } from "./geoJsonFeatures.ts";
import { headersByName } from "./headerNames.ts";
import type { OsmTags } from "./osmBlock.ts";
import type { Inflate } from "./osmPbf.ts";
import { readOsmPlaces } from "./osmPlaces.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import { type PositionRules, readPosition } from "./readPosition.ts";
import type { PoliceFireKind, PoliceFirePost } from "./records.ts";

export const POLICE_FIRE_KINDS: readonly PoliceFireKind[] = ["police", "fire"];

export interface PoliceFireOptions extends PositionRules {
  /** what the posts of a GeoJSON file are, where it does not say */
  kind?: PoliceFireKind;
  inflate?: Inflate;
}

/** A name on the map; what is longer is not a name. */
const MAX_TEXT_LENGTH = 200;
/** The only tags read. */
const OSM_TAGS = { having: ["amenity"], keep: ["name"] };
const KIND_OF_AMENITY: Record<string, PoliceFireKind> = { police: "police", fire_station: "fire" };
/** Words by which files name the two, in either language. */
const KIND_WORDS: Record<PoliceFireKind, RegExp> = {
  police: /^(?:police|politie|politiebureau|politiepost)$/,
  fire: /^(?:fire|fire[_ ]station|brandweer|brandweerkazerne|brandweerpost|kazerne)$/,
};
const NAMES = {
  ref: ["id", "post_id", "ref"],
  name: ["name", "naam", "post", "kazerne", "bureau"],
  kind: ["amenity", "kind", "soort", "dienst", "type"],
};

/** `bytes` is gone through more than once when posts are buildings: give a source that begins anew each time. */
export async function* readPoliceFireOsmPbf(
  bytes: ByteSource,
  { inflate, ...rules }: PoliceFireOptions = {},
): Read<PoliceFirePost> {
  for await (const batch of readOsmPlaces(bytes, { inflate, keys: OSM_TAGS, isWanted })) {
    const read: ReadBatch<PoliceFirePost> = {
      records: [],
      findings: [...batch.findings],
      bytesRead: batch.bytesRead,
    };
    if (batch.extent) read.extent = batch.extent;
    for (const { ref, tags, position } of batch.places) {
      const placed = readPosition(position.lng, position.lat, ref.replace("/", " "), rules);
      if ("finding" in placed) {
        read.findings.push(placed.finding);
        continue;
      }
      const kind = KIND_OF_AMENITY[tags.amenity];
      const name = tags.name?.trim().slice(0, MAX_TEXT_LENGTH) || null;
      read.records.push({ ref, kind, name, position: placed.position });
    }
    yield read;
  }
}

function isWanted({ amenity }: OsmTags): boolean {
  return Object.hasOwn(KIND_OF_AMENITY, amenity ?? "");
}

export async function* readPoliceFireGeoJson(
  bytes: ByteSource,
  options: PoliceFireOptions = {},
): Read<PoliceFirePost> {
  const placeOfRef = new Map<string, string>();
  for await (const { features, findings, bytesRead } of readGeoJsonFeatures(bytes)) {
    const batch: ReadBatch<PoliceFirePost> = { records: [], findings: [...findings], bytesRead };
    for (const { place, feature } of features) {
      const post = readFeature(feature, place, options, placeOfRef);
      if ("severity" in post) batch.findings.push(post);
      else batch.records.push(post);
    }
    yield batch;
  }
}

function readFeature(
  feature: unknown,
  place: string,
  options: PoliceFireOptions,
  placeOfRef: Map<string, string>,
): PoliceFirePost | Finding {
  const { geometry, properties, id } = asObject(feature);
  const fields = pickFields(asObject(properties));
  const kind = kindOf(fields.kind, options.kind, place);
  if (typeof kind !== "string") return kind;
  const corner = meanCorner(geometry);
  if (!corner) {
    const got = textOf(asObject(geometry).type) ?? "nothing";
    return rejected(place, "geometry", got, "a Point or an outline", "Give the post's position.");
  }
  const read = readPosition(corner[0], corner[1], place, options);
  if ("finding" in read) return read.finding;
  const { lng, lat } = read.position;
  const name = fields.name ?? null;
  const roughly = `${lat.toFixed(3)},${lng.toFixed(3)}`;
  const ref =
    (textOf(id) ?? fields.ref)?.slice(0, MAX_TEXT_LENGTH) ?? `${(name ?? kind).slice(0, 100)}@${roughly}`;
  const first = placeOfRef.get(ref);
  if (first !== undefined) {
    const advice = `It was used at ${first}; this one is left out.`;
    return rejected(place, "ref", ref, "a post that is not in the file already", advice);
  }
  placeOfRef.set(ref, place);
  return { ref, kind, name, position: read.position };
}

type PostFields = Partial<Record<keyof typeof NAMES, string>>;

function pickFields(properties: Record<string, unknown>): PostFields {
  const byName = headersByName(Object.keys(properties));
  const entries = Object.entries(NAMES).map(([field, names]) => {
    const texts = names.map((name) => textOf(properties[byName.get(name) ?? ""])?.trim());
    return [field, texts.find((text) => text)?.slice(0, MAX_TEXT_LENGTH)] as const;
  });
  return Object.fromEntries(entries);
}

/** What the feature says, else what the person told; the two must not contradict. */
function kindOf(
  said: string | undefined,
  told: PoliceFireKind | undefined,
  place: string,
): PoliceFireKind | Finding {
  const kind = POLICE_FIRE_KINDS.find((known) => KIND_WORDS[known].test(said?.toLowerCase() ?? ""));
  if (kind && told && kind !== told) {
    return rejected(place, "kind", said, `${told}, as --kind says`, "Load the two kinds without --kind.");
  }
  return (
    kind ??
    told ??
    rejected(
      place,
      "kind",
      said ?? "nothing",
      "police or fire (politie, brandweer, amenity=police, amenity=fire_station)",
      "Say what the posts are in a property kind, or with --kind police or --kind fire.",
    )
  );
}

/** Of a point itself, of an outline the mean of its first ring's corners; null for anything else. */
function meanCorner(geometry: unknown): [unknown, unknown] | null {
  const { type, coordinates } = asObject(geometry);
  if (!Array.isArray(coordinates)) return null;
  if (type === "Point") return [coordinates[0], coordinates[1]];
  const ring = type === "Polygon" ? coordinates[0] : type === "MultiPolygon" ? coordinates[0]?.[0] : null;
  if (!Array.isArray(ring) || ring.length < 4) return null;
  const corners = ring.slice(1).map((corner) => (Array.isArray(corner) ? corner : []));
  const mean = (axis: number) =>
    corners.reduce((sum, corner) => sum + (typeof corner[axis] === "number" ? corner[axis] : Number.NaN), 0) /
    corners.length;
  return [mean(0), mean(1)];
}
