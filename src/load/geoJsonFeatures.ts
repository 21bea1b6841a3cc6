/**
 * The features of a GeoJSON FeatureCollection, one by one, without holding the file.
 */
import { readJsonList } from "./jsonList.ts";
import type { ByteSource, Finding } from "./reader.ts";

export interface FeatureBatch {
  features: { place: string; feature: unknown }[];
  findings: Finding[];
  bytesRead: number;
}

/** `maxCharacters` of one feature: points are short, polygons are not. */
export async function* readGeoJsonFeatures(
  bytes: ByteSource,
  { maxCharacters }: { maxCharacters?: number } = {},
): AsyncGenerator<FeatureBatch, void, void> {
  const options = {
    list: "features",
    noun: "feature",
    expected: "a GeoJSON FeatureCollection",
    maxCharacters,
  };
  for await (const { records, findings, bytesRead } of readJsonList(bytes, options)) {
    yield { features: records.map(({ place, value }) => ({ place, feature: value })), findings, bytesRead };
  }
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A property as text; undefined for null, lists and objects. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
