/**
 * What the loading tests share: sources from bytes and files, and a reader taken to its end.
 */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import type { ByteSource, Finding, Read } from "../../src/load/reader.ts";

const SHARED_DATA = new URL("../../../shared/data/", import.meta.url);
export const hasSharedData = existsSync(SHARED_DATA);
export const NO_SHARED_DATA = "skipped: no shared data";

export function sharedFile(path: string): ByteSource {
  return {
    [Symbol.asyncIterator]: () => createReadStream(new URL(path, SHARED_DATA))[Symbol.asyncIterator](),
  };
}

export function sharedBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, SHARED_DATA)));
}

/** Begins anew each time it is gone through, in chunks of a size that cuts everything somewhere. */
export function sourceOf(content: string | Uint8Array, chunkSize = 4096): ByteSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    async *[Symbol.asyncIterator]() {
      for (let from = 0; from < bytes.length; from += chunkSize) yield bytes.subarray(from, from + chunkSize);
    },
  };
}

export async function readAll<R>(
  read: Read<R>,
): Promise<{ records: R[]; findings: Finding[]; bytesRead: number }> {
  const all = { records: [] as R[], findings: [] as Finding[], bytesRead: 0 };
  for await (const batch of read) {
    all.records.push(...batch.records);
    all.findings.push(...batch.findings);
    all.bytesRead = batch.bytesRead;
  }
  return all;
}

/** `Mo-Fr 8-18` in short: per day the open hours, `?` before unknown ones. */
export function hoursByDay(openHours: string): string[] {
  return Array.from({ length: 7 }, (_, day) => {
    const hours = openHours.slice(day * 24, day * 24 + 24);
    return [...hours.matchAll(/1+|\?+/g)]
      .map((run) => `${run[0][0] === "?" ? "?" : ""}${run.index}-${run.index + run[0].length}`)
      .join(",");
  });
}
