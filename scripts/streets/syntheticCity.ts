/**
 * A synthetic city of streets for bench and tests: a jittered grid with gaps, canals that only a few bridges cross,
 * and a motorway with viaducts. Seeded; nobody lives there and no real street is meant.
 *
 *     ┼──┼──┼ ≈ ┼──┼──┼ ═ ┼──┼      ≈ canal: every `bridgeEvery`-th street crosses it
 *     ┼──┼──┼─≈─┼──┼──┼ ═ ┼──┼      ═ motorway: every `viaductEvery`-th street crosses it
 */
import { localPlane } from "../../src/grid/localPlane.ts";
import { type LngLat, MODE_BITS } from "../../src/load/records.ts";
import type { LooseEdge } from "../../src/travel/buildNetwork.ts";
import { DEGREE_STEPS } from "../../src/travel/network.ts";
import { createGenerator, type Generator } from "../privacyAttack/random.ts";

export interface CityOptions {
  /** south-west corner */
  corner: LngLat;
  columns: number;
  rows: number;
  blockMeters: number;
  /** how far a crossing is moved at most, as a share of a block */
  jitterShare: number;
  /** share of the streets between two crossings that do not exist */
  gapShare: number;
  /** a canal after every so many columns; 0 = none */
  canalEvery: number;
  bridgeEvery: number;
  /** every so many bridges one is for people on foot only */
  footbridgeEvery: number;
  /** the motorway lies after this row; 0 = none */
  motorwayRow: number;
  viaductEvery: number;
  /** share of the streets that a bicycle may ride one way only */
  onewayShare: number;
  seed: number;
}

/** About the Delft campus in density of crossings and in edges per node. */
export const CITY: Omit<CityOptions, "corner" | "columns" | "rows"> = {
  blockMeters: 49,
  jitterShare: 0.3,
  gapShare: 0.3,
  canalEvery: 12,
  bridgeEvery: 5,
  footbridgeEvery: 4,
  motorwayRow: 60,
  viaductEvery: 15,
  onewayShare: 0.1,
  seed: 20_260_131,
};

/** Loose nodes and edges, ready for `buildNetwork`. Node of column c and row r is r · columns + c. */
export interface LooseStreets {
  lng: Int32Array;
  lat: Int32Array;
  edges: LooseEdge[];
}

const EVERYBODY =
  MODE_BITS.foot.forward | MODE_BITS.foot.backward | MODE_BITS.bicycle.forward | MODE_BITS.bicycle.backward;
const ON_FOOT = MODE_BITS.foot.forward | MODE_BITS.foot.backward;

export function syntheticCity(options: CityOptions): LooseStreets {
  const random = createGenerator(options.seed);
  const { lng, lat } = placeCrossings(options, random);
  const plane = localPlane(options.corner);
  const toLocal = (east: number, north: number) =>
    plane.toLocal({ lng: east / DEGREE_STEPS, lat: north / DEGREE_STEPS });
  const edges: LooseEdge[] = [];
  const { columns, rows } = options;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = row * columns + column;
      const modes = [
        { to: from + 1, modes: column + 1 < columns ? eastward(options, column, row, random) : 0 },
        { to: from + columns, modes: row + 1 < rows ? northward(options, column, row, random) : 0 },
      ];
      for (const { to, modes: bits } of modes) {
        if (bits === 0) continue;
        edges.push({ from, to, modes: bits, ...bentCourse(lng, lat, from, to, random, toLocal) });
      }
    }
  }
  return { lng, lat, edges };
}

function placeCrossings(options: CityOptions, random: Generator) {
  const { corner, columns, rows, blockMeters, jitterShare } = options;
  const metersPerLat = localPlane(corner).toLocal({ lng: corner.lng, lat: corner.lat + 0.001 }).y * 1_000;
  const metersPerLng = localPlane(corner).toLocal({ lng: corner.lng + 0.001, lat: corner.lat }).x * 1_000;
  const lng = new Int32Array(columns * rows);
  const lat = new Int32Array(columns * rows);
  const jitter = () => (2 * random() - 1) * jitterShare;
  for (let n = 0; n < lng.length; n++) {
    const east = ((n % columns) + jitter()) * blockMeters;
    const north = (Math.floor(n / columns) + jitter()) * blockMeters;
    lng[n] = Math.round((corner.lng + east / metersPerLng) * DEGREE_STEPS);
    lat[n] = Math.round((corner.lat + north / metersPerLat) * DEGREE_STEPS);
  }
  return { lng, lat };
}

/** Modes of the street from (column, row) to the east; 0 = there is none. */
function eastward(options: CityOptions, column: number, row: number, random: Generator): number {
  const { canalEvery, bridgeEvery, footbridgeEvery } = options;
  if (canalEvery > 0 && (column + 1) % canalEvery === 0) {
    if (row % bridgeEvery !== 0) return 0;
    return (row / bridgeEvery) % footbridgeEvery === footbridgeEvery - 1 ? ON_FOOT : EVERYBODY;
  }
  return plainStreet(options, random);
}

function northward(options: CityOptions, column: number, row: number, random: Generator): number {
  const { motorwayRow, viaductEvery } = options;
  if (motorwayRow > 0 && row === motorwayRow) return column % viaductEvery === 0 ? EVERYBODY : 0;
  return plainStreet(options, random);
}

function plainStreet({ gapShare, onewayShare }: CityOptions, random: Generator): number {
  if (random() < gapShare) return 0;
  return random() < onewayShare ? ON_FOOT | MODE_BITS.bicycle.forward : EVERYBODY;
}

/** One bend in the middle, up to a tenth of the street aside, and the metres along it. */
function bentCourse(
  lng: Int32Array,
  lat: Int32Array,
  from: number,
  to: number,
  random: Generator,
  toLocal: (east: number, north: number) => { x: number; y: number },
): { course: number[]; meters: number } {
  const aside = (2 * random() - 1) * 0.1;
  const bend = [
    Math.round((lng[from] + lng[to]) / 2 + aside * (lat[to] - lat[from])),
    Math.round((lat[from] + lat[to]) / 2 - aside * (lng[to] - lng[from])),
  ];
  const points = [toLocal(lng[from], lat[from]), toLocal(bend[0], bend[1]), toLocal(lng[to], lat[to])];
  const meters =
    Math.hypot(points[1].x - points[0].x, points[1].y - points[0].y) +
    Math.hypot(points[2].x - points[1].x, points[2].y - points[1].y);
  return { course: bend, meters: Math.round(meters) };
}
