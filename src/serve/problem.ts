/**
 * Everything that can go wrong, in one table to HTTP: RFC 9457 problem documents that say what was got, what was
 * expected and what to do. Core code refuses with a reason; nothing else here decides a status.
 */
import type { Context } from "hono";

export interface ProblemError {
  detail: string;
  /** the query or path parameter at fault */
  parameter?: string;
  /** the place in a body at fault, a JSON pointer */
  pointer?: string;
}

export type Refusal =
  | { reason: "invalid"; errors: ProblemError[] }
  | { reason: "unknownPath"; path: string }
  | { reason: "unknownId"; kind: string; id: string; known?: readonly string[] }
  | { reason: "outOfRange"; detail: string }
  | { reason: "wrongMethod"; method: string; allow: string }
  | { reason: "notAcceptable"; accept: string; offered: readonly string[] }
  | { reason: "noKey"; detail: string }
  | { reason: "forbidden"; scope: string; scopes: readonly string[] }
  | { reason: "conflict"; detail: string }
  | { reason: "tooLarge"; detail: string }
  | { reason: "mediaType"; detail: string }
  | { reason: "tooMany"; detail: string }
  | { reason: "noRun" }
  | { reason: "notInRun"; runId: string }
  | { reason: "databaseDown" }
  | { reason: "internal" };

type Reason = Refusal["reason"];

type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 406 | 409 | 413 | 415 | 429 | 500 | 503;

const STATUS: Record<Reason, { status: ProblemStatus; title: string }> = {
  invalid: { status: 400, title: "Invalid request" },
  unknownPath: { status: 404, title: "Not found" },
  unknownId: { status: 404, title: "Not found" },
  outOfRange: { status: 404, title: "Tile out of range" },
  wrongMethod: { status: 405, title: "Method not allowed" },
  notAcceptable: { status: 406, title: "Not acceptable" },
  noKey: { status: 401, title: "A key is needed" },
  forbidden: { status: 403, title: "The key does not allow this" },
  conflict: { status: 409, title: "In conflict with what is in force" },
  tooLarge: { status: 413, title: "Too large" },
  mediaType: { status: 415, title: "Not a form that is read here" },
  tooMany: { status: 429, title: "Too much at once" },
  notInRun: { status: 404, title: "Not in this run" },
  noRun: { status: 503, title: "Nothing has been published yet" },
  databaseDown: { status: 503, title: "The database does not answer" },
  internal: { status: 500, title: "Internal error" },
};

/** A first computation takes about a minute and a database that sleeps wakes within seconds: assumptions. */
const RETRY_AFTER_SECONDS: Partial<Record<Reason, number>> = { noRun: 30, databaseDown: 5, tooMany: 60 };

/** Ends the request with the problem of this refusal. */
export function refuse(refusal: Refusal): never {
  throw new Error(refusal.reason, { cause: refusal });
}

/** The refusal that an error carries, or null where it is a broken promise of ours. */
export function refusalOf(error: unknown): Refusal | null {
  const cause = error instanceof Error ? error.cause : null;
  const isRefusal = typeof cause === "object" && cause !== null && "reason" in cause;
  return isRefusal && (cause.reason as string) in STATUS ? (cause as Refusal) : null;
}

export function problemResponse(c: Context, refusal: Refusal): Response {
  const { status, title } = STATUS[refusal.reason];
  const errors = refusal.reason === "invalid" ? refusal.errors : undefined;
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    Vary: "Accept, Accept-Language, Accept-Encoding",
  };
  const retrySeconds = RETRY_AFTER_SECONDS[refusal.reason];
  if (retrySeconds) headers["Retry-After"] = String(retrySeconds);
  // RFC 9110 §11.6.1: a 401 names the way to a better answer
  if (refusal.reason === "noKey") headers["WWW-Authenticate"] = 'Bearer realm="zesminuten"';
  if (refusal.reason === "wrongMethod") headers.Allow = refusal.allow;
  return c.body(JSON.stringify({ type: "about:blank", status, title, detail: detailOf(refusal), errors }), {
    status,
    headers,
  });
}

function detailOf(refusal: Refusal): string {
  switch (refusal.reason) {
    case "invalid":
      return refusal.errors.map(({ detail }) => detail).join(" ");
    case "unknownPath":
      return `got ${refusal.path}, which is no address of this API (no address ends in a slash); start at /v1.`;
    case "unknownId":
      return unknownIdDetail(refusal);
    case "outOfRange":
    case "noKey":
    case "conflict":
    case "tooLarge":
    case "mediaType":
    case "tooMany":
      return refusal.detail;
    case "forbidden":
      return `got a key for ${refusal.scopes.join(", ")}, expected one for ${refusal.scope}; ask for a key with this scope.`;
    case "wrongMethod":
      return `got ${refusal.method}, expected ${refusal.allow}; use one of these.`;
    case "notAcceptable":
      return `got Accept: ${refusal.accept}, expected one of ${refusal.offered.join(", ")}; ask for one of these or leave the header out.`;
    case "noRun":
      return "no run has been published yet, expected one; wait for the first computation, or start it with `npm run recalculate`.";
    case "notInRun":
      return `got run ${refusal.runId}, which has no simulated response, expected one calculated with it; leave runId out, or wait for the next calculation.`;
    case "databaseDown":
      return "the database did not answer; try again, and if it stays so check that it runs and that DATABASE_URL names it.";
    case "internal":
      return "something is wrong on our side; try again, and report it with the time and the address if it stays so.";
  }
}

function unknownIdDetail({ kind, id, known }: Extract<Refusal, { reason: "unknownId" }>): string {
  const expected = known ? `one of ${known.join(", ")}` : "an id as the lists of this API give it";
  return `got ${kind} "${id.slice(0, 80)}", expected ${expected}; check the id.`;
}
