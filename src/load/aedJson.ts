/**
 * AEDs from JSON: GeoJSON features, elements of the Overpass API, plain records as the OpenAED API gives them; in a
 * collection, in a bare list, or a record on every line.
 */
import { type AedFields, matchColumns, pickFields, type ToldColumns } from "./aedColumns.ts";
import { createAedRecordMaker, type GivenAed } from "./aedRecord.ts";
import { asObject, textOf } from "./geoJsonFeatures.ts";
import { extentOfFrame } from "./jsonExtent.ts";
import { type JsonForm, readJsonRecords } from "./jsonRecords.ts";
import { otherSubject } from "./otherSubject.ts";
import { overpassFault, overpassPosition } from "./overpass.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { PositionRules } from "./readPosition.ts";
import type { Aed } from "./records.ts";

export interface AedJsonOptions extends PositionRules {
  /** how the records stand in the file; a GeoJSON collection where it is not told */
  form?: JsonForm;
  /** property per field where the usual names do not fit */
  columns?: ToldColumns;
}

export async function* readAedJson(bytes: ByteSource, options: AedJsonOptions = {}): Read<Aed> {
  const maker = createAedRecordMaker(options);
  for await (const { records, findings, bytesRead, frame } of readJsonRecords(
    bytes,
    options.form ?? "json",
  )) {
    const batch: ReadBatch<Aed> = { records: [], findings: [...findings], bytesRead };
    for (const { place, value } of records) {
      const read = readRecord(value, place, options);
      if (read === null) continue;
      if ("finding" in read) batch.findings.push(read.finding);
      else {
        const { aed, findings: found } = maker.make(read.fields, place, read.given);
        if (aed) batch.records.push(aed);
        batch.findings.push(...found);
      }
    }
    if (frame) takeFrame(frame, batch);
    yield batch;
  }
}

/** What stands around the list may say that half of it is missing, and which ground it covers. */
function takeFrame(frame: Record<string, unknown>, batch: ReadBatch<Aed>): void {
  const fault = overpassFault(frame);
  if (fault) batch.findings.push(fault);
  const { extent, finding } = extentOfFrame(frame);
  if (finding) batch.findings.push(finding);
  if (extent) batch.extent = extent;
}

type RecordRead = { fields: AedFields; given: GivenAed } | { finding: Finding } | null;

/** Null = a piece of geometry of another element, which is no record at all. */
function readRecord(value: unknown, place: string, { form = "json", columns }: AedJsonOptions): RecordRead {
  const record = asObject(value);
  if (form !== "json" && /^(?:node|way|relation)$/.test(textOf(record.type) ?? ""))
    return readElement(record, place, columns);
  if (form === "json" || record.type === "Feature") return readFeature(record, place, columns);
  return readPlain(record, place, columns);
}

function readFeature(
  { geometry, properties, id }: Record<string, unknown>,
  place: string,
  told: ToldColumns | undefined,
): RecordRead {
  const { type, coordinates } = asObject(geometry);
  if (type !== "Point" || !Array.isArray(coordinates)) {
    const advice = "Give the AED's own position as a point.";
    return { finding: rejected(place, "geometry", type ?? "nothing", "a Point", advice) };
  }
  const tags = asObject(properties);
  const finding = otherThing(tags, place, told);
  if (finding) return { finding };
  const [lng, lat] = coordinates.map((degrees) => (typeof degrees === "number" ? degrees : Number.NaN));
  const ref = osmRef(textOf(tags["@id"]) ?? textOf(id)) ?? (told?.ref ? undefined : textOf(id));
  return { fields: fieldsOf(tags, told), given: { lng: lng ?? Number.NaN, lat: lat ?? Number.NaN, ref } };
}

/** An element without tags is a corner of another one. */
function readElement(
  element: Record<string, unknown>,
  place: string,
  told: ToldColumns | undefined,
): RecordRead {
  const tags = asObject(element.tags);
  if (Object.keys(tags).length === 0) return null;
  const finding = otherThing({ emergency: "none", ...tags }, place, told);
  if (finding) return { finding };
  const position = overpassPosition(element);
  if (!position) {
    const advice = "Ask the Overpass API for `out center;`, so that ways and relations have a position.";
    return { finding: rejected(place, "position", "nothing", "lat and lon, or a center", advice) };
  }
  return {
    fields: fieldsOf(tags, told),
    given: { ...position, ref: `${textOf(element.type)}/${textOf(element.id)}` },
  };
}

function readPlain(
  record: Record<string, unknown>,
  place: string,
  told: ToldColumns | undefined,
): RecordRead {
  // the OpenAED API: the operator is an object, and its AEDs are nodes of OpenStreetMap
  const flat = { ...record, operator: textOf(record.operator) ?? textOf(asObject(record.operator).name) };
  const finding = otherThing(record, place, told);
  if (finding) return { finding };
  const node = /^\d+$/.exec(textOf(record.osm_id) ?? "")?.[0];
  const kind = /^(?:way|relation)$/.exec(textOf(record.osm_type) ?? "")?.[0] ?? "node";
  return { fields: fieldsOf(flat, told), given: node ? { ref: `${kind}/${node}` } : {} };
}

function fieldsOf(tags: Record<string, unknown>, told: ToldColumns | undefined): AedFields {
  return pickFields(matchColumns(Object.keys(tags), told), (name) => textOf(tags[name]));
}

/** Something that is not an AED, or a file of another subject. */
function otherThing(
  tags: Record<string, unknown>,
  place: string,
  told: ToldColumns | undefined,
): Finding | null {
  if (tags.emergency !== undefined && tags.emergency !== "defibrillator")
    return rejected(place, "emergency", tags.emergency, "defibrillator", "Leave out what is not an AED.");
  // of another subject of OpenStreetMap, such as a police station: an AED would say emergency=defibrillator
  if (tags.emergency === undefined && textOf(tags.amenity) !== undefined && tags.amenity !== "defibrillator")
    return rejected(place, "amenity", tags.amenity, "an AED", "Leave out what is not an AED.");
  const isTold = told !== undefined && Object.keys(told).length > 0;
  const other = isTold || tags.emergency === "defibrillator" ? null : otherSubject(Object.keys(tags), "aeds");
  return other ? rejected(place, "properties", other.got, other.expected, other.advice) : null;
}

/** `n123`, `node/123` and `way/5` as exports of OpenStreetMap write them → `node/123`. */
function osmRef(id: string | undefined): string | undefined {
  const match = /^(n|w|r|node|way|relation)\/?(\d+)$/.exec(id ?? "");
  if (!match) return undefined;
  const kind = { n: "node", w: "way", r: "relation" }[match[1][0]];
  return `${kind}/${match[2]}`;
}
