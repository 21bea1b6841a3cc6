/**
 * Exact counts → protected units and period areas of a new edition, with what they were drawn from kept in `exact`.
 * A figure stands until `privacy/editions.ts` says that it may be drawn again.
 */
import { PERIODS } from "../../grid/periods.ts";
import { type DrawnUnit, decideEdition, decideTallied } from "../../privacy/editions.ts";
import { countAtFinest } from "../../privacy/partition.ts";
import {
  type ByPeriod,
  PERIOD_AREA_RULE,
  type PeriodArea,
  PRESENCE,
  PRESENCE_STEPS,
  type Presence,
  periodFigures,
  presenceAtFinest,
} from "../../privacy/periodAreas.ts";
import { drawAfter } from "../../privacy/recall.ts";
import { RESPONDER_RULE } from "../../privacy/rule.ts";
import { type ProtectedUnit, type UnitGround, unitGround } from "../../privacy/spread.ts";
import { ONE_COUNT } from "../../privacy/tally.ts";
import type { Database } from "../database.ts";
import type { Nature } from "../schema.ts";
import { bulkInsert, type Statement } from "./bulkInsert.ts";
import type { ExactCounts } from "./exactCounts.ts";
import { readOrMakeKey } from "./protectionKey.ts";
import { type PlaceEditions, readShardPeople } from "./shardPeople.ts";

export interface Drawn {
  units: readonly DrawnUnit[];
  /** empty = no whereabouts are loaded, or too few to tell them apart from homes */
  areas: readonly PeriodArea[];
}

export interface NextDrawn extends Drawn {
  /** what stood until now, to come back to; null = nothing, or figures of other people */
  replaces: Drawn | null;
}

/** The next edition; null = the one in force stands. */
export async function drawNext(
  database: Database,
  counts: ExactCounts,
  { nature, isFresh, now, random }: DrawOptions,
): Promise<NextDrawn | null> {
  if (nature === "absent") return { units: [], areas: [], replaces: null };
  const previous = isFresh ? null : await readDrawn(database);
  const key = await readOrMakeKey(database, nature, random);
  const presence = counts.near ? presenceOf(counts) : new Map<string, Presence>();
  const earlier = previous ? [previous, ...(await readBefore(database))] : [];
  const [units, areas] = [earlier.map((one) => one.units), earlier.map((one) => one.areas)];
  const next: NextDrawn = {
    units: drawAfter(units, countAtFinest(counts.homes), key, RESPONDER_RULE, ONE_COUNT),
    areas: drawAfter(areas, presenceAtFinest(presence), key, PERIOD_AREA_RULE, PRESENCE),
    replaces: previous && { units: previous.units, areas: previous.areas },
  };
  if (previous === null) return next;
  const { createdAt } = previous;
  const { redrawChange } = PERIOD_AREA_RULE;
  const decisions = [
    decideEdition({ units: previous.units, createdAt }, next.units, now),
    decideTallied({ units: previous.areas, createdAt }, next.areas, now, redrawChange, PRESENCE),
  ];
  if (decisions.every(({ decision }) => decision === "keep")) return null;
  return isSameFigures(previous.units, next.units) && isSameFigures(previous.areas, next.areas) ? null : next;
}

