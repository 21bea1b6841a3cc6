/** Which cells of a shard touch a box: by the hexagon's own sides, asked of h3 only near the edge of the box. */
import type { BaseColumns } from "../coverage/columns.ts";
import { cellToRing } from "../grid/cell.ts";
import { childAt } from "../grid/shard.ts";
import { type Box, isPositionInBox, ringTouchesBox } from "./box.ts";
import { isInDomain } from "./cellProperties.ts";
import { type CellRange, levelGeometry } from "./tiles/levelGeometry.ts";
import { bboxToWorldRect, worldToLat, worldToLng } from "./tiles/mercator.ts";

/** Cells of the range that touch the box, counted from its first; only cells of the domain. No box: all of them. */
export function rowsInBox(
  range: CellRange,
  { base, from }: { base: BaseColumns; from: number },
  box: Box | undefined,
): number[] {
  const touches = box ? cellTest(range, box) : () => true;
  const cells: number[] = [];
  for (let n = 0; n < range.count; n++) if (isInDomain(base, from + n) && touches(n)) cells.push(n);
  return cells;
}

/** The constant hexagon is a little off towards the edge of a shard; the exact ring decides afterwards. */
const REACH_MARGIN = 1.02;

/** Far from the envelope: no. Centre inside: yes. Between: the hexagon decides. */
function cellTest(range: CellRange, box: Box): (n: number) => boolean {
  const { x, y, ...reach } = levelGeometry(range);
  const [reachX, reachY] = [reach.reachX * REACH_MARGIN, reach.reachY * REACH_MARGIN];
  const rects = box.parts.map(bboxToWorldRect);
  return (n) => {
    const [centerX, centerY] = [x[n], y[n]];
    const isNear = rects.some(
      ({ west, north, east, south }) =>
        centerX >= west - reachX &&
        centerX <= east + reachX &&
        centerY >= north - reachY &&
        centerY <= south + reachY,
    );
    if (!isNear) return false;
    if (isPositionInBox({ lng: worldToLng(centerX), lat: worldToLat(centerY) }, box)) return true;
    return ringTouchesBox(cellToRing(childAt(range.shard, range.resolution, range.first + n)), box);
  };
}
