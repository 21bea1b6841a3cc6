/** Ways along streets in a synthetic city of a dense shard's size: the search alone, and all distances of the shard. */
import { shardGrid } from "../../src/grid/shard.ts";
import type { LngLat } from "../../src/load/records.ts";
import { deflate } from "../../src/store/packing.ts";
import { boundedSearch } from "../../src/travel/boundedSearch.ts";
import { cellsAround } from "../../src/travel/cellsAround.ts";
import { makeMeterBlocks } from "../../src/travel/meterBlocks.ts";
import { modeGraph } from "../../src/travel/modeGraph.ts";
import { DEGREE_STEPS, STREET_CUTOFF_METERS, type StreetNetwork } from "../../src/travel/network.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { textbookDijkstra, textbookGraph } from "../../test/oracle/textbookStreets.ts";
import { createGenerator } from "../privacyAttack/random.ts";
import { denseCity } from "../streets/denseCity.ts";
import { type BenchPart, median, timed } from "./row.ts";

const AED_COUNT = 500;
const RESPONDER_CELL_COUNT = 8_000;
const NATIONAL_AED_COUNT = 26_892;
const SEARCH_COUNT = 400;
/** The textbook is slow: this many of the same sources. */
const TEXTBOOK_COUNT = 40;

export const searchPart: BenchPart = {
  group: "streets",
  name: "search",
  async run(add) {
    const { network } = denseCity();
    const graph = modeGraph(network, "foot");
    const search = boundedSearch(graph, STREET_CUTOFF_METERS);
    const sources = someNodes(network, SEARCH_COUNT);
    const settle = () => sources.reduce((sum, node) => sum + search.run(node, 0, node, 0), 0);
    const settled = settle();
    const times: number[] = [];
    for (let run = 0; run < 5; run++) times.push((await timed(settle)).cpuSeconds);
    const ownRate = settled / median(times);
    const textbook = textbookGraph(network, "foot");
    const few = sources.slice(0, TEXTBOOK_COUNT);
    const slow = await timed(() =>
      few.reduce(
        (sum, node) => sum + textbookDijkstra(textbook, [{ node, meters: 0 }], STREET_CUTOFF_METERS).size,
        0,
      ),
    );
    const size = `${network.nodeLng.length.toLocaleString("en")} nodes, ${(graph.arcs.length / 2).toLocaleString("en")} directed edges; ${Math.round(settled / SEARCH_COUNT).toLocaleString("en")} settled a source within 3.5 km`;
    add({
      group: "streets",
      name: "bounded Dijkstra, settled nodes per second of one core",
      value: ownRate / 1e6,
      unit: "M/s",
      target: "≥ 8",
      note: `synthetic city, ${size}; CPU, median of 5 × ${SEARCH_COUNT} sources`,
    });
    add({
      group: "streets",
      name: "against the textbook heap, the same sources",
      value: ownRate / (slow.result / slow.cpuSeconds),
      unit: "×",
      target: "≥ 8",
      note: `textbook ${(slow.result / slow.cpuSeconds / 1e6).toFixed(2)} M/s (\`test/oracle/textbookStreets.ts\`)`,
    });
  },
};

export const denseShardPart: BenchPart = {
  group: "streets",
  name: "dense shard",
  async run(add) {
    const { network, shard } = denseCity();
    const grid = shardGrid(shard);
    const around = cellsAround(grid);
    const sources = [...someSpots(network, AED_COUNT), ...someCells(grid, RESPONDER_CELL_COUNT)];
    const pairs = sources.reduce((sum, source) => sum + around(source).count, 0);
    const { result: blocks, cpuSeconds } = await timed(() => [
      ...makeMeterBlocks(grid, sources, streetMeters(grid, network, "foot"), network),
    ]);
    const bytes = blocks.reduce((sum, block) => sum + deflate(block.bytes).length, 0);
    add({
      group: "streets",
      name: "one dense city shard, all distances",
      value: cpuSeconds,
      unit: "s",
      target: "≤ 15",
      note: `${network.nodeLng.length.toLocaleString("en")} nodes, ${AED_COUNT} AEDs, ${RESPONDER_CELL_COUNT.toLocaleString("en")} responder cells, cut-off 3.5 km, ${(pairs / 1e6).toFixed(1)} M pairs; snapping and packing included`,
    });
    add({
      group: "streets",
      name: "its metres as they are stored, bytes per pair of source and cell",
      value: bytes / pairs,
      unit: "B",
      target: "≤ 3",
      note: `${Math.round((NATIONAL_AED_COUNT * bytes) / sources.length / 1e6)} MB if all ${NATIONAL_AED_COUNT.toLocaleString("en")} AEDs of the country stood in such a city`,
    });
  },
};

/** The same nodes every time. */
function someNodes({ nodeLng }: StreetNetwork, count: number): number[] {
  const random = createGenerator(1);
  return Array.from({ length: count }, () => Math.floor(random() * nodeLng.length));
}

/** Places up to 30 m from a node of the middle half of the city, where the shard lies. */
function someSpots({ nodeLng, nodeLat }: StreetNetwork, count: number): LngLat[] {
  const random = createGenerator(2);
  return Array.from({ length: count }, () => {
    const node = Math.floor((0.25 + 0.5 * random()) * nodeLng.length);
    const [east, north] = [(random() - 0.5) * 60, (random() - 0.5) * 60];
    return { lng: (nodeLng[node] + east) / DEGREE_STEPS, lat: (nodeLat[node] + north) / DEGREE_STEPS };
  });
}

/** Every second cell of the shard: 8,000 of 16,807 are lived in. */
function someCells({ lng, lat }: { lng: Float64Array; lat: Float64Array }, count: number): LngLat[] {
  return Array.from({ length: count }, (_, n) => ({ lng: lng[2 * n], lat: lat[2 * n] }));
}
