/**
 * Puts the cells of one shard on one tile: which of them touch it, and their outlines in tile units.
 * Every corner is rounded from its own place, so that neighbours round to the same corner and no gap opens.
 */
import type { LevelResolution } from "../../coverage/columns.ts";
import type { CellId } from "../../grid/cell.ts";
import { levelGeometry } from "./levelGeometry.ts";
import { TILE_EXTENT, type TileAddress } from "./mercator.ts";
import { CLOSE_PATH, LINE_TO_FIVE, MOVE_TO_ONE, zigzag } from "./mvt.ts";

/** Cells that reach no further than this into the tile's surroundings are drawn too, so that edges meet. */
export const TILE_BUFFER_UNITS = 16;

export interface HexagonPlacer {
  cellCount: number;
  /** whether the cell's envelope touches the tile or its buffer */
  isOnTile(index: number): boolean;
  /** replaces `geometry` with one closed ring of six corners, clockwise on the screen */
  writeHexagon(index: number, geometry: number[]): void;
}

export function hexagonPlacer(
  shard: CellId,
  resolution: LevelResolution,
  { z, x, y }: TileAddress,
): HexagonPlacer {
  const geometry = levelGeometry(shard, resolution);
  const scale = 2 ** z * TILE_EXTENT;
  const left = x * TILE_EXTENT;
  const top = y * TILE_EXTENT;
  const cornerX = geometry.cornerX.map((value) => value * scale);
  const cornerY = geometry.cornerY.map((value) => value * scale);
  const reachX = geometry.reachX * scale + TILE_BUFFER_UNITS;
  const reachY = geometry.reachY * scale + TILE_BUFFER_UNITS;
  return {
    cellCount: geometry.x.length,
    isOnTile(index) {
      const centerX = geometry.x[index] * scale - left;
      if (centerX < -reachX || centerX > TILE_EXTENT + reachX) return false;
      const centerY = geometry.y[index] * scale - top;
      return centerY >= -reachY && centerY <= TILE_EXTENT + reachY;
    },
    writeHexagon(index, out) {
      const centerX = geometry.x[index] * scale - left;
      const centerY = geometry.y[index] * scale - top;
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
      out[at] = CLOSE_PATH;
    },
  };
}
