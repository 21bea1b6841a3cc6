/** The project's reader of OpenStreetMap files against a maintained one, `osm-pbf-parser-node`: element by element. */
import { Readable } from "node:stream";
import { OSMTransform } from "osm-pbf-parser-node";
import { describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { type PbfBlock, writeOsmPbf } from "../../scripts/streets/osmPbfWriter.ts";
import { readOsmPbf } from "../../src/load/osmPbf.ts";
import { hasSharedData, NO_SHARED_DATA, sharedBytes, sourceOf } from "./sources.ts";

const HAVING = ["highway", "emergency", "amenity", "building"];
const KEEP = ["name", "access", "oneway", "opening_hours"];
const KEYS = { having: HAVING, keep: KEEP };

type Tags = Record<string, string>;
interface Elements {
  positions: [id: number, lngE7: number, latE7: number][];
  nodes: [id: number, tags: Tags][];
  ways: [id: number, refs: number[], tags: Tags][];
  relations: [id: number, wayIds: number[], tags: Tags][];
}
interface OracleElement {
  type: "node" | "way" | "relation";
  id: number;
  lon: number;
  lat: number;
  refs: number[];
  members: { type: string; ref: number; role: string }[];
  tags?: Tags;
}

async function readOurs(bytes: Uint8Array): Promise<Elements> {
  const all: Elements = { positions: [], nodes: [], ways: [], relations: [] };
  const wanted = { nodes: KEYS, ways: KEYS, relations: KEYS, allNodes: true };
  for await (const block of readOsmPbf(sourceOf(bytes, 65_536), { inflate, ...wanted })) {
    expect(block.findings).toEqual([]);
    const { ids, lngE7, latE7 } = block.nodes!;
    for (let n = 0; n < ids.length; n++) all.positions.push([ids[n], lngE7[n], latE7[n]]);
    for (const { id, tags } of block.taggedNodes) all.nodes.push([id, tags]);
    for (const { id, refs, tags } of block.ways) all.ways.push([id, [...refs], tags]);
    for (const { id, wayIds, tags } of block.relations) all.relations.push([id, [...wayIds], tags]);
  }
  return all;
}

async function readTheirs(bytes: Uint8Array): Promise<Elements> {
  const all: Elements = { positions: [], nodes: [], ways: [], relations: [] };
  const elements = Readable.from([Buffer.from(bytes)]).pipe(new OSMTransform({ withTags: true }));
  for await (const batch of elements) {
    for (const { type, id, lon, lat, refs, members, tags = {} } of batch as OracleElement[]) {
      const isWanted = HAVING.some((key) => key in tags);
      const kept = Object.fromEntries(
        Object.entries(tags).filter(([key]) => [...HAVING, ...KEEP].includes(key)),
      );
      if (type === "node") {
        all.positions.push([id, Math.round(lon * 1e7), Math.round(lat * 1e7)]);
        if (isWanted) all.nodes.push([id, kept]);
      } else if (type === "way" && isWanted) all.ways.push([id, refs, kept]);
      else if (type === "relation" && isWanted) {
        const ways = members.filter((member) => member.type === "way" && member.role !== "inner");
        all.relations.push([id, ways.map(({ ref }) => ref), kept]);
      }
    }
  }
  return all;
}

/** A test of 90,000 elements at once; only what differs is put into words. */
function firstDifference(ours: Elements, theirs: Elements): object | null {
  for (const kind of ["positions", "nodes", "ways", "relations"] as const) {
    for (let n = 0; n < Math.max(ours[kind].length, theirs[kind].length); n++) {
      const [our, their] = [ours[kind][n], theirs[kind][n]].map(canonical);
      if (our !== their) return { kind, n, our, their };
    }
  }
  return null;
}

/** Tags have no order. */
function canonical(element: unknown[] | undefined): string {
  return JSON.stringify(element, (_, value) =>
    value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).sort() : value,
  );
}

describe.skipIf(!hasSharedData)(
  `real files of OpenStreetMap (${hasSharedData ? "shared data" : NO_SHARED_DATA})`,
  () => {
    it.each([
      ["delft/tudelft.osm.pbf", { positions: 67_612, nodes: 1_867, ways: 7_604, relations: 14 }],
      ["monaco/monaco-latest.osm.pbf", { positions: 25_423, nodes: 1_308, ways: 3_607, relations: 26 }],
    ])("%s reads as the other reader reads it", async (path, counts) => {
      const bytes = sharedBytes(path);
      const [ours, theirs] = await Promise.all([readOurs(bytes), readTheirs(bytes)]);
      expect(firstDifference(ours, theirs)).toBeNull();
      const lengths = Object.fromEntries(Object.entries(ours).map(([kind, list]) => [kind, list.length]));
      expect(lengths).toEqual(counts);
    });
  },
);

describe("a file of every kind of element", () => {
  it.each([true, false])("reads as the other reader reads it (dense nodes: %s)", async (isDense) => {
    const nodes = Array.from({ length: 300 }, (_, n) => ({
      id: 7_000_000_000 + ((n * 37) % 300),
      lngE7: -1_800_000_000 + n * 12_000_001,
      latE7: 900_000_000 - n * 6_000_001,
      tags: (n % 3 === 0 ? { amenity: "police", name: `Post ${n} ë€😀` } : {}) as Tags,
    }));
    const ways = Array.from({ length: 80 }, (_, n) => ({
      id: 12_000_000_000 - n,
      refs: nodes.slice(n, n + 1 + (n % 9)).map(({ id }) => id),
      tags: (n % 4 === 0 ? { note: "none of ours" } : { highway: "path", access: "no", note: "x" }) as Tags,
    }));
    const relations = Array.from({ length: 20 }, (_, n) => ({
      id: 5 + n,
      members: (["way", "node", "relation"] as const).flatMap((type) =>
        ["outer", "inner", ""].map((role) => ({ type, id: 12_000_000_000 - n, role })),
      ),
      tags: { type: "multipolygon", building: "yes" },
    }));
    const blocks: PbfBlock[] = [{ nodes, isDense }, { ways }, { relations }, { nodes: [], ways: [] }];
    const bytes = writeOsmPbf(blocks);
    const ours = await readOurs(bytes);
    expect(firstDifference(ours, await readTheirs(bytes))).toBeNull();
    expect(ours.positions).toEqual(nodes.map(({ id, lngE7, latE7 }) => [id, lngE7, latE7]));
    expect([ours.nodes.length, ours.ways.length, ours.relations.length]).toEqual([100, 60, 20]);
  });
});
