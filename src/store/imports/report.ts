/**
 * What an import tells: counts, every kind of finding counted, the first findings in full.
 * The report is stored in `import_log` as it stands here; it holds nothing about persons.
 */
import type { Finding, Read } from "../../load/reader.ts";

export type InputKind =
  | "aeds"
  | "responders"
  | "population"
  | "regions"
  | "posts"
  | "policeFirePosts"
  | "observedValues"
  | "streets";

export interface ImportSource {
  id: string;
  title: string;
  isSynthetic: boolean;
  attribution: string | null;
  /** the day the data describe, `YYYY-MM-DD`, null when nobody says */
  dataDate: string | null;
}

export interface ImportFile {
  name: string;
  /** sha256 of the bytes, lower-case hex */
  contentHash: string;
}

export interface ImportProgress {
  stage: "reading" | "storing";
  done: number;
  /** null while reading: only the caller knows the size of the files */
  total: number | null;
}

/** Who changes the inputs, and when: what the log keeps of every change. */
export interface ImportAct {
  /** the moment of the import */
  now: Date;
  /** absent = a person at the command line */
  actor?: string;
  /** UUID of its row in the log, where the caller has to know it before; else the database chooses */
  id?: string;
}

export interface ImportOptions extends ImportAct {
  onProgress?: (progress: ImportProgress) => void;
  /** asked after the last record was read, so that hashes can be taken while reading */
  files?: () => ImportFile[];
}

export interface FindingCount {
  severity: Finding["severity"];
  field: string;
  expected: string;
  count: number;
}

export interface ImportReport {
  kind: InputKind;
  sourceId: string;
  /** the edition in force after the import */
  edition: number;
  /** true when a new edition came into force */
  isNewEdition: boolean;
  accepted: number;
  added: number;
  changed: number;
  retired: number;
  rejected: number;
  unchanged: number;
  /** the first ones in full */
  findings: Finding[];
  /** all of them, by reason */
  findingCounts: FindingCount[];
  /** file name → sha256 */
  hashes: Record<string, string>;
  /** sources that this import took out of force */
  retiredSources: string[];
  /** editions of other kinds that had to follow, for example the ground of the protected units */
  followed: Partial<Record<InputKind, number>>;
  /** what else a person should know, in sentences */
  notes: string[];
  /** why nothing was taken in, with what to do; null when the import went through */
  refused: string | null;
}

/** Shown and stored in full; a file with more errors than this has one error many times. */
export const FINDINGS_SHOWN = 200;
/** `expected` may quote the file; beyond this many reasons the rest is counted as one. */
const REASONS_COUNTED = 200;

/** Collects what readers yield, so that memory stays flat however many findings a file has. */
export interface Findings {
  shown: Finding[];
  counts: Map<string, FindingCount>;
  rejected: number;
  /** a finding about the file itself, not about one record: it was not read to its end */
  broken: Finding | null;
}

export function startFindings(): Findings {
  return { shown: [], counts: new Map(), rejected: 0, broken: null };
}

export function addFindings(findings: Findings, added: readonly Finding[]): void {
  for (const finding of added) {
    if (findings.shown.length < FINDINGS_SHOWN) findings.shown.push(finding);
    if (finding.severity === "rejected") findings.rejected++;
    if (isAboutFile(finding)) findings.broken ??= finding;
    const isKnown = findings.counts.has(reasonOf(finding));
    const isFull = !isKnown && findings.counts.size >= REASONS_COUNTED;
    const { severity, field, expected } = isFull
      ? { ...finding, field: "other", expected: "see the first findings" }
      : finding;
    const key = reasonOf({ severity, field, expected });
    const counted = findings.counts.get(key) ?? { severity, field, expected, count: 0 };
    findings.counts.set(key, { ...counted, count: counted.count + 1 });
  }
}

/** Reads everything a reader yields into one list; findings and progress on the way. */
export async function readAll<R>(
  batches: Iterable<Read<R>>,
  findings: Findings,
  onProgress?: ImportOptions["onProgress"],
): Promise<R[]> {
  const records: R[] = [];
  let bytesBefore = 0;
  for (const read of batches) {
    let bytesRead = 0;
    for await (const batch of read) {
      for (const record of batch.records) records.push(record);
      addFindings(findings, batch.findings);
      bytesRead = batch.bytesRead;
      onProgress?.({ stage: "reading", done: bytesBefore + bytesRead, total: null });
    }
    bytesBefore += bytesRead;
  }
  return records;
}

export function emptyReport(kind: InputKind, sourceId: string, edition: number): ImportReport {
  return {
    kind,
    sourceId,
    edition,
    isNewEdition: false,
    accepted: 0,
    added: 0,
    changed: 0,
    retired: 0,
    rejected: 0,
    unchanged: 0,
    findings: [],
    findingCounts: [],
    hashes: {},
    retiredSources: [],
    followed: {},
    notes: [],
    refused: null,
  };
}

/** The part of a report that the findings and the files say. */
export function reportFindings(findings: Findings, files: readonly ImportFile[]): Partial<ImportReport> {
  return {
    rejected: findings.rejected,
    findings: findings.shown,
    findingCounts: [...findings.counts.values()].sort((p, q) => q.count - p.count),
    hashes: Object.fromEntries(files.map(({ name, contentHash }) => [name, contentHash])),
  };
}

/** Why a file as a whole is not taken in: half a register would retire the other half. */
export function refusalOf(findings: Findings, acceptedCount: number): string | null {
  if (findings.broken) {
    const { place, field, got, expected, advice } = findings.broken;
    return `the file as a whole is not usable (${place}, ${field}): got ${got}, expected ${expected}; ${advice.replace(/\.$/, "")}. Nothing was changed.`;
  }
  if (acceptedCount === 0)
    return "got no usable record, expected at least one; correct the file. Nothing was changed.";
  return null;
}

/** Names the content of one or several files, whatever their order: their hashes, sorted and joined. */
export function contentHashOf(files: readonly ImportFile[]): string {
  return files
    .map(({ contentHash }) => contentHash)
    .sort()
    .join("+");
}

function isAboutFile({ severity, place }: Finding): boolean {
  return severity === "rejected" && (place === "file" || place.startsWith("byte "));
}

function reasonOf({ severity, field, expected }: Omit<FindingCount, "count">): string {
  return `${severity}\n${field}\n${expected}`;
}
