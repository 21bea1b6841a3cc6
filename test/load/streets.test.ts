import { describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { type PbfBlock, type PbfNode, type PbfWay, writeOsmPbf } from "../../scripts/streets/osmPbfWriter.ts";
import { shortMetersE7 } from "../../src/grid/shortMeters.ts";
import { readOsmStreets } from "../../src/load/osmStreets.ts";
import type { ByteSource, Finding } from "../../src/load/reader.ts";
import { type DegreeBox, MODE_BITS } from "../../src/load/records.ts";
import { streetSegments } from "../../src/load/streetSegments.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";
import { hasSharedData, NO_SHARED_DATA, sharedFile, sourceOf } from "./sources.ts";

const FOOT = MODE_BITS.foot.forward | MODE_BITS.foot.backward;
const BICYCLE = MODE_BITS.bicycle.forward | MODE_BITS.bicycle.backward;
const BOTH = FOOT | BICYCLE;
const BOX: DegreeBox = [4, 51, 6, 53];

/** 1e-4 degrees of longitude apart from one another: 6.86 m at 52° north. */
function node(id: number, tags: Record<string, string> = {}, latE7 = 520_000_000): PbfNode {
  return { id, lngE7: 50_000_000 + id * 1_000, latE7, tags };
}
const nodes = Array.from({ length: 9 }, (_, n) => node(n + 1));
const way = (id: number, refs: number[], tags: Record<string, string>): PbfWay => ({ id, refs, tags });

async function read(blocks: PbfBlock[], { box = BOX as DegreeBox | null, anywhere = false } = {}) {
  return readFiles([sourceOf(writeOsmPbf(blocks, box ? { box } : {}))], { anywhere });
}

async function readFiles(
  files: ByteSource[],
  { anywhere = false, area }: { anywhere?: boolean; area?: DegreeBox },
) {
  const { streets, findings } = await readOsmStreets(files, { inflate, area });
  const all: Finding[] = [...findings];
  const segments = streets && streetSegments(streets, (finding) => all.push(finding), { anywhere });
  const named = segments
    ? Array.from(segments.from, (from, s) => [
        streets.table.ids[from],
        streets.table.ids[segments.to[s]],
        segments.meters[s],
        segments.modes[s],
      ])
    : [];
  return { streets, segments, named, findings: all };
}

describe("streets of a file", () => {
  it("are the ways that somebody may go along, node by node, with whole metres", async () => {
    const ways = [
      way(2, [4, 5], { highway: "footway" }),
      way(1, [1, 2, 3], { highway: "residential" }),
      way(3, [5, 6], { highway: "motorway" }),
      way(4, [6, 7], { building: "yes" }),
      way(5, [7, 8], { highway: "residential", access: "private" }),
    ];
    const { streets, named, findings } = await read([{ nodes }, { ways }]);
    expect(findings).toEqual([]);
    // 6.86 m and 13.73 m along way 1 round to 7 and 14: segments of 7 and 7
    expect(named).toEqual([
      [1, 2, 7, BOTH],
      [2, 3, 7, BOTH],
      [4, 5, 7, FOOT],
    ]);
    expect(streets!.closedWayCount).toBe(2);
    expect(streets!.areas).toEqual([BOX]);
  });

  it("keep their length however many nodes they have: the rounding is spread, not added up", async () => {
    // 400 nodes 0.343 m apart, each of which alone would round to 0
    const dense = Array.from({ length: 401 }, (_, n) => ({ ...node(n + 1), lngE7: 50_000_000 + n * 50 }));
    const ways = [
      way(
        1,
        dense.map(({ id }) => id),
        { highway: "path" },
      ),
    ];
    const { segments } = await read([{ nodes: dense }, { ways }]);
    const whole = geodesicMeters({ lng: 5, lat: 52 }, { lng: 5.002, lat: 52 });
    // 0.002 degrees of 68.678 km
    expect(whole).toBeCloseTo(137.36, 2);
    let sum = 0;
    segments!.meters.forEach((meters, n) => {
      sum += meters;
      expect(Math.abs(sum - (whole * (n + 1)) / 400)).toBeLessThanOrEqual(0.5);
    });
  });

  it("cross an area by its outline, also one that a multipolygon draws", async () => {
    const ways = [
      way(1, [1, 2, 3, 1], { highway: "pedestrian", area: "yes" }),
      way(2, [4, 5, 6, 4], {}),
      way(3, [7, 8, 7], {}),
    ];
    const members = [
      { type: "way" as const, id: 2, role: "outer" },
      { type: "way" as const, id: 3, role: "inner" },
    ];
    const square = { id: 9, members, tags: { type: "multipolygon", highway: "pedestrian" } };
    const { named } = await read([{ nodes }, { ways }, { relations: [square] }]);
    expect(named.map(([from, to, , modes]) => [from, to, modes])).toEqual([
      [1, 2, FOOT],
      [2, 3, FOOT],
      [3, 1, FOOT],
      [4, 5, FOOT],
      [5, 6, FOOT],
      [6, 4, FOOT],
    ]);
  });

  it("end at a barrier for whom it stops", async () => {
    const gated = [...nodes];
    gated[2] = node(3, { barrier: "gate", access: "private" });
    gated[5] = node(6, { barrier: "stile" });
    const ways = [way(1, [1, 2, 3, 4, 5, 6, 7], { highway: "path" })];
    const { named } = await read([{ nodes: gated }, { ways }]);
    expect(named.map(([from, to, , modes]) => [from, to, modes])).toEqual([
      [1, 2, BOTH],
      [4, 5, BOTH],
      [5, 6, FOOT],
      [6, 7, FOOT],
    ]);
  });

  it("of several files are one network, whatever their order, and what is in two of them is in once", async () => {
    const west = writeOsmPbf(
      [
        { nodes: nodes.slice(0, 5) },
        { ways: [way(1, [1, 2, 3], { highway: "path" }), way(2, [3, 4, 5, 6], { highway: "path" })] },
      ],
      { box: [4, 51, 5, 53] },
    );
    const east = writeOsmPbf(
      [
        { nodes: nodes.slice(2) },
        { ways: [way(2, [3, 4, 5, 6], { highway: "path" }), way(3, [6, 7], { highway: "path" })] },
      ],
      { box: [5, 51, 6, 53] },
    );
    const one = await readFiles([sourceOf(west), sourceOf(east)], {});
    const other = await readFiles([sourceOf(east), sourceOf(west)], {});
    expect(one.findings).toEqual([]);
    expect(one.named.map(([from, to]) => `${from}-${to}`)).toEqual([
      "1-2",
      "2-3",
      "3-4",
      "4-5",
      "5-6",
      "6-7",
    ]);
    expect(other.named).toEqual(one.named);
    expect(one.streets!.areas).toEqual([
      [4, 51, 5, 53],
      [5, 51, 6, 53],
    ]);
  });
});

describe("a file with faults is told so", () => {
  const told = (findings: Finding[]) =>
    findings.map(({ severity, place, field, got }) => [severity, place, field, got]);

  it("by way, when nodes are missing: no segment is drawn over the gap", async () => {
    const ways = [
      way(1, [1, 2, 77, 3, 4], { highway: "path" }),
      way(2, [78, 79], { highway: "path" }),
      way(3, [5], { highway: "path" }),
    ];
    const { named, findings } = await read([{ nodes }, { ways }]);
    expect(named.map(([from, to]) => [from, to])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(told(findings)).toEqual([
      ["warning", "way 1", "nodes", "4 of 5 positions"],
      ["rejected", "way 2", "nodes", "0 of 2 positions"],
      ["rejected", "way 3", "nodes", "1 of 1 positions"],
    ]);
  });

  it("by way, when a position lies abroad or off the earth: the way is left out", async () => {
    const strange = [...nodes, node(10, {}, 437_000_000), { ...node(11), lngE7: 1_900_000_000 }];
    const ways = [
      way(1, [1, 10], { highway: "path" }),
      way(2, [2, 11], { highway: "path" }),
      way(3, [2, 3], { highway: "path" }),
    ];
    const { named, findings } = await read([{ nodes: strange }, { ways }]);
    expect(named.map(([from, to]) => [from, to])).toEqual([[2, 3]]);
    expect(told(findings)).toEqual([
      ["rejected", "way 1", "position", "node 10 at 5.001,43.7"],
      ["rejected", "way 2", "position", "node 11 at 190,52"],
    ]);
    const anywhere = await read([{ nodes: strange }, { ways }], { anywhere: true });
    expect(told(anywhere.findings)).toEqual([
      ["rejected", "way 1", "length", "923 km"],
      ["rejected", "way 2", "position", "node 11 at 190,52"],
    ]);
  });

  it("by way, when two nodes lie at one place, and when they lie more than 50 km apart", async () => {
    const odd = [...nodes, { ...node(10), lngE7: nodes[1].lngE7 }, node(11, {}, 515_400_000)];
    const ways = [way(1, [1, 2, 10, 3], { highway: "path" }), way(2, [4, 11, 5, 6], { highway: "path" })];
    const { named, findings } = await read([{ nodes: odd }, { ways }]);
    // 0.46 degrees of latitude are 51.2 km
    expect(told(findings)).toEqual([
      ["warning", "way 1", "length", "0 m"],
      ["rejected", "way 2", "length", "51 km"],
      ["rejected", "way 2", "length", "51 km"],
    ]);
    expect(named.map(([from, to, meters]) => [from, to, meters])).toEqual([
      [1, 2, 7],
      [2, 10, 0],
      [10, 3, 7],
      [5, 6, 7],
    ]);
  });

  it("as a whole, when it is cut off, and nothing of it is taken", async () => {
    const bytes = writeOsmPbf([{ nodes }, { ways: [way(1, [1, 2], { highway: "path" })] }], { box: BOX });
    for (const length of [0, 20, bytes.length - 3]) {
      const { streets, findings } = await readFiles([sourceOf(bytes.subarray(0, length))], {});
      expect(streets).toBeNull();
      expect(findings.map(({ place }) => place.split(" ")[0])).toEqual(["byte"]);
    }
  });

  it("as a whole, when nobody says which area it covers; house numbers do, and so may who loads it", async () => {
    const ways = [way(1, [1, 2], { highway: "path" })];
    const silent = await read([{ nodes }, { ways }], { box: null });
    expect(told(silent.findings)).toEqual([
      ["rejected", "file", "area", "no box in its header and hardly an address"],
    ]);
    const houses = Array.from({ length: 100 }, (_, n) => ({
      id: 1_000 + n,
      lngE7: 50_000_000 + (n % 10) * 10_000,
      latE7: 520_000_000 + Math.floor(n / 10) * 20_000,
      tags: { "addr:housenumber": `${n}` },
    }));
    const addressed = await read([{ nodes: [...nodes, ...houses] }, { ways }], { box: null });
    expect(addressed.streets!.areas).toEqual([[5, 52, 5.009, 52.018]]);
    const file = [sourceOf(writeOsmPbf([{ nodes }, { ways }]))];
    expect((await readFiles(file, { area: BOX })).streets!.areas).toEqual([BOX]);
  });
});

describe("metres between two near positions", () => {
  it("are those of the geodesic to a millionth", () => {
    for (const [lng, lat, dLng, dLat] of [
      [5, 52, 1e-4, 0],
      [3.3, 51, 0.05, 0.05],
      [7.2, 53.6, -0.1, 0.02],
      [5, 52, 0, 0.09],
    ]) {
      const exact = geodesicMeters({ lng, lat }, { lng: lng + dLng, lat: lat + dLat });
      const ours = shortMetersE7(lng * 1e7, lat * 1e7, (lng + dLng) * 1e7, (lat + dLat) * 1e7);
      expect(Math.abs(ours / exact - 1)).toBeLessThan(1e-6);
    }
  });
});

describe.skipIf(!hasSharedData)(
  `streets of Delft (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it("cover the box they were cut by, without a finding", async () => {
      const { streets, segments, findings } = await readFiles([sharedFile("delft/tudelft.osm.pbf")], {});
      expect(findings).toEqual([]);
      expect(streets!.wayIds.length + streets!.closedWayCount).toBeGreaterThanOrEqual(3_841);
      // the box that its description names
      [4.355, 51.995, 4.386, 52.005].forEach((side, n) => {
        expect(Math.abs(streets!.areas[0][n] - side)).toBeLessThan(2e-4);
      });
      expect(segments!.wayCount).toBeGreaterThan(2_000);
    });
  },
);
