/**
 * What a file is, by its first bytes, whatever its name ends in: people send the spreadsheet, the zip it came in, or
 * the login page that the download gave. For each kind that no reader takes, what to do about it.
 */

export type FileKind = "empty" | "text" | "pbf" | ForeignKind;

type ForeignKind =
  | "archive"
  | "spreadsheet"
  | "gzip"
  | "pdf"
  | "html"
  | "xml"
  | "geopackage"
  | "shapefile"
  | "parquet"
  | "utf-16"
  | "binary";

/** Enough for every signature below, and for the first words of a page or an XML file. */
export const HEAD_BYTES = 512;

const SIGNATURES: [ForeignKind, number[]][] = [
  // xlsx, ods and kmz are zips too
  ["archive", [0x50, 0x4b, 3, 4]],
  ["archive", [0x50, 0x4b, 5, 6]],
  ["archive", [0x37, 0x7a, 0xbc, 0xaf]],
  ["archive", [...latin1("Rar!")]],
  ["gzip", [0x1f, 0x8b]],
  ["gzip", [...latin1("BZh")]],
  ["gzip", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["spreadsheet", [0xd0, 0xcf, 0x11, 0xe0]],
  ["pdf", [...latin1("%PDF")]],
  ["geopackage", [...latin1("SQLite format 3")]],
  ["shapefile", [0, 0, 0x27, 0x0a]],
  ["parquet", [...latin1("PAR1")]],
  ["utf-16", [0xff, 0xfe]],
  ["utf-16", [0xfe, 0xff]],
];

export const FOREIGN_KINDS: Record<ForeignKind, { got: string; advice: string }> = {
  archive: {
    got: "a zip or a spreadsheet (xlsx, ods)",
    advice: "Unpack it and give the file in it; save a spreadsheet as CSV UTF-8.",
  },
  spreadsheet: { got: "a spreadsheet of the old kind (xls)", advice: "Save it as CSV UTF-8." },
  gzip: { got: "a packed file (gz, bz2 or xz)", advice: "Unpack it and give the file in it." },
  pdf: { got: "a PDF", advice: "Ask its sender for the list itself, as CSV or GeoJSON." },
  html: {
    got: "a web page (HTML)",
    advice:
      "The download gave a page, perhaps a login or an error, instead of the data; fetch the data again.",
  },
  xml: {
    got: "XML (KML, GPX, GML or OSM)",
    advice: "Convert it to GeoJSON in WGS84, for example with QGIS or ogr2ogr.",
  },
  geopackage: {
    got: "a GeoPackage or another SQLite database",
    advice: "Export the layer as GeoJSON in WGS84, for example with QGIS or ogr2ogr.",
  },
  shapefile: {
    got: "a shapefile",
    advice: "Export the layer as GeoJSON in WGS84, for example with QGIS or ogr2ogr.",
  },
  parquet: { got: "a Parquet file", advice: "Export it as CSV or GeoJSON." },
  "utf-16": {
    got: "text in UTF-16 (“Unicode text” of Excel and Notepad)",
    advice: "Save it as UTF-8, or load it with --encoding utf-16.",
  },
  binary: { got: "bytes that are no text", advice: "Give the data as CSV or GeoJSON, in UTF-8." },
};

/** `head`: the first bytes of the file, `HEAD_BYTES` of them where it has as many. */
export function fileKind(head: Uint8Array): FileKind {
  if (head.length === 0) return "empty";
  const text = new TextDecoder("latin1").decode(head.subarray(0, HEAD_BYTES));
  if (text.slice(0, 64).includes("OSMHeader")) return "pbf";
  const signed = SIGNATURES.find(([, bytes]) => bytes.every((byte, n) => head[n] === byte));
  if (signed) return signed[0];
  // UTF-16 without a mark: every other byte of Dutch text is a NUL
  if (/^(?:\0[^\0]){4}|^(?:[^\0]\0){4}/.test(text)) return "utf-16";
  if (text.includes("\0")) return "binary";
  const start = text
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^<!doctype html|^<html/.test(start)) return "html";
  return start.startsWith("<") ? "xml" : "text";
}

export function isForeign(kind: FileKind): kind is ForeignKind {
  return kind in FOREIGN_KINDS;
}

function latin1(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
