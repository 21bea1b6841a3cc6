/**
 * Tables. Inputs are editions that never change once current; results are keyed by what determines them.
 * `exact` holds the responder counts that are personal data: no role that serves or runs may read it.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { AedOrigin } from "../load/sourcedAed.ts";

const bytea = customType<{ data: string }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

/** Where data of one kind came from. Real and synthetic sources of one kind are never current together. */
export const source = pgTable("source", {
  id: text("id").primaryKey(),
  /** aeds | responders | population | regions | posts | streets */
  kind: text("kind").notNull(),
  title: text("title").notNull(),
  isSynthetic: boolean("is_synthetic").notNull(),
  attribution: text("attribution"),
  /** the day the data describe, as told or as the file says */
  dataDate: date("data_date", { mode: "string" }),
  /** sha256 of the last file taken in */
  contentHash: text("content_hash"),
  retiredAt: moment("retired_at"),
});

/** One row per import that changed what is in force: who, when, what, and the report a person reads. */
export const importLog = pgTable(
  "import_log",
  {
    id: uuid("id").primaryKey().default(sql`gen_random_uuid()`),
    kind: text("kind").notNull(),
    sourceId: text("source_id").notNull(),
    fileNames: jsonb("file_names").$type<string[]>().notNull(),
    contentHash: text("content_hash").notNull(),
    edition: integer("edition").notNull(),
    importedAt: moment("imported_at").notNull().default(sql`now()`),
    report: jsonb("report").notNull(),
    /** order of the changes: the clocks of those who import may differ */
    sequence: bigint("sequence", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    /** the name of an API key, or the command line */
    actor: text("actor").notNull().default("command line"),
    /** the import that this one took back */
    undoes: uuid("undoes"),
    /** the edition and the sources of the kind before it; null = from before they were kept */
    before: jsonb("before"),
  },
  (table) => [uniqueIndex("import_log_undoes").on(table.undoes)],
);

/** The edition in force per kind of input. */
export const inputEdition = pgTable("input_edition", {
  kind: text("kind").primaryKey(),
  edition: integer("edition").notNull(),
  /** real | synthetic | absent */
  nature: text("nature").notNull(),
  dataDate: date("data_date", { mode: "string" }),
  changedAt: moment("changed_at").notNull().default(sql`now()`),
});

/**
 * An AED as one source tells of it, in the editions `since` (inclusive) to `until` (exclusive; null = still so).
 * Only the loader reads this: what is in force for everybody else is `merged_aed`.
 */
export const aed = pgTable(
  "aed",
  {
    sourceId: text("source_id").notNull(),
    ref: text("ref").notNull(),
    since: integer("since").notNull(),
    until: integer("until"),
    /** the edition since which the source has told of this ref without a break */
    knownSince: integer("known_since").notNull(),
    lng: doublePrecision("lng").notNull(),
    lat: doublePrecision("lat").notNull(),
    name: text("name"),
    openingHours: text("opening_hours"),
    openHours: char("open_hours", { length: 168 }).notNull(),
    alwaysOpen: boolean("always_open"),
    indoor: boolean("indoor"),
    access: text("access").notNull(),
    checkedDate: date("checked_date", { mode: "string" }),
    coarsened: boolean("coarsened").notNull(),
    operator: text("operator"),
    level: text("level"),
    serial: text("serial"),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.ref, table.since] })],
);

/** The AEDs there are, each made of one or several rows of `aed`, in the editions `since` to `until`. */
export const mergedAed = pgTable(
  "merged_aed",
  {
    /** `source:ref` of the row that has been known longest */
    id: text("id").notNull(),
    since: integer("since").notNull(),
    until: integer("until"),
    /** resolution-5 parent */
    shard: char("shard", { length: 15 }).notNull(),
    lng: doublePrecision("lng").notNull(),
    lat: doublePrecision("lat").notNull(),
    name: text("name"),
    openingHours: text("opening_hours"),
    openHours: char("open_hours", { length: 168 }).notNull(),
    alwaysOpen: boolean("always_open"),
    indoor: boolean("indoor"),
    access: text("access").notNull(),
    checkedDate: date("checked_date", { mode: "string" }),
    coarsened: boolean("coarsened").notNull(),
    /** fresher first; not jsonb, which would change the text that imports compare */
    sources: json("sources").$type<AedOrigin[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.since] }),
    index("merged_aed_position").on(table.lng, table.lat),
  ],
);

