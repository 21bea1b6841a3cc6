/**
 * A published run in memory for protocol tests: three shards round Utrecht with made-up columns, AEDs, regions and
 * posts. The store's rules (edge of a box included, order by id, count over all pages) are written out anew here.
 */
import { gridDisk } from "h3-js";
import type { Layer } from "../../src/coverage/columns.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import type { RegionsOfShard } from "../../src/grid/polygonToCells.ts";
import { childCount } from "../../src/grid/shard.ts";
import type { ObservedValue, RegionKind } from "../../src/load/records.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import type {
  Bbox,
  LayerColumns,
  Page,
  PageQuery,
  PublishedRun,
  PublishedStore,
  RegionHistoryEntry,
  ServedAed,
  ServedPoliceFirePost,
  ServedPost,
  ServedRegion,
} from "../../src/store/published.ts";
import { fakeColumns, fakeResponseFigures, noise } from "./fakeColumns.ts";

export const UTRECHT = { lng: 5.12, lat: 52.09 };
export const SHARDS = gridDisk(positionToShard(UTRECHT), 1).slice(0, 3).sort();
export const RUN_ID = "00000000-0000-4000-8000-000000000001";
export const OLD_RUN_ID = "00000000-0000-4000-8000-000000000002";

export function fakeRun(id = RUN_ID, nature: "real" | "synthetic" = "synthetic"): PublishedRun {
  return {
    id,
    editions: { aeds: 1, responders: 1, population: 1, regions: 1, posts: 1 },
    inputs: { aeds: nature, responders: nature, population: nature, regions: nature, posts: nature },
    codeVersion: "test",
    scenario: DEFAULT_SCENARIO,
    hasResponse: true,
    dataDate: "2023-12-31",
    plannedAt: "2026-01-01T01:30:00.000Z",
    publishedAt: "2026-01-01T01:31:00.000Z",
    resultKeys: new Map(SHARDS.map((shard) => [shard, `key-${shard}`])),
  };
}

export const AEDS: ServedAed[] = Array.from({ length: 137 }, (_, n) => ({
  id: `demo:aed/${n}`,
  lng: UTRECHT.lng + 0.2 * (noise(n) - 0.5),
  lat: UTRECHT.lat + 0.2 * (noise(n + 1000) - 0.5),
  name: n % 5 === 0 ? null : `AED ${n}`,
  openingHours: n % 3 === 0 ? "24/7" : n % 3 === 1 ? "Mo-Fr 08:00-18:00" : null,
  openHours: ["1".repeat(168), `${"0".repeat(8)}${"1".repeat(10)}${"0".repeat(150)}`, "?".repeat(168)][n % 3],
  alwaysOpen: [true, false, null][n % 3],
  indoor: null,
  access: "public",
  checkedDate: "2023-06-01",
  coarsened: false,
  sources: [
    {
      sourceId: "demo",
      title: "Demonstration",
      ref: `aed/${n}`,
      checkedDate: "2023-06-01",
      dataDate: "2023-12-31",
    },
  ],
}));

export const POSTS: ServedPost[] = Array.from({ length: 7 }, (_, n) => ({
  id: `demo:post-${n}`,
  lng: 4.5 + n * 0.3,
  lat: 52 + n * 0.1,
  name: `Post ${n}`,
  availability: "24 uur",
  openHours: "1".repeat(168),
}));

export const STATIONS: ServedPoliceFirePost[] = Array.from({ length: 5 }, (_, n) => ({
  id: `demo:station-${n}`,
  kind: n % 2 ? "police" : "fire",
  name: n === 0 ? null : `Station ${n}`,
  lng: 4.6 + n * 0.3,
  lat: 52 + n * 0.1,
}));

