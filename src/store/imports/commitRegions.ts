/**
 * Any change of regions: what goes, what comes, and all that follows — roll-ups, the cells, the population that is
 * spread over their land, the ground of the protected units. Staged, then one batch.
 */
import type { CellId } from "../../grid/cell.ts";
import type { RegionsOfShard } from "../../grid/polygonToCells.ts";
import type { GemeenteRow } from "../../load/gemeenteTable.ts";
import type { Database } from "../database.ts";
import type { RegionCells } from "../inputPacking.ts";
import { bulkInsert, type Statement } from "./bulkInsert.ts";
import { commitPlaces } from "./commitPlaces.ts";
import { commitEditions, type EditionMove, type EditionsInForce } from "./editions.ts";
import { readRegionCells } from "./mergePopulation.ts";
import { stagePopulationOn } from "./populationFollows.ts";
import { hashRegionShards, mergeRegionCells, regionShardColumns, takenOverFindings } from "./regionCells.ts";
import {
  type HeldRegion,
  type RegionRow,
  ROLL_UP_SOURCE,
  readHeldRegions,
  readOutlines,
  regionColumns,
} from "./regionRows.ts";
import {
  addFindings,
  type Findings,
  type ImportAct,
  type ImportFile,
  type ImportReport,
  type ImportSource,
  reportFindings,
} from "./report.ts";
import { type RollUpRows, rollUpRows } from "./rollUpRows.ts";
import { natureOf, oldestDataDate } from "./sources.ts";
import { digestOf, stageRows } from "./stagedRows.ts";
import { sweepEditions } from "./sweepEditions.ts";

export interface RegionChange {
  editions: EditionsInForce;
  inForce: ImportSource[];
  /** true for the rows in force that go, or that a row of `drawn` replaces */
  isRemoved: (row: HeldRegion) => boolean;
  drawn: RegionRow[];
  fresh: ReadonlyMap<CellId, readonly RegionsOfShard[]>;
  table: readonly GemeenteRow[];
  /** what else belongs to the change */
  statements: Statement[];
  report: ImportReport;
  findings: Findings;
  files: ImportFile[];
  contentHash: string;
  act: ImportAct;
  onProgress?: (done: number, total: number) => void;
}

const TABLES = ["region", "region_member", "region_shard"];

export async function commitRegions(database: Database, change: RegionChange): Promise<ImportReport> {
  const { editions, drawn, contentHash, act } = change;
  const before = editions.regions.edition;
  const held = (await readHeldRegions(database, before)).filter(
    ({ sourceId }) => sourceId !== ROLL_UP_SOURCE,
  );
  const removed = held.filter(change.isRemoved);
  const staying = held.filter((row) => !removed.includes(row));
  const rollUps = rollUpRows([...staying, ...drawn], change.table);
  const rows = [...drawn.map((row) => withParent(row, rollUps)), ...rollUps.rows];
  const cells = mergeRegionCells(
    await readRegionCells(database, before),
    change.fresh,
    new Set([...removed, ...drawn].map(({ code }) => code)),
  );
  addFindings(change.findings, [...rollUps.findings, ...takenOverFindings(cells)]);
  const counts = await compareRows(
    database,
    before,
    removed,
    rows.slice(0, drawn.length),
    change.report.sourceId,
  );
  const report = { ...change.report, ...counts, ...reportFindings(change.findings, change.files) };
  const isSame =
    report.retiredSources.length === 0 &&
    counts.unchanged === drawn.length &&
    counts.retired === 0 &&
    (await isSameInForce(database, before, staying, rollUps, cells.shards));
  if (isSame) {
    const moved = await commitEditions(database, {
      read: { regions: before },
      moves: [],
      statements: change.statements,
      log: { report, contentHash, act, isChange: false },
    });
    return moved === null ? report : { ...report, refused: moved };
  }
  return stageAndCommit(database, change, { report, staying, rollUps, rows, cells: cells.shards });
}

interface PlannedRegions {
  report: ImportReport;
  staying: HeldRegion[];
  rollUps: RollUpRows;
  rows: RegionRow[];
  cells: ReadonlyMap<CellId, RegionCells[]>;
}

