/**
 * Places of responders from GeoJSON (points), and from objects or GeoJSON points in a list or one per line. Fields have
 * the names of `responderFields.ts`; the weights may stand in an object of their own: `"weights": {"night": 1, …}`.
 */
import { asObject } from "./geoJsonFeatures.ts";
import { type JsonForm, readJsonRecords } from "./jsonRecords.ts";
import { type ByteSource, type Finding, type Read, rejected } from "./reader.ts";
import type { ResponderPlace } from "./records.ts";
import { findLayout, type ResponderColumns, type ResponderOptions, readPlace } from "./responderFields.ts";

export async function* readResponderJson(
  bytes: ByteSource,
  { columns, crs, form = "json" }: ResponderOptions & { form?: JsonForm } = {},
): Read<ResponderPlace> {
  const read = objectReader({ columns, crs });
  for await (const { records, findings, bytesRead } of readJsonRecords(bytes, form)) {
    const places = records.map(({ place, value }) => read(place, value));
    yield {
      records: places.flatMap(recordOf),
      findings: [...findings, ...places.flatMap(findingOf)],
      bytesRead,
    };
  }
}

type PlaceRead = { record: ResponderPlace } | { finding: Finding };
const recordOf = (read: PlaceRead) => ("record" in read ? [read.record] : []);
const findingOf = (read: PlaceRead) => ("finding" in read ? [read.finding] : []);

/** Objects of one file mostly have the same fields in the same order: their layout is found once. */
function objectReader({ columns = {}, crs }: ResponderOptions): (place: string, value: unknown) => PlaceRead {
  const layouts = new Map<string, ReturnType<typeof findLayout>>();
  return (place, value) => {
    const { header, row } = flatten(value);
    const signature = header.join("\n");
    let found = layouts.get(signature);
    if (!found) {
      found = findLayout(header, columnsWithin(header, columns), { isObject: true });
      if (layouts.size < MAX_LAYOUTS) layouts.set(signature, found);
    }
    if ("problem" in found) {
      const { field, got, expected, advice } = found.problem;
      return { finding: rejected(place, field, got, expected, advice) };
    }
    return readPlace(row, found.layout, place, crs);
  };
}

/** A file of objects that are all different shall not fill the memory. */
const MAX_LAYOUTS = 100;

/** A point's place stands in its geometry, whatever was told about columns. */
function columnsWithin(header: readonly string[], columns: ResponderColumns): ResponderColumns {
  return header[0] === POINT_LNG ? { ...columns, lng: POINT_LNG, lat: POINT_LAT } : columns;
}

const POINT_LNG = "geometry: lng";
const POINT_LAT = "geometry: lat";

/** Fields and values of an object side by side, as a CSV has them. */
function flatten(value: unknown): { header: string[]; row: unknown[] } {
  const object = asObject(value);
  const isFeature = object.type === "Feature";
  const { weights, ...fields } = asObject(isFeature ? object.properties : object);
  const header = Object.keys(fields);
  const row = Object.values(fields);
  if (isFeature) {
    const { type, coordinates } = asObject(object.geometry);
    const [lng, lat] = type === "Point" && Array.isArray(coordinates) ? coordinates : [];
    header.unshift(POINT_LNG, POINT_LAT);
    row.unshift(lng, lat);
  }
  for (const [period, weight] of Object.entries(asObject(weights))) {
    header.push(`weight_${period}`);
    row.push(weight);
  }
  return { header, row };
}
