/**
 * Police and fire posts of one source into the database.
 */
import type { Read } from "../../load/reader.ts";
import type { PoliceFirePost } from "../../load/records.ts";
import type { Database } from "../database.ts";
import type { BulkColumn } from "./bulkInsert.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";
import { type ExtentTold, importVersioned, type VersionedKind } from "./versionedRows.ts";

export function importPoliceFirePosts(
  database: Database,
  source: ImportSource,
  reads: Iterable<Read<PoliceFirePost>>,
  options: ImportOptions & ExtentTold,
): Promise<ImportReport> {
  const versioned: VersionedKind<PoliceFirePost> = {
    kind: "policeFirePosts",
    table: "police_fire_post",
    columns: postColumns,
    positionOf: ({ position }) => position,
  };
  return importVersioned(database, versioned, source, reads, options);
}

function postColumns(posts: readonly PoliceFirePost[]): Record<string, BulkColumn> {
  return {
    ref: { type: "text", values: posts.map(({ ref }) => ref) },
    kind: { type: "text", values: posts.map(({ kind }) => kind) },
    name: { type: "text", values: posts.map(({ name }) => name) },
    lng: { type: "float8", values: posts.map(({ position }) => position.lng) },
    lat: { type: "float8", values: posts.map(({ position }) => position.lat) },
  };
}
