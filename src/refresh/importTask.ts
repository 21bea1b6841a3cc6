/**
 * One import or undo that was asked for through the API: claim it, do it, say so, plan a run. Twice is harmless: the
 * import's row in the log has the request's id, so a second one under it is refused by the database.
 */
import { toUtf8 } from "../load/toUtf8.ts";
import type { Database } from "../store/database.ts";
import { importFiles } from "../store/imports/importFiles.ts";
import { readLoggedImport } from "../store/imports/importHistory.ts";
import type { ResponderImportOptions } from "../store/imports/importResponders.ts";
import type { ImportReport } from "../store/imports/report.ts";
import {
  claimRequest,
  finishRequest,
  type ImportRequest,
  noteRun,
  readRequest,
} from "../store/imports/requests.ts";
import { stagedBody } from "../store/imports/stagedBody.ts";
import { undoImport } from "../store/imports/undoImport.ts";

export interface ImportWork {
  /** as the role that loads */
  database: Database;
  /** plans a run for the inputs in force, as the cron does; null where there is none to make */
  planRun: (trigger: string) => Promise<string | null>;
  now: () => Date;
  /** fills bytes with secret randomness */
  random: ResponderImportOptions["random"];
}

/** `busy`: somebody else has it, for at most the lease of `requests.ts`. */
export type ImportOutcome = "finished" | "busy" | "unknown";

/** A worker that ends in the middle as often as this does not get to the end: most likely the memory is too small. */
const ATTEMPTS_MAX = 3;
const TOO_LARGE =
  "it ended in the middle each time, most likely because it is too large for the service; load it with npm run load";

export async function runImportTask(work: ImportWork, id: string): Promise<ImportOutcome> {
  const { database, now } = work;
  const claimed = await claimRequest(database, id, now());
  if (claimed === null) {
    const held = await readRequest(database, id);
    if (held === null) return "unknown";
    if (held.finishedAt === null) return "busy";
    await planAfter(work, held);
    return "finished";
  }
  const { request, attempts } = claimed;
  if (attempts > ATTEMPTS_MAX) {
    await finishRequest(database, id, {
      status: "failed",
      problem: request.problem ?? TOO_LARGE,
      now: now(),
    });
    return "finished";
  }
  const report = (await reportOfBefore(database, id)) ?? (await perform(work, request));
  await finishImport(work, request, report);
  return "finished";
}

/** Writes the outcome down, and plans a run where something new is in force. */
export async function finishImport(
  work: ImportWork,
  request: ImportRequest,
  report: ImportReport,
): Promise<void> {
  const status = report.refused === null ? "done" : "refused";
  const { database, now } = work;
  await finishRequest(database, request.id, { status, report, problem: report.refused, now: now() });
  await planAfter(work, { ...request, status, report });
}

/** An attempt before this one came through, and ended before it could say so. */
async function reportOfBefore(database: Database, id: string): Promise<ImportReport | null> {
  return (await readLoggedImport(database, id))?.report ?? null;
}

async function perform(work: ImportWork, { id, actor, task }: ImportRequest): Promise<ImportReport> {
  const { database, random, now } = work;
  const options = { now: now(), id, actor, random };
  if ("undoes" in task) {
    const report = await undoImport(database, task.undoes, options);
    if (report) return report;
    throw new Error(`got import ${task.undoes} to undo, which is not in the log any more`);
  }
  const { subject, source, fileName: name, format, head, encoding, contentHash } = task;
  const bytes = toUtf8(stagedBody(database, id), encoding);
  const file = { name, format, head, bytes, contentHash: () => contentHash ?? "" };
  return importFiles(database, { subject, source, files: [file], options: task.options }, options, {
    random,
  });
}

/** Not planned twice: a run that is there already is found again. */
async function planAfter(
  { database, planRun }: ImportWork,
  { id, status, report, runId }: Pick<ImportRequest, "id" | "status" | "report" | "runId">,
): Promise<void> {
  if (status !== "done" || !report?.isNewEdition || runId !== null) return;
  const planned = await planRun(`import ${id}`);
  if (planned) await noteRun(database, id, planned);
}
