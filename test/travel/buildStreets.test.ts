import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TRAVEL_MODES, type TravelMode } from "../../src/load/records.ts";
import { dropIslands } from "../../src/travel/dropIslands.ts";
import { checkNetwork, type StreetNetwork } from "../../src/travel/network.ts";
import { simplifyCourse } from "../../src/travel/simplifyCourse.ts";
import { streetChains } from "../../src/travel/streetChains.ts";
import { textbookDijkstra, textbookGraph } from "../oracle/textbookStreets.ts";
import { EVERYBODY, FOOT, networkOf, segmentsOf, type World, world, worldGraph } from "./segments.ts";

const MAX = 10_000;

/** Metres from every node of the network to every other, named by the world's nodes. */
function networkMeters(network: StreetNetwork, { nodes }: World, mode: TravelMode): Map<string, number> {
  const graph = textbookGraph(network, mode);
  const nameAt = new Map(
    nodes.map(({ lngE7, latE7 }, n) => [`${Math.round(lngE7 / 100)},${Math.round(latE7 / 100)}`, n]),
  );
  const names = Array.from(network.nodeLng, (lng, n) => nameAt.get(`${lng},${network.nodeLat[n]}`)!);
  const all = new Map<string, number>();
  for (let n = 0; n < names.length; n++) {
    for (const [to, meters] of textbookDijkstra(graph, [{ node: n, meters: 0 }], MAX)) {
      all.set(`${names[n]}→${names[to]}`, meters);
    }
  }
  return all;
}

function worldMeters(one: World, mode: TravelMode): Map<string, number> {
  const graph = worldGraph(one, mode);
  const all = new Map<string, number>();
  for (let n = 0; n < one.nodes.length; n++) {
    for (const [to, meters] of textbookDijkstra(graph, [{ node: n, meters: 0 }], MAX))
      all.set(`${n}→${to}`, meters);
  }
  return all;
}

describe("a network of segments", () => {
  it("has the distances of the segments, whatever is drawn together", () => {
    fc.assert(
      fc.property(world, fc.constantFrom(...TRAVEL_MODES), (one, mode) => {
        const network = networkOf(one);
        checkNetwork(network);
        const expected = worldMeters(one, mode);
        const kept = networkMeters(network, one, mode);
        for (const [pair, meters] of kept) expect(meters).toBe(expected.get(pair));
        // and no pair of its nodes is lost
        const names = new Set([...kept.keys()].map((pair) => pair.split("→")[0]));
        const among = [...expected.keys()].filter((pair) => pair.split("→").every((name) => names.has(name)));
        expect(kept.size).toBe(among.length);
      }),
      { numRuns: 400, seed: 23 },
    );
  });

  it("keeps every metre of street", () => {
    fc.assert(
      fc.property(world, (one) => {
        const pairs = new Set<string>();
        const segments = one.segments.filter(({ from, to }) => {
          const pair = `${Math.min(from, to)}-${Math.max(from, to)}`;
          return !pairs.has(pair) && pairs.add(pair);
        });
        const whole = segments.reduce((sum, { meters }) => sum + meters, 0);
        const { edgeMeters } = networkOf({ ...one, segments });
        expect(edgeMeters.reduce((sum, meters) => sum + meters, 0)).toBe(whole);
      }),
      { numRuns: 200, seed: 29 },
    );
  });

  it("takes two streets between the same two nodes as one when that changes nothing", () => {
    const nodes = Array.from({ length: 2 }, (_, n) => ({
      lngE7: 50_000_000 + n * 10_000,
      latE7: 520_000_000,
    }));
    const edges = (...segments: World["segments"]) => {
      const { edgeMeters, edgeModes } = networkOf({ nodes, segments });
      return Array.from(edgeMeters, (meters, e) => [meters, edgeModes[e]]);
    };
    const [long, short] = [
      { from: 0, to: 1, meters: 70, modes: EVERYBODY },
      { from: 1, to: 0, meters: 69, modes: FOOT },
    ];
    expect(edges(long, short)).toEqual([
      [69, FOOT],
      [70, EVERYBODY],
    ]);
    expect(edges({ ...long, modes: FOOT }, { ...short, modes: EVERYBODY })).toEqual([[69, EVERYBODY]]);
    // 4 is a bicycle forward; the second runs the other way, so it is one backward
    expect(edges({ ...long, modes: FOOT }, { ...short, meters: 70, modes: 4 })).toEqual([[70, FOOT | 8]]);
  });

  it("says the same whatever the order of the segments and the way they are written down", () => {
    fc.assert(
      fc.property(world, fc.nat(), (one, turn) => {
        const { network, other } = bothWays(one, turn);
        for (const mode of TRAVEL_MODES) {
          expect(networkMeters(other, one, mode)).toEqual(networkMeters(network, one, mode));
        }
        expect(other.nodeLng).toEqual(network.nodeLng);
        expect(other.edgeMeters.toSorted()).toEqual(network.edgeMeters.toSorted());
      }),
      { numRuns: 200, seed: 31 },
    );
  });

  it("never gets longer ways by a street more", () => {
    fc.assert(
      fc.property(world, fc.nat(13), fc.nat(13), fc.nat(60), (one, p, q, meters) => {
        const [from, to] = [p % one.nodes.length, q % one.nodes.length];
        fc.pre(from !== to);
        const more = { ...one, segments: [...one.segments, { from, to, meters, modes: EVERYBODY }] };
        for (const mode of TRAVEL_MODES) {
          const before = networkMeters(networkOf(one), one, mode);
          const after = networkMeters(networkOf(more), more, mode);
          for (const [pair, way] of before)
            if (after.has(pair)) expect(after.get(pair)).toBeLessThanOrEqual(way);
        }
      }),
      { numRuns: 200, seed: 37 },
    );
  });
});

