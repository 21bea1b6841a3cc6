/**
 * What every response carries, whatever its status (NL GOV REST API Design Rules, transport security module; CORS),
 * and the answers that need no handler: OPTIONS and methods that an address does not have.
 */
import type { MiddlewareHandler } from "hono";
import { problemResponse } from "./problem.ts";

/** What a page of another origin may read. */
const EXPOSED_HEADERS = [
  "API-Version",
  "Content-Crs",
  "Content-Language",
  "Content-Location",
  "ETag",
  "Link",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
].join(", ");

/** HTML of ours holds no script, style or image. */
export const HTML_SECURITY_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function everyResponse(version: string): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("API-Version", version);
    headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    if (!headers.has("Content-Security-Policy")) {
      headers.set("Content-Security-Policy", "frame-ancestors 'none'");
    }
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
  };
}

/** `methodsOf`: the methods of a path, null where it is no address of this API. */
export function onlyItsMethods(methodsOf: (path: string) => string[] | null): MiddlewareHandler {
  return async (c, next) => {
    const { method } = c.req;
    const methods = methodsOf(c.req.path);
    if (methods === null || (methods.includes(method) && method !== "OPTIONS")) return next();
    const allow = methods.join(", ");
    if (method === "OPTIONS") {
      return c.body(null, 204, {
        Allow: allow,
        "Access-Control-Allow-Methods": allow,
        // no Authorization: a page of another origin has no business with a key
        "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Cache-Control": "no-store",
      });
    }
    return problemResponse(c, { reason: "wrongMethod", method, allow });
  };
}

/** Method and template of every route → the methods of a path; a segment is anything but a slash. */
export function methodMatcher(routes: readonly { method: string; path: string }[]) {
  const byPath = new Map<string, Set<string>>();
  for (const { method, path } of routes) {
    const methods = byPath.get(path) ?? new Set();
    byPath.set(path, methods.add(method.toUpperCase()));
  }
  const patterns = [...byPath].map(([path, methods]) => {
    const pattern = new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`);
    const reading = methods.has("GET") ? ["GET", "HEAD"] : [];
    const writing = [...methods].filter((method) => method !== "GET").sort();
    return { pattern, methods: [...reading, ...writing, "OPTIONS"] };
  });
  return (path: string): string[] | null => {
    const matching = patterns.filter(({ pattern }) => pattern.test(path));
    return matching.length > 0 ? [...new Set(matching.flatMap(({ methods }) => methods))] : null;
  };
}

/** Postgres stores no NUL in text and would fail on it. */
export function withoutNul(): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes("%00")) return next();
    const detail = "got a NUL character (%00) in the address, expected text; leave it out.";
    return problemResponse(c, { reason: "invalid", errors: [{ detail }] });
  };
}
