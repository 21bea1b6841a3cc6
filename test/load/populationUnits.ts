/** Population units made by hand, and cells read back, for the tests of population. */
import { shardIndexToCell } from "../../src/grid/shard.ts";
import type { populationToCells } from "../../src/load/populationToCells.ts";
import { rdToPosition } from "../../src/load/rdToPosition.ts";
import type { PopulationUnit } from "../../src/load/records.ts";

export const allLand = () => true;

/** A 100 m square of RD with its south-west corner at (east, north) hundreds of metres. */
export function square(
  east: number,
  north: number,
  residents: number | null,
  dwellings: number | null = null,
): PopulationUnit {
  const corner = (dx: number, dy: number) => rdToPosition((east + dx) * 100, (north + dy) * 100);
  const ring = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)];
  return { code: `E${east}N${north}`, residents, dwellings, shape: { kind: "square", ring } };
}

export function disc(
  code: string,
  lng: number,
  lat: number,
  radiusMeters: number,
  residents: number | null,
): PopulationUnit {
  const areaSquareMeters = Math.PI * radiusMeters ** 2;
  return {
    code,
    residents,
    dwellings: null,
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
