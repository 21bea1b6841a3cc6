/** The convex hull of points in a plane, and whether a place lies within some metres of it. */

/** Corners counter-clockwise, and the circles around 0, 0 that lie within and without: most places need no more. */
export interface Hull {
  x: number[];
  y: number[];
  innerMeters: number;
  outerMeters: number;
}

/** Monotone chain (Andrew 1979). Points on the sides are left out. */
export function hullOf(x: Float64Array, y: Float64Array): Hull {
  const order = Int32Array.from(x.keys()).sort((p, q) => x[p] - x[q] || y[p] - y[q]);
  const lower = halfHull(x, y, order);
  const upper = halfHull(x, y, order.reverse());
  const corners = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  const hull = { x: corners.map((n) => x[n]), y: corners.map((n) => y[n]) };
  const outerMeters = Math.max(...corners.map((n) => Math.hypot(x[n], y[n])));
  const toSides = hull.x.map((_, n) => leftOf(hull, n, 0, 0));
  return { ...hull, innerMeters: Math.max(0, Math.min(...toSides)), outerMeters };
}

function halfHull(x: Float64Array, y: Float64Array, order: Int32Array): number[] {
  const corners: number[] = [];
  for (const n of order) {
    while (corners.length > 1) {
      const [a, b] = [corners[corners.length - 2], corners[corners.length - 1]];
      if ((x[b] - x[a]) * (y[n] - y[a]) - (y[b] - y[a]) * (x[n] - x[a]) > 0) break;
      corners.pop();
    }
    corners.push(n);
  }
  return corners;
}

/** Metres of a place to the left of the line from corner n to the next: negative where it lies outside. */
function leftOf({ x, y }: Pick<Hull, "x" | "y">, n: number, px: number, py: number): number {
  const m = n + 1 === x.length ? 0 : n + 1;
  const [dx, dy] = [x[m] - x[n], y[m] - y[n]];
  return (dx * (py - y[n]) - dy * (px - x[n])) / Math.hypot(dx, dy);
}

/** True within the hull, and up to `meters` away from it. */
export function isWithin(hull: Hull, px: number, py: number, meters: number): boolean {
  const { x, y, innerMeters, outerMeters } = hull;
  const fromMiddle = Math.sqrt(px * px + py * py);
  if (fromMiddle <= innerMeters) return true;
  if (fromMiddle > outerMeters + meters) return false;
  let isInside = true;
  for (let n = 0; n < x.length; n++) {
    const m = n + 1 === x.length ? 0 : n + 1;
    const [dx, dy] = [x[m] - x[n], y[m] - y[n]];
    const [ex, ey] = [px - x[n], py - y[n]];
    if (dx * ey - dy * ex >= 0) continue;
    isInside = false;
    const share = Math.min(1, Math.max(0, (ex * dx + ey * dy) / (dx * dx + dy * dy)));
    if (Math.hypot(ex - share * dx, ey - share * dy) <= meters) return true;
  }
  return isInside;
}
