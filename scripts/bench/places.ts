/** People in squares into cells, and boundaries into the cells of the whole country: invented ground, real sizes. */
import { Delaunay } from "d3-delaunay";
import { regionsToCells } from "../../src/grid/polygonToCells.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { populationToCells } from "../../src/load/populationToCells.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import type { ByteSource, Read } from "../../src/load/reader.ts";
import { readRegions } from "../../src/load/regions.ts";
import { createStreams, type Stream } from "../../src/load/streams.ts";
import type { BenchPart } from "./row.ts";
import { timed } from "./row.ts";

/** As many as CBS has for Rijnmond in 2024. */
const SQUARE_COUNT = 16_383;
const RESIDENTS = 1_300_000;
const REGION_COUNT = 425;
/** In hundreds of metres of RD: a town of this many squares around Rotterdam. */
const TOWN_CENTER = { east: 925, north: 4_375 };
/** Metres of RD: 185 × 185 km hold as much ground as the country. */
const COUNTRY = { west: 65_000, south: 375_000, side: 185_000 };
/** Each side of a catchment is halved so often: about 1,700 corners to a boundary, as CBS draws them in full. */
const HALVINGS = 8;
const RUNS = 3;

export const placesPart: BenchPart = {
  group: "loading",
  name: "places",
  async run(add) {
    const csv = townCsv();
    const squares = await medianOf(async () => {
      const squares = await collect(readPopulationSquares(bytesOf(csv)));
      return populationToCells({ squares, discs: [], isLand: () => true }).report.residents.placed;
    });
    if (Math.abs(squares.result - RESIDENTS) > 1e-3) throw new Error(`got ${squares.result} residents`);
    add({
      group: "loading",
      name: "1,300,000 residents in 16,383 squares, CSV into cells",
      value: squares.cpuSeconds,
      unit: "s",
      target: "≤ 2",
      note: `CPU of one core, median of ${RUNS}, the first in a new process among them, ages included`,
    });
    const { text, cornerCount } = boundaries();
    const cells = await medianOf(async () => {
      const { shards } = regionsToCells(await collect(readRegions(bytesOf(text))));
      return [...shards.values()].reduce(
        (sum, [{ cell }]) => sum + cell.filter((code) => code > 0).length,
        0,
      );
    });
    add({
      group: "loading",
      name: "425 boundaries, GeoJSON into the cells of the whole country",
      value: cells.cpuSeconds,
      unit: "s",
      target: "≤ 15",
      note: `${cornerCount.toLocaleString("en")} corners, ${cells.result.toLocaleString("en")} cells, CPU of one core, median of ${RUNS}, the first in a new process among them`,
    });
  },
};

async function medianOf<T>(work: () => Promise<T>) {
  const runs: Awaited<ReturnType<typeof timed<T>>>[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await timed(work));
  runs.sort((p, q) => p.cpuSeconds - q.cpuSeconds);
  return runs[Math.floor(RUNS / 2)];
}

async function collect<R>(read: Read<R>): Promise<R[]> {
  const records: R[] = [];
  for await (const batch of read) for (const record of batch.records) records.push(record);
  return records;
}

function bytesOf(text: string): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
  };
}

/** A round town, denser towards its middle, with a fifth of its people in each age group. Synthetic. */
function townCsv(): string {
  const reach = Math.ceil(Math.sqrt(SQUARE_COUNT / Math.PI)) + 1;
  const around = Array.from({ length: (2 * reach + 1) ** 2 }, (_, n) => ({
    east: (n % (2 * reach + 1)) - reach,
    north: Math.floor(n / (2 * reach + 1)) - reach,
  }));
  around.sort((p, q) => p.east ** 2 + p.north ** 2 - q.east ** 2 - q.north ** 2);
  const town = around.slice(0, SQUARE_COUNT);
  const weights = town.map(({ east, north }) => 1 / (20 + Math.hypot(east, north)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const people = weights.map((weight) => Math.floor((weight / total) * RESIDENTS));
  people[0] += RESIDENTS - people.reduce((sum, count) => sum + count, 0);
  const four = (value: number) => String(value).padStart(4, "0");
  const rows = town.map(({ east, north }, n) => {
    const code = `E${four(TOWN_CENTER.east + east)}N${four(TOWN_CENTER.north + north)}`;
    const fifth = Math.floor(people[n] / 5);
    return [code, people[n], Math.round(people[n] / 2.2), fifth, fifth, fifth, fifth, fifth].join(",");
  });
  const ages = "inw_014,inw_1524,inw_2544,inw_4564,inw_65pl";
  return [`crs28992res100m,aantal_inwoners,aantal_woningen,${ages}`, ...rows].join("\n");
}

/** Catchments of invented places with crooked borders, each border the same for both sides. */
function boundaries(): { text: string; cornerCount: number } {
  const stream = createStreams(1)("places");
  const { west, south, side } = COUNTRY;
  const places = Array.from({ length: REGION_COUNT }, (): [number, number] => [
    west + stream.uniform() * side,
    south + stream.uniform() * side,
  ]);
  const catchments = Delaunay.from(places).voronoi([west, south, west + side, south + side]);
  const borders = new Map<string, [number, number][]>();
  let cornerCount = 0;
  const features = places.map((_, n) => {
    const ring = catchments.cellPolygon(n) as [number, number][];
    const corners = ring.slice(1).flatMap((end, i) => crooked(ring[i], end, borders, stream).slice(1));
    corners.unshift(corners[corners.length - 1]);
    cornerCount += corners.length;
    const coordinates = [
      corners.map(([x, y]) => {
        const { lng, lat } = rdToPosition(x, y);
        return [Number(lng.toFixed(6)), Number(lat.toFixed(6))];
      }),
    ];
    const properties = { code: `demo-${n}`, name: `Place ${n} (demo)`, kind: "place", residents: 1_000 };
    return { type: "Feature", properties, geometry: { type: "Polygon", coordinates } };
  });
  return { text: JSON.stringify({ type: "FeatureCollection", features }), cornerCount };
}

/** Midpoints pushed aside by up to 3 % of what they halve. */
function crooked(
  from: [number, number],
  to: [number, number],
  borders: Map<string, [number, number][]>,
  stream: Stream,
): [number, number][] {
  const [one, other] = [`${from}`, `${to}`];
  const known = borders.get(`${other} ${one}`);
  if (known) return known.toReversed();
  let line = [from, to];
  for (let halving = 0; halving < HALVINGS; halving++) {
    line = line.flatMap((end, n): [number, number][] => {
      if (n === 0) return [end];
      const begin = line[n - 1];
      const aside = 0.06 * (stream.uniform() - 0.5);
      const [dx, dy] = [end[0] - begin[0], end[1] - begin[1]];
      return [[begin[0] + dx / 2 - aside * dy, begin[1] + dy / 2 + aside * dx], end];
    });
  }
  borders.set(`${one} ${other}`, line);
  return line;
}
