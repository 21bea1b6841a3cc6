/** The AED nearest to a cell in a straight line, whatever its hours, and when it is open. */
import { type CellId, cellToPosition, HALO_METERS } from "../grid/cell.ts";
import { localPlane } from "../grid/localPlane.ts";
import type { Bbox, PublishedRun, PublishedStore, ServedAed } from "../store/published.ts";

export interface NearAed {
  aed: ServedAed;
  /** whole metres, rounded up */
  meters: number;
}

/** More than the halo in degrees, anywhere in the Netherlands. */
const HALO_LAT = 0.023;
const HALO_LNG = 0.039;
/** More than the country has. */
const ALL = 1_000_000;

export async function readAedsAround(
  store: PublishedStore,
  run: PublishedRun,
  [west, south, east, north]: Bbox,
): Promise<ServedAed[]> {
  const bbox: Bbox = [west - HALO_LNG, south - HALO_LAT, east + HALO_LNG, north + HALO_LAT];
  return (await store.readAeds(run, { bbox, limit: ALL, offset: 0 })).items;
}

/** Null where none of `aeds` is within 2,500 m. Ties: the lower id. */
export function nearestAed(cell: CellId, aeds: readonly ServedAed[]): NearAed | null {
  const center = cellToPosition(cell);
  const plane = localPlane(center);
  let nearest: { aed: ServedAed; meters: number } | null = null;
  for (const aed of aeds) {
    if (Math.abs(aed.lat - center.lat) > HALO_LAT || Math.abs(aed.lng - center.lng) > HALO_LNG) continue;
    const { x, y } = plane.toLocal(aed);
    const meters = Math.hypot(x, y);
    const isNearer =
      !nearest || meters < nearest.meters || (meters === nearest.meters && aed.id < nearest.aed.id);
    if (meters <= HALO_METERS && isNearer) nearest = { aed, meters };
  }
  return nearest && { aed: nearest.aed, meters: Math.ceil(nearest.meters) };
}
