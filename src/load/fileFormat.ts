/** Which of our formats a file is, by its first characters, whatever its name ends in. */

export type FileFormat = "pbf" | "json" | "csv";

export const FORMAT_NAMES: Record<FileFormat, string> = {
  pbf: "an OpenStreetMap extract (PBF)",
  json: "GeoJSON",
  csv: "CSV",
};

/** `head`: the first bytes of the file as latin-1. */
export function fileFormat(head: string): FileFormat {
  if (head.slice(0, 64).includes("OSMHeader")) return "pbf";
  // a byte order mark may stand before the first bracket
  return /^(\xef\xbb\xbf)?\s*[{[]/.test(head) ? "json" : "csv";
}
