/**
 * What public services tell of one gemeente or of the whole country, as files of the forms that `npm run load` takes:
 * boundaries and squares of CBS from PDOK, AEDs of OpenStreetMap from Overpass. Nothing is taken in here.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HALO_METERS } from "../../../src/grid/cell.ts";
import { dutchPositionFault } from "../../../src/load/dutchExtent.ts";
import { overpassFault } from "../../../src/load/overpass.ts";
import { positionToRd } from "../../../src/load/rdToPosition.ts";
import type { Extent } from "../../../src/load/reader.ts";
import { fileNames, kept, wfsPages } from "./pages.ts";
import { type PoliteFetch, Unready, wholeObject } from "./politeFetch.ts";
import type { LiveServices } from "./services.ts";

export interface LiveRequest {
  /** CBS code; null = all of them */
  gemeente: string | null;
  services: LiveServices;
  /** for what is fetched, until it is taken in */
  folder: string;
  onStep?: (sentence: string) => void;
}

export interface LiveFiles {
  regions: string[];
  squares: string;
  aeds: string;
  /** the box for which the AEDs are complete */
  extent: Extent;
}

const METERS_PER_DEGREE = 111_320;
/** Side of the pieces in which squares are asked for: at most 40,000 of them in one, 40 pages. */
const TILE_METERS = 20_000;
const LEVELS = ["gemeenten", "wijken", "buurten"] as const;
const REGION_FIELDS = [
  ...["gemeentecode", "gemeentenaam", "wijkcode", "wijknaam", "buurtcode", "buurtnaam"],
  ...["water", "aantal_inwoners"],
];
const SQUARE_FIELDS = [
  ...["crs28992res100m", "aantal_inwoners", "aantal_woningen", "aantal_inwoners_0_tot_15_jaar"],
  ...["aantal_inwoners_15_tot_25_jaar", "aantal_inwoners_25_tot_45_jaar", "aantal_inwoners_45_tot_65_jaar"],
  "aantal_inwoners_65_jaar_en_ouder",
];

export async function fetchLive(ask: PoliteFetch, request: LiveRequest): Promise<LiveFiles> {
  const { gemeente, folder, onStep } = request;
  await mkdir(folder, { recursive: true });
  const { paths: regions, box } = await fetchRegions(ask, request);
  if (!box) {
    const whose = gemeente ?? "any gemeente";
    throw new Error(`got no boundary of ${whose}, expected one; check the code, such as GM0503`);
  }
  const fault = dutchPositionFault({ lng: box[0], lat: box[1] });
  if (fault)
    throw new Error(
      `got a boundary at ${box.join(",")} (${fault}), expected one of the Netherlands in degrees`,
    );
  const squares = join(folder, "squares.csv");
  await writeFile(squares, await fetchSquares(ask, request, box));
  const extent = widened(box, HALO_METERS);
  onStep?.("AEDs");
  await kept(folder, "aeds.json", () => fetchAeds(ask, request.services.overpass, extent));
  return { regions, squares, aeds: join(folder, "aeds.json"), extent };
}

/** A file for each page: the outlines of all buurten are more than one text can hold. */
async function fetchRegions(
  ask: PoliteFetch,
  { gemeente, services, folder, onStep }: LiveRequest,
): Promise<{ paths: string[]; box: Extent | null }> {
  const paths: string[] = [];
  let box: Extent | null = null;
  for (const level of LEVELS) {
    onStep?.(level);
    const question = {
      typeNames: `wijkenbuurten:${level}`,
      srsName: "EPSG:4326",
      ...gemeenteFilter(gemeente),
    };
    for await (const page of wfsPages(ask, folder, { url: services.boundaries, name: level, question })) {
      const features = page
        .map(({ geometry, properties }) => ({ type: "Feature", geometry, properties: fileNames(properties) }))
        // where the filter is not understood, all regions come
        .filter(({ properties }) => gemeente === null || properties.gemeentecode === gemeente)
        .map((feature) => ({ ...feature, properties: only(feature.properties, REGION_FIELDS) }));
      if (features.length === 0) continue;
      for (const { geometry, properties } of features) {
        if (level === "gemeenten" && properties.water !== "JA") box = boxWith(box, geometry);
      }
      const path = join(folder, `regions-${paths.length}.geojson`);
      await writeFile(path, JSON.stringify({ type: "FeatureCollection", features }));
      paths.push(path);
    }
  }
  return { paths, box };
}

