/**
 * AEDs from GeoJSON points, with OSM tags or with the same Dutch and English names as CSV headers.
 */
import { matchColumns, pickFields, type ToldColumns } from "./aedColumns.ts";
import { type AedRecordMaker, createAedRecordMaker } from "./aedRecord.ts";
import { asObject, readGeoJsonFeatures, textOf } from "./geoJsonFeatures.ts";
import { otherSubject } from "./otherSubject.ts";
import { type ByteSource, type Finding, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { PositionRules } from "./readPosition.ts";
import type { Aed } from "./records.ts";

export interface AedGeoJsonOptions extends PositionRules {
  /** property per field where the usual names do not fit */
  columns?: ToldColumns;
}

export async function* readAedGeoJson(bytes: ByteSource, options: AedGeoJsonOptions = {}): Read<Aed> {
  const maker = createAedRecordMaker(options);
  for await (const { features, findings, bytesRead } of readGeoJsonFeatures(bytes)) {
    const batch: ReadBatch<Aed> = { records: [], findings: [...findings], bytesRead };
    for (const { place, feature } of features) {
      const { aed, findings: found } = readFeature(feature, place, maker, options.columns);
      if (aed) batch.records.push(aed);
      batch.findings.push(...found);
    }
    yield batch;
  }
}

function readFeature(
  feature: unknown,
  place: string,
  maker: AedRecordMaker,
  told: ToldColumns | undefined,
): { aed: Aed | null; findings: Finding[] } {
  const { geometry, properties, id } = asObject(feature);
  const { type, coordinates } = asObject(geometry);
  const refuse = (field: string, got: unknown, expected: string, advice: string) => ({
    aed: null,
    findings: [rejected(place, field, got, expected, advice)],
  });
  if (type !== "Point" || !Array.isArray(coordinates)) {
    return refuse("geometry", type ?? "nothing", "a Point", "Give the AED's own position as a point.");
  }
  const tags = asObject(properties);
  if (tags.emergency !== undefined && tags.emergency !== "defibrillator") {
    return refuse("emergency", tags.emergency, "defibrillator", "Leave out what is not an AED.");
  }
  const isTold = told !== undefined && Object.keys(told).length > 0;
  const other = isTold || tags.emergency === "defibrillator" ? null : otherSubject(Object.keys(tags), "aeds");
  if (other) return refuse("properties", other.got, other.expected, other.advice);
  const fields = pickFields(matchColumns(Object.keys(tags), told), (name) => textOf(tags[name]));
  const [lng, lat] = coordinates.map((degrees) => (typeof degrees === "number" ? degrees : Number.NaN));
  const ref = osmRef(textOf(tags["@id"]) ?? textOf(id)) ?? (told?.ref ? undefined : textOf(id));
  return maker.make(fields, place, { lng: lng ?? Number.NaN, lat: lat ?? Number.NaN, ref });
}

/** `n123`, `node/123` and `way/5` as exports of OpenStreetMap write them → `node/123`. */
function osmRef(id: string | undefined): string | undefined {
  const match = /^(n|w|r|node|way|relation)\/?(\d+)$/.exec(id ?? "");
  if (!match) return undefined;
  const kind = { n: "node", w: "way", r: "relation" }[match[1][0]];
  return `${kind}/${match[2]}`;
}
