/**
 * How an answer leaves: content negotiation, validators, 304, and for how long it may be kept.
 * Two kinds of address: run-keyed ones never change; pointer addresses follow the published run.
 */
import type { Context } from "hono";
import { refuse } from "./problem.ts";

export const CACHE = {
  /** an address that carries its run */
  immutable: "public, max-age=31536000, immutable",
  /** follows the published run; public data, so the design rules' `no-store` is left on purpose (docs) */
  pointer: "public, max-age=60, stale-while-revalidate=86400",
  /** documents that lead to the others */
  revalidate: "no-cache",
  never: "no-store",
  /** for who asked with a key, and nobody else */
  private: "private, no-store",
} as const;

export const MEDIA = {
  json: "application/json",
  geojson: "application/geo+json",
  html: "text/html; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  openapi: "application/vnd.oai.openapi+json;version=3.0",
  mvt: "application/vnd.mapbox-vector-tile",
} as const;

export interface AnswerOptions {
  type: string;
  cache: string;
  /** everything that determines the bytes; without it the bytes themselves are hashed */
  etagOf?: string;
  headers?: Record<string, string>;
}

/** Renders only when the client does not hold it already. An empty body is 204. */
export async function respond(
  c: Context,
  { type, cache, etagOf, headers = {} }: AnswerOptions,
  render: () => Promise<string | Uint8Array> | string | Uint8Array,
): Promise<Response> {
  const common: Record<string, string> = {
    Vary: "Accept, Accept-Language",
    ...headers,
    "Cache-Control": cache,
  };
  if (etagOf !== undefined) {
    common.ETag = await strongEtag(etagOf);
    if (clientHolds(c, common.ETag)) return notModified(c, common);
  }
  const body = await render();
  if (etagOf === undefined && cache !== CACHE.never && cache !== CACHE.private) {
    common.ETag = await strongEtag(body);
    if (clientHolds(c, common.ETag)) return notModified(c, common);
  }
  if (body.length === 0) return c.body(null, 204, withoutEncoding(common));
  const init = { status: 200, headers: { "Content-Type": type, ...common }, encodeBody: encodeBody(common) };
  return new Response(body as BodyInit, init as ResponseInit);
}

export function respondJson(
  c: Context,
  document: unknown,
  { type = MEDIA.json, cache = CACHE.revalidate, ...options }: Partial<AnswerOptions> = {},
): Promise<Response> {
  return respond(c, { type, cache, ...options }, () => JSON.stringify(document));
}

/** 128 bits of SHA-256, quoted: strong, one per encoding because the encoding is part of what is hashed. */
export async function strongEtag(of: string | Uint8Array): Promise<string> {
  const bytes = typeof of === "string" ? new TextEncoder().encode(of) : of;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}

/** If-None-Match compares weakly (RFC 9110 §13.1.2): proxies may mark our tags as weak. */
function clientHolds(c: Context, etag: string): boolean {
  const held = c.req.header("If-None-Match");
  if (held === undefined) return false;
  return held.trim() === "*" || held.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

function notModified(c: Context, headers: Record<string, string>): Response {
  return c.body(null, 304, withoutEncoding(headers));
}

function withoutEncoding({ "Content-Encoding": _, ...headers }: Record<string, string>) {
  return headers;
}

/** workerd compresses by itself unless told that the bytes are compressed already. */
function encodeBody(headers: Record<string, string>): "manual" | "automatic" {
  return headers["Content-Encoding"] ? "manual" : "automatic";
}

/**
 * The representation to send: `f=` decides, else the Accept header; the first offered one wins a tie.
 * `offered`: name for `f=` → media type.
 */
export function negotiate<F extends string>(
  c: Context,
  f: F | undefined,
  offered: Partial<Record<F, string>>,
): F {
  const names = Object.keys(offered) as F[];
  if (f !== undefined && f in offered) return f;
  const accept = c.req.header("Accept");
  if (!accept) return names[0];
  let best: { name: F; quality: number } | null = null;
  for (const name of names) {
    const quality = acceptedQuality(accept, offered[name]!);
    if (quality > (best?.quality ?? 0)) best = { name, quality };
  }
  const types = Object.values(offered) as string[];
  return best?.name ?? refuse({ reason: "notAcceptable", accept: accept.slice(0, 200), offered: types });
}

/** Media types that are also JSON, so that a client may ask for them by that name. */
const ALSO_JSON: readonly string[] = [MEDIA.geojson, MEDIA.openapi, MEDIA.json];

function acceptedQuality(accept: string, offered: string): number {
  const isJson = ALSO_JSON.includes(offered);
  const type = essence(offered);
  let [specificity, quality] = [-1, 0];
  for (const range of accept.split(",")) {
    const wanted = essence(range);
    const match = matchSpecificity(wanted, type, isJson);
    if (match <= specificity) continue;
    const weight = /;\s*q=([0-9.]+)/i.exec(range);
    [specificity, quality] = [match, weight ? Number(weight[1]) : 1];
  }
  return quality;
}

function matchSpecificity(wanted: string, type: string, isJson: boolean): number {
  if (wanted === type) return 3;
  if (isJson && wanted === MEDIA.json) return 2;
  if (wanted === `${type.split("/")[0]}/*`) return 1;
  return wanted === "*/*" ? 0 : -1;
}

function essence(type: string): string {
  return type.split(";")[0].trim().toLowerCase();
}

export type Language = "nl" | "en";

/** Dutch unless `?lang=` or Accept-Language prefers English. */
export function languageOf(c: Context, lang: Language | undefined): Language {
  if (lang) return lang;
  const qualities = { nl: 0, en: 0 };
  for (const range of (c.req.header("Accept-Language") ?? "").toLowerCase().split(",")) {
    const language = range.trim().slice(0, 2);
    const weight = /;\s*q=([0-9.]+)/.exec(range);
    if (language === "nl" || language === "en") {
      qualities[language] = Math.max(qualities[language], weight ? Number(weight[1]) : 1);
    }
  }
  return qualities.en > qualities.nl ? "en" : "nl";
}
