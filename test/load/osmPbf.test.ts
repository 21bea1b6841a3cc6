import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import {
  frame,
  type PbfBlock,
  type PbfNode,
  type PbfWay,
  writeOsmPbf,
} from "../../scripts/streets/osmPbfWriter.ts";
import { readAedJson } from "../../src/load/aedJson.ts";
import { readAedOsmPbf } from "../../src/load/aedOsm.ts";
import { type OsmPbfOptions, readOsmPbf } from "../../src/load/osmPbf.ts";
import type { ByteSource, Finding } from "../../src/load/reader.ts";
import { hasSharedData, NO_SHARED_DATA, readAll, sharedBytes, sharedFile, sourceOf } from "./sources.ts";

const FILTER = { having: ["emergency", "highway"], keep: ["name"] };

async function readBlocks(bytes: ByteSource, options: Partial<OsmPbfOptions> = {}) {
  const all = {
    nodes: [] as PbfNode[],
    tagged: [] as PbfNode[],
    ways: [] as PbfWay[],
    findings: [] as Finding[],
  };
  for await (const batch of readOsmPbf(bytes, {
    inflate,
    nodes: FILTER,
    ways: FILTER,
    allNodes: true,
    ...options,
  })) {
    batch.nodes?.ids.forEach((id, i) => {
      all.nodes.push({ id, lngE7: batch.nodes!.lngE7[i], latE7: batch.nodes!.latE7[i], tags: {} });
    });
    for (const { id, position, tags } of batch.taggedNodes) {
      all.tagged.push({
        id,
        lngE7: Math.round(position.lng * 1e7),
        latE7: Math.round(position.lat * 1e7),
        tags,
      });
    }
    for (const { id, refs, tags } of batch.ways) all.ways.push({ id, refs: [...refs], tags });
    all.findings.push(...batch.findings);
  }
  return all;
}

const id = fc.integer({ min: 1, max: 2 ** 40 });
const tags = fc.dictionary(fc.constantFrom("emergency", "highway", "name", "note", "é"), fc.string(), {
  maxKeys: 4,
  noNullPrototype: true,
});
const node = fc.record({
  id,
  lngE7: fc.integer({ min: -180e7, max: 180e7 }),
  latE7: fc.integer({ min: -90e7, max: 90e7 }),
  tags,
});
const way = fc.record({ id, refs: fc.array(id, { maxLength: 6 }), tags });
const block: fc.Arbitrary<PbfBlock> = fc.record({
  nodes: fc.array(node, { maxLength: 6 }),
  ways: fc.array(way, { maxLength: 4 }),
  isDense: fc.boolean(),
  isRaw: fc.boolean(),
  latOffset: fc.constantFrom(0, 300, -700),
  lngOffset: fc.constantFrom(0, -1_000),
});

const wantedTags = (all: Record<string, string>) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => ["emergency", "highway", "name"].includes(key)));
const isWanted = (element: { tags: Record<string, string> }) =>
  "emergency" in element.tags || "highway" in element.tags;
const withWantedTags = <E extends { tags: Record<string, string> }>(elements: E[]) =>
  elements.filter(isWanted).map((element) => ({ ...element, tags: wantedTags(element.tags) }));

