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
import { levelsToParts, sliceLastPart } from "../../src/store/levelParts.ts";
import {
  fromBase64,
  packColumns,
  sha256,
  toBase64,
  unpackByPlatform,
  unpackColumns,
} from "../../src/store/packing.ts";

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

  it("come back the same by the platform's inflater", async () => {
    const columns = { a: Uint8Array.of(1, 2, 3), b: Float64Array.of(Math.PI, Number.NaN, -0) };
    expect(await unpackByPlatform(packColumns(columns))).toEqual(columns);
    expect(await unpackByPlatform(new Uint8Array(0))).toBeNull();
    await expect(unpackByPlatform(Uint8Array.of(7, 7, 7, 7))).rejects.toThrow();
  });

  it("of no rows are no bytes", () => {
    expect(packColumns({ a: new Uint8Array(0) })).toHaveLength(0);
    expect(unpackColumns(new Uint8Array(0))).toBeNull();
  });

  it("refuse bytes that nobody packed", () => {
    expect(() => unpackColumns(Uint8Array.of(7, 7, 7, 7))).toThrow();
  });
});

describe("the levels of a shard", () => {
  it("are found again in their parts", () => {
    // 16,807 + 2,401 + 343 + 49 + 7 + 1 rows: each holds its own number, and its resolution
    const levels = [10, 9, 8, 7, 6, 5].map((resolution) => ({
      row: Uint16Array.from({ length: 7 ** (resolution - 5) }, (_, n) => n),
      resolution: new Uint8Array(7 ** (resolution - 5)).fill(resolution),
    }));
    const parts = levelsToParts(levels);
    expect(parts.map(({ row }) => row.length)).toEqual([...Array(8).fill(2_401), 343 + 49 + 7 + 1]);
    expect(parts.slice(0, 7).flatMap(({ row }) => [...row])).toEqual([...levels[0].row]);
    expect(parts[7]).toEqual(levels[1]);
    for (const [n, resolution] of ([8, 7, 6, 5] as const).entries()) {
      expect(sliceLastPart(parts[8], resolution)).toEqual(levels[n + 2]);
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
    const homes = new Map([...counts].reverse());
    expect(unpackResponders(packResponders({ homes: counts, near: null }))).toEqual({ homes, near: null });
  });

  it("keep who is near per period, also where nobody lives", () => {
    const homes = new Map([[12, 2]]);
    const near = new Map([
      [12, [1_400, 2_000, 1_900, 0]],
      [600, [850, 0, 0, 0]],
    ]);
    expect(unpackResponders(packResponders({ homes, near }))).toEqual({ homes, near });
  });

  it("keep responders without whereabouts byte for byte as before there were any", () => {
    // cells and counts, nothing else
    const bytes = packResponders({ homes: new Map([[3, 7]]), near: null });
    expect(bytes).toEqual(packColumns({ cell: Uint16Array.of(3), count: Uint32Array.of(7) }));
  });
});

describe("sha256", () => {
  it("is the known digest of abc", async () => {
    expect(await sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
