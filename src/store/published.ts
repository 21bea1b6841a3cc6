/**
 * What serving reads: the published run, its packed results, its regions, AEDs and posts.
 * Nothing here reads the `exact` schema.
 */

import type { BaseColumns, Layer, PeriodColumns } from "../coverage/columns.ts";
import type { RegionFigures } from "../coverage/regionFigures.ts";
import type { ResponseColumns, ResponseLayer } from "../coverage/responseColumns.ts";
import type { RegionsOfShard } from "../grid/polygonToCells.ts";
import type { AedAccess, PoliceFireKind } from "../load/records.ts";
import type { Scenario } from "../scenario.ts";
import type { NationalResolution, ShardResolution } from "./levelParts.ts";
import type { InputNatures, RunEditions } from "./schema.ts";

export type { RegionFigures };

export interface PublishedRun {
  id: string;
  editions: RunEditions;
  inputs: InputNatures;
  codeVersion: string;
  /** as it was stored: an assumption that a run of before did not know is absent */
  scenario: Partial<Scenario>;
  /** false in a run of before there was a simulated response */
  hasResponse: boolean;
  /** the oldest data day among the inputs, null when none is known */
  dataDate: string | null;
  plannedAt: string;
  publishedAt: string;
  /** shards of the run → key of their results */
  resultKeys: ReadonlyMap<string, string>;
}

export type LayerColumns<L extends Layer> = L extends "base"
  ? BaseColumns
  : L extends ResponseLayer
    ? ResponseColumns
    : PeriodColumns;
export type ColumnsOf<L extends Layer> = { [K in L]: LayerColumns<K> };

/** A part of a level of one shard (`levelParts.ts`): seven of them at resolution 10, one above. */
export interface PartPlace {
  shard: string;
  part: number;
}

/** Row n of its columns is the shard's child `first + n` at the resolution asked for. */
export interface LevelPart<L extends Layer> extends PartPlace {
  first: number;
  columns: ColumnsOf<L>;
}

export interface ServedRegion {
  code: string;
  name: string;
  kind: string;
  parentCode: string | null;
  bbox: [number, number, number, number];
  outline: [number, number][][][];
  figures: RegionFigures;
}

/** A source that tells of an AED. */
export interface ServedOrigin {
  sourceId: string;
  title: string;
  /** the source's own id of it */
  ref: string;
  /** when the source last checked it */
  checkedDate: string | null;
  /** the day that the source's data describe */
  dataDate: string | null;
}

export interface ServedAed {
  /** `<source>:<ref>` */
  id: string;
  lng: number;
  lat: number;
  name: string | null;
  openingHours: string | null;
  openHours: string;
  alwaysOpen: boolean | null;
  indoor: boolean | null;
  access: AedAccess;
  checkedDate: string | null;
  coarsened: boolean;
  /** fresher first */
  sources: ServedOrigin[];
}

export interface ServedPost {
  id: string;
  lng: number;
  lat: number;
  name: string;
  availability: string | null;
  openHours: string;
}

export interface ServedPoliceFirePost {
  id: string;
  kind: PoliceFireKind;
  name: string | null;
  lng: number;
  lat: number;
}

export interface Page<T> {
  items: T[];
  /** all that match, over every page */
  matched: number;
}

export type Bbox = [west: number, south: number, east: number, north: number];

export interface PageQuery {
  bbox?: Bbox;
  limit: number;
  offset: number;
}

export interface HistoryQuery {
  layer?: Layer;
  limit: number;
  offset: number;
}

/** The figures of one layer of a region, as they were published last on that day and until the next entry. */
export interface RegionHistoryEntry {
  /** Dutch day */
  date: string;
  layer: Layer;
  figures: Record<string, number | null>;
  runId: string;
  inputs: InputNatures;
  codeVersion: string;
  dataDate: string | null;
}

export interface SourceAge {
  kind: string;
  sourceId: string;
  title: string;
  isSynthetic: boolean;
  attribution: string | null;
  dataDate: string | null;
  importedAt: string | null;
}

export interface PublishedStore {
  /** the run that the pointer names; null before the first */
  readPublishedRun(): Promise<PublishedRun | null>;
  /** a run by id, published now or before; null when unknown */
  readRun(runId: string): Promise<PublishedRun | null>;
  /** parts of one level, several layers at once, in the order asked; those of shards that are none of the run are left out */
  readLevelParts<L extends Layer>(
    run: PublishedRun,
    layers: readonly L[],
    resolution: ShardResolution,
    places: readonly PartPlace[],
  ): Promise<LevelPart<L>[]>;
  /** columns of the whole country: row i belongs to shard floor(i / children), child i mod children */
  readNationalLevel<L extends Layer>(
    run: PublishedRun,
    layers: readonly L[],
    resolution: NationalResolution,
  ): Promise<{ shards: string[]; columns: ColumnsOf<L> }>;
  readRegions(
    run: PublishedRun,
    query: PageQuery & { kind?: string; search?: string; withOutline?: boolean },
  ): Promise<Page<ServedRegion>>;
  readRegion(run: PublishedRun, code: string): Promise<ServedRegion | null>;
  /** which regions the cells of these shards lie in; shards without any are left out */
  readRegionShards(run: PublishedRun, shards: readonly string[]): Promise<Map<string, RegionsOfShard[]>>;
  /** published figures of a region on the days on which they changed, newest first */
  readRegionHistory(code: string, query: HistoryQuery): Promise<Page<RegionHistoryEntry>>;
  readAeds(run: PublishedRun, query: PageQuery): Promise<Page<ServedAed>>;
  readAed(run: PublishedRun, id: string): Promise<ServedAed | null>;
  readPosts(run: PublishedRun, query: PageQuery): Promise<Page<ServedPost>>;
  readPost(run: PublishedRun, id: string): Promise<ServedPost | null>;
  readPoliceFirePosts(run: PublishedRun, query: PageQuery): Promise<Page<ServedPoliceFirePost>>;
  readPoliceFirePost(run: PublishedRun, id: string): Promise<ServedPoliceFirePost | null>;
  readSources(): Promise<SourceAge[]>;
  /** true when the database answers */
  ping(): Promise<boolean>;
}