const SHARES = {
  reachableWithin500mShare: 0.51234567,
  reachableWithin500mDwellingsShare: 0.5,
  hoursUnknownShare: 0.1,
  street500mShare: 0.25,
  street500mDwellingsShare: null,
  nearButNotReachableShare: 0.06,
};
const OBSERVED: ObservedValue = {
  ref: "VR17 ambulanceMeanSeconds",
  regionCode: "VR17",
  measure: "ambulanceMeanSeconds",
  value: 515,
  source: "Sectorkompas",
  date: "2024-01-01",
};
export const REGIONS: ServedRegion[] = Array.from({ length: 23 }, (_, n) => {
  const [west, south] = [4 + 0.1 * n, 51.5 + 0.05 * n];
  const [east, north] = [west + 0.1, south + 0.1];
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    code: `GM${String(n).padStart(4, "0")}`,
    name: n === 0 ? 'Dorp, "aan de Vecht"' : `Gemeente ${n}`,
    kind: n % 2 ? "gemeente" : "wijk",
    parentCode: null,
    bbox: [west, south, east, north] as Bbox,
    outline: [[ring]],
    figures: {
      residents: 1000.4 + n,
      dwellings: 500,
      residentsByAge: n % 2 ? [150.4, 120, 250, 260, 200] : null,
      cellCount: 80,
      aedCount: 3,
      aedAlwaysOpenCount: 2,
      aedHoursUnknownCount: 1,
      aedsExpected: 3.4,
      observed: n === 3 ? { ambulanceMeanSeconds: OBSERVED } : {},
      aedCompleteness: n % 2 ? 0.9 : 0.11,
      officialZoneShare: 0.88,
      officialZoneDwellingsShare: 0.89,
      periods: {
        week: SHARES,
        weekday: SHARES,
        evening: SHARES,
        night: SHARES,
        weekend: { ...SHARES, hoursUnknownShare: null },
      },
      ...(n !== 4 && { response: fakeResponseFigures() }),
    },
  };
});

/** The one region that holds cells, and the shard that is all its own. */
export const GAP_REGION = REGIONS[11];
export const GAP_SHARD = positionToShard(UTRECHT);

export interface FakeOptions {
  run?: PublishedRun | null;
  isDead?: boolean;
}

/** Every read is counted under its name, so that a test can say what was not read. */
export function fakeStore({ run = fakeRun(), isDead = false }: FakeOptions = {}) {
  const reads: string[] = [];
  const answer = async <T>(name: string, value: () => T): Promise<T> => {
    reads.push(name);
    if (isDead) throw new Error("connection refused");
    return value();
  };
  const levels = memoized(fakeColumns);
  const store: PublishedStore = {
    readPublishedRun: () => answer("run", () => run),
    readRun: (id) => answer("run", () => (run && [RUN_ID, OLD_RUN_ID].includes(id) ? { ...run, id } : null)),
    readLevelParts: (of, layers, resolution, places) =>
      answer(`levels ${layers} ${resolution}`, () => {
        // resolution 10 in seven parts of 7⁴ cells, coarser ones whole
        const count = resolution === 10 ? 7 ** 4 : childCount(resolution);
        const held = places.filter(({ shard }) => of.resultKeys.has(shard));
        return held.map(({ shard, part }) => {
          const first = part * count;
          const columnsOf = (layer: Layer) =>
            sliceColumns(levels(shard, resolution, layer), first, first + count);
          return { shard, part, first, columns: byLayer(layers, columnsOf) as never };
        });
      }),
    readNationalLevel: (of, layers, resolution) =>
      answer(`national ${layers} ${resolution}`, () => {
        const shards = [...of.resultKeys.keys()];
        const columnsOf = (layer: Layer) =>
          joinColumns(shards.map((shard) => levels(shard, resolution, layer)));
        return { shards, columns: byLayer(layers, columnsOf) as never };
      }),
    readRegions: (_, query) =>
      answer("regions", () => page(regionsLike(query), query, (region) => region.bbox)),
    readRegion: (_, code) => answer("regions", () => REGIONS.find((region) => region.code === code) ?? null),
    readRegionShards: (_, shards) => answer("region shards", () => regionShards(shards)),
    readRegionHistory: (code, query) =>
      answer("history", () => {
        const ofRegion = code === "GM0002" ? HISTORY : [];
        const all = ofRegion.filter(({ layer }) => query.layer === undefined || query.layer === layer);
        return { items: all.slice(query.offset, query.offset + query.limit), matched: all.length };
      }),
    readAeds: (_, query) => answer("aeds", () => page(AEDS, query, pointBox)),
    readAed: (_, id) => answer("aeds", () => AEDS.find((aed) => aed.id === id) ?? null),
    readPosts: (_, query) => answer("posts", () => page(POSTS, query, pointBox)),
    readPost: (_, id) => answer("posts", () => POSTS.find((post) => post.id === id) ?? null),
    readPoliceFirePosts: (_, query) => answer("stations", () => page(STATIONS, query, pointBox)),
    readPoliceFirePost: (_, id) => answer("stations", () => STATIONS.find((one) => one.id === id) ?? null),
    readSources: () => answer("sources", () => [SOURCE]),
    ping: () => answer("ping", () => true),
  };
  return { store, reads };
}