/** Pairs of AEDs (`source:ref`, the smaller first) that a person said are two. Stays when a source goes and returns. */
export const aedApart = pgTable(
  "aed_apart",
  {
    one: text("one").notNull(),
    other: text("other").notNull(),
    decidedAt: moment("decided_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.one, table.other] })],
);

export const ambulancePost = pgTable(
  "ambulance_post",
  {
    sourceId: text("source_id").notNull(),
    ref: text("ref").notNull(),
    since: integer("since").notNull(),
    until: integer("until"),
    lng: doublePrecision("lng").notNull(),
    lat: doublePrecision("lat").notNull(),
    name: text("name").notNull(),
    availability: text("availability"),
    openHours: char("open_hours", { length: 168 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.ref, table.since] })],
);

export const policeFirePost = pgTable(
  "police_fire_post",
  {
    sourceId: text("source_id").notNull(),
    ref: text("ref").notNull(),
    since: integer("since").notNull(),
    until: integer("until"),
    /** police | fire */
    kind: text("kind").notNull(),
    name: text("name"),
    lng: doublePrecision("lng").notNull(),
    lat: doublePrecision("lat").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.ref, table.since] })],
);

/** What was observed per region, in force in the editions `since` to `until`. */
export const observedValue = pgTable(
  "observed_value",
  {
    sourceId: text("source_id").notNull(),
    ref: text("ref").notNull(),
    since: integer("since").notNull(),
    until: integer("until"),
    regionCode: text("region_code").notNull(),
    measure: text("measure").notNull(),
    value: doublePrecision("value").notNull(),
    source: text("source").notNull(),
    date: date("date", { mode: "string" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.ref, table.since] })],
);

/** A source's own squares and discs, packed, so that the cells can be merged again when another source comes. */
export const populationSource = pgTable(
  "population_source",
  {
    sourceId: text("source_id").notNull(),
    /** the first edition they were in force; `until` as with AEDs */
    edition: integer("edition").notNull(),
    until: integer("until"),
    part: integer("part").notNull(),
    units: bytea("units").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.edition, table.part] })],
);

/** People per cell of one shard, merged from all sources, packed. */
export const populationShard = pgTable(
  "population_shard",
  {
    edition: integer("edition").notNull(),
    shard: char("shard", { length: 15 }).notNull(),
    cells: bytea("cells").notNull(),
    /** residents per age group and cell, packed; null = no source knows ages here */
    ages: bytea("ages"),
    contentHash: text("content_hash").notNull(),
    /** unrounded sum over the cells, by which a run checks that nobody was lost */
    residents: doublePrecision("residents").notNull(),
  },
  (table) => [primaryKey({ columns: [table.edition, table.shard] })],
);

export const region = pgTable(
  "region",
  {
    edition: integer("edition").notNull(),
    code: text("code").notNull(),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    parentCode: text("parent_code"),
    sourceId: text("source_id").notNull(),
    statedResidents: doublePrecision("stated_residents"),
    west: doublePrecision("west").notNull(),
    south: doublePrecision("south").notNull(),
    east: doublePrecision("east").notNull(),
    north: doublePrecision("north").notNull(),
    /** simplified outline for serving: GeoJSON MultiPolygon coordinates */
    outline: jsonb("outline").$type<[number, number][][][]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.edition, table.code] }),
    index("region_kind").on(table.edition, table.kind),
  ],
);

/** The table of gemeenten that was loaded last; empty = the one in `load/gemeenteTable.ts`. Only the loader reads it. */
export const gemeenteTable = pgTable("gemeente_table", {
  code: text("code").primaryKey(),
  name: text("name").notNull(),
  provincie: text("provincie"),
  veiligheidsregio: text("veiligheidsregio"),
  ggd: text("ggd"),
});

