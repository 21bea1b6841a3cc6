/** Each subject of `npm run load` with files: the reader that fits the file, the import that takes its records. */
import { readFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";
import { type AedColumn, COLUMN_NAMES, type ToldColumns } from "../../src/load/aedColumns.ts";
import { readAedCsv } from "../../src/load/aedCsv.ts";
import { readAedGeoJson } from "../../src/load/aedGeoJson.ts";
import { readAedOsmPbf } from "../../src/load/aedOsm.ts";
import { readAmbulancePosts } from "../../src/load/ambulancePosts.ts";
import { readPopulationSquares } from "../../src/load/populationSquares.ts";
import { readPostcodePoints } from "../../src/load/postcodePoints.ts";
import type { Read } from "../../src/load/reader.ts";
import type { Aed, PopulationUnit, RegionKind } from "../../src/load/records.ts";
import { REGION_KINDS } from "../../src/load/regionProperties.ts";
import { readRegions } from "../../src/load/regions.ts";
import { readRegionTable } from "../../src/load/regionTable.ts";
import { countResponders, readResponderCsv } from "../../src/load/responders.ts";
import type { Database } from "../../src/store/database.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importPopulation } from "../../src/store/imports/importPopulation.ts";
import { importPosts } from "../../src/store/imports/importPosts.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importRegionTable } from "../../src/store/imports/importRegionTable.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import type { ImportOptions, ImportReport, ImportSource } from "../../src/store/imports/report.ts";
import type { FileFormat, InputFile } from "./files.ts";
import type { LoadOptions, Subject } from "./options.ts";
import { fillRandom } from "./random.ts";

export type FileSubject = Exclude<Subject, "demo" | "sources" | "drop">;

export const FORMATS: Record<FileSubject, readonly FileFormat[]> = {
  aeds: ["pbf", "json", "csv"],
  responders: ["csv"],
  population: ["csv"],
  regions: ["json"],
  "region-table": ["csv"],
  posts: ["json"],
};

export async function importFiles(
  database: Database,
  subject: FileSubject,
  source: ImportSource,
  files: readonly InputFile[],
  options: LoadOptions,
  importOptions: ImportOptions,
): Promise<ImportReport> {
  const told = {
    ...importOptions,
    files: () => files.map((file) => ({ name: file.name, contentHash: file.contentHash() })),
  };
  switch (subject) {
    case "aeds": {
      const columns = await readColumns(options, Object.keys(COLUMN_NAMES));
      return importAeds(
        database,
        source,
        files.map((file) => readAeds(file, options, columns)),
        told,
      );
    }
    case "posts": {
      const rules = { anywhere: options.isAnywhere };
      const reads = files.map((file) => readAmbulancePosts(file.bytes, rules));
      return importPosts(database, source, reads, told);
    }
    case "population":
      return importPopulation(database, source, files.map(readPopulation), told);
    case "regions": {
      const kind = regionKind(options.kind);
      return importRegions(
        database,
        source,
        files.map((file) => readRegions(file.bytes, { kind })),
        told,
      );
    }
    case "region-table":
      return importRegionTable(
        database,
        files.map((file) => readRegionTable(file.bytes)),
        told,
      );
    case "responders":
      return importResponderFiles(database, source, files, options, told);
  }
}

function readAeds(file: InputFile, { isAnywhere: anywhere }: LoadOptions, columns: ToldColumns): Read<Aed> {
  if (file.format === "pbf")
    return readAedOsmPbf(file.bytes, { anywhere, inflate: (bytes) => inflateSync(bytes) });
  return file.format === "json"
    ? readAedGeoJson(file.bytes, { anywhere, columns })
    : readAedCsv(file.bytes, { anywhere, columns });
}

/** A file of postcodes names them in its first line; everything else is squares, and says so if it is not. */
function readPopulation(file: InputFile): Read<PopulationUnit> {
  const [header] = file.head.split("\n");
  return /\b(postcode|pc4)\b/i.test(header)
    ? readPostcodePoints(file.bytes)
    : readPopulationSquares(file.bytes);
}

/** Counted while they are read: no position outlives its batch. */
async function importResponderFiles(
  database: Database,
  source: ImportSource,
  files: readonly InputFile[],
  options: LoadOptions,
  importOptions: ImportOptions,
): Promise<ImportReport> {
  const { lng, lat, count } = (await readColumns(options, ["lng", "lat", "count"])) as Record<string, string>;
  const columns = { lngColumn: lng, latColumn: lat, countColumn: count };
  const counted = await countResponders(
    oneAfterTheOther(files.map((file) => readResponderCsv(file.bytes, columns))),
    (done) => importOptions.onProgress?.({ stage: "reading", done, total: null }),
  );
  return importResponders(database, source, counted, { ...importOptions, random: fillRandom });
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

async function readColumns({ columnsPath }: LoadOptions, fields: readonly string[]): Promise<ToldColumns> {
  if (columnsPath === undefined) return {};
  const columns = parseColumns(columnsPath, await readFile(columnsPath, "utf8"));
  for (const [field, header] of Object.entries(columns)) {
    if (!fields.includes(field) || typeof header !== "string") {
      throw new Error(
        `got "${field}" in ${columnsPath}, expected headers by field: ${fields.join(", ")}; correct it`,
      );
    }
  }
  return columns as Partial<Record<AedColumn, string>>;
}

function parseColumns(path: string, text: string): object {
  try {
    const columns: unknown = JSON.parse(text);
    if (typeof columns === "object" && columns !== null && !Array.isArray(columns)) return columns;
  } catch {
    // told below
  }
  throw new Error(`got ${path}, which is not a JSON object, expected {"field": "header", …}; correct it`);
}

function regionKind(text: string | undefined): RegionKind | undefined {
  const kind = REGION_KINDS.find((known) => known === text);
  if (text !== undefined && kind === undefined) {
    throw new Error(`got --kind ${text}, expected one of ${REGION_KINDS.join(", ")}; correct it`);
  }
  return kind;
}