export interface DrawOptions {
  nature: Nature;
  /** true when the figures in force are of other people altogether: they say nothing about the next ones */
  isFresh: boolean;
  now: Date;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

function presenceOf({ homes, near }: ExactCounts): Map<string, Presence> {
  const presence = new Map<string, Presence>();
  for (const [cell, thousandths] of near!) {
    presence.set(cell, [PRESENCE_STEPS * (homes.get(cell) ?? 0), ...thousandths]);
  }
  // where nobody is near in any period, somebody may live all the same
  for (const [cell, count] of homes) {
    if (!presence.has(cell)) presence.set(cell, [PRESENCE_STEPS * count, ...PERIODS.map(() => 0)]);
  }
  return presence;
}

async function readDrawn(database: Database): Promise<(Drawn & { createdAt: Date }) | null> {
  const rows = await database.sql`select unit, resolution, count, protected_count, drawn_at::text as drawn_at
    from exact.drawn_unit`;
  if (rows.length === 0) return null;
  const units = rows.map(({ unit, resolution, count, protected_count }) => {
    return { unit, resolution, count, protectedCount: protected_count };
  });
  return { units, areas: await readPeriodAreas(database), createdAt: new Date(rows[0].drawn_at) };
}

/** The drawing before the one in force, or none. */
async function readBefore({ sql }: Database): Promise<Drawn[]> {
  const rows = await sql`select drawn from exact.drawn_before`;
  return rows.map(({ drawn }) => drawn as Drawn);
}

export async function readPeriodAreas({ sql }: Database): Promise<PeriodArea[]> {
  const rows = await sql`select unit, resolution, counts, protected_counts from exact.drawn_period_area`;
  return rows.map(({ unit, resolution, counts, protected_counts }) => {
    return { unit, resolution, count: counts, protectedCount: protected_counts };
  });
}

function isSameFigures<T>(previous: readonly DrawnUnit<T>[], next: readonly DrawnUnit<T>[]): boolean {
  const figures = new Map(previous.map(({ unit, protectedCount }) => [unit, String(protectedCount)]));
  return (
    previous.length === next.length &&
    next.every(({ unit, protectedCount }) => figures.get(unit) === String(protectedCount))
  );
}

/** The rows of an edition: public the figures and their ground, in `exact` what they were drawn from. */
export async function drawnStatements(
  database: Database,
  edition: number,
  { units, areas, replaces }: NextDrawn,
  places: PlaceEditions,
  now: Date,
): Promise<Statement[]> {
  const people = await readShardPeople(database, places);
  const grounds = unitGround(units, people);
  const near = areas.length === 0 ? null : periodFigures(units, areas, people);
  const drawnAt = { drawn_at: { type: "timestamptz", value: now.toISOString() } } as const;
  return [
    database.sql`delete from exact.drawn_unit`,
    database.sql`delete from exact.drawn_period_area`,
    database.sql`delete from exact.drawn_before`,
    ...(replaces
      ? [database.sql`insert into exact.drawn_before (drawn) values (${JSON.stringify(replaces)}::jsonb)`]
      : []),
    ...bulkInsert(database, "exact.drawn_unit", drawnAt, {
      ...figureColumns(units),
      count: { type: "integer", values: units.map(({ count }) => count) },
    }),
    ...bulkInsert(
      database,
      "exact.drawn_period_area",
      {},
      {
        unit: { type: "text", values: areas.map(({ unit }) => unit) },
        resolution: { type: "integer", values: areas.map(({ resolution }) => resolution) },
        counts: { type: "jsonb", values: areas.map(({ count }) => JSON.stringify(count)) },
        protected_counts: {
          type: "jsonb",
          values: areas.map(({ protectedCount }) => JSON.stringify(protectedCount)),
        },
      },
    ),
    ...protectedUnitStatements(database, edition, units, grounds, near),
  ];
}

/** `near`: per period, null where no whereabouts are loaded. */
export function protectedUnitStatements(
  database: Database,
  edition: number,
  units: readonly ProtectedUnit[],
  grounds: ReadonlyMap<string, UnitGround>,
  near: ReadonlyMap<string, ByPeriod> | null,
): Statement[] {
  const perPeriod = PERIODS.map((period) => {
    const values = units.map(({ unit }) => near?.get(unit)?.[period] ?? null);
    return [period, { type: "float8", values }] as const;
  });
  return bulkInsert(
    database,
    "protected_unit",
    { edition: { type: "integer", value: edition } },
    {
      ...figureColumns(units),
      cell_count: { type: "integer", values: units.map(({ unit }) => grounds.get(unit)!.cellCount) },
      residents: { type: "float8", values: units.map(({ unit }) => grounds.get(unit)!.residents) },
      ...Object.fromEntries(perPeriod),
    },
  );
}

function figureColumns(units: readonly ProtectedUnit[]) {
  return {
    unit: { type: "text", values: units.map(({ unit }) => unit) },
    resolution: { type: "integer", values: units.map(({ resolution }) => resolution) },
    protected_count: { type: "integer", values: units.map(({ protectedCount }) => protectedCount) },
  } as const;
}
