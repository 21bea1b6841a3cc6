/** Streets as they were before an import: the rows of that edition once more, or none where there were none. */
import type { Database } from "../database.ts";
import { streetShard } from "../schema.ts";
import { commitEditions } from "./editions.ts";
import type { ImportReport } from "./report.ts";
import { natureOf, oldestDataDate } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";
import type { Undo } from "./undoImport.ts";
import { copyEdition, undoStatements } from "./undoStatements.ts";

export async function undoStreets(
  database: Database,
  { editions, entry, before, inForce, report, options }: Undo,
): Promise<ImportReport> {
  const current = editions.streets.edition;
  const edition = current + 1;
  const isNew = report.isNewEdition;
  if (isNew) await sweepEditions(database, "streets", ["street_shard"], current);
  const copy = { name: "street_shard", table: streetShard, from: before.edition, to: edition };
  const carriedOver = copyEdition(database, copy);
  const staged = isNew ? await stageRows(database, { table: "street_shard", edition, carriedOver }) : null;
  if (staged && "refused" in staged) return { ...report, refused: staged.refused };
  const moved = await commitEditions(database, {
    read: { streets: current },
    moves: isNew ? [{ kind: "streets", nature: natureOf(inForce), dataDate: oldestDataDate(inForce) }] : [],
    statements: [...(staged ? [staged.verify] : []), ...undoStatements(database, entry)],
    log: { report, contentHash: "", act: options, isChange: true, undoes: entry.id },
  });
  return moved === null ? report : { ...report, refused: moved };
}
