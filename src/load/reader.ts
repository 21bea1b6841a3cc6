/**
 * The one contract of all readers: bytes in, batches of validated records and named findings out.
 * A reader never throws for what a file holds; it throws only when we broke a promise.
 */

export interface Finding {
  /** `rejected`: the record is left out; `warning`: it is in, read the stricter way */
  severity: "rejected" | "warning";
  /** where in the file: `row 12`, `feature 3`, `node 4722854195`, `byte 1200`, `file` */
  place: string;
  field: string;
  /** what was there, cut to 80 characters */
  got: string;
  expected: string;
  /** what to do about it, a sentence */
  advice: string;
}

/** West, south, east, north in degrees. */
export type Extent = readonly [west: number, south: number, east: number, north: number];

export interface ReadBatch<R> {
  records: R[];
  findings: Finding[];
  /** bytes of the file read so far, for the progress bar */
  bytesRead: number;
  /** the ground that the file says it covers, where it says so: in one of its batches */
  extent?: Extent;
}

export type ByteSource = AsyncIterable<Uint8Array>;
export type Read<R> = AsyncGenerator<ReadBatch<R>, void, void>;

/** A shorthand so that every message has all its parts. */
export function rejected(
  place: string,
  field: string,
  got: unknown,
  expected: string,
  advice: string,
): Finding {
  return { severity: "rejected", place, field, got: shortText(got), expected, advice };
}

export function warning(
  place: string,
  field: string,
  got: unknown,
  expected: string,
  advice: string,
): Finding {
  return { severity: "warning", place, field, got: shortText(got), expected, advice };
}

/** What JSON makes of a list or an object may be endless, or have no text of its own (`{"toString":1}`). */
export function shortText(value: unknown, maxLength = 80): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value).slice(0, maxLength);
}

/** The first items of a list, such as the numbers of a position; never `JSON.stringify`, which lists in lists overflow. */
export function listText(value: unknown): string {
  if (!Array.isArray(value)) return shortText(value);
  const show = (item: unknown) =>
    typeof item === "string" ? `"${shortText(item, 30)}"` : shortText(item, 30);
  return `[${value.slice(0, 6).map(show).join(",")}${value.length > 6 ? ",…" : ""}]`;
}