function gemeenteFilter(gemeente: string | null): Record<string, string> {
  if (gemeente === null) return {};
  const is = `<PropertyName>gemeentecode</PropertyName><Literal>${gemeente}</Literal>`;
  return { filter: `<Filter><PropertyIsEqualTo>${is}</PropertyIsEqualTo></Filter>` };
}

/** One CSV; a square at the side of two pieces comes from both and is written once. */
async function fetchSquares(ask: PoliteFetch, { services, folder, onStep }: LiveRequest, box: Extent) {
  const lines = new Map<string, string>();
  const tiles = rdTiles(box);
  for (const [at, tile] of tiles.entries()) {
    onStep?.(`squares, piece ${at + 1} of ${tiles.length}`);
    const question = {
      typeNames: "vierkantstatistieken100m:vierkant_100m",
      srsName: "EPSG:28992",
      bbox: [...tile, "urn:ogc:def:crs:EPSG::28992"].join(","),
    };
    const name = `squares-${tile[0]}-${tile[1]}`;
    const pages = wfsPages(ask, folder, { url: services.squares, name, question });
    for await (const page of pages)
      for (const { properties } of page) {
        const named = only(fileNames(properties), SQUARE_FIELDS);
        lines.set(
          String(named[SQUARE_FIELDS[0]]),
          SQUARE_FIELDS.map((field) => named[field] ?? "").join(","),
        );
      }
  }
  return `${[SQUARE_FIELDS.join(","), ...lines.values()].join("\n")}\n`;
}

/** The pieces of the RD grid that the box touches, the same whichever box asks. */
function rdTiles([west, south, east, north]: Extent): [number, number, number, number][] {
  const corners = [
    positionToRd({ lng: west, lat: south }),
    positionToRd({ lng: east, lat: south }),
    positionToRd({ lng: west, lat: north }),
    positionToRd({ lng: east, lat: north }),
  ];
  // meridians lean in RD by less than a kilometre over a gemeente
  const side = (axis: 0 | 1, of: (...values: number[]) => number, by: number) =>
    Math.floor((of(...corners.map((corner) => corner[axis])) + by) / TILE_METERS);
  const tiles: [number, number, number, number][] = [];
  for (let x = side(0, Math.min, -1_000); x <= side(0, Math.max, 1_000); x++) {
    for (let y = side(1, Math.min, -1_000); y <= side(1, Math.max, 1_000); y++) {
      const [left, bottom] = [x * TILE_METERS, y * TILE_METERS];
      tiles.push([left, bottom, left + TILE_METERS, bottom + TILE_METERS]);
    }
  }
  return tiles;
}

function fetchAeds(ask: PoliteFetch, url: string, [west, south, east, north]: Extent): Promise<string> {
  const data = `[out:json][timeout:180];nwr["emergency"="defibrillator"](${south},${west},${north},${east});out center;`;
  return ask({ url, form: { data } }, (text) => {
    const answer = wholeObject(text);
    const fault = overpassFault(answer);
    if (fault) throw new Unready(`it answered only a part (${fault.got})`);
    if (!Array.isArray(answer.elements)) throw new Unready("it answered JSON without elements");
    return text;
  });
}

function only(properties: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter((field) => field in properties).map((field) => [field, properties[field]]),
  );
}

function boxWith(box: Extent | null, geometry: unknown): Extent | null {
  let [west, south, east, north] = box ?? [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lng, lat] = value;
    if (typeof lng !== "number" || typeof lat !== "number") {
      for (const part of value) visit(part);
      return;
    }
    [west, east] = [Math.min(west, lng), Math.max(east, lng)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  };
  visit((geometry as { coordinates?: unknown } | null)?.coordinates);
  return Number.isFinite(west) ? [west, south, east, north] : null;
}

/** Rounded outwards to what the services read. */
function widened([west, south, east, north]: Extent, meters: number): Extent {
  const latDegrees = meters / METERS_PER_DEGREE;
  const lngDegrees = latDegrees / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  const down = (value: number) => Math.floor(value * 1e5) / 1e5;
  const up = (value: number) => Math.ceil(value * 1e5) / 1e5;
  return [down(west - lngDegrees), down(south - latDegrees), up(east + lngDegrees), up(north + latDegrees)];
}
