/**
 * Who may write. Without a live key there is nothing here: 404, as for any other path. The key comes in a header and
 * is never written anywhere.
 */
import type { Context, MiddlewareHandler } from "hono";
import type { InputKind } from "../../store/imports/report.ts";
import { findKey, hasLiveKey, IMPORT_SCOPES, keyState, type StoredKey } from "../../store/keys.ts";
import { problemResponse, type Refusal, refuse } from "../problem.ts";
import { CACHE } from "../respond.ts";
import type { ImportService } from "./service.ts";

/** The key of a request under way. */
const keyOf = new WeakMap<Request, StoredKey>();

/**
 * Asked before anything else of a request is looked at. What is answered to who has a key is for nobody else, errors
 * included.
 */
export function importGate(service: ImportService): MiddlewareHandler {
  const { database, isEnabled, now } = service;
  return async (c, next) => {
    if (!(isEnabled ?? (await hasLiveKey(database, now())))) {
      return problemResponse(c, { reason: "unknownPath", path: c.req.path.slice(0, 200) });
    }
    const key = c.req.method === "OPTIONS" ? null : await findLiveKey(c, service);
    if (key && "reason" in key) c.res = problemResponse(c, key);
    else {
      if (key) keyOf.set(c.req.raw, key);
      await next();
    }
    c.res.headers.set("Cache-Control", CACHE.private);
  };
}

/** The key that the gate let in. */
export function keyOfRequest(c: Context): StoredKey {
  return keyOf.get(c.req.raw)!;
}

/** What is wrong with a key is told to who holds it, and to nobody else. */
async function findLiveKey(c: Context, { database, now }: ImportService): Promise<StoredKey | Refusal> {
  const noKey = (detail: string): Refusal => ({ reason: "noKey", detail });
  const text = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  if (text === undefined) {
    return noKey("got no key, expected the header Authorization: Bearer <key>; ask the operator for a key.");
  }
  const key = await findKey(database, text, now());
  if (key === null) return noKey("got a key that is not known here; check that it is whole.");
  const state = keyState(key, now());
  if (state === "live") return key;
  const since = (state === "revoked" ? key.revokedAt! : key.expiresAt).toISOString().slice(0, 10);
  return noKey(`got a key that is ${state} since ${since}; ask the operator for a new one.`);
}

export function requireScope({ scopes }: StoredKey, kind: InputKind): void {
  const scope = IMPORT_SCOPES[kind];
  if (!scopes.includes(scope)) refuse({ reason: "forbidden", scope, scopes });
}

export function kindsOf({ scopes }: StoredKey): InputKind[] {
  return (Object.keys(IMPORT_SCOPES) as InputKind[]).filter((kind) => scopes.includes(IMPORT_SCOPES[kind]));
}
