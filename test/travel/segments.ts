/** Small street worlds as segments, as a reader of files gives them, and the slow way to see what they allow. */
import fc from "fast-check";
import { MODE_BITS, type TravelMode } from "../../src/load/records.ts";
import type { StreetSegments } from "../../src/load/streetSegments.ts";
import { dropIslands } from "../../src/travel/dropIslands.ts";
import type { StreetNetwork } from "../../src/travel/network.ts";
import { numberStreets } from "../../src/travel/numberStreets.ts";
import { streetChains } from "../../src/travel/streetChains.ts";
import type { Graph } from "../oracle/textbookStreets.ts";

export const FOOT = MODE_BITS.foot.forward | MODE_BITS.foot.backward;
export const EVERYBODY = FOOT | MODE_BITS.bicycle.forward | MODE_BITS.bicycle.backward;
export const AREA = [4, 51, 6, 53] as const;

export interface World {
  /** 1e-7 degrees */
  nodes: { lngE7: number; latE7: number }[];
  segments: { from: number; to: number; meters: number; modes: number }[];
}

export function segmentsOf({ nodes, segments }: World): StreetSegments {
  return {
    nodeLngE7: Int32Array.from(nodes, ({ lngE7 }) => lngE7),
    nodeLatE7: Int32Array.from(nodes, ({ latE7 }) => latE7),
    from: Int32Array.from(segments, ({ from }) => from),
    to: Int32Array.from(segments, ({ to }) => to),
    meters: Int32Array.from(segments, ({ meters }) => meters),
    modes: Uint8Array.from(segments, ({ modes }) => modes),
    areas: [AREA],
    wayCount: segments.length,
  };
}

/** No island is too small here, unless told. */
export function networkOf(world: World, islandMinMeters = 0): StreetNetwork {
  const segments = segmentsOf(world);
  const chains = streetChains(segments);
  dropIslands(chains, segments, islandMinMeters);
  return numberStreets(segments, chains);
}

/** Neighbours of every node of the world itself: nothing contracted, merged or numbered. */
export function worldGraph({ nodes, segments }: World, mode: TravelMode): Graph {
  const graph: Graph = new Map(nodes.map((_, n) => [n, []]));
  const { forward, backward } = MODE_BITS[mode];
  for (const { from, to, meters, modes } of segments) {
    if (modes & forward) graph.get(from)!.push({ to, meters });
    if (modes & backward) graph.get(to)!.push({ to: from, meters });
  }
  return graph;
}

/** Every node at a place of its own, so that it is found again by its place. */
export const world: fc.Arbitrary<World> = fc
  .record({
    count: fc.integer({ min: 2, max: 14 }),
    ends: fc.array(
      fc.record({
        from: fc.nat(13),
        to: fc.nat(13),
        meters: fc.integer({ min: 0, max: 60 }),
        // most streets are open to everybody, so that chains are long
        modes: fc.oneof({ weight: 4, arbitrary: fc.constant(EVERYBODY) }, fc.integer({ min: 1, max: 15 })),
      }),
      { maxLength: 24 },
    ),
  })
  .map(({ count, ends }) => ({
    nodes: Array.from({ length: count }, (_, n) => ({
      lngE7: 50_000_000 + ((n * 7) % count) * 4_000,
      latE7: 520_000_000 + ((n * 5) % count) * 3_000,
    })),
    segments: ends
      .map(({ from, to, ...rest }) => ({ from: from % count, to: to % count, ...rest }))
      .filter(({ from, to }) => from !== to),
  }));
