/** How a position gets on and off the streets: its snap, told as ways to the two ends of the edge. */
import { type LngLat, MODE_BITS, type TravelMode } from "../load/records.ts";
import type { StreetNetwork } from "./network.ts";
import type { SnapIndex } from "./snapIndex.ts";

export interface Access {
  edge: number;
  from: number;
  to: number;
  alongMeters: number;
  asideMeters: number;
  /** whether the mode may go the edge from → to, and to → from */
  isForward: boolean;
  isBackward: boolean;
}

/** Null where the position has no streets: outside the areas that are known, or 500 m and more from every edge. */
export function accessOf(
  network: StreetNetwork,
  index: SnapIndex,
  mode: TravelMode,
  position: LngLat,
): Access | null {
  if (!isWithinAreas(network, position)) return null;
  const snap = index.snap(position);
  if (!snap) return null;
  const { edgeFrom, edgeTo, edgeModes } = network;
  const { forward, backward } = MODE_BITS[mode];
  return {
    ...snap,
    from: edgeFrom[snap.edge],
    to: edgeTo[snap.edge],
    isForward: (edgeModes[snap.edge] & forward) !== 0,
    isBackward: (edgeModes[snap.edge] & backward) !== 0,
  };
}

/** Metres from the position to each end of its edge; Infinity where a one-way street forbids it. */
export function metersToEnds(network: StreetNetwork, access: Access): { from: number; to: number } {
  const rest = network.edgeMeters[access.edge] - access.alongMeters;
  return {
    // who stands at an end is there, whichever way the street goes
    from: access.isBackward || access.alongMeters === 0 ? access.asideMeters + access.alongMeters : Infinity,
    to: access.isForward || rest === 0 ? access.asideMeters + rest : Infinity,
  };
}

/** Metres from each end of the edge to the position. */
export function metersFromEnds(network: StreetNetwork, access: Access): { from: number; to: number } {
  const rest = network.edgeMeters[access.edge] - access.alongMeters;
  return {
    from: access.isForward || access.alongMeters === 0 ? access.asideMeters + access.alongMeters : Infinity,
    to: access.isBackward || rest === 0 ? access.asideMeters + rest : Infinity,
  };
}

export function isWithinAreas({ areas }: Pick<StreetNetwork, "areas">, { lng, lat }: LngLat): boolean {
  return areas.some(
    ([west, south, east, north]) => lng >= west && lng <= east && lat >= south && lat <= north,
  );
}
