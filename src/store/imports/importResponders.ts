/**
 * Responders of one source: their counts replace the source's counts, then the country is protected anew.
 * One batch: exact counts, protected units and the edition move together or not at all.
 */
import type { Finding } from "../../load/reader.ts";
import { PERIOD_AREA_RULE } from "../../privacy/periodAreas.ts";
import { RESPONDER_RULE } from "../../privacy/rule.ts";
import type { Database } from "../database.ts";
import { sha256 } from "../packing.ts";
import type { Statement } from "./bulkInsert.ts";
import { commitEditions, type EditionInForce, readEditions } from "./editions.ts";
import {
  type CellCounts,
  type ExactCounts,
  exactStatements,
  isSameCounts,
  readExactCounts,
  sumCounts,
} from "./exactCounts.ts";
import { type Drawn, drawNext, drawnStatements } from "./protectedUnits.ts";
import { readOrMakeKey } from "./protectionKey.ts";
import {
  addFindings,
  contentHashOf,
  emptyReport,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  refusalOf,
  reportFindings,
  startFindings,
} from "./report.ts";
import { natureOf, oldestDataDate, planSource, readSources, sourceStatements } from "./sources.ts";
import { sweepEditions } from "./sweepEditions.ts";

/** What `countResponders` gives: counts per cell, never positions. */
export interface CountedResponders {
  cells: CellCounts;
  /** who is near per period; absent or null = nobody tells it */
  near?: ExactCounts["near"];
  responderCount: number;
  rejectedCount: number;
  findings: Finding[];
}

