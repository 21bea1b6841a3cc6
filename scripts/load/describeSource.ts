/** The source of some files: as told, else from the name of the first one. */
import type { ImportSource } from "../../src/store/imports/report.ts";
import type { InputFile } from "./files.ts";
import type { LoadOptions } from "./options.ts";

const OSM_ATTRIBUTION = "© OpenStreetMap contributors (ODbL)";
/** `2025-03-01`, `2025_03`, `20250301` or `2025` between other characters. */
const DATE_IN_NAME =
  /(?<![0-9])((?:19|20)\d{2})(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?)?(?![0-9])/;

export function describeSource(options: LoadOptions, files: readonly InputFile[]): ImportSource {
  const [first] = files;
  const isOsm = files.some(
    ({ format, head }) => format === "pbf" || format === "overpass" || /"osm_id"/.test(head),
  );
  return {
    id: options.sourceId ?? idFromName(first.name) + partOf(options, first),
    title: options.title ?? first.name,
    isSynthetic: options.isSynthetic,
    attribution: options.attribution ?? (isOsm ? OSM_ATTRIBUTION : null),
    dataDate: options.date ?? dateFromOverpass(first.head) ?? dateFromName(first.name),
  };
}

/** One extract of OpenStreetMap holds sources of several kinds: only its AEDs go by its name alone. */
function partOf({ subject }: LoadOptions, { format }: InputFile): string {
  return format === "pbf" && subject !== "aeds" ? `-${subject}` : "";
}

/** An answer of the Overpass API says of which moment it is, in its first lines. */
function dateFromOverpass(head: string): string | null {
  const stamp = /"timestamp_osm_base":\s*"(\d{4}-\d{2}-\d{2})T/.exec(head);
  return stamp ? stamp[1] : null;
}

/** The same for every edition of a file: without date and ending. `Duiven AEDs 2014.csv` → `duiven-aeds`. */
export function idFromName(name: string): string {
  const id = name
    .replace(/(\.osm)?\.[a-z0-9]+$/i, "")
    .replace(DATE_IN_NAME, " ")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return id || "file";
}

/** A year alone means its first day, as CBS dates its yearly files; null when the name has no date. */
export function dateFromName(name: string): string | null {
  const found = DATE_IN_NAME.exec(name);
  if (!found) return null;
  const [, year, month = "01", day = "01"] = found;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const text = `${year}-${month}-${day}`;
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : `${year}-01-01`;
}
