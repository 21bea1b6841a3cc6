import fc from "fast-check";
import { gridDisk } from "h3-js";
import { describe, expect, it } from "vitest";
import { CITY, type LooseStreets, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import { type ShardGrid, shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import { type LngLat, TRAVEL_MODES, type TravelMode } from "../../src/load/records.ts";
import { buildNetwork, type LooseEdge } from "../../src/travel/buildNetwork.ts";
import { cellsAround } from "../../src/travel/cellsAround.ts";
import type { StreetNetwork } from "../../src/travel/network.ts";
import { routedTravel } from "../../src/travel/routedTravel.ts";
import { snapIndex } from "../../src/travel/snapIndex.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { BASIS } from "../../src/travel/travel.ts";
import { EVERYWHERE, place, streetsOfShard } from "../world/streets.ts";

const SHARD = positionToShard({ lng: 5.12, lat: 52.09 });
const GRID = shardGrid(SHARD);
const SIDE = 24;

function city(seed: number): LooseStreets {
  return syntheticCity({
    ...CITY,
    corner: place(GRID, [-1_200, -1_200]),
    columns: SIDE,
    rows: SIDE,
    blockMeters: 100,
    canalEvery: 6,
    bridgeEvery: 4,
    motorwayRow: 11,
    viaductEvery: 9,
    onewayShare: 0.3,
    seed,
  });
}

/** Metres to the cells around, and how far each lies aside of the streets. */
function measure({ lng, lat }: LooseStreets, edges: LooseEdge[], mode: TravelMode, source: LngLat) {
  const network = buildNetwork(EVERYWHERE, { lng, lat }, edges);
  const reach = cellsAround(GRID)(source);
  const { meters } = streetMeters(GRID, network, mode)(source, reach);
  const index = snapIndex(network, mode);
  const aside = (position: LngLat) => index.snap(position)?.asideMeters ?? null;
  const cells = Array.from(reach.row.subarray(0, reach.count), (row) => {
    const child = ROW_TO_CHILD[row];
    return aside({ lng: GRID.lng[child], lat: GRID.lat[child] });
  });
  return { meters: meters.slice(), aside: aside(source), cells };
}

/** Cells that meet the same street in both worlds; none where the source does not. */
function compared(one: ReturnType<typeof measure>, other: ReturnType<typeof measure>): number[] {
  if (one.aside === null || one.aside !== other.aside) return [];
  return one.cells.flatMap((aside, i) => (aside !== null && aside === other.cells[i] ? [i] : []));
}

const anySource = fc
  .tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: -1_000, max: 1_000 }))
  .map((point) => place(GRID, point));

describe("a street more", () => {
  it("never lengthens a way", () => {
    let seen = 0;
    let shorter = 0;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(...TRAVEL_MODES),
        anySource,
        fc.tuple(
          fc.nat(SIDE ** 2 - 1),
          fc.nat(SIDE ** 2 - 1),
          fc.nat(2_000),
          fc.integer({ min: 1, max: 15 }),
        ),
        (seed, mode, source, [from, to, meters, modes]) => {
          const loose = city(seed);
          const before = measure(loose, loose.edges, mode, source);
          const after = measure(
            loose,
            [...loose.edges, { from, to, meters, modes, course: [] }],
            mode,
            source,
          );
          for (const i of compared(before, after)) {
            expect(after.meters[i]).toBeLessThanOrEqual(before.meters[i]);
            seen++;
            if (after.meters[i] < before.meters[i]) shorter++;
          }
        },
      ),
      { numRuns: 15 },
    );
    expect(seen).toBeGreaterThan(5_000);
    expect(shorter).toBeGreaterThan(100);
  });
});

