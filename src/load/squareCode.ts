/**
 * CBS codes of squares: the south-west corner in RD, in hundreds of metres, whatever the size of the square.
 * E0974N4514 = 97,400 m east, 451,400 m north.
 */
import { isInRd } from "./rdToPosition.ts";

/** Metres east and north in RD. */
export interface SquareCorner {
  x: number;
  y: number;
}

const UNIT_METERS = 100;

/** null for anything that is no such code, or outside the Netherlands. */
export function codeToCorner(code: string): SquareCorner | null {
  const match = /^E(\d{4})N(\d{4})$/.exec(code);
  if (!match) return null;
  const corner = { x: Number(match[1]) * UNIT_METERS, y: Number(match[2]) * UNIT_METERS };
  return isInRd(corner.x, corner.y) ? corner : null;
}

/** Squares lie on a lattice of their own size. */
export function isOnLattice({ x, y }: SquareCorner, sideMeters: number): boolean {
  return x % sideMeters === 0 && y % sideMeters === 0;
}
