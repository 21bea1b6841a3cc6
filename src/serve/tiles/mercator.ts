/**
 * The web map's square world: x and y from 0 (west, north) to 1 (east, south), and tiles of 4,096 units cut from it
 * (OGC WebMercatorQuad; spherical Mercator, EPSG:3857).
 */
import type { Bbox } from "../../store/published.ts";

/** Units along one side of a tile: the customary extent of MVT. */
export const TILE_EXTENT = 4096;
/** The latitude where the square world ends. */
export const MAX_LATITUDE = 85.051_128_779_806_59;

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** x grows east, y grows south; west ≤ east and north ≤ south. */
export interface WorldRect {
  west: number;
  north: number;
  east: number;
  south: number;
}

export function lngToWorld(lng: number): number {
  return lng / 360 + 0.5;
}

export function latToWorld(lat: number): number {
  const sin = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

export function worldToLng(x: number): number {
  return (x - 0.5) * 360;
}

export function worldToLat(y: number): number {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

/** The ground of a tile, wider by `bufferUnits` on every side. */
export function tileToWorldRect({ z, x, y }: TileAddress, bufferUnits = 0): WorldRect {
  const size = 2 ** -z;
  const buffer = (bufferUnits / TILE_EXTENT) * size;
  return {
    west: x * size - buffer,
    north: y * size - buffer,
    east: (x + 1) * size + buffer,
    south: (y + 1) * size + buffer,
  };
}

export function worldRectToBbox({ west, north, east, south }: WorldRect): Bbox {
  return [worldToLng(west), worldToLat(south), worldToLng(east), worldToLat(north)];
}

export function bboxToWorldRect([west, south, east, north]: Bbox): WorldRect {
  return {
    west: lngToWorld(west),
    north: latToWorld(north),
    east: lngToWorld(east),
    south: latToWorld(south),
  };
}

export function rectsOverlap(one: WorldRect, other: WorldRect): boolean {
  return (
    one.west <= other.east && other.west <= one.east && one.north <= other.south && other.north <= one.south
  );
}

/** The tile at zoom `z` that holds a position. */
export function positionToTile(lng: number, lat: number, z: number): TileAddress {
  const count = 2 ** z;
  const clamp = (value: number) => Math.max(0, Math.min(count - 1, Math.floor(value * count)));
  return { z, x: clamp(lngToWorld(lng)), y: clamp(latToWorld(lat)) };
}
