/**
 * A coverage tile: the hexagons of the zoom's resolution with their values, from the stored columns.
 * No h3-js call, no boundary and no object per cell. Values are registered before ids: small tags compress better.
 */
import {
  type BaseColumns,
  type LevelResolution,
  NO_UINT8,
  type PeriodColumns,
} from "../../coverage/columns.ts";
import { CELL_RESOLUTION, type CellId } from "../../grid/cell.ts";
import { type CellProperty, propertiesOfResolution } from "../cellProperties.ts";
import { cellIdWriter } from "./cellIdWriter.ts";
import { addDemoMark } from "./demoMark.ts";
import { type HexagonPlacer, hexagonPlacer } from "./hexagonPlacer.ts";
import type { TileAddress } from "./mercator.ts";
import {
  addFeature,
  finishTile,
  freshValueTag,
  GEOMETRY_TYPE,
  keyTag,
  type MvtFeature,
  type MvtLayer,
  startLayer,
  valueTag,
} from "./mvt.ts";

export const COVERAGE_MAX_ZOOM = 14;
/** A full tile of about 2,950 hexagons takes 160 kB of features and 70 kB of values: the writers need not grow. */
const BYTES_EXPECTED = { features: 262_144, values: 131_072 };

/** Children `first` to before `first + count` of a shard, at the tile's resolution: rows from `from` on. */
export interface ShardLevel {
  shard: CellId;
  first: number;
  count: number;
  base: BaseColumns;
  period: PeriodColumns;
  from: number;
}

/** The cells of one level that touch the tile, counted from its first. */
interface Selection {
  level: ShardLevel;
  place: HexagonPlacer;
  cells: number[];
}

/** At most a few thousand hexagons a tile: resolution is about zoom − 2. */
export function zoomToResolution(zoom: number): LevelResolution {
  if (zoom <= 7) return 5;
  return Math.min(zoom - 2, CELL_RESOLUTION) as LevelResolution;
}

/** Empty bytes where no cell of the domain touches the tile. */
export function encodeCoverageTile(
  address: TileAddress,
  levels: ShardLevel[],
  { isSynthetic }: { isSynthetic: boolean },
): Uint8Array {
  const resolution = zoomToResolution(address.z);
  const layer = startLayer("coverage", BYTES_EXPECTED);
  const constantTags = [keyTag(layer, "synthetic"), valueTag(layer, isSynthetic)];
  const selections = levels.map((level) => selectCells(level, resolution, address));
  const columns = propertiesOfResolution(resolution)
    .filter(({ isItemOnly }) => !isItemOnly)
    .map((property) => tagColumn(layer, property, selections));
  addHexagons(layer, selections, { resolution, columns, constantTags });
  return finishTile(isSynthetic && layer.featureCount > 0 ? [layer, demoLayer()] : [layer]);
}

function selectCells(level: ShardLevel, resolution: LevelResolution, address: TileAddress): Selection {
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
function tagColumn(layer: MvtLayer, property: CellProperty, selections: Selection[]): TagColumn {
  const { name, column, toValue, toTileValue = toValue } = property;
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
  selections: Selection[],
  parts: { resolution: LevelResolution; columns: TagColumn[]; constantTags: number[] },
): void {
  const cellKey = keyTag(layer, "cell");
  const feature: MvtFeature = { type: GEOMETRY_TYPE.polygon, tags: [...parts.constantTags], geometry: [] };
  const { tags } = feature;
  const constantCount = tags.length;
  const keys = parts.columns.map(({ key }) => key);
  const tagsOf = parts.columns.map((column) => column.tags);
  let at = 0;
  for (const { level, place, cells } of selections) {
    const writeCellId = cellIdWriter(level.shard, parts.resolution);
    for (const n of cells) {
      let end = constantCount;
      for (let column = 0; column < keys.length; column++) {
        const tag = tagsOf[column][at];
        if (tag < 0) continue;
        tags[end++] = keys[column];
        tags[end++] = tag;
      }
      tags[end++] = cellKey;
      tags[end++] = freshValueTag(layer, writeCellId, level.first + n);
      // a cell before may have had more values
      if (tags.length > end) tags.length = end;
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
