/**
 * Ambulance posts of one source into the database.
 */
import type { Read } from "../../load/reader.ts";
import type { AmbulancePost } from "../../load/records.ts";
import type { Database } from "../database.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { type ExtentTold, importVersioned, type VersionedKind } from "./versionedRows.ts";

export function importPosts(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<AmbulancePost>>,
  options: ImportOptions & ExtentTold,
): Promise<ImportReport> {
  const versioned: VersionedKind<AmbulancePost> = {
    kind: "posts",
    table: "ambulance_post",
    columns: postColumns,
    positionOf: ({ position }) => position,
  };
  return importVersioned(database, versioned, source, reads, options);
}

function postColumns(posts: readonly AmbulancePost[]): Record<string, BulkColumn> {
  return {
    ref: { type: "text", values: posts.map(({ ref }) => ref) },
    lng: { type: "float8", values: posts.map(({ position }) => position.lng) },
    lat: { type: "float8", values: posts.map(({ position }) => position.lat) },
    name: { type: "text", values: posts.map(({ name }) => name) },
    availability: { type: "text", values: posts.map(({ availability }) => availability) },
    open_hours: { type: "text", values: posts.map(({ openHours }) => openHours) },
  };
}
