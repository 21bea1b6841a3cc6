/**
 * Exact counts → protected units of a new edition, with the exact counts they were drawn from kept in `exact`.
 * A figure stands until `privacy/editions.ts` says that it may be drawn again.
 */
import { type DrawnUnit, decideEdition, drawUnits, type Edition } from "../../privacy/editions.ts";
import { type UnitGround, unitGround } from "../../privacy/spread.ts";
import type { Database } from "../database.ts";
import type { Nature } from "../schema.ts";
import { bulkInsert, type Statement } from "./bulkInsert.ts";
import type { CellCounts } from "./exactCounts.ts";
import { readOrMakeKey } from "./protectionKey.ts";
import { type PlaceEditions, readShardPeople } from "./shardPeople.ts";

/** Units of the next edition; null = the one in force stands. */
export async function drawNextUnits(
  database: Database,
  counts: CellCounts,
  { nature, isFresh, now, random }: DrawOptions,
): Promise<DrawnUnit[] | null> {
  const previous = isFresh ? null : await readDrawnUnits(database);
  if (nature === "absent") return [];
  const key = await readOrMakeKey(database, nature, random);
  const next = drawUnits(previous?.units ?? [], counts, key);
  const { decision } = decideEdition(previous, next, now);
  if (decision === "keep") return null;
  return previous && isSameFigures(previous.units, next) ? null : next;
}

export interface DrawOptions {
  nature: Nature;
  /** true when the figures in force are of other people altogether: they say nothing about the next ones */
  isFresh: boolean;
  now: Date;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

async function readDrawnUnits({ sql }: Database): Promise<Edition | null> {
  const rows = await sql`select unit, resolution, count, protected_count, drawn_at::text as drawn_at
    from exact.drawn_unit`;
  if (rows.length === 0) return null;
  const units = rows.map(({ unit, resolution, count, protected_count }) => {
    return { unit, resolution, count, protectedCount: protected_count };
  });
  return { units, createdAt: new Date(rows[0].drawn_at) };
}

function isSameFigures(previous: readonly DrawnUnit[], next: readonly DrawnUnit[]): boolean {
  const figures = new Map(previous.map(({ unit, protectedCount }) => [unit, protectedCount]));
  return (
    previous.length === next.length &&
    next.every(({ unit, protectedCount }) => figures.get(unit) === protectedCount)
  );
}

/** The rows of an edition: public the figures and their ground, in `exact` what they were drawn from. */
export async function drawnUnitStatements(
  database: Database,
  edition: number,
  units: readonly DrawnUnit[],
  places: PlaceEditions,
  now: Date,
): Promise<Statement[]> {
  const grounds = unitGround(units, await readShardPeople(database, places));
  return [
    database.sql`delete from exact.drawn_unit`,
    ...bulkInsert(
      database,
      "exact.drawn_unit",
      {},
      {
        ...figureColumns(units),
        count: { type: "integer", values: units.map(({ count }) => count) },
        drawn_at: { type: "timestamptz", values: units.map(() => now.toISOString()) },
      },
    ),
    ...protectedUnitStatements(database, edition, units, grounds),
  ];
}

export function protectedUnitStatements(
  database: Database,
  edition: number,
  units: readonly Omit<DrawnUnit, "count">[],
  grounds: ReadonlyMap<string, UnitGround>,
): Statement[] {
  return bulkInsert(
    database,
    "protected_unit",
    { edition: { type: "integer", value: edition } },
    {
      ...figureColumns(units),
      cell_count: { type: "integer", values: units.map(({ unit }) => grounds.get(unit)!.cellCount) },
      residents: { type: "float8", values: units.map(({ unit }) => grounds.get(unit)!.residents) },
    },
  );
}

function figureColumns(units: readonly Omit<DrawnUnit, "count">[]) {
  return {
    unit: { type: "text", values: units.map(({ unit }) => unit) },
    resolution: { type: "integer", values: units.map(({ resolution }) => resolution) },
    protected_count: { type: "integer", values: units.map(({ protectedCount }) => protectedCount) },
  } as const;
}
