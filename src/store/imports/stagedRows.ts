/**
 * Rows under an edition that is not in force yet: written in several requests, seen by nobody, and checked by
 * digest in the batch that brings them into force. What an import that was cut off leaves is swept by the next.
 */
import type { Database } from "../database.ts";
import { type BulkColumn, bulkInsert, type Statement } from "./bulkInsert.ts";
import { conflictOf, verifyStaged } from "./editions.ts";

/** A packed shard or outline is up to 200 kB as base64; ten of them to a request (limits.md, section 8). */
const BLOBS_PER_STATEMENT = 10;

export interface Staged {
  /** goes into the batch that brings the edition into force */
  verify: Statement;
}

export interface StageRequest {
  table: string;
  edition: number;
  /** absent where all rows are carried over */
  columns?: Record<string, BulkColumn>;
  onProgress?: (rowsDone: number) => void;
  rowsPerStatement?: number;
  /** rows of the edition before that stay, as one statement of ours that returns their digests */
  carriedOver?: Statement;
}

/** Returns why nothing was changed where another import of the kind is writing under the same edition. */
export async function stageRows(
  database: Database,
  { table, edition, columns, onProgress, rowsPerStatement = BLOBS_PER_STATEMENT, carriedOver }: StageRequest,
): Promise<Staged | { refused: string }> {
  const constants = { edition: { type: "integer", value: edition } } as const;
  const inserts = columns
    ? bulkInsert(database, table, constants, columns, { rowsPerStatement, returning: digestOf(table) })
    : [];
  const digests: string[] = [];
  try {
    for (const statement of carriedOver ? [carriedOver, ...inserts] : inserts) {
      const rows = (await statement) as { digest: string }[];
      digests.push(...rows.map(({ digest }) => digest));
      onProgress?.(digests.length);
    }
  } catch (error) {
    return { refused: conflictOf(error) };
  }
  return { verify: verifyStaged(database, table, edition, digests) };
}

/** What a staged row is recognised by; `returning` it gives `digest`. */
export function digestOf(table: string): string {
  return `md5(${table}::text) as digest`;
}
