import { describe, expect, it } from "vitest";
import { isWithinHalo } from "../../src/load/dutchHalo.ts";
import { readPosition } from "../../src/load/readPosition.ts";
import { hasSharedData, NO_SHARED_DATA, sharedBytes } from "./sources.ts";

const near = (lng: number, lat: number, anywhere = false) => readPosition(lng, lat, "row 1", { anywhere });

describe("an AED or a post abroad", () => {
  it.each([
    ["Essen, 1 km into Belgium", 4.47, 51.466],
    ["Baarle-Hertog, within the Netherlands", 4.93, 51.443],
    ["Vaals, at the corner of three countries", 6.018, 50.77],
    ["Schiermonnikoog", 6.16, 53.48],
    ["Cadzand-Bad", 3.376, 51.378],
  ])("%s, is taken", (_, lng, lat) => {
    expect(near(lng, lat)).toEqual({ position: { lng, lat } });
  });

  it.each([
    ["Antwerpen", 4.4, 51.22],
    ["Kleve", 6.14, 51.79],
    ["Turnhout", 4.945, 51.322],
    ["Wesel", 6.62, 51.66],
    ["Emden", 7.21, 53.367],
    ["Knokke", 3.29, 51.34],
  ])("%s is refused with the way to take it, and taken with it", (_, lng, lat) => {
    expect(near(lng, lat)).toMatchObject({
      finding: { severity: "rejected", advice: expect.stringContaining("--anywhere") },
    });
    expect(near(lng, lat, true)).toEqual({ position: { lng, lat } });
  });
});

type Edge = readonly [number, number, number, number];

/** Metres to the nearest of the outlines' sides, in a plane that touches the earth at the position. */
function metersToBorder(edges: readonly Edge[], lng: number, lat: number): number {
  const [kx, ky] = [111_320 * Math.cos((lat * Math.PI) / 180), 111_250];
  let best = Number.POSITIVE_INFINITY;
  for (const [a, b, c, d] of edges) {
    const [x, y, dx, dy] = [(a - lng) * kx, (b - lat) * ky, (c - a) * kx, (d - b) * ky];
    const t = Math.max(0, Math.min(1, -(x * dx + y * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(x + t * dx, y + t * dy));
  }
  return best;
}

describe.skipIf(!hasSharedData)(
  `the ring of the halo and the outlines of 2024 (${NO_SHARED_DATA} where absent)`,
  () => {
    const { features } = hasSharedData
      ? JSON.parse(new TextDecoder().decode(sharedBytes("netherlands/gemeente_2024.geojson")))
      : { features: [] };
    const edges: Edge[] = [];
    const corners: [number, number][] = [];
    for (const { geometry, properties } of features) {
      if (properties.water !== "NEE") continue;
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      for (const [ring] of polygons) {
        corners.push(...ring);
        for (let i = 1; i < ring.length; i++) edges.push([...ring[i - 1], ...ring[i]] as unknown as Edge);
      }
    }

    it("holds every corner of every gemeente, and everything within 2,500 m of one", () => {
      const refused: number[][] = [];
      for (const [lng, lat] of corners) {
        // sixteen points on the circle of the halo around it
        for (let k = 0; k < 16; k++) {
          const [east, north] = [2_500 * Math.cos((k * Math.PI) / 8), 2_500 * Math.sin((k * Math.PI) / 8)];
          const at = [lng + east / (111_320 * Math.cos((lat * Math.PI) / 180)), lat + north / 111_250];
          if (!isWithinHalo({ lng: at[0], lat: at[1] })) refused.push(at);
        }
        if (!isWithinHalo({ lng, lat })) refused.push([lng, lat]);
      }
      expect(refused).toEqual([]);
    });

    it("holds nothing on the land of the neighbours that is farther than 4 km from it", () => {
      const farther: number[][] = [];
      let looked = 0;
      for (let lng = 3.4; lng < 7.4; lng += 0.013) {
        for (let lat = 50.6; lat < 53.3; lat += 0.009) {
          // north of the coast of Zeeland and over the IJsselmeer the ring is loose: water
          const isWater = (lat > 51.4 && lng < 4.6) || (lat > 51.6 && lng < 6);
          if (isWater || !isWithinHalo({ lng, lat }) || isInLand(lng, lat)) continue;
          looked++;
          if (metersToBorder(edges, lng, lat) > 4_000) farther.push([lng, lat]);
        }
      }
      expect(looked).toBeGreaterThan(500);
      expect(farther).toEqual([]);
    });

    /** Even-odd over all sides of all gemeenten: a side that two share is crossed twice. */
    function isInLand(lng: number, lat: number): boolean {
      let crossings = 0;
      for (const [a, b, c, d] of edges) {
        if (b > lat !== d > lat && lng < a + ((lat - b) * (c - a)) / (d - b)) crossings++;
      }
      return crossings % 2 === 1;
    }
  },
);
