/**
 * One way to Postgres for the Worker, the scripts and the tests: Neon's driver over HTTP.
 * `neonHttp` points it at a local Neon-protocol server; without it the driver finds Neon itself.
 */
import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";

export interface Database {
  /** tagged template and `sql.query(text, params)`; `sql.transaction([...])` is one atomic request */
  sql: NeonQueryFunction<false, false>;
  /** drizzle, for plain typed queries; it has no `transaction()`, use `orm.batch` */
  orm: NeonHttpDatabase;
}

export function openDatabase({
  connectionString,
  neonHttp,
}: {
  connectionString: string;
  neonHttp?: string;
}): Database {
  if (neonHttp) localEndpoints.set(new URL(connectionString).host, neonHttp);
  const sql = neon(connectionString);
  return { sql, orm: drizzle(sql) };
}

/**
 * The driver knows one endpoint for all its databases; several local ones in one process (tests) are told apart by
 * the host and port of their connection strings.
 */
const localEndpoints = new Map<string, string>();
const neonEndpoint = neonConfig.fetchEndpoint;
neonConfig.fetchEndpoint = (host, port, options) =>
  localEndpoints.get(port ? `${host}:${port}` : host) ??
  (typeof neonEndpoint === "function" ? neonEndpoint(host, port, options) : neonEndpoint);
