/**
 * How every import of records begins: what is in force, whether the source may come in, all records read.
 * Nothing is written here; a refusal is a finished report.
 */
import type { Read } from "../../load/reader.ts";
import type { Database } from "../database.ts";
import { type EditionsInForce, readEditions } from "./editions.ts";
import { onlyFirst } from "./onlyFirst.ts";
import {
  contentHashOf,
  emptyReport,
  type Findings,
  type ImportFile,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  type InputKind,
  readAll,
  refusalOf,
  reportFindings,
  startFindings,
} from "./report.ts";
import { planSource, readSources, type SourceAdmitted } from "./sources.ts";

export interface ReadImport<R> {
  refusal: null;
  editions: EditionsInForce;
  plan: SourceAdmitted;
  records: R[];
  findings: Findings;
  files: ImportFile[];
  contentHash: string;
  /** the report so far: what was found, nothing taken in */
  told: ImportReport;
}

export interface RecordKey<R> {
  field: string;
  of(record: R): string;
}

export async function readImport<R>(
  database: Database,
  kind: InputKind,
  source: ImportSource,
  reads: Iterable<Read<R>>,
  key: RecordKey<R>,
  { onProgress, files = () => [] }: ImportOptions,
): Promise<ReadImport<R> | { refusal: ImportReport }> {
  const editions = await readEditions(database);
  const plan = planSource(await readSources(database), kind, source);
  const empty = emptyReport(kind, source.id, editions[kind].edition);
  if (plan.refused !== null) return { refusal: { ...empty, refused: plan.refused } };

  const findings = startFindings();
  const records = onlyFirst(await readAll(reads, findings, onProgress), key.field, key.of, findings);
  const told = { ...empty, ...reportFindings(findings, files()) };
  const refused = refusalOf(findings, records.length);
  if (refused) return { refusal: { ...told, refused } };
  const contentHash = contentHashOf(files());
  return { refusal: null, editions, plan, records, findings, files: files(), contentHash, told };
}
