/**
 * A country of two shards for database tests: a village in each, written straight into the input tables.
 * Residents are powers of two, so that a sum names the cells that are in it.
 */
import { gridDisk } from "h3-js";
import { cellToShard, positionToCell, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { cellToShardIndex, shardGrid, shardIndexToCell } from "../../src/grid/shard.ts";
import { alwaysOpenOf } from "../../src/load/openHours.ts";
import type { Database } from "../../src/store/database.ts";
import { packPopulation, packRegions } from "../../src/store/inputPacking.ts";
import { sha256, toBase64 } from "../../src/store/packing.ts";

export interface SmallAed {
  ref: string;
  lng: number;
  lat: number;
  openHours: string;
}

/** The shard around Utrecht and its neighbour to the north. */
const WEST = cellToShard(positionToCell({ lng: 5.12, lat: 52.09 }));
export const SHARDS = [WEST, gridDisk(WEST, 1).find((shard) => shard !== WEST)!].sort();

/** The first ten cells round the middle of a shard hold 1, 2, 4 … 512 residents; half as many dwellings. */
export const VILLAGE_RESIDENTS = 1_023;
export function villageCell(shard: string, n: number): { lng: number; lat: number; index: number } {
  const middle = shardIndexToCell(shard, 0);
  const index = cellToShardIndex(gridDisk(middle, 2)[n]);
  const grid = shardGrid(shard);
  return { index, lng: grid.lng[index], lat: grid.lat[index] };
}

export async function foundSmallCountry({ sql }: Database): Promise<void> {
  for (const [s, shard] of SHARDS.entries()) {
    const residents = new Float64Array(SHARD_CELL_COUNT);
    const cell = new Uint16Array(SHARD_CELL_COUNT).fill(1);
    for (let n = 0; n < 10; n++) residents[villageCell(shard, n).index] = 2 ** n;
    const people = await packPopulation({ residents, dwellings: residents.map((r) => r / 2) });
    const regions = await packRegions([{ kind: "place", codes: [`DEMO000${s + 1}`], cell }]);
    await sql.transaction([
      sql`insert into population_shard (edition, shard, cells, content_hash, residents)
        values (1, ${shard}, decode(${toBase64(people)}, 'base64'), ${await sha256(people)}, ${VILLAGE_RESIDENTS})`,
      sql`insert into region_shard (edition, shard, cells, content_hash)
        values (1, ${shard}, decode(${toBase64(regions)}, 'base64'), ${await sha256(regions)})`,
      sql`insert into region (edition, code, kind, name, source_id, west, south, east, north, outline)
        values (1, ${`DEMO000${s + 1}`}, 'place', ${`Dorp ${s + 1} (demo)`}, 'demo', 5, 52, 5.3, 52.3, '[]')`,
    ]);
  }
  for (const kind of ["population", "regions"]) {
    await sql`insert into input_edition (kind, edition, nature) values (${kind}, 1, 'synthetic')`;
  }
}

/** Makes `aeds` the whole of AED edition `edition`, as an import would for all who read it. */
export async function setAeds({ sql }: Database, edition: number, aeds: SmallAed[]): Promise<void> {
  await sql`update merged_aed set until = ${edition} where until is null`;
  for (const aed of aeds) {
    await sql`insert into merged_aed (id, since, shard, lng, lat, open_hours, always_open, access, coarsened, sources)
      values (${`demo:${aed.ref}`}, ${edition}, ${cellToShard(positionToCell(aed))}, ${aed.lng}, ${aed.lat},
        ${aed.openHours}, ${alwaysOpenOf(aed.openHours)}, 'public', false,
        ${JSON.stringify([{ sourceId: "demo", ref: aed.ref, checkedDate: null }])}::json)`;
  }
  await sql`insert into input_edition (kind, edition, nature, data_date) values ('aeds', ${edition}, 'synthetic', '2026-01-31')
    on conflict (kind) do update set edition = excluded.edition`;
}
