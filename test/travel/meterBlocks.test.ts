import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { HALO_METERS, positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import { cellsAround } from "../../src/travel/cellsAround.ts";
import {
  distinctSources,
  indexMeters,
  knownMeters,
  knownOrSearched,
  makeMeterBlocks,
  missingSources,
} from "../../src/travel/meterBlocks.ts";
import { packMeters, rowsHash, unpackMeters } from "../../src/travel/packedMeters.ts";
import { BEYOND_CUTOFF, NO_STREETS, type StreetMeters, streetMeters } from "../../src/travel/streetMeters.ts";
import { EVERYWHERE, place } from "../world/streets.ts";

const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
const around = cellsAround(GRID);

describe("packed metres", () => {
  const anyMeters = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 3_500 }) },
    fc.constantFrom(0, 3_500, BEYOND_CUTOFF, NO_STREETS),
  );

  it("come back as they were, whatever they are, one source after another", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            meters: fc.array(anyMeters, { minLength: 1, maxLength: 200 }),
            ownDetour: fc.oneof(fc.double({ min: 1, max: 40, noNaN: true }), fc.constant(Number.NaN)),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.double({ min: 0, max: HALO_METERS, noNaN: true }),
        (sources, far) => {
          const straightMeters = Float64Array.from({ length: 200 }, (_, i) => (far * (i % 17)) / 17);
          const reach = (count: number) => ({ ...around(place(GRID, [0, 0])), count, straightMeters });
          const bytes = new Uint8Array(3 * 800);
          let end = 0;
          for (const { meters, ownDetour } of sources) {
            end = packMeters(
              { ownDetour, meters: Uint16Array.from(meters) },
              reach(meters.length),
              bytes,
              end,
            );
          }
          let at = 0;
          for (const { meters, ownDetour } of sources) {
            const got = new Uint16Array(meters.length);
            at = unpackMeters(bytes, at, ownDetour, reach(meters.length), got);
            expect([...got]).toEqual(meters);
          }
          expect(at).toBe(end);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("tell other cells from the same", () => {
    const hash = rowsHash(around(place(GRID, [0, 0])));
    expect(rowsHash(around(place(GRID, [0, 0])))).toBe(hash);
    expect(rowsHash(around(place(GRID, [120, 0])))).not.toBe(hash);
  });
});

describe("blocks", () => {
  const loose = syntheticCity({
    ...CITY,
    corner: place(GRID, [-2_000, -2_000]),
    columns: 40,
    rows: 40,
    blockMeters: 100,
    canalEvery: 9,
  });
  const network = buildNetwork(EVERYWHERE, loose, loose.edges);
  const search = streetMeters(GRID, network, "foot");
  const sources = Array.from({ length: 900 }, (_, n) =>
    place(GRID, [-1_900 + 127 * (n % 30), -1_900 + 127 * Math.floor(n / 30)]),
  );
  const blocks = [...makeMeterBlocks(GRID, sources, search, network)];
  const index = indexMeters(blocks);

  it("hold what was searched, source by source", () => {
    expect(blocks.length).toBeGreaterThan(1);
    expect(index.size).toBe(sources.length);
    const known = knownMeters(index);
    for (const source of [...sources.slice(0, 20), ...sources.slice(-20)]) {
      const reach = around(source);
      const expected = search(source, reach);
      const copy = { ownDetour: expected.ownDetour, meters: [...expected.meters] };
      const got = known(source, reach);
      expect({ ownDetour: got.ownDetour, meters: [...got.meters] }).toEqual(copy);
    }
  });

  it("take less than two bytes a pair", () => {
    const pairs = sources.reduce((sum, source) => sum + around(source).count, 0);
    const bytes = blocks.reduce((sum, block) => sum + block.bytes.length, 0);
    expect(bytes / pairs).toBeLessThan(2);
  });

  it("know which sources they lack, and refuse to guess their metres", () => {
    const other = place(GRID, [13, 17]);
    expect(missingSources(GRID, index, [...sources.slice(0, 3), other])).toEqual([other]);
    expect(() => knownMeters(index)(other, around(other))).toThrow(/search from it first/);
  });

  it("count a source as missing whose cells are others now", () => {
    const [block] = blocks;
    const changed = { ...block, rowsHash: block.rowsHash.map((hash) => hash ^ 1) };
    expect(missingSources(GRID, indexMeters([changed]), [sources[0]])).toEqual([sources[0]]);
  });

  it("are asked first, and the streets only for what they lack", () => {
    const searched: unknown[] = [];
    const counted: StreetMeters = (source, reach) => {
      searched.push(source);
      return search(source, reach);
    };
    const other = place(GRID, [13, 17]);
    const both = knownOrSearched(index, counted);
    for (const source of [sources[5], other]) both(source, around(source));
    expect(searched).toEqual([other]);
  });

  it("hold a place once that stands there twice", () => {
    expect(distinctSources([sources[0], sources[1], { ...sources[0] }])).toEqual([sources[0], sources[1]]);
  });
});
