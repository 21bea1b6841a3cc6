/** Which of our formats a file is, by its first characters, whatever its name ends in. */

export type FileFormat = "pbf" | "json" | "overpass" | "json-list" | "ndjson" | "csv";

export const FORMAT_NAMES: Record<FileFormat, string> = {
  pbf: "an OpenStreetMap extract (PBF)",
  json: "GeoJSON",
  overpass: "an answer of the Overpass API (JSON)",
  "json-list": "a list of JSON records",
  ndjson: "JSON with a record on every line (NDJSON)",
  csv: "CSV",
};

/** `head`: the first bytes of the file as latin-1. */
export function fileFormat(head: string): FileFormat {
  if (head.slice(0, 64).includes("OSMHeader")) return "pbf";
  // a byte order mark may stand before the first bracket, a record separator (RFC 8142) before each record
  const text = head
    .replace(/^\xef\xbb\xbf/, "")
    .replaceAll("\x1e", "")
    .trimStart();
  if (text.startsWith("[")) return "json-list";
  if (!text.startsWith("{")) return "csv";
  if (isRecord(text.split(/[\r\n]/, 1)[0])) return "ndjson";
  const list = /"(features|elements)"\s*:\s*\[/.exec(text);
  return list?.[1] === "elements" ? "overpass" : "json";
}

/** A line that is a whole object, and no collection of others. */
function isRecord(line: string): boolean {
  try {
    const { features, elements, type } = JSON.parse(line) as Record<string, unknown>;
    return !Array.isArray(features) && !Array.isArray(elements) && type !== "FeatureCollection";
  } catch {
    return false;
  }
}
