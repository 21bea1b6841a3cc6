/**
 * Neon's `/sql` protocol over HTTP in front of any Postgres session, on 127.0.0.1 only:
 * `{query, params}`, or `{queries: [...]}` in one transaction. As strict as Neon: stateless, one statement per
 * query, 64 MB each way. The password in `Neon-Connection-String` decides the database role.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Answer,
  type Problem,
  problem,
  runBatch,
  runQuery,
  type SqlBatch,
  type SqlQuery,
} from "./neonQuery.ts";
import type { Sessions } from "./sessions.ts";

/** Neon's limit for a request and for an answer. */
export const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** How long a running query may hold up the end. */
const CLOSE_WITHIN_MILLISECONDS = 2_000;

export interface NeonServer {
  port: number;
  close(): Promise<void>;
}

/** Node's own 5 s end connections of a busy client, which then sees its next query fail. */
const KEEP_ALIVE_MILLISECONDS = 600_000;

/** `roles`: password → role; null = the user who connected, who may everything. */
export async function startNeonServer({
  sessions,
  roles,
  port = 0,
}: {
  sessions: Sessions;
  roles: ReadonlyMap<string, string | null>;
  port?: number;
}): Promise<NeonServer> {
  const server = createServer((request, response) => {
    void answer(request, sessions, roles)
      .catch((error: unknown): Answer => ({ status: 500, body: String(error) }))
      .then((result) => send(response, result));
  });
  // a client that computes for seconds between two questions must find its connection still open
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // a caller that keeps asking on an open connection is cut off
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MILLISECONDS);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function answer(
  request: IncomingMessage,
  sessions: Sessions,
  roles: ReadonlyMap<string, string | null>,
): Promise<Answer> {
  if (request.method !== "POST" || request.url !== "/sql") {
    return { status: 404, body: "got another address; expected POST /sql" };
  }
  const password = passwordOf(header(request, "neon-connection-string"));
  const role = password === null ? undefined : roles.get(password);
  if (role === undefined) {
    return problem("password authentication failed", { code: "28P01", severity: "FATAL" });
  }
  const text = await readBody(request);
  if (text === null) return { status: 413, body: `request is larger than ${BODY_LIMIT_BYTES} bytes` };
  const body = parseBody(text);
  if ("status" in body) return body;
  return "queries" in body
    ? runBatch(sessions, role, body, (name) => header(request, name))
    : runQuery(sessions, role, body, (name) => header(request, name));
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

function passwordOf(connectionString: string | null): string | null {
  if (connectionString === null || !URL.canParse(connectionString)) return null;
  return decodeURIComponent(new URL(connectionString).password) || null;
}

/** The whole body, or null when it is too large; a body cut off by the sender rejects and nothing runs. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return length > BODY_LIMIT_BYTES ? null : Buffer.concat(chunks).toString("utf8");
}

function parseBody(text: string): SqlQuery | SqlBatch | Problem {
  try {
    const body = JSON.parse(text);
    if (Array.isArray(body?.queries) && body.queries.every(isQuery)) return body;
    if (isQuery(body)) return body;
  } catch {
    // told below, with the other shapes that are not ours
  }
  return problem("got a body of another shape; expected {query, params} or {queries: [{query, params}]}");
}

function isQuery(value: unknown): value is SqlQuery {
  const { query, params = [] } = (value ?? {}) as Partial<SqlQuery>;
  return typeof query === "string" && Array.isArray(params);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === "string";
  let text = isText ? body : JSON.stringify(body);
  if (Buffer.byteLength(text) > BODY_LIMIT_BYTES) {
    status = 507;
    text = `response is too large (max is ${BODY_LIMIT_BYTES} bytes)`;
  }
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json" }).end(text);
}