/** Which regions make up a provincie, veiligheidsregio or GGD: a region may be part of several. */
export const regionMember = pgTable(
  "region_member",
  {
    edition: integer("edition").notNull(),
    parentCode: text("parent_code").notNull(),
    childCode: text("child_code").notNull(),
  },
  (table) => [primaryKey({ columns: [table.edition, table.parentCode, table.childCode] })],
);

/** Which region each cell of one shard lies in, per kind, packed. */
export const regionShard = pgTable(
  "region_shard",
  {
    edition: integer("edition").notNull(),
    shard: char("shard", { length: 15 }).notNull(),
    cells: bytea("cells").notNull(),
    contentHash: text("content_hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.edition, table.shard] })],
);

/** The disjoint partition: the only responder data that anything but the loader may read. */
export const protectedUnit = pgTable(
  "protected_unit",
  {
    edition: integer("edition").notNull(),
    /** H3 cell; its ground is the cell less all finer units within it */
    unit: char("unit", { length: 15 }).notNull(),
    resolution: integer("resolution").notNull(),
    /** stochastically rounded to a multiple of 5 */
    protectedCount: integer("protected_count").notNull(),
    /** cells of the domain on its ground, and the residents there, of the editions named */
    cellCount: integer("cell_count").notNull(),
    residents: doublePrecision("residents").notNull(),
    /** protected responders near in each period, made of `protected_count` and protected shares; null = not loaded */
    weekday: doublePrecision("weekday"),
    evening: doublePrecision("evening"),
    night: doublePrecision("night"),
    weekend: doublePrecision("weekend"),
  },
  (table) => [primaryKey({ columns: [table.edition, table.unit] })],
);

/** The streets of one shard and its halo, packed (`travel/packNetwork.ts`, `store/networkBytes.ts`). */
export const streetShard = pgTable(
  "street_shard",
  {
    edition: integer("edition").notNull(),
    shard: char("shard", { length: 15 }).notNull(),
    network: bytea("network").notNull(),
    /** of what was packed, before it was deflated */
    contentHash: text("content_hash").notNull(),
    edgeCount: integer("edge_count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.edition, table.shard] })],
);

export const exact = pgSchema("exact");
/** Exact responder counts per cell of one shard: personal data. Packed. */
export const responderShard = exact.table(
  "responder_shard",
  {
    sourceId: text("source_id").notNull(),
    edition: integer("edition").notNull(),
    shard: char("shard", { length: 15 }).notNull(),
    cells: bytea("cells").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.edition, table.shard] })],
);
/** The exact count that each protected unit in force was drawn from (`privacy/editions.ts`): personal data. */
export const drawnUnit = exact.table("drawn_unit", {
  unit: char("unit", { length: 15 }).primaryKey(),
  resolution: integer("resolution").notNull(),
  count: integer("count").notNull(),
  protectedCount: integer("protected_count").notNull(),
  /** when the edition was drawn; the same in all rows */
  drawnAt: moment("drawn_at").notNull(),
});
/** The same for the areas of `privacy/periodAreas.ts`: homes, then those near per period, as drawn from and as drawn. */
export const drawnPeriodArea = exact.table("drawn_period_area", {
  unit: char("unit", { length: 15 }).primaryKey(),
  resolution: integer("resolution").notNull(),
  counts: jsonb("counts").$type<number[]>().notNull(),
  protectedCounts: jsonb("protected_counts").$type<number[]>().notNull(),
});
/** The units and areas that those in force took the place of (`privacy/recall.ts`): one row at most, personal data. */
export const drawnBefore = exact.table("drawn_before", {
  id: integer("id").primaryKey().default(1),
  drawn: jsonb("drawn").$type<{ units: unknown[]; areas: unknown[] }>().notNull(),
});
/** Keys made once, never shown: of the stochastic rounding, 1 real, 2 synthetic; 3 of the refs of private AEDs. */
export const protectionKey = exact.table("protection_key", {
  id: integer("id").primaryKey(),
  secret: text("secret").notNull(),
});

/** API keys and what came in by them: closed to the roles that serve and run. */
export const intake = pgSchema("intake");
/** A key is random and 256 bits long: its SHA-256 is all that is kept, and cannot be turned back. */
export const apiKey = intake.table("api_key", {
  id: uuid("id").primaryKey().default(sql`gen_random_uuid()`),
  name: text("name").notNull(),
  /** lower-case hex of SHA-256 */
  hash: text("hash").notNull().unique(),
  scopes: text("scopes").array().notNull(),
  createdAt: moment("created_at").notNull(),
  expiresAt: moment("expires_at").notNull(),
  revokedAt: moment("revoked_at"),
  lastUsedDate: date("last_used_date", { mode: "string" }),
});

/**
 * Observed arrests of one source, as counts and quantiles of at least ten (`privacy/aggregateArrests.ts`): for
 * validation only. Single arrests are never stored.
 */
export const observedArrests = exact.table("observed_arrests", {
  sourceId: text("source_id").primaryKey(),
  title: text("title").notNull(),
  isSynthetic: boolean("is_synthetic").notNull(),
  attribution: text("attribution"),
  dataDate: date("data_date", { mode: "string" }),
  importedAt: moment("imported_at").notNull(),
  aggregate: jsonb("aggregate").notNull(),
});
/** What somebody asked to import or to undo through the API, until and after it was done. */
export const importRequest = intake.table(
  "import_request",
  {
    /** the id of the import in the log too, once it changed something */
    id: uuid("id").primaryKey(),
    kind: text("kind").notNull(),
    /** the name of the key */
    actor: text("actor").notNull(),
    /** what to do: subject, source, file and options, or the import to undo */
    task: jsonb("task").notNull(),
    /** receiving | received | reading | done | refused | failed */
    status: text("status").notNull(),
    receivedAt: moment("received_at").notNull(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
    /** whoever works on it has it for himself until then */
    leaseUntil: moment("lease_until"),
    attempts: integer("attempts").notNull().default(0),
    report: jsonb("report"),
    problem: text("problem"),
    /** the run that was planned for it */
    runId: uuid("run_id"),
  },
  (table) => [index("import_request_status").on(table.status)],
);
/** The file of a request in parts, gone as soon as it was read: it may name contact persons. Never of responders. */
export const importBody = intake.table(
  "import_body",
  {
    requestId: uuid("request_id").notNull(),
    part: integer("part").notNull(),
    bytes: bytea("bytes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.part] })],
);

export interface RunEditions {
  aeds: number;
  responders: number;
  population: number;
  regions: number;
  posts: number;
  /** absent in runs before they were first loaded */
  policeFirePosts?: number;
  observedValues?: number;
  /** absent in runs before they were first loaded */
  streets?: number;
}
export type Nature = "real" | "synthetic" | "absent";
export interface InputNatures {
  aeds: Nature;
  responders: Nature;
  population: Nature;
  regions: Nature;
  posts: Nature;
  policeFirePosts?: Nature;
  observedValues?: Nature;
  /** absent in runs before they were first loaded */
  streets?: Nature;
  /** of the period weights of responders; absent from runs in which responders are counted at home */
  whereabouts?: Nature;
}

export const run = pgTable("run", {
  id: uuid("id").primaryKey().default(sql`gen_random_uuid()`),
  /** planned | waiting (for a person to accept it) | published | failed | superseded | withdrawn (rolled back) */
  status: text("status").notNull(),
  trigger: text("trigger").notNull(),
  editions: jsonb("editions").$type<RunEditions>().notNull(),
  inputs: jsonb("inputs").$type<InputNatures>().notNull(),
  scenario: jsonb("scenario").notNull(),
  codeVersion: text("code_version").notNull(),
  /** without the simulated response: what a first start shows while the response is computed */
  zonesOnly: boolean("zones_only").notNull().default(false),
  shardCount: integer("shard_count").notNull(),
  dataDate: date("data_date", { mode: "string" }),
  plannedAt: moment("planned_at").notNull().default(sql`now()`),
  publishedAt: moment("published_at"),
  problem: text("problem"),
  /** who let it be published though regions moved without a changed input */
  acceptedBy: text("accepted_by"),
  acceptedAt: moment("accepted_at"),
});

export const runShard = pgTable(
  "run_shard",
  {
    runId: uuid("run_id").notNull(),
    shard: char("shard", { length: 15 }).notNull(),
    /** planned | done | failed */
    status: text("status").notNull(),
    /** key of the result row: hash of inputs with halo, scenario and code */
    resultKey: text("result_key"),
    isCarriedOver: boolean("is_carried_over"),
    /** kind of input → hash of what of it lies on the shard and its halo; null = from before it was kept */
    inputHashes: jsonb("input_hashes").$type<Record<string, string>>(),
    attempts: integer("attempts").notNull().default(0),
    problem: text("problem"),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.shard] }),
    index("run_shard_status").on(table.runId, table.status),
  ],
);

/** Metres along streets from sources to the cells of one shard around them, searched once per content of its streets. */
export const meterBlock = pgTable(
  "meter_block",
  {
    shard: char("shard", { length: 15 }).notNull(),
    /** content hash of the shard's streets */
    streetsHash: text("streets_hash").notNull(),
    /** foot | bicycle */
    mode: text("mode").notNull(),
    /** what the sources are: aeds | responders */
    kind: text("kind").notNull(),
    /** of the search and the packing */
    version: integer("version").notNull(),
    /** hash of what the block holds */
    block: text("block").notNull(),
    /** positions and what goes with each, packed columns */
    sources: bytea("sources").notNull(),
    /** metres, packed by `travel/packedMeters.ts` and deflated */
    meters: bytea("meters").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.shard, table.streetsHash, table.mode, table.kind, table.version, table.block],
    }),
  ],
);

