/**
 * Imports and undos asked for through the API: rows that outlive the request, so that the work does too. One worker
 * has a row at a time, by a lease; a message that comes twice finds it finished.
 */

import type { FileFormat } from "../../load/fileFormat.ts";
import type { Encoding } from "../../load/toUtf8.ts";
import type { Database } from "../database.ts";
import type { FileSubject } from "./fileSubjects.ts";
import type { FileOptions } from "./importFiles.ts";
import type { ImportReport, ImportSource, InputKind } from "./report.ts";
import { storableJson, storableText } from "./storableText.ts";

export interface FileTask {
  subject: FileSubject;
  source: ImportSource;
  options: FileOptions;
  encoding: Encoding;
  fileName: string;
  format: FileFormat;
  /** the first characters of the file, as its reader is chosen by them; empty where the file may not be stored */
  head: string;
  byteCount: number;
  /** sha256 of the file; null where it may not be kept */
  contentHash: string | null;
}
export interface UndoTask {
  undoes: string;
  source: ImportSource;
}
export type RequestTask = FileTask | UndoTask;

export type RequestStatus = "receiving" | "received" | "reading" | "done" | "refused" | "failed";

export interface ImportRequest {
  id: string;
  kind: InputKind;
  actor: string;
  task: RequestTask;
  status: RequestStatus;
  receivedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  report: ImportReport | null;
  problem: string | null;
  runId: string | null;
}

/** Longer than any import takes: a queue consumer ends after 15 minutes. */
export const LEASE_SECONDS = 15 * 60;

export async function openRequest(
  { sql }: Database,
  {
    id,
    kind,
    actor,
    task,
    status,
    receivedAt,
  }: Omit<ImportRequest, "startedAt" | "finishedAt" | "report" | "problem" | "runId">,
): Promise<void> {
  await sql`insert into intake.import_request (id, kind, actor, task, status, received_at)
    values (${id}, ${kind}, ${actor}, ${storableJson(task)}::jsonb, ${status}, ${receivedAt.toISOString()}::timestamptz)`;
}

/** The whole file is stored: from now on it is known by its id. */
export async function markReceived({ sql }: Database, id: string, task: RequestTask): Promise<void> {
  await sql`update intake.import_request set status = 'received', task = ${storableJson(task)}::jsonb
    where id = ${id} and status = 'receiving'`;
}

/** As though it had never been asked. */
export async function forgetRequest({ sql }: Database, id: string): Promise<void> {
  await sql.transaction([
    sql`delete from intake.import_body where request_id = ${id}`,
    sql`delete from intake.import_request where id = ${id}`,
  ]);
}

export async function countUnfinished({ sql }: Database): Promise<number> {
  const [{ count }] = await sql`select count(*)::integer as count from intake.import_request
    where status in ('receiving', 'received', 'reading')`;
  return count;
}

const COLUMNS =
  "id, kind, actor, task, status, received_at, started_at, finished_at, report, problem, run_id";

export async function readRequest({ sql }: Database, id: string): Promise<ImportRequest | null> {
  const rows = await sql.query(`select ${COLUMNS} from intake.import_request where id = $1`, [id]);
  return rows.length > 0 ? toRequest(rows[0]) : null;
}

export async function readRequests({ sql }: Database, ids: readonly string[]): Promise<ImportRequest[]> {
  const rows = await sql.query(`select ${COLUMNS} from intake.import_request where id = any($1::uuid[])`, [
    ids,
  ]);
  return rows.map(toRequest);
}

/** Takes a request that nobody has; null where it is finished, unknown or somebody else's. */
export async function claimRequest(
  { sql }: Database,
  id: string,
  now: Date,
): Promise<{ request: ImportRequest; attempts: number } | null> {
  const until = new Date(now.getTime() + LEASE_SECONDS * 1000);
  const rows = await sql.query(
    `update intake.import_request set status = 'reading', attempts = attempts + 1, lease_until = $3::timestamptz,
        started_at = coalesce(started_at, $2::timestamptz)
      where id = $1 and (status = 'received'
        or (status = 'reading' and coalesce(lease_until, '-infinity') < $2::timestamptz))
      returning ${COLUMNS}, attempts`,
    [id, now.toISOString(), until.toISOString()],
  );
  return rows.length > 0 ? { request: toRequest(rows[0]), attempts: rows[0].attempts } : null;
}

/** Gives it back to be tried again, with what went wrong. */
export async function releaseRequest({ sql }: Database, id: string, problem: string): Promise<void> {
  await sql`update intake.import_request set lease_until = null, problem = ${storableText(problem).slice(0, 1_000)}
    where id = ${id} and status = 'reading'`;
}

/** The end of it; its file goes in the same moment. */
export async function finishRequest(
  { sql }: Database,
  id: string,
  {
    status,
    report = null,
    problem = null,
    now,
  }: {
    status: "done" | "refused" | "failed";
    report?: ImportReport | null;
    problem?: string | null;
    now: Date;
  },
): Promise<void> {
  await sql.transaction([
    sql`update intake.import_request set status = ${status}, report = ${report && storableJson(report)}::jsonb,
        problem = ${problem}, finished_at = ${now.toISOString()}::timestamptz, lease_until = null
      where id = ${id} and status in ('receiving', 'received', 'reading')`,
    sql`delete from intake.import_body where request_id = ${id}`,
  ]);
}

export async function noteRun({ sql }: Database, id: string, runId: string): Promise<void> {
  await sql`update intake.import_request set run_id = ${runId} where id = ${id}`;
}

/** What a queue that lost its messages has to be told again. */
export async function readWaiting({ sql }: Database, now: Date): Promise<string[]> {
  const rows = await sql`select id from intake.import_request where status = 'received'
      or (status = 'reading' and coalesce(lease_until, '-infinity') < ${now.toISOString()}::timestamptz)
    order by received_at`;
  return rows.map((row) => row.id as string);
}

/** A sender that has not finished within the hour is gone; a file that nobody read within a day is not read any more. */
const RECEIVING_HOURS = 1;
const WAITING_HOURS = 24;
/** The log keeps what changed for ever; the answers to who asked need not be. Assumption. */
const ANSWER_DAYS = 90;

export async function sweepRequests({ sql }: Database, now: Date): Promise<void> {
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
  await sql.transaction([
    sql`delete from intake.import_request
      where (status = 'receiving' and received_at < ${before(RECEIVING_HOURS)}::timestamptz)
        or finished_at < ${before(ANSWER_DAYS * 24)}::timestamptz`,
    sql`update intake.import_request set status = 'failed', finished_at = ${now.toISOString()}::timestamptz,
        problem = coalesce(problem || '; ', '') || 'it was not read within a day; send it again'
      where status in ('received', 'reading') and received_at < ${before(WAITING_HOURS)}::timestamptz
        and coalesce(lease_until, '-infinity') < ${now.toISOString()}::timestamptz`,
    sql`delete from intake.import_body where request_id not in
      (select id from intake.import_request where status in ('receiving', 'received', 'reading'))`,
  ]);
}

function toRequest(row: Record<string, unknown>): ImportRequest {
  const moment = (value: unknown) => (value === null ? null : new Date(value as string));
  return {
    id: row.id as string,
    kind: row.kind as InputKind,
    actor: row.actor as string,
    task: row.task as RequestTask,
    status: row.status as RequestStatus,
    receivedAt: new Date(row.received_at as string),
    startedAt: moment(row.started_at),
    finishedAt: moment(row.finished_at),
    report: row.report as ImportReport | null,
    problem: row.problem as string | null,
    runId: row.run_id as string | null,
  };
}
