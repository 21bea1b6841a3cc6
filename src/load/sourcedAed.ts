/** AEDs with the sources that tell of them: what merging takes and what it gives. */
import type { Aed } from "./records.ts";

/** A source's own record, as it stands in the source. */
export interface SourcedAed {
  sourceId: string;
  /** the day the source's data describe; null when nobody says */
  dataDate: string | null;
  /** the edition in which the source began to tell of it without a break */
  knownSince: number;
  aed: Aed;
}

/** Which source told of an AED, and under which ref. */
export interface AedOrigin {
  sourceId: string;
  ref: string;
  checkedDate: string | null;
}

export interface MergedAed extends Omit<Aed, "ref" | "operator" | "level" | "serial"> {
  /** `source:ref` of the row that has been known longest: stays while that row stays */
  id: string;
  /** fresher first */
  sources: AedOrigin[];
}

/** `source:ref` */
export function aedKey({ sourceId, ref }: { sourceId: string; ref: string }): string {
  return `${sourceId}:${ref}`;
}

export function keyOfRow({ sourceId, aed: { ref } }: SourcedAed): string {
  return aedKey({ sourceId, ref });
}

/** The name of a pair of keys; both orders give the same. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}
