/** A tile of AEDs as points: who may be reached when. MVT has no null: a value that is absent is not known. */
import type { ServedAed } from "../../store/published.ts";
import { hoursUnknown, reachableByPeriod } from "../aedHours.ts";
import { addDemoMark } from "./demoMark.ts";
import { latToWorld, lngToWorld, TILE_EXTENT, type TileAddress } from "./mercator.ts";
import {
  addFeature,
  finishTile,
  GEOMETRY_TYPE,
  keyTag,
  MOVE_TO_ONE,
  type MvtLayer,
  type MvtValue,
  startLayer,
  valueTag,
  zigzag,
} from "./mvt.ts";

/** A tile of zoom 10 over a city holds 1,500 AEDs and takes twice the 40 ms it may; the coverage tells more there. */
export const AED_MIN_ZOOM = 11;
export const AED_MAX_ZOOM = 14;
/** So that a symbol on the edge of a tile is drawn whole by both. */
export const AED_BUFFER_UNITS = 128;

export function encodeAedTile(
  address: TileAddress,
  aeds: readonly ServedAed[],
  { isSynthetic }: { isSynthetic: boolean },
): Uint8Array {
  const layer = startLayer("aeds", { features: 16_384, values: 16_384 });
  for (const aed of aeds) addAed(layer, address, aed, isSynthetic);
  if (!isSynthetic || layer.featureCount === 0) return finishTile([layer]);
  const demo = startLayer("demo");
  addDemoMark(demo);
  return finishTile([layer, demo]);
}

function addAed(layer: MvtLayer, { z, x, y }: TileAddress, aed: ServedAed, isSynthetic: boolean): void {
  const scale = 2 ** z * TILE_EXTENT;
  const column = Math.round(lngToWorld(aed.lng) * scale - x * TILE_EXTENT);
  const row = Math.round(latToWorld(aed.lat) * scale - y * TILE_EXTENT);
  const geometry = [MOVE_TO_ONE, zigzag(column), zigzag(row)];
  addFeature(layer, { type: GEOMETRY_TYPE.point, tags: tagsOf(layer, aed, isSynthetic), geometry });
}

function tagsOf(layer: MvtLayer, aed: ServedAed, isSynthetic: boolean): number[] {
  const properties: Record<string, MvtValue | null> = {
    synthetic: isSynthetic,
    alwaysOpen: aed.alwaysOpen,
    hoursUnknown: hoursUnknown(aed.openHours),
    ...reachableByPeriod(aed.openHours),
    name: aed.name,
    id: aed.id,
  };
  return Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [keyTag(layer, name), valueTag(layer, value)],
  );
}
