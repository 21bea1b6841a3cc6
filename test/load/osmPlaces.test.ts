import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { type PbfBlock, type PbfNode, writeOsmPbf } from "../../scripts/streets/osmPbfWriter.ts";
import { createNodeTable, fillNodeTable, findNode, NO_POSITION } from "../../src/load/osmNodeTable.ts";
import { type OsmPlace, readOsmPlaces } from "../../src/load/osmPlaces.ts";
import type { ByteSource, Finding } from "../../src/load/reader.ts";
import { sourceOf } from "./sources.ts";

const keys = { having: ["amenity"], keep: ["name"] };

async function readPlaces(bytes: ByteSource) {
  const all = { places: [] as OsmPlace[], findings: [] as Finding[] };
  const isWanted = ({ amenity }: Record<string, string>) => amenity === "fire_station";
  for await (const batch of readOsmPlaces(bytes, { inflate, keys, isWanted })) {
    all.places.push(...batch.places);
    all.findings.push(...batch.findings);
  }
  return all;
}

const station = { amenity: "fire_station", name: "Kazerne" };
const node = (id: number, lngE7: number, latE7: number, tags = {}): PbfNode => ({ id, lngE7, latE7, tags });

/** A square of 40 × 20 units, its four corners 1…4; another beside it, sharing the side 2–3. */
const corners = [
  node(1, 50_000_000, 520_000_000),
  node(2, 50_000_400, 520_000_000),
  node(3, 50_000_400, 520_000_200),
  node(4, 50_000_000, 520_000_200),
  node(5, 50_000_800, 520_000_000),
  node(6, 50_000_800, 520_000_200),
];

describe("places", () => {
  it("are nodes, ways at the middle of their corners, and multipolygons at that of their outer rings", async () => {
    const blocks: PbfBlock[] = [
      {
        nodes: [
          ...corners,
          node(7, 51_000_000, 521_000_000, station),
          node(8, 51_000_000, 521_000_000, { amenity: "bench" }),
        ],
      },
      {
        ways: [
          { id: 10, refs: [1, 2, 3, 4, 1], tags: { ...station, note: "left in the file" } },
          // the outer ring of both squares in two halves, which share their ends 2 and 3
          { id: 11, refs: [3, 4, 1, 2], tags: {} },
          { id: 12, refs: [2, 5, 6, 3], tags: { amenity: "bench" } },
          { id: 13, refs: [7, 8], tags: {} },
        ],
      },
      {
        relations: [
          {
            id: 20,
            tags: station,
            members: [
              { type: "way", id: 11, role: "outer" },
              { type: "way", id: 12, role: "" },
              { type: "way", id: 13, role: "inner" },
              { type: "node", id: 7, role: "entrance" },
            ],
          },
        ],
      },
    ];
    const { places, findings } = await readPlaces(sourceOf(writeOsmPbf(blocks)));
    expect(findings).toEqual([]);
    expect(places).toEqual([
      { ref: "node/7", tags: station, position: { lng: 5.1, lat: 52.1 } },
      // mean of 0, 400, 400, 0 and of 0, 0, 200, 200
      { ref: "way/10", tags: station, position: { lng: 5.00002, lat: 52.00001 } },
      // mean of 0, 400, 400, 0, 800, 800
      { ref: "relation/20", tags: station, position: { lng: 5.00004, lat: 52.00001 } },
    ]);
  });

  it("are named when nodes of an outline are not in the file: some as a warning, all as a refusal", async () => {
    const ways = [
      { id: 10, refs: [1, 2, 99, 1], tags: station },
      { id: 11, refs: [97, 98], tags: station },
    ];
    const relations = [
      { id: 12, tags: station, members: [{ type: "way" as const, id: 500, role: "outer" }] },
    ];
    const file = writeOsmPbf([{ nodes: corners }, { ways }, { relations }]);
    const { places, findings } = await readPlaces(sourceOf(file));
    expect(places.map(({ ref, position }) => [ref, position.lng])).toEqual([["way/10", 5.00002]]);
    expect(findings.map(({ severity, place, got }) => [severity, place, got])).toEqual([
      ["warning", "way 10", "2 of 3 positions"],
      ["rejected", "way 11", "0 of 2 positions"],
      ["rejected", "relation 12", "0 of 0 positions"],
    ]);
  });

  it("beyond the ends of the earth are not brought round to another place", async () => {
    const far = [node(1, 5_000_000_000, 520_000_000, station), node(2, 50_000_000, -9_000_000_000, station)];
    const { places } = await readPlaces(sourceOf(writeOsmPbf([{ nodes: far }])));
    expect(places[0].position.lng).toBeGreaterThan(180);
    expect(Math.abs(places[1].position.lat)).toBeGreaterThan(90);
  });
});

describe("the table of nodes", () => {
  const id = fc.integer({ min: 1, max: 60 });
  const nodes = fc.uniqueArray(
    fc.record({ id, lngE7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }) }),
    {
      selector: (one) => one.id,
      maxLength: 40,
    },
  );

  it("holds what was asked for and is in the file, whatever the order of either", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nodes, { maxLength: 1 }), fc.array(id), fc.nat(50), async (all, ids, cut) => {
        const given = (all[0] ?? []).map(({ id, lngE7 }) => node(id, lngE7, lngE7 >> 1));
        const file = writeOsmPbf([{ nodes: given.slice(0, cut) }, { nodes: given.slice(cut) }]);
        const table = createNodeTable(Float64Array.from(ids));
        await fillNodeTable(table, sourceOf(file), { inflate });
        expect([...table.ids]).toEqual([...new Set(ids)].sort((p, q) => p - q));
        let missing = 0;
        for (const one of table.ids) {
          const at = findNode(table, one);
          const found = given.find((candidate) => candidate.id === one);
          expect([table.lngE7[at], table.latE7[at]]).toEqual(
            found ? [found.lngE7, found.latE7] : [NO_POSITION, NO_POSITION],
          );
          if (!found) missing++;
        }
        expect(table.missingCount).toBe(missing);
        expect(findNode(table, 1_000)).toBe(-1);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("is not read further than its last node", async () => {
    const file = writeOsmPbf([{ nodes: corners }, { ways: [{ id: 1, refs: [1], tags: {} }] }]);
    const [half, rest] = [file.subarray(0, file.length - 20), file.subarray(file.length - 20)];
    let isRestRead = false;
    const bytes = (async function* () {
      yield half;
      isRestRead = true;
      yield rest;
    })();
    const table = createNodeTable(Float64Array.of(6));
    await fillNodeTable(table, bytes, { inflate });
    expect([table.lngE7[0], table.missingCount, isRestRead]).toEqual([50_000_800, 0, false]);
  });
});
