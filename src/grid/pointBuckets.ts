/**
 * Points of a plane in square buckets, row after row, so that "the points within r metres" is a handful of index
 * ranges. For places that stand in no lattice of one shard: people on both sides of its border, AEDs, posts.
 */

export interface PointBuckets {
  /** in metres, by bucket; within one bucket from south to north, then from west to east */
  x: Float64Array;
  y: Float64Array;
  /** where each point stood in the arrays given */
  source: Int32Array;
  bucketMeters: number;
  west: number;
  south: number;
  columns: number;
  rows: number;
  /** first point of each bucket; bucket (row, column) is row × columns + column */
  start: Int32Array;
}

/** The same points in any order give the same buckets (points in one place: in the order given). */
export function pointBuckets(x: Float64Array, y: Float64Array, bucketMeters: number): PointBuckets {
  const [west, south] = [least(x), least(y)];
  const columns = x.length ? Math.floor((-least(x, -1) - west) / bucketMeters) + 1 : 0;
  const rows = x.length ? Math.floor((-least(y, -1) - south) / bucketMeters) + 1 : 0;
  const bucketOf = Int32Array.from(x, (_, i) => {
    const row = Math.floor((y[i] - south) / bucketMeters);
    return row * columns + Math.floor((x[i] - west) / bucketMeters);
  });
  const source = Int32Array.from(x, (_, i) => i);
  source.sort((p, q) => bucketOf[p] - bucketOf[q] || y[p] - y[q] || x[p] - x[q] || p - q);
  const start = new Int32Array(rows * columns + 1);
  for (const bucket of bucketOf) start[bucket + 1]++;
  for (let bucket = 0; bucket < rows * columns; bucket++) start[bucket + 1] += start[bucket];
  return {
    x: Float64Array.from(source, (i) => x[i]),
    y: Float64Array.from(source, (i) => y[i]),
    source,
    bucketMeters,
    west,
    south,
    columns,
    rows,
    start,
  };
}

/** The least of the values, or of their negatives. */
function least(values: Float64Array, sign = 1): number {
  let found = Number.POSITIVE_INFINITY;
  for (const value of values) found = Math.min(found, sign * value);
  return found;
}

/** Numbers that `bucketRanges` may write. */
export function rangesLength({ rows }: PointBuckets): number {
  return 2 * rows;
}

/**
 * Writes into `ranges` the [from, to) pairs of points that may lie within `radiusMeters` of (px, py); returns how many
 * numbers were written. A superset: test the distance.
 */
export function bucketRanges(
  { bucketMeters, west, south, columns, rows, start }: PointBuckets,
  px: number,
  py: number,
  radiusMeters: number,
  ranges: Int32Array,
): number {
  const firstRow = Math.max(0, Math.floor((py - radiusMeters - south) / bucketMeters));
  const lastRow = Math.min(rows - 1, Math.floor((py + radiusMeters - south) / bucketMeters));
  let written = 0;
  for (let row = firstRow; row <= lastRow; row++) {
    const bottom = south + row * bucketMeters;
    const aside = Math.max(0, bottom - py, py - bottom - bucketMeters);
    const half = Math.sqrt(Math.max(0, radiusMeters * radiusMeters - aside * aside));
    const first = Math.max(0, Math.floor((px - half - west) / bucketMeters));
    const last = Math.min(columns - 1, Math.floor((px + half - west) / bucketMeters));
    if (first > last) continue;
    const from = start[row * columns + first];
    const to = start[row * columns + last + 1];
    if (from === to) continue;
    ranges[written] = from;
    ranges[written + 1] = to;
    written += 2;
  }
  return written;
}
