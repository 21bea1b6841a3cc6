import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { shortText } from "../../src/load/reader.ts";
import { textPieces } from "../../src/load/textPieces.ts";
import { sourceOf } from "./sources.ts";

async function read(content: string | Uint8Array, chunkSize = 1000) {
  const all = { text: "", pieces: 0, bytesRead: 0, faults: [] as (string | undefined)[] };
  for await (const { text, bytesRead, fault } of textPieces(sourceOf(content, chunkSize), "CSV")) {
    all.text += text;
    all.pieces += 1;
    all.bytesRead = bytesRead;
    if (fault) all.faults.push(fault.got, fault.expected, fault.advice);
  }
  return all;
}

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string) =>
  new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer);

describe("the text of a file", () => {
  it("is the same wherever the chunks are cut", async () => {
    const text = "naam;plaats\ncafé €;Fryslân 𝄞\n".repeat(40);
    for (let size = 1; size < 40; size += 1) {
      expect(await read(text, size)).toMatchObject({ text, bytesRead: Buffer.byteLength(text), faults: [] });
    }
  });

  it("begins after a byte order mark", async () => {
    expect((await read("\uFEFFref,lat", 1)).text).toBe("ref,lat");
  });

  it("comes in few pieces, however small the chunks are", async () => {
    const { pieces, bytesRead } = await read("x".repeat(1_000_000), 1);
    expect(bytesRead).toBe(1_000_000);
    // each at least an eighth of what came before: 8 + 8 · ln(500,000 / 8) ≈ 96, then 64 kB at a time
    expect(pieces).toBeLessThan(120);
  });

  it.each([
    ["a zip", latin("PK\u0003\u0004\u0014\0[Content_Types].xml"), "zip or a spreadsheet", "CSV UTF-8"],
    ["an xls", latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "spreadsheet of the old kind", "CSV UTF-8"],
    ["a gzip", new Uint8Array(gzipSync("ref,lat")), "packed file", "Unpack it"],
    ["a PDF", latin("%PDF-1.7\n%\xe2\xe3"), "a PDF", "CSV or GeoJSON"],
    ["a page", "\uFEFF\n<!DOCTYPE html><html><body>Log in", "web page", "fetch the data again"],
    ["KML", '<?xml version="1.0"?><kml>', "XML", "GeoJSON"],
    ["OSM XML", '<osm version="0.6">', "XML", "GeoJSON"],
    ["a GeoPackage", latin("SQLite format 3\0\x10\0"), "GeoPackage", "ogr2ogr"],
    ["a shapefile", latin("\0\0\x27\x0a\0\0\0\0"), "shapefile", "GeoJSON"],
    ["Parquet", latin("PAR1\x15\0"), "Parquet", "CSV"],
    ["a PBF", latin("\0\0\0\x0d\x0a\x09OSMHeader\x18"), "OpenStreetMap extract", "CSV or GeoJSON"],
    ["UTF-16 with a mark", utf16("\uFEFFref;lat\n"), "UTF-16", "--encoding utf-16"],
    ["UTF-16 without one", utf16("ref;lat;lon;naam\n"), "UTF-16", "--encoding utf-16"],
    ["UTF-16, big end first", utf16("ref;lat;lon\n").reverse(), "UTF-16", "--encoding utf-16"],
    ["noise", latin("abc\0\x01\x02\x03def"), "no text", "UTF-8"],
    [
      "Windows-1252",
      latin("naam;lat\ncaf\xe9 \x80 5 \x93de hoek\x94;52,1\n"),
      "near byte 1",
      "--encoding windows-1252",
    ],
    [
      "one damaged byte",
      Uint8Array.from([...Buffer.from("café;crèche;"), 0xff, 59]),
      "near byte 14",
      "damaged",
    ],
    [
      "half a letter",
      Uint8Array.from([...Buffer.from("caf"), 0xc3]),
      "half a UTF-8 character",
      "fetch it whole",
    ],
  ])("is not there in %s, and the finding says what it is", async (_, content, got, advice) => {
    for (const chunkSize of [1, 7, 1000]) {
      const { text, faults } = await read(content, chunkSize);
      expect(faults).toEqual([expect.stringContaining(got), "CSV", expect.stringContaining(advice)]);
      expect(text.length).toBeLessThan(20);
    }
  });

  it("lets the source go when it stops early", async () => {
    let isClosed = false;
    async function* source() {
      try {
        for (;;) yield latin("%PDF-1.7 and so on");
      } finally {
        isClosed = true;
      }
    }
    for await (const { fault } of textPieces(source(), "CSV")) expect(fault).not.toBeNull();
    expect(isClosed).toBe(true);
  });
});

describe("what a finding shows", () => {
  it("is short, whatever the file holds", () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    const shown = [
      deep,
      { toString: 1 },
      Object.create(null),
      "x".repeat(1000),
      null,
      undefined,
      Number.POSITIVE_INFINITY,
    ].map((value) => shortText(value));
    expect(shown).toEqual([
      "a list of 1",
      "an object",
      "an object",
      "x".repeat(80),
      "null",
      "undefined",
      "Infinity",
    ]);
  });
});
