/**
 * The page's questions to the API, and the shapes of its answers. Only addresses of our own origin.
 * A property that a stage does not compute yet is absent; null means that the value is not known.
 */
import type { PeriodOrWeek } from "../grid/periods.ts";
import type { Maybe } from "./format.ts";
import type { InputKind, ObservedMeasure } from "./texts.ts";

export type Inputs = Partial<Record<InputKind, "real" | "synthetic" | "absent">>;

interface Provenance {
  inputs?: Inputs;
  synthetic?: boolean;
  dataDate?: Maybe<string>;
}

/** Of a cell or a region; absent where the run has none, null where nobody lives. */
export interface ResponseFigures {
  cprWithinSixMinutes?: Maybe<number>;
  cprWithinSixMinutesLow?: Maybe<number>;
  cprWithinSixMinutesHigh?: Maybe<number>;
  aedReadyWithinSixMinutes?: Maybe<number>;
  aedReadyWithinSixMinutesLow?: Maybe<number>;
  aedReadyWithinSixMinutesHigh?: Maybe<number>;
  responderCprWithinSixMinutes?: Maybe<number>;
  responderAedReadyWithinSixMinutes?: Maybe<number>;
  policeFireCprWithinSixMinutes?: Maybe<number>;
  ambulanceCprWithinSixMinutes?: Maybe<number>;
  cprMedianSeconds?: Maybe<number>;
  aedReadyMedianSeconds?: Maybe<number>;
  ambulanceMedianSeconds?: Maybe<number>;
  responderBeforeAmbulance?: Maybe<number>;
  leadOverAmbulanceSeconds?: Maybe<number>;
  noCprWithin15Minutes?: Maybe<number>;
  respondersAlerted?: Maybe<number>;
  bystanderCprProbability?: Maybe<number>;
  localAedProbability?: Maybe<number>;
}

export interface CellFigures extends Provenance {
  cell: string;
  resolution?: number;
  residents?: Maybe<number>;
  dwellings?: Maybe<number>;
  inOfficialZone?: Maybe<boolean>;
  reachableWithin500m?: Maybe<boolean>;
  hoursUnknown?: Maybe<boolean>;
  officialZoneShare?: Maybe<number>;
  reachableWithin500mShare?: Maybe<number>;
  hoursUnknownShare?: Maybe<number>;
  openShare?: Maybe<number>;
  nearestAedMeters?: Maybe<number>;
  nearestAedStreetMeters?: Maybe<number>;
  travelSource?: Maybe<"streets" | "streetsAtMost" | "straight">;
  detour?: Maybe<number>;
  within500mByStreet?: Maybe<boolean>;
  nearButNotReachable?: Maybe<boolean>;
  within500mByStreetShare?: Maybe<number>;
  nearButNotReachableShare?: Maybe<number>;
  travelStreetsShare?: Maybe<number>;
  aedsWithin500m?: Maybe<number>;
  aedsPerSquareKm?: Maybe<number>;
  respondersPerSquareKm?: Maybe<number>;
  suppressed?: Maybe<string[]>;
}

/** A source that tells of an AED. */
export interface AedOrigin {
  title: string;
  ref: string;
  checkedDate: Maybe<string>;
  dataDate: Maybe<string>;
}

export interface AedFigures extends Provenance {
  name?: Maybe<string>;
  openingHours?: Maybe<string>;
  alwaysOpen?: Maybe<boolean>;
  openHours?: Maybe<string>;
  indoor?: Maybe<boolean>;
  access?: Maybe<"public" | "restricted" | "private" | "unknown">;
  checkedDate?: Maybe<string>;
  /** fresher first */
  sources?: Maybe<AedOrigin[]>;
  coarsened?: Maybe<boolean>;
}

export interface RegionFigures extends Provenance, ResponseFigures {
  code: string;
  name: string;
  kind: string;
  residents?: Maybe<number>;
  dwellings?: Maybe<number>;
  aedCompleteness?: Maybe<number>;
  officialZoneShare?: Maybe<number>;
  officialZoneDwellingsShare?: Maybe<number>;
  reachableWithin500mShare?: Maybe<number>;
  hoursUnknownShare?: Maybe<number>;
  street500mShare?: Maybe<number>;
  nearButNotReachableShare?: Maybe<number>;
  observed?: Partial<Record<ObservedMeasure, ObservedFigure>>;
}