/** One row per shard key and layer: its levels in nine packed parts (`levelParts.ts`), read one by one. */
export const shardResult = pgTable(
  "shard_result",
  {
    key: text("key").notNull(),
    /** base | week | weekday | evening | night | weekend */
    layer: text("layer").notNull(),
    shard: char("shard", { length: 15 }).notNull(),
    /** one after another; stored as they are (EXTERNAL), so that a part is read without the others */
    parts: bytea("parts").notNull(),
    /** where each part ends: bytes from the beginning */
    ends: integer("ends").array().notNull(),
    /** unrounded partial sums per region (layer `base` only) */
    regionSums: jsonb("region_sums"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.key, table.layer] }), index("shard_result_shard").on(table.shard)],
);

/** The whole country at resolutions 7, 6 and 5, one row per run, resolution and layer. */
export const nationalLevel = pgTable(
  "national_level",
  {
    runId: uuid("run_id").notNull(),
    resolution: integer("resolution").notNull(),
    layer: text("layer").notNull(),
    /** concatenated shards, in the order of `shards` */
    columns: bytea("columns").notNull(),
    shards: jsonb("shards").$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.resolution, table.layer] })],
);

export const regionResult = pgTable(
  "region_result",
  {
    runId: uuid("run_id").notNull(),
    code: text("code").notNull(),
    figures: jsonb("figures").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.code] })],
);

