/**
 * What is mutated: real files where they are (never part of the project), invented ones of every format always. A case
 * takes an excerpt of some kilobytes, so that 100,000 of them take minutes; now and then the whole file.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Stream } from "../../src/load/streams.ts";
import { INVENTED_FILES } from "./inventedFiles.ts";
import { contentOf, type PbfFrame, readFrames } from "./mutatePbf.ts";
import { fieldsOf } from "./pbfFields.ts";
import type { ReaderName } from "./readers.ts";

export interface Material {
  name: string;
  reader: ReaderName;
  /** what its rows are: `csv` = lines, an NDJSON file too */
  kind: "csv" | "json" | "pbf";
  bytes: Uint8Array;
  isReal: boolean;
  /** its coordinates are metres of the Dutch grid */
  isRd: boolean;
}

const REAL_DATA = new URL("../../../shared/data/", import.meta.url);

const INVENTED: [string, ReaderName][] = [
  ["aeds.csv", "aedCsv"],
  ["aeds.geojson", "aedJson"],
  ["aeds.list.json", "aedJsonList"],
  ["aeds.ndjson", "aedNdjson"],
  ["aeds.overpass.json", "aedOverpass"],
  ["aeds.osm.pbf", "aedOsm"],
  ["responders.csv", "responderCsv"],
  ["respondersNear.csv", "responderCsv"],
  ["responders.geojson", "responderGeoJson"],
  ["responders.ndjson", "responderNdjson"],
  ["squares.csv", "populationSquares"],
  ["postcodes.csv", "postcodePoints"],
  ["regions.geojson", "regions"],
  ["regionTable.csv", "regionTable"],
  ["posts.geojson", "ambulancePosts"],
  ["postcodeAges.csv", "postcodeAges"],
  ["postcodesWithAges.csv", "postcodesWithAges"],
  ["arrests.csv", "arrests"],
  ["observedValues.csv", "observedValues"],
  ["policeFire.geojson", "policeFireGeoJson"],
  ["aeds.osm.pbf", "policeFireOsm"],
  ["squareCentres.geojson", "squareCentres"],
  ["reachAreas.geojson", "reachAreas"],
  ["aeds.rd.csv", "aedCsv"],
  ["aeds.rd.geojson", "aedJson"],
  ["aeds.rd.ndjson", "aedNdjson"],
  ["responders.rd.csv", "responderCsv"],
  ["responders.rd.geojson", "responderGeoJson"],
  ["regions.rd.geojson", "regions"],
  ["posts.rd.geojson", "ambulancePosts"],
  ["policeFire.rd.geojson", "policeFireGeoJson"],
];

const REAL: [string, ReaderName][] = [
  ["duiven/duiven_aeds_2014.csv", "aedCsv"],
  ["duiven/duiven_aeds_2014.geojson", "aedJson"],
  ["delft/aeds_delft_campus.geojson", "aedJson"],
  ["nijmegen/openaed_api_nijmegen_2025-04.json", "aedJsonList"],
  ["overpass/overpass_defibrillators_ch_2020-12.json", "aedOverpass"],
  ["delft/tudelft.osm.pbf", "aedOsm"],
  ["monaco/monaco-latest.osm.pbf", "aedOsm"],
  ["netherlands/pc4_points_population.csv", "responderCsv"],
  ["rijnmond/grid_100m_rijnmond_stats.csv", "populationSquares"],
  ["netherlands/pc4_points_population.csv", "postcodePoints"],
  ["netherlands/pc4_population_by_age_2021.csv", "postcodeAges"],
  ["monaco/monaco-latest.osm.pbf", "policeFireOsm"],
  ["netherlands/gemeente_2024.geojson", "regions"],
  ["rijnmond/wijk_2024.geojson", "regions"],
  ["rijnmond/buurt_2024.geojson", "regions"],
  ["netherlands/ambulance_reach_15min_osrm.geojson", "reachAreas"],
  ["rijnmond/grid_100m_rijnmond.geojson", "squareCentres"],
  ["netherlands/pc4_points_population.csv", "regionTable"],
  ["netherlands/ambulance_posts_rivm2019.geojson", "ambulancePosts"],
];

