/** Population units made by hand, and cells read back, for the tests of population. */
import { shardIndexToCell } from "../../src/grid/shard.ts";
import type { populationToCells } from "../../src/load/populationToCells.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import type { AgeCounts, PopulationUnit } from "../../src/load/records.ts";

export const allLand = () => true;

/** A square of RD, 100 m unless told, with its south-west corner at (east, north) hundreds of metres. */
export function square(
  east: number,
  north: number,
  residents: number | null,
  dwellings: number | null = null,
  { sideMeters = 100, ages = null }: { sideMeters?: number; ages?: AgeCounts | null } = {},
): PopulationUnit {
  const side = sideMeters / 100;
  const corner = (dx: number, dy: number) => rdToPosition((east + dx) * 100, (north + dy) * 100);
  const ring = [corner(0, 0), corner(side, 0), corner(side, side), corner(0, side), corner(0, 0)];
  const code = `E${String(east).padStart(4, "0")}N${String(north).padStart(4, "0")}`;
  return { code, residents, dwellings, ages, shape: { kind: "square", sideMeters, ring } };
}

export function disc(
  code: string,
  lng: number,
  lat: number,
  radiusMeters: number,
  residents: number | null,
  ages: AgeCounts | null = null,
): PopulationUnit {
  const areaSquareMeters = Math.PI * radiusMeters ** 2;
  return {
    code,
    residents,
    dwellings: null,
    ages,
    shape: { kind: "disc", center: { lng, lat }, areaSquareMeters },
  };
}

/** Cell id → residents, of the cells that have any. */
export function residentsByCell(shards: ReturnType<typeof populationToCells>["shards"]): Map<string, number> {
  return new Map(
    [...shards].flatMap(([shard, { residents }]) =>
      [...residents].flatMap((value, index) =>
        value === 0 ? [] : [[shardIndexToCell(shard, index), value] as [string, number]],
      ),
    ),
  );
}

export const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
