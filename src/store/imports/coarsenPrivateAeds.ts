/**
 * The population in force, asked for by `load/coarsenPrivate.ts`: how many residents a cell of any size holds.
 */
import { cellToChildPos, cellToParent, getResolution } from "h3-js";
import { CELL_RESOLUTION, type CellId, positionToShard, SHARD_RESOLUTION } from "../../grid/cell.ts";
import { coarsenPrivate, type ResidentsOfCell } from "../../load/coarsenPrivate.ts";
import { privateRef } from "../../load/privateRef.ts";
import type { Aed } from "../../load/records.ts";
import type { Database } from "../database.ts";
import { unpackPopulation } from "../inputPacking.ts";
import { fromBase64 } from "../packing.ts";
import { readEditions } from "./editions.ts";
import { readOrMakeKey } from "./protectionKey.ts";
import { storableText } from "./storableText.ts";

/**
 * AEDs that their owner keeps private lose their exact place and ref; the others come back as they are. `sender`: who
 * sent them in through the API; absent = the operator.
 */
export async function coarsenPrivateAeds(
  database: Database,
  { sourceId, sender }: { sourceId: string; sender?: string },
  aeds: Aed[],
): Promise<Aed[]> {
  const hidden = aeds.filter(({ access }) => access === "private");
  if (hidden.length === 0) return aeds;
  const shards = [...new Set(hidden.map(({ position }) => positionToShard(position)))];
  const residentsOfCell = await readResidents(database, shards);
  const key = await readOrMakeKey(database, "privateAeds", (bytes) => void crypto.getRandomValues(bytes));
  // as it is stored: what cannot be stored must not make another reference
  const opaqueRef = (ref: string) => privateRef(key, { sourceId, sender, ref: storableText(ref) });
  return aeds.map((aed) => coarsenPrivate(aed, residentsOfCell, opaqueRef));
}

/** null = no population was ever loaded. */
async function readResidents(database: Database, shards: CellId[]): Promise<ResidentsOfCell | null> {
  const { population } = await readEditions(database);
  if (population.edition === 0) return null;
  const rows = await database.sql`select shard, encode(cells, 'base64') as cells from population_shard
    where edition = ${population.edition} and shard = any(${shards}::text[])`;
  const held = new Map<CellId, Float64Array>();
  for (const { shard, cells } of rows) held.set(shard, (await unpackPopulation(fromBase64(cells))).residents);
  return (cell) => {
    const residents = held.get(cellToParent(cell, SHARD_RESOLUTION));
    if (!residents) return null;
    const width = 7 ** (CELL_RESOLUTION - getResolution(cell));
    const start = cellToChildPos(cell, SHARD_RESOLUTION) * width;
    return residents.subarray(start, start + width).reduce((sum, count) => sum + count, 0);
  };
}
