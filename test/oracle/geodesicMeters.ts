/** Metres between two positions on WGS84 by Vincenty's inverse formula (1975): another road than the local plane. */
import type { LngLat } from "../../src/load/records.ts";

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RADIANS = Math.PI / 180;

export function geodesicMeters(p: LngLat, q: LngLat): number {
  if (p.lng === q.lng && p.lat === q.lat) return 0;
  const L = (q.lng - p.lng) * RADIANS;
  const U1 = Math.atan((1 - F) * Math.tan(p.lat * RADIANS));
  const U2 = Math.atan((1 - F) * Math.tan(q.lat * RADIANS));
  let lambda = L;
  for (let step = 0; step < 100; step++) {
    const sinSigma = Math.hypot(
      Math.cos(U2) * Math.sin(lambda),
      Math.cos(U1) * Math.sin(U2) - Math.sin(U1) * Math.cos(U2) * Math.cos(lambda),
    );
    const cosSigma = Math.sin(U1) * Math.sin(U2) + Math.cos(U1) * Math.cos(U2) * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (Math.cos(U1) * Math.cos(U2) * Math.sin(lambda)) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const cos2Mid = cosSigma - (2 * Math.sin(U1) * Math.sin(U2)) / cos2Alpha;
    const C = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const next =
      L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * (cos2Mid + C * cosSigma * (2 * cos2Mid ** 2 - 1)));
    if (Math.abs(next - lambda) < 1e-13) return length(sigma, sinSigma, cosSigma, cos2Alpha, cos2Mid);
    lambda = next;
  }
  throw new Error("Vincenty's formula did not converge: the positions are nearly opposite");
}

function length(
  sigma: number,
  sinSigma: number,
  cosSigma: number,
  cos2Alpha: number,
  cos2Mid: number,
): number {
  const u2 = (cos2Alpha * (A * A - B * B)) / (B * B);
  const K1 = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const K2 = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const delta =
    K2 *
    sinSigma *
    (cos2Mid +
      (K2 / 4) *
        (cosSigma * (2 * cos2Mid ** 2 - 1) -
          (K2 / 6) * cos2Mid * (4 * sinSigma ** 2 - 3) * (4 * cos2Mid ** 2 - 3)));
  return B * K1 * (sigma - delta);
}
