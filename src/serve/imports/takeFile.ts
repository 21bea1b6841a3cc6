/**
 * A file that was sent in: stored in parts and put on the queue, so that the work outlives the request. Responders are
 * not stored: they are read, counted into cells and dropped within the request itself.
 */
import type { Context } from "hono";
import { toUtf8 } from "../../load/toUtf8.ts";
import { KIND_OF } from "../../store/imports/fileSubjects.ts";
import type { ImportReport } from "../../store/imports/report.ts";
import {
  type FileTask,
  forgetRequest,
  type ImportRequest,
  markReceived,
  openRequest,
  sweepRequests,
} from "../../store/imports/requests.ts";
import { stageBody } from "../../store/imports/stagedBody.ts";
import type { StoredKey } from "../../store/keys.ts";
import { type IncomingFile, openBody } from "./body.ts";
import { requireScope } from "./gate.ts";
import { type ImportQuery, optionsOf, sourceOf } from "./parameters.ts";
import type { ImportService } from "./service.ts";

/** The id to follow it by. Whatever goes wrong before, nothing is left of it. */
export async function takeFile(
  c: Context,
  service: ImportService,
  key: StoredKey,
  query: ImportQuery,
): Promise<string> {
  const subject = query.kind;
  requireScope(key, KIND_OF[subject]);
  const options = optionsOf(query);
  const fileName = query.fileName ?? `${query.source} by API`;
  const file = await openBody(c, { subject, name: fileName, encoding: query.encoding });
  const { format, encoding } = file;
  const isStored = subject !== "responders";
  const task: FileTask = {
    ...{ subject, source: sourceOf(query), options, encoding, fileName, format },
    head: isStored ? file.head : "",
    byteCount: 0,
    contentHash: null,
  };
  const { database, now } = service;
  await sweepRequests(database, now());
  const id = crypto.randomUUID();
  const asked = { id, kind: KIND_OF[subject], actor: `key ${key.name}`, task, receivedAt: now() };
  await openRequest(database, { ...asked, status: "receiving" });
  try {
    if (isStored) await store(service, { id, task }, file);
    else await countNow(service, asked, file);
    return id;
  } catch (error) {
    await forgetRequest(database, id);
    throw error;
  }
}

async function store(
  { database, enqueue }: ImportService,
  { id, task }: { id: string; task: FileTask },
  file: IncomingFile,
): Promise<void> {
  await stageBody(database, id, file.bytes);
  await markReceived(database, id, { ...task, byteCount: file.byteCount(), contentHash: file.contentHash() });
  await enqueue(id);
}

/** Positions live in this request's memory, one batch at a time; the answer keeps no hash of a file one could guess. */
async function countNow(
  service: ImportService,
  {
    id,
    kind,
    actor,
    task,
    receivedAt,
  }: Pick<ImportRequest, "id" | "kind" | "actor" | "receivedAt"> & { task: FileTask },
  file: IncomingFile,
): Promise<void> {
  // with them come the readers and the tables of opening_hours: an isolate that only serves tiles does without
  const { importFiles } = await import("../../store/imports/importFiles.ts");
  const { finishImport } = await import("../../refresh/importTask.ts");
  const { database, random } = service;
  const { subject, source, fileName: name, format, options } = task;
  const bytes = toUtf8(file.bytes, file.encoding);
  const given = { name, format, head: file.head, bytes, contentHash: () => file.contentHash() };
  const act = { now: service.now(), id, actor };
  const report = await importFiles(database, { subject, source, files: [given], options }, act, { random });
  const request = { id, kind, actor, task, receivedAt, runId: null, problem: null, report: null };
  await finishImport(
    service,
    { ...request, status: "reading", startedAt: receivedAt, finishedAt: null },
    withoutHashes(report),
  );
}

function withoutHashes(report: ImportReport): ImportReport {
  return { ...report, hashes: {} };
}
