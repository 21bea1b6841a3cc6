/**
 * `npm run load`: files into the database, a report on stdout, then the zones again. `--help` explains it.
 */
import { createInterface } from "node:readline/promises";
import { isSquareCentres } from "../src/load/squareCentres.ts";
import { recalculate } from "../src/refresh/recalculate.ts";
import type { Database } from "../src/store/database.ts";
import { type ApartDecision, decideApart } from "../src/store/imports/aedApart.ts";
import { dropSource } from "../src/store/imports/dropSource.ts";
import { type FileSubject, FORMATS } from "../src/store/imports/fileSubjects.ts";
import { eraseArrests, readArrestAggregates } from "../src/store/imports/importArrests.ts";
import { importFiles } from "../src/store/imports/importFiles.ts";
import { readLoggedImport } from "../src/store/imports/importHistory.ts";
import type { ImportOptions, ImportReport, ImportSource } from "../src/store/imports/report.ts";
import { readSources } from "../src/store/imports/sources.ts";
import { undoImport, undoObstacle } from "../src/store/imports/undoImport.ts";
import { isUuid } from "../src/store/uuid.ts";
import { type AttachedDatabase, attachDatabase } from "./database/attach.ts";
import { takeArrests } from "./load/arrests.ts";
import { checkFile } from "./load/check.ts";
import { describeSource } from "./load/describeSource.ts";
import { givenCrs, platform, readFileOptions } from "./load/fileOptions.ts";
import { type InputFile, openInputFile, requireFormat } from "./load/files.ts";
import { loadHelp } from "./load/help.ts";
import { importsText } from "./load/importsText.ts";
import { fetchAll, takeLive } from "./load/live/takeLive.ts";
import { type LoadOptions, readLoadOptions } from "./load/options.ts";
import { type Progress, startProgress } from "./load/progress.ts";
import { fillRandom } from "./load/random.ts";
import { reportText } from "./load/reportText.ts";
import { sourcesText } from "./load/sourcesText.ts";
import type { Subject } from "./load/subjects.ts";
import { importSyntheticResponders } from "./load/syntheticImport.ts";
import { recalculateText } from "./recalculate/outcomeText.ts";
import { loadDemo, makeDemoBeside } from "./start/demo.ts";
import { showSteps } from "./start/steps.ts";

process.exit(await main());

