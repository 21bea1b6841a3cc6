/**
 * Puts the cells of one shard on one tile: which of them touch it, and their outlines in tile units.
 * Every corner is rounded from its own place, so that neighbours round to the same corner and no gap opens.
 */
import type { LevelResolution } from "../../coverage/columns.ts";
import type { CellId } from "../../grid/cell.ts";
import { type CellOutlines, OUTLINE_STEPS } from "./cellOutlines.ts";
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
  const { shape } = geometry;
  return {
    cellCount: geometry.x.length,
    isOnTile(index) {
      const centerX = geometry.x[index] * scale - left;
      if (centerX < -reachX || centerX > TILE_EXTENT + reachX) return false;
      const centerY = geometry.y[index] * scale - top;
      return centerY >= -reachY && centerY <= TILE_EXTENT + reachY;
    },
    writeHexagon: "start" in shape ? outlineWriter(shape, frame) : hexagonWriter(geometry, shape, frame),
  };
}

type WriteHexagon = HexagonPlacer["writeHexagon"];
const LINE_TO_FIVE = lineTo(5);

function hexagonWriter({ x, y }: LevelGeometry, hexagon: Hexagon, { scale, left, top }: Frame): WriteHexagon {
  const cornerX = hexagon.cornerX.map((value) => value * scale);
  const cornerY = hexagon.cornerY.map((value) => value * scale);
  return (index, out) => {
    const centerX = x[index] * scale - left;
    const centerY = y[index] * scale - top;
    let lastX = 0;
    let lastY = 0;
    let at = 0;
    for (let corner = 0; corner < 6; corner++) {
      const nextX = Math.round(centerX + cornerX[corner]);
      const nextY = Math.round(centerY + cornerY[corner]);
      if (corner === 0) out[at++] = MOVE_TO_ONE;
      if (corner === 1) out[at++] = LINE_TO_FIVE;
      out[at++] = zigzag(nextX - lastX);
      out[at++] = zigzag(nextY - lastY);
      lastX = nextX;
      lastY = nextY;
    }
    out[at++] = CLOSE_PATH;
    // a cell of the shard before may have had more corners
    if (out.length > at) out.length = at;
  };
}

function outlineWriter({ start, x, y }: CellOutlines, { scale, left, top }: Frame): WriteHexagon {
  const unitsPerStep = scale / OUTLINE_STEPS;
  return (index, out) => {
    const first = start[index];
    const end = start[index + 1];
    let lastX = 0;
    let lastY = 0;
    let at = 0;
    for (let corner = first; corner < end; corner++) {
      const nextX = Math.round(x[corner] * unitsPerStep) - left;
      const nextY = Math.round(y[corner] * unitsPerStep) - top;
      if (corner === first) out[at++] = MOVE_TO_ONE;
      if (corner === first + 1) out[at++] = lineTo(end - first - 1);
      out[at++] = zigzag(nextX - lastX);
      out[at++] = zigzag(nextY - lastY);
      lastX = nextX;
      lastY = nextY;
    }
    out[at++] = CLOSE_PATH;
    if (out.length > at) out.length = at;
  };
}
