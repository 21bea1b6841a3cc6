/** `npm run load -- imports`: who changed what is in force, and when, as a table. */
import type { Database } from "../../src/store/database.ts";
import { INPUT_KINDS } from "../../src/store/imports/editions.ts";
import { type LoggedImport, readImportLog } from "../../src/store/imports/importHistory.ts";

/** A screen or two; the API pages through all of them. */
const IMPORTS_PRINTED = 60;

export async function importsText(database: Database): Promise<string> {
  const { imports, matched } = await readImportLog(database, { kinds: INPUT_KINDS, limit: IMPORTS_PRINTED });
  if (matched === 0) return "nothing was imported yet";
  const lines = imports.map(line);
  if (matched > imports.length) lines.push(`and ${matched - imports.length} before these`);
  return lines.join("\n");
}

function line({
  id,
  importedAt,
  kind,
  sourceId,
  actor,
  fileNames,
  report,
  contentHash,
  ...rest
}: LoggedImport) {
  const { edition, isNewEdition, added, changed, retired } = report;
  const what = isNewEdition
    ? `edition ${edition}: +${added} ~${changed} −${retired}`
    : "title, day or licence";
  const minute = importedAt.slice(0, 16).replace("T", " ");
  const first = `${id}  ${minute}  ${kind.padEnd(10)} ${sourceId.padEnd(28)} ${what}`;
  const file = fileNames.length > 0 ? `  ${fileNames.join(", ")}` : "";
  const hash = contentHash ? `  sha256 ${contentHash.slice(0, 12)}…` : "";
  return `${first}\n  by ${actor}${file}${hash}${stateText(rest)}`;
}

function stateText({ undoes, undoneBy }: Pick<LoggedImport, "undoes" | "undoneBy">): string {
  if (undoes) return `  takes back ${undoes}`;
  return undoneBy ? "  UNDONE" : "";
}