async function stageAndCommit(
  database: Database,
  { editions, inForce, statements, contentHash, act, onProgress }: RegionChange,
  { report, staying, rollUps, rows, cells }: PlannedRegions,
): Promise<ImportReport> {
  const before = editions.regions.edition;
  await sweepEditions(database, "regions", TABLES, before);
  const refuse = (why: string): ImportReport => ({
    ...report,
    accepted: 0,
    added: 0,
    changed: 0,
    retired: 0,
    unchanged: 0,
    refused: why,
  });
  const stagedRows = await stageRows(database, {
    table: "region",
    edition: before + 1,
    columns: regionColumns(rows),
    rowsPerStatement: OUTLINES_PER_STATEMENT,
    carriedOver: carryOver(database, before, staying, rollUps),
  });
  if ("refused" in stagedRows) return refuse(stagedRows.refused);
  const stagedCells = await stageRows(database, {
    table: "region_shard",
    edition: before + 1,
    columns: await regionShardColumns(cells),
    onProgress: (done) => onProgress?.(done, cells.size),
  });
  if ("refused" in stagedCells) return refuse(stagedCells.refused);
  const population = await stagePopulationOn(database, editions, cells);
  if (population && "refused" in population) return refuse(population.refused);
  const move: EditionMove = { kind: "regions", nature: natureOf(inForce), dataDate: oldestDataDate(inForce) };
  return commitPlaces(database, {
    editions,
    moves: population ? [move, population.move] : [move],
    statements: [
      stagedRows.verify,
      stagedCells.verify,
      ...(population ? [population.verify] : []),
      ...statements,
      ...memberStatements(database, before + 1, rollUps.members),
    ],
    report: { ...report, notes: [...report.notes, ...(population?.notes ?? [])] },
    contentHash,
    act,
  });
}

/** An outline is a few kB. */
const OUTLINES_PER_STATEMENT = 200;

function memberStatements(database: Database, edition: number, members: RollUpRows["members"]): Statement[] {
  return bulkInsert(
    database,
    "region_member",
    { edition: { type: "integer", value: edition } },
    {
      parent_code: { type: "text", values: members.map(({ parentCode }) => parentCode) },
      child_code: { type: "text", values: members.map(({ childCode }) => childCode) },
    },
  );
}

/** A gemeente lies in its provincie where that is in force; other regions say themselves where they lie. */
function withParent<R extends HeldRegion>(row: R, { provincieOf }: RollUpRows): R {
  return row.kind === "gemeente" ? { ...row, parentCode: provincieOf.get(row.code) ?? null } : row;
}

function carryOver(
  { sql }: Database,
  before: number,
  staying: readonly HeldRegion[],
  { provincieOf }: RollUpRows,
): Statement {
  return sql.query(
    `insert into region (edition, code, kind, name, parent_code, source_id, stated_residents, west, south, east,
        north, outline)
      select $1::integer + 1, code, kind, name, case when kind = 'gemeente' then parent else parent_code end, source_id,
        stated_residents, west, south, east, north, outline
      from region left join unnest($2::text[], $3::text[]) as provincie(child, parent) on child = code
      where edition = $1 and code = any($4::text[]) returning ${digestOf("region")}`,
    [before, [...provincieOf.keys()], [...provincieOf.values()], staying.map(({ code }) => code)],
  );
}

async function compareRows(
  database: Database,
  before: number,
  removed: readonly HeldRegion[],
  drawn: readonly RegionRow[],
  sourceId: string,
) {
  const outlines = await readOutlines(
    database,
    before,
    removed.map(({ code }) => code),
  );
  const heldTexts = new Map(
    removed.map((row) => [row.code, textOf({ ...row, outline: outlines.get(row.code)! })]),
  );
  const counts = { added: 0, changed: 0, retired: 0, unchanged: 0 };
  for (const row of drawn) {
    const held = heldTexts.get(row.code);
    if (held === undefined) counts.added++;
    else if (held === textOf(row)) counts.unchanged++;
    else counts.changed++;
  }
  const given = new Set(drawn.map(({ code }) => code));
  counts.retired = removed.filter((row) => row.sourceId === sourceId && !given.has(row.code)).length;
  return counts;
}

function textOf({
  code,
  kind,
  name,
  parentCode,
  sourceId,
  statedResidents,
  bounds,
  outline,
}: RegionRow): string {
  return JSON.stringify([code, kind, name, parentCode, sourceId, statedResidents, bounds, outline]);
}

/** The rows that are not in the file, the roll-ups and the cells, as they are in force already. */
async function isSameInForce(
  database: Database,
  before: number,
  staying: readonly HeldRegion[],
  rollUps: RollUpRows,
  cells: ReadonlyMap<CellId, RegionCells[]>,
): Promise<boolean> {
  if (staying.some((row) => withParent(row, rollUps).parentCode !== row.parentCode)) return false;
  const members =
    await database.sql`select parent_code, child_code from region_member where edition = ${before}`;
  const heldMembers = new Set(members.map((row) => `${row.parent_code} ${row.child_code}`));
  if (heldMembers.size !== rollUps.members.length) return false;
  if (rollUps.members.some(({ parentCode, childCode }) => !heldMembers.has(`${parentCode} ${childCode}`)))
    return false;
  const rows = await database.sql`select shard, content_hash from region_shard where edition = ${before}`;
  const hashes = await hashRegionShards(cells);
  return rows.length === hashes.size && rows.every((row) => hashes.get(row.shard) === row.content_hash);
}
