/**
 * The outline of each cell as h3 has it, for cells that no constant hexagon fits; made when first asked for, since a
 * tile shows a part of them and h3 takes 5 µs a cell. Where a cell lies across an edge of the icosahedron, h3 adds
 * corners on that edge: up to 8 in the Netherlands, 10 anywhere.
 */
import { cellToRing } from "../../grid/cell.ts";
import { childAt } from "../../grid/shard.ts";
import type { CellRange } from "./levelGeometry.ts";
import { latToWorld, lngToWorld } from "./mercator.ts";

/** MAX_CELL_BNDRY_VERTS of h3api.h. */
const MAX_CORNERS = 10;
/** Steps along one side of the world: 64 to a tile unit at zoom 14. */
export const OUTLINE_STEPS = 2 ** 32;

export interface CellOutlines {
  /** where the corners of the n-th cell of the range stand in `x` and `y`, from first to before end */
  corners(n: number): { first: number; end: number };
  /** in steps of the world, clockwise on the screen */
  x: Uint32Array;
  y: Uint32Array;
}

export function cellOutlines({ shard, resolution, first, count }: CellRange): CellOutlines {
  const x = new Uint32Array(count * MAX_CORNERS);
  const y = new Uint32Array(count * MAX_CORNERS);
  /** 0 = not made yet */
  const cornerCounts = new Uint8Array(count);
  return {
    x,
    y,
    corners(n) {
      const from = n * MAX_CORNERS;
      if (cornerCounts[n] === 0) {
        const ring = cellToRing(childAt(shard, resolution, first + n));
        cornerCounts[n] = ring.length - 1;
        // h3 walks counter-clockwise and closes the ring; MVT wants outer rings clockwise, and closes them by command
        for (let corner = ring.length - 1, at = from; corner > 0; corner--, at++) {
          const [lng, lat] = ring[corner];
          x[at] = Math.round(lngToWorld(lng) * OUTLINE_STEPS);
          y[at] = Math.round(latToWorld(lat) * OUTLINE_STEPS);
        }
      }
      return { first: from, end: from + cornerCounts[n] };
    },
  };
}
