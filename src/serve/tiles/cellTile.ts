/**
 * A tile of cells: the hexagons of the zoom's resolution with what stored columns say of them, whichever columns
 * those are. No h3-js call, no boundary and no object per cell.
 */
import { type BaseColumns, type LevelResolution, NO_UINT8 } from "../../coverage/columns.ts";
import { CELL_RESOLUTION, type CellId } from "../../grid/cell.ts";
import { childNumbers } from "./childNumbers.ts";
import { addDemoMark } from "./demoMark.ts";
import { type HexagonPlacer, hexagonPlacer } from "./hexagonPlacer.ts";
import type { TileAddress } from "./mercator.ts";
import {
  addFeature,
  finishTile,
  GEOMETRY_TYPE,
  keyTag,
  type MvtFeature,
  type MvtLayer,
  type MvtValue,
  startLayer,
  valueTag,
} from "./mvt.ts";

/** A full tile of about 2,950 hexagons of coverage takes 190 kB of features, 3 kB of values: writers need not grow. */
const BYTES_EXPECTED = { features: 262_144, values: 16_384 };

/** Children `first` to before `first + count` of a shard, at the tile's resolution: rows of columns from `from` on. */
export interface CellLevel {
  shard: CellId;
  first: number;
  count: number;
  from: number;
  /** says which rows are cells of the domain */
  base: BaseColumns;
}

/** One property of the cells; `L` is the level with the columns that it reads. */
export interface TileProperty<L> {
  name: string;
  /** absent in a run of before this property was */
  column(level: L): ArrayLike<number> | undefined;
  /** null: the feature goes without the property */
  toValue(raw: number): MvtValue | null;
  /** coarser in tiles, to keep them small */
  toTileValue?(raw: number): MvtValue | null;
}

export interface CellTileOptions<L> {
  /** the name of the layer in the tile */
  layer: string;
  properties: readonly TileProperty<L>[];
  isSynthetic: boolean;
}

/** At most a few thousand hexagons a tile: resolution is about zoom − 2. */
export function zoomToResolution(zoom: number): LevelResolution {
  if (zoom <= 7) return 5;
  return Math.min(zoom - 2, CELL_RESOLUTION) as LevelResolution;
}

/** A feature's id is the number of its cell (`grid/cellNumber.ts`). No bytes where no cell of the domain touches the tile. */
export function encodeCellTile<L extends CellLevel>(
  address: TileAddress,
  levels: readonly L[],
  { layer: name, properties, isSynthetic }: CellTileOptions<L>,
): Uint8Array {
  const resolution = zoomToResolution(address.z);
  const layer = startLayer(name, BYTES_EXPECTED);
  const constantTags = [keyTag(layer, "synthetic"), valueTag(layer, isSynthetic)];
  const selections = levels.map((level) => selectCells(level, resolution, address));
  const columns = properties.map((property) => tagColumn(layer, property, selections));
  addHexagons(layer, selections, { resolution, columns, constantTags });
  return finishTile(isSynthetic && layer.featureCount > 0 ? [layer, demoLayer()] : [layer]);
}

/** The cells of one level that touch the tile, counted from its first. */
interface Selection<L> {
  level: L;
  place: HexagonPlacer;
  cells: number[];
}

function selectCells<L extends CellLevel>(
  level: L,
  resolution: LevelResolution,
  address: TileAddress,
): Selection<L> {
  const { shard, first, count, from } = level;
  const place = hexagonPlacer({ shard, resolution, first, count }, address);
  const { land } = level.base;
  const cells: number[] = [];
  for (let n = 0; n < count; n++) if (land[from + n] !== NO_UINT8 && place.isOnTile(n)) cells.push(n);
  return { level, place, cells };
}

interface TagColumn {
  key: number;
  /** value tag per selected cell, shard after shard; −1 where the value is null */
  tags: Int32Array;
}

/** Each distinct raw value is turned into a public one once per tile. */
function tagColumn<L extends CellLevel>(
  layer: MvtLayer,
  { name, column, toValue, toTileValue = toValue }: TileProperty<L>,
  selections: readonly Selection<L>[],
): TagColumn {
  const tags = new Int32Array(selections.reduce((sum, { cells }) => sum + cells.length, 0)).fill(-1);
  const tagOfRaw = new Map<number, number>();
  let at = 0;
  for (const { level, cells } of selections) {
    const raws = column(level);
    if (!raws) {
      at += cells.length;
      continue;
    }
    for (const n of cells) {
      const raw = raws[level.from + n];
      let tag = tagOfRaw.get(raw);
      if (tag === undefined) {
        const value = toTileValue(raw);
        tag = value === null ? -1 : valueTag(layer, value);
        tagOfRaw.set(raw, tag);
      }
      tags[at++] = tag;
    }
  }
  return { key: keyTag(layer, name), tags };
}

function addHexagons(
  layer: MvtLayer,
  selections: readonly Selection<CellLevel>[],
  parts: { resolution: LevelResolution; columns: TagColumn[]; constantTags: number[] },
): void {
  const tags = [...parts.constantTags];
  const feature: MvtFeature = { id: 0, type: GEOMETRY_TYPE.polygon, tags, geometry: [] };
  const constantCount = tags.length;
  const keys = parts.columns.map(({ key }) => key);
  const tagsOf = parts.columns.map((column) => column.tags);
  let at = 0;
  for (const { level, place, cells } of selections) {
    const numberOf = childNumbers(level.shard, parts.resolution);
    for (const n of cells) {
      let end = constantCount;
      for (let column = 0; column < keys.length; column++) {
        const tag = tagsOf[column][at];
        if (tag < 0) continue;
        tags[end++] = keys[column];
        tags[end++] = tag;
      }
      // a cell before may have had more values
      if (tags.length > end) tags.length = end;
      feature.id = numberOf(level.first + n);
      place.writeHexagon(n, feature.geometry);
      addFeature(layer, feature);
      at++;
    }
  }
}

function demoLayer(): MvtLayer {
  const layer = startLayer("demo");
  addDemoMark(layer);
  return layer;
}
