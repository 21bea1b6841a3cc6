import { describe, expect, it } from "vitest";
import {
  catchmentPolygons,
  catchmentWeights,
  nearestPlace,
  placesNear,
} from "../../scripts/demo/catchments.ts";
import type { Place } from "../../scripts/demo/places.ts";
import { toLngLat } from "../../scripts/demo/plane.ts";
import { createStreams } from "../../src/load/streams.ts";

const FRAME = { west: 0, south: 0, east: 40_000, north: 40_000 };
const stream = createStreams(1)("test");

function worldOf(count: number): Place[] {
  return Array.from({ length: count }, (_, i) => {
    const point = { x: 40_000 * stream.uniform(), y: 40_000 * stream.uniform() };
    const residents = Math.round(1_000 * 10 ** (2.5 * stream.uniform()));
    return { code: `DEMO${i}`, name: `${i}`, position: toLngLat(point), ...point, residents };
  });
}

/** Twice the signed area. */
function area2(ring: readonly { x: number; y: number }[]): number {
  return ring.reduce((sum, { x, y }, i) => {
    const next = ring[(i + 1) % ring.length];
    return sum + x * next.y - next.x * y;
  }, 0);
}

describe("catchments", () => {
  const places = worldOf(60);
  const weights = catchmentWeights(places);
  const everyPlace = places.map((_, i) => i);

  it("leave every place in its own catchment, a fifth of the way from any neighbour", () => {
    for (const i of everyPlace)
      for (const j of everyPlace.slice(i + 1)) {
        const distance2 = (places[i].x - places[j].x) ** 2 + (places[i].y - places[j].y) ** 2;
        // border at (d² + wᵢ − wⱼ)/2d from i; at least 0.2 d
        expect(distance2 + weights[i] - weights[j]).toBeGreaterThanOrEqual(0.4 * distance2 * (1 - 1e-9));
        expect(distance2 + weights[j] - weights[i]).toBeGreaterThanOrEqual(0.4 * distance2 * (1 - 1e-9));
      }
  });

  it("fill the frame without overlap", () => {
    const polygons = catchmentPolygons(places, weights, FRAME);
    const total = polygons.reduce((sum, polygon) => sum + area2(polygon) / 2, 0);
    expect(total).toBeCloseTo(40_000 * 40_000, 0);
    expect(polygons.every((polygon) => area2(polygon) > 0)).toBe(true);
  });

  it("hold the points whose power is least, by polygon and by search alike", () => {
    const polygons = catchmentPolygons(places, weights, FRAME);
    for (let n = 0; n < 300; n++) {
      const point = { x: 40_000 * stream.uniform(), y: 40_000 * stream.uniform() };
      const i = nearestPlace(places, weights, everyPlace, point.x, point.y);
      const isLeftOfAll = polygons[i].every((from, k) => {
        const to = polygons[i][(k + 1) % polygons[i].length];
        return (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x) >= -1e-3;
      });
      expect(isLeftOfAll).toBe(true);
    }
  });

  it("lose nobody when only the places near a block are asked", () => {
    for (let n = 0; n < 100; n++) {
      const center = { x: 40_000 * stream.uniform(), y: 40_000 * stream.uniform() };
      const near = placesNear(places, weights, everyPlace, center, 2_000);
      for (let k = 0; k < 20; k++) {
        const angle = 2 * Math.PI * stream.uniform();
        const x = center.x + 2_000 * stream.uniform() * Math.cos(angle);
        const y = center.y + 2_000 * stream.uniform() * Math.sin(angle);
        expect(nearestPlace(places, weights, near, x, y)).toBe(
          nearestPlace(places, weights, everyPlace, x, y),
        );
      }
    }
  });
});