/** 0: something is in force now, or was already; 1: nothing was taken in. */
async function main(): Promise<number> {
  try {
    const options = readLoadOptions(process.argv.slice(2));
    if ("help" in options) {
      console.log(loadHelp(options.help, process.env));
      return 0;
    }
    // before the database is touched: it may take hours
    const live = options.subject === "live" ? await fetchAll(options) : null;
    const files = await openFiles(options);
    return await withDatabase(options, async (attached) => {
      if (live === null) return run(attached, options, files);
      const { taken, isWhole } = await takeLive(live, options, (told, given) => take(attached, told, given));
      const code = await finish(attached, options, taken > 0);
      return isWhole ? code : 1;
    });
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

function formatsOf(subject: Subject): (typeof FORMATS)["aeds"] | undefined {
  if (subject === "observed") return ["csv"];
  if (subject === "check") return ["json"];
  return (FORMATS as Partial<Record<Subject, (typeof FORMATS)["aeds"]>>)[subject];
}

/** Before the database is touched: a wrong path or format is told at once. */
async function openFiles({ subject, operands, encoding }: LoadOptions): Promise<InputFile[]> {
  const formats = formatsOf(subject);
  if (!formats) return [];
  return Promise.all(
    operands.map(async (path) => {
      const file = await openInputFile(path, encoding);
      if (subject === "population" && file.format === "json" && isSquareCentres(file.head))
        throw new Error(
          `got ${file.name}, the centres of squares, in which no people stand, expected CSV; load the CSV of these squares, and hold these against it by npm run load -- check`,
        );
      return requireFormat(file, formats);
    }),
  );
}

async function withDatabase(
  { dataFolder, databaseUrl, subject }: LoadOptions,
  act: (attached: AttachedDatabase) => Promise<number>,
): Promise<number> {
  const command = `npm run load -- ${subject}`;
  const attached = await attachDatabase({ dataFolder, databaseUrl, role: "load", command });
  try {
    return await act(attached);
  } finally {
    await attached.close();
  }
}

async function run(attached: AttachedDatabase, options: LoadOptions, files: InputFile[]): Promise<number> {
  const { database } = attached;
  switch (options.subject) {
    case "sources":
      console.log(await sourcesText(database));
      return 0;
    case "imports":
      console.log(await importsText(database));
      return 0;
    case "undo":
      return undo(attached, options);
    case "demo":
      await takeDemo(attached);
      return finish(attached, options, true);
    case "observed":
      return (await takeArrests(database, options, files)) ? 0 : 1;
    case "check":
      return check(database, options, files);
    case "drop":
      return drop(attached, options);
    case "apart":
    case "together":
      return decide(attached, options, options.subject);
    default: {
      const report = await take(attached, options, files);
      return finish(attached, options, report.refused === null && report.accepted > 0);
    }
  }
}

async function take(
  { database }: AttachedDatabase,
  options: LoadOptions,
  files: InputFile[],
): Promise<ImportReport> {
  const isInvented = files.length === 0;
  const source = isInvented ? inventedResponders(options) : describeSource(options, files);
  const progress = startProgress(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const importOptions = { now: new Date(), onProgress: progress.show };
  try {
    const report = isInvented
      ? await importSyntheticResponders(database, source, options, importOptions)
      : await importGiven(database, options, source, files, importOptions);
    progress.stop();
    const names = files.map(({ name }) => name).join(", ") || "invented";
    console.log(reportText(`${options.subject} from ${names}`, report, source));
    return report;
  } finally {
    progress.stop();
  }
}

async function importGiven(
  database: Database,
  options: LoadOptions,
  source: ImportSource,
  files: InputFile[],
  importOptions: ImportOptions,
): Promise<ImportReport> {
  const subject = options.subject as FileSubject;
  const given = { subject, source, files, options: await readFileOptions(subject, options) };
  return importFiles(database, given, importOptions, platform);
}

/** 1 where a file is not what it should be. */
async function check(database: Database, { crs }: LoadOptions, files: InputFile[]): Promise<number> {
  let code = 0;
  for (const file of files) {
    const { text, isGood } = await checkFile(database, file, givenCrs(crs));
    console.log(text);
    if (!isGood) code = 1;
  }
  return code;
}

function inventedResponders({ sourceId, title, attribution, date, seed }: LoadOptions) {
  return {
    id: sourceId ?? "synthetic-responders",
    title: title ?? `Synthetic responders (seed ${seed})`,
    isSynthetic: true,
    attribution: attribution ?? null,
    dataDate: date ?? null,
  };
}

async function takeDemo({ connectionString, neonHttp }: AttachedDatabase): Promise<void> {
  const steps = showSteps(process.stderr);
  const connectionStrings = {
    owner: connectionString,
    serve: connectionString,
    run: connectionString,
    load: connectionString,
  };
  try {
    const own = { connectionStrings, neonHttp, close: async () => {}, failed: new Promise<Error>(() => {}) };
    await loadDemo(own, await makeDemoBeside(steps), steps);
  } finally {
    steps.close();
  }
  console.log("the demo is in force");
}

async function drop(attached: AttachedDatabase, options: LoadOptions): Promise<number> {
  const { database } = attached;
  const [id] = options.operands;
  if ((await readArrestAggregates(database)).some(({ source }) => source.id === id)) {
    return dropArrests(database, options);
  }
  const source = (await readSources(database)).find((one) => one.id === id && !one.isRetired);
  if (!source)
    throw new Error(`got source ${id}, which is not in force; npm run load -- sources lists those that are`);
  if (
    !options.isSure &&
    !(await isConfirmed(`Take ${source.kind} of ${id} (${source.title}) out of force? [y/N] `))
  ) {
    console.log("nothing was changed");
    return 0;
  }
  const report = (await dropSource(database, id, { now: new Date(), random: fillRandom }))!;
  console.log(reportText(`drop ${id}`, report));
  if (report.refused === null)
    console.log("\n  what it had displaced does not come back by itself; load that again, or undo the drop");
  return finish(attached, options, report.refused === null);
}

async function dropArrests(database: Database, { operands: [id], isSure }: LoadOptions): Promise<number> {
  if (!isSure && !(await isConfirmed(`Erase the observed arrests of ${id}? [y/N] `))) {
    console.log("nothing was changed");
    return 0;
  }
  await eraseArrests(database, id);
  console.log(`the observed arrests of ${id} are erased`);
  return 0;
}

async function undo(attached: AttachedDatabase, options: LoadOptions): Promise<number> {
  const { database } = attached;
  const [id] = options.operands;
  const entry = isUuid(id) ? await readLoggedImport(database, id) : null;
  if (!entry) throw new Error(`got import ${id}, which is not known; npm run load -- imports lists them`);
  const obstacle = await undoObstacle(database, entry);
  if (obstacle) throw new Error(obstacle);
  const when = entry.importedAt.slice(0, 10);
  const question = `Take back the ${entry.kind} of ${entry.sourceId}, imported on ${when}? [y/N] `;
  if (!options.isSure && !(await isConfirmed(question))) {
    console.log("nothing was changed");
    return 0;
  }
  const report = (await undoImport(database, id, { now: new Date(), random: fillRandom }))!;
  console.log(reportText(`undo ${id}`, report));
  return finish(attached, options, report.refused === null);
}

async function decide(
  attached: AttachedDatabase,
  options: LoadOptions,
  decision: ApartDecision,
): Promise<number> {
  const report = await decideApart(attached.database, decision, options.operands, { now: new Date() });
  console.log(reportText(`${decision} ${options.operands.join(" ")}`, report));
  return finish(attached, options, report.refused === null);
}

async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Error("got no terminal to ask on, expected --yes with drop and undo; add --yes");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(question);
  lines.close();
  return /^(y|yes|j|ja)$/i.test(answer.trim());
}

/** Calculates again, which is done at once where nothing changed, and gives the exit code. */
async function finish(
  { database }: AttachedDatabase,
  { recalculates }: LoadOptions,
  isTaken: boolean,
): Promise<number> {
  if (isTaken && recalculates) {
    const progress: Progress = startProgress(0);
    const onProgress = (done: number, total: number) => progress.step("calculating", done, total);
    const outcome = await recalculate(database, { trigger: "load", onProgress }).finally(progress.stop);
    console.log(`\n${recalculateText(outcome)}`);
  }
  return isTaken ? 0 : 1;
}
