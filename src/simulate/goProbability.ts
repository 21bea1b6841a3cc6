/**
 * How likely one of the alerted goes and arrives at all: an effective response, fitted to the share of incidents that
 * somebody went to, nationally and in the large cities (`docs/model.md`). Not a measured willingness.
 *
 *   p(D) = clip( p_ref · (max(D, floor) / D_ref)^−γ, min, max );   D = residents within 1,000 m / 3.1416, per km²
 */
import type { Scenario } from "../scenario.ts";

/** D is told from this circle around the patient's cell. */
export const DENSITY_RADIUS_METERS = 1_000;
const DENSITY_CIRCLE_SQUARE_KM = Math.PI * (DENSITY_RADIUS_METERS / 1_000) ** 2;

/** Falls with the residents within 1,000 m; between `min` and `max`. */
export function goProbability(residentsWithin1000m: number, willingness: Scenario["willingness"]): number {
  const { atReference, densityExponent, referencePerSquareKm, floorPerSquareKm, min, max } = willingness;
  const density = Math.max(residentsWithin1000m / DENSITY_CIRCLE_SQUARE_KM, floorPerSquareKm);
  return Math.min(max, Math.max(min, atReference * (density / referencePerSquareKm) ** -densityExponent));
}
