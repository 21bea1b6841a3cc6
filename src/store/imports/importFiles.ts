/**
 * Each subject that comes in files: the reader that fits the file, the import that takes its records. The one table
 * for the command line and for the API.
 */
import type { ToldColumns } from "../../load/aedColumns.ts";
import { readAedCsv } from "../../load/aedCsv.ts";
import { readAedJson } from "../../load/aedJson.ts";
import { readAedOsmPbf } from "../../load/aedOsm.ts";
import { readAmbulancePosts } from "../../load/ambulancePosts.ts";
import { countResponders } from "../../load/countResponders.ts";
import type { FileFormat } from "../../load/fileFormat.ts";
import type { GivenCrs } from "../../load/givenCrs.ts";
import { readObservedValues } from "../../load/observedValues.ts";
import type { Inflate } from "../../load/osmPbf.ts";
import { readPoliceFireGeoJson, readPoliceFireOsmPbf } from "../../load/policeFirePosts.ts";
import { readPopulationSquares, type SquareSide } from "../../load/populationSquares.ts";
import { isPostcodeAgesHeader, readPostcodesWithAges } from "../../load/postcodeAges.ts";
import type { ByteSource, Extent, Read } from "../../load/reader.ts";
import type {
  Aed,
  DegreeBox,
  PoliceFireKind,
  PoliceFirePost,
  PopulationUnit,
  RegionKind,
  ResponderPlace,
} from "../../load/records.ts";
import { readRegions } from "../../load/regions.ts";
import { readRegionTable } from "../../load/regionTable.ts";
import { readResponderCsv } from "../../load/responderCsv.ts";
import type { ResponderColumns, ResponderOptions } from "../../load/responderFields.ts";
import { readResponderJson } from "../../load/responderJson.ts";
import type { Database } from "../database.ts";
import type { FileSubject } from "./fileSubjects.ts";
import { importAeds } from "./importAeds.ts";
import { importObservedValues } from "./importObservedValues.ts";
import { importPoliceFirePosts } from "./importPoliceFirePosts.ts";
import { importPopulation } from "./importPopulation.ts";
import { importPosts } from "./importPosts.ts";
import { importRegions } from "./importRegions.ts";
import { importRegionTable } from "./importRegionTable.ts";
import { importResponders, type ResponderImportOptions } from "./importResponders.ts";
import { importStreets } from "./importStreets.ts";
import type { ImportOptions, ImportReport, ImportSource } from "./report.ts";

/** A file as the readers want it. */
export interface InputBytes {
  name: string;
  format: FileFormat;
  /** the first characters, as text */
  head: string;
  bytes: ByteSource;
  /** sha256 of the file, once it was gone through; empty before */
  contentHash(): string;
}

/** What a person may tell about the files. */
export interface FileOptions {
  /** take AEDs and posts outside the Netherlands too */
  isAnywhere?: boolean;
  /** what the coordinates of AEDs, responders, posts and regions are; degrees where it is not told */
  crs?: GivenCrs;
  /** what the regions are, where the file does not say */
  regionKind?: RegionKind;
  /** what the police and fire posts are, where the file does not say */
  policeFireKind?: PoliceFireKind;
  /** side of the squares of people, where the file does not say */
  squareMeters?: SquareSide;
  /** streets: the box within which all of them are known, where the file does not say it */
  area?: DegreeBox;
  /** AEDs and posts: the box for which the files are complete; missing elsewhere means nothing */
  extent?: Extent;
  /** headers by field, as `readColumns` allows them */
  columns?: ToldColumns & ResponderColumns;
}

/** What is not the same on every platform. */
export interface Platform {
  random: ResponderImportOptions["random"];
  /** absent where OpenStreetMap extracts are not taken */
  inflate?: Inflate;
}

export interface FileImport {
  subject: FileSubject;
  source: ImportSource;
  files: readonly InputBytes[];
  options: FileOptions;
}