describe("OSM PBF blocks", () => {
  it("give back what was written: positions, refs and the wanted tags, however cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { maxLength: 3 }),
        fc.integer({ min: 1, max: 300 }),
        async (blocks, chunkSize) => {
          const read = await readBlocks(sourceOf(writeOsmPbf(blocks), chunkSize));
          const nodes = blocks.flatMap((one) => one.nodes ?? []);
          expect(read.findings).toEqual([]);
          expect(read.nodes).toEqual(nodes.map((one) => ({ ...one, tags: {} })));
          expect(read.tagged).toEqual(withWantedTags(nodes));
          expect(read.ways).toEqual(withWantedTags(blocks.flatMap((one) => one.ways ?? [])));
        },
      ),
      { numRuns: 150, seed: 13 },
    );
  });

  it("are the same through the platform's own inflate", async () => {
    const bytes = writeOsmPbf([{ nodes: [{ id: 5, lngE7: 51e6, latE7: 521e6, tags: { highway: "stop" } }] }]);
    expect(await readBlocks(sourceOf(bytes), { inflate: undefined })).toEqual(
      await readBlocks(sourceOf(bytes)),
    );
  });

  it("read coarser granularity", async () => {
    const nodes = [{ id: 5, lngE7: 51_000_000, latE7: 521_000_000, tags: { highway: "stop" } }];
    const read = await readBlocks(sourceOf(writeOsmPbf([{ nodes, granularity: 10_000 }])));
    expect(read.tagged).toEqual(nodes);
  });

  it.each([
    ["nothing", new Uint8Array(0), "an empty file"],
    ["text", new TextEncoder().encode("ref,lat,lon\n1,52,5\n"), "a header of"],
    ["data without a header", frame("OSMData", new Uint8Array(3), true), "OSMData"],
    ["a history file", writeOsmPbf([], { features: ["HistoricalInformation"] }), "HistoricalInformation"],
    [
      "a block of garbage",
      Buffer.concat([writeOsmPbf([]), frame("OSMData", new Uint8Array([10, 255, 255, 3, 7]), true)]),
      "points outside",
    ],
    ["half a header", writeOsmPbf([]).subarray(0, 9), "the end of the file"],
  ])("end with one finding at a byte for %s", async (_, bytes, got) => {
    const { findings } = await readBlocks(sourceOf(bytes));
    expect(findings).toMatchObject([{ severity: "rejected" }]);
    expect(findings[0].place).toMatch(/^byte \d+$/);
    expect(findings[0].got).toContain(got);
  });

  it.each([
    ["Node's inflate", inflate],
    ["the platform's inflate", undefined],
  ])("do not unpack more than a block says it holds, with %s", async (_, unpack) => {
    const bomb = Buffer.from(writeOsmPbf([]));
    const big = frame("OSMData", new Uint8Array(5_000_000), false);
    // rawSize is the first field of the blob: tag 0x10 and a varint of four bytes; say 16 instead
    const at = big.indexOf(0x10, 4 + big[3]);
    big.set([0x90, 0x80, 0x80, 0x00], at + 1);
    const { findings } = await readBlocks(sourceOf(Buffer.concat([bomb, big])), { inflate: unpack });
    expect(findings).toHaveLength(1);
  });

  it("let the source go when nobody reads on", async () => {
    let isClosed = false;
    const bytes = writeOsmPbf([{ nodes: [] }, { nodes: [] }]);
    const source = (async function* () {
      try {
        yield bytes;
        yield bytes;
      } finally {
        isClosed = true;
      }
    })();
    for await (const batch of readOsmPbf(source, { inflate })) if (batch) break;
    expect(isClosed).toBe(true);
  });
});

