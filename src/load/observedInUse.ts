/**
 * Which observed value a region uses: of several for one region the newest; where a region has none of its own, that
 * of the smallest region around it. Counts are never handed down.
 */
import { MEASURE_IDS, type MeasureId, OBSERVED_MEASURES } from "./observedMeasures.ts";
import type { ObservedValue } from "./records.ts";

/** The whole country, as a region code. */
export const COUNTRY_REGION = "NL";

/** Code of a region → what was observed there. */
export type ObservedByRegion = ReadonlyMap<string, Partial<Record<MeasureId, ObservedValue>>>;

/** `values` of all sources in force; ties of a day go to the value that comes first. */
export function newestByRegion(values: readonly ObservedValue[]): ObservedByRegion {
  const byRegion = new Map<string, Partial<Record<MeasureId, ObservedValue>>>();
  for (const value of values) {
    const held = byRegion.get(value.regionCode) ?? {};
    const before = held[value.measure];
    if (!before || value.date > before.date) held[value.measure] = value;
    byRegion.set(value.regionCode, held);
  }
  return byRegion;
}

/** `codes`: the region itself, then the regions around it from small to large; the country is added. */
export function observedFor(
  codes: readonly string[],
  byRegion: ObservedByRegion,
): Partial<Record<MeasureId, ObservedValue>> {
  const inUse: Partial<Record<MeasureId, ObservedValue>> = {};
  for (const measure of MEASURE_IDS) {
    const around = OBSERVED_MEASURES[measure].isInherited ? [...codes, COUNTRY_REGION] : codes.slice(0, 1);
    const found = around.map((code) => byRegion.get(code)?.[measure]).find((value) => value);
    if (found) inUse[measure] = found;
  }
  return inUse;
}
