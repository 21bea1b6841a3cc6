/** Places far from one another, in the same H3 root as a given cell but in none of its resolution-5 neighbours' cells. */
import { cellToCenterChild, cellToChildren, cellToParent } from "h3-js";

/** Resolution-10 cells, one in each of the last `count` resolution-4 cells of the same resolution-2 cell (not the own). */
export function elsewhere(cell: string, count: number): string[] {
  const own = cellToParent(cell, 4);
  const others = cellToChildren(cellToParent(cell, 2), 4).filter((candidate) => candidate !== own);
  return others.slice(-count).map((other) => cellToCenterChild(other, 10));
}
