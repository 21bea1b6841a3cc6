import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import { TRAVEL_MODES } from "../../src/load/records.ts";
import { boundedSearch, NOT_REACHED } from "../../src/travel/boundedSearch.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import { cellsAround } from "../../src/travel/cellsAround.ts";
import { modeGraph } from "../../src/travel/modeGraph.ts";
import { STREET_CUTOFF_METERS } from "../../src/travel/network.ts";
import { snapIndex } from "../../src/travel/snapIndex.ts";
import { BEYOND_CUTOFF, NO_STREETS, streetMeters } from "../../src/travel/streetMeters.ts";
import { textbookDijkstra, textbookGraph, textbookMeters, textbookSnap } from "../oracle/textbookStreets.ts";
import { EVERYWHERE, place } from "../world/streets.ts";

const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
const CORNER = place(GRID, [-700, -700]);

/** Any graph at all: loops, parallel edges, edges of 0 m, one-way streets, parts that hang together with nothing. */
const anyEdges = fc.integer({ min: 2, max: 40 }).chain((nodeCount) =>
  fc.record({
    nodeCount: fc.constant(nodeCount),
    edges: fc.array(
      fc.record({
        from: fc.nat(nodeCount - 1),
        to: fc.nat(nodeCount - 1),
        meters: fc.oneof(fc.nat(400), fc.constantFrom(0, 1, 3_500, 3_501, 60_000, 70_000)),
        modes: fc.integer({ min: 1, max: 15 }),
        course: fc.constant([]),
      }),
      { minLength: 1, maxLength: 120 },
    ),
    starts: fc.array(fc.record({ node: fc.nat(nodeCount - 1), meters: fc.nat(600) }), {
      minLength: 2,
      maxLength: 8,
    }),
    bound: fc.constantFrom(0, 1, 500, 1_500, 3_500),
  }),
);

describe("the bounded search on any graph", () => {
  it("gives the metres of the textbook exactly, run after run", () => {
    fc.assert(
      fc.property(anyEdges, fc.constantFrom(...TRAVEL_MODES), ({ nodeCount, edges, starts, bound }, mode) => {
        const spots = Array.from({ length: nodeCount }, (_, n) => n);
        const network = buildNetwork(EVERYWHERE, { lng: spots, lat: spots.map((n) => n % 7) }, edges);
        const textbook = textbookGraph(network, mode);
        const search = boundedSearch(modeGraph(network, mode), bound);
        const nodes = network.nodeLng.length;
        for (let i = 0; i + 1 < starts.length; i += 2) {
          const pair = [starts[i], starts[i + 1]].map(({ node, meters }) => ({ node: node % nodes, meters }));
          const reached = search.run(pair[0].node, pair[0].meters, pair[1].node, pair[1].meters);
          const expected = textbookDijkstra(textbook, pair, bound);
          const got = new Map<number, number>();
          search.meters.forEach((meters, node) => {
            if (meters !== NOT_REACHED) got.set(node, meters);
          });
          expect(got).toEqual(expected);
          expect(reached).toBe(expected.size);
          const order = [...search.settled.subarray(0, reached)];
          expect(new Set(order).size).toBe(reached);
          expect(
            order.every((node, n) => n === 0 || search.meters[order[n - 1]] <= search.meters[node]),
          ).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("starts nowhere when no end may be left", () => {
    const network = buildNetwork(EVERYWHERE, { lng: [0, 9], lat: [0, 0] }, [
      { from: 0, to: 1, meters: 5, modes: 15, course: [] },
    ]);
    const search = boundedSearch(modeGraph(network, "foot"), 100);
    expect(search.run(0, Number.POSITIVE_INFINITY, 1, 101)).toBe(0);
    expect([...search.meters]).toEqual([NOT_REACHED, NOT_REACHED]);
  });
});

const city = (seed: number) =>
  syntheticCity({
    ...CITY,
    corner: CORNER,
    columns: 14,
    rows: 14,
    blockMeters: 100,
    canalEvery: 5,
    bridgeEvery: 6,
    footbridgeEvery: 2,
    motorwayRow: 9,
    viaductEvery: 7,
    onewayShare: 0.4,
    seed,
  });

describe("the nearest point on a street", () => {
  it("is the one that all pieces of all edges give along geodesics", () => {
    const loose = city(3);
    const network = buildNetwork(EVERYWHERE, loose, loose.edges);
    const anyPlace = fc.tuple(
      fc.integer({ min: -1_300, max: 1_300 }),
      fc.integer({ min: -1_300, max: 1_300 }),
    );
    for (const mode of TRAVEL_MODES) {
      const index = snapIndex(network, mode);
      fc.assert(
        fc.property(anyPlace, (point) => {
          const position = place(GRID, point);
          const got = index.snap(position);
          const expected = textbookSnap(network, mode, position);
          if (!expected || Math.abs(expected.asideMeters - 500) < 0.05) return;
          expect(Math.abs(got!.asideMeters - expected.asideMeters)).toBeLessThan(0.03);
          // two edges may be equally near within that
          if (got!.edge !== expected.edge) return;
          expect(Math.abs(got!.alongMeters - expected.alongMeters)).toBeLessThan(0.2);
        }),
        { numRuns: 60 },
      );
    }
  });
});

describe("metres from a source to cells", () => {
  it("are those of a graph into which both places are put as nodes", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(...TRAVEL_MODES),
        fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })),
        fc.array(fc.nat(1_000_000), { minLength: 6, maxLength: 6 }),
        (seed, mode, point, picks) => {
          const loose = city(seed);
          const network = buildNetwork(EVERYWHERE, loose, loose.edges);
          const source = place(GRID, point);
          const reach = cellsAround(GRID)(source);
          const { meters } = streetMeters(GRID, network, mode)(source, reach);
          for (const pick of picks) {
            const i = pick % reach.count;
            const child = ROW_TO_CHILD[reach.row[i]];
            const cell = { lng: GRID.lng[child], lat: GRID.lat[child] };
            const expected = textbookMeters(network, mode, source, cell, 2 * STREET_CUTOFF_METERS);
            if (expected === null) expect(meters[i]).toBe(NO_STREETS);
            else if (expected > STREET_CUTOFF_METERS + 2) expect(meters[i]).toBe(BEYOND_CUTOFF);
            else if (expected < STREET_CUTOFF_METERS - 2) {
              // the start is rounded to a whole metre (½), the end up (1)
              const atLeast = Math.max(expected, reach.straightMeters[i]);
              expect(Math.abs(meters[i] - atLeast)).toBeLessThanOrEqual(2);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
