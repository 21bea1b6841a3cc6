import { describe, expect, it } from "vitest";
import { inflate } from "../../scripts/load/inflate.ts";
import { type PbfNode, writeOsmPbf } from "../../scripts/streets/osmPbfWriter.ts";
import { readAedOsmPbf } from "../../src/load/aedOsm.ts";
import { type FileGround, groundOf, isOnGround, watchGround } from "../../src/load/declaredGround.ts";
import { readPoliceFireOsmPbf } from "../../src/load/policeFirePosts.ts";
import type { Extent, Read } from "../../src/load/reader.ts";
import type { LngLat } from "../../src/load/records.ts";
import { sourceOf } from "./sources.ts";

const TOWN: Extent = [4, 52, 5, 53];
const file = (declared: Extent | null, records: Extent | null = null): FileGround => ({ declared, records });

async function groundSeen(read: Read<LngLat>) {
  const { reads, files } = watchGround([read], (position) => position);
  for await (const _ of reads[0]) void _;
  return files;
}

async function* batches(...parts: [LngLat[], Extent?][]): Read<LngLat> {
  for (const [records, extent] of parts)
    yield { records, findings: [], bytesRead: 1, ...(extent && { extent }) };
}

describe("an OpenStreetMap extract", () => {
  const at = { lngE7: 43_600_000, latE7: 520_000_000 };
  const nodes: PbfNode[] = [
    { id: 1, ...at, tags: { emergency: "defibrillator" } },
    { id: 2, ...at, tags: { amenity: "police" } },
  ];

  it("declares the box of its header, to AEDs and to posts", async () => {
    const file = writeOsmPbf([{ nodes }], { box: TOWN });
    const seen = async (read: Read<{ position: LngLat }>) => {
      const { reads, files } = watchGround([read], ({ position }) => position);
      for await (const _ of reads[0]) void _;
      return files;
    };
    const expected = [{ declared: TOWN, records: [4.36, 52, 4.36, 52] }];
    expect(await seen(readAedOsmPbf(sourceOf(file), { inflate }))).toEqual(expected);
    expect(await seen(readPoliceFireOsmPbf(sourceOf(file), { inflate }))).toEqual(expected);
    const without = writeOsmPbf([{ nodes }]);
    expect(await seen(readAedOsmPbf(sourceOf(without), { inflate }))).toMatchObject([{ declared: null }]);
  });
});

describe("the ground of a source's files", () => {
  it("is what one of a file's batches declares, beside the box of its records", async () => {
    const read = batches([[{ lng: 4.2, lat: 52.5 }]], [[{ lng: 4.6, lat: 52.1 }], TOWN], [[]]);
    expect(await groundSeen(read)).toEqual([{ declared: TOWN, records: [4.2, 52.1, 4.6, 52.5] }]);
    expect(await groundSeen(batches([[]]))).toEqual([{ declared: null, records: null }]);
  });

  it("is everywhere where one file says nothing, and all boxes together where each says one", () => {
    expect(groundOf([file(null)])).toBeNull();
    expect(groundOf([file(TOWN), file(null)])).toBeNull();
    expect(groundOf([file(TOWN), file([6, 52, 7, 53])])).toEqual([TOWN, [6, 52, 7, 53]]);
  });

  it("is not the box of the file's own records, which a writer adds by itself", () => {
    expect(groundOf([file(TOWN, TOWN)])).toBeNull();
    expect(groundOf([file(TOWN, [4.000009, 52, 5, 53])])).toBeNull();
    expect(groundOf([file(TOWN, [4.001, 52, 5, 53])])).toEqual([TOWN]);
    expect(groundOf([file(TOWN, null)])).toEqual([TOWN]);
  });

  it("is what a person told, whatever the files say", () => {
    expect(groundOf([file(null), file(TOWN, TOWN)], [1, 2, 3, 4])).toEqual([[1, 2, 3, 4]]);
  });

  it("holds its sides and corners, and nothing a hair beyond", () => {
    for (const [lng, lat] of [
      [4, 52],
      [5, 53],
      [4.5, 52],
      [4.5, 52.5],
    ] as const) {
      expect(isOnGround([TOWN], { lng, lat })).toBe(true);
    }
    for (const [lng, lat] of [
      [3.9999999, 52.5],
      [5.0000001, 52.5],
      [4.5, 51.9999999],
      [4.5, 53.0000001],
    ] as const) {
      expect(isOnGround([TOWN], { lng, lat })).toBe(false);
    }
    expect(isOnGround(null, { lng: 100, lat: 0 })).toBe(true);
  });
});
