import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGE_GROUPS } from "../../src/load/ageGroups.ts";
import {
  packAges,
  packPopulation,
  packRegions,
  packResponders,
  unpackAges,
  unpackPopulation,
  unpackRegions,
  unpackResponders,
} from "../../src/store/inputPacking.ts";
import { fromBase64, packColumns, sha256, toBase64, unpackColumns } from "../../src/store/packing.ts";
import { concatenate, sliceCoarse } from "../../src/store/shardResults.ts";

describe("base64", () => {
  it("is what Node writes, and comes back through line breaks", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = toBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(text.replace(/.{76}/g, "$&\n"))).toEqual(bytes);
      }),
    );
  });
});

describe("packed columns", () => {
  it("come back with the same names, types and values", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), (bytes) => {
        const columns = {
          a: bytes,
          b: Uint16Array.from(bytes, (v) => v * 257),
          c: Uint32Array.from(bytes, (v) => v * 16_843_009),
          d: Float64Array.from(bytes, (v) => v / 7),
        };
        expect(unpackColumns(packColumns(columns))).toEqual(columns);
      }),
      { numRuns: 50 },
    );
  });

  it("of no rows are no bytes", () => {
    expect(packColumns({ a: new Uint8Array(0) })).toHaveLength(0);
    expect(unpackColumns(new Uint8Array(0))).toBeNull();
  });

  it("refuse bytes that nobody packed", () => {
    expect(() => unpackColumns(Uint8Array.of(7, 7, 7, 7))).toThrow();
  });
});

describe("the coarse levels of a shard", () => {
  it("are found again in their joined columns", () => {
    // 2,401 + 343 + 49 + 7 + 1 rows, each holding its own resolution
    const levels = [9, 8, 7, 6, 5].map((resolution) => ({
      r: new Uint8Array(7 ** (resolution - 5)).fill(resolution),
    }));
    const joined = concatenate(levels);
    for (const [n, resolution] of ([9, 8, 7, 6, 5] as const).entries()) {
      expect(sliceCoarse(joined, resolution)).toEqual(levels[n]);
    }
  });
});

describe("packed inputs", () => {
  it("keep people to the last bit, and nobody", () => {
    const residents = new Float64Array(16_807);
    const dwellings = new Float64Array(16_807);
    residents[3] = 1 / 3;
    dwellings[16_806] = 2.5;
    expect(unpackPopulation(packPopulation({ residents, dwellings }))).toEqual({ residents, dwellings });
    const nobody = { residents: new Float64Array(16_807), dwellings: new Float64Array(16_807) };
    expect(unpackPopulation(packPopulation(nobody))).toEqual(nobody);
  });

  it("keep ages to the last bit, nobody of a group apart from an unknown group", () => {
    const ages = AGE_GROUPS.map(() => new Float64Array(16_807).fill(Number.NaN));
    ages[0][3] = 1 / 3;
    ages[4][3] = 0;
    ages[2][16_806] = 2.5;
    expect(unpackAges(packAges(ages))).toEqual(ages);
    const unknown = AGE_GROUPS.map(() => new Float64Array(16_807).fill(Number.NaN));
    expect(unpackAges(packAges(unknown))).toEqual(unknown);
  });

  it("keep regions of several kinds with names of any script", () => {
    const cell = new Uint16Array(16_807).fill(2);
    const regions = [
      { kind: "gemeente" as const, codes: ["GM0001", "GM0002"], cell },
      { kind: "place" as const, codes: ["Súdwest", "’s-Hertogenbosch"], cell: new Uint16Array(16_807) },
    ];
    expect(unpackRegions(packRegions(regions))).toEqual(regions);
  });

  it("keep responder counts", () => {
    const counts = new Map([
      [16_806, 3],
      [0, 12],
    ]);
    expect(unpackResponders(packResponders(counts))).toEqual(new Map([...counts].reverse()));
  });
});

describe("sha256", () => {
  it("is the known digest of abc", async () => {
    expect(await sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
