/**
 * A plane in metres around one position: transverse Mercator on WGS84 (Snyder 1987, USGS PP 1395, eq. 8-9…8-15,
 * to the third order). Within 25 km of the origin a distance in the plane is within 1e-5 of the geodesic.
 */
import type { LngLat } from "../load/records.ts";

/** WGS84 (NIMA TR8350.2): semi-major axis in metres, first eccentricity squared. */
const SEMI_MAJOR_METERS = 6_378_137;
const ECCENTRICITY_2 = 0.006_694_379_990_14;
const SECOND_ECCENTRICITY_2 = ECCENTRICITY_2 / (1 - ECCENTRICITY_2);
const DEGREE = Math.PI / 180;

export interface LocalPlane {
  origin: LngLat;
  /** metres east and north of the origin */
  toLocal(position: LngLat): { x: number; y: number };
}

export function localPlane(origin: LngLat): LocalPlane {
  const originArc = meridianArcMeters(origin.lat * DEGREE);
  return {
    origin,
    toLocal({ lng, lat }) {
      const phi = lat * DEGREE;
      const cos = Math.cos(phi);
      const tan2 = Math.tan(phi) ** 2;
      const eta2 = SECOND_ECCENTRICITY_2 * cos * cos;
      const normal = SEMI_MAJOR_METERS / Math.sqrt(1 - ECCENTRICITY_2 * Math.sin(phi) ** 2);
      const a = (lng - origin.lng) * DEGREE * cos;
      return {
        x: normal * (a + ((1 - tan2 + eta2) * a ** 3) / 6),
        y: meridianArcMeters(phi) - originArc + normal * Math.tan(phi) * (a * a) * 0.5,
      };
    },
  };
}

/** Metres along the meridian from the equator to latitude `phi` (radians); Snyder eq. 3-21. */
function meridianArcMeters(phi: number): number {
  const e2 = ECCENTRICITY_2;
  const e4 = e2 * e2;
  const e6 = e4 * e2;
  return (
    SEMI_MAJOR_METERS *
    ((1 - e2 / 4 - (3 * e4) / 64 - (5 * e6) / 256) * phi -
      ((3 * e2) / 8 + (3 * e4) / 32 + (45 * e6) / 1024) * Math.sin(2 * phi) +
      ((15 * e4) / 256 + (45 * e6) / 1024) * Math.sin(4 * phi) -
      ((35 * e6) / 3072) * Math.sin(6 * phi))
  );
}
