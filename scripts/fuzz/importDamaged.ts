/**
 * Damaged files through the real import into a real database: each is taken in as a whole, or leaves every table as
 * it was, byte for byte.
 */
import { createHash } from "node:crypto";
import { fileFormat } from "../../src/load/fileFormat.ts";
import type { GivenCrs } from "../../src/load/givenCrs.ts";
import type { Database } from "../../src/store/database.ts";
import { type FileSubject, FORMATS } from "../../src/store/imports/fileSubjects.ts";
import { type InputBytes, importFiles } from "../../src/store/imports/importFiles.ts";
import type { ImportReport } from "../../src/store/imports/report.ts";
import { platform } from "../load/fileOptions.ts";
import { makeCase } from "./fuzzCase.ts";
import { INVENTED_FILES } from "./inventedFiles.ts";
import { readMaterials } from "./materials.ts";
import type { ReaderName } from "./readers.ts";
import type { FailedCase } from "./runFuzz.ts";

/** Others are not stored as rows: they have no import of records. */
const SUBJECTS: Partial<Record<ReaderName, FileSubject>> = {
  aedCsv: "aeds",
  aedJson: "aeds",
  aedJsonList: "aeds",
  aedNdjson: "aeds",
  aedOverpass: "aeds",
  aedOsm: "aeds",
  ambulancePosts: "posts",
  observedValues: "observed-values",
  policeFireGeoJson: "police-fire-posts",
  policeFireOsm: "police-fire-posts",
  responderCsv: "responders",
  responderGeoJson: "responders",
  responderNdjson: "responders",
  populationSquares: "population",
  postcodePoints: "population",
  postcodeAges: "population",
  postcodesWithAges: "population",
  regions: "regions",
  regionTable: "region-table",
};

/** What is in force before the damaged files come, in the order in which one stands on the other. */
const GOOD_FILES: [FileSubject, string][] = [
  ["regions", "regions.geojson"],
  ["population", "squares.csv"],
  ["aeds", "aeds.csv"],
  ["posts", "posts.geojson"],
  ["police-fire-posts", "policeFire.geojson"],
  ["observed-values", "observedValues.csv"],
  ["responders", "responders.csv"],
  ["region-table", "regionTable.csv"],
];

export interface ImportedCases {
  taken: number;
  refused: number;
}

export async function importDamaged(
  database: Database,
  {
    seed,
    from,
    count,
    onCase,
    onFailure,
  }: {
    seed: number;
    from: number;
    count: number;
    onCase?: (number: number) => void;
    onFailure: (failed: FailedCase) => void;
  },
): Promise<ImportedCases> {
  for (const [subject, name] of GOOD_FILES) {
    const report = await load(database, subject, name, Buffer.from(INVENTED_FILES[name]));
    if (report.refused) throw new Error(`got ${name} refused (${report.refused}), expected it in force`);
  }
  const materials = readMaterials().filter(({ reader }) => reader in SUBJECTS);
  const imported: ImportedCases = { taken: 0, refused: 0 };
  for (let number = from; number < from + count; number += 1) {
    const { reader, material, told, bytes } = makeCase(seed, number, materials);
    const subject = SUBJECTS[reader];
    if (subject === undefined) continue;
    const before = await databaseDigest(database);
    try {
      const report = await load(database, subject, material, bytes, told.crs);
      const isSame = (await databaseDigest(database)) === before;
      if (report.refused === null) imported.taken += 1;
      else imported.refused += 1;
      const fault =
        report.refused === null
          ? await wrongRows(database, report)
          : isSame
            ? null
            : "refused, but a table changed";
      if (fault) onFailure({ number, fault });
    } catch (error) {
      const fault = (await databaseDigest(database)) === before ? "" : " and half of it stayed";
      onFailure({ number, fault: `the import threw${fault}: ${(error as Error).stack}` });
    }
    onCase?.(number);
  }
  return imported;
}

/** One source per subject, so that each file replaces what the last one left in force. */
function load(
  database: Database,
  subject: FileSubject,
  name: string,
  bytes: Uint8Array,
  crs?: GivenCrs,
): Promise<ImportReport> {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString("latin1");
  const format = fileFormat(head);
  if (!FORMATS[subject].includes(format))
    return Promise.resolve({ refused: "another format" } as ImportReport);
  const contentHash = createHash("sha256").update(bytes).digest("hex");
  const file: InputBytes = {
    name,
    format,
    head,
    bytes: {
      async *[Symbol.asyncIterator]() {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      },
    },
    contentHash: () => contentHash,
  };
  const source = { id: `fuzz-${subject}`, title: name, isSynthetic: true, attribution: null, dataDate: null };
  const request = { subject, source, files: [file], options: { isAnywhere: true, crs } };
  return importFiles(database, request, { now: new Date("2025-03-01T12:00:00Z") }, platform);
}

/** What the report says was taken in has to be in force, all of it, and what it says stayed outside the ground of the file. */
async function wrongRows(
  database: Database,
  { kind, sourceId, accepted, edition, notes }: ImportReport,
): Promise<string | null> {
  const [held] = await database.sql`select edition from input_edition where kind = ${kind}`;
  if (held?.edition !== edition) return `edition ${held?.edition} in force, ${edition} reported`;
  const table = { aeds: "aed", posts: "ambulance_post" }[kind as string];
  if (!table) return null;
  const [{ open }] = await database.sql.query(
    `select count(*)::integer as open from ${table} where source_id = $1 and until is null`,
    [sourceId],
  );
  const stayed = Number(/(\d+) that this source held elsewhere stay/.exec(notes.join())?.[1] ?? 0);
  return open === accepted + stayed ? null : `${open} rows in force, ${accepted} and ${stayed} reported`;
}

/** Of every row of every table, whatever tables there are. */
export async function databaseDigest({ sql }: Database): Promise<string> {
  const tables =
    await sql`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'exact') and table_type = 'BASE TABLE' order by 1`;
  const parts = tables.map(
    ({ name }) =>
      `select '${name} ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), 'empty') as part from ${name} t`,
  );
  const rows = await sql.query(parts.join(" union all "));
  return rows.map(({ part }) => part).join("\n");
}