describe("a bridge less", () => {
  it("never shortens a way", () => {
    let longer = 0;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(...TRAVEL_MODES),
        anySource,
        fc.nat(1_000),
        (seed, mode, source, pick) => {
          const loose = city(seed);
          const isBridge = ({ from, to }: LooseEdge) => to === from + 1 && (from + 1) % 6 === 0;
          const bridges = loose.edges.filter(isBridge);
          expect(bridges.length).toBeGreaterThan(3);
          const gone = bridges[pick % bridges.length];
          const before = measure(loose, loose.edges, mode, source);
          const after = measure(
            loose,
            loose.edges.filter((edge) => edge !== gone),
            mode,
            source,
          );
          for (const i of compared(before, after)) {
            expect(after.meters[i]).toBeGreaterThanOrEqual(before.meters[i]);
            if (after.meters[i] > before.meters[i]) longer++;
          }
        },
      ),
      { numRuns: 15 },
    );
    expect(longer).toBeGreaterThan(100);
  });
});

describe("the border of a shard", () => {
  const neighbour = shardGrid(gridDisk(SHARD, 1).find((shard) => shard !== SHARD)!);
  const middle = neighbour.toLocal({ lng: GRID.plane.origin.lng, lat: GRID.plane.origin.lat });
  const length = Math.hypot(middle.x, middle.y);
  /** On the line between both middles, `meters` from the border into our shard. */
  const fromBorder = (meters: number, aside: number) => {
    const along = length / 2 + meters;
    const [east, north] = [middle.x / length, middle.y / length];
    return place(neighbour, [east * along - north * aside, north * along + east * aside]);
  };
  // 11 km across the border, more than either shard's halo reaches into the other
  const corner = [
    fromBorder(-5_500, -5_500),
    fromBorder(5_500, 5_500),
    fromBorder(-5_500, 5_500),
    fromBorder(5_500, -5_500),
  ];
  const loose = syntheticCity({
    ...CITY,
    corner: {
      lng: Math.min(...corner.map(({ lng }) => lng)),
      lat: Math.min(...corner.map(({ lat }) => lat)),
    },
    columns: 160,
    rows: 160,
    blockMeters: 100,
  });
  const whole = buildNetwork(EVERYWHERE, loose, loose.edges);

  const sources = [-2_400, -1_500, -200, 40, 1_500, 2_400].map((meters, n) =>
    fromBorder(meters, 300 * n - 800),
  );

  /** What each source reaches, by mode and source. */
  function reaches(grid: ShardGrid, network: StreetNetwork) {
    return TRAVEL_MODES.map((mode) => {
      const travel = routedTravel(grid, streetMeters(grid, network, mode), 1.4);
      return sources.map((source) => {
        const { count, meters, basis } = travel.reachFrom(source);
        return { meters: [...meters.subarray(0, count)], basis: [...basis.subarray(0, count)] };
      });
    });
  }

  const [ours, theirs] = [GRID, neighbour].map((grid) => {
    const cut = streetsOfShard(grid, loose);
    return { cut, own: reaches(grid, cut), ofWhole: reaches(grid, whole) };
  });

  it.each([
    ["ours", ours],
    ["the neighbour", theirs],
  ])(
    "does not show: %s has the metres of the whole city from its own streets",
    (_, { cut, own, ofWhole }) => {
      expect(cut.edgeFrom.length).toBeLessThan(0.9 * whole.edgeFrom.length);
      expect(own).toEqual(ofWhole);
      const onStreets = own[0].flatMap(({ basis }) => basis).filter((basis) => basis === BASIS.streets);
      expect(onStreets.length).toBeGreaterThan(3_000);
    },
  );

  it("leaves no cell out and holds none twice", () => {
    // 200 m from the border: π 2.5² km² ÷ about 12,840 m² a cell = 1,529, less what a third shard holds
    const counts = [ours, theirs].map(({ own }) => own[0][2].meters.length);
    expect(counts[0] + counts[1]).toBeGreaterThan(1_450);
    expect(counts[0] + counts[1]).toBeLessThan(1_560);
    expect(Math.min(...counts)).toBeGreaterThan(400);
  });
});