/** A figure that somebody observed, in this region or one around it. */
export interface ObservedFigure {
  value: number;
  unit: "share" | "s" | "count";
  source: string;
  date: string;
  regionCode: string;
}

export interface RegionFeature {
  id?: string | number;
  bbox?: [number, number, number, number];
  geometry: GeoJSON.Geometry | null;
  properties: RegionFigures;
}

export interface Health extends Provenance {
  /** the published run has a simulated response */
  hasResponse?: boolean;
  runId?: Maybe<string>;
}

/** The API said no: its own words, for the page to show. */
export class AnswerError extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export function coverageTileJson(period: PeriodOrWeek): string {
  return absolute(`/v1/collections/coverage/tiles/WebMercatorQuad?f=tilejson&period=${period}`);
}

export function responseTileJson(period: PeriodOrWeek): string {
  return absolute(`/v1/collections/response/tiles/WebMercatorQuad?f=tilejson&period=${period}`);
}

export function aedTileJson(): string {
  return absolute("/v1/collections/aeds/tiles/WebMercatorQuad?f=tilejson");
}

export async function fetchHealth(): Promise<Health> {
  return readJson<Health>("/v1/health");
}

export async function fetchCell(
  cell: string,
  period: PeriodOrWeek,
  signal: AbortSignal,
): Promise<CellFigures> {
  const path = `/v1/collections/coverage/items/${encodeURIComponent(cell)}?period=${period}`;
  return (await readJson<{ properties: CellFigures }>(path, signal)).properties;
}

/** The simulated response of the same cell. */
export async function fetchResponse(
  cell: string,
  period: PeriodOrWeek,
  signal: AbortSignal,
): Promise<ResponseFigures> {
  const path = `/v1/collections/response/items/${encodeURIComponent(cell)}?period=${period}`;
  return (await readJson<{ properties: ResponseFigures }>(path, signal)).properties;
}

export async function fetchAed(id: string, signal: AbortSignal): Promise<AedFigures> {
  const path = `/v1/collections/aeds/items/${encodeURIComponent(id)}`;
  return (await readJson<{ properties: AedFigures }>(path, signal)).properties;
}

export async function fetchRegion(
  code: string,
  period: PeriodOrWeek,
  signal: AbortSignal,
): Promise<RegionFeature> {
  const path = `/v1/collections/regions/items/${encodeURIComponent(code)}?period=${period}`;
  return readJson<RegionFeature>(path, signal);
}

export async function searchRegions(
  search: string,
  limit: number,
  signal: AbortSignal,
): Promise<RegionFeature[]> {
  return fetchRegions({ search, limit, skipGeometry: "true" }, signal);
}

/** Municipalities where they are loaded, else the places of the demo: one partition of the ground. */
export type NamedKind = "gemeente" | "place";

/** Every region of a kind, without outlines. */
export async function fetchAllRegions(kind: NamedKind): Promise<RegionFeature[]> {
  return fetchRegions({ kind, limit: MAX_REGIONS, skipGeometry: "true" });
}

export async function fetchRegionsIn(
  bbox: readonly number[],
  kind: NamedKind,
  signal: AbortSignal,
): Promise<RegionFeature[]> {
  const corners = bbox.map((degrees) => degrees.toFixed(5)).join(",");
  return fetchRegions({ bbox: corners, kind, limit: MAX_REGIONS_IN_VIEW }, signal);
}

/** The largest page that the API gives; the country has 342 municipalities. */
const MAX_REGIONS = 1_000;
const MAX_REGIONS_IN_VIEW = 200;

async function fetchRegions(
  query: Record<string, string | number>,
  signal?: AbortSignal,
): Promise<RegionFeature[]> {
  const fields = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const path = `/v1/collections/regions/items?${new URLSearchParams(fields)}`;
  return (await readJson<{ features: RegionFeature[] }>(path, signal)).features;
}

async function readJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    signal,
    headers: { Accept: "application/geo+json, application/json" },
  });
  const body: unknown = await response.json();
  if (response.ok) return body as T;
  const detail = (body as { detail?: unknown }).detail;
  throw new AnswerError(response.status, typeof detail === "string" ? detail : response.statusText);
}

/** MapLibre's worker has no page to be relative to. */
function absolute(path: string): string {
  return new URL(path, location.origin).href;
}
