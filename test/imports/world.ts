/** Small inputs for the import tests, and the ways in which a reader may give or break off. */
import type { Read } from "../../src/load/reader.ts";
import type { Aed, AmbulancePost, PopulationUnit, Region } from "../../src/load/records.ts";
import type { ImportOptions, ImportSource } from "../../src/store/imports/report.ts";

export const NOW = new Date("2025-03-01T12:00:00Z");
export const OPTIONS: ImportOptions = { now: NOW };

export const DAY_AND_NIGHT = "1".repeat(168);

export function aed(ref: string, changes: Partial<Aed> = {}): Aed {
  return {
    ref,
    name: `AED ${ref}`,
    position: { lng: 4.36, lat: 52.0 },
    openingHours: "24/7",
    openHours: DAY_AND_NIGHT,
    alwaysOpen: true,
    indoor: false,
    access: "public",
    checkedDate: "2024-05-06",
    coarsened: false,
    operator: null,
    level: null,
    serial: null,
    ...changes,
  };
}

export function post(ref: string, changes: Partial<AmbulancePost> = {}): AmbulancePost {
  const position = { lng: 4.37, lat: 52.01 };
  return { ref, name: `Post ${ref}`, position, availability: "24 uur", openHours: DAY_AND_NIGHT, ...changes };
}

export function real(id: string, changes: Partial<ImportSource> = {}): ImportSource {
  return {
    id,
    title: `Source ${id}`,
    isSynthetic: false,
    attribution: null,
    dataDate: "2025-01-01",
    ...changes,
  };
}

export function synthetic(id: string): ImportSource {
  return real(id, { isSynthetic: true });
}

/** All records in batches of two, as a reader gives them. */
export async function* given<R>(records: R[]): Read<R> {
  for (let at = 0; at < records.length; at += 2) {
    yield { records: records.slice(at, at + 2), findings: [], bytesRead: at + 2 };
  }
}

/** Two batches, then the disk fails. */
export async function* brokenAfterTwoBatches<R>(records: R[]): Read<R> {
  yield { records: records.slice(0, 2), findings: [], bytesRead: 2 };
  yield { records: records.slice(2, 4), findings: [], bytesRead: 4 };
  throw new Error("read error on the disk");
}

/** Secret bytes that every run of the test makes alike: 1, 2, 3, … */
export function countingBytes(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) bytes[at] = at + 1;
}

/** A square of about 100 m with its south-west corner there. */
export function square(code: string, lng: number, lat: number, residents: number | null): PopulationUnit {
  const [east, north] = [lng + 0.00146, lat + 0.0009];
  const ring = [
    { lng, lat },
    { lng: east, lat },
    { lng: east, lat: north },
    { lng, lat: north },
    { lng, lat },
  ];
  return {
    code,
    residents,
    dwellings: residents === null ? null : residents / 2,
    ages: null,
    shape: { kind: "square", sideMeters: 100, ring },
  };
}

/** A postcode point with 1 km² around it. */
export function disc(code: string, lng: number, lat: number, residents: number): PopulationUnit {
  const shape = { kind: "disc" as const, center: { lng, lat }, areaSquareMeters: 1_000_000 };
  return { code, residents, dwellings: null, ages: null, shape };
}

/** A rectangle as a region. */
export function rectangle(
  code: string,
  [west, south, east, north]: [number, number, number, number],
  changes: Partial<Region> = {},
): Region {
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    code,
    name: `Region ${code}`,
    kind: "gemeente",
    parentCode: null,
    residents: 10,
    polygons: [[ring]],
    ...changes,
  };
}
