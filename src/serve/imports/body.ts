/**
 * The file in a request's body, as it comes in: what it is by its first bytes, no more of it than fits, hashed on the
 * way. Nothing is kept here.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Context } from "hono";
import { type FileFormat, FORMAT_NAMES } from "../../load/fileFormat.ts";
import { IDENTIFIED_BYTES, identifyFile, type KnownFile } from "../../load/identifyFile.ts";
import type { ByteSource } from "../../load/reader.ts";
import type { Encoding } from "../../load/toUtf8.ts";
import { FORMATS } from "../../store/imports/fileSubjects.ts";
import { refuse } from "../problem.ts";
import type { SentSubject } from "./parameters.ts";

const MB = 1_000_000;

/**
 * An isolate has 128 MB, 33 of them before anything is read. What each kind was measured to take, garbage included, and
 * what follows per MB, stands in docs/imports.md; of `region-table` nothing was measured (assumption: as other tables).
 */
export const BODY_LIMIT_BYTES: Record<SentSubject, number> = {
  aeds: 3 * MB,
  responders: 8 * MB,
  population: MB,
  regions: 2 * MB,
  "region-table": MB,
  posts: 4 * MB,
  "police-fire-posts": 4 * MB,
  "observed-values": MB,
};

const JSON_FORMS: readonly FileFormat[] = ["json", "overpass", "json-list", "ndjson"];
/** By which a client says what it sends; the bytes have to agree. A lone GeoJSON feature is a record on a line. */
const MEDIA_TYPES: Record<string, readonly FileFormat[]> = {
  "text/csv": ["csv"],
  "application/csv": ["csv"],
  "application/json": JSON_FORMS,
  "application/geo+json": ["json", "ndjson"],
  "application/vnd.geo+json": ["json", "ndjson"],
  "application/geo+json-seq": ["ndjson"],
  "application/x-ndjson": ["ndjson"],
  "application/vnd.openstreetmap.data+pbf": ["pbf"],
  "application/x-protobuf": ["pbf"],
};
const LOAD_INSTEAD = "load it with npm run load on the machine of the operator";

export interface IncomingFile extends KnownFile {
  /** once, up to the limit; ends the request with 413 beyond it, with 400 where it is cut off */
  bytes: ByteSource;
  byteCount(): number;
  contentHash(): string;
}

export function acceptedMediaTypes(subject?: SentSubject): string[] {
  const formats: readonly FileFormat[] = subject ? FORMATS[subject] : Object.values(FORMATS).flat();
  return Object.keys(MEDIA_TYPES).filter((type) =>
    MEDIA_TYPES[type].some((format) => format !== "pbf" && formats.includes(format)),
  );
}

/** Refuses by what the headers say before a byte is read. */
export async function openBody(
  c: Context,
  { subject, name, encoding }: { subject: SentSubject; name: string; encoding: Encoding },
): Promise<IncomingFile> {
  const said = formatsSaid(c, subject);
  const limit = BODY_LIMIT_BYTES[subject];
  const length = c.req.header("Content-Length");
  if (Number(length ?? 0) > limit) refuse(tooLarge(subject));
  const chunks = chunksOf(c.req.raw.body);
  const first = await readHead(chunks);
  const known = await identifyFile(name, concatenated(first).subarray(0, IDENTIFIED_BYTES), encoding);
  if ("refused" in known) refuse({ reason: "mediaType", detail: `${known.refused.replace(/\.?$/, ".")}` });
  if (known.format === "pbf") refuse(noPbf());
  if (!said.includes(known.format)) {
    const detail = `got ${FORMAT_NAMES[known.format]} in the body, expected ${listed(said)} as the Content-Type says; correct one of them.`;
    refuse({ reason: "mediaType", detail });
  }
  const hash = sha256.create();
  let count = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of oneAfterTheOther(first, chunks)) {
      count += chunk.length;
      if (count > limit) refuse(tooLarge(subject));
      hash.update(chunk);
      yield chunk;
    }
    if (length !== undefined && count !== Number(length)) {
      const detail = `got ${count} bytes, expected ${length} as the Content-Length says; send it again.`;
      refuse({ reason: "invalid", errors: [{ detail }] });
    }
  }
  let hex: string | undefined;
  const contentHash = () => {
    hex ??= bytesToHex(hash.digest());
    return hex;
  };
  return { ...known, bytes: bytes(), byteCount: () => count, contentHash };
}

function formatsSaid(c: Context, subject: SentSubject): readonly FileFormat[] {
  const type = (c.req.header("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
  const formats = MEDIA_TYPES[type] ?? [];
  if (formats.includes("pbf")) return refuse(noPbf());
  const encoding = c.req.header("Content-Encoding");
  if (encoding && encoding !== "identity") {
    return refuse({
      reason: "mediaType",
      detail: `got Content-Encoding: ${encoding.slice(0, 80)}, expected the file as it is; send it unpacked.`,
    });
  }
  const accepted = acceptedMediaTypes(subject);
  if (accepted.includes(type)) return formats.filter((format) => FORMATS[subject].includes(format));
  const got = type ? `Content-Type: ${type.slice(0, 80)}` : "no Content-Type";
  const expected = `expected one of ${accepted.join(", ")} for ${subject}`;
  return refuse({ reason: "mediaType", detail: `got ${got}, ${expected}; name what you send.` });
}

function listed(formats: readonly FileFormat[]): string {
  return formats.map((format) => FORMAT_NAMES[format]).join(" or ");
}

function noPbf() {
  const detail = `got ${FORMAT_NAMES.pbf}, which is not read here: unpacking a country takes more than the service has; ${LOAD_INSTEAD}, or send its AEDs or posts as GeoJSON.`;
  return { reason: "mediaType", detail } as const;
}

function tooLarge(subject: SentSubject) {
  const limit = `${BODY_LIMIT_BYTES[subject] / MB} MB`;
  return {
    reason: "tooLarge",
    detail: `got more than ${limit} of ${subject}, expected at most that; ${LOAD_INSTEAD}.`,
  } as const;
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** As many chunks as tell what the file is. */
async function readHead(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array[]> {
  const head: Uint8Array[] = [];
  for (let length = 0; length < IDENTIFIED_BYTES; ) {
    const { done, value } = await chunks.next();
    if (done) break;
    head.push(value);
    length += value.length;
  }
  return head;
}

async function* oneAfterTheOther(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