/** Some segments turned round with their modes, and the list begun elsewhere. */
function bothWays(one: World, turn: number) {
  const turned = one.segments.map((segment, n) =>
    (turn >> (n % 30)) & 1
      ? { ...segment, from: segment.to, to: segment.from, modes: swapPairs(segment.modes) }
      : segment,
  );
  const at = turn % Math.max(1, turned.length);
  return {
    network: networkOf(one),
    other: networkOf({ ...one, segments: [...turned.slice(at), ...turned.slice(0, at)] }),
  };
}

function swapPairs(bits: number): number {
  return [0, 2, 1, 3][bits & 3] | ([0, 2, 1, 3][bits >> 2] << 2);
}

describe("a straight street", () => {
  const nodes = Array.from({ length: 6 }, (_, n) => ({ lngE7: 50_000_000 + n * 10_000, latE7: 520_000_000 }));
  const street = (modes: number[]) =>
    modes.map((bits, n) => ({ from: n, to: n + 1, meters: 69, modes: bits }));

  it("is one edge from end to end, and its course needs no point", () => {
    const network = networkOf({ nodes, segments: street([15, 15, 15, 15, 15]) });
    expect([...network.edgeMeters]).toEqual([345]);
    expect(network.shapeLng).toHaveLength(0);
  });

  it("is parted where bicycles must turn back", () => {
    const network = networkOf({ nodes, segments: street([15, 15, FOOT, FOOT, FOOT]) });
    expect([...network.edgeMeters]).toEqual([138, 207]);
    expect([...network.edgeModes]).toEqual([15, FOOT]);
  });

  it("that is a ring begins somewhere and comes back there", () => {
    const ring = [...street([15, 15, 15]), { from: 3, to: 0, meters: 100, modes: 15 }];
    const network = networkOf({ nodes, segments: ring });
    expect(network.edgeFrom).toEqual(network.edgeTo);
    expect([...network.edgeMeters]).toEqual([307]);
  });
});

describe("islands", () => {
  // 0-1-2 hang together (900 m), 3-4 by themselves (300 m); 5 lies outside the known area
  const nodes = Array.from({ length: 6 }, (_, n) => ({ lngE7: 50_000_000 + n * 10_000, latE7: 520_000_000 }));
  const outside = [...nodes.slice(0, 5), { lngE7: 70_000_000, latE7: 520_000_000 }];
  const mainland = [
    { from: 0, to: 1, meters: 450, modes: EVERYBODY },
    { from: 1, to: 2, meters: 450, modes: FOOT },
  ];
  const island = { from: 3, to: 4, meters: 300, modes: EVERYBODY };

  it("of few metres are dropped and counted, each mode by itself", () => {
    const segments = segmentsOf({ nodes, segments: [...mainland, island] });
    const chains = streetChains(segments);
    expect(dropIslands(chains, segments, 500)).toEqual({
      foot: { islandCount: 1, droppedMeters: 300 },
      // only 450 m of the mainland are for bicycles
      bicycle: { islandCount: 2, droppedMeters: 750 },
    });
    expect([...chains.modes].sort()).toEqual([0, FOOT, FOOT]);
    expect([...networkOf({ nodes, segments: [...mainland, island] }, 500).edgeMeters]).toEqual([450, 450]);
  });

  it("stay when they are large enough, or reach out of the known area", () => {
    expect([...networkOf({ nodes, segments: [...mainland, island] }, 300).edgeMeters].sort()).toEqual([
      300, 450, 450,
    ]);
    const reaching = [...mainland, island, { from: 4, to: 5, meters: 10, modes: FOOT }];
    expect(networkOf({ nodes: outside, segments: reaching }, 500).edgeMeters).toContain(10);
  });
});

describe("a simplified course", () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 60 }) });

  it("keeps its ends and comes within the tolerance of every point", () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (points, tolerance) => {
          const [x, y] = [Float64Array.from(points, (p) => p.x), Float64Array.from(points, (p) => p.y)];
          const isKept = new Uint8Array(points.length + 3).fill(1);
          simplifyCourse(x, y, points.length, isKept, tolerance);
          expect([isKept[0], isKept[points.length - 1]]).toEqual([1, 1]);
          const kept = points.filter((_, n) => isKept[n]);
          for (const p of points) {
            const away = Math.min(...kept.slice(1).map((q, n) => metersToPiece(p, kept[n], q)));
            expect(away).toBeLessThanOrEqual(tolerance + 1e-9);
          }
        },
      ),
      { numRuns: 300, seed: 41 },
    );
  });

  it("of a straight line is its two ends", () => {
    const isKept = new Uint8Array(5);
    simplifyCourse(Float64Array.of(0, 1, 2, 3, 4), Float64Array.of(0, 2, 4, 6, 8), 5, isKept, 1);
    expect([...isKept]).toEqual([1, 0, 0, 0, 1]);
  });
});

type Point = { x: number; y: number };
/** By a thousand steps along the piece, not by projection. */
function metersToPiece(p: Point, a: Point, b: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 1_000; step++) {
    const share = step / 1_000;
    least = Math.min(least, Math.hypot(a.x + share * (b.x - a.x) - p.x, a.y + share * (b.y - a.y) - p.y));
  }
  // half a step of the longest piece, 85 m
  return Math.max(0, least - 0.043);
}