export async function importFiles(
  database: Database,
  { subject, source, files, options }: FileImport,
  importOptions: ImportOptions,
  platform: Platform,
): Promise<ImportReport> {
  const told = {
    ...importOptions,
    files: () => files.map((file) => ({ name: file.name, contentHash: file.contentHash() })),
  };
  switch (subject) {
    case "aeds": {
      const reads = files.map((file) => readAeds(file, options, platform));
      return importAeds(database, source, reads, { ...told, extent: options.extent });
    }
    case "posts": {
      const rules = { anywhere: options.isAnywhere, crs: options.crs };
      const reads = files.map((file) => readAmbulancePosts(file.bytes, rules));
      return importPosts(database, source, reads, { ...told, extent: options.extent });
    }
    case "police-fire-posts": {
      const reads = files.map((file) => readPoliceFire(file, options, platform));
      return importPoliceFirePosts(database, source, reads, { ...told, extent: options.extent });
    }
    case "observed-values": {
      const given = { source: source.title, date: source.dataDate };
      const reads = files.map((file) => readObservedValues(file.bytes, given));
      return importObservedValues(database, source, reads, told);
    }
    case "population":
      return importPopulation(database, source, readPopulation(files, options), told);
    case "regions": {
      const reads = files.map((file) =>
        readRegions(file.bytes, { kind: options.regionKind, crs: options.crs }),
      );
      return importRegions(database, source, reads, told);
    }
    case "region-table": {
      const reads = files.map((file) => readRegionTable(file.bytes));
      return importRegionTable(database, reads, told);
    }
    case "streets": {
      const reads = files.map(({ bytes }) => bytes);
      const rules = { anywhere: options.isAnywhere, area: options.area };
      return importStreets(database, source, reads, {
        ...told,
        ...rules,
        inflate: inflateFor(files[0], platform.inflate),
      });
    }
    case "responders":
      return importResponderFiles(database, source, files, options, { ...told, random: platform.random });
  }
}

function readAeds(
  file: InputBytes,
  { isAnywhere: anywhere, columns, crs }: FileOptions,
  { inflate }: Platform,
): Read<Aed> {
  if (file.format === "pbf")
    return readAedOsmPbf(file.bytes, { anywhere, inflate: inflateFor(file, inflate) });
  return file.format === "csv"
    ? readAedCsv(file.bytes, { anywhere, columns, crs })
    : readAedJson(file.bytes, { anywhere, columns, crs, form: file.format });
}

function inflateFor({ name }: InputBytes, inflate: Platform["inflate"]): Inflate {
  if (inflate) return inflate;
  throw new Error(`got ${name}, an OpenStreetMap extract, where none can be read`);
}

function readPoliceFire(
  file: InputBytes,
  { isAnywhere: anywhere, policeFireKind: kind, crs }: FileOptions,
  { inflate }: Platform,
): Read<PoliceFirePost> {
  return file.format === "pbf"
    ? readPoliceFireOsmPbf(file.bytes, { anywhere, inflate: inflateFor(file, inflate) })
    : readPoliceFireGeoJson(file.bytes, { anywhere, kind, crs });
}

/**
 * A file of postcodes names them in its first line, and one of their ages has nothing but ages; everything else is
 * squares, and says so if it is not.
 */
function readPopulation(
  files: readonly InputBytes[],
  { squareMeters: sideMeters }: FileOptions,
): Read<PopulationUnit>[] {
  const isPostcodes = ({ head }: InputBytes) => /\b(postcode|pc4)\b/i.test(head.split("\n")[0]);
  const ages = files.filter((file) => isPostcodes(file) && isPostcodeAgesHeader(headerOf(file)));
  const points = files.filter((file) => isPostcodes(file) && !ages.includes(file));
  const reads = files
    .filter((file) => !isPostcodes(file))
    .map((file) => readPopulationSquares(file.bytes, { sideMeters }));
  const bytesOf = ({ bytes }: InputBytes) => bytes;
  const postcodes = [points.map(bytesOf), ages.map(bytesOf)] as const;
  if (points.length + ages.length > 0) reads.push(readPostcodesWithAges(...postcodes));
  return reads;
}

function headerOf({ head }: InputBytes): string[] {
  const [line] = head.replace(/^\xef\xbb\xbf/, "").split(/[\r\n]/);
  return line.split(/[;,\t|]/).map((title) => title.trim().replace(/^"(.*)"$/, "$1"));
}

/** Counted while they are read: no position outlives its batch. */
async function importResponderFiles(
  database: Database,
  source: ImportSource,
  files: readonly InputBytes[],
  { columns = {}, crs }: FileOptions,
  importOptions: ResponderImportOptions,
): Promise<ImportReport> {
  const counted = await countResponders(
    oneAfterTheOther(files.map((file) => readResponders(file, { columns, crs }))),
    (done) => importOptions.onProgress?.({ stage: "reading", done, total: null }),
  );
  return importResponders(database, source, counted, importOptions);
}

function readResponders({ bytes, format }: InputBytes, told: ResponderOptions): Read<ResponderPlace> {
  if (format === "csv" || format === "pbf") return readResponderCsv(bytes, told);
  return readResponderJson(bytes, { ...told, form: format });
}

async function* oneAfterTheOther<R>(reads: readonly Read<R>[]): Read<R> {
  let bytesBefore = 0;
  for (const read of reads) {
    let bytesRead = 0;
    for await (const batch of read) {
      bytesRead = batch.bytesRead;
      yield { ...batch, bytesRead: bytesBefore + bytesRead };
    }
    bytesBefore += bytesRead;
  }
}
