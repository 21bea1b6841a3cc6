/**
 * Puts the cells of one shard on one tile: which of them touch it, and their outlines in tile units.
 * Every corner is rounded from its own place, so that neighbours round to the same corner and no gap opens.
 */
import type { LevelResolution } from "../../coverage/columns.ts";
import type { CellId } from "../../grid/cell.ts";
import { type CellOutlines, MAX_CORNERS, OUTLINE_STEPS } from "./cellOutlines.ts";
import { type Hexagon, type LevelGeometry, levelGeometry } from "./levelGeometry.ts";
import { TILE_EXTENT, type TileAddress } from "./mercator.ts";
import { CLOSE_PATH, lineTo, MOVE_TO_ONE, zigzag } from "./mvt.ts";

/** Cells that reach no further than this into the tile's surroundings are drawn too, so that edges meet. */
export const TILE_BUFFER_UNITS = 16;

export interface HexagonPlacer {
  cellCount: number;
  /** whether the cell's envelope touches the tile or its buffer */
  isOnTile(index: number): boolean;
  /** replaces `geometry` with one closed ring, clockwise on the screen: six corners, or as many as h3 has */
  writeHexagon(index: number, geometry: number[]): void;
}

/** A tile's place in the world, in its own units. */
interface Frame {
  scale: number;
  left: number;
  top: number;
}

/** The corners of one cell in tile units, before they are written. */
interface Ring {
  x: Int32Array;
  y: Int32Array;
}

export function hexagonPlacer(
  shard: CellId,
  resolution: LevelResolution,
  { z, x, y }: TileAddress,
): HexagonPlacer {
  const geometry = levelGeometry(shard, resolution);
  const frame = { scale: 2 ** z * TILE_EXTENT, left: x * TILE_EXTENT, top: y * TILE_EXTENT };
  const { scale, left, top } = frame;
  const reachX = geometry.reachX * scale + TILE_BUFFER_UNITS;
  const reachY = geometry.reachY * scale + TILE_BUFFER_UNITS;
  const ring = { x: new Int32Array(MAX_CORNERS), y: new Int32Array(MAX_CORNERS) };
  const { shape } = geometry;
  const placeCorners =
    "start" in shape ? ownOutline(shape, frame, ring) : sameHexagon(geometry, shape, frame, ring);
  return {
    cellCount: geometry.x.length,
    isOnTile(index) {
      const centerX = geometry.x[index] * scale - left;
      if (centerX < -reachX || centerX > TILE_EXTENT + reachX) return false;
      const centerY = geometry.y[index] * scale - top;
      return centerY >= -reachY && centerY <= TILE_EXTENT + reachY;
    },
    writeHexagon: (index, out) => writeRing(ring, placeCorners(index), out),
  };
}

/** Fills the ring with the corners of a cell and says how many they are. */
type PlaceCorners = (index: number) => number;

function sameHexagon(
  { x, y }: LevelGeometry,
  hexagon: Hexagon,
  { scale, left, top }: Frame,
  ring: Ring,
): PlaceCorners {
  const cornerX = hexagon.cornerX.map((value) => value * scale);
  const cornerY = hexagon.cornerY.map((value) => value * scale);
  return (index) => {
    const centerX = x[index] * scale - left;
    const centerY = y[index] * scale - top;
    for (let corner = 0; corner < 6; corner++) {
      ring.x[corner] = Math.round(centerX + cornerX[corner]);
      ring.y[corner] = Math.round(centerY + cornerY[corner]);
    }
    return 6;
  };
}

function ownOutline({ start, x, y }: CellOutlines, { scale, left, top }: Frame, ring: Ring): PlaceCorners {
  const unitsPerStep = scale / OUTLINE_STEPS;
  return (index) => {
    const first = start[index];
    const count = start[index + 1] - first;
    for (let corner = 0; corner < count; corner++) {
      ring.x[corner] = Math.round(x[first + corner] * unitsPerStep) - left;
      ring.y[corner] = Math.round(y[first + corner] * unitsPerStep) - top;
    }
    return count;
  };
}

function writeRing({ x, y }: Ring, cornerCount: number, out: number[]): void {
  let lastX = 0;
  let lastY = 0;
  let at = 0;
  for (let corner = 0; corner < cornerCount; corner++) {
    if (corner === 0) out[at++] = MOVE_TO_ONE;
    if (corner === 1) out[at++] = lineTo(cornerCount - 1);
    out[at++] = zigzag(x[corner] - lastX);
    out[at++] = zigzag(y[corner] - lastY);
    lastX = x[corner];
    lastY = y[corner];
  }
  out[at++] = CLOSE_PATH;
  // the cell before may have had more corners
  out.length = at;
}