/** The one pointer: row 1 names the published run. */
export const published = pgTable(
  "published",
  {
    id: integer("id").primaryKey(),
    runId: uuid("run_id").notNull(),
    previousRunId: uuid("previous_run_id"),
    movedAt: moment("moved_at").notNull().default(sql`now()`),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
  },
  (table) => [uniqueIndex("published_one").on(table.id)],
);

/** One row per move of the pointer: what was in force since when. Never swept. */
export const publication = pgTable("publication", {
  /** of the pointer */
  sequence: bigint("sequence", { mode: "number" }).primaryKey(),
  runId: uuid("run_id").notNull(),
  movedAt: moment("moved_at").notNull(),
  trigger: text("trigger").notNull(),
  inputs: jsonb("inputs").$type<InputNatures>().notNull(),
  codeVersion: text("code_version").notNull(),
  dataDate: date("data_date", { mode: "string" }),
});

/** The published figures of a region on the days (Dutch clock) on which they changed, per layer. Never swept. */
export const regionHistory = pgTable(
  "region_history",
  {
    code: text("code").notNull(),
    /** base | week | weekday | evening | night | weekend */
    layer: text("layer").notNull(),
    date: date("date", { mode: "string" }).notNull(),
    runId: uuid("run_id").notNull(),
    figures: jsonb("figures").$type<Record<string, number | null>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.code, table.layer, table.date] })],
);
