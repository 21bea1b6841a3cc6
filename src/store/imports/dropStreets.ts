/** Takes the streets out of force: the next edition has none. */
import type { Database } from "../database.ts";
import type { Drop } from "./dropSource.ts";
import { commitEditions } from "./editions.ts";
import type { ImportReport } from "./report.ts";
import { natureOf, oldestDataDate, retireStatement } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";

export async function dropStreets(
  database: Database,
  { editions, source, inForce, report, contentHash, options }: Drop,
): Promise<ImportReport> {
  const before = editions.streets.edition;
  await sweepEditions(database, "streets", ["street_shard"], before);
  const [{ held }] = await database.sql`select count(*)::integer as held from street_shard
    where edition = ${before}`;
  const staged = await stageRows(database, { table: "street_shard", edition: before + 1 });
  if ("refused" in staged) return { ...report, refused: staged.refused };
  const told = { ...report, retired: held as number, edition: before + 1, isNewEdition: true };
  const moved = await commitEditions(database, {
    read: { streets: before },
    moves: [{ kind: "streets", nature: natureOf(inForce), dataDate: oldestDataDate(inForce) }],
    statements: [staged.verify, retireStatement(database, [source], options.now)],
    log: { report: told, contentHash, act: options, isChange: true },
  });
  return moved === null ? told : { ...report, refused: moved };
}
