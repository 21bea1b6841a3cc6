/**
 * Puts cells of one shard on one tile: which of them touch it, and their outlines in tile units.
 * Every corner is rounded from its own place, so that neighbours round to the same corner and no gap opens.
 */
import { type CellOutlines, OUTLINE_STEPS } from "./cellOutlines.ts";
import { type CellRange, type Hexagon, type LevelGeometry, levelGeometry } from "./levelGeometry.ts";
import { TILE_EXTENT, type TileAddress } from "./mercator.ts";
import { CLOSE_PATH, lineTo, MOVE_TO_ONE, zigzag } from "./mvt.ts";

/** Cells that reach no further than this into the tile's surroundings are drawn too, so that edges meet. */
export const TILE_BUFFER_UNITS = 16;

/** `n` counts the cells of the range from 0. */
export interface HexagonPlacer {
  /** whether the cell's envelope touches the tile or its buffer */
  isOnTile(n: number): boolean;
  /** replaces `geometry` with one closed ring, clockwise on the screen: six corners, or as many as h3 has */
  writeHexagon(n: number, geometry: number[]): void;
}

/** A tile's place in the world, in its own units. */
interface Frame {
  scale: number;
  left: number;
  top: number;
}

export function hexagonPlacer(range: CellRange, { z, x, y }: TileAddress): HexagonPlacer {
  const geometry = levelGeometry(range);
  const { shape } = geometry;
  const frame = { scale: 2 ** z * TILE_EXTENT, left: x * TILE_EXTENT, top: y * TILE_EXTENT };
  const isNear = reachTest(geometry, frame);
  if (!("corners" in shape)) return { isOnTile: isNear, writeHexagon: hexagonWriter(geometry, shape, frame) };
  const isOnTile = outlineTest(shape, frame);
  return {
    isOnTile: (n) => isNear(n) && isOnTile(n),
    writeHexagon: outlineWriter(shape, frame),
  };
}

const MIN_UNIT = -TILE_BUFFER_UNITS;
const MAX_UNIT = TILE_EXTENT + TILE_BUFFER_UNITS;

/** By the envelope that no cell of the range exceeds. */
function reachTest(geometry: LevelGeometry, { scale, left, top }: Frame): HexagonPlacer["isOnTile"] {
  const { x, y } = geometry;
  const reachX = geometry.reachX * scale;
  const reachY = geometry.reachY * scale;
  return (n) => {
    const centerX = x[n] * scale - left;
    if (centerX < MIN_UNIT - reachX || centerX > MAX_UNIT + reachX) return false;
    const centerY = y[n] * scale - top;
    return centerY >= MIN_UNIT - reachY && centerY <= MAX_UNIT + reachY;
  };
}

/** By the envelope of the cell's own corners. */
function outlineTest(outlines: CellOutlines, { scale, left, top }: Frame): HexagonPlacer["isOnTile"] {
  const touches = (steps: Uint32Array, { first, end }: { first: number; end: number }, from: number) => {
    const min = ((from + MIN_UNIT) / scale) * OUTLINE_STEPS;
    const max = ((from + MAX_UNIT) / scale) * OUTLINE_STEPS;
    let [isAfter, isBefore] = [false, false];
    for (let corner = first; corner < end; corner++) {
      if (steps[corner] >= min) isAfter = true;
      if (steps[corner] <= max) isBefore = true;
    }
    return isAfter && isBefore;
  };
  return (n) => {
    const corners = outlines.corners(n);
    return touches(outlines.x, corners, left) && touches(outlines.y, corners, top);
  };
}

type WriteHexagon = HexagonPlacer["writeHexagon"];
const LINE_TO_FIVE = lineTo(5);

function hexagonWriter({ x, y }: LevelGeometry, hexagon: Hexagon, { scale, left, top }: Frame): WriteHexagon {
  const cornerX = hexagon.cornerX.map((value) => value * scale);
  const cornerY = hexagon.cornerY.map((value) => value * scale);
  return (n, out) => {
    const centerX = x[n] * scale - left;
    const centerY = y[n] * scale - top;
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

function outlineWriter(outlines: CellOutlines, { scale, left, top }: Frame): WriteHexagon {
  const { x, y } = outlines;
  const unitsPerStep = scale / OUTLINE_STEPS;
  return (n, out) => {
    const { first, end } = outlines.corners(n);
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
