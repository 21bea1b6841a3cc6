/**
 * The course of a street with fewer points: Douglas & Peucker 1973. Positions snap to the course, so a point may go
 * only where the line stays near.
 */

/** No point of the course moves farther than the width of a coordinate step. Assumption: 2.5 bytes per directed edge. */
export const COURSE_TOLERANCE_METERS = 1;

/**
 * Marks in `isKept` which of `count` points stay; both ends do. Coordinates in metres; `isKept` is cleared first.
 * Nothing is allocated: ways are many and short.
 */
export function simplifyCourse(
  x: Float64Array,
  y: Float64Array,
  count: number,
  isKept: Uint8Array,
  toleranceMeters = COURSE_TOLERANCE_METERS,
): void {
  isKept.fill(0, 0, count);
  isKept[0] = isKept[count - 1] = 1;
  const tolerance2 = toleranceMeters * toleranceMeters;
  // the next piece begins at the last kept point and ends at the first kept one behind it
  for (let begin = 0; begin < count - 1; ) {
    let end = begin + 1;
    while (!isKept[end]) end++;
    const far = farthest(x, y, begin, end, tolerance2);
    if (far > 0) isKept[far] = 1;
    else begin = end;
  }
}

/** The point between begin and end that lies farthest from the line, where that is too far; else 0. */
function farthest(x: Float64Array, y: Float64Array, begin: number, end: number, tolerance2: number): number {
  const [dx, dy] = [x[end] - x[begin], y[end] - y[begin]];
  const length2 = dx * dx + dy * dy;
  let far = 0;
  let most = tolerance2;
  for (let i = begin + 1; i < end; i++) {
    const [px, py] = [x[i] - x[begin], y[i] - y[begin]];
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
    const [ex, ey] = [px - share * dx, py - share * dy];
    const away2 = ex * ex + ey * ey;
    if (away2 > most) {
      most = away2;
      far = i;
    }
  }
  return far;
}
