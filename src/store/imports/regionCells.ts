/**
 * Which region each cell lies in, from the edition in force and from what a new import brings.
 */

import { type CellId, SHARD_CELL_COUNT } from "../../grid/cell.ts";
import type { RegionsOfShard } from "../../grid/polygonToCells.ts";
import { type Finding, warning } from "../../load/reader.ts";
import { REGION_KINDS } from "../../load/regionProperties.ts";
import { packRegions, type RegionCells } from "../inputPacking.ts";
import { sha256, toBase64 } from "../packing.ts";
import type { BulkColumn } from "./bulkInsert.ts";

export interface MergedRegions {
  shards: Map<CellId, RegionCells[]>;
  /** new regions that took cells of ones which stay, with the number of cells and from whom */
  takenOver: Map<string, { cellCount: number; from: Set<string> }>;
}

/** Cells of the `removed` regions are freed; where a new region and one that stays meet, the new one has the cell. */
export function mergeRegionCells(
  held: ReadonlyMap<CellId, RegionCells[]>,
  fresh: ReadonlyMap<CellId, readonly RegionsOfShard[]>,
  removed: ReadonlySet<string>,
): MergedRegions {
  const merged: MergedRegions = { shards: new Map(), takenOver: new Map() };
  for (const shard of [...new Set([...held.keys(), ...fresh.keys()])].sort()) {
    const columns: RegionCells[] = [];
    for (const kind of REGION_KINDS) {
      const before = held.get(shard)?.find((column) => column.kind === kind);
      const after = fresh.get(shard)?.find((column) => column.kind === kind);
      const column = mergeColumn(kind, before, after, removed, merged);
      if (column) columns.push(column);
    }
    if (columns.length > 0) merged.shards.set(shard, columns);
  }
  return merged;
}

function mergeColumn(
  kind: RegionCells["kind"],
  before: RegionCells | undefined,
  after: RegionsOfShard | undefined,
  removed: ReadonlySet<string>,
  merged: MergedRegions,
): RegionCells | null {
  const staying = (before?.codes ?? []).filter((code) => !removed.has(code));
  if (staying.length === 0 && !after) return null;
  const codes = [...new Set([...staying, ...(after?.codes ?? [])])].sort();
  const stayingValue = valuesIn(codes, before?.codes ?? [], removed);
  const comingValue = valuesIn(codes, after?.codes ?? [], new Set());
  const cell = new Uint16Array(SHARD_CELL_COUNT);
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    const stays = before ? stayingValue[before.cell[n]] : 0;
    const comes = after ? comingValue[after.cell[n]] : 0;
    cell[n] = comes || stays;
    if (comes > 0 && stays > 0) takeOver(merged, `${kind} ${codes[comes - 1]}`, codes[stays - 1]);
  }
  return withoutEmptyCodes({ kind, codes, cell });
}

function takeOver({ takenOver }: MergedRegions, taker: string, from: string): void {
  const taken = takenOver.get(taker) ?? { cellCount: 0, from: new Set() };
  taken.cellCount++;
  taken.from.add(from);
  takenOver.set(taker, taken);
}

/** One finding for each new region that lies over ones of its kind from other sources. */
export function takenOverFindings({ takenOver }: MergedRegions): Finding[] {
  return [...takenOver]
    .sort(([p], [q]) => (p < q ? -1 : 1))
    .map(([place, { cellCount, from }]) => {
      const others = [...from].sort().join(", ");
      const advice = "the one loaded last has them now; load the other again to give them back";
      const got = `${cellCount} cells that lay in ${others}`;
      return warning(place, "geometry", got, "regions of one kind that do not overlap", advice);
    });
}

/** Value in a column with `own` codes → value in a column with `codes`; 0 for none and for removed ones. */
function valuesIn(
  codes: readonly string[],
  own: readonly string[],
  removed: ReadonlySet<string>,
): Uint16Array {
  return Uint16Array.of(0, ...own.map((code) => (removed.has(code) ? 0 : 1 + codes.indexOf(code))));
}

/** A region whose last cell here was taken over is no longer named here. */
function withoutEmptyCodes({ kind, codes, cell }: RegionCells): RegionCells | null {
  const isHeld = new Uint8Array(codes.length + 1);
  for (let n = 0; n < SHARD_CELL_COUNT; n++) isHeld[cell[n]] = 1;
  const kept = codes.filter((_, n) => isHeld[n + 1] === 1);
  if (kept.length === 0) return null;
  if (kept.length === codes.length) return { kind, codes, cell };
  const gone = new Set(codes.filter((_, n) => isHeld[n + 1] === 0));
  const value = valuesIn(kept, codes, gone);
  return { kind, codes: kept, cell: cell.map((old) => value[old]) };
}

export async function regionShardColumns(
  shards: ReadonlyMap<CellId, RegionCells[]>,
): Promise<Record<string, BulkColumn>> {
  const packed: string[] = [];
  for (const columns of shards.values()) packed.push(toBase64(await packRegions(columns)));
  return {
    shard: { type: "text", values: [...shards.keys()] },
    cells: { type: "bytea", values: packed },
    content_hash: { type: "text", values: [...(await hashRegionShards(shards)).values()] },
  };
}

/** Of what the cells say, not of the packed bytes: another compressor makes the same hash. */
export async function hashRegionShards(
  shards: ReadonlyMap<CellId, RegionCells[]>,
): Promise<Map<CellId, string>> {
  const hashes = new Map<CellId, string>();
  for (const [shard, columns] of shards) {
    const parts = columns.map(async ({ kind, codes, cell }) => [
      kind,
      codes,
      await sha256(new Uint8Array(cell.buffer)),
    ]);
    hashes.set(shard, await sha256(JSON.stringify(await Promise.all(parts))));
  }
  return hashes;
}
