import { beforeAll, describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import { readOsmPbf } from "../../src/load/osmPbf.ts";
import { readOsmStreets } from "../../src/load/osmStreets.ts";
import type { LngLat } from "../../src/load/records.ts";
import { streetSegments } from "../../src/load/streetSegments.ts";
import { dropIslands } from "../../src/travel/dropIslands.ts";
import { isWithinAreas } from "../../src/travel/knownArea.ts";
import { numberStreets } from "../../src/travel/numberStreets.ts";
import { routedTravel } from "../../src/travel/routedTravel.ts";
import { streetChains } from "../../src/travel/streetChains.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { BASIS } from "../../src/travel/travel.ts";
import { hasSharedData, NO_SHARED_DATA, sharedFile } from "../load/sources.ts";
import { type RawStreets, type RawWays, rawStreets } from "../oracle/rawStreets.ts";

const FILE = sharedFile("delft/tudelft.osm.pbf");

const median = (values: number[]) => values.sort((p, q) => p - q)[values.length >> 1];
const share = (all: RawWays[], isSo: (ways: RawWays) => boolean) =>
  (100 * all.filter(isSo).length) / all.length;

const isFoundFrom = ({ along }: RawWays) => Math.min(...along) <= 3_500;

/** What the published figures are about; a detour is told from 58 m straight on. */
function figuresOf(all: RawWays[]) {
  const least = (values: number[]) => values.indexOf(Math.min(...values));
  const detours = (nearest: (ways: RawWays) => number) =>
    all.flatMap((ways) => {
      const n = nearest(ways);
      return ways.straight[n] >= 58 && ways.along[n] <= 3_500 ? [ways.along[n] / ways.straight[n]] : [];
    });
  return {
    detourToNearestByStreet: median(detours(({ along }) => least(along))),
    detourToNearestStraight: median(detours(({ straight }) => least(straight))),
    nearestChanges: share(all.filter(isFoundFrom), ({ straight, along }) => least(straight) !== least(along)),
    within500Straight: share(all, ({ straight }) => Math.min(...straight) <= 500),
    within500ByStreet: share(all, ({ along }) => Math.min(...along) <= 500),
    notWithin500ByStreet: share(all, ({ least: bound }) => Math.min(...bound) > 500),
    nearNotReachable: share(all, (w) => Math.min(...w.straight) <= 500 && Math.min(...w.least) > 750),
    isFound: share(all, isFoundFrom),
    isMeasured: share(all, ({ along, least: bound }) => Math.min(...bound) >= Math.min(...along)),
  };
}

describe.skipIf(!hasSharedData)(
  `the Delft campus (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    const aeds: LngLat[] = [];
    const addresses: LngLat[] = [];
    let raw: RawStreets;
    const cells: RawWays[] = [];
    const rawCells: RawWays[] = [];

    beforeAll(async () => {
      const nodes = { having: ["emergency", "addr:housenumber"] };
      for await (const { taggedNodes } of readOsmPbf(FILE, { inflate, nodes })) {
        for (const { tags, position } of taggedNodes) {
          if (tags.emergency === "defibrillator") aeds.push(position);
          if (tags["addr:housenumber"] !== undefined) addresses.push(position);
        }
      }
      const { streets } = await readOsmStreets([FILE], { inflate });
      raw = rawStreets(streets!);
      const segments = streetSegments(streets!, () => {});
      const chains = streetChains(segments);
      dropIslands(chains, segments);
      const network = numberStreets(segments, chains);
      const grid = shardGrid(positionToShard(aeds[0]));
      const travel = routedTravel(grid, streetMeters(grid, network, "foot"), 1.4);
      const ways = new Map<number, RawWays>();
      for (const aed of aeds) {
        const reach = travel.reachFrom(aed);
        for (let i = 0; i < reach.count; i++) {
          const child = ROW_TO_CHILD[reach.row[i]];
          if (!isWithinAreas(network.areas, { lng: grid.lng[child], lat: grid.lat[child] })) continue;
          if (!ways.has(child)) ways.set(child, { straight: [], along: [], least: [] });
          const own = ways.get(child)!;
          const isFound = reach.basis[i] === BASIS.streets || reach.basis[i] === BASIS.atMost;
          own.straight.push(reach.straightMeters[i]);
          own.along.push(isFound ? reach.meters[i] : Number.POSITIVE_INFINITY);
          own.least.push(reach.leastMeters[i]);
        }
      }
      for (const [child, own] of ways) {
        cells.push(own);
        rawCells.push(raw.waysTo(aeds, { lng: grid.lng[child], lat: grid.lat[child] }));
      }
    });

    it("has the metres that its ways give as they were drawn", () => {
      expect(aeds.length).toBe(13);
      expect(cells.length).toBeGreaterThan(150);
      const off = cells.flatMap(({ along }, c) =>
        along.flatMap((meters, n) => {
          const exact = rawCells[c].along[n];
          return meters < 3_400 || exact < 3_400 ? [Math.abs(meters - exact)] : [];
        }),
      );
      const sorted = off.sort((p, q) => p - q);
      expect(sorted.length).toBeGreaterThan(2_000);
      // whole metres per edge, steps of 1e-5 degrees and rounding up; a course of fewer points moves a snap by up to 1 m
      expect(sorted[sorted.length >> 1]).toBeLessThan(2);
      expect(sorted[Math.floor(0.99 * sorted.length)]).toBeLessThan(10);
      // half-way between two streets a place may snap to the other one
      expect(sorted.at(-1)).toBeLessThan(60);
    });

    it("has the figures that docs/streets.md tells", () => {
      for (const figures of [figuresOf(cells), figuresOf(rawCells)]) {
        expectNear(figures, [1.49, 1.6, 24, 99.5, 69.2, 9.7, 0, 94.6, 56.2]);
      }
      const within = addresses.filter(raw.isWithin);
      expect(within.length).toBe(8_932);
      expectNear(
        figuresOf(within.map((position) => raw.waysTo(aeds, position))),
        [1.43, 1.52, 18.4, 99.5, 70.9, 14.5, 0, 98.1, 58.3],
      );
    });
  },
);

/** In the order of `figuresOf`: ratios to a hundredth, shares to a cell of 185. */
function expectNear(figures: ReturnType<typeof figuresOf>, told: number[]): void {
  Object.entries(figures).forEach(([name, value], n) => {
    expect(Math.abs(value - told[n]), `${name}: ${value}`).toBeLessThan(n < 2 ? 0.015 : 0.6);
  });
}