export interface ResponderImportOptions extends ImportOptions {
  /** fills bytes with secret randomness: `(bytes) => crypto.getRandomValues(bytes)` */
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

export async function importResponders(
  database: Database,
  source: ImportSource,
  counted: CountedResponders,
  { files = () => [], ...options }: ResponderImportOptions,
): Promise<ImportReport> {
  const { responders: before } = await readEditions(database);
  const plan = planSource(await readSources(database), "responders", source);
  const empty = emptyReport("responders", source.id, before.edition);
  if (plan.refused !== null) return { ...empty, refused: plan.refused };

  const findings = startFindings();
  addFindings(findings, counted.findings);
  findings.rejected = counted.rejectedCount;
  const told = { ...empty, ...reportFindings(findings, files()) };
  const refused = refusalOf(findings, counted.responderCount);
  if (refused) return { ...told, refused };

  const retires = plan.retires.map(({ id }) => id);
  const others = plan.inForce.filter(({ id }) => id !== source.id).map(({ id }) => id);
  const given: ExactCounts = { homes: counted.cells, near: counted.near ?? null };
  const held = await readExactCounts(database, [source.id]);
  const report = { ...told, ...differenceOf(given.homes, held.homes), accepted: counted.responderCount };
  const contentHash = await keyedHash(database, contentHashOf(files()), options.random);
  const isSame = retires.length === 0 && isSameCounts(given, held);
  return commitResponders(database, {
    before,
    inForce: plan.inForce,
    counts: isSame ? null : sumCounts([given, await readExactCounts(database, others)]),
    report: { ...report, retiredSources: retires },
    contentHash,
    statementsAt: (edition) => [
      ...sourceStatements(database, "responders", source, contentHash, plan.retires, options.now),
      ...(isSame ? [] : exactStatements(database, source.id, edition, given, retires)),
    ],
    options,
  });
}

export interface ResponderChange {
  before: EditionInForce;
  inForce: ImportSource[];
  /** of all sources in force together; null = as they were */
  counts: ExactCounts | null;
  report: ImportReport;
  contentHash: string;
  /** what else belongs to the change, given the edition that it makes */
  statementsAt(edition: number): Statement[];
  /** true when somebody's counts go: that is never refused, also when what is left is too few to show */
  isErasure?: boolean;
  options: ResponderImportOptions;
}

/** Protects the counts anew and brings everything into force in one batch. */
export async function commitResponders(
  database: Database,
  { before, inForce, counts, report, contentHash, statementsAt, isErasure, options }: ResponderChange,
): Promise<ImportReport> {
  const { now, random, onProgress } = options;
  const nature = natureOf(inForce);
  // synthetic people have no past to protect; after a change of nature the figures are of other people
  const isFresh = nature !== "real" || before.nature !== "real";
  onProgress?.({ stage: "storing", done: 0, total: report.accepted });
  const next = counts && (await drawNext(database, counts, { nature, isFresh, now, random }));
  // whoever is erased stays in no count that could come back
  const drawn = next && isErasure ? { ...next, replaces: null } : next;
  const isTooFew = drawn?.units.length === 0 && nature !== "absent";
  if (isTooFew && !isErasure) return { ...report, ...NOTHING_TAKEN, refused: TOO_FEW };

  const edition = before.edition + Number(drawn !== null);
  const { population, regions } = await readEditions(database);
  const places = { population: population.edition, regions: regions.edition };
  const notes = [...report.notes, ...(isTooFew ? [NOBODY_SHOWN] : []), ...whereaboutsNotes(counts, drawn)];
  const told = { ...report, notes, edition, isNewEdition: drawn !== null };
  if (drawn) await sweepEditions(database, "responders", ["protected_unit"], before.edition);
  const moved = await commitEditions(database, {
    read: { responders: before.edition, ...places },
    moves: drawn
      ? [{ kind: "responders", nature: isTooFew ? "absent" : nature, dataDate: oldestDataDate(inForce) }]
      : [],
    statements: [
      ...statementsAt(edition),
      ...(drawn ? await drawnStatements(database, edition, drawn, places, now) : []),
    ],
    log: { report: withoutCounts(told), contentHash, act: options, isChange: counts !== null },
  });
  onProgress?.({ stage: "storing", done: report.accepted, total: report.accepted });
  return moved === null ? told : { ...report, ...NOTHING_TAKEN, refused: moved };
}

const NOTHING_TAKEN = { accepted: 0, added: 0, changed: 0, retired: 0, unchanged: 0, retiredSources: [] };
const TOO_FEW = `got fewer than ${RESPONDER_RULE.formationCount} responders in all, which cannot be protected; nothing was changed. Load the responders of a larger area.`;
const NOBODY_SHOWN = `What is left is fewer than ${RESPONDER_RULE.formationCount} responders, which cannot be protected: no responders are shown until more are loaded.`;
const HOMES_ONLY = `The period weights were read, but fewer than ${PERIOD_AREA_RULE.formationCount} responders are near in one of the periods, which cannot be protected: all periods show responders by home.`;

/** No number of theirs: the log keeps the notes where everybody who serves may read them. */
function whereaboutsNotes(counts: ExactCounts | null, drawn: Drawn | null): string[] {
  return counts?.near && drawn && drawn.units.length > 0 && drawn.areas.length === 0 ? [HOMES_ONLY] : [];
}

/** In responders, not in rows: the same number in a cell is taken to be the same people. */
function differenceOf(
  given: CellCounts,
  held: CellCounts,
): Pick<ImportReport, "added" | "retired" | "unchanged"> {
  let unchanged = 0;
  let added = 0;
  for (const [cell, count] of given) {
    unchanged += Math.min(count, held.get(cell) ?? 0);
    added += Math.max(0, count - (held.get(cell) ?? 0));
  }
  const heldCount = [...held.values()].reduce((sum, count) => sum + count, 0);
  return { unchanged, added, retired: heldCount - unchanged };
}

/** What the log keeps, where everybody who serves may read it: nothing counted, no hash of a guessable file. */
function withoutCounts(report: ImportReport): ImportReport {
  const hashes = Object.fromEntries(Object.keys(report.hashes).map((name) => [name, "kept by key only"]));
  const zero = { ...NOTHING_TAKEN, retiredSources: report.retiredSources, rejected: 0 };
  return { ...report, ...zero, hashes, findings: [], findingCounts: [] };
}

async function keyedHash(
  database: Database,
  contentHash: string,
  random: ResponderImportOptions["random"],
): Promise<string> {
  const key = await readOrMakeKey(database, "real", random);
  return sha256(`${key.join(",")}\n${contentHash}`);
}
