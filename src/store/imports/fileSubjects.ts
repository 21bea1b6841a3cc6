/** What may come in as a file: its name for people, the kind of input that it is part of, and the forms it may have. */
import type { FileFormat } from "../../load/fileFormat.ts";
import type { InputKind } from "./report.ts";

export const FILE_SUBJECTS = [
  "aeds",
  "responders",
  "population",
  "regions",
  "region-table",
  "posts",
  "police-fire-posts",
  "observed-values",
  "streets",
] as const;
export type FileSubject = (typeof FILE_SUBJECTS)[number];

/** The kind of input that a subject is part of. */
export const KIND_OF: Record<FileSubject, InputKind> = {
  aeds: "aeds",
  responders: "responders",
  population: "population",
  regions: "regions",
  "region-table": "regions",
  posts: "posts",
  "police-fire-posts": "policeFirePosts",
  "observed-values": "observedValues",
  streets: "streets",
};

export const FORMATS: Record<FileSubject, readonly FileFormat[]> = {
  aeds: ["pbf", "json", "overpass", "json-list", "ndjson", "csv"],
  responders: ["csv", "json", "json-list", "ndjson"],
  population: ["csv"],
  regions: ["json"],
  "region-table": ["csv"],
  posts: ["json"],
  "police-fire-posts": ["pbf", "json"],
  "observed-values": ["csv"],
  streets: ["pbf"],
};

/** Those whose coordinates may be told to be metres of the Dutch grid. */
export const CRS_SUBJECTS: readonly FileSubject[] = [
  "aeds",
  "responders",
  "posts",
  "police-fire-posts",
  "regions",
];

/** Those of which a file may be complete for a box only. */
export const EXTENT_SUBJECTS: readonly FileSubject[] = ["aeds", "posts", "police-fire-posts"];
