import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { bytesToNetwork, networkToBytes } from "../../src/store/networkBytes.ts";
import { fromBase64 } from "../../src/store/packing.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import { checkNetwork, type StreetNetwork } from "../../src/travel/network.ts";
import { numberReader, numberWriter, unsign } from "../../src/travel/packedNumbers.ts";
import { packNetwork, unpackNetwork } from "../../src/travel/packNetwork.ts";
import { AREA, networkOf, world } from "./segments.ts";

const step = fc.integer({ min: -200, max: 200 });
/** A network as no file gives it: loops, parallel edges, wild courses, lengths that do not fit them. */
const network: fc.Arbitrary<StreetNetwork> = fc
  .record({
    nodes: fc.array(fc.record({ lng: step, lat: step }), { minLength: 1, maxLength: 12 }),
    edges: fc.array(
      fc.record({
        from: fc.nat(11),
        to: fc.nat(11),
        meters: fc.integer({ min: 0, max: 60_000 }),
        modes: fc.integer({ min: 1, max: 15 }),
        course: fc.array(fc.record({ lng: step, lat: step }), { maxLength: 5 }),
      }),
      { maxLength: 20 },
    ),
    areaCount: fc.nat(3),
  })
  .map(({ nodes, edges, areaCount }) => {
    const ordered = edges
      .map((edge) => {
        const [p, q] = [edge.from % nodes.length, edge.to % nodes.length];
        return { ...edge, from: Math.min(p, q), to: Math.max(p, q) };
      })
      .sort((p, q) => p.from - q.from || p.to - q.to);
    const course = ordered.flatMap((edge) => edge.course);
    const starts = [0];
    for (const edge of ordered) starts.push(starts[starts.length - 1] + edge.course.length);
    return {
      areas: Array.from(
        { length: areaCount },
        (_, n) => [AREA[0] + n / 3, AREA[1], AREA[2], AREA[3]] as const,
      ),
      nodeLng: Int32Array.from(nodes, ({ lng }) => 500_000 + lng),
      nodeLat: Int32Array.from(nodes, ({ lat }) => 5_200_000 + lat),
      edgeFrom: Int32Array.from(ordered, ({ from }) => from),
      edgeTo: Int32Array.from(ordered, ({ to }) => to),
      edgeMeters: Int32Array.from(ordered, ({ meters }) => meters),
      edgeModes: Uint8Array.from(ordered, ({ modes }) => modes),
      shapeStart: Int32Array.from(starts),
      shapeLng: Int32Array.from(course, ({ lng }) => 500_000 + lng),
      shapeLat: Int32Array.from(course, ({ lat }) => 5_200_000 + lat),
    };
  });

