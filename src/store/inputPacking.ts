/**
 * The packed shapes of the inputs that are stored per shard: people per cell, regions per cell, responders per cell.
 * A cell is its index in the shard (`grid/shard.ts`), 0…16,806; only cells that hold something are stored.
 */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";
import { PERIODS, type Period } from "../grid/periods.ts";
import { AGE_GROUPS } from "../load/ageGroups.ts";
import type { RegionKind } from "../load/records.ts";
import { type NumberArray, packColumns, unpackColumns } from "./packing.ts";

export interface PopulationCells {
  residents: Float64Array;
  dwellings: Float64Array;
}

/** Which region of one kind each cell lies in: 0 = none, else 1 + index into `codes`. */
export interface RegionCells {
  kind: RegionKind;
  codes: string[];
  cell: Uint16Array;
}

export function packPopulation({ residents, dwellings }: PopulationCells): Uint8Array {
  const held = indexesWhere((i) => residents[i] !== 0 || dwellings[i] !== 0);
  return packColumns({
    cell: held,
    residents: Float64Array.from(held, (i) => residents[i]),
    dwellings: Float64Array.from(held, (i) => dwellings[i]),
  });
}

export function unpackPopulation(bytes: Uint8Array): PopulationCells {
  const packed = unpackColumns<{ cell: Uint16Array } & PopulationCells>(bytes);
  const residents = new Float64Array(SHARD_CELL_COUNT);
  const dwellings = new Float64Array(SHARD_CELL_COUNT);
  packed?.cell.forEach((index, n) => {
    residents[index] = packed.residents[n];
    dwellings[index] = packed.dwellings[n];
  });
  return { residents, dwellings };
}

/**
 * Residents per age group and cell, NaN where nothing is known of a group. Apart from the people themselves: who needs
 * no ages reads none.
 */
export function packAges(ages: readonly Float64Array[]): Uint8Array {
  const held = indexesWhere((i) => ages.some((group) => !Number.isNaN(group[i])));
  const columns: Record<string, Uint16Array | Float64Array> = { cell: held };
  ages.forEach((group, g) => {
    columns[`age${g}`] = Float64Array.from(held, (i) => group[i]);
  });
  return packColumns(columns);
}

export function unpackAges(bytes: Uint8Array): Float64Array[] {
  const packed = unpackColumns<{ cell: Uint16Array } & Record<string, Float64Array>>(bytes);
  return AGE_GROUPS.map((_, g) => {
    const group = new Float64Array(SHARD_CELL_COUNT).fill(Number.NaN);
    packed?.cell.forEach((index, n) => {
      group[index] = packed[`age${g}`][n];
    });
    return group;
  });
}

/** Four bytes of length, a JSON head with kinds and codes, then the columns `k0`, `k1`, … deflated. */
export function packRegions(regions: RegionCells[]): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(regions.map(({ kind, codes }) => ({ kind, codes }))));
  const columns = packColumns(Object.fromEntries(regions.map((region, n) => [`k${n}`, region.cell])));
  const bytes = new Uint8Array(4 + head.length + columns.length);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, 4);
  bytes.set(columns, 4 + head.length);
  return bytes;
}

export function unpackRegions(bytes: Uint8Array): RegionCells[] {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength))) as Omit<
    RegionCells,
    "cell"
  >[];
  const columns = unpackColumns<Record<string, Uint16Array>>(bytes.subarray(4 + headLength));
  return head.map((region, n) => ({ ...region, cell: columns![`k${n}`] }));
}

/** Of one shard, index → count. Personal data: only the loader packs and unpacks it. */
export interface ShardResponders {
  homes: ReadonlyMap<number, number>;
  /** thousandths near, in the order of `PERIODS`; null where the source tells no whereabouts */
  near: ReadonlyMap<number, readonly number[]> | null;
}

export function packResponders({ homes, near }: ShardResponders): Uint8Array {
  const held = [...new Set([...homes.keys(), ...(near?.keys() ?? [])])].sort((p, q) => p - q);
  const columns: Record<string, NumberArray> = {
    cell: Uint16Array.from(held),
    count: Uint32Array.from(held, (i) => homes.get(i) ?? 0),
  };
  if (near) {
    for (const [n, period] of PERIODS.entries())
      columns[period] = Uint32Array.from(held, (i) => near.get(i)?.[n] ?? 0);
  }
  return packColumns(columns);
}

export function unpackResponders(bytes: Uint8Array): ShardResponders {
  const packed = unpackColumns<
    { cell: Uint16Array; count: Uint32Array } & Partial<Record<Period, Uint32Array>>
  >(bytes);
  const cells = [...(packed?.cell ?? [])];
  const homes = new Map(cells.map((index, n) => [index, packed!.count[n]]));
  for (const [index, count] of homes) if (count === 0) homes.delete(index);
  if (!packed?.[PERIODS[0]]) return { homes, near: null };
  const near = cells.map((index, n) => [index, PERIODS.map((period) => packed[period]![n])] as const);
  return { homes, near: new Map(near) };
}

function indexesWhere(isHeld: (index: number) => boolean): Uint16Array {
  const held: number[] = [];
  for (let index = 0; index < SHARD_CELL_COUNT; index++) if (isHeld(index)) held.push(index);
  return Uint16Array.from(held);
}
