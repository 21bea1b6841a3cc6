/**
 * What every response carries, whatever its status (NL GOV REST API Design Rules, transport security module; CORS),
 * and the answers that need no handler: OPTIONS and methods that an address does not have.
 */
import type { MiddlewareHandler } from "hono";
import { problemResponse } from "./problem.ts";

export const ALLOWED_METHODS = "GET, HEAD, OPTIONS";

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

/** `isKnown`: whether a path is an address of this API. Everything here is read-only. */
export function readOnly(isKnown: (path: string) => boolean): MiddlewareHandler {
  return async (c, next) => {
    const { method } = c.req;
    if (method === "GET" || method === "HEAD" || !isKnown(c.req.path)) return next();
    if (method === "OPTIONS") {
      return c.body(null, 204, {
        Allow: ALLOWED_METHODS,
        "Access-Control-Allow-Methods": ALLOWED_METHODS,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Cache-Control": "no-store",
      });
    }
    return problemResponse(c, { reason: "wrongMethod", method, allow: ALLOWED_METHODS });
  };
}

/** `/collections/{collectionId}` → whether a path has that shape; a segment is anything but a slash. */
export function pathMatcher(templates: readonly string[]): (path: string) => boolean {
  const patterns = templates.map(
    (template) => new RegExp(`^${template.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  );
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** Postgres stores no NUL in text and would fail on it. */
export function withoutNul(): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes("%00")) return next();
    const detail = "got a NUL character (%00) in the address, expected text; leave it out.";
    return problemResponse(c, { reason: "invalid", errors: [{ detail }] });
  };
}