describe("a packed network", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(network, (one) => {
        const packed = packNetwork(one);
        expect(unpackNetwork(packed.bytes)).toEqual(one);
        expect(bytesToNetwork(networkToBytes(packed))).toEqual(one);
      }),
      { numRuns: 500, seed: 43 },
    );
  });

  it("of streets that were read comes back too", () => {
    fc.assert(
      fc.property(world, (one) => {
        const built = networkOf(one);
        expect(unpackNetwork(packNetwork(built).bytes)).toEqual(built);
      }),
      { numRuns: 200, seed: 47 },
    );
  });

  it("is refused wherever it is cut off, and when another version wrote it", () => {
    const { bytes } = packNetwork(networkOf(city(8, 8)));
    expect(unpackNetwork(bytes).nodeLng.length).toBeGreaterThan(20);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => unpackNetwork(bytes.subarray(0, length))).toThrow(/cut off or damaged|packed as version/);
    }
    const other = bytes.slice();
    other[0] = 9;
    expect(() => unpackNetwork(other)).toThrow(/packed as version 9, expected 2; load the streets again/);
  });

  it("is refused as the database holds it, wherever it is cut off", () => {
    const stored = networkToBytes(packNetwork(networkOf(city(8, 8))));
    expect(bytesToNetwork(stored).nodeLng.length).toBeGreaterThan(20);
    for (let length = 1; length < stored.length; length++) {
      expect(() => bytesToNetwork(stored.subarray(0, length))).toThrow();
    }
  });

  it("is read as the version before wrote it: the rows in another order, all of them deflated", () => {
    // syntheticCity below, packed as version 1 and deflated
    const stored = fromBase64(
      "Y2QUERNzEGAAAwfPBhDF4CABIhkYHLwgfPunJ2YxexXXyEgCFYPAvhZbpTr+2YwHGAsY61gS/aYztzFuYUxqYLQT0v3x8BdLSWVMmuhqxjJ/LyfmClEB+YeMegUlTExMjEwMTIxABAIMEAzkMLMwsgNJJjYWIAUC/AjADibBgIkJ6BSgAUAAZYAosAZMwMDMClLDxsTAzMTEyghUycjBxsDJyczAwssJ5DAx8DAKAW0EOgkA",
    );
    const loose = syntheticCity({ ...CITY, corner: { lng: 5, lat: 52 }, columns: 5, rows: 4 });
    expect(bytesToNetwork(stored)).toEqual(buildNetwork([[4, 51, 6, 53]], loose, loose.edges));
  });

  it("that was damaged is refused or still a network, and nothing hangs", () => {
    const { bytes } = packNetwork(networkOf(city(6, 6)));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        let read: StreetNetwork | null = null;
        try {
          read = unpackNetwork(damaged);
        } catch (error) {
          expect((error as Error).message).toMatch(/^got .*(expected|damaged)/);
        }
        if (read) checkNetwork(read);
      }),
      { numRuns: 1_000, seed: 53 },
    );
  });

  it("is not made of edges that are numbered otherwise", () => {
    const { edgeFrom, edgeTo, ...built } = networkOf(city(6, 6));
    const e = edgeFrom.findIndex((from, n) => from !== edgeTo[n]);
    const turned = { ...built, edgeFrom: edgeFrom.with(e, edgeTo[e]), edgeTo: edgeTo.with(e, edgeFrom[e]) };
    expect(() => packNetwork(turned)).toThrow(/expected edges from their lower to their higher node/);
    expect(() =>
      packNetwork({ ...built, edgeFrom: edgeFrom.toReversed(), edgeTo: edgeTo.toReversed() }),
    ).toThrow(/in the order of both; number them first/);
  });

  it("of a city takes at most 3 bytes per directed edge", () => {
    const built = networkOf(city(120, 120));
    const directed = built.edgeModes.reduce((sum, bits) => sum + (bits & 5 ? 1 : 0) + (bits & 10 ? 1 : 0), 0);
    expect(directed).toBeGreaterThan(25_000);
    expect(networkToBytes(packNetwork(built)).length / directed).toBeLessThanOrEqual(3);
  });
});

describe("small numbers", () => {
  it("come back as they were, one by one and in rows", () => {
    const unsigned = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const signed = fc.integer({ min: -(2 ** 30), max: 2 ** 30 - 1 });
    fc.assert(
      fc.property(
        fc.array(unsigned),
        fc.array(signed),
        fc.double({ noNaN: true }),
        (plain, turned, float) => {
          const writer = numberWriter();
          writer.float(float);
          for (const value of plain) writer.unsigned(value);
          const between = writer.bytes().length;
          for (const value of turned) writer.signed(value);
          const bytes = writer.bytes().slice();
          const reader = numberReader(bytes, 0);
          expect(reader.float()).toBe(float);
          for (const value of plain) expect(reader.unsigned()).toBe(value);
          expect(reader.at()).toBe(between);
          const row = new Int32Array(turned.length);
          reader.fill(row);
          expect(Array.from(row, unsign)).toEqual(turned);
          expect(reader.at()).toBe(bytes.length);
          expect(reader.unsigned()).toBe(0);
          expect(reader.at()).toBeGreaterThan(bytes.length);
        },
      ),
      { numRuns: 300, seed: 59 },
    );
  });
});

function city(columns: number, rows: number) {
  const { lng, lat, edges } = syntheticCity({ ...CITY, corner: { lng: 5, lat: 52 }, columns, rows });
  // the bend of a street is a node of its own between two segments
  const nodes = Array.from(lng, (east, n) => ({ lngE7: east * 100, latE7: lat[n] * 100 }));
  const segments = edges.flatMap(({ from, to, meters, modes, course }) => {
    const bend = nodes.push({ lngE7: course[0] * 100, latE7: course[1] * 100 }) - 1;
    const half = meters >> 1;
    return [
      { from, to: bend, meters: half, modes },
      { from: bend, to, meters: meters - half, modes },
    ];
  });
  return { nodes, segments };
}
