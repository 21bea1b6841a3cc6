/**
 * The ground of the protected units follows the population and the regions: a new edition with the same figures, and
 * the shares of the period areas spread over the units anew.
 * An edition in force never changes; the figures, and so the noise, stay what they were.
 */
import { PERIODS } from "../../grid/periods.ts";
import { periodFigures } from "../../privacy/periodAreas.ts";
import { unitGround } from "../../privacy/spread.ts";
import type { Database } from "../database.ts";
import type { Statement } from "./bulkInsert.ts";
import type { EditionInForce, EditionMove } from "./editions.ts";
import { protectedUnitStatements, readPeriodAreas } from "./protectedUnits.ts";
import { type PlaceEditions, readShardPeople } from "./shardPeople.ts";
import { sweepEditions } from "./sweepEditions.ts";

export interface Refreshed {
  move: EditionMove;
  statements: Statement[];
}

/** `places`: the editions that are about to come into force. null = the ground stays as it is. */
export async function refreshUnitGround(
  database: Database,
  responders: EditionInForce,
  places: PlaceEditions,
): Promise<Refreshed | null> {
  const rows = await database.sql`select unit, resolution, protected_count, cell_count, residents,
      weekday, evening, night, weekend
    from protected_unit where edition = ${responders.edition}`;
  if (rows.length === 0) return null;
  const units = rows.map((row) => ({
    unit: row.unit as string,
    resolution: row.resolution as number,
    protectedCount: row.protected_count as number,
  }));
  const people = await readShardPeople(database, places);
  const areas = await readPeriodAreas(database);
  const grounds = unitGround(units, people);
  const near = areas.length === 0 ? null : periodFigures(units, areas, people);
  const isSame = rows.every((row) => {
    const ground = grounds.get(row.unit)!;
    const isSameNear = PERIODS.every((period) => row[period] === (near?.get(row.unit)?.[period] ?? null));
    return ground.cellCount === row.cell_count && ground.residents === row.residents && isSameNear;
  });
  if (isSame) return null;
  await sweepEditions(database, "responders", ["protected_unit"], responders.edition);
  return {
    move: { kind: "responders", nature: responders.nature, dataDate: responders.dataDate },
    statements: protectedUnitStatements(database, responders.edition + 1, units, grounds, near),
  };
}
