/**
 * Population and regions come into force together with all that follows from them: the ground of the protected
 * units, and for regions the population that is spread over their land. One batch, or nothing.
 */
import type { Database } from "../database.ts";
import type { Statement } from "./bulkInsert.ts";
import { commitEditions, type EditionMove, type EditionsInForce } from "./editions.ts";
import type { ImportAct, ImportReport } from "./report.ts";
import { refreshUnitGround } from "./unitGround.ts";

export interface PlaceChange {
  /** as they were read when the import began */
  editions: EditionsInForce;
  /** the kinds whose next edition is staged */
  moves: EditionMove[];
  statements: Statement[];
  report: ImportReport;
  contentHash: string;
  act: ImportAct;
  /** the import that this change takes back */
  undoes?: string;
}

export async function commitPlaces(
  database: Database,
  { editions, moves, statements, report, contentHash, act, undoes }: PlaceChange,
): Promise<ImportReport> {
  const next = (kind: "population" | "regions") =>
    editions[kind].edition + Number(moves.some((move) => move.kind === kind));
  const places = { population: next("population"), regions: next("regions") };
  const ground = await refreshUnitGround(database, editions.responders, places);
  const allMoves = ground ? [...moves, ground.move] : moves;
  const followers = allMoves.map(({ kind }) => kind).filter((kind) => kind !== report.kind);
  const told: ImportReport = {
    ...report,
    edition: editions[report.kind].edition + 1,
    isNewEdition: true,
    followed: Object.fromEntries(followers.map((kind) => [kind, editions[kind].edition + 1])),
  };
  const moved = await commitEditions(database, {
    read: {
      population: editions.population.edition,
      regions: editions.regions.edition,
      responders: editions.responders.edition,
    },
    moves: allMoves,
    statements: [...statements, ...(ground?.statements ?? [])],
    log: { report: told, contentHash, act, isChange: true, undoes },
  });
  return moved === null ? told : { ...report, accepted: 0, added: 0, changed: 0, retired: 0, refused: moved };
}
