/** How a position gets on and off the streets: its snap, told as ways to the two ends of the edge. */
import { type LngLat, MODE_BITS, type TravelMode } from "../load/records.ts";
import type { KnownArea } from "./knownArea.ts";
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

/**
 * Null where the position has no streets: 500 m and more from every edge, outside the area that is known, or so near
 * to its end that another street outside may be nearer.
 */
export function accessOf(
  network: StreetNetwork,
  area: KnownArea,
  index: SnapIndex,
  mode: TravelMode,
  position: LngLat,
): Access | null {
  const snap = index.snap(position);
  if (!snap || !area.has(position) || snap.asideMeters > area.metersToOutside(position)) return null;
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
