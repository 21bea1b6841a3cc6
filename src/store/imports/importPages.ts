/** Requests and the log beside each other: what was asked, what came of it, and what came in by the command line. */
import type { Database } from "../database.ts";
import { type LoggedImport, readLoggedImport, readLoggedImports } from "./importHistory.ts";
import type { InputKind } from "./report.ts";
import { type ImportRequest, readRequest, readRequests } from "./requests.ts";

/** At least one of the two is there: a request that changed nothing is not in the log, a command is no request. */
export interface KnownImport {
  id: string;
  request: ImportRequest | null;
  logged: LoggedImport | null;
}

/** `id` has to be a UUID. A file that is still coming in is not known yet. */
export async function readKnownImport(database: Database, id: string): Promise<KnownImport | null> {
  const [request, logged] = await Promise.all([readRequest(database, id), readLoggedImport(database, id)]);
  if (logged === null && (request === null || request.status === "receiving")) return null;
  return { id, request, logged };
}

/** The newest first. */
export async function readKnownImports(
  database: Database,
  { kinds, limit, offset }: { kinds: readonly InputKind[]; limit: number; offset: number },
): Promise<{ imports: KnownImport[]; matched: number }> {
  const known = `(select id, imported_at as at from import_log where kind = any($1::text[])
    union all select id, received_at from intake.import_request where kind = any($1::text[])
      and status <> 'receiving' and id not in (select id from import_log)) known`;
  const { sql } = database;
  const [rows, [{ matched }]] = await sql.transaction([
    sql.query(`select id from ${known} order by at desc, id limit $2 offset $3`, [kinds, limit, offset]),
    sql.query(`select count(*)::integer as matched from ${known}`, [kinds]),
  ]);
  const ids = rows.map((row) => row.id as string);
  const [requests, logs] = await Promise.all([readRequests(database, ids), readLoggedImports(database, ids)]);
  const requestOf = new Map(requests.map((request) => [request.id, request]));
  const loggedOf = new Map(logs.map((logged) => [logged.id, logged]));
  return {
    imports: ids.map((id) => ({ id, request: requestOf.get(id) ?? null, logged: loggedOf.get(id) ?? null })),
    matched,
  };
}