export function readMaterials(): Material[] {
  const material = (name: string, reader: ReaderName, bytes: Uint8Array, isReal: boolean): Material => {
    const kind = /\.(csv|ndjson)$/.test(name) ? "csv" : name.endsWith(".pbf") ? "pbf" : "json";
    return { name, reader, kind, bytes, isReal, isRd: name.includes(".rd.") };
  };
  const invented = INVENTED.map(([name, reader]) =>
    material(name, reader, Buffer.from(INVENTED_FILES[name]), false),
  );
  if (!existsSync(REAL_DATA)) return invented;
  return [
    ...invented,
    ...REAL.map(([path, reader]) => material(path, reader, readFileSync(new URL(path, REAL_DATA)), true)),
  ];
}

/** One case in so many takes the whole file. */
const WHOLE_EVERY = 400;
const EXCERPT_ROWS = 30;
const EXCERPT_BYTES = 24_000;

/** A smaller file of the same form: as latin-1 text, one character per byte. */
export function textExcerpt({ kind, bytes }: Material, stream: Stream): string {
  const isWhole = stream.integer(WHOLE_EVERY) === 0;
  const text = Buffer.from(bytes).toString("latin1");
  if (isWhole) return text;
  return kind === "csv" ? csvExcerpt(text, stream) : jsonExcerpt(bytes, stream);
}

function csvExcerpt(text: string, stream: Stream): string {
  const headerEnd = text.indexOf("\n") + 1;
  const from =
    text.indexOf("\n", headerEnd + stream.integer(Math.max(1, text.length - headerEnd - 5000))) + 1;
  const rows = text.slice(from, from + EXCERPT_BYTES).split("\n", 1 + stream.integer(EXCERPT_ROWS));
  return `${text.slice(0, headerEnd)}${rows.join("\n")}\n`;
}

const parsed = new WeakMap<Uint8Array, Record<string, unknown>>();

/** A few neighbours of the file's list, with all that stands around it. */
function jsonExcerpt(bytes: Uint8Array, stream: Stream): string {
  const file =
    parsed.get(bytes) ?? (JSON.parse(Buffer.from(bytes).toString("utf8")) as Record<string, unknown>);
  parsed.set(bytes, file);
  const name = Array.isArray(file) ? null : Object.keys(file).find((key) => Array.isArray(file[key]))!;
  const list = (name === null ? file : file[name]) as unknown[];
  const from = stream.integer(list.length);
  const some: unknown[] = [];
  for (
    let length = 0;
    length < EXCERPT_BYTES && from + some.length < list.length && some.length < EXCERPT_ROWS;
  ) {
    const record = list[from + some.length];
    length += JSON.stringify(record).length;
    if (length < EXCERPT_BYTES || some.length === 0) some.push(record);
  }
  const indent = stream.integer(3) === 0 ? 1 : 0;
  return Buffer.from(JSON.stringify(name === null ? some : { ...file, [name]: some }, null, indent)).toString(
    "latin1",
  );
}

const framesOf = new WeakMap<Uint8Array, { header: PbfFrame; data: PbfFrame[]; best: PbfFrame[] }>();

/** The header and one or two blocks, mostly some that hold AEDs or posts. */
export function pbfExcerpt({ bytes }: Material, stream: Stream): PbfFrame[] {
  const file = framesOf.get(bytes) ?? sortFrames(readFrames(bytes));
  framesOf.set(bytes, file);
  if (stream.integer(WHOLE_EVERY) === 0) return [file.header, ...file.data];
  const choices = file.best.length > 0 && stream.uniform() < 0.7 ? file.best : file.data;
  const chosen = Array.from({ length: 1 + stream.integer(2) }, () => choices[stream.integer(choices.length)]);
  return [file.header, ...chosen];
}

function sortFrames([header, ...data]: PbfFrame[]) {
  const isBest = ({ blob }: PbfFrame) => {
    const content = Buffer.from(contentOf(fieldsOf(blob) ?? []) ?? []);
    return content.includes("defibrillator") || content.includes("fire_station");
  };
  return { header, data, best: data.filter(isBest) };
}