describe("AEDs from OSM PBF", () => {
  const aed = {
    emergency: "defibrillator",
    opening_hours: "24/7",
    "defibrillator:code": "1234",
    phone: "+31612345678",
  };
  const corners = [
    { id: 1, lngE7: 50_000_000, latE7: 520_000_000, tags: {} },
    { id: 2, lngE7: 50_000_400, latE7: 520_000_000, tags: {} },
    { id: 3, lngE7: 50_000_400, latE7: 520_000_200, tags: {} },
    { id: 4, lngE7: 50_000_000, latE7: 520_000_200, tags: {} },
  ];

  it("are nodes, and ways at the centroid of their corners", async () => {
    const nodes = [
      ...corners,
      { id: 5, lngE7: 51_000_000, latE7: 521_000_000, tags: aed },
      { id: 6, lngE7: 51_000_000, latE7: 521_000_000, tags: { emergency: "phone" } },
    ];
    const ways = [{ id: 9, refs: [1, 2, 3, 4, 1], tags: aed }];
    const { records, findings } = await readAll(
      readAedOsmPbf(sourceOf(writeOsmPbf([{ nodes }, { ways }])), { inflate }),
    );
    expect(findings).toEqual([]);
    // four corners of a rectangle: the closing one is not counted twice
    expect(records.map(({ ref, position }) => [ref, position.lng, position.lat])).toEqual([
      ["node/5", 5.1, 52.1],
      ["way/9", 5.00002, 52.00001],
    ]);
    expect(JSON.stringify(records)).not.toMatch(/1234|612345678/);
  });

  it("are refused by name when the nodes of a way are not in the file", async () => {
    const { records, findings } = await readAll(
      readAedOsmPbf(sourceOf(writeOsmPbf([{ ways: [{ id: 9, refs: [1], tags: aed }] }])), { inflate }),
    );
    expect(records).toEqual([]);
    expect(findings).toMatchObject([{ severity: "rejected", place: "way 9", field: "nodes" }]);
  });
});

describe.skipIf(!hasSharedData)(
  `AEDs of Delft from OSM PBF (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it("are the 13 of the GeoJSON, field by field", async () => {
      const byRef = (a: { ref: string }, b: { ref: string }) => a.ref.localeCompare(b.ref);
      const pbf = await readAll(readAedOsmPbf(sharedFile("delft/tudelft.osm.pbf"), { inflate }));
      const geoJson = await readAll(readAedJson(sharedFile("delft/aeds_delft_campus.geojson")));
      expect(pbf.findings).toEqual([]);
      expect(pbf.records).toHaveLength(13);
      expect(pbf.records.sort(byRef)).toEqual(geoJson.records.sort(byRef));
    });

    it("stand in a file of 3,841 highways, as its description says", async () => {
      let [highwayCount, nodeCount] = [0, 0];
      const wanted = { ways: { having: ["highway"] }, allNodes: true };
      for await (const { ways, nodes, findings } of readOsmPbf(sharedFile("delft/tudelft.osm.pbf"), {
        inflate,
        ...wanted,
      })) {
        expect(findings).toEqual([]);
        highwayCount += ways.length;
        nodeCount += nodes?.ids.length ?? 0;
      }
      expect(highwayCount).toBe(3_841);
      expect(nodeCount).toBe(67_612);
    });

    it("end with a finding wherever the file is cut or garbled, and nothing is thrown", async () => {
      const bytes = sharedBytes("delft/tudelft.osm.pbf");
      for (let length = 100; length < bytes.length; length += 99_991) {
        const { findings } = await readAll(
          readAedOsmPbf(sourceOf(bytes.subarray(0, length), 65_536), { inflate }),
        );
        expect(findings.map(({ place }) => place.split(" ")[0])).toEqual(["byte"]);
      }
      for (let seed = 1; seed <= 12; seed += 1) {
        const garbled = bytes.slice();
        garbled[(seed * 7_919 * 97) % bytes.length] ^= 1 << (seed % 8);
        const { records, findings } = await readAll(readAedOsmPbf(sourceOf(garbled, 65_536), { inflate }));
        expect(records.length + findings.length).toBeGreaterThan(0);
      }
    });
  },
);

it("lets bytes of an inflated block be anything without throwing or hanging", async () => {
  const whole = writeOsmPbf([
    {
      isRaw: true,
      nodes: [{ id: 1, lngE7: 5e7, latE7: 52e7, tags: { emergency: "x" } }],
      ways: [{ id: 2, refs: [1, 2], tags: { highway: "y" } }],
    },
  ]);
  const start = writeOsmPbf([]).length;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: start, max: whole.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      async (at, byte) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = byte;
        const read = await readBlocks(sourceOf(bytes));
        expect(read.findings.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 1_000, seed: 17 },
  );
});
