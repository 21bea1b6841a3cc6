/**
 * Ambulance posts from GeoJSON with Dutch availability text (RIVM, "Beschikbaarheid").
 */
import { asObject, readGeoJsonFeatures, textOf } from "./geoJsonFeatures.ts";
import { headersByName } from "./headerNames.ts";
import { otherSubject } from "./otherSubject.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected, warning } from "./reader.ts";
import { type PositionRules, readPosition } from "./readPosition.ts";
import type { AmbulancePost, LngLat, WeekHours } from "./records.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "./weekMinutes.ts";

const NAMES = {
  ref: ["ref", "id", "post_id"],
  name: ["standplaats", "naam", "name", "post", "plaats"],
  postcode: ["postcode", "zipcode", "postal_code"],
  houseNumber: ["huisnummer", "house_number"],
  availability: ["beschikbaarheid", "availability", "openingstijden", "opening_hours"],
};

/** A name on the map; what is longer is not a name. */
const MAX_TEXT_LENGTH = 200;
const POINT_ADVICE =
  "Give the post's position as a point; areas that posts reach are held against them by npm run load -- check.";
const UNNAMED = "ambulancepost";

export async function* readAmbulancePosts(bytes: ByteSource, rules: PositionRules = {}): Read<AmbulancePost> {
  const placeOfRef = new Map<string, string>();
  for await (const { features, findings, bytesRead } of readGeoJsonFeatures(bytes)) {
    const batch: ReadBatch<AmbulancePost> = { records: [], findings: [...findings], bytesRead };
    for (const { place, feature } of features) readPost(feature, place, rules, placeOfRef, batch);
    yield batch;
  }
}

function readPost(
  feature: unknown,
  place: string,
  rules: PositionRules,
  placeOfRef: Map<string, string>,
  batch: ReadBatch<AmbulancePost>,
): void {
  const { geometry, properties } = asObject(feature);
  const { type, coordinates } = asObject(geometry);
  if (type !== "Point" || !Array.isArray(coordinates)) {
    batch.findings.push(rejected(place, "geometry", type ?? "nothing", "a Point", POINT_ADVICE));
    return;
  }
  const other = otherSubject(Object.keys(asObject(properties)), "posts");
  if (other && asObject(properties).emergency !== "ambulance_station") {
    batch.findings.push(rejected(place, "properties", other.got, other.expected, other.advice));
    return;
  }
  const read = readPosition(coordinates[0], coordinates[1], place, rules);
  if ("finding" in read) {
    batch.findings.push(read.finding);
    return;
  }
  const fields = pickFields(asObject(properties));
  const name = fields.name ?? UNNAMED;
  const ref = refOf(fields, name, read.position);
  const first = placeOfRef.get(ref);
  if (first !== undefined) {
    const advice = `It was used at ${first}; this one is left out.`;
    batch.findings.push(rejected(place, "ref", ref, "a post that is not in the file already", advice));
    return;
  }
  placeOfRef.set(ref, place);
  const availability = fields.availability ?? null;
  const { openHours, isUnderstood } = readAvailability(availability);
  if (!isUnderstood) batch.findings.push(availabilityFinding(place, availability));
  batch.records.push({
    ref,
    name,
    position: read.position,
    availability,
    openHours,
  });
}

type PostFields = Partial<Record<keyof typeof NAMES, string>>;

/** The post that properties tell of, by its ref or its address; null where they name none. */
export function postNamed(properties: Record<string, unknown>): { ref: string; name: string } | null {
  const fields = pickFields(properties);
  const ref = toldRef(fields);
  return ref === null ? null : { ref, name: fields.name ?? UNNAMED };
}

/** The address stays when a name is written anew; without one, name and position to about 100 m. */
function refOf(fields: PostFields, name: string, { lng, lat }: LngLat): string {
  return toldRef(fields) ?? `${name.slice(0, 100)}@${lat.toFixed(3)},${lng.toFixed(3)}`;
}

function toldRef({ ref, postcode, houseNumber }: PostFields): string | null {
  if (ref) return ref;
  const address = [postcode?.replace(/\s/g, "").toUpperCase(), houseNumber].filter(Boolean).join("-");
  return postcode ? address.slice(0, MAX_TEXT_LENGTH) : null;
}

function pickFields(properties: Record<string, unknown>): PostFields {
  const byName = headersByName(Object.keys(properties));
  const fields: PostFields = {};
  for (const [field, names] of Object.entries(NAMES) as [keyof PostFields, string[]][]) {
    const texts = names.map((name) => textOf(properties[byName.get(name) ?? ""])?.trim());
    fields[field] = texts.find((text) => text)?.slice(0, MAX_TEXT_LENGTH);
  }
  return fields;
}

/*
 * `Dag/avond` and `Nacht` name no hours and no days. Read as our own day and evening (08–23) and deep night (00–07)
 * on weekdays; the hours between, and what a weekend is like, are unknown (assumption).
 *                            0      7 8             23 */
const DAY_EVENING_WEEKDAY = "0000000?111111111111111?";
const DAY_EVENING_WEEKEND = "0000000?????????????????";
const NIGHT_WEEKDAY = "1111111?000000000000000?";
const NIGHT_WEEKEND = "????????000000000000000?";

export interface AvailabilityReading {
  openHours: WeekHours;
  /** false for a text that is none of the known ones */
  isUnderstood: boolean;
}

/**
 * Only as far as the text says. A `DAM/VWS` post is manned when dispatch moves an ambulance there, an `Opkomst` post
 * when somebody is called in: unknown at any hour.
 */
export function readAvailability(availability: string | null): AvailabilityReading {
  const text = availability?.trim().toLowerCase().replace(/\s+/g, " ") ?? "";
  const hours = (openHours: WeekHours) => ({ openHours, isUnderstood: true });
  if (text === "") return hours(UNKNOWN_HOURS);
  if (/^(?:24 ?(?:uur|u|uurs)|24\/7)$/.test(text)) return hours(ALL_HOURS);
  if (/\b(?:dam|vws)\b|^(?:opkomst|oproep)/.test(text)) return hours(UNKNOWN_HOURS);
  if (/^dag ?(?:\/|en) ?avond$/.test(text)) {
    return hours(DAY_EVENING_WEEKDAY.repeat(5) + DAY_EVENING_WEEKEND.repeat(2));
  }
  if (text === "nacht") return hours(NIGHT_WEEKDAY.repeat(5) + NIGHT_WEEKEND.repeat(2));
  return { openHours: UNKNOWN_HOURS, isUnderstood: false };
}

function availabilityFinding(place: string, availability: string | null): Finding {
  const expected = "24 uur, Dag/avond, Nacht, DAM/VWS or Opkomst";
  return warning(
    place,
    "availability",
    availability,
    expected,
    "The hours count as unknown; correct the text.",
  );
}
