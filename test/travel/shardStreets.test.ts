import { gridDisk } from "h3-js";
import { describe, expect, it } from "vitest";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { cellToPosition, HALO_METERS, positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { TRAVEL_MODES } from "../../src/load/records.ts";
import { boundedSearch } from "../../src/travel/boundedSearch.ts";
import { hullOf, isWithin } from "../../src/travel/hull.ts";
import { modeGraph } from "../../src/travel/modeGraph.ts";
import {
  checkNetwork,
  DEGREE_STEPS,
  STREET_CUTOFF_METERS,
  type StreetNetwork,
} from "../../src/travel/network.ts";
import { shardStreets } from "../../src/travel/shardStreets.ts";
import { networkOf, type World } from "./segments.ts";

/** Half-way between the middles of two neighbouring shards, in the middle of the country. */
const HERE = positionToShard({ lng: 5.4, lat: 52.1 });
const THERE = gridDisk(HERE, 1)[1];
const [here, there] = [cellToPosition(HERE), cellToPosition(THERE)];
const border = { lng: (here.lng + there.lng) / 2, lat: (here.lat + there.lat) / 2 };

/** 20 by 8 km of coarse blocks across the border, with gaps, canals, one-way streets and a motorway. */
function cityOnBorder(): World {
  const size = { columns: 130, rows: 60, blockMeters: 150, motorwayRow: 30 };
  const corner = { lng: border.lng - 0.14, lat: border.lat - 0.04 };
  const { lng, lat, edges } = syntheticCity({ ...CITY, ...size, corner });
  return {
    nodes: Array.from(lng, (east, n) => ({ lngE7: east * 100, latE7: lat[n] * 100 })),
    segments: edges.map(({ from, to, meters, modes }) => ({ from, to, meters, modes })),
  };
}

const whole = networkOf(cityOnBorder());
const shards = [...shardStreets(whole)];

const placeOf = ({ nodeLng, nodeLat }: StreetNetwork, n: number) => `${nodeLng[n]},${nodeLat[n]}`;
const namesOf = (network: StreetNetwork) =>
  new Map(Array.from(network.nodeLng, (_, n) => [placeOf(network, n), n]));

describe("the streets of a city across a border of shards", () => {
  it("come with each shard that has a cell there", () => {
    const names = shards.map(({ shard }) => shard);
    expect(names).toContain(HERE);
    expect(names).toContain(THERE);
    expect(names).toEqual([...names].sort());
    for (const { network } of shards) {
      checkNetwork(network);
      expect(network.edgeFrom.length).toBeLessThan(whole.edgeFrom.length);
    }
  });

  it.each(TRAVEL_MODES)(
    "have the metres of the whole network from every source that reaches a shard (%s)",
    (mode) => {
      const random = createGenerator(7);
      const search = boundedSearch(modeGraph(whole, mode), STREET_CUTOFF_METERS);
      const wholeNames = namesOf(whole);
      let compared = 0;
      for (const { shard, network } of shards) {
        const grid = shardGrid(shard);
        const hull = hullOf(grid.x, grid.y);
        const awayFrom = (n: number, meters: number) => {
          const { x, y } = grid.toLocal({
            lng: network.nodeLng[n] / DEGREE_STEPS,
            lat: network.nodeLat[n] / DEGREE_STEPS,
          });
          return isWithin(hull, x, y, meters);
        };
        const all = Array.from(network.nodeLng.keys());
        const sources = all.filter((n) => awayFrom(n, HALO_METERS)).filter(() => random() < 0.02);
        const targets = all.filter((n) => awayFrom(n, 0));
        const own = boundedSearch(modeGraph(network, mode), STREET_CUTOFF_METERS);
        for (const source of sources) {
          own.run(source, 0, -1, 0);
          search.run(wholeNames.get(placeOf(network, source))!, 0, -1, 0);
          for (const target of targets) {
            const expected = search.meters[wholeNames.get(placeOf(network, target))!];
            if (own.meters[target] !== expected)
              expect([shard, source, target, own.meters[target]]).toEqual(expected);
            compared++;
          }
        }
      }
      expect(compared).toBeGreaterThan(100_000);
    },
  );

  it("lack no edge that lies within reach of a cell, whatever its length", () => {
    // a dike of 30 km without a point in between, past the middle of a shard
    const nodes = [
      { lngE7: Math.round((here.lng - 0.22) * 1e7), latE7: Math.round(here.lat * 1e7) },
      { lngE7: Math.round((here.lng + 0.22) * 1e7), latE7: Math.round(here.lat * 1e7) },
    ];
    const dike = networkOf({ nodes, segments: [{ from: 0, to: 1, meters: 30_100, modes: 15 }] });
    const names = [...shardStreets(dike)].map(({ shard }) => shard);
    expect(names).toContain(HERE);
    expect(names.length).toBeGreaterThanOrEqual(3);
  });
});

describe("a hull", () => {
  it("holds all the cells of its shard, and tells who lies near as looking at every cell does", () => {
    const grid = shardGrid(HERE);
    const hull = hullOf(grid.x, grid.y);
    expect(hull.x.length).toBeLessThan(100);
    grid.x.forEach((x, n) => {
      expect(isWithin(hull, x, grid.y[n], 1e-6)).toBe(true);
    });
    const random = createGenerator(3);
    for (let n = 0; n < 400; n++) {
      const [x, y] = [(random() - 0.5) * 40_000, (random() - 0.5) * 40_000];
      let least = Number.POSITIVE_INFINITY;
      grid.x.forEach((cellX, cell) => {
        least = Math.min(least, Math.hypot(cellX - x, grid.y[cell] - y));
      });
      // never too few; too many only where the outline of the shard is hollow
      if (least <= 3_500) expect(isWithin(hull, x, y, 3_500)).toBe(true);
      if (least > 5_500) expect(isWithin(hull, x, y, 3_500)).toBe(false);
    }
  });
});
