/** Which cells of a shard touch a box: by the hexagon's own sides, asked of h3 only near the edge of the box. */
import type { BaseColumns, LevelResolution } from "../coverage/columns.ts";
import { type CellId, cellToRing } from "../grid/cell.ts";
import { childAt, childCount } from "../grid/shard.ts";
import { type Box, isPositionInBox, ringTouchesBox } from "./box.ts";
import { isInDomain } from "./cellProperties.ts";
import { levelGeometry } from "./tiles/levelGeometry.ts";
import { bboxToWorldRect, worldToLat, worldToLng } from "./tiles/mercator.ts";

/** Places among the shard's children, in order; only cells of the domain. No box: all of them. */
export function rowsInBox(
  shard: CellId,
  resolution: LevelResolution,
  { base, from }: { base: BaseColumns; from: number },
  box: Box | undefined,
): number[] {
  const touches = box ? cellTest(shard, resolution, box) : () => true;
  const indexes: number[] = [];
  for (let index = 0; index < childCount(resolution); index++) {
    if (isInDomain(base, from + index) && touches(index)) indexes.push(index);
  }
  return indexes;
}

/** The constant hexagon is a little off towards the edge of a shard; the exact ring decides afterwards. */
const REACH_MARGIN = 1.02;

/** Far from the envelope: no. Centre inside: yes. Between: the hexagon decides. */
function cellTest(shard: CellId, resolution: LevelResolution, box: Box): (index: number) => boolean {
  const { x, y, ...reach } = levelGeometry(shard, resolution);
  const [reachX, reachY] = [reach.reachX * REACH_MARGIN, reach.reachY * REACH_MARGIN];
  const rects = box.parts.map(bboxToWorldRect);
  return (index) => {
    const [centerX, centerY] = [x[index], y[index]];
    const isNear = rects.some(
      ({ west, north, east, south }) =>
        centerX >= west - reachX &&
        centerX <= east + reachX &&
        centerY >= north - reachY &&
        centerY <= south + reachY,
    );
    if (!isNear) return false;
    if (isPositionInBox({ lng: worldToLng(centerX), lat: worldToLat(centerY) }, box)) return true;
    return ringTouchesBox(cellToRing(childAt(shard, resolution, index)), box);
  };
}