/** Of GM0002, newest first. */
const DAYS: Pick<RegionHistoryEntry, "date" | "layer" | "figures">[] = [
  { date: "2026-01-02", layer: "week", figures: { reachableWithin500mShare: 0.51 } },
  { date: "2025-12-30", layer: "base", figures: { aedCount: 3, officialZoneShare: null } },
  { date: "2025-12-30", layer: "week", figures: { reachableWithin500mShare: 0.5 } },
];
const HISTORY: RegionHistoryEntry[] = DAYS.map((entry) => ({
  ...entry,
  runId: RUN_ID,
  inputs: { aeds: "real", responders: "synthetic", population: "real", regions: "real", posts: "real" },
  codeVersion: "5",
  dataDate: "2025-12-01",
}));

const SOURCE = {
  kind: "aeds",
  sourceId: "demo",
  title: "Demonstration",
  isSynthetic: true,
  attribution: "© GeoNames, CC BY 4.0",
  dataDate: "2023-12-31",
  importedAt: "2026-01-01T01:00:00.000Z",
};

function memoized(make: typeof fakeColumns) {
  const made = new Map<string, LayerColumns<Layer>>();
  return (shard: string, resolution: number, layer: Layer): LayerColumns<Layer> => {
    const key = `${shard} ${resolution} ${layer}`;
    const columns = made.get(key) ?? make(shard, resolution, layer);
    made.set(key, columns);
    return columns;
  };
}

function byLayer<T>(layers: readonly Layer[], columnsOf: (layer: Layer) => T): Record<string, T> {
  return Object.fromEntries(layers.map((layer) => [layer, columnsOf(layer)]));
}

function sliceColumns(columns: LayerColumns<Layer>, from: number, to: number): Record<string, Uint8Array> {
  const named = Object.entries(columns as unknown as Record<string, Uint8Array>);
  return Object.fromEntries(named.map(([name, values]) => [name, values.slice(from, to)]));
}

function joinColumns(parts: LayerColumns<Layer>[]): Record<string, number[]> {
  const named = parts as unknown as Record<string, ArrayLike<number>>[];
  return Object.fromEntries(
    Object.keys(named[0]).map((name) => [name, named.flatMap((part) => Array.from(part[name]))]),
  );
}

function regionsLike({ kind, search }: { kind?: string; search?: string }): ServedRegion[] {
  return REGIONS.filter(
    (region) =>
      (!kind || region.kind === kind) &&
      (!search || region.name.toLowerCase().includes(search.toLowerCase())),
  );
}

function regionShards(shards: readonly string[]): Map<string, RegionsOfShard[]> {
  const held = shards.filter((shard) => shard === GAP_SHARD);
  const { kind, code } = GAP_REGION;
  const column = () => new Uint16Array(childCount(10)).fill(1);
  return new Map(held.map((shard) => [shard, [{ kind: kind as RegionKind, codes: [code], cell: column() }]]));
}

function pointBox({ lng, lat }: { lng: number; lat: number }): Bbox {
  return [lng, lat, lng, lat];
}

function page<T>(all: T[], { bbox, limit, offset }: PageQuery, boxOf: (item: T) => Bbox): Page<T> {
  const matching = all.filter((item) => {
    const [west, south, east, north] = boxOf(item);
    return !bbox || (west <= bbox[2] && east >= bbox[0] && south <= bbox[3] && north >= bbox[1]);
  });
  return { items: matching.slice(offset, offset + limit), matched: matching.length };
}
